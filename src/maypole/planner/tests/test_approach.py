"""A change of approach has a reason and reaches the family; feelings keep the child's own words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maypole.planner.actions import feelings as feelings_of
from maypole.planner.models import ApproachChange, Feeling, FeelingScale
from maypole.planner.panel import feelings_panel
from maypole.planner.tasks import tell_family
from maypole.visits.tests.rows import make_goal, planned
from tests.cast import Cast

NOW = timezone.now()
SEEN = {
    "sign": "too_much", "seen": "Hands on her ears after the drum.", "change": "No drum; the quiet room first.",
    "why": "Loud sounds end the visit.", "for_family": "The drum was too loud, so we begin in the quiet room.",
}  # fmt: skip


def note(client: Client, cast: Cast, **fields: str) -> Any:
    return client.post(f"/children/{cast.maya.pk}/approach", SEEN | fields)


@pytest.mark.mission("S63")
@pytest.mark.parametrize("missing", ["why", "seen", "change", "for_family"])
def test_no_change_of_approach_without_a_reason(cast: Cast, as_: Callable[[str], Client], missing: str) -> None:
    answer = note(as_("ines"), cast, **{missing: "  "})

    assert answer.status_code == 422
    assert missing in answer.context["form"].errors
    assert not ApproachChange.objects.exists()


@pytest.mark.mission("S63")
def test_the_database_itself_refuses_a_change_without_a_reason(cast: Cast, as_: Callable[[str], Client]) -> None:
    note(as_("ines"), cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        ApproachChange.objects.update(why="")


@pytest.mark.mission("S63")
def test_the_family_is_told_on_its_page_and_by_a_mail_that_says_nothing(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    assert note(as_("ines"), cast).status_code == 302
    [queued] = DBTaskResult.objects.all()
    tell_family.call(**queued.args_kwargs["kwargs"])
    tell_family.call(**queued.args_kwargs["kwargs"])  # a job may run twice

    [sent] = mail.outbox
    told = as_("rosa").get(f"/children/{cast.maya.pk}/approach").content.decode()
    assert sent.to == ["rosa@birch.example"]
    assert "drum" not in sent.body
    assert "Maya" not in f"{sent.subject} {sent.body}"
    assert "begin in the quiet room" in told
    assert "Hands on her ears" not in told
    assert as_("daniel").get(f"/children/{cast.maya.pk}/approach").status_code == 403


@pytest.mark.mission("S63")
def test_an_incident_waits_for_the_lead_and_managers_see_no_clinical_word(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    note(as_("ines"), cast, incident="on", sign="fall", seen="Fell off the beam.")
    row = ApproachChange.objects.get()

    manager = as_("mona").get("/approach-changes").content.decode()
    assert "Maya" in manager
    assert "Fell off" not in manager
    assert as_("mona").post(f"/approach-changes/{row.pk}/look", {"words": "x"}).status_code == 403
    assert as_("ines").get("/approach-changes").status_code == 403
    assert as_("lena").post(f"/approach-changes/{row.pk}/look", {"words": ""}).status_code == 422
    assert as_("lena").post(f"/approach-changes/{row.pk}/look", {"words": "A mat below"}).status_code == 302
    assert b"A mat below" in as_("ines").get(f"/children/{cast.maya.pk}/approach").content


def test_a_change_is_tied_to_the_visit_it_was_seen_in(cast: Cast, as_: Callable[[str], Client]) -> None:
    visit = planned(cast)

    note(as_("ines"), cast, visit=str(visit.pk))
    note(as_("ines"), cast, visit="nonsense")

    assert {row.visit_id for row in ApproachChange.objects.all()} == {visit.pk, None}
    assert note(as_("jiho"), cast).status_code == 404
    assert note(as_("rosa"), cast).status_code == 403


WORDS = "sleepy dragon\nbusy dragon\nfire"


def scaled(cast: Cast) -> FeelingScale:
    return feelings_of.set_scale(by=cast.actor("ines"), child=cast.maya, words=WORDS, now=NOW)


@pytest.mark.mission("S64")
def test_the_same_words_are_tapped_before_and_after_and_at_home(cast: Cast, as_: Callable[[str], Client]) -> None:
    url, visit = f"/children/{cast.maya.pk}/feelings", planned(cast)
    scaled(cast)

    for moment, level in (("before", "3"), ("after", "1")):
        sent = {"moment": moment, "level": level, "visit": str(visit.pk), "helped": "A song"}
        assert as_("ines").post(url, sent).status_code == 302
    assert as_("rosa").post(url, {"moment": "before", "level": "2"}).status_code == 302

    page = as_("ines").get(url).content.decode()
    assert {*Feeling.objects.values_list("place", flat=True)} == {"clinic", "home"}
    assert "fire → sleepy dragon" in page
    assert "Helped: A song" in page
    assert "Maya was calmer after than before in 1 of 1 visit." in page
    assert "busy dragon" in as_("rosa").get(url).content.decode()


@pytest.mark.mission("S64")
def test_feelings_are_data_that_the_review_shows(cast: Cast, as_: Callable[[str], Client]) -> None:
    make_goal(cast)
    scale, by = scaled(cast), cast.actor("ines")
    for days, before, after in ((21, 3, 2), (14, 3, 1), (7, 2, 2)):
        visit = planned(cast, NOW - timedelta(days=days))
        for moment, level in (("before", before), ("after", after)):
            at = NOW - timedelta(days=days)
            feelings_of.note_feeling(by=by, scale=scale, level=level, moment=moment, visit=visit, now=at)

    panel = feelings_panel(cast.maya, everywhere=True)

    assert (panel["before"], panel["after"]) == ([100, 100, 50], [50, 0, 50])
    assert panel["feelings_said"] == "Maya was calmer after than before in 2 of 3 visits."
    assert str(panel["feelings_said"]) in as_("ines").get(f"/children/{cast.maya.pk}/review").content.decode()


def test_who_sees_only_the_home_sees_only_what_was_felt_at_home(cast: Cast, as_: Callable[[str], Client]) -> None:
    url, visit = f"/children/{cast.maya.pk}/feelings", planned(cast)
    scaled(cast)
    as_("ines").post(url, {"moment": "after", "level": "3", "visit": str(visit.pk), "helped": "Seen at the clinic"})
    as_("rosa").post(url, {"moment": "after", "level": "1", "helped": "Seen at home"})

    daniel = as_("daniel").get(url).content.decode()
    assert "Seen at home" in daniel
    assert "Seen at the clinic" not in daniel
    assert as_("daniel").post(url, {"moment": "after", "level": "1"}).status_code == 403
    assert "Seen at the clinic" in as_("maya").get(url).content.decode()


@pytest.mark.parametrize("words", ["one\ntwo", "1\n2\n3\n4\n5\n6", "a" * 41 + "\nb\nc"])
def test_a_scale_has_three_to_five_short_steps(cast: Cast, words: str) -> None:
    with pytest.raises(ValidationError):
        feelings_of.set_scale(by=cast.actor("ines"), child=cast.maya, words=words, now=NOW)


def test_a_wrong_tap_is_taken_back_by_who_made_it(cast: Cast, as_: Callable[[str], Client]) -> None:
    url = f"/children/{cast.maya.pk}/feelings"
    scaled(cast)
    as_("rosa").post(url, {"moment": "after", "level": "3"})
    row = Feeling.objects.get()

    assert as_("ada").post(f"/feelings/{row.pk}/removal").status_code == 403
    assert as_("jiho").post(f"/feelings/{row.pk}/removal").status_code == 404
    assert as_("rosa").post(f"/feelings/{row.pk}/removal").status_code == 302

    assert not Feeling.objects.standing().exists()


def test_new_words_leave_what_was_noted_with_the_old_ones(cast: Cast, as_: Callable[[str], Client]) -> None:
    feelings_of.note_feeling(by=cast.actor("ines"), scale=scaled(cast), level=3, moment="after", now=NOW)
    feelings_of.set_scale(by=cast.actor("ines"), child=cast.maya, words="calm\nfine\nbig\nhuge", now=NOW)

    page = as_("ines").get(f"/children/{cast.maya.pk}/feelings").content.decode()

    assert "<b>fire</b>" in page
    assert "huge" in page
