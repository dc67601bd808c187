"""Sending again changes nothing, whatever the order, the pieces and the repetitions (research: reliability §2.3)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maypole.access.ids import new_id
from maypole.audit.models import AuditEvent
from maypole.plan.models import Goal
from maypole.visits import actions, ingest, points
from maypole.visits.ingest import Item, Status
from maypole.visits.models import Observation, Point, Visit
from tests.cast import Cast

from .rows import NOW, finished, make_goal, started, trial, undo

DEVICE = UUID("018f0000-0000-7000-8000-000000000001")


def table() -> list[tuple[object, ...]]:
    fields = ("id", "goal", "correct", "prompt", "value", "replaces", "withdrawn", "recorded_at", "digest")
    return sorted(Observation.objects.values_list(*fields), key=str)


def on_device(items: Sequence[Item]) -> list[Item]:
    return [
        replace(item, device=DEVICE, sequence=n, at=NOW + timedelta(seconds=n), offset=60)
        for n, item in enumerate(items, 1)
    ]


def deliver(cast: Cast, visit: Visit, batches: Sequence[Sequence[Item]]) -> None:
    """As a device does it: what is not answered `ok` is sent again, until nothing moves any more."""
    open_batches = [list(batch) for batch in batches]
    for _round in range(len(open_batches) + 2):
        for batch in open_batches:
            answers = actions.observe(by=cast.actor("ines"), visit=visit, items=batch, now=NOW)
            batch[:] = [item for item, answer in zip(batch, answers, strict=True) if answer.status != Status.OK]


def sent_by_a_device(goal: Goal, seed: int, count: int) -> list[Item]:
    chance = random.Random(seed)
    tries = [trial(goal, chance.choice(["I", "VB", "M", "FP"]), chance.random() < 0.8) for _ in range(count)]
    undone = [undo(item.id) for item in tries if chance.random() < 0.3]
    return on_device([*tries, *undone])


@pytest.mark.mission("S61")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), count=st.integers(1, 9), data=st.data())
def test_any_order_pieces_and_repetitions_give_the_same_table(
    cast: Cast, seed: int, count: int, data: st.DataObject
) -> None:
    goal, visit = make_goal(cast), started(cast)
    items = sent_by_a_device(goal, seed, count)
    deliver(cast, visit, [items])
    once = table()
    Observation.objects.order_by("-id").filter(replaces__isnull=False).delete()
    Observation.objects.all().delete()

    mixed = data.draw(st.permutations(items + data.draw(st.lists(st.sampled_from(items), max_size=6))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(mixed)), max_size=4)))
    deliver(cast, visit, [mixed[a:b] for a, b in zip([0, *cuts], [*cuts, len(mixed)], strict=True)])

    assert table() == once
    Observation.objects.filter(replaces__isnull=False).delete()
    Observation.objects.all().delete()


def test_two_sends_are_one_row_and_both_are_answered_ok(cast: Cast) -> None:
    goal, visit, by = make_goal(cast), started(cast), cast.actor("ines")
    items = on_device([trial(goal)])

    answers = [actions.observe(by=by, visit=visit, items=items)[0].status for _ in range(2)]

    assert answers == [Status.OK, Status.OK]
    assert Observation.objects.count() == 1


@pytest.mark.parametrize("together", [True, False])
def test_the_same_id_with_other_content_is_a_conflict_and_never_overwrites(cast: Cast, together: bool) -> None:
    goal, visit, by = make_goal(cast), started(cast), cast.actor("ines")
    first = trial(goal, "I")
    second = replace(first, prompt="FP")

    if together:
        answers = actions.observe(by=by, visit=visit, items=[first, second])
    else:
        answers = [actions.observe(by=by, visit=visit, items=[item])[0] for item in (first, second)]

    assert [answer.status for answer in answers] == [Status.OK, Status.CONFLICT]
    assert Observation.objects.get().prompt == "I"


def test_another_recorder_cannot_pass_for_the_first(cast: Cast) -> None:
    goal, visit = make_goal(cast), started(cast)
    item = trial(goal)
    actions.observe(by=cast.actor("ines"), visit=visit, items=[item])

    [answer] = actions.observe(by=cast.actor("ada"), visit=visit, items=[item])

    assert answer.status == Status.CONFLICT


def test_a_place_in_a_devices_order_is_taken_once(cast: Cast) -> None:
    goal, visit, by = make_goal(cast), started(cast), cast.actor("ines")
    first, second = on_device([trial(goal)])[0], on_device([trial(goal)])[0]

    answers = actions.observe(by=by, visit=visit, items=[first, second])

    assert [answer.reason for answer in answers] == ["", "sequence_taken"]


def test_a_withdrawal_before_its_observation_in_one_batch_is_understood(cast: Cast) -> None:
    goal, visit, by = make_goal(cast), started(cast), cast.actor("ines")
    tap = trial(goal)

    answers = actions.observe(by=by, visit=visit, items=[undo(tap.id), tap])

    assert {answer.status for answer in answers} == {Status.OK}
    assert not Observation.objects.standing().exists()


def test_a_correction_stands_in_for_what_it_replaces(cast: Cast) -> None:
    goal, visit, by = make_goal(cast), started(cast), cast.actor("ines")
    tap = trial(goal, "I")

    actions.observe(by=by, visit=visit, items=[tap, trial(goal, "VB", replaces=tap.id)])

    assert [row.prompt for row in Observation.objects.standing()] == ["VB"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"measure": "count", "value": 3.0}, "measure_changed"),
        ({"prompt": ""}, "incomplete"),
        ({"prompt": "XX"}, "incomplete"),
        ({"correct": None}, "incomplete"),
        ({"goal": new_id()}, "goal_unknown"),
        ({"replaces": new_id()}, "observation_unknown"),
    ],
)
def test_nonsense_is_refused_with_its_reason_and_the_rest_is_stored(
    cast: Cast, change: dict[str, object], reason: str
) -> None:
    goal, visit, by = make_goal(cast), started(cast), cast.actor("ines")

    answers = actions.observe(by=by, visit=visit, items=[replace(trial(goal), **change), trial(goal)])  # type: ignore[arg-type]

    assert [answer.reason for answer in answers] == [reason, ""]
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(
    ("measure", "value", "reason"), [("rating", 6.0, "out_of_range"), ("count", -1.0, "out_of_range")]
)
def test_values_outside_their_range_are_refused(cast: Cast, measure: str, value: float, reason: str) -> None:
    goal, visit, by = make_goal(cast, measure=measure), started(cast), cast.actor("ines")

    [answer] = actions.observe(by=by, visit=visit, items=[Item(new_id(), goal.pk, measure, value=value)])

    assert answer.reason == reason


def test_a_goal_of_another_child_is_unknown(cast: Cast) -> None:
    other = make_goal(cast, child=cast.noor)

    [answer] = actions.observe(by=cast.actor("ines"), visit=started(cast), items=[trial(other)])

    assert answer.reason == "goal_unknown"


def test_every_row_can_be_checked_against_its_digest(cast: Cast) -> None:
    goal, visit = make_goal(cast), started(cast)
    deliver(cast, visit, [sent_by_a_device(goal, 4, 8), [trial(goal)]])

    rows = list(Observation.objects.all())

    assert len(rows) > 8
    assert all(ingest.digest(ingest.sent(row), row.visit_id, row.recorder_id) == row.digest for row in rows)


def test_one_request_leaves_one_audit_row_without_clinical_text(cast: Cast) -> None:
    goal, visit = make_goal(cast), started(cast)
    before = AuditEvent.objects.count()

    actions.observe(by=cast.actor("ines"), visit=visit, items=[trial(goal), trial(goal, "VB")])

    assert AuditEvent.objects.count() == before + 1
    assert AuditEvent.objects.first().detail == {"ok": 2, "goals": [str(goal.pk)]}  # type: ignore[union-attr]


def test_points_rebuilt_from_nothing_are_the_points_there_were(cast: Cast) -> None:
    goal, count = make_goal(cast), make_goal(cast, "Asks for help", "count")
    for week in range(3):
        visit = finished(cast, goal, "I VB I FP", NOW - timedelta(weeks=week))
        late = [Item(new_id(), count.pk, "count", value=2.0), trial(goal, "I", False)]
        actions.observe(by=cast.actor("ines"), visit=visit, items=late, now=NOW)
    fields = ("goal", "occasion", "setting", "at", "value", "correct", "trials", "with_whom", "visit")
    kept = set(Point.objects.values_list(*fields))

    changes = points.rebuild([goal.pk, count.pk])
    Point.objects.all().delete()
    points.rebuild([goal.pk, count.pk])

    assert changes == 0
    assert len(kept) == 6
    assert set(Point.objects.values_list(*fields)) == kept


def test_a_late_undo_after_the_visit_changes_its_point(cast: Cast) -> None:
    goal = make_goal(cast)
    visit = finished(cast, goal, "I VB")
    helped = Observation.objects.get(prompt="VB")

    actions.withdraw(by=cast.actor("ines"), observation=helped)

    point = Point.objects.get(visit=visit)
    assert (point.correct, point.trials, point.value) == (1, 1, 1.0)
