"""Sheets of paper: printed with a box for each goal, keyed in as ordinary observations, put right without a loss."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.plan.models import Goal, Measure
from maypole.visits.keying import Held, hold_on_paper, key_in
from maypole.visits.models import KeyedObservation, Observation, PaperSheet, Point, Visit
from maypole.visits.paper import boxes
from maypole.visits.paper_fields import read, typed
from maypole.visits.tests.rows import NOW, make_goal, planned
from tests.cast import Cast

As = Callable[[str], Client]


def sent(cast: Cast, goal: Goal, **fields: object) -> dict[str, object]:
    """A sheet of yesterday that nobody had planned."""
    day = timezone.localdate() - timedelta(days=1)
    when = {"day": day.isoformat(), "time": "10:00", "minutes": 40, "setting": "school", "staff": cast.staff["ines"].pk}
    told = {f"{goal.pk}-{end}": value for end, value in fields.items()}
    return {**when, "observer": cast.staff["ada"].pk, **told}


def page(cast: Cast) -> str:
    return reverse("paper", args=[cast.maya.pk])


def test_a_sheet_becomes_a_visit_with_observations_and_says_who(cast: Cast, as_: As) -> None:
    goal = make_goal(cast)

    answer = as_("ines").post(page(cast), sent(cast, goal, I=3, VB=2, **{"–": 1}))

    visit, point, sheet = Visit.objects.with_state().get(), Point.objects.get(), PaperSheet.objects.get()
    assert answer.headers["Location"] == reverse("visit", args=[visit.pk])
    assert (visit.state, visit.minutes, visit.setting) == ("finished", 40, "school")
    assert (point.correct, point.trials, point.at.date()) == (3, 6, visit.starts_at.date())
    assert (sheet.observer, sheet.by) == (cast.staff["ada"], cast.users["ines"])
    assert KeyedObservation.objects.filter(sheet=sheet).count() == Observation.objects.count() == 6
    assert AuditEvent.objects.filter(action="paper.keyed", child_id=cast.maya.pk).count() == 1


def test_a_planned_visit_is_moved_on_at_its_own_times(cast: Cast, as_: As) -> None:
    goal, visit = make_goal(cast), planned(cast, NOW - timedelta(days=3))

    as_("ines").post(page(cast), sent(cast, goal, I=2) | {"visit": visit.pk, "day": "", "time": "", "staff": ""})

    states = dict(visit.statuses.values_list("state", "at"))
    assert states["started"] == visit.starts_at
    assert states["finished"] == visit.ends_at
    assert {row.visit_id for row in Observation.objects.all()} == {visit.pk}


def test_the_visit_s_page_says_it_came_from_paper(cast: Cast, as_: As) -> None:
    as_("ines").post(page(cast), sent(cast, make_goal(cast), I=2))
    visit = Visit.objects.get()

    shown = as_("ines").get(reverse("visit", args=[visit.pk])).content.decode()

    assert "Keyed in from paper: Ada wrote it, Ines typed it" in shown
    assert "Keyed in" not in as_("rosa").get(reverse("visit", args=[visit.pk])).content.decode()


def test_a_parent_s_sheet_names_the_parent(cast: Cast, as_: As) -> None:
    as_("ines").post(page(cast), sent(cast, make_goal(cast), I=1) | {"observer": "else", "observer_name": "Grandpa"})

    assert PaperSheet.objects.get().observer_name == "Grandpa"


def test_keyed_in_again_replaces_and_keeps_what_was_wrong(cast: Cast, as_: As) -> None:
    goal, client = make_goal(cast), as_("ines")
    client.post(page(cast), sent(cast, goal, I=3, VB=2))
    old = PaperSheet.objects.get()
    again = reverse("paper_again", args=[cast.maya.pk, old.pk])
    form = {"observer": cast.staff["ada"].pk, f"{goal.pk}-I": 4, f"{goal.pk}-VB": 2}

    opened = client.get(again)
    without = client.post(again, form)
    client.post(again, form | {"why": "Misread a three."})

    assert opened.context["form"].initial[f"{goal.pk}-VB"] == 2
    assert without.status_code == 422
    assert (Point.objects.get().correct, Point.objects.get().trials) == (4, 6)
    assert Observation.objects.count() == 5 + 5 + 6
    assert PaperSheet.objects.standing().get().replaces == old
    assert client.get(again).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "at least one thing"),
        ({"observer": "else", "I": 1}, "Say who wrote on the paper."),
        ({"day": "2999-01-01", "I": 1}, "not over yet"),
        ({"day": "", "I": 1}, "This field is required."),
        ({"I": 100}, "99"),
    ],
)
def test_a_sheet_that_makes_no_sense_keeps_what_was_typed_and_nothing_else(
    cast: Cast, as_: As, change: dict[str, object], words: str
) -> None:
    goal = make_goal(cast)
    tries = {key: value for key, value in change.items() if key == "I"}
    rest = {key: value for key, value in change.items() if key != "I"}

    answer = as_("ines").post(page(cast), sent(cast, goal, **tries) | rest | {"observer_name": ""})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Visit.objects.exists()
    assert not Observation.objects.exists()


ROUND: list[tuple[Measure, dict[str, Any]]] = [
    (Measure.TRIALS, {"I": 2, "G": 1, "–": 1}),
    (Measure.STEPS, {"1": "I VB", "2": "I –", "3": "FP I"}),
    (Measure.COUNT, {"n": 7}),
    (Measure.RATE, {"n": 12, "watched": "5:00"}),
    (Measure.DURATION, {"times": "2:30 1:15"}),
    (Measure.LATENCY, {"times": "0:08 0:20–"}),
    (Measure.WHOLE, {"marks": "+ + – +"}),
    (Measure.PARTIAL, {"marks": "+ –"}),
    (Measure.MOMENTARY, {"marks": "– +"}),
    (Measure.PRODUCT, {"pieces": "8/10 9/10"}),
    (Measure.RATING, {"ratings": "3 4 4"}),
    (Measure.ATTAINMENT, {"level": "-1"}),
]


@pytest.mark.parametrize(("measure", "told"), ROUND)
def test_every_measure_goes_from_paper_to_the_record_and_back(
    cast: Cast, measure: Measure, told: dict[str, Any]
) -> None:
    goal, by = make_goal(cast, measure=measure), cast.actor("ines")
    held = Held(NOW, 45, cast.staff["ines"], "clinic")
    visit = hold_on_paper(by=by, child=cast.maya, held=held)

    sheet = key_in(by=by, visit=visit, readings=read(goal, told), observer=cast.staff["ines"])

    rows = list(Observation.objects.filter(keyed__sheet=sheet).order_by("recorded_at"))
    assert typed(goal, rows) == told
    assert Point.objects.get().goal == goal
    assert all(NOW < row.recorded_at < visit.ends_at for row in rows)


def test_every_measure_is_a_row_of_the_round() -> None:
    assert {measure for measure, _told in ROUND} == set(Measure)


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        (Measure.STEPS, {"1": "I XX"}),
        (Measure.WHOLE, {"marks": "+ o"}),
        (Measure.DURATION, {"times": "soon"}),
        (Measure.LATENCY, {"times": "–"}),
        (Measure.PRODUCT, {"pieces": "11/10"}),
        (Measure.PRODUCT, {"pieces": "8"}),
        (Measure.RATING, {"ratings": "6"}),
        (Measure.RATE, {"n": 3, "watched": ""}),
        (Measure.RATE, {"n": 3, "watched": "0"}),
        (Measure.RATING, {"ratings": "3 " * 80}),
    ],
)
def test_what_is_not_understood_is_said_on_its_field(cast: Cast, measure: Measure, told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        read(make_goal(cast, measure=measure), told)

    assert set(refused.value.message_dict) <= set(told)


def test_the_sheet_has_a_box_for_every_measure(cast: Cast, as_: As) -> None:
    goals = [make_goal(cast, f"Goal {measure.value}", measure) for measure in Measure]

    shown = as_("ines").get(reverse("paper_sheet", args=[cast.maya.pk])).content.decode()

    assert all(goal.title in shown for goal in goals)
    assert "Nut allergy." in shown
    assert {box.kind for box in boxes(goals)} == {
        "cells", "steps", "tally", "rate", "clocks", "pieces", "levels", "scales",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["paper_sheet", "paper"])
def test_who_treats_the_child_gets_in(cast: Cast, as_: As, name: str) -> None:
    address = reverse(name, args=[cast.maya.pk])

    answers = {who: as_(who).get(address).status_code for who in ("ines", "ada", "lena", "rosa", "mona", "jiho", "eva")}

    assert answers == {"ines": 200, "ada": 200, "lena": 200, "rosa": 403, "mona": 403, "jiho": 404, "eva": 404}


@pytest.mark.parametrize("name", ["paper_sheet", "paper"])
def test_more_goals_ask_no_more_questions(cast: Cast, as_: As, name: str) -> None:
    client, address = as_("ines"), reverse(name, args=[cast.maya.pk])

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    make_goal(cast, measure="steps")
    client.get(address)
    few = questions()
    for number in range(9):
        make_goal(cast, f"Goal {number}", "steps")

    assert questions() == few
