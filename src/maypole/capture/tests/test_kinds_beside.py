"""Events beside the taps: what was used, hard moments, a second observer. Strict in what they take, done once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from maypole.access.ids import new_id
from maypole.areas.models import BehaviourEvent
from maypole.capture.bundle import day_of
from maypole.capture.models import HeldItem
from maypole.equipment.models import Equipment, EquipmentCheck, EquipmentState
from maypole.plan.models import Goal
from maypole.visits.models import (
    Observation,
    OtherTime,
    PlannedActivity,
    SecondObserver,
    Visit,
    VisitEquipment,
    VisitUse,
)
from maypole.visits.played import in_the_note, plans
from maypole.visits.tests.rows import planned, started
from maypole.visits.using import say_used
from tests.cast import Cast

from .rows import Tablet

As = Callable[[str], Client]
HARD = {"antecedent": "asked", "behaviour": "Hits", "consequence": "stopped", "duration_s": 40}


@pytest.fixture
def visit(cast: Cast, goal: Goal) -> Visit:
    return started(cast, timezone.now() - timedelta(hours=1))


@pytest.fixture
def tablet(cast: Cast, as_: As) -> Tablet:
    return Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk)


def game(cast: Cast, visit: Visit, goal: Goal) -> PlannedActivity:
    return PlannedActivity.objects.create(
        organisation=cast.clinic, by=cast.users["ines"], why="because", child=cast.maya, visit=visit, goal=goal,
        activity="fm-03", title="Beads", minutes=10,
    )  # fmt: skip


def thing(cast: Cast, visit: Visit, inspected: bool = True) -> Equipment:
    owner = {"organisation": cast.clinic, "by": cast.users["ines"]}
    made = Equipment.objects.create(**owner, site=cast.site, name="Swing", kind="swing", inspect_every_days=30)
    EquipmentState.objects.create(**owner, equipment=made, state="in")
    if inspected:
        EquipmentCheck.objects.create(**owner, equipment=made, kind="inspection")
    VisitEquipment.objects.create(**owner, visit=visit, equipment=made)
    return made


@pytest.mark.mission("S43")
def test_a_hard_moment_is_stored_once_with_when_it_began(tablet: Tablet, visit: Visit) -> None:
    event = tablet.event("behaviour", visit.pk, **HARD, hurt=True, intensity="Very strong")
    assert tablet.told(event) == tablet.told(event) == [("ok", "")]
    found = BehaviourEvent.objects.get()
    assert (found.antecedent, found.behaviour, found.consequence, found.duration_s) == ("asked", "Hits", "stopped", 40)
    assert (found.hurt, found.intensity, found.place) == (True, "Very strong", "clinic")
    assert found.happened_at == tablet.at - timedelta(seconds=40)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"antecedent": "bored"}, "not_a_choice"),
        ({"consequence": None}, "not_a_choice"),
        ({"behaviour": "  "}, "incomplete"),
        ({"duration_s": 0}, "out_of_range"),
        ({"hurt": "yes"}, "malformed"),
        ({"guilty": True}, "unknown_field"),
    ],
)
def test_a_hard_moment_that_makes_no_sense_is_refused(
    tablet: Tablet, visit: Visit, change: dict[str, Any], reason: str
) -> None:
    assert tablet.told(tablet.event("behaviour", visit.pk, **(HARD | change))) == [("refused", reason)]
    assert not BehaviourEvent.objects.exists()


def test_a_hard_moment_is_taken_back_by_who_told_it(cast: Cast, as_: As, tablet: Tablet, visit: Visit) -> None:
    event = tablet.event("behaviour", visit.pk, **HARD)
    tablet.told(event)
    other = Tablet(as_("ada"), cast.clinic.pk, cast.maya.pk)
    refused = other.told(other.event("behaviour.undone", visit.pk, event=event["id"]))
    assert refused == [("refused", "observation_unknown")]
    assert tablet.told(tablet.event("behaviour.undone", visit.pk, event=event["id"])) == [("ok", "")]
    assert BehaviourEvent.objects.get().withdrawn_at is not None


@pytest.mark.mission("S58")
def test_what_was_played_is_told_and_the_newest_word_counts(
    cast: Cast, tablet: Tablet, visit: Visit, goal: Goal
) -> None:
    one, swing = game(cast, visit, goal), thing(cast, visit)
    events = [tablet.event("used", visit.pk, planned=str(one.pk), used=used) for used in (True, False, True)]
    events.append(tablet.event("used", visit.pk, equipment=str(swing.pk)))
    assert tablet.told(*events) == [("ok", "")] * 4
    games, things = plans([visit])[visit.pk]
    assert in_the_note(games, things) == (f"Played: {games[0].title} (for “Ties her shoes”). Equipment used: Swing.")


@pytest.mark.mission("S60")
def test_an_overdue_swing_cannot_be_told_to_be_used_without_the_lead(cast: Cast, tablet: Tablet, visit: Visit) -> None:
    swing = thing(cast, visit, inspected=False)
    assert tablet.told(tablet.event("used", visit.pk, equipment=str(swing.pk))) == [("held", "cannot_now")]
    assert HeldItem.objects.get().kind == "used"
    with pytest.raises(ValidationError, match="never been inspected"):
        say_used(by=cast.actor("ines"), visit=visit, equipment=swing.pk)
    say_used(by=cast.actor("ines"), visit=visit, equipment=swing.pk, used=False)
    assert VisitUse.objects.get().used is False


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({}, ("refused", "incomplete")),
        ({"planned": str(uuid4()), "equipment": str(uuid4())}, ("refused", "incomplete")),
        ({"planned": str(uuid4()), "used": 1}, ("refused", "malformed")),
        ({"planned": str(uuid4())}, ("held", "cannot_now")),
        ({"equipment": "swing"}, ("refused", "malformed")),
    ],
)
def test_use_names_one_game_or_one_thing(
    tablet: Tablet, visit: Visit, body: dict[str, Any], answer: tuple[str, str]
) -> None:
    assert tablet.told(tablet.event("used", visit.pk, **body)) == [answer]
    assert not VisitUse.objects.exists()


def test_a_second_observer_comes_records_and_leaves(cast: Cast, as_: As, visit: Visit, goal: Goal) -> None:
    ada = Tablet(as_("ada"), cast.clinic.pk, cast.maya.pk)
    tap = ada.event("observation", visit.pk, goal=str(goal.pk), measure="trials", correct=True, prompt="I", second=True)
    joined, left = ada.event("observer.joined", visit.pk, goals=[str(goal.pk)]), ada.event("observer.left", visit.pk)
    assert ada.told(joined, tap, left) == ada.told(joined, tap, left) == [("ok", "")] * 3
    watch = SecondObserver.objects.get()
    assert (watch.by, watch.goal, watch.ended_at) == (cast.users["ada"], goal, ada.at)
    assert Observation.objects.get().second


@pytest.mark.parametrize("goals", [None, [], "all", [1], ["x"], [str(uuid4())] * 13])
def test_watching_names_goals(cast: Cast, as_: As, visit: Visit, goals: object) -> None:
    ada = Tablet(as_("ada"), cast.clinic.pk, cast.maya.pk)
    [(status, _reason)] = ada.told(ada.event("observer.joined", visit.pk, goals=goals))
    assert status == "refused"
    assert not SecondObserver.objects.exists()


def test_who_runs_the_visit_is_held_back_from_watching_it(tablet: Tablet, visit: Visit, goal: Goal) -> None:
    told = tablet.told(tablet.event("observer.joined", visit.pk, goals=[str(goal.pk)]))
    assert told == [("held", "cannot_now")]


def test_a_second_start_and_end_are_kept_beside_the_first(cast: Cast, as_: As, tablet: Tablet, visit: Visit) -> None:
    ada = Tablet(as_("ada"), cast.clinic.pk, cast.maya.pk, at=timezone.now() - timedelta(minutes=30))
    assert ada.told(ada.event("visit.started", visit.pk)) == [("ok", "")]
    assert tablet.told(tablet.event("visit.finished", visit.pk)) == [("ok", "")]
    assert ada.told(ada.event("visit.finished", visit.pk)) == [("ok", "")]
    rows = OtherTime.objects.order_by("at").values_list("moment", "by__name")
    assert list(rows) == [("start", "Ada"), ("end", "Ada")]


def test_the_bundle_names_colleagues_visits_and_never_their_values(cast: Cast, goal: Goal) -> None:
    visit = planned(cast, timezone.now())
    mine, theirs = (day_of(cast.actor(name), timezone.now()) for name in ("ines", "ada"))
    assert ([each["id"] for each in mine["visits"]], mine["beside"]) == ([str(visit.pk)], [])
    assert (theirs["visits"], [each["staff"] for each in theirs["beside"]]) == ([], ["Ines"])
    assert day_of(cast.actor("jiho"), timezone.now())["beside"] == []


def test_todays_value_of_a_colleague_is_not_in_the_bundle(cast: Cast, as_: As, goal: Goal) -> None:
    tablet = Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk, at=timezone.now() - timedelta(seconds=30))
    visit = new_id()
    tablet.told(tablet.event("visit.started", visit), tablet.tap(visit, goal.pk), tablet.event("visit.finished", visit))
    told = {name: day_of(cast.actor(name), timezone.now())["children"] for name in ("ines", "ada")}
    assert [told[name][0]["targets"][0]["last"] for name in ("ines", "ada")] == ["1 of 1", ""]


def test_the_bundle_asks_equally_often_for_one_and_ten_visits(
    cast: Cast, goal: Goal, django_assert_max_num_queries: Any
) -> None:
    actor, counts = cast.actor("ines"), []
    for number in range(10):
        visit = planned(cast, timezone.now() + timedelta(minutes=number))
        game(cast, visit, goal)
        if number in (0, 9):
            with django_assert_max_num_queries(60) as asked:
                day_of(actor, timezone.now())
            counts.append(len(asked))
    assert counts[0] == counts[1]
