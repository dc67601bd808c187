"""The clinic's own shape of a note: drafted in it, kept in it, and signed notes stay in theirs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from maypole.visits import actions
from maypole.visits.models import NoteSection, NoteTemplateVersion, NoteVersion
from maypole.visits.setup import Sections, choose_shape, keep_template
from maypole.visits.shapes import SOAP, chosen, keys_for, read_out
from maypole.visits.shown import composed
from tests.cast import Cast

from .rows import NOW, finished, make_goal, started

As = Callable[[str], Client]
OWN: Sections = (("What we did", ["counted", "there"]), ("Feelings", ["moods", "said"]), ("Ideas", []))


def own_template(cast: Cast, sections: Sections = OWN) -> NoteTemplateVersion:
    made = keep_template(by=cast.actor("lena"), name="Ours", sections=sections, at=NOW)
    choose_shape(by=cast.actor("lena"), discipline="", template=made.template, at=NOW)
    return made


def test_without_a_choice_notes_are_soap(cast: Cast) -> None:
    assert chosen(cast.clinic.pk, "OT") == SOAP


def test_a_field_s_own_choice_comes_before_the_clinic_s_and_can_be_given_up(cast: Cast) -> None:
    lena = cast.actor("lena")
    choose_shape(by=lena, discipline="", built_in="narrative", at=NOW)
    choose_shape(by=lena, discipline="OT", built_in="soap", at=NOW)
    fields = [chosen(cast.clinic.pk, field).code for field in ("OT", "SLP")]
    choose_shape(by=lena, discipline="OT", at=NOW)

    assert fields == ["soap", "narrative"]
    assert chosen(cast.clinic.pk, "OT").code == "narrative"
    assert chosen(cast.stranger.pk, "OT") == SOAP


def test_a_narrative_note_is_one_text_of_everything(cast: Cast, as_: As) -> None:
    choose_shape(by=cast.actor("lena"), discipline="OT", built_in="narrative", at=NOW)
    visit = finished(cast, make_goal(cast))
    actions.add_remark(by=cast.actor("ines"), visit=visit, words="Laughed at the monster.")

    page = as_("ines").get(reverse("note", args=[visit.pk]))
    drafted = page.context["form"].initial
    as_("ines").post(reverse("note_signature", args=[visit.pk]), {**drafted, "shape": "narrative"})

    version = NoteVersion.objects.get()
    assert set(page.context["form"].fields) == {"objective", "family_summary"}
    assert "Laughed at the monster." in version.objective
    assert "2 of 3 tries" in version.objective
    assert (version.built_in, version.subjective) == ("narrative", "")


def test_each_part_of_the_draft_goes_where_the_template_says(cast: Cast) -> None:
    shape = chosen(cast.clinic.pk, own_template(cast).name)
    visit = finished(cast, make_goal(cast))

    text = composed(visit, "en", "She sang.", shape)

    assert [section.key for section in shape.sections] == ["objective", "subjective", "s3"]
    assert "2 of 3" in text.words("objective")
    assert text.words("subjective") == "She sang."
    assert text.words("s3") == ""


def test_words_of_an_own_section_are_kept_shown_and_amended(cast: Cast, as_: As) -> None:
    made = own_template(cast)
    visit, client = finished(cast, make_goal(cast)), as_("ines")
    sent = {"shape": str(made.pk), "objective": "2 of 3", "s3": "Try a lace of two colours."}

    client.post(reverse("note_signature", args=[visit.pk]), sent)
    shown = client.get(reverse("note", args=[visit.pk])).content.decode()
    client.post(reverse("note_amendment", args=[visit.pk]), {**sent, "s3": "Three colours.", "why": "Miscounted"})

    assert "Ideas" in shown
    assert "Try a lace of two colours." in shown
    assert [version.more["s3"] for version in NoteVersion.objects.all()] == [
        "Three colours.", "Try a lace of two colours.",
    ]  # fmt: skip


def test_a_signed_note_keeps_its_shape_when_the_template_changes(cast: Cast) -> None:
    made = own_template(cast)
    visit = finished(cast, make_goal(cast))
    actions.sign_note(by=cast.actor("ines"), visit=visit, text=composed(visit, "en", "", chosen(cast.clinic.pk, "OT")))

    keep_template(by=cast.actor("lena"), name="Ours", sections=[("All", ["counted"])], template=made.template)

    assert [title for title, _words in read_out(NoteVersion.objects.get())] == ["What we did"]
    assert [section.title for section in chosen(cast.clinic.pk, "OT").sections] == ["All"]
    with pytest.raises(DatabaseError, match="shape of a note"), transaction.atomic():
        NoteSection.objects.update(title="Other")


def test_a_form_that_was_open_while_the_shape_changed_keeps_its_own(cast: Cast, as_: As) -> None:
    visit = finished(cast, make_goal(cast))
    choose_shape(by=cast.actor("lena"), discipline="", built_in="narrative", at=NOW)

    as_("ines").post(reverse("note", args=[visit.pk]), {"shape": "soap", "objective": "Seen", "plan": "Next"})

    version = NoteVersion.objects.get()
    assert (version.built_in, version.plan) == ("soap", "Next")


def test_words_without_a_shape_are_never_kept_where_nobody_sees_them(cast: Cast) -> None:
    choose_shape(by=cast.actor("lena"), discipline="", built_in="narrative", at=NOW)
    visit = finished(cast, make_goal(cast))

    actions.sign_note(by=cast.actor("ines"), visit=visit, text=composed(visit, "en", "She sang."))

    assert "She sang." in dict(read_out(NoteVersion.objects.get())).values()


def test_a_late_quick_note_lands_in_the_section_that_takes_quick_notes(cast: Cast) -> None:
    made = keep_template(
        by=cast.actor("lena"), name="Ours", sections=[("Seen", ["counted"]), ("Feelings", []), ("Heard", ["said"])]
    )
    choose_shape(by=cast.actor("lena"), discipline="", template=made.template)
    visit, ines = started(cast), cast.actor("ines")
    shape = chosen(cast.clinic.pk, "OT")
    actions.draft_note(by=ines, visit=visit, text=composed(visit, "en", "First.", shape), shape=shape)

    actions.add_remark(by=ines, visit=visit, words="Second.")

    assert dict(read_out(NoteVersion.objects.get()))["Heard"] == "First.\nSecond."


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        ([("Seen", ["said"])], "what was counted"),
        ([("Seen", ["counted"]), (" ", [])], "needs a title"),
        ([("Seen", ["counted"]), ("Again", ["counted"])], "feeds one section"),
        ([("Seen", ["counted", "weather"])], "feeds one section"),
    ],
)
def test_a_template_that_makes_no_note_is_refused(cast: Cast, sections: Sections, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        keep_template(by=cast.actor("lena"), name="Ours", sections=sections)

    assert not NoteTemplateVersion.objects.exists()


def test_every_section_keeps_its_words_in_a_place_of_its_own() -> None:
    assert keys_for([["said", "counted"], ["said"], [], ["next"]]) == ["objective", "subjective", "s3", "plan"]
    assert keys_for([["counted"], ["counted"]]) == ["objective", "s2"]


def test_a_lead_writes_a_template_and_chooses_it(cast: Cast, as_: As) -> None:
    lena = as_("lena")
    form = {"name": "Ours", "title-1": "Seen", "title-2": "Heard", "part-counted": "1", "part-said": "2"}

    wrong = lena.post(reverse("note_template_new"), {**form, "part-next": "7"})
    lena.post(reverse("note_template_new"), form)
    made = NoteTemplateVersion.objects.get()
    lena.post(reverse("note_choice"), {"all": str(made.template_id), "of-SLP": "soap"})
    lena.post(reverse("note_template", args=[made.template_id]), {**form, "title-3": "Ideas"})

    assert wrong.status_code == 422
    assert "Section 7 has no title." in wrong.content.decode()
    assert [section.title for section in chosen(cast.clinic.pk, "OT").sections] == ["Seen", "Heard", "Ideas"]
    assert chosen(cast.clinic.pk, "SLP") == SOAP


@pytest.mark.parametrize("page", ["note_settings", "note_template_new", "licences"])
def test_only_who_manages_teams_sets_it(cast: Cast, as_: As, page: str) -> None:
    answers = {who: as_(who).get(reverse(page)).status_code for who in ("lena", "mona", "ines", "ada", "rosa")}

    assert answers == {"lena": 200, "mona": 200, "ines": 403, "ada": 403, "rosa": 403}


def test_another_clinic_s_template_is_not_found(cast: Cast, as_: As) -> None:
    made = own_template(cast)

    assert as_("eva").get(reverse("note_template", args=[made.template_id])).status_code == 404
