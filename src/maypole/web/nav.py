"""What the shells offer to go to. An item is shown when its page is installed and the person may use it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission


@dataclass(frozen=True)
class Page:
    url_name: str
    label: Promise
    icon: str
    needs: tuple[Permission, ...] = ()  # one of them is enough; none: for everyone
    covers: tuple[str, ...] = ()  # paths of pages that belong to this item without lying below its address
    unless: Permission | None = None  # who has it is offered another page under the same word


@dataclass(frozen=True)
class Item:
    url: str
    label: str
    icon: str
    current: bool
    count: int


_RECORD = ("/children", "/goals", "/goal-bank", "/evaluations", "/plans")
STAFF = (
    Page("today", _("Today"), "today", (Permission.RUN_VISIT,), ("/visits",)),
    Page("children", _("Children"), "child", (Permission.SEE_CHILD,), _RECORD),
    Page("reviews", _("Reviews"), "knot", (Permission.DECIDE,)),
    Page(
        "activities",
        _("Play"),
        "play",
        (Permission.KEEP_LIBRARY, Permission.KEEP_EQUIPMENT),
        ("/equipment", "/stories"),
    ),
    Page("studio", _("Groups"), "group", (Permission.REVIEW_LATE,), ("/groups",)),
    Page("groups", _("Groups"), "group", (Permission.RUN_VISIT, Permission.SEE_CLINIC), unless=Permission.REVIEW_LATE),
    Page("enquiries", _("Enquiries"), "inbox", (Permission.MANAGE_ENQUIRIES,)),
    Page("clinic", _("Clinic"), "clinic", (Permission.SEE_CLINIC,)),
    Page("audit", _("Trail"), "eye", (Permission.SEE_AUDIT,)),
    Page("imports", _("Imports"), "down", (Permission.IMPORT_DATA,)),
)
FAMILY = (
    Page("week", _("This week"), "play", (), ("/practice",)),
    Page("our-child", _("Our child"), "child", (), _RECORD),
)
OUTSIDE = FAMILY[1:]
"""A teacher or a doctor has no week with the child."""


@cache
def _url(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _below(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def _pages(actor: Actor) -> tuple[Page, ...]:
    if not actor.is_family:
        return STAFF
    return FAMILY if actor.carer_id or actor.child_id else OUTSIDE


def items(request: HttpRequest, actor: Actor | None) -> tuple[Item, ...]:
    """The shell's links. Counts come from request.nav_counts ({url_name: n}), set by the view that knows them."""
    if actor is None:
        return ()
    pages = _pages(actor)
    allowed = [
        page
        for page in pages
        if (not page.needs or any(actor.can(need) for need in page.needs))
        and not (page.unless and actor.can(page.unless))
    ]
    found = [(page, url) for page in allowed if (url := _url(page.url_name))]
    places = ((path, url) for page, url in found for path in (url, *page.covers) if _below(request.path, path))
    here = max(places, key=lambda place: len(place[0]), default=("", ""))[1]
    counts: dict[str, int] = getattr(request, "nav_counts", {})
    return tuple(
        Item(url, str(page.label), page.icon, current=url == here, count=counts.get(page.url_name, 0))
        for page, url in found
    )
