"""Draws three published series as the goal page shows them, for docs/progress: `python -m tools.published_pictures`.

The series lie beside the checkout (../shared/data/single_case) and are no part of it. They are brought in by the import
into a database of its own that is thrown away afterwards. The values beside each point are left out of the pictures.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERIES = ROOT.parent / "shared" / "data" / "single_case"
TARGET = ROOT / "docs" / "progress" / "pictures"
CHOSEN = (
    ("Crozier2005", "Alex", "talk-outs", "1"),
    ("Strasberger2014", "Thomas", "mands", "1"),
    ("Byiers2014", "Jen", "switch activation", "1"),
)
OWNER = "owner@published.example"


def bring_in(folder: str) -> None:
    """An empty database in `folder`, with the chosen data sets in it."""
    os.environ["MAYPOLE_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "maypole.site.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from maypole.access.models import User
    from maypole.exchange.series.command import main as import_series

    User.objects.create_user(OWNER, name="Owner")
    files = [str(SERIES / f"{dataset}.csv") for dataset in sorted({dataset for dataset, *_rest in CHOSEN})]
    if import_series([*files, "--owner", OWNER]) != 0:
        raise SystemExit("The published series could not be brought in.")


def picture(dataset: str, case: str, measure: str, pair: str, ident: str) -> str:
    """The goal page's graph with both lines of the dual criteria; without dates, which the import has to make up."""
    from maypole.cores.progress.graph import draw
    from maypole.exchange.models import ImportedSeries
    from maypole.mastery.drawing import labels
    from maypole.progress.charting import chart
    from maypole.progress.figures import series
    from maypole.progress.history import histories

    row = ImportedSeries.objects.select_related("goal").get(dataset=dataset, case=case, measure=measure, pair=pair)
    history = histories([row.goal])[row.goal_id]
    shown = replace(chart(history, links=False, found=series(history)), when=(), measure=measure.capitalize())
    drawn = draw(shown, replace(labels(), session="Session"), ident=ident)
    return re.sub(r"><title>[^<]*</title></(circle|rect|path)>", "/>", drawn) + "\n"


def main() -> int:
    if not SERIES.exists():
        print(f"{SERIES.relative_to(ROOT.parent)} is not beside this checkout: the pictures are left as they are.")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        bring_in(folder)
        for number, chosen in enumerate(CHOSEN, start=1):
            target = TARGET / f"published-{number}.svg"
            target.write_text(picture(*chosen, ident=f"published-{number}"), encoding="utf-8")
            print(target.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
