"""The batch endpoint: immutable events, answered one by one, stored exactly once, nothing dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from maypole.access.ids import new_id
from maypole.access.models import Membership
from maypole.capture.models import Device, HeldItem, Receipt
from maypole.people.models import CareTeamMember
from maypole.plan.models import Goal
from maypole.visits import actions as visits
from maypole.visits.ingest import digest, sent
from maypole.visits.models import (
    NoteVersion,
    Observation,
    Point,
    Visit,
    VisitAssent,
    VisitAttendance,
    VisitMood,
    VisitStatus,
)
from maypole.visits.tests.rows import planned, started
from tests.cast import Cast

from .rows import Tablet

As = Callable[[str], Client]


@pytest.fixture
def tablet(cast: Cast, as_: As) -> Tablet:
    return Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk)


@pytest.mark.mission("S61")
def test_a_visit_nobody_planned_runs_from_start_to_finish_on_a_device(tablet: Tablet, goal: Goal) -> None:
    visit = new_id()
    events = [tablet.event("visit.started", visit, setting="home", minutes=30)]
    events += [tablet.tap(visit, goal.pk, prompt) for prompt in ("I", "VB", "I")]
    events += [tablet.event("visit.finished", visit)]

    told = tablet.told(*events)

    assert told == [("ok", "")] * 5
    found = Visit.objects.with_state().get(pk=visit)
    assert (found.state, found.setting, found.minutes, found.staff.name) == ("finished", "home", 30, "Ines")
    assert Point.objects.get(goal=goal).correct == 2


def test_a_planned_visit_starts_with_the_first_device_and_the_second_changes_nothing(
    cast: Cast, as_: As, tablet: Tablet
) -> None:
    visit = planned(cast, timezone.now() - timedelta(hours=1)).pk
    other = Tablet(as_("ada"), cast.clinic.pk, cast.maya.pk)

    assert tablet.told(tablet.event("visit.started", visit)) == [("ok", "")]
    assert other.told(other.event("visit.started", visit), other.event("visit.finished", visit)) == [("ok", "")] * 2
    assert tablet.told(tablet.event("visit.started", visit)) == [("ok", "")]

    states = list(VisitStatus.objects.filter(visit=visit).order_by("at", "id").values_list("state", flat=True))
    assert states == ["planned", "started", "finished"]


def test_the_same_batch_again_changes_nothing(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    events = [tablet.tap(visit, goal.pk) for _ in range(5)] + [tablet.event("mood", visit, mood="keen", moment="start")]

    first, again = tablet.told(*events), tablet.told(*events[3:], *events[:4])

    assert set(first) == set(again) == {("ok", "")}
    assert (Observation.objects.count(), VisitMood.objects.count(), Receipt.objects.count()) == (5, 1, 6)


def test_the_same_id_with_other_content_is_refused_and_overwrites_nothing(
    cast: Cast, tablet: Tablet, goal: Goal
) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tap = tablet.tap(visit, goal.pk)
    other = {**tap, "body": {**tap["body"], "prompt": "FP"}}

    assert tablet.told(tap, other) == [("ok", ""), ("different", "other_content")]
    assert tablet.told(other) == [("different", "other_content")]
    assert Observation.objects.get().prompt == "I"


def test_an_event_numbered_anew_is_the_same_event(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tap = tablet.tap(visit, goal.pk)
    tablet.send(tap)

    assert tablet.told({**tap, "device": str(uuid4()), "seq": 1}) == [("ok", "")]
    assert Observation.objects.count() == 1


def test_a_number_that_is_taken_is_told(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    first, second = tablet.tap(visit, goal.pk), tablet.tap(visit, goal.pk)
    second["seq"] = first["seq"]

    assert tablet.told(first, second) == [("ok", ""), ("refused", "sequence_taken")]
    assert tablet.told(second) == [("refused", "sequence_taken")]
    assert Observation.objects.count() == 1


def test_a_gap_is_told_and_closes_when_the_missing_event_comes(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    taps = [tablet.tap(visit, goal.pk) for _ in range(6)]

    counted = tablet.send(*taps[:2], *taps[3:]).json()["devices"]
    device = Device.objects.get(pk=tablet.device)
    assert counted == [{"device": str(tablet.device), "taken": 5, "upto": 2, "highest": 6}]
    assert (device.missing, Observation.objects.count()) == (1, 5)

    tablet.send(taps[2])
    device.refresh_from_db()
    assert (device.missing, device.upto, device.taken) == (0, 6, 6)


def test_a_refused_event_blocks_nothing_and_leaves_no_gap(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    nonsense = tablet.event("observation", visit, goal=str(uuid4()), measure="trials", correct=True, prompt="I")
    strange = tablet.event("dance", visit)

    told = tablet.told(nonsense, tablet.tap(visit, goal.pk), strange, tablet.tap(visit, goal.pk))

    assert told == [("refused", "goal_unknown"), ("ok", ""), ("refused", "kind_unknown"), ("ok", "")]
    assert Device.objects.get(pk=tablet.device).missing == 0
    assert Observation.objects.count() == 2


def test_what_was_refused_may_be_taken_later(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tap = tablet.tap(visit, goal.pk)
    tap["body"]["measure"] = "count"
    tap["body"] = {"goal": str(goal.pk), "measure": "count", "value": 3}
    assert tablet.told(tap) == [("refused", "measure_changed")]

    Goal.objects.filter(pk=goal.pk).update(measure="count")

    assert tablet.told(tap) == [("ok", "")]
    assert Receipt.objects.get().status == "ok"


def test_an_undo_takes_back_what_was_sent_before_or_with_it(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tap, other = tablet.tap(visit, goal.pk), tablet.tap(visit, goal.pk)
    tablet.send(tap)

    told = tablet.told(tablet.event("withdrawal", visit, replaces=tap["id"]), other,
                       tablet.event("withdrawal", visit, replaces=other["id"]))  # fmt: skip

    assert told == [("ok", "")] * 3
    assert not Observation.objects.standing().exists()


@pytest.mark.mission("S57", "S65")
def test_mood_assent_presence_and_notes_are_rows_of_the_visit(cast: Cast, tablet: Tablet) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    told = tablet.told(
        tablet.event("mood", visit, mood="tired", moment="start"),
        tablet.event("assent", visit, answer="unsure", moment="start", words="Hid behind the chair"),
        tablet.event("attendance", visit, carer=str(cast.rosa.pk), role="practised"),
        tablet.event("attendance", visit, name="Grandma", role="watched"),
        tablet.event("remark", visit, words="Slept badly"),
        tablet.event("mood", visit, mood="keen", moment="end"),
    )

    assert told == [("ok", "")] * 6
    assert set(VisitMood.objects.values_list("moment", "mood")) == {("start", "tired"), ("end", "keen")}
    assert VisitAssent.objects.get().words == "Hid behind the chair"
    assert set(VisitAttendance.objects.values_list("carer__name", "name", "role")) == {
        ("Rosa", "", "practised"), (None, "Grandma", "watched"),
    }  # fmt: skip
    assert "Slept badly" in NoteVersion.objects.get().subjective


def test_a_clock_that_is_off_is_moved_by_what_was_measured_and_nothing_is_refused(
    cast: Cast, tablet: Tablet, goal: Goal
) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    slow, ahead = tablet.tap(visit, goal.pk), tablet.tap(visit, goal.pk)
    real = timezone.now() - timedelta(minutes=10)
    slow |= {"at": (real - timedelta(days=1826)).isoformat(), "skew": 1826 * 86400}
    ahead |= {"at": (timezone.now() + timedelta(days=400)).isoformat()}

    assert tablet.told(slow, ahead, skew=1826 * 86400) == [("ok", "")] * 2

    times = sorted(Observation.objects.values_list("recorded_at", flat=True))
    assert abs((times[0] - real).total_seconds()) < 1
    assert times[1] <= timezone.now()
    assert Device.objects.get().clock_off == 1826 * 86400


def test_every_row_can_be_checked_against_its_digest(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tablet.send(tablet.tap(visit, goal.pk), tablet.tap(visit, goal.pk, "M"))

    for row in Observation.objects.all():
        assert digest(sent(row), visit, cast.users["ines"].pk) == row.digest


def test_late_data_after_access_ended_waits_for_the_lead(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    CareTeamMember.objects.filter(child=cast.maya, staff=cast.staff["ines"]).update(ended_at=timezone.now())

    told = tablet.told(tablet.tap(visit, goal.pk), tablet.event("remark", visit, words="x"))

    assert told == [("held", "access_ended")] * 2
    assert (Observation.objects.count(), HeldItem.objects.open().count()) == (0, 2)
    assert Device.objects.get().missing == 0


def test_who_left_the_clinic_can_still_hand_in_and_nothing_else(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    Membership.objects.filter(user=cast.users["ines"]).update(ended_at=timezone.now())

    assert tablet.told(tablet.tap(visit, goal.pk)) == [("held", "access_ended")]
    assert tablet.client.get("/capture/day").status_code == 401


def test_taps_of_a_visit_that_was_called_off_meanwhile_are_held(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = planned(cast, timezone.now() - timedelta(hours=1))
    visits.cancel_visit(by=cast.actor("lena"), visit=visit, why="snow")

    told = tablet.told(tablet.event("visit.started", visit.pk), tablet.tap(visit.pk, goal.pk))

    assert told == [("held", "visit_called_off"), ("held", "not_under_way")]


@pytest.mark.parametrize("who", ["jiho", "fay", "eva", "rosa"])
def test_nobody_writes_to_a_child_they_never_cared_for(cast: Cast, as_: As, goal: Goal, who: str) -> None:
    home = cast.stranger.pk if who == "eva" else cast.clinic.pk
    stranger = Tablet(as_(who), home, cast.maya.pk)
    answer = stranger.send(stranger.event("visit.started", new_id()))

    if answer.status_code == 200:
        assert [item["status"] for item in answer.json()["items"]] == ["refused"]
    else:
        assert answer.status_code == 403
    assert not Visit.objects.exists()
    assert not HeldItem.objects.exists()


def test_another_persons_device_is_not_written_to(cast: Cast, as_: As, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tablet.send(tablet.tap(visit, goal.pk))
    thief = Tablet(as_("ada"), cast.clinic.pk, cast.maya.pk, device=tablet.device, sequence=1)

    assert thief.told(thief.tap(visit, goal.pk)) == [("refused", "device_of_another")]
    assert Device.objects.get().user == cast.users["ines"]


def test_nobody_signed_in_is_told_so_without_a_redirect(cast: Cast, goal: Goal) -> None:
    nobody = Tablet(Client(), cast.clinic.pk, cast.maya.pk)

    assert nobody.send(nobody.tap(uuid4(), goal.pk)).status_code == 401
    assert nobody.client.get("/capture/session").status_code == 401
    assert nobody.client.get("/capture/day").status_code == 401
