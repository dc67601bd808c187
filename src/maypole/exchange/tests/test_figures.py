"""The figures on a goal's page equal those of `maypole progress` for the same series, to 1e-9."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from maypole.cores.progress import cli
from maypole.cores.progress.criteria import dual_criteria
from maypole.cores.progress.means import pogo
from maypole.cores.progress.nonoverlap import nap
from maypole.cores.progress.report import Report
from maypole.cores.progress.visual import level_now
from maypole.exchange.models import ImportedSeries
from maypole.exchange.series.command import main
from maypole.progress.figures import figures, series
from maypole.progress.history import histories
from tests.cast import Cast

PUBLISHED = Path(__file__).parents[5] / "shared" / "data" / "single_case"
CHOSEN = ("Byiers2014", "Crozier2005", "Datchuk2016", "Casey1978", "Facon2008", "scan_Tarlow2017", "Shogren2004")
OWNER = ["--owner", "lena@birch.example"]
HEAD = "dataset,case,measure,pair,session,phase,outcome,scale,improvement,goal,correct,trials\n"
TRIES = (1, 0, 1, 2, 1, 3, 2, 4, 5, 5, 6, 7)
EVERY = (3, 1, 4, 2, 5, 6, 8, 9, 7, 9, 11, 14)


def made(folder: Path) -> Path:
    """Tries with a gap in time, counts that should fall, and shares whose phases return."""
    rows = [
        f"M,Ana,tries,1,{n + 2 * (n > 6)},{'A' if n < 6 else 'B'},{10 * k},percentage,increase,80,{k},10"
        for n, k in enumerate(TRIES, start=1)
    ]
    rows += [
        f"M,Bo,hits,1,{n},{'A' if n < 6 else 'B'},{20 - k},count,decrease,3,," for n, k in enumerate(EVERY, start=1)
    ]
    phases = "AAABBBAAABBB"
    rows += [f"M,Cy,share,1,{n},{phases[n - 1]},{k / 20},proportion,increase,,," for n, k in enumerate(EVERY, start=1)]
    path = folder / "made.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n")
    return path


def told_by_command(path: Path, goals: dict[str, float], capsys: pytest.CaptureFixture[str]) -> dict[str, Report]:
    """What the command says of each series; a series without a goal gets the one that stands in for it."""
    found: dict[str, Report] = {}
    for key, goal in goals.items():
        assert cli.main([str(path), "--json", "--goal", repr(goal)]) == 0
        for one in json.loads(capsys.readouterr().out)["series"]:
            if f"{one['case']}|{one['measure']}|{one['pair']}" == key:
                found[key] = one
    return found


def close(told: object, figure: object) -> bool:
    """Whether two figures, ranges or absences are the same to 1e-9."""
    if told is None or figure is None:
        return told is None and figure is None
    return bool(told == pytest.approx(figure, rel=1e-9, abs=1e-9))


def compare(path: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """Import the file, and hold every goal's figures against the command's. Returns how many were compared."""
    assert main([str(path), *OWNER]) == 0
    capsys.readouterr()
    rows = {
        f"{row.case}|{row.measure}|{row.pair}": row.goal
        for row in ImportedSeries.objects.filter(dataset__in=datasets(path)).select_related("goal")
    }
    loaded = histories(list(rows.values()))
    measured = {key: series(loaded[goal.pk]) for key, goal in rows.items()}
    goals = {key: found.goal for key, found in measured.items() if found is not None and found.goal is not None}
    commanded = told_by_command(path, goals, capsys)
    assert commanded.keys() == rows.keys()
    for key, told in commanded.items():
        found = measured[key]
        assert found is not None
        criteria, level = dual_criteria(found), level_now(found)
        for name, effect in (("NAP", nap(found)), ("PoGO", pogo(found))):
            assert close(told["effects"][name]["value"], effect.value), (key, name)
            assert close(told["effects"][name]["ci"], list(effect.ci) if effect.ci else None), (key, name)
        assert told["cdc"] == {
            "exceeding_both": criteria.exceeding_both, "n_b": criteria.n_b, "needed": criteria.needed,
            "met": criteria.met,
        }, key  # fmt: skip
        assert close(told["level"]["baseline"], level.baseline), key
        assert close(told["level"]["now"], level.now), key
        assert close(told["level"]["ci"], list(level.ci) if level.ci else None), key
    return len(goals)


def datasets(path: Path) -> set[str]:
    with path.open(newline="") as file:
        return {row["dataset"] for row in csv.DictReader(file)}


def test_figures_of_series_made_here_equal_the_commands(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare(made(tmp_path), capsys) == 3


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published series are not beside this checkout")
@pytest.mark.parametrize("name", CHOSEN)
def test_figures_of_published_series_equal_the_commands(
    cast: Cast, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert compare(PUBLISHED / f"{name}.csv", capsys) >= 1


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published series are not beside this checkout")
@pytest.mark.parametrize("name", CHOSEN[:2])
def test_goal_and_review_pages_of_published_series_say_these_figures(
    cast: Cast, capsys: pytest.CaptureFixture[str], as_: Callable[[str], Client], name: str
) -> None:
    """A sample; all of them are asked for by `make evidence ONLY=published-pages`."""
    compare(PUBLISHED / f"{name}.csv", capsys)
    rows = list(ImportedSeries.objects.select_related("goal"))
    loaded, client = histories([row.goal for row in rows]), as_("lena")
    client.post("/organisation", {"organisation": str(rows[0].organisation_id)})
    for row in rows:
        goal = unescape(client.get(f"/goals/{row.goal_id}").content.decode())
        review = unescape(client.get(f"/children/{row.child_id}/review").content.decode())
        history = loaded[row.goal_id]
        for figure in figures(history, series(history), "en"):
            assert figure.text in goal
            assert figure.text in review


def test_the_page_says_the_commands_number(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence on the page carries the figure that was compared, not another one."""
    path = made(tmp_path)
    compare(path, capsys)
    goal = ImportedSeries.objects.select_related("goal").get(case="Bo").goal
    history = histories([goal])[goal.pk]
    told = told_by_command(path, {"Bo|hits|1": 3.0}, capsys)["Bo|hits|1"]
    value = told["effects"]["NAP"]["value"]
    assert isinstance(value, float)
    shown = {figure.name: figure.text for figure in figures(history, series(history), "en")}
    assert f"{round(100 * value)} % of the time" in shown["Any later session beats any earlier one"]
