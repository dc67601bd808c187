"""What a goal's page shows by its kind: help for each step, every try of a sound, levels, and T for goals together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from maypole.access.ids import new_id
from maypole.people.actions import assign
from maypole.plan.models import AttainmentLevel, Goal, GoalTag, Measure, SpeechTarget
from maypole.progress.attaining import level_rows, scaled
from maypole.progress.charting import chart, measure_label
from maypole.progress.figures import figures, series
from maypole.progress.history import GoalHistory, PointRow, histories
from maypole.progress.judging import judge_goal
from maypole.progress.sound_table import sound_table
from maypole.progress.step_table import step_table
from maypole.visits import actions
from maypole.visits.ingest import Item
from maypole.visits.tests.rows import NOW, make_goal, started
from tests.cast import LONG_AGO, Cast

As = Callable[[str], Client]


def visit_of(cast: Cast, goal: Goal, weeks_ago: int, *items: dict[str, object]) -> None:
    """A finished visit in which these observations of one goal were made, in this order."""
    by, at = cast.actor("ines"), NOW - timedelta(weeks=weeks_ago)
    visit = started(cast, at)
    for second, fields in enumerate(items):
        item = Item(new_id(), goal.pk, goal.measure, **fields)  # type: ignore[arg-type]
        [answer] = actions.observe(by=by, visit=visit, items=[item], now=at + timedelta(seconds=second))
        assert answer.reason == ""
    actions.finish_visit(by=by, visit=visit, at=at + timedelta(minutes=45))


def steps(*prompts: str) -> list[dict[str, object]]:
    return [
        {"step": number, "correct": prompt != "-", "prompt": "I" if prompt == "-" else prompt}
        for number, prompt in enumerate(prompts, 1)
    ]


@pytest.mark.mission("S36")
def test_each_step_shows_its_help_at_each_visit_and_which_is_taught(cast: Cast) -> None:
    goal = make_goal(cast, measure="steps")
    Goal.objects.filter(pk=goal.pk).update(chaining="backward", in_a_row=2)
    visit_of(cast, goal, 2, *steps("M", "PP", "I"))
    visit_of(cast, goal, 1, *steps("-", "G", "I"))
    goal.refresh_from_db()

    table = step_table(goal)

    assert table is not None
    assert [[cell.mark for cell in row.cells] for row in table.rows] == [["M", "–"], ["PP", "G"], ["I", "I"]]
    assert [(row.learnt, row.taught) for row in table.rows] == [(False, False), (False, True), (True, False)]
    assert "Taught now: step 2." in table.rule


@pytest.mark.mission("S41")
def test_every_try_is_counted_correct_of_all_by_sound_and_cue(cast: Cast) -> None:
    goal = make_goal(cast, "Says s")
    for number, place in enumerate(("initial", "final"), 1):
        SpeechTarget.objects.create(organisation=cast.clinic, goal=goal, number=number, sound="s", position=place)
    alone, word = {"correct": True, "prompt": "I"}, {"correct": True, "prompt": "VB"}
    missed = {"correct": False, "prompt": "I"}
    visit_of(cast, goal, 1, {**alone, "step": 1}, {**missed, "step": 1}, {**word, "step": 2}, {**alone})

    table = sound_table(goal)

    assert table is not None
    assert table.cues == ("By themselves", "A word")
    assert [row.cells for row in table.rows] == [
        ("1 of 2", "–"),
        ("–", "1 of 1"),
        ("1 of 1", "–"),
        ("2 of 3", "1 of 1"),
    ]
    assert [row.total for row in table.rows] == ["1 of 2", "1 of 1", "1 of 1", "3 of 4"]


def scale(baseline: float = -2, importance: int = 1, difficulty: int = 1) -> Goal:
    return Goal(
        title="Joins", measure="attainment", baseline=baseline, criterion=0, importance=importance,
        difficulty=difficulty,
    )  # fmt: skip


def test_t_is_that_of_the_published_examples() -> None:
    """Two goals of equal weight, 0 and +1: 56.20 (Kiresuk & Sherman 1968, rho .30)."""
    found = scaled([(scale(), 0.0), (scale(), 1.0), (Goal(measure="count"), 3.0)])

    assert found is not None
    assert (found.before, found.now, found.change) == ("25.2", "56.2", "+31.0")
    assert [(row.start, row.now) for row in found.rows] == [("\u22122", "0"), ("\u22122", "+1")]


def test_weights_are_importance_times_difficulty() -> None:
    """(w2, +1), (w3, -1), (w1, +2) gives 52.20."""
    goals = [(scale(-2, 2), 1.0), (scale(-2, 3), -1.0), (scale(-2, 1), 2.0)]

    found = scaled(goals)

    assert found is not None
    assert found.now == "52.2"


def test_one_goal_has_a_level_and_no_t() -> None:
    found = scaled([(scale(), None)])

    assert found is not None
    assert (found.now, found.rows[0].measured) == ("", False)
    assert scaled([(Goal(measure="trials"), 0.4)]) is None


def test_levels_show_where_the_child_is(cast: Cast) -> None:
    goal = make_goal(cast, measure="attainment")
    Goal.objects.filter(pk=goal.pk).update(baseline=-2, criterion=0)
    for level in range(-2, 3):
        AttainmentLevel.objects.create(organisation=cast.clinic, goal=goal, level=level, text=f"Level {level}")
    visit_of(cast, goal, 1, {"value": -1.0})
    goal.refresh_from_db()

    rows = level_rows(histories([goal])[goal.pk])

    assert [(row.sign, row.now, row.start, row.expected) for row in rows] == [
        ("+2", False, False, False), ("+1", False, False, False), ("0", False, False, True),
        ("\u22121", True, False, False), ("\u22122", False, True, False),
    ]  # fmt: skip


RANGES = {"trials": (0, 100), "partial": (0, 100), "product": (0, 100), "attainment": (-2, 2), "latency": (None, None)}


@pytest.mark.parametrize(("measure", "ends"), RANGES.items())
def test_a_graph_has_the_whole_range_of_its_kind(cast: Cast, measure: str, ends: tuple[float, float]) -> None:
    shown = chart(GoalHistory(make_goal(cast, measure=measure)), links=False)

    assert (shown.low, shown.high) == ends


def test_every_axis_names_what_is_measured() -> None:
    names = {measure_label(Goal(measure=measure)) for measure in Measure.values}

    assert len(names) == len(Measure.values)
    assert measure_label(Goal(measure="rate", unit="words")) == "words a minute"


@pytest.mark.parametrize("measure", [one.value for one in Measure])
def test_every_kind_is_judged_and_told_in_figures(cast: Cast, measure: str) -> None:
    """A steady way up over sixteen sessions: nothing breaks, and the level is told in the goal's own unit."""
    goal = make_goal(cast, measure=measure)
    goal.phases.create(organisation=cast.clinic, kind="baseline", starts_at=NOW, by=cast.users["ines"])
    goal.phases.create(
        organisation=cast.clinic, kind="teach", starts_at=NOW + timedelta(days=35), by=cast.users["ines"]
    )
    points = tuple(PointRow(NOW + timedelta(days=7 * n), "clinic", "Ines", 0.05 * n, n, 20, None) for n in range(16))
    history = GoalHistory(goal, points, histories([goal])[goal.pk].phases)

    judged = judge_goal(history, today=points[-1].at.date(), reviewing=True)
    told = figures(history, series(history), "en")

    assert judged.level is not None
    assert told
    assert bool(history.treatment_data[0].trials) == (measure in ("trials", "steps", "product"))


@pytest.mark.mission("S4", "S42")
def test_two_fields_share_a_goal_and_both_add_data(cast: Cast, as_: As) -> None:
    goal = make_goal(cast, "Asks for help")
    GoalTag.objects.create(organisation=cast.clinic, goal=goal, kind="mode", code="device")
    goal.shared_by.create(organisation=cast.clinic, discipline="SLP")
    assign(by=cast.actor("lena"), child=cast.maya, staff=cast.staff["jiho"], leads=False, now=LONG_AGO)
    for who, weeks in (("ines", 2), ("jiho", 1)):
        visit = started(cast, NOW - timedelta(weeks=weeks))
        item = Item(new_id(), goal.pk, "trials", correct=True, prompt="I", mode="device")
        [answer] = actions.observe(by=cast.actor(who), visit=visit, items=[item], now=NOW)
        assert answer.reason == ""
        actions.finish_visit(by=cast.actor(who), visit=visit, at=NOW)

    page = as_("jiho").get(f"/goals/{goal.pk}").content.decode()

    assert goal.points.count() == 2
    assert "Speech and language therapy" in page
    assert "Talking device" in page
