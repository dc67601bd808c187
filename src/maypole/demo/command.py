"""`maypole demo`: make the demo clinic in an empty data folder; a second call finds it there."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from maypole.people.models import Organisation

from .build import build
from .clinic import SLUG
from .personas import PERSONAS

MARKER = "demo.json"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="maypole demo", description="Make a simulated clinic. Nobody in it is real.")
    made.add_argument("--data", help="folder of the clinic (default: MAYPOLE_DATA or .data)")
    made.add_argument("--children", type=int, default=60, help="how many children (default 60)")
    made.add_argument("--weeks", type=int, default=26, help="weeks of history (default 26)")
    made.add_argument("--seed", type=int, default=1, help="the same seed makes the same clinic (default 1)")
    return made


def main(argv: Sequence[str]) -> int:
    asked = parser().parse_args(argv)
    if not (1 <= asked.children <= 200 and 4 <= asked.weeks <= 104):
        print("maypole demo: between 1 and 200 children, 4 and 104 weeks", file=sys.stderr)
        return 2
    call_command("migrate", interactive=False, verbosity=0)
    marker = Path(settings.DATA) / MARKER
    if not Organisation.objects.filter(slug=SLUG).exists():
        if Organisation.objects.exists():
            print(
                f"maypole demo: {settings.DATA} holds a real organisation; a demo needs a folder of its own",
                file=sys.stderr,
            )
            return 2
        make(asked, timezone.now())
    if not marker.exists():
        marker.write_text(json.dumps({"children": asked.children, "weeks": asked.weeks, "seed": asked.seed}) + "\n")
    print(f"Demo clinic in {settings.DATA}. Nobody in it is real.")
    print("Personas: " + ", ".join(persona.slug for persona in PERSONAS))
    return 0


def make(asked: argparse.Namespace, now: datetime) -> None:
    print(f"Simulating {asked.children} children over {asked.weeks} weeks …", flush=True)
    build(
        now=now,
        children=asked.children,
        weeks=asked.weeks,
        seed=asked.seed,
        say=lambda line: print(f"  {line}", flush=True),
    )
