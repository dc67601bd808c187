"""Who a child is, how carers are reached and what they may do, put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.people.details import change_rights
from maypole.people.models import Carer, CarerRelation, Child

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]
WHO = {"given_name": "Maya", "family_name": "Carter", "called": "May", "pronouns": "she", "birth_date": "2019-09-02",
       "due_date": "", "languages": "en, es", "lives_with": "Rosa"}  # fmt: skip
REACH = {"name": "Rosa Carter", "phone": "555 0111", "language": "es", "contact_by": "text", "best_times": "after 4"}


def relation(cast: Cast, carer: Carer) -> CarerRelation:
    return CarerRelation.objects.get(child=cast.maya, carer=carer, ended_at=None)


def test_a_wrong_name_is_put_right_and_the_trail_keeps_which_field(cast: Cast, as_: As) -> None:
    as_("fay").post(reverse("details", args=[cast.maya.pk]), WHO)

    child = Child.objects.get(pk=cast.maya.pk)
    event = AuditEvent.objects.get(action="child.correct")
    assert (child.called, str(child.birth_date)) == ("May", "2019-09-02")
    assert set(event.detail["fields"]) >= {"called", "birth_date", "family_name"}
    assert "Carter" not in str(event.detail)


def test_a_due_date_far_from_the_birth_is_refused(cast: Cast, as_: As) -> None:
    answer = as_("fay").post(reverse("details", args=[cast.maya.pk]), WHO | {"due_date": "2021-01-01"})

    assert answer.status_code == 422
    assert "too far from the day of birth" in answer.content.decode()
    assert Child.objects.get(pk=cast.maya.pk).called == ""


def test_a_family_corrects_nothing_here(cast: Cast, as_: As) -> None:
    assert as_("rosa").get(reverse("details", args=[cast.maya.pk])).status_code == 403
    assert as_("rosa").get(reverse("carers", args=[cast.maya.pk])).status_code == 403


def test_how_a_carer_is_reached_is_kept(cast: Cast, as_: As) -> None:
    row = relation(cast, cast.rosa)

    answer = as_("ines").post(reverse("carer", args=[cast.maya.pk, row.pk]), REACH)

    cast.rosa.refresh_from_db()
    assert answer.status_code == 302
    assert (cast.rosa.contact_by, cast.rosa.phone, cast.rosa.best_times) == ("text", "555 0111", "after 4")
    assert "555" not in str(AuditEvent.objects.get(action="carer.correct").detail)


def test_a_way_to_reach_needs_what_it_takes(cast: Cast, as_: As) -> None:
    row = relation(cast, cast.rosa)

    answer = as_("ines").post(reverse("carer", args=[cast.maya.pk, row.pk]), REACH | {"phone": ""})

    assert answer.status_code == 422
    assert "Write the number" in answer.content.decode()


def test_the_address_somebody_signs_in_with_is_not_changed(cast: Cast, as_: As) -> None:
    row = relation(cast, cast.rosa)

    as_("ines").post(reverse("carer", args=[cast.maya.pk, row.pk]), REACH | {"email": "other@x.example"})

    cast.rosa.refresh_from_db()
    assert cast.rosa.email == "rosa@birch.example"


def test_a_courts_block_holds_from_the_next_click_and_what_held_is_kept(cast: Cast, as_: As) -> None:
    row, rosa = relation(cast, cast.rosa), as_("rosa")
    page = reverse("child", args=[cast.maya.pk])
    before = rosa.get(page).status_code

    block = {"relation": "mother", "rights": ["see_plan"], "blocked": "on", "legal_basis": "Court 3, 12/2026"}
    as_("mona").post(reverse("carer_rights", args=[cast.maya.pk, row.pk]), block)

    row.refresh_from_db()
    assert (before, rosa.get(page).status_code) == (200, 404)
    assert row.ended_at is not None
    assert row.blocked is False
    assert relation(cast, cast.rosa).legal_basis == "Court 3, 12/2026"


def test_a_block_without_an_order_is_refused(cast: Cast, as_: As) -> None:
    row = relation(cast, cast.rosa)

    answer = as_("mona").post(
        reverse("carer_rights", args=[cast.maya.pk, row.pk]), {"relation": "mother", "blocked": "on"}
    )

    assert answer.status_code == 422
    assert relation(cast, cast.rosa).pk == row.pk


def test_who_manages_no_carers_changes_no_rights(cast: Cast, as_: As) -> None:
    row = relation(cast, cast.rosa)

    answer = as_("fay").post(reverse("carer_rights", args=[cast.maya.pk, row.pk]), {"relation": "mother"})

    assert answer.status_code == 403
    with pytest.raises(PermissionDenied):
        change_rights(
            by=cast.actor("fay"), relation=row, called="mother", rights=[], blocked=False, legal_basis="",
            now=timezone.now(),
        )  # fmt: skip
