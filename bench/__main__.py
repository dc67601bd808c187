"""Run measurements and keep their figures in bench/results/NAME.json.

usage: python -m bench [NAME …]
"""

import sys
import time
from importlib import import_module
from pathlib import Path

from bench.record import circumstances, write_json

FOLDER = Path(__file__).resolve().parent
NOT_MEASUREMENTS = {"__init__", "__main__", "record"}


def names() -> list[str]:
    """Every measurement there is: a module here with `run`, or a folder with its own `__init__`."""
    modules = {path.stem for path in FOLDER.glob("*.py")}
    folders = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    return sorted((modules | folders) - NOT_MEASUREMENTS)


def main(wanted: list[str]) -> int:
    known = names()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"There is no measurement {', '.join(unknown)}. Known: {', '.join(known) or 'none'}.", file=sys.stderr)
        return 2
    for name in wanted or known:
        print(f"\n== {name}")
        start = time.perf_counter()
        figures = import_module(f"bench.{name}").run()
        seconds = round(time.perf_counter() - start, 1)
        target = FOLDER / "results" / f"{name}.json"
        write_json(target, {"name": name, **circumstances(), "seconds": seconds, "figures": figures})
        print(f"-> {target.relative_to(FOLDER.parent)} ({seconds} s)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
