"""The `maypole` command: one table of what it can do, each part imported only when it is asked for.

The cores' commands (`progress`, `groups`) start without Django; the others load it with the settings in force.
Exit codes: 0 the work was done, 1 something was found or went wrong, 2 the input was unusable.
"""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from maypole import __version__
from maypole.site.environment import data_dir, env

Main = Callable[[list[str]], int]

USAGE_ERROR = 2


@dataclass(frozen=True)
class Part:
    """One word after `maypole`: its own words where it has any, the module whose `main(argv)` does the work."""

    words: tuple[str, ...]
    module: str
    summary: str
    needs_django: bool = True
    needs_clinic: bool = False


PARTS = (
    Part(("progress",), "maypole.cores.progress.cli", "is it working? effect sizes and the signal of a series", False),
    Part(("groups",), "maypole.cores.groups.cli", "who together? form groups, check and explain them", False),
    Part(("demo",), "maypole.demo.command", "make a demo clinic; a second call changes nothing"),
    Part(("serve",), "maypole.site.operations.serve", "serve the clinic, with its worker", False),
    Part(("worker",), "maypole.jobs.worker", "do the work that outlives a request", needs_clinic=True),
    Part(("check",), "maypole.site.operations.check", "configuration, database, audit chain, disk", needs_clinic=True),
    Part(("import", "series"), "maypole.exchange.series.command", "read single-case series from CSV files"),
    Part(
        ("backup",), "maypole.site.operations.backup", "write everything a clinic has into one file", needs_clinic=True
    ),
    Part(("restore",), "maypole.site.operations.restore", "read a backup into an empty data folder", False),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `maypole` with these words (the process's own by default) and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if words else USAGE_ERROR
    if words[0] in ("-V", "--version"):
        print(f"maypole {__version__}")
        return 0
    part = _named(words)
    if part is None:
        return _unknown(words)
    rest = words[len(part.words) :]
    if part.needs_django:
        rest = _take_data(rest)
        if part.needs_clinic and not {"-h", "--help"} & set(rest) and (problem := _no_clinic()):
            print(f"maypole {words[0]}: {problem}", file=sys.stderr)
            return 1
        _load_django()
    run: Main = import_module(part.module).main
    try:
        return run(rest)
    except KeyboardInterrupt:
        return 130


def usage() -> str:
    """The text of `maypole --help`."""
    lines = [f"  maypole {' '.join(part.words):<15} {part.summary}" for part in PARTS]
    return "\n".join(
        [
            "usage: maypole COMMAND …",
            "",
            *lines,
            "",
            "Each command has its own --help. Those that work on a clinic take --data DIR",
            "(or MAYPOLE_DATA, .data by default): the folder that holds database, files and keys.",
        ]
    )


def _named(words: list[str]) -> Part | None:
    return next((part for part in PARTS if tuple(words[: len(part.words)]) == part.words), None)


def _unknown(words: list[str]) -> int:
    family = [part for part in PARTS if part.words[0] == words[0]]
    if not family:
        known = ", ".join(dict.fromkeys(part.words[0] for part in PARTS))
        print(f"maypole: there is no command '{words[0]}'. Known: {known}.", file=sys.stderr)
        return USAGE_ERROR
    kinds = ", ".join(part.words[1] for part in family)
    if len(words) > 1 and words[1] in ("-h", "--help"):
        print(f"usage: maypole {words[0]} {{{kinds}}} …")
        return 0
    print(f"maypole {words[0]}: say what to {words[0]}. Known: {kinds}.", file=sys.stderr)
    return USAGE_ERROR


def _take_data(words: list[str]) -> list[str]:
    """Put `--data DIR` into the environment: settings are read once, before a command sees its words."""
    rest: list[str] = []
    remaining = iter(words)
    for word in remaining:
        if word == "--data":
            folder = next(remaining, "")
        elif word.startswith("--data="):
            folder = word.removeprefix("--data=")
        else:
            rest.append(word)
            continue
        if not folder:
            print("maypole: --data needs a folder.", file=sys.stderr)
            raise SystemExit(USAGE_ERROR)
        os.environ["MAYPOLE_DATA"] = str(Path(folder).absolute())
    return rest


def _no_clinic() -> str | None:
    """Why there is nothing to work on. Asked before settings are read, for these make a folder that isn't there."""
    data = data_dir()
    if env("MAYPOLE_DATABASE_URL") or (data / "maypole.sqlite3").exists():
        return None
    return f"there is no clinic in {data}; `maypole serve` or `maypole demo` makes one"


def _load_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maypole.site.settings")
    import django

    django.setup()
