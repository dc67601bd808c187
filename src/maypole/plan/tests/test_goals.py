"""Setting, changing and stopping goals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from maypole.access.editions import EditConflict
from maypole.audit.models import AuditEvent
from maypole.plan.actions import (
    PlanRefused,
    change_goal,
    change_goal_state,
    set_goal,
    set_task_steps,
    start_phase,
    state_priority,
)
from maypole.plan.models import FamilyPriority, Goal, GoalState
from maypole.plan.reached import Shown
from maypole.plan.wording import line
from tests.cast import Cast

from .rows import LACES, NOW, long_goal, short_goal


@pytest.mark.mission("S47")
def test_a_short_term_goal_has_one_long_term_goal_above_it(cast: Cast) -> None:
    long = long_goal(cast)

    short = short_goal(cast, long)

    assert (short.parent, short.horizon, list(long.steps.all())) == (long, "short", [short])


@pytest.mark.mission("S47")
def test_a_short_term_goal_without_a_long_term_goal_is_refused(cast: Cast) -> None:
    with pytest.raises(PlanRefused) as refused:
        set_goal(by=cast.actor("ines"), child=cast.maya, at=NOW, horizon="short", **LACES)

    assert refused.value.message_dict == {"parent": ["Choose the long-term goal this is a step towards."]}
    assert not Goal.objects.exists()


@pytest.mark.mission("S47")
def test_the_database_refuses_a_short_term_goal_without_a_parent(cast: Cast) -> None:
    short = short_goal(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=short.pk).update(parent=None)


def test_another_childs_goal_cannot_be_the_parent(cast: Cast) -> None:
    with pytest.raises(PlanRefused) as refused:
        set_goal(by=cast.actor("lena"), child=cast.noor, at=NOW, parent=long_goal(cast), **LACES)

    assert set(refused.value.message_dict) == {"parent"}


@pytest.mark.mission("S50")
@pytest.mark.parametrize(
    ("field", "empty"),
    [("baseline", None), ("criterion", None), ("measure", ""), ("due_on", None), ("family_words", " ")],
)
def test_a_goal_is_saved_only_with_baseline_measure_criterion_and_date(cast: Cast, field: str, empty: object) -> None:
    long = long_goal(cast)

    with pytest.raises(PlanRefused) as refused:
        short_goal(cast, long, **{field: empty})

    assert field in refused.value.message_dict
    assert list(Goal.objects.all()) == [long]


@pytest.mark.mission("S50")
@pytest.mark.parametrize("field", ["baseline", "criterion"])
def test_the_database_refuses_a_goal_that_cannot_be_measured(cast: Cast, field: str) -> None:
    short = short_goal(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=short.pk).update(**{field: None})


@pytest.mark.mission("S48", "S50")
def test_the_familys_words_stand_above_the_measurable_line(cast: Cast) -> None:
    short = short_goal(cast)

    assert short.family_words == "so she can be first in line at school"
    assert line(short, "Maya") == (
        "Maya ties both shoelaces, sitting on the bench at the door, in at least 8 of 10 tries without help, "
        "by 27 March 2026 (today: 1 of 10)."
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"measure": "count", "baseline": 2, "criterion": 6, "unit": "words"}, "at least 6 words"),
        ({"measure": "count", "baseline": 9, "criterion": 1, "improvement": "decrease"}, "at most 1 time,"),
        ({"measure": "duration", "baseline": 60, "criterion": 150}, "for at least 2 min 30 s"),
        ({"measure": "duration", "baseline": 600, "criterion": 300, "improvement": "decrease"}, "in at most 5 min"),
        ({"measure": "rating", "baseline": 2, "criterion": 4}, "rated at least 4 of 5"),
        ({"measure": "steps", "baseline": 1, "criterion": 4, "scale_max": 4}, "at least 4 of 4 steps without help"),
    ],
)
def test_how_well_is_said_for_every_measure(cast: Cast, fields: dict[str, object], words: str) -> None:
    assert words in line(short_goal(cast, long_goal(cast), **fields), "Maya")


@pytest.mark.parametrize(
    "fields",
    [
        {"criterion": 1},
        {"criterion": 11},
        {"baseline": -1},
        {"improvement": "decrease"},
        {"area": "juggling"},
        {"due_on": date(2026, 1, 11)},
    ],
)
def test_a_goal_that_makes_no_sense_is_refused_in_words(cast: Cast, fields: dict[str, object]) -> None:
    with pytest.raises(PlanRefused) as refused:
        short_goal(cast, long_goal(cast), **fields)

    assert str(refused.value).endswith(".")


def test_a_goal_opens_in_baseline_and_leaves_a_trace(cast: Cast) -> None:
    short = short_goal(cast)

    event = AuditEvent.objects.get(action="goal.set", object_id=str(short.pk))
    assert [state.state for state in short.states.all()] == ["open"]
    assert [phase.kind for phase in short.phases.all()] == ["baseline"]
    assert (event.child_id, "first in line" in str(event.detail)) == (cast.maya.pk, False)


def test_the_second_save_of_the_same_copy_is_told(cast: Cast) -> None:
    short = short_goal(cast)
    change_goal(by=cast.actor("ines"), goal=short, edition=1, title="Ties laces")

    with pytest.raises(EditConflict):
        change_goal(by=cast.actor("lena"), goal=Goal.objects.get(pk=short.pk), edition=1, title="Ties a bow")

    assert Goal.objects.get(pk=short.pk).title == "Ties laces"


def test_a_refused_change_leaves_the_goal_as_it_was(cast: Cast) -> None:
    short = short_goal(cast)

    with pytest.raises(PlanRefused):
        change_goal(by=cast.actor("ines"), goal=short, family_words="")

    kept = Goal.objects.get(pk=short.pk)
    assert (kept.family_words, kept.edition) == (LACES["family_words"], 1)


def test_the_audit_row_of_a_change_names_fields_not_text(cast: Cast) -> None:
    change_goal(by=cast.actor("ines"), goal=short_goal(cast), title="Ties a bow", area="self_care")

    assert AuditEvent.objects.get(action="goal.change").detail == {"fields": ["title"]}


def test_stopping_a_goal_needs_a_reason(cast: Cast) -> None:
    short = short_goal(cast)

    with pytest.raises(PlanRefused):
        change_goal_state(by=cast.actor("ines"), goal=short, state="hold", why=" ", at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        GoalState.objects.filter(goal=short).update(state="ended")

    assert list(Goal.objects.being_worked_on()) == [short]


def test_a_goal_on_hold_is_not_worked_on_until_it_is_open_again(cast: Cast) -> None:
    short, by = short_goal(cast), cast.actor("ines")

    change_goal_state(by=by, goal=short, state="hold", why="Broken arm", at=NOW + timedelta(days=1))
    held = list(Goal.objects.being_worked_on())
    change_goal_state(by=by, goal=short, state="open", at=NOW + timedelta(days=2))

    assert (held, list(Goal.objects.being_worked_on())) == ([], [short])
    assert [row.state for row in short.states.order_by("at")] == ["open", "hold", "open"]


@pytest.mark.mission("S89")
@pytest.mark.parametrize("seen", [Shown(0, 0), Shown(1, 1)])
def test_a_goal_seen_with_one_person_in_one_place_is_not_reached(cast: Cast, seen: Shown) -> None:
    short, by = short_goal(cast), cast.actor("ines")

    with pytest.raises(PlanRefused):
        change_goal_state(by=by, goal=short, state="met", shown=seen, at=NOW)
    change_goal_state(by=by, goal=short, state="met", shown=Shown(2, 1), at=NOW + timedelta(days=1))

    assert list(Goal.objects.being_worked_on()) == []


def test_the_same_state_twice_is_one_row(cast: Cast) -> None:
    short, by = short_goal(cast), cast.actor("ines")

    first = change_goal_state(by=by, goal=short, state="met", shown=Shown(1, 2), at=NOW + timedelta(days=1))
    again = change_goal_state(by=by, goal=short, state="met", at=NOW + timedelta(days=1))

    assert first == again


def test_phases_follow_each_other(cast: Cast) -> None:
    short, by = short_goal(cast), cast.actor("ines")

    start_phase(by=by, goal=short, kind="teach", at=NOW + timedelta(days=14))
    start_phase(by=by, goal=short, kind="teach", label="Song added", at=NOW + timedelta(days=28))

    assert [str(phase) for phase in short.phases.all()] == ["Baseline", "Teaching", "Song added"]


@pytest.mark.parametrize(("kind", "days"), [("baseline", 1), ("teach", 0), ("dancing", 1)])
def test_a_phase_that_makes_no_sense_is_refused(cast: Cast, kind: str, days: int) -> None:
    short = short_goal(cast)

    with pytest.raises(PlanRefused):
        start_phase(by=cast.actor("ines"), goal=short, kind=kind, at=NOW + timedelta(days=days))

    assert short.phases.count() == 1


def test_steps_are_numbered_and_set_what_is_heard_as_of(cast: Cast) -> None:
    goal = short_goal(cast, measure="steps", criterion=3, scale_max=3)

    set_task_steps(by=cast.actor("ines"), goal=goal, steps=["Cross", "Under", " ", "Bow", "Pull"])
    set_task_steps(by=cast.actor("ines"), goal=goal, steps=["Cross", "Under", "Bow and pull"])

    assert [(step.number, step.text) for step in goal.task_steps.all()] == [
        (1, "Cross"), (2, "Under"), (3, "Bow and pull"),
    ]  # fmt: skip
    assert Goal.objects.get(pk=goal.pk).out_of == 3


def test_fewer_steps_than_the_criterion_are_refused(cast: Cast) -> None:
    goal = short_goal(cast, measure="steps", criterion=4, scale_max=4)

    with pytest.raises(PlanRefused):
        set_task_steps(by=cast.actor("ines"), goal=goal, steps=["Cross", "Pull"])

    assert Goal.objects.get(pk=goal.pk).out_of == 4


@pytest.mark.mission("S48")
def test_a_family_says_its_wish_with_three_numbers(cast: Cast) -> None:
    state_priority(
        by=cast.actor("rosa"),
        child=cast.maya,
        carer=cast.rosa,
        words="One good friend",
        importance=9,
        now=2,
        satisfaction=3,
    )

    wish = FamilyPriority.objects.get()
    assert (wish.words, wish.importance, wish.now, wish.satisfaction) == ("One good friend", 9, 2, 3)


@pytest.mark.parametrize(("words", "importance"), [("", 5), ("A friend", 0), ("A friend", 11)])
def test_a_wish_needs_words_and_numbers_from_1_to_10(cast: Cast, words: str, importance: int) -> None:
    with pytest.raises(PlanRefused):
        state_priority(
            by=cast.actor("rosa"), child=cast.maya, words=words, importance=importance, now=2, satisfaction=3
        )

    assert not FamilyPriority.objects.exists()
