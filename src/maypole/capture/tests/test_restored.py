"""A clinic that was restored from a backup: devices learn of it by the mark and hand in again what it forgot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maypole.audit.actions import head, holds, record
from maypole.audit.models import GENESIS, AuditEvent
from maypole.plan.models import Goal
from maypole.visits.tests.rows import started
from tests.cast import Cast

from .rows import Tablet

As = Callable[[str], Client]


@pytest.fixture
def tablet(cast: Cast, as_: As) -> Tablet:
    return Tablet(as_("ines"), cast.clinic.pk, cast.maya.pk)


def test_a_mark_is_held_by_the_chain_it_came_from_and_by_no_other(cast: Cast) -> None:
    first = head()
    record(by=cast.actor("ines"), action="note.drafted", child=cast.maya.pk)

    assert holds(first)
    assert holds(head())
    assert holds(f"0.{GENESIS}")
    assert not any(map(holds, ("", "x", "1", "1.", f"{AuditEvent.objects.count() + 1}.{'a' * 64}", f"1.{'b' * 64}",
                               "9" * 30 + ".a", "-1.a", "¹.a")))  # fmt: skip


def test_each_answer_tells_a_mark_that_covers_what_it_answers_for(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    before = head()

    told = tablet.send(tablet.tap(visit, goal.pk), tablet.event("dance", visit)).json()

    newest = AuditEvent.objects.get(number=int(told["mark"].partition(".")[0]))
    assert (told["forgot"], told["mark"] == before) == (False, False)
    assert (newest.action, newest.detail) == ("events.received", {"ok": 1, "refused": 1})


def test_the_same_batch_again_leaves_no_further_trace(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tap = tablet.tap(visit, goal.pk)
    mark = tablet.send(tap).json()["mark"]

    assert tablet.send(tap, mark=mark).json() | {"devices": []} == {
        "items": [{"id": tap["id"], "status": "ok"}], "devices": [], "mark": mark, "forgot": False,
    }  # fmt: skip


def test_a_mark_from_a_time_the_clinic_has_forgotten_is_told(cast: Cast, tablet: Tablet, goal: Goal) -> None:
    visit = started(cast, timezone.now() - timedelta(hours=1)).pk
    tablet.send(tablet.tap(visit, goal.pk))
    ahead = f"{AuditEvent.objects.count() + 40}.{'c' * 64}"

    told = tablet.send(mark=ahead).json()

    assert told["forgot"] is True
    assert tablet.send(mark=told["mark"]).json()["forgot"] is False
