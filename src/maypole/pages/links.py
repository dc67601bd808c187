"""Addresses of pages other slices own, and only for whoever may go there."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maypole.access.permissions import Permission as P
from maypole.people.access import Reach


def url(name: str, *args: object) -> str:
    """The page's address; empty when its slice is not installed, so that no page breaks for a link."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def allowed(reach: Reach, permission: P, name: str, *args: object) -> str:
    """The address of a page about this child; empty for whoever would be refused there."""
    return url(name, *(args or (reach.child.pk,))) if reach.can(permission) else ""


@dataclass(frozen=True)
class Link:
    url: str
    label: Promise | str
    icon: str


RECORD: tuple[tuple[P, str, Promise, str], ...] = (
    (P.SEE_GOALS, "plan", _("Plan of care"), "book"),
    (P.SEE_CLINICAL, "evaluations", _("Evaluations"), "search"),
    (P.SEE_HOME, "home_programme", _("Games at home"), "home"),
    (P.DECIDE, "review", _("Look together"), "knot"),
    (P.SEE_HOME, "precautions", _("Precautions"), "alert"),
    (P.WRITE_PROFILE, "about", _("In their words"), "heart"),
    (P.ASSIGN_TEAM, "team", _("Team and carers"), "group"),
)


def record_links(reach: Reach) -> list[Link]:
    """The parts of a child's record this person may open."""
    found = ((allowed(reach, permission, name), label, icon) for permission, name, label, icon in RECORD)
    return [Link(address, label, icon) for address, label, icon in found if address]
