"""Every kind of measure: strictly taken in, the same point whenever it is rebuilt, told in words that hide nothing."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maypole.access.ids import new_id
from maypole.plan.models import Goal, Measure, SpeechTarget
from maypole.visits import actions, ingest, points, wire
from maypole.visits.ingest import Item, Status
from maypole.visits.models import Observation, Point
from maypole.visits.said import result, spoke
from maypole.visits.tally import tally
from tests.cast import Cast

from .rows import NOW, make_goal, planned, started, undo

FIELDS = ("goal", "occasion", "setting", "at", "value", "correct", "trials", "with_whom", "visit")
INTERVALS = ("whole", "partial", "momentary")


def goal_of(cast: Cast, measure: str, title: str = "") -> Goal:
    return make_goal(cast, title or f"Goal by {measure}", measure)


def some(goal: Goal, chance: random.Random, number: int) -> Item:
    """One observation that is right for the goal's kind."""
    known: dict[str, dict[str, object]] = {
        "trials": {"correct": chance.random() < 0.7, "prompt": chance.choice(["I", "V", "G"])},
        "steps": {"correct": chance.random() < 0.7, "prompt": "I", "step": chance.randint(1, 3)},
        "count": {"value": float(chance.randint(0, 9))},
        "rate": {"value": float(chance.randint(0, 40)), "span_s": chance.choice([30.0, 60.0, 600.0])},
        "duration": {"value": float(chance.randint(0, 900))},
        "latency": {"value": float(chance.randint(1, 60)), "correct": chance.choice([None, True, False])},
        "product": {"value": float(chance.randint(0, 8)), "out_of": chance.choice([8, 12, 26])},
        "rating": {"value": float(chance.randint(1, 5))},
        "attainment": {"value": float(chance.randint(-2, 2))},
    }
    known |= {kind: {"correct": chance.random() < 0.5, "step": number, "span_s": 15.0} for kind in INTERVALS}
    mode = chance.choice(["", "speech", "device"])
    return Item(new_id(), goal.pk, goal.measure, mode=mode, **known[goal.measure])  # type: ignore[arg-type]


@pytest.mark.mission("S50")
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_points_of_every_kind_rebuilt_from_nothing_are_identical(cast: Cast, seed: int) -> None:
    chance, by = random.Random(seed), cast.actor("ines")
    goals = [goal_of(cast, measure) for measure in Measure.values]
    for week in range(2):
        visit = started(cast, NOW - timedelta(weeks=week))
        for goal in goals:
            items = [some(goal, chance, n) for n in range(1, chance.randint(2, 6))]
            items += [undo(items[0].id)] if len(items) > 1 and chance.random() < 0.4 else []
            answers = actions.observe(by=by, visit=visit, items=items, now=NOW)
            assert {answer.status for answer in answers} == {Status.OK}
        actions.finish_visit(by=by, visit=visit, at=NOW)
    mine = Point.objects.filter(goal__in=goals)
    kept = set(mine.values_list(*FIELDS))

    unchanged = points.rebuild([goal.pk for goal in goals])
    mine.delete()
    points.rebuild([goal.pk for goal in goals])

    assert unchanged == 0
    assert len(kept) == 2 * len(goals)
    assert set(mine.values_list(*FIELDS)) == kept
    rows = list(Observation.objects.all())
    assert all(ingest.digest(ingest.sent(row), row.visit_id, row.recorder_id) == row.digest for row in rows)


@pytest.mark.parametrize(
    ("measure", "fields", "reason", "path"),
    [
        ("rate", {"value": 3.0}, "incomplete", "span_s"),
        ("rate", {"value": 3.0, "span_s": 0.0}, "out_of_range", "span_s"),
        ("rate", {"value": 3.0, "span_s": 60.0, "prompt": "I"}, "unexpected", "prompt"),
        ("latency", {"correct": False}, "incomplete", "value"),
        ("latency", {"value": -1.0}, "out_of_range", "value"),
        ("latency", {"value": 3.0, "step": 1}, "unexpected", "step"),
        ("whole", {"correct": True, "step": 1}, "incomplete", "span_s"),
        ("partial", {"correct": True, "span_s": 10.0}, "incomplete", "step"),
        ("momentary", {"step": 1, "span_s": 10.0}, "incomplete", "correct"),
        ("momentary", {"correct": True, "step": 1, "span_s": 10.0, "value": 1.0}, "unexpected", "value"),
        ("attainment", {"value": 3.0}, "out_of_range", "value"),
        ("attainment", {"value": 0.5}, "out_of_range", "value"),
        ("product", {"value": 9.0, "out_of": 8}, "out_of_range", "value"),
        ("product", {"value": 7.5, "out_of": 8}, "out_of_range", "value"),
        ("product", {"value": 11.0}, "out_of_range", "value"),
        ("trials", {"correct": True, "prompt": "I", "span_s": 3.0}, "unexpected", "span_s"),
        ("count", {"value": 2.0, "out_of": 3}, "unexpected", "out_of"),
        ("count", {"value": 2.0, "mode": "shout"}, "out_of_range", "mode"),
        ("rating", {"value": 0.0}, "out_of_range", "value"),
        ("steps", {"correct": True, "prompt": "I", "step": 9}, "step_unknown", "step"),
    ],
)
def test_what_a_kind_does_not_measure_is_refused_with_its_field(
    cast: Cast, measure: str, fields: dict[str, object], reason: str, path: str
) -> None:
    goal, visit = goal_of(cast, measure), started(cast)
    item = Item(new_id(), goal.pk, measure, **fields)  # type: ignore[arg-type]

    [answer] = actions.observe(by=cast.actor("ines"), visit=visit, items=[item])

    assert (answer.status, answer.reason, answer.path) == (Status.REFUSED, reason, path)
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("measure", "rows", "point"),
    [
        ("rate", [{"value": 6.0, "span_s": 60.0}, {"value": 0.0, "span_s": 120.0}], (2.0, None, None)),
        ("latency", [{"value": 4.0}, {"value": 8.0}], (6.0, 2, 2)),
        ("latency", [{"value": 2.0}, *[{"value": 10.0, "correct": False}] * 4], (8.4, 1, 5)),
        ("latency", [{"value": 10.0}, {"value": 10.0}, {"value": 3.0, "correct": False}], (10.0, 2, 3)),
        ("latency", [{"value": 10.0, "correct": False}], (10.0, 0, 1)),
        ("attainment", [{"value": 2.0}, {"value": -1.0}], (-1.0, None, None)),
        ("product", [{"value": 6.0, "out_of": 8}, {"value": 9.0, "out_of": 12}], (0.75, 15, 20)),
        ("product", [{"value": 6.0}], (0.6, 6, 10)),
        ("partial", [{"correct": n < 3, "step": n + 1, "span_s": 15.0} for n in range(4)], (0.75, 3, 4)),
    ],
)
def test_a_point_says_what_its_kind_means(
    cast: Cast, measure: str, rows: list[dict[str, object]], point: tuple[float, int | None, int | None]
) -> None:
    goal, visit, by = goal_of(cast, measure), planned(cast), cast.actor("ines")
    actions.start_visit(by=by, visit=visit, at=NOW)
    for second, row in enumerate(rows):
        item = Item(new_id(), goal.pk, measure, **row)  # type: ignore[arg-type]
        actions.observe(by=by, visit=visit, items=[item], now=NOW + timedelta(seconds=second))
    actions.finish_visit(by=by, visit=visit, at=NOW + timedelta(minutes=40))

    found = Point.objects.get()

    assert (round(found.value, 9), found.correct, found.trials) == point


@pytest.mark.mission("S42")
def test_a_talking_device_counts_as_much_as_speech(cast: Cast) -> None:
    goal, visit, by = goal_of(cast, "trials", "Asks for a break"), started(cast), cast.actor("ines")
    said = ["device", "sign", "speech", "picture", "gesture"]
    items = [Item(new_id(), goal.pk, "trials", correct=True, prompt="I", mode=mode) for mode in said]
    actions.observe(by=by, visit=visit, items=items, now=NOW)
    actions.finish_visit(by=by, visit=visit, at=NOW)

    point = Point.objects.get()
    told = spoke(tally(goal, list(Observation.objects.order_by("recorded_at"))))

    assert (point.correct, point.trials, point.value) == (5, 5, 1.0)
    assert "talking device (1)" in told


@pytest.mark.mission("S41")
def test_every_try_is_counted_for_its_sound(cast: Cast) -> None:
    goal, visit = goal_of(cast, "trials", "Says s"), started(cast)
    SpeechTarget.objects.create(organisation=cast.clinic, goal=goal, number=1, sound="s", position="initial")
    tries = [Item(new_id(), goal.pk, "trials", correct=True, prompt="I", step=step) for step in (1, None, 2)]

    answers = actions.observe(by=cast.actor("ines"), visit=visit, items=tries)

    assert [answer.reason for answer in answers] == ["", "", "step_unknown"]


def test_a_digest_from_before_the_newer_fields_is_still_the_same() -> None:
    written = ingest.canonical(Item(new_id(), new_id(), "trials", correct=True, prompt="I"), None, new_id())

    assert not any(name in written for name in ("span_s", "out_of", "mode"))
    assert "span_s" in ingest.canonical(Item(new_id(), new_id(), "rate", value=1.0, span_s=5.0), None, new_id())


def test_the_wire_reads_the_newer_fields_strictly() -> None:
    raw = {"id": str(new_id()), "goal": str(new_id()), "measure": "product", "value": 3, "out_of": 5, "mode": "sign"}

    item = wire.read_item(raw | {"span_s": 2.5})

    assert (item.out_of, item.mode, item.span_s) == (5, "sign", 2.5)
    for wrong in ({"out_of": 0}, {"out_of": 2.5}, {"span_s": "9"}, {"mode": 3}):
        with pytest.raises(ValueError):  # noqa: PT011
            wire.read_item(raw | wrong)


@pytest.mark.parametrize(
    ("measure", "rows", "said"),
    [
        ("latency", [{"value": 4.0}, {"value": 9.0, "correct": False}],
         "G: began after 6 s on average, asked 2 times; no response in 1 of them."),
        ("latency", [{"value": 9.0, "correct": False}], "G: no response in 1 time asked, waited up to 9 s."),
        ("rate", [{"value": 6.0, "span_s": 120.0}], "G: 3 a minute, watched for 2 min."),
        ("whole", [{"correct": True, "step": 1, "span_s": 15.0}], "G: all the way through 1 of 1 intervals (100 %)."),
        ("product", [{"value": 6.0, "out_of": 8}], "G: 6 of 8 right."),
        ("attainment", [{"value": -1.0}], "G: goal attainment level \u22121."),
    ],
)  # fmt: skip
def test_the_note_says_each_kind_in_its_own_words(measure: str, rows: list[dict[str, object]], said: str) -> None:
    goal = Goal(title="G", measure=measure)

    assert result(tally(goal, [Observation(measure=measure, **row) for row in rows])) == said
