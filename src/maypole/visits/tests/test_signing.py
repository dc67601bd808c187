"""Who may sign a note: licence, scope, and the supervisor's signature beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from maypole.audit.models import AuditEvent
from maypole.people.models import Licence, Supervision
from maypole.visits import actions
from maypole.visits.draft import NoteText
from maypole.visits.models import NoteSignature, NoteVersion, Visit
from maypole.visits.setup import set_rules
from maypole.visits.shown import signed_version
from tests.cast import Cast

from .rows import NOW, finished, make_goal

As = Callable[[str], Client]
TEXT = NoteText(objective="Ties her shoes: 2 of 3.", family_summary="Maya tied a shoe.")


def licence(cast: Cast, who: str, until: date, discipline: str = "OT", level: str = "full") -> Licence:
    return Licence.objects.create(
        organisation=cast.clinic, staff=cast.staff[who], kind="Therapist", discipline=discipline, level=level,
        number="1", starts_on=date(2025, 1, 1), expires_on=until,
    )  # fmt: skip


def supervised(cast: Cast, who: str = "ada", by: str = "ines") -> None:
    Supervision.objects.create(
        organisation=cast.clinic, staff=cast.staff[who], supervisor=cast.staff[by], started_on=date(2025, 1, 1)
    )


def signed_by_ada(cast: Cast) -> tuple[Visit, NoteSignature]:
    supervised(cast)
    visit = finished(cast, make_goal(cast))
    return visit, actions.sign_note(by=cast.actor("ada"), visit=visit, text=TEXT, at=NOW)


@pytest.mark.mission("S3")
def test_nobody_signs_after_their_licence_expired(cast: Cast) -> None:
    licence(cast, "ines", NOW.date() - timedelta(days=1))
    visit = finished(cast, make_goal(cast))

    with pytest.raises(ValidationError, match="Occupational therapy expired on 9 March 2026"):
        actions.sign_note(by=cast.actor("ines"), visit=visit, text=TEXT, at=NOW)

    assert not NoteSignature.objects.exists()


@pytest.mark.mission("S3")
def test_the_last_day_of_a_licence_still_counts_and_a_renewal_goes_on(cast: Cast) -> None:
    old = licence(cast, "ines", NOW.date())
    visit = finished(cast, make_goal(cast))
    held = actions.sign_note(by=cast.actor("ines"), visit=visit, text=TEXT, at=NOW)
    Licence.objects.filter(pk=old.pk).update(expires_on=NOW.date() - timedelta(days=1))
    licence(cast, "ines", date(2030, 1, 1))

    again = actions.amend_note(by=cast.actor("ines"), visit=visit, text=TEXT, why="A word", at=NOW)

    assert (held.cosigner, again.version.number) == (None, 2)


@pytest.mark.mission("S3")
def test_a_licence_of_another_field_does_not_help(cast: Cast) -> None:
    licence(cast, "ines", NOW.date() - timedelta(days=1))
    licence(cast, "ines", date(2030, 1, 1), discipline="SLP")
    visit = finished(cast, make_goal(cast))

    with pytest.raises(ValidationError, match="expired"):
        actions.sign_note(by=cast.actor("ines"), visit=visit, text=TEXT, at=NOW)


@pytest.mark.mission("S3")
def test_a_note_of_another_field_is_out_of_scope(cast: Cast) -> None:
    visit = finished(cast, make_goal(cast))
    Visit.objects.filter(pk=visit.pk).update(staff=cast.staff["jiho"])
    visit.refresh_from_db()

    with pytest.raises(ValidationError, match="Speech and language therapy, which is not your field"):
        actions.sign_note(by=cast.actor("ines"), visit=visit, text=TEXT, at=NOW)


def test_a_clinic_may_ask_for_a_licence_on_record(cast: Cast) -> None:
    visit = finished(cast, make_goal(cast))
    set_rules(by=cast.actor("lena"), hours=48, licence_needed=True, counting="day", at=NOW)

    with pytest.raises(ValidationError, match="licence on record"):
        actions.sign_note(by=cast.actor("ines"), visit=visit, text=TEXT, at=NOW)


def test_the_page_says_why_one_may_not_sign_and_offers_no_button(cast: Cast, as_: As) -> None:
    licence(cast, "ines", date(2020, 1, 1) + timedelta(days=2000))
    visit = finished(cast, make_goal(cast))

    page = as_("ines").get(reverse("note", args=[visit.pk])).content.decode()
    sent = as_("ines").post(reverse("note_signature", args=[visit.pk]), {"objective": "My own words"})

    assert "expired on" in page
    assert "Sign the note" not in page
    assert sent.status_code == 422
    assert "My own words" in sent.content.decode()


def test_an_assistant_s_note_waits_for_the_supervisor(cast: Cast, as_: As) -> None:
    visit, signature = signed_by_ada(cast)

    assert (signature.cosigner, signature.waits) == (cast.staff["ines"], True)
    assert signed_version(visit) is None
    assert as_("rosa").get(reverse("note", args=[visit.pk])).status_code == 404
    assert "waits for Ines" in as_("ada").get(reverse("note", args=[visit.pk])).content.decode()


def test_a_student_s_note_waits_too(cast: Cast) -> None:
    licence(cast, "ines", date(2030, 1, 1), level="student")
    supervised(cast, "ines", "lena")
    visit = finished(cast, make_goal(cast))

    signature = actions.sign_note(by=cast.actor("ines"), visit=visit, text=TEXT, at=NOW)

    assert signature.cosigner == cast.staff["lena"]


def test_once_both_signed_the_family_reads_it_and_it_is_locked(cast: Cast, as_: As) -> None:
    visit, signature = signed_by_ada(cast)
    page = reverse("note_cosignature", args=[signature.version_id])

    read = as_("ines").get(page).content.decode()
    sent = as_("ines").post(page, {"agreed": "yes"})

    assert "Maya tied a shoe." in read
    assert sent.status_code == 302
    assert "Maya tied a shoe." in as_("rosa").get(reverse("note", args=[visit.pk])).content.decode()
    assert AuditEvent.objects.filter(action="note.cosigned").count() == 1
    with pytest.raises(ValidationError, match="already"):
        actions.cosign_note(by=cast.actor("ines"), signature=signature, agreed=False, words="No")


def test_sent_back_it_opens_again_with_the_words(cast: Cast, as_: As) -> None:
    visit, signature = signed_by_ada(cast)
    page = reverse("note_cosignature", args=[signature.version_id])

    without = as_("ines").post(page, {"agreed": "no", "words": ""})
    as_("ines").post(page, {"agreed": "no", "words": "Say how she held the lace."})
    draft = as_("ada").get(reverse("note", args=[visit.pk]))

    assert without.status_code == 422
    assert "Say how she held the lace." in draft.content.decode()
    assert draft.context["form"].initial["objective"] == TEXT.objective
    assert list(Visit.objects.awaiting_note()) == [visit]
    assert as_("ada").post(reverse("note_signature", args=[visit.pk]), {"objective": "Two fingers"}).status_code == 302
    assert NoteVersion.objects.get(number=1).objective == TEXT.objective


def test_only_the_one_who_was_asked_answers(cast: Cast, as_: As) -> None:
    _visit, signature = signed_by_ada(cast)

    for who in ("lena", "ada", "jiho", "mona", "rosa", "eva"):
        assert as_(who).get(reverse("note_cosignature", args=[signature.version_id])).status_code == 404, who
    with pytest.raises(PermissionDenied):
        actions.cosign_note(by=cast.actor("lena"), signature=signature, agreed=True)


@pytest.mark.mission("S3")
def test_a_supervisor_without_a_valid_licence_cannot_sign_beside(cast: Cast) -> None:
    _visit, signature = signed_by_ada(cast)
    licence(cast, "ines", NOW.date() - timedelta(days=1))

    with pytest.raises(ValidationError, match="expired"):
        actions.cosign_note(by=cast.actor("ines"), signature=signature, agreed=True, at=NOW)


def test_a_waiting_note_is_not_amended(cast: Cast) -> None:
    visit, _signature = signed_by_ada(cast)

    with pytest.raises(ValidationError, match="waits for a supervisor"):
        actions.amend_note(by=cast.actor("ines"), visit=visit, text=TEXT, why="A word", at=NOW)


def test_an_amendment_of_an_assistant_leaves_the_note_in_force_until_it_is_signed_beside(cast: Cast) -> None:
    supervised(cast)
    visit = finished(cast, make_goal(cast))
    actions.sign_note(by=cast.actor("ines"), visit=visit, text=TEXT, at=NOW)

    amended = actions.amend_note(
        by=cast.actor("ada"), visit=visit, text=NoteText(objective="3 of 3"), why="One was missing", at=NOW
    )
    before = signed_version(visit)
    actions.cosign_note(by=cast.actor("ines"), signature=amended, agreed=True, at=NOW)
    after = signed_version(visit)

    assert before is not None
    assert after is not None
    assert (before.number, after.number) == (1, 2)
