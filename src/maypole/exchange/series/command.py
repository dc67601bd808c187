"""`maypole import series`: look first, then bring in."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.management import call_command

from maypole.access.models import User
from maypole.cores.progress.read import read

from .actions import bring_in, collection, organisation_called
from .outline import Outline, outline

DEMO_OWNER = "lead@demo.example"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="maypole import series",
        description="Bring published single-case series (CSV, one row a session) into an organisation of their own.",
    )
    made.add_argument("files", nargs="+", metavar="FILE.csv")
    made.add_argument("--data", help="folder of the clinic (default: MAYPOLE_DATA or .data)")
    made.add_argument("--dry-run", action="store_true", help="only say what would be made")
    made.add_argument("--name", default="Published series", help="name of the organisation (default: %(default)s)")
    made.add_argument("--owner", help="e-mail of the account that may read them (the demo's clinical lead in a demo)")
    made.add_argument("--json", action="store_true", help="print one JSON document")
    return made


def main(argv: Sequence[str]) -> int:
    """0 when it did its work, 2 when a file cannot be used: then nothing is written."""
    asked = parser().parse_args(argv)
    reading = read(asked.files)
    for place in reading.problems:
        print(place, file=sys.stderr)
    if reading.problems:
        return 2
    call_command("migrate", interactive=False, verbosity=0)
    owner = User.objects.filter(email=asked.owner or (DEMO_OWNER if settings.DEMO else "")).first()
    if owner is None and not asked.dry_run:
        print("maypole import series: --owner must name an account that may read the series", file=sys.stderr)
        return 2
    found = outline(reading.series, reading.skipped, organisation_called(asked.name))
    made = 0
    if not asked.dry_run and owner is not None:
        try:
            actor = collection(owner=owner, name=asked.name)
        except ValueError as refused:
            print(f"maypole import series: {refused}", file=sys.stderr)
            return 2
        made = bring_in(by=actor, found=found)
    print(json.dumps(report(found, made), indent=2) if asked.json else told(found, made, asked.dry_run))
    return 0


def report(found: Outline, made: int) -> dict[str, object]:
    """The outline as JSON: counts, and every row or series that was left out with its reason."""
    return {
        "series": len(found.new) + len(found.same) + len(found.different) + len(found.refused),
        "new": len(found.new),
        "unchanged": len(found.same),
        "children": found.children,
        "observations": found.observations,
        "made": made,
        "different": [f"{one.dataset}: {one.key}" for one in found.different],
        "refused": [{"series": f"{one.dataset}: {one.key}", "reason": reason} for one, reason in found.refused],
        "skipped": [{"file": place.file, "line": place.line, "reason": place.reason} for place in found.skipped],
    }


def told(found: Outline, made: int, dry_run: bool) -> str:
    verb = "would make" if dry_run else "made"
    goals = len(found.new) if dry_run else made
    lines = [f"{verb} {goals} goals of {found.children} children with {found.observations} observations"]
    lines.append(f"{len(found.same)} series are there already, unchanged")
    lines += [f"different from what is there, left as it is: {one.dataset}: {one.key}" for one in found.different]
    lines += [f"left out: {one.dataset}: {one.key}: {reason}" for one, reason in found.refused]
    lines += [f"gap: {place}" for place in found.skipped]
    return "\n".join(lines)
