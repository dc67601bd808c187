"""Unsigned notes are chased: on the list, on the day's page, and by one mail a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.people.models import Supervision
from maypole.visits import actions
from maypole.visits.draft import NoteText
from maypole.visits.models import NoteReminder, Visit
from maypole.visits.setup import set_rules
from maypole.visits.tasks import remind_of_notes
from maypole.visits.waiting import unsigned
from tests.cast import Cast

from .rows import finished, make_goal

As = Callable[[str], Client]
TEXT = NoteText(objective="Seen")


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def held(cast: Cast, begun: datetime, who: str = "ines") -> Visit:
    visit = finished(cast, make_goal(cast), starts_at=begun)
    Visit.objects.filter(pk=visit.pk).update(staff=cast.staff[who])
    return visit


@pytest.mark.mission("S61")
def test_the_list_says_how_long_each_has_waited_and_which_are_late(cast: Cast, as_: As) -> None:
    held(cast, ago(days=5))
    held(cast, ago(hours=6))

    [desk] = unsigned(cast.actor("ines"), timezone.now(), everybody=False)
    shown = as_("ines").get(reverse("notes")).content.decode()

    assert [(row.age, row.late) for row in desk.rows] == [("4 days", True), ("5 hours", False)]
    assert "Yours to sign" in shown
    assert "1 late" in shown


@pytest.mark.mission("S61")
def test_who_leads_sees_what_everybody_owes(cast: Cast, as_: As) -> None:
    held(cast, ago(days=5))
    held(cast, ago(hours=6), "ada")

    mine = [desk.staff.name for desk in unsigned(cast.actor("lena"), timezone.now(), everybody=True)]
    shown = as_("mona").get(reverse("notes")).content.decode()

    assert mine == ["Ines", "Ada"]
    assert "Ines" in shown
    assert "Ada" in shown
    assert reverse("note", args=[Visit.objects.all()[0].pk]) not in shown


def test_each_sees_their_own_and_nobody_else_s(cast: Cast, as_: As) -> None:
    held(cast, ago(days=5))

    assert "Everything is signed" in as_("jiho").get(reverse("notes")).content.decode()
    assert as_("fay").get(reverse("notes")).status_code == 403
    assert as_("rosa").get(reverse("notes")).status_code == 403


def test_who_leads_the_child_sees_what_its_assistant_owes(cast: Cast) -> None:
    held(cast, ago(days=5), "ada")

    assert [desk.staff.name for desk in unsigned(cast.actor("ines"), timezone.now(), everybody=False)] == ["Ada"]


def test_a_signed_note_is_no_longer_owed_and_one_that_waits_is_with_its_supervisor(cast: Cast, as_: As) -> None:
    Supervision.objects.create(
        organisation=cast.clinic, staff=cast.staff["ada"], supervisor=cast.staff["ines"],
        started_on=ago(days=90).date(),
    )  # fmt: skip
    visit = held(cast, ago(days=5), "ada")
    actions.sign_note(by=cast.actor("ada"), visit=Visit.objects.get(pk=visit.pk), text=TEXT)

    asked = as_("ines").get(reverse("notes")).content.decode()
    told = as_("ada").get(reverse("notes")).content.decode()

    assert "Sign beside a colleague" in asked
    assert "With a supervisor" in told
    assert not Visit.objects.awaiting_note().exists()
    assert "Sign beside: the note about Maya" in as_("ines").get("/today").content.decode()


def test_the_list_asks_the_same_number_of_questions_for_one_note_and_for_ten(cast: Cast, as_: As) -> None:
    client = as_("lena")

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("notes")).status_code == 200
        return len(captured)

    held(cast, ago(days=5))
    client.get(reverse("notes"))
    few = questions()
    for day in range(6, 15):
        held(cast, ago(days=day))

    assert questions() == few


def test_the_day_s_page_says_it_in_one_line(cast: Cast, as_: As) -> None:
    held(cast, ago(days=5))
    held(cast, ago(days=4))

    shown = as_("ines").get("/today").content.decode()

    assert "2 notes are late" in shown
    assert "within 48 hours" in shown


def test_a_clinic_s_own_hours_decide_what_is_late(cast: Cast, as_: As) -> None:
    held(cast, ago(hours=6))
    set_rules(by=cast.actor("lena"), hours=3, licence_needed=False, counting="day")

    assert "1 note is late" in as_("ines").get("/today").content.decode()


def test_one_mail_a_day_without_a_child_s_name(cast: Cast) -> None:
    held(cast, ago(days=5))
    held(cast, ago(days=4))
    held(cast, ago(hours=6), "ada")

    sent = [remind_of_notes.func(), remind_of_notes.func()]

    assert sent == [1, 0]
    [letter] = mail.outbox
    assert letter.to == ["ines@birch.example"]
    assert letter.subject == "2 notes wait for your signature"
    assert "Maya" not in letter.subject + str(letter.body)
    assert NoteReminder.objects.get().notes == 2


def test_a_mail_that_does_not_leave_is_tried_again(cast: Cast, settings: Any) -> None:
    held(cast, ago(days=5))
    settings.EMAIL_BACKEND = "maypole.visits.tests.broken_mail.Backend"
    first = remind_of_notes.func()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert (first, remind_of_notes.func()) == (0, 1)
