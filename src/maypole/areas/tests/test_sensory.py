"""The sensory profile by sense and direction, and the diary a family writes on the phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.access.ids import new_id
from maypole.areas.actions import sensory
from maypole.areas.models import SensoryEvent, SensoryNote
from maypole.areas.present.record import senses
from maypole.audit.models import AuditEvent
from tests.cast import Cast

from .rows import sense, trigger

As = Callable[[str], Client]


@pytest.mark.mission("S35")
def test_the_profile_is_kept_by_sense_and_direction(cast: Cast) -> None:
    sense(cast)
    sense(cast, response="seeking", seen="Bangs pans")
    sense(cast, sense="touch", response="under", seen="Does not notice a wet sleeve")

    sound, touch = senses(cast.maya)

    assert [cell.seen if cell else "" for cell in sound.cells] == ["Covers her ears", "", "Bangs pans"]
    assert [cell.seen if cell else "" for cell in touch.cells] == ["", "Does not notice a wet sleeve", ""]


@pytest.mark.mission("S35")
def test_new_words_replace_the_old_ones_and_keep_them(cast: Cast) -> None:
    sense(cast)
    sense(cast, seen="Covers her ears, stays in the room")

    assert [row.seen for row in SensoryNote.objects.current()] == ["Covers her ears, stays in the room"]
    assert SensoryNote.objects.count() == 2


def test_what_holds_no_longer_leaves_the_profile_with_a_reason(cast: Cast) -> None:
    sense(cast)

    sensory.note_sense(
        by=cast.actor("ines"), child=cast.maya, sense="sound", response="over", holds=False, why="Wears headphones"
    )

    assert senses(cast.maya) == []
    assert SensoryNote.objects.filter(holds=False).get().why == "Wears headphones"


@pytest.mark.parametrize("wrong", [{"seen": ""}, {"sense": "magic"}, {"holds": False, "why": ""}])
def test_half_a_note_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        sense(cast, **wrong)


def test_the_database_refuses_a_note_without_words(cast: Cast) -> None:
    note = sense(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        SensoryNote.objects.filter(pk=note.pk).update(seen="")


@pytest.mark.mission("S35")
def test_a_parent_writes_in_the_trigger_diary(cast: Cast, as_: As) -> None:
    sent = {
        "id": str(new_id()), "happened_on": timezone.localdate().isoformat(), "place": "community",
        "what": "The hand dryer came on", "helped": "Went out", "sense": "sound",
    }  # fmt: skip

    first = as_("rosa").post(reverse("sensory_diary", args=[cast.maya.pk]), sent)
    as_("rosa").post(reverse("sensory_diary", args=[cast.maya.pk]), sent)

    assert first.status_code == 302
    assert SensoryEvent.objects.get().helped == "Went out"
    assert AuditEvent.objects.filter(action="sensory.event").count() == 1


@pytest.mark.mission("S35")
def test_the_therapist_reads_the_diary_beside_the_profile(cast: Cast, as_: As) -> None:
    sense(cast)
    trigger(cast)

    told = as_("ines").get(reverse("area", args=[cast.maya.pk, "sensory"])).content.decode()

    assert "Covers her ears" in told
    assert "The mixer" in told


@pytest.mark.parametrize("days", [-1, 31])
def test_the_diary_takes_the_last_30_days_only(cast: Cast, days: int) -> None:
    with pytest.raises(ValidationError):
        trigger(cast, happened_on=timezone.localdate() - timedelta(days=days))


def test_who_may_see_but_not_log_reads_only(cast: Cast, as_: As) -> None:
    trigger(cast)
    client = as_("daniel")

    told = client.get(reverse("sensory_diary", args=[cast.maya.pk])).content.decode()

    assert "The mixer" in told
    assert "<textarea" not in told
    assert client.post(reverse("sensory_diary", args=[cast.maya.pk]), {"what": "x"}).status_code == 403


def test_a_line_is_taken_back_by_who_wrote_it_only(cast: Cast, as_: As) -> None:
    row = trigger(cast)
    address = reverse("sensory_withdrawal", args=[row.pk])

    assert as_("maya").post(address).status_code == 403
    assert SensoryEvent.objects.standing().exists()
    assert as_("rosa").post(address).status_code == 302
    assert not SensoryEvent.objects.standing().exists()


def test_the_same_id_of_somebody_else_is_refused(cast: Cast) -> None:
    row = trigger(cast)

    with pytest.raises(ValidationError):
        trigger(cast, "ines", id=row.pk)


def test_the_profile_is_written_and_ended_by_pages(cast: Cast, as_: As) -> None:
    client, child = as_("ines"), cast.maya.pk
    sent = {"sense": "smell", "response": "over", "seen": "Leaves the kitchen", "triggers": "Fish"}

    assert client.post(reverse("sensory_note", args=[child]), sent).status_code == 302
    again = client.get(f"{reverse('sensory_note', args=[child])}?sense=smell&response=over").content.decode()
    assert "Leaves the kitchen" in again
    ended = {"sense": "smell", "response": "over", "why": "Cooks with us now"}
    assert client.post(reverse("sensory_end", args=[child]), ended).status_code == 302
    assert senses(cast.maya) == []


def test_a_refused_form_keeps_what_was_typed(cast: Cast, as_: As) -> None:
    answer = as_("ines").post(reverse("sensory_note", args=[cast.maya.pk]), {"seen": "Hides under the table"})

    assert answer.status_code == 422
    assert "Hides under the table" in answer.content.decode()
