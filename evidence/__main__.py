"""Run campaigns and write docs/evidence/NAME.json with a readable NAME.md beside it.

usage: python -m evidence [NAME …] [--seed N]
"""

import argparse
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypedDict, cast

from bench.record import circumstances, write_json

FOLDER = Path(__file__).resolve().parent
TARGET = FOLDER.parent / "docs" / "evidence"


class Outcome(TypedDict):
    """What a campaign hands back: counts as numbers, whether it passed, and its story in Markdown."""

    counts: Mapping[str, object]
    passed: bool
    page: str


class Campaign(Protocol):
    """A module of this folder."""

    NAME: str

    def run(self, seed: int) -> Outcome: ...


def campaigns() -> dict[str, Campaign]:
    """Every campaign by its name."""
    modules = [
        cast("Campaign", import_module(f"evidence.{path.stem}"))
        for path in sorted(FOLDER.glob("*.py"))
        if not path.stem.startswith("__")
    ]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


def keep(campaign: Campaign, seed: int) -> bool:
    """Run one campaign, write both files and say how it went."""
    start = time.perf_counter()
    outcome = campaign.run(seed)
    document = {
        "name": campaign.NAME,
        "command": f"make evidence ONLY={campaign.NAME}",
        "seed": seed,
        **circumstances(),
        "seconds": round(time.perf_counter() - start, 1),
        "counts": outcome["counts"],
        "passed": outcome["passed"],
    }
    write_json(TARGET / f"{campaign.NAME}.json", document)
    (TARGET / f"{campaign.NAME}.md").write_text(page(document, outcome["page"]))
    print(f"{campaign.NAME}: {'passed' if outcome['passed'] else 'FAILED'} {dict(outcome['counts'])}")
    return outcome["passed"]


def page(document: Mapping[str, object], story: str) -> str:
    """The readable page: what was done, then the same figures as the JSON file."""
    counts = cast("Mapping[str, object]", document["counts"])
    rows = "\n".join(f"| {name.replace('_', ' ')} | {value} |" for name, value in counts.items())
    outcome = "It passed." if document["passed"] else "**It failed.**"
    made = (
        f"`{document['command']}`, seed {document['seed']}, commit `{document['commit']}`, "
        f"{document['seconds']} s on {document['machine']}."
    )
    return f"# {document['name']}\n\n{story.strip()}\n\n{outcome}\n\n| count | |\n|---|---|\n{rows}\n\n{made}\n"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m evidence", description="Run campaigns, write docs/evidence/.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    known = campaigns()
    unknown = [name for name in options.names if name not in known]
    if unknown:
        print(f"There is no campaign {', '.join(unknown)}. Known: {', '.join(known) or 'none'}.", file=sys.stderr)
        return 2
    passed = [keep(known[name], options.seed) for name in options.names or known]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
