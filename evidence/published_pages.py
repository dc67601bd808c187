"""Every published series as a goal: its page and its review render, with the figures of `maypole progress`."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID

from evidence.writers import load_django

if TYPE_CHECKING:
    from django.test import Client

    from evidence.__main__ import Outcome
    from maypole.cores.progress.report import Report
    from maypole.cores.progress.series import Series
    from maypole.exchange.models import ImportedSeries
    from maypole.progress.history import GoalHistory

NAME = "published-pages"
SERIES = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "single_case"
OWNER = "lena@birch.example"
STORY = """
The published single-case series (44 files beside the checkout, no part of it) are imported as goals. Each goal's page
and the review of each child are asked for as a clinical lead sees them. Counted as different: a page that does not
answer 200 or has no graph; a figure of the page (level, non-overlap, way to the goal, points beyond both lines) that
is not within 1e-9 of what `maypole progress --json` says for the same series and goal; and a figure whose words are
not on the goal's page and on the review's page.
"""
Told = dict[tuple[str, ...], "Report"]


def run(seed: int) -> Outcome:
    """In a process of its own, with a data folder that is thrown away. Nothing in it is random."""
    if not SERIES.is_dir():
        raise RuntimeError("the published series are not beside this checkout")
    root = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory(prefix="maypole-published-") as folder:
        command = [sys.executable, "-m", "evidence.published_pages", folder]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    counts: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    wrong = counts["pages_without_graph"] + counts["figures_that_differ"] + counts["words_missing"]
    return {"counts": counts, "passed": wrong == 0 and counts["goals"] >= 286, "page": STORY}


def main(folder: Path) -> dict[str, int]:
    """The child process."""
    os.environ["MAYPOLE_HOSTS"] = "testserver"
    load_django(folder / "data")
    from django.core.management import call_command
    from django.test import Client

    from maypole.exchange.models import ImportedSeries
    from maypole.exchange.series.command import main as bring_in
    from maypole.people.models import Organisation
    from tests.cast import make_cast

    call_command("collectstatic", interactive=False, verbosity=0)
    cast_ = make_cast()
    files = sorted(str(path) for path in SERIES.glob("*.csv"))
    with contextlib.redirect_stdout(io.StringIO()):
        assert bring_in([*files, "--owner", OWNER]) == 0
    client = Client()
    client.force_login(cast_.users["lena"], "maypole.access.backend.Backend")
    client.post("/organisation", {"organisation": str(Organisation.objects.get(kind="research").pk)})
    rows = list(ImportedSeries.objects.select_related("goal").order_by("pk"))
    return counted(client, rows, files)


def counted(client: Client, rows: list[ImportedSeries], files: list[str]) -> dict[str, int]:
    from maypole.progress.figures import series
    from maypole.progress.history import histories

    counts = dict.fromkeys(
        ("goals", "reviews", "figures", "pages_without_graph", "figures_that_differ", "words_missing"), 0
    )
    loaded: dict[UUID, GoalHistory] = {}
    for start in range(0, len(rows), 20):
        loaded |= histories([row.goal for row in rows[start : start + 20]])
    measured = {row.pk: series(loaded[row.goal_id]) for row in rows}
    homes = {name: path for path in files for name in datasets(path)}
    reviews: dict[object, str] = {}
    for row in rows:
        counts["goals"] += 1
        page = opened(client, f"/goals/{row.goal_id}", counts)
        if row.child_id not in reviews:
            counts["reviews"] += 1
            reviews[row.child_id] = opened(client, f"/children/{row.child_id}/review", counts)
        found = measured[row.pk]
        if found is None or found.goal is None:
            continue
        pairs = figures_of(
            found, commanded(homes[row.dataset], found.goal)[row.dataset, row.case, row.measure, row.pair]
        )
        counts["figures"] += len(pairs)
        counts["figures_that_differ"] += sum(not close(ours, theirs) for ours, theirs in pairs)
        for text in words_of(loaded[row.goal_id], found):
            counts["words_missing"] += (text not in page) + (text not in reviews[row.child_id])
    return counts


def opened(client: Client, path: str, counts: dict[str, int]) -> str:
    answer = client.get(path)
    html = unescape(answer.content.decode())
    counts["pages_without_graph"] += answer.status_code != 200 or 'class="chart chart--wide"' not in html
    return html


def datasets(path: str) -> set[str]:
    with Path(path).open(newline="") as file:
        return {row["dataset"] for row in csv.DictReader(file)}


@lru_cache(maxsize=512)
def commanded(path: str, goal: float) -> Told:
    """What the command says of every series of a file, with this goal."""
    from maypole.cores.progress import cli

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert cli.main([path, "--json", "--goal", repr(goal)]) == 0
    reports = cast("list[Report]", json.loads(said.getvalue())["series"])
    return {(one["dataset"], one["case"], one["measure"], one["pair"]): one for one in reports}


def figures_of(found: Series, report: Report) -> list[tuple[object, object]]:
    """Ours beside the command's."""
    from maypole.cores.progress.criteria import dual_criteria
    from maypole.cores.progress.means import pogo
    from maypole.cores.progress.nonoverlap import nap
    from maypole.cores.progress.visual import level_now

    pairs: list[tuple[object, object]] = []
    for name, effect in (("NAP", nap(found)), ("PoGO", pogo(found))):
        theirs: Mapping[str, object] = report["effects"][name]
        pairs += [(effect.value, theirs["value"]), (effect.ci, theirs["ci"])]
    criteria, level = dual_criteria(found), level_now(found)
    pairs += [(criteria.exceeding_both, report["cdc"]["exceeding_both"]), (criteria.needed, report["cdc"]["needed"])]
    return [*pairs, (level.baseline, report["level"]["baseline"]), (level.now, report["level"]["now"])]


def words_of(history: GoalHistory, found: Series) -> list[str]:
    """The figures as the page says them."""
    from maypole.progress.figures import figures

    return [figure.text for figure in figures(history, found, "en")]


def close(ours: object, theirs: object) -> bool:
    """The same number, range or absence, to 1e-9."""
    if isinstance(ours, tuple) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(close(a, b) for a, b in zip(ours, theirs, strict=True))
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return ours is None and theirs is None


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
