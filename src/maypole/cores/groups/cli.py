"""``maypole groups``: form groups, check them, explain them, plan again, or print a made-up problem.

Nothing heavy is imported before it is needed, so that ``--help`` is quick.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maypole.cores.groups.problem import Problem

UNUSABLE = 2


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="maypole groups",
        description="Form therapy groups, with a proof of how good they are and a reason for every child.",
    )
    made.add_argument("problem", nargs="?", metavar="PROBLEM.json", type=Path, help="children, staff, rooms, rules")
    what = made.add_mutually_exclusive_group()
    what.add_argument("--check", metavar="GROUPS.json", type=Path, help="is this legal, and what is it worth?")
    what.add_argument("--why", metavar="CHILD", help="why here, why not there, what would it cost")
    what.add_argument("--from", metavar="RESULT.json", type=Path, dest="before", help="plan again, moving few children")
    what.add_argument("--sample", metavar="CHILDREN", type=_count, help="print a realistic problem")
    made.add_argument("--in", metavar="GROUP", dest="group", help="with --why: what about this group?")
    made.add_argument("--of", metavar="RESULT.json", type=Path, dest="result", help="with --why: the result it is in")
    made.add_argument("--sites", metavar="N", type=_count, default=1, help="with --sample (default 1)")
    made.add_argument("--disciplines", metavar="N", type=_count, default=1, help="with --sample (default 1)")
    made.add_argument("--time-limit", metavar="S", type=_seconds, default=60.0, help="seconds (default 60)")
    made.add_argument("--seed", metavar="N", type=int, default=0, help="default 0")
    made.add_argument("--json", action="store_true", help="one JSON document on standard output")
    return made


def _count(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 100_000:
        raise argparse.ArgumentTypeError("must be between 1 and 100000")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 86_400:
        raise argparse.ArgumentTypeError("must be above 0 and at most 86400")
    return value


def main(argv: list[str]) -> int:
    """Exit code: 0 when the work was done, 2 when the input can't be used (each flaw on a line of standard error)."""
    try:
        options = parser().parse_args(argv)
    except SystemExit as stop:
        return UNUSABLE if stop.code else 0
    if options.sample is not None:
        from maypole.cores.groups.sample import sample  # noqa: PLC0415 - --help is quick without it

        print(json.dumps(sample(options.sample, options.sites, options.disciplines, options.seed), indent=1))
        return 0
    if options.problem is None or (options.why is None and (options.group or options.result)):
        parser().print_usage(sys.stderr)
        return UNUSABLE
    return _on_problem(options)


def _on_problem(options: argparse.Namespace) -> int:
    from maypole.cores.groups import commands  # noqa: PLC0415 - brings arrays and the solver
    from maypole.cores.groups.document import read_problem  # noqa: PLC0415
    from maypole.cores.groups.errors import GroupsError  # noqa: PLC0415

    file = options.problem
    try:
        problem = read_problem(file)
        work: Callable[[argparse.Namespace, Problem], str] = commands.form
        if options.check is not None:
            file, work = options.check, commands.judge
        elif options.why is not None:
            file, work = options.result or file, commands.why
        elif options.before is not None:
            file, work = options.before, commands.again
        print(work(options, problem))
    except GroupsError as error:
        for flaw in error.flaws:
            print(f"{file}:{flaw.line}: {flaw}", file=sys.stderr)
        return UNUSABLE
    return 0


if __name__ == "__main__":  # pragma: no cover - run in a process of its own by the tests
    raise SystemExit(main(sys.argv[1:]))
