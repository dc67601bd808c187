"""Addresses of pages other slices own, and only for whoever may go there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maypole.access.permissions import Permission as P
from maypole.people.access import Reach

_ANY = UUID("ffffffff-ffff-4fff-8fff-ffffffffffff")


@cache
def _shape(name: str, keys: int) -> str:
    try:
        return reverse(name, args=[_ANY] * keys)
    except NoReverseMatch:
        return ""


def url(name: str, *key: UUID) -> str:
    """The page's address; empty when its slice is not installed, so that no page breaks for a link.

    Looked up once for each name (a page has twenty links), then only the key is put in.
    """
    shape = _shape(name, len(key))
    return shape.replace(str(_ANY), str(key[0])) if key else shape


def allowed(reach: Reach, permission: P, name: str) -> str:
    """The address of a page about this child; empty for whoever would be refused there."""
    return url(name, reach.child.pk) if reach.can(permission) else ""


@dataclass(frozen=True)
class Link:
    url: str
    label: Promise | str
    icon: str


RECORD: tuple[tuple[P, str, Promise, str], ...] = (
    (P.SEE_GOALS, "plan", _("Plan of care"), "book"),
    (P.SEE_GOALS, "areas", _("Areas of the day"), "sun"),
    (P.SEE_CLINICAL, "evaluations", _("Evaluations"), "search"),
    (P.SEE_HOME, "home_programme", _("Games at home"), "home"),
    (P.SEE_HOME, "feelings", _("Feelings"), "smile"),
    (P.SEE_CLINICAL, "approach", _("What we changed, and why"), "edit"),
    (P.SEE_CLINICAL, "child_equipment", _("Tools that help"), "bag"),
    (P.SEE_CLINICAL, "company", _("In company"), "group"),
    (P.SEE_CLINICAL, "child_groups", _("Groups"), "week"),
    (P.DECIDE, "review", _("Look together"), "knot"),
    (P.RUN_VISIT, "how_it_goes", _("How they see it"), "chat"),
    (P.RUN_VISIT, "paper_sheet", _("Sheet of paper"), "print"),
    (P.DECIDE, "goodbye", _("Ending well"), "heart"),
    (P.EXPORT_RECORD, "measurements", _("Take the measurements along"), "out"),
    (P.RUN_VISIT, "visit_new", _("Plan a visit"), "week"),
    (P.SEE_HOME, "precautions", _("Precautions"), "alert"),
    (P.WRITE_PROFILE, "about", _("In their words"), "heart"),
    (P.ASSIGN_TEAM, "team", _("Team and carers"), "group"),
    (P.SEE_CLINICAL, "child_reports", _("Reports"), "note"),
    (P.SEE_SHARING, "sharing", _("Who sees what"), "eye"),
    (P.CORRECT_DETAILS, "carers", _("How we reach the family"), "phone"),
    (P.CORRECT_DETAILS, "details", _("Name and birth date"), "child"),
)


def record_links(reach: Reach) -> list[Link]:
    """The parts of a child's record this person may open."""
    found = ((allowed(reach, permission, name), label, icon) for permission, name, label, icon in RECORD)
    return [Link(address, label, icon) for address, label, icon in found if address]
