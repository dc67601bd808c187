"""What the clinic sees: its devices, and what came late; what a device is given to work without a connection."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from maypole.access.ids import new_id
from maypole.audit.models import AuditEvent
from maypole.capture.actions import decide
from maypole.capture.models import Device, HeldItem, OfflineKey
from maypole.people.models import CareTeamMember, Child
from maypole.plan.models import Goal
from maypole.visits.models import Observation, Visit
from maypole.visits.tests.rows import make_goal, planned, started
from tests.cast import Cast

from .rows import Tablet

As = Callable[[str], Client]


@pytest.fixture
def late(cast: Cast, as_: As, goal: Goal) -> list[HeldItem]:
    """A visit nobody planned, with one try, sent after Inés had left the team."""
    tablet, visit = Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk), new_id()
    CareTeamMember.objects.filter(child=cast.maya, staff=cast.staff["ines"]).update(ended_at=timezone.now())
    tablet.send(tablet.event("visit.started", visit), tablet.tap(visit, goal.pk, "VB"))
    return list(HeldItem.objects.order_by("received_at", "pk"))


def test_the_lead_takes_late_events_into_the_record_as_their_recorders_own(cast: Cast, late: list[HeldItem]) -> None:
    lead = cast.actor("lena")
    with pytest.raises(ValidationError, match="Accept the start of the visit first"):
        decide(by=lead, held=late[1], accepted=True)

    for held in late:
        decide(by=lead, held=held, accepted=True)

    row = Observation.objects.get()
    assert (row.recorder, row.prompt) == (cast.users["ines"], "VB")
    assert Visit.objects.with_state().get().state == "started"
    assert AuditEvent.objects.filter(action="held.accepted", actor=str(cast.users["lena"].pk)).count() == 2


def test_letting_go_needs_a_reason_and_happens_once(cast: Cast, late: list[HeldItem]) -> None:
    lead = cast.actor("lena")
    with pytest.raises(ValidationError, match="Say why"):
        decide(by=lead, held=late[0], accepted=False)
    decide(by=lead, held=late[0], accepted=False, why="Recorded twice")

    with pytest.raises(ValidationError, match="already"):
        decide(by=lead, held=late[0], accepted=True)
    assert HeldItem.objects.open().count() == 1


def test_the_inbox_shows_what_came_late_and_decides(cast: Cast, as_: As, late: list[HeldItem]) -> None:
    client = as_("lena")
    page = client.get("/devices/held").content.decode()
    assert "Ties her shoes: A word" in page
    assert "You are no longer in this child’s care team" in page

    client.post(f"/devices/held/{late[0].pk}/decision", {"accepted": "yes"})
    client.post(f"/devices/held/{late[1].pk}/decision", {"accepted": "no", "why": "not hers"})

    assert "Nothing waits" in client.get("/devices/held").content.decode()
    assert as_("mona").get("/devices/held").status_code == 403
    assert as_("eva").post(f"/devices/held/{late[0].pk}/decision", {"accepted": "yes"}).status_code == 404


def test_the_devices_page_says_what_is_still_out_there(cast: Cast, as_: As, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tablet = Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk)
    taps = [tablet.tap(visit, goal.pk) for _ in range(4)]
    tablet.send(taps[0], taps[3], unsent=7, skew=600)

    page = as_("mona").get("/devices").content.decode()

    assert "Tablet 7" in page
    assert "2 numbers before the last one have not come." in page
    assert "7 still out there" in page
    assert "off by 10 minutes" in page
    assert as_("fay").get("/devices").status_code == 403


def test_a_device_that_is_up_to_date_says_so(cast: Cast, as_: As, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tablet = Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk)
    tablet.send(tablet.tap(visit, goal.pk))

    assert "Everything is here" in as_("lena").get("/devices").content.decode()


def test_an_empty_batch_says_hello_and_learns_what_the_clinic_has(cast: Cast, as_: As, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tablet = Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk)
    tablet.send(tablet.tap(visit, goal.pk))

    told = tablet.send().json()

    assert told["items"] == []
    assert [(each["device"], each["upto"]) for each in told["devices"]] == [(str(tablet.device), 1)]


def test_the_day_holds_what_a_visit_needs_and_no_more(cast: Cast, as_: As, goal: Goal) -> None:
    visit = planned(cast, timezone.now() - timedelta(minutes=1))
    answer = as_("ines").get("/capture/day")
    day, text = answer.json(), answer.content.decode()

    assert [each["id"] for each in day["visits"]] == [str(visit.pk)]
    assert [child["name"] for child in day["children"]] == ["Maya"]
    assert [each["title"] for each in day["children"][0]["targets"]] == ["Ties her shoes"]
    assert day["children"][0]["precautions"][0]["title"] == "Nut allergy."
    assert "2019-09-01" not in text
    assert "rosa@" not in text
    assert AuditEvent.objects.filter(action="child.read", child_id=cast.maya.pk, detail__what="capture").count() == 1


def test_the_day_of_others_holds_only_their_own_children(cast: Cast, as_: As, goal: Goal) -> None:
    planned(cast, timezone.now())
    assert [child["name"] for child in as_("jiho").get("/capture/day").json()["children"]] == ["Noor"]
    assert as_("eva").get("/capture/day").json()["children"] == []
    assert as_("rosa").get("/capture/day").status_code == 403


def test_the_day_costs_the_same_for_one_goal_and_for_ten(
    cast: Cast, as_: As, goal: Goal, django_assert_num_queries: Callable[..., object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_("ines")
    client.get("/capture/day")
    with CaptureQueriesContext(connection) as one:
        client.get("/capture/day")
    for number in range(9):
        make_goal(cast, f"Goal {number}", "steps")
    with CaptureQueriesContext(connection) as ten:
        client.get("/capture/day")
    assert len(ten) == len(one)


def test_everybody_has_a_key_of_their_own_and_keeps_it(cast: Cast, as_: As) -> None:
    keys = [as_(name).get("/capture/session").json()["key"] for name in ("ines", "ada", "ines")]

    assert keys[0] == keys[2] != keys[1]
    assert OfflineKey.objects.count() == 2
    assert as_("rosa").get("/capture/session").status_code == 403


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        ({"device": 7}, "device", "malformed"),
        ({"events": [{}] * 501}, "events", "too_many"),
        ({"more": 1}, "more", "unknown_field"),
        ({"unsent": -1}, "unsent", "out_of_range"),
        ({"name": "x" * 61}, "name", "too_long"),
        ({"mark": "x" * 91}, "mark", "too_long"),
    ],
)
def test_a_batch_that_makes_no_sense_is_refused_with_its_path(
    cast: Cast, as_: As, change: dict[str, object], path: str, reason: str
) -> None:
    tablet = Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk)
    data = json.dumps({**tablet.batch([]), **change})
    answer = tablet.client.post("/capture/events", data, content_type="application/json")

    assert (answer.status_code, answer.json()["path"], answer.json()["error"]) == (400, path, reason)


@pytest.mark.parametrize("body", ["", "[", "[]", "7", '{"events": NaN}', "{" * 9000, '"' + "x" * 300_000 + '"'])
def test_what_is_no_batch_is_refused(cast: Cast, as_: As, body: str) -> None:
    answer = as_("ines").post("/capture/events", body, content_type="application/json")
    assert answer.status_code in (400, 413)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"at": "2026-03-10T14:30:00"}, "at"), ({"at": 7}, "at"), ({"seq": 0}, "seq"), ({"seq": True}, "seq"),
        ({"skew": "a"}, "skew"), ({"child": "x"}, "child"), ({"body": []}, "body"), ({"extra": 1}, "extra"),
        ({"body": {"words": "a\x00b"}}, "body"), ({"body": {"a": {"b": {"c": {"d": {"e": 1}}}}}}, "body"),
        ({"id": "x"}, "id"), ({"at": "9999-12-31T23:59:59-23:59"}, "at"), ({"body": {"words": "\ud800"}}, "body"),
    ],
)  # fmt: skip
def test_an_event_that_makes_no_sense_is_refused_with_its_path(
    cast: Cast, as_: As, change: dict[str, object], path: str
) -> None:
    tablet = Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk)
    event = {**tablet.event("remark", new_id(), words="x"), **change}

    [item] = tablet.send(event).json()["items"]

    assert (item["status"], item["path"]) == ("refused", f"events[0].{path}")


BAD_BODIES = [
    ("mood", {"mood": "angry"}, "mood"), ("mood", {"mood": "keen", "x": 1}, "body.x"),
    ("assent", {"answer": 1}, "answer"), ("attendance", {"role": "watched"}, "body.name"),
    ("attendance", {"role": "danced", "name": "A"}, "role"), ("remark", {"words": " "}, "body.words"),
    ("visit.started", {"minutes": 4}, "minutes"), ("visit.started", {"setting": "moon"}, "setting"),
    ("observation", {"goal": "x"}, "body"), ("observation", {"device": "x"}, "body.device"), ("withdrawal", {}, "body"),
    ("dance", {}, "kind"),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD_BODIES)
def test_a_body_that_makes_no_sense_is_refused_with_its_path(
    cast: Cast, as_: As, goal: Goal, bad: tuple[str, dict[str, object], str]
) -> None:
    kind, body, path = bad
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tablet = Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk)

    [item] = tablet.send(tablet.event(kind, visit, **body)).json()["items"]

    assert (item["status"], item["path"]) == ("refused", path)
    assert Device.objects.get().missing == 0


def test_an_event_about_another_childs_visit_is_refused(cast: Cast, as_: As, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tablet = Tablet(as_("lena"), cast.clinic.pk, Child.objects.get(given_name="Noor").pk)

    assert tablet.told(tablet.event("mood", visit, mood="keen")) == [("refused", "visit_of_another")]
