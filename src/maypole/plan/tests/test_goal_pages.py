"""The goal form: what it takes, refuses in plain words, and shows of somebody else's save."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from maypole.people.models import AboutChild
from maypole.plan.actions import change_goal, state_priority
from maypole.plan.models import Goal
from tests.cast import Cast

from .rows import long_goal, short_goal

As = Callable[[str], Client]


def step(long: Goal, **changed: str) -> dict[str, str]:
    return {
        "parent": str(long.pk), "title": "Ties her shoes", "family_words": "first in line", "area": "self_care",
        "who_does": "Ties both shoelaces", "conditions": "", "measure": "trials", "scale_max": "10", "steps": "",
        "unit": "", "improvement": "increase", "baseline": "1", "criterion": "8", "due_on": "2999-03-27",
        "occupations": "self_care",
    } | changed  # fmt: skip


def test_a_long_term_goal_is_set(cast: Cast, as_: As) -> None:
    fields = {"title": "Gets dressed", "family_words": "no tears", "area": "self_care", "due_on": "2999-01-01"}

    response = as_("ines").post(f"/children/{cast.maya.pk}/goals/new", fields)

    goal = Goal.objects.get()
    assert response["Location"] == f"/children/{cast.maya.pk}/plan/edit"
    assert (goal.horizon, goal.title, goal.parent) == ("long", "Gets dressed", None)


@pytest.mark.parametrize(
    ("changed", "stored"),
    [
        ({}, (1, 8, 10)),
        ({"scale_max": "5", "criterion": "4"}, (1, 4, 5)),
        ({"scale_max": "", "baseline": "1,5"}, (1.5, 8, 10)),
        ({"measure": "duration", "baseline": "0:45", "criterion": "2:30"}, (45, 150, None)),
        ({"measure": "count", "unit": "words"}, (1, 8, None)),
        ({"measure": "rating", "criterion": "4"}, (1, 4, 5)),
        ({"measure": "steps", "steps": "Cross\n\nUnder\nPull", "criterion": "3"}, (1, 3, 3)),
    ],
)
def test_a_step_is_stored_as_its_measure_needs(
    cast: Cast, as_: As, changed: dict[str, str], stored: tuple[float, float, float | None]
) -> None:
    long = long_goal(cast)

    response = as_("ines").post(f"/children/{cast.maya.pk}/goals/new?under={long.pk}", step(long, **changed))

    goal = Goal.objects.get(horizon="short")
    assert response.status_code == 302
    assert (goal.baseline, goal.criterion, goal.scale_max) == stored
    assert goal.task_steps.count() == (3 if goal.measure == "steps" else 0)


@pytest.mark.mission("S48", "S50")
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"family_words": ""}, "Write what the family said"),
        ({"baseline": ""}, "Without a start nobody can see progress"),
        ({"criterion": ""}, "Write how well it should go"),
        ({"measure": ""}, "Choose how it is measured"),
        ({"due_on": ""}, "Choose the day by which"),
        ({"parent": ""}, "Choose the long-term goal"),
        ({"area": ""}, "Choose a skill area"),
        ({"baseline": "a lot"}, "Write a number from 0 to 10"),
        ({"criterion": "11"}, "Write a number from 0 to 10"),
        ({"criterion": "1"}, "should be better than today"),
        ({"measure": "duration", "criterion": "2.75x"}, "Write minutes and seconds like 2:30"),
        ({"measure": "rating", "criterion": "9"}, "Write a number from 1 to 5"),
        ({"measure": "count", "baseline": "nan"}, "Write a number, 0 or more"),
        ({"measure": "steps"}, "Write the steps, one a line"),
        ({"due_on": "2001-01-01"}, "Choose a day after the goal starts"),
    ],
)
def test_a_goal_is_refused_in_plain_words_and_kept_on_the_page(
    cast: Cast, as_: As, changed: dict[str, str], words: str
) -> None:
    long = long_goal(cast)

    response = as_("ines").post(f"/children/{cast.maya.pk}/goals/new?under={long.pk}", step(long, **changed))

    html = response.content.decode()
    assert (response.status_code, Goal.objects.count()) == (422, 1)
    assert words in html
    assert "Ties both shoelaces" in html


def test_another_childs_goal_cannot_be_chosen_as_the_long_term_goal(cast: Cast, as_: As) -> None:
    long = long_goal(cast)

    response = as_("lena").post(f"/children/{cast.noor.pk}/goals/new?under={long.pk}", step(long))

    assert (response.status_code, Goal.objects.filter(child=cast.noor).count()) == (422, 0)


@pytest.mark.mission("S48")
def test_a_wish_brings_its_words_into_the_goal(cast: Cast, as_: As) -> None:
    wish = state_priority(
        by=cast.actor("rosa"), child=cast.maya, words="One good friend", importance=9, now=2, satisfaction=3
    )

    page = as_("ines").get(f"/children/{cast.maya.pk}/goals/new?wish={wish.pk}")

    assert page.context["form"]["family_words"].value() == "One good friend"


@pytest.mark.parametrize("query", ["wish=x", "under=x", "under=", "wish=00000000-0000-7000-8000-000000000000"])
def test_a_strange_address_gives_an_empty_form(cast: Cast, as_: As, query: str) -> None:
    assert as_("ines").get(f"/children/{cast.maya.pk}/goals/new?{query}").status_code == 200


@pytest.mark.mission("S50")
def test_the_line_is_shown_while_it_is_written_and_nothing_is_stored(cast: Cast, as_: As) -> None:
    long = long_goal(cast)
    path = f"/children/{cast.maya.pk}/goals/new?under={long.pk}"

    full = as_("ines").post(path, step(long, preview="1"))
    half = as_("ines").post(path, step(long, preview="1", criterion=""))

    assert full.context["preview"] == (
        "Maya ties both shoelaces, in at least 8 of 10 tries without help, by 27 March 2999 (today: 1 of 10)."
    )
    assert (half.context["preview"], Goal.objects.count()) == ("", 1)


def test_a_goal_is_changed(cast: Cast, as_: As) -> None:
    goal = short_goal(cast)

    response = as_("ines").post(f"/goals/{goal.pk}/edit", step(goal.parent or goal, edition="1", criterion="9"))

    assert (response.status_code, Goal.objects.get(pk=goal.pk).criterion) == (302, 9)


def test_the_second_of_two_changes_sees_both(cast: Cast, as_: As) -> None:
    goal = short_goal(cast)
    change_goal(by=cast.actor("lena"), goal=goal, title="Ties a bow")

    response = as_("ines").post(f"/goals/{goal.pk}/edit", step(goal.parent or goal, edition="1", title="Ties laces"))

    html = response.content.decode()
    assert response.status_code == 409
    assert "Ties a bow" in html
    assert "Ties laces" in html
    assert Goal.objects.get(pk=goal.pk).title == "Ties a bow"


@pytest.mark.mission("S89")
def test_a_goal_is_not_called_reached_where_its_wording_is_changed(cast: Cast, as_: As) -> None:
    goal = short_goal(cast)

    response = as_("ines").post(f"/goals/{goal.pk}/state", {"state": "met", "why": "Looks good"})

    assert (response.status_code, list(Goal.objects.being_worked_on())) == (422, [goal])
    assert "Looks good" in response.content.decode()


def test_a_state_can_be_taken_back_from_the_message(cast: Cast, as_: As) -> None:
    goal, ines = short_goal(cast), as_("ines")
    html = ines.post(f"/goals/{goal.pk}/state", {"state": "hold", "why": "Summer"}, follow=True).content.decode()

    ines.post(f"/goals/{goal.pk}/state?back=open")

    assert f'action="/goals/{goal.pk}/state?back=open"' in html
    assert list(Goal.objects.being_worked_on()) == [goal]


@pytest.mark.mission("S49")
def test_what_the_family_values_is_visible_while_goals_are_written(cast: Cast, as_: As) -> None:
    AboutChild.objects.create(
        organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], strengths="Sings",
        matters="Mornings without tears", culture="Grandmother decides about food",
    )  # fmt: skip

    html = as_("ines").get(f"/children/{cast.maya.pk}/goals/new").content.decode()

    assert "Mornings without tears" in html
    assert "Grandmother decides about food" in html


@pytest.mark.parametrize(
    ("path", "posted", "words"),
    [
        ("state", {"state": "hold"}, "Write why"),
        ("state", {"state": "gone"}, "not one of the available choices"),
        ("phase", {"kind": "baseline"}, "Name what changes"),
        ("phase", {}, "required"),
    ],
)
def test_a_step_that_makes_no_sense_says_what_to_do(
    cast: Cast, as_: As, path: str, posted: dict[str, str], words: str
) -> None:
    goal = short_goal(cast)

    response = as_("ines").post(f"/goals/{goal.pk}/{path}", posted)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert (goal.states.count(), goal.phases.count()) == (1, 1)


def test_a_new_phase_starts_now(cast: Cast, as_: As) -> None:
    goal = short_goal(cast)

    as_("ines").post(f"/goals/{goal.pk}/phase", {"kind": "teach", "label": "With picture card"})

    assert [str(phase) for phase in goal.phases.all()] == ["Baseline", "With picture card"]
