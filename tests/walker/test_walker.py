"""No URL shows or does more than tests/walker/expect.py says; and the walker finds a leak when there is one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db.models import Q
from pytest_django.plugin import DjangoDbBlocker

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.intake.models import EnquiryQuerySet
from maypole.pages import child_present
from maypole.people import access
from maypole.people.access import Reach
from maypole.people.models import CarerRelation
from maypole.people.models import child as children

from .canaries import Planted, plant, seal, unseal
from .expect import ROUTES
from .walk import PEOPLE, Walk, routes, unlisted, walk
from .world import World, make_world

SEES_NOBODY = {"", "adam"}
"""Nobody signed in sees no token; the administrator sees only names of the house."""


@pytest.fixture(scope="module", autouse=True)
def unsealed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is signed may be planted in while this file's tests run."""
    with django_db_blocker.unblock():
        statements = unseal()
    yield
    with django_db_blocker.unblock():
        seal(statements)


@pytest.fixture
def world(db: None) -> Iterator[tuple[World, dict[bytes, Planted]]]:
    logging.disable(logging.CRITICAL)  # thousands of refusals are the point here, not news
    made = make_world()
    yield made, plant()
    logging.disable(logging.NOTSET)


def test_every_url_has_an_expectation() -> None:
    assert not unlisted()
    assert not set(ROUTES) - set(routes()), "an expectation for a page that is gone"


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_sees_or_does_more_than_expected(world: tuple[World, dict[bytes, Planted]], who: str) -> None:
    done = walk(*world, who)
    assert not done.findings, "\n".join(sorted(done.findings))
    assert done.asked > 400
    assert (done.shown > 0) == (who != ""), "a walk that never shows anything allowed proves nothing"


def leaking(world: tuple[World, dict[bytes, Planted]], who: str, *only: str) -> Walk:
    return walk(*world, who, only=frozenset(only))


def test_an_unscoped_query_is_found(world: tuple[World, dict[bytes, Planted]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "visible", lambda actor, child="pk": Q())
    found = leaking(world, "jiho", "children", "child").findings
    assert any("shows people.Child.given_name of maya" in finding for finding in found)


def test_a_permission_too_many_is_found(
    world: tuple[World, dict[bytes, Planted]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_permissions", lambda actor, child: frozenset(Permission))
    found = leaking(world, "fay", "child", "plan", "note").findings
    assert any("shows visits.NoteVersion.subjective of maya" in finding for finding in found)
    assert any("GET plan of maya" in finding and "should be refused" in finding for finding in found)


def test_one_field_too_many_is_found(
    world: tuple[World, dict[bytes, Planted]], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = child_present.around

    def with_phone(reach: Reach, actor: Actor, now: datetime) -> list[child_present.Person]:
        phones = CarerRelation.objects.values_list("carer__phone", flat=True)
        return [*told(reach, actor, now), *(child_present.Person("", "", phone) for phone in phones)]

    monkeypatch.setattr("maypole.pages.child.around", with_phone)
    found = leaking(world, "cora", "child").findings
    assert any("people.Carer.phone" in finding for finding in found)


def test_a_list_across_clinics_is_found(
    world: tuple[World, dict[bytes, Planted]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EnquiryQuerySet, "visible_to", lambda self, actor: self.all())
    found = leaking(world, "fay", "enquiries", "enquiry").findings
    assert any("shows intake.Enquiry" in finding for finding in found)
