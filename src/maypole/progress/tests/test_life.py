"""Events in a child's life: told by the team or the family, marked in graphs, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from maypole.audit.models import AuditEvent
from maypole.progress.life import events_of, tell_event, withdraw_event
from maypole.progress.models import LifeEvent
from tests.cast import Cast

As = Callable[[str], Client]
FLU = {"kind": "illness", "title": "Flu", "starts_on": date(2026, 2, 3), "ends_on": date(2026, 2, 8)}


def test_an_event_is_told_and_taken_back(cast: Cast) -> None:
    event = tell_event(by=cast.actor("rosa"), child=cast.maya, **FLU)  # type: ignore[arg-type]
    assert [row.title for row in events_of(cast.maya.pk)] == ["Flu"]

    withdraw_event(by=cast.actor("rosa"), event=event)
    withdraw_event(by=cast.actor("rosa"), event=event)

    assert events_of(cast.maya.pk) == ()
    assert AuditEvent.objects.filter(action="event.withdrawn").count() == 1


@pytest.mark.parametrize("wrong", [{"kind": "x"}, {"title": " "}, {"ends_on": date(2026, 2, 1)}])
def test_an_event_needs_kind_words_and_an_order(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        tell_event(by=cast.actor("ines"), child=cast.maya, **(FLU | wrong))  # type: ignore[arg-type]


def test_the_database_refuses_an_event_that_ends_before_it_starts(cast: Cast) -> None:
    event = tell_event(by=cast.actor("ines"), child=cast.maya, **FLU)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        LifeEvent.objects.filter(pk=event.pk).update(ends_on=date(2026, 1, 1))


@pytest.mark.parametrize("who", ["ines", "ada", "rosa", "maya"])
def test_team_and_family_mark_events(cast: Cast, as_: As, who: str) -> None:
    sent = {"kind": "school", "title": "New class", "starts_on": "2026-02-03", "ends_on": ""}
    answer = as_(who).post(f"/children/{cast.maya.pk}/events", sent, follow=True)
    assert "New class" in answer.content.decode()
    assert LifeEvent.objects.get().kind == "school"


@pytest.mark.parametrize(("who", "status"), [("daniel", 403), ("okafor", 403), ("mona", 403), ("jiho", 404)])
def test_who_may_not_mark_events(cast: Cast, as_: As, who: str, status: int) -> None:
    assert as_(who).get(f"/children/{cast.maya.pk}/events").status_code == status
    assert as_(who).post(f"/children/{cast.maya.pk}/events", {"title": "x"}).status_code == status


def test_what_was_typed_is_kept_when_a_day_is_missing(cast: Cast, as_: As) -> None:
    answer = as_("rosa").post(f"/children/{cast.maya.pk}/events", {"kind": "illness", "title": "Ear ache"})
    assert answer.status_code == 422
    assert "Ear ache" in answer.content.decode()


def test_a_family_takes_back_only_what_it_told(cast: Cast, as_: As) -> None:
    event = tell_event(by=cast.actor("ines"), child=cast.maya, **FLU)  # type: ignore[arg-type]
    assert as_("rosa").post(f"/events/{event.pk}/withdrawal").status_code == 404
    assert as_("ada").post(f"/events/{event.pk}/withdrawal").status_code == 302
    assert not LifeEvent.objects.standing().exists()
