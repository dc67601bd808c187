"""Before a first visit a family gets its page by itself: written, sent, and readable for a child (S66)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from maypole.access.models import User
from maypole.audit.models import AuditEvent
from maypole.people.models import AboutChild, CarerRelation
from maypole.planner.models import PlaceStory, Preparation, PreparationSent
from maypole.planner.tasks import prepare_families
from maypole.visits import actions as visits
from maypole.visits.models import Visit
from tests.cast import Cast

NOW = timezone.now()


def visit_in(cast: Cast, days: float) -> Visit:
    at = NOW + timedelta(days=days)
    return visits.plan_visit(
        by=cast.actor("ines"), child=cast.maya, staff=cast.staff["ines"], starts_at=at, room=cast.room, at=NOW
    )


def round_() -> int:
    return int(prepare_families.call())


@pytest.mark.mission("S66")
def test_before_the_first_visit_the_family_is_written_to_by_itself(
    cast: Cast, as_: Callable[[str], Client], settings: Any
) -> None:
    settings.ADDRESS = "https://care.example"
    AboutChild.objects.create(organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], calms="A quiet song")
    visit_in(cast, 3)

    assert round_() == 1

    page = Preparation.objects.get()
    [sent] = mail.outbox
    assert sent.to == ["rosa@birch.example"]  # Daniel may see the home log only
    assert f"https://care.example/preparations/{page.pk}" in sent.body
    assert "Maya" not in f"{sent.subject} {sent.body}"
    told = as_("rosa").get(f"/preparations/{page.pk}").content.decode()
    assert "A quiet song" in told
    assert "You meet Ines" in told
    assert AuditEvent.objects.filter(action="preparation.sent", child_id=cast.maya.pk).count() == 1


@pytest.mark.mission("S66")
def test_the_next_rounds_write_to_nobody_twice(cast: Cast) -> None:
    visit_in(cast, 3)

    assert [round_(), round_(), round_()] == [1, 0, 0]

    assert (Preparation.objects.count(), PreparationSent.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_a_mail_that_does_not_leave_is_tried_again(cast: Cast, settings: Any) -> None:
    visit_in(cast, 3)
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert round_() == 0

    settings.EMAIL_BACKEND = backend
    assert round_() == 1


@pytest.mark.parametrize("days", [-1, 6])
def test_a_visit_long_ahead_or_behind_is_not_prepared(cast: Cast, days: float) -> None:
    visit_in(cast, days)

    assert round_() == 0
    assert not Preparation.objects.exists()


def test_a_child_who_was_here_before_gets_no_first_page(cast: Cast) -> None:
    been = visit_in(cast, -1)
    visits.start_visit(by=cast.actor("ines"), visit=been, at=NOW - timedelta(days=1))
    visit_in(cast, 2)

    assert round_() == 0


def test_a_visit_that_was_called_off_is_not_announced(cast: Cast) -> None:
    visit = visit_in(cast, 2)
    visits.cancel_visit(by=cast.actor("ines"), visit=visit, why="Ill", at=NOW)

    assert round_() == 0


def test_a_carer_whom_a_court_keeps_away_is_not_written_to(cast: Cast) -> None:
    CarerRelation.objects.filter(carer=cast.rosa).update(blocked=True, legal_basis="Order 1")
    visit_in(cast, 2)

    assert round_() == 0


@pytest.mark.mission("S66")
def test_a_spanish_family_reads_it_in_spanish(cast: Cast) -> None:
    User.objects.filter(email="rosa@birch.example").update(language="es")
    cast.rosa.language = "es"
    cast.rosa.save()
    cast.daniel.language = "es"
    cast.daniel.save()
    visit_in(cast, 2)

    round_()

    assert "Hola, Rosa" in mail.outbox[0].body
    assert "Nadie tiene que" in Preparation.objects.get().happens


@pytest.mark.mission("S66")
def test_the_story_for_the_child_shows_the_place_in_a_picture(
    cast: Cast, as_: Callable[[str], Client], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(written, "PNG")
    sent = {
        "words": "There is a blue door.\nBehind it is a swing.", "bring": "Socks that do not slip",
        "picture": SimpleUploadedFile("door.png", written.getvalue(), "image/png"), "edition": "1",
        "shows": "A blue door",
    }  # fmt: skip
    assert as_("ines").post(f"/stories/places/{cast.site.pk}", sent).status_code == 302
    visit_in(cast, 2)
    round_()

    page = Preparation.objects.get()
    told = as_("rosa").get(f"/preparations/{page.pk}/story").content.decode()

    assert "There is a blue door." in told
    assert 'alt="A blue door"' in told
    assert page.bring == "Socks that do not slip"


def test_people_tell_their_own_story_and_leads_anybodys(cast: Cast, as_: Callable[[str], Client]) -> None:
    jiho = f"/stories/people/{cast.staff['jiho'].pk}"

    assert as_("ines").post(jiho, {"words": "Hello", "edition": "1"}).status_code == 403
    assert as_("lena").post(jiho, {"words": "Hello", "edition": "1"}).status_code == 302
    assert as_("jiho").post(jiho, {"words": "Hi", "edition": "1"}).status_code == 302
    assert as_("jiho").post(jiho, {"words": "Late", "edition": "1"}).status_code == 409
    assert as_("eva").get(f"/stories/places/{cast.site.pk}").status_code == 404


def test_a_page_about_something_new_is_written_by_hand(cast: Cast, as_: Callable[[str], Client]) -> None:
    visit, ines = visit_in(cast, 9), as_("ines")
    sent = {"occasion": "step", "step": "", "happens": "We go to the pool.", "bring": "", "comforts": ""}

    assert ines.post(f"/visits/{visit.pk}/preparation", sent).status_code == 422
    assert ines.post(f"/visits/{visit.pk}/preparation", sent | {"step": "Water"}).status_code == 302

    assert round_() == 1  # sent at the next round, however far ahead
    assert Preparation.objects.get().step == "Water"
    assert as_("jiho").get(f"/preparations/{Preparation.objects.get().pk}").status_code == 404
    assert as_("daniel").get(f"/preparations/{Preparation.objects.get().pk}").status_code == 403


def test_the_story_of_a_place_is_written_once_in_each_language(cast: Cast, as_: Callable[[str], Client]) -> None:
    lena = as_("lena")
    lena.post(f"/stories/places/{cast.site.pk}", {"words": "A blue door.", "edition": "1"})
    lena.cookies["language"] = "es"
    lena.post(f"/stories/places/{cast.site.pk}", {"words": "Una puerta azul.", "edition": "1"})

    assert [*PlaceStory.objects.order_by("language").values_list("language", "words")] == [
        ("en", "A blue door."), ("es", "Una puerta azul."),
    ]  # fmt: skip
