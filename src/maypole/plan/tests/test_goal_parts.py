"""A goal's occupations, the fields that share it, its sounds and levels: kept, checked, never quietly changed."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from maypole.plan.actions import GoalParts, PlanRefused, change_goal, set_goal, start_phase
from maypole.plan.goal_parts import Target
from maypole.plan.models import Goal, GoalTag, Measure
from maypole.plan.wording import line
from tests.cast import Cast

from .rows import LACES, NOW, long_goal, short_goal

LEVELS = {-2: "Watches", -1: "Comes near", 0: "Joins", 1: "Takes turns", 2: "Invites"}
SCALED: dict[str, object] = {
    "measure": "attainment", "baseline": -2, "criterion": 0, "importance": 2, "difficulty": 3,
}  # fmt: skip


def scaled(cast: Cast, **parts: object) -> Goal:
    fields = {**LACES, **SCALED}
    said = GoalParts(**{"levels": LEVELS, **parts})  # type: ignore[arg-type]
    return set_goal(by=cast.actor("ines"), child=cast.maya, at=NOW, parent=long_goal(cast), parts=said, **fields)  # type: ignore[arg-type]


def codes(goal: Goal, kind: str) -> list[str]:
    return [tag.code for tag in goal.tags.all() if tag.kind == kind]


@pytest.mark.mission("S45")
def test_every_short_goal_has_an_occupation(cast: Cast) -> None:
    goal, by = short_goal(cast), cast.actor("ines")

    assert codes(goal, "occupation") == ["self_care"]
    with pytest.raises(PlanRefused) as refused:
        change_goal(by=by, goal=goal, parts=GoalParts(occupations=[]))
    assert "occupations" in refused.value.message_dict
    change_goal(by=by, goal=goal, parts=GoalParts(occupations=["play", "social"], life=["school"]))
    assert codes(goal, "occupation") == ["play", "social"]
    assert codes(goal, "life") == ["school"]


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        (GoalParts(occupations=["sleeping"]), "occupations"),
        (GoalParts(life=["moon"]), "life"),
        (GoalParts(modes=["telepathy"]), "modes"),
        (GoalParts(disciplines=["MAGIC"]), "disciplines"),
        (GoalParts(targets=[Target("")]), "sounds"),
        (GoalParts(targets=[Target("s", "upside-down")]), "sounds"),
        (GoalParts(targets=[Target(f"s{n}") for n in range(25)]), "sounds"),
    ],
)
def test_what_is_on_no_list_is_refused_by_field(cast: Cast, parts: GoalParts, field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        change_goal(by=cast.actor("ines"), goal=short_goal(cast), parts=parts)

    assert field in refused.value.message_dict


def test_the_database_knows_the_lists_too(cast: Cast) -> None:
    goal = short_goal(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        GoalTag.objects.create(organisation=cast.clinic, goal=goal, kind="occupation", code="moon")


@pytest.mark.mission("S4")
def test_a_goal_is_shared_by_fields_beside_the_one_that_leads(cast: Cast) -> None:
    goal = short_goal(cast, discipline="OT")

    change_goal(by=cast.actor("ines"), goal=goal, parts=GoalParts(disciplines=["OT", "SLP", "SLP"]))

    assert [one.discipline for one in goal.shared_by.all()] == ["SLP"]


@pytest.mark.parametrize(
    "levels",
    [None, {}, {0: "Joins"}, {**LEVELS, 2: " "}, {**LEVELS, 1: "Joins"}],
    ids=["none", "empty", "one", "a blank", "two alike"],
)
def test_attainment_needs_five_different_levels(cast: Cast, levels: dict[int, str] | None) -> None:
    with pytest.raises(PlanRefused) as refused:
        scaled(cast, levels=levels)

    assert "levels" in refused.value.message_dict
    assert not Goal.objects.filter(measure="attainment").exists()


def test_levels_stay_as_written_once_teaching_began(cast: Cast) -> None:
    goal, by = scaled(cast), cast.actor("ines")
    change_goal(by=by, goal=goal, parts=GoalParts(levels={**LEVELS, 2: "Leads"}))
    start_phase(by=by, goal=goal, kind="teach")

    with pytest.raises(PlanRefused):
        change_goal(by=by, goal=goal, parts=GoalParts(levels=LEVELS))

    change_goal(by=by, goal=goal, title="Joins the circle")
    assert goal.attainment_levels.get(level=2).text == "Leads"
    assert goal.weight == 6


def test_a_sound_that_is_left_keeps_its_number(cast: Cast) -> None:
    goal, by = short_goal(cast, area="speech_language"), cast.actor("ines")
    change_goal(by=by, goal=goal, parts=GoalParts(targets=[Target("s", "initial"), Target("r", "final")]))
    change_goal(by=by, goal=goal, parts=GoalParts(targets=[Target("r", "final"), Target("l")]))
    change_goal(by=by, goal=goal, parts=GoalParts(targets=[Target("s", "initial"), Target("l")]))

    found = [(one.number, one.sound, one.ended) for one in goal.speech_targets.order_by("number")]
    assert found == [(1, "s", False), (2, "r", True), (3, "l", False)]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"measure": "whole", "baseline": 20, "criterion": 80}, "span_s"),
        ({"measure": "whole", "baseline": 20, "criterion": 180, "span_s": 15}, "criterion"),
        ({"measure": "product", "scale_max": 8, "criterion": 9}, "criterion"),
        ({**SCALED, "importance": None}, "importance"),
        ({**SCALED, "criterion": 3}, "criterion"),
        ({"chaining": "forward"}, "chaining"),
        ({"in_a_row": 0}, "in_a_row"),
        ({"measure": "hunch"}, "measure"),
    ],
)
def test_a_kind_of_measure_that_lacks_something_is_refused(cast: Cast, fields: dict[str, object], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        short_goal(cast, **fields)  # type: ignore[arg-type]

    assert field in refused.value.message_dict


@pytest.mark.mission("S38", "S50")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"measure": "duration", "baseline": 60, "criterion": 300}, "for at least 5 min"),
        ({"measure": "latency", "baseline": 60, "criterion": 10, "improvement": "decrease"}, "within 10 s"),
        ({"measure": "rate", "baseline": 1, "criterion": 4, "unit": "words"}, "at least 4 words a minute"),
        ({"measure": "whole", "baseline": 20, "criterion": 80, "span_s": 15},
         "all through at least 80 % of intervals of 15 s"),
        ({"measure": "partial", "baseline": 60, "criterion": 10, "span_s": 60, "improvement": "decrease"},
         "in at most 10 % of intervals of 1 min"),
        ({"measure": "product", "baseline": 2, "criterion": 18, "scale_max": 20}, "with at least 18 of 20 right"),
    ],
)  # fmt: skip
def test_the_measurable_line_says_every_kind(cast: Cast, fields: dict[str, object], words: str) -> None:
    assert words in line(short_goal(cast, **fields), "Maya")  # type: ignore[arg-type]


def test_every_kind_has_words_for_how_well() -> None:
    from maypole.plan.wording import LESS, MORE

    plain = {Measure.COUNT, Measure.RATE}
    assert set(MORE) | plain == set(Measure)
    assert set(LESS) | plain | {Measure.ATTAINMENT} == set(Measure)
