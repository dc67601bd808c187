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


@dataclass(frozen=True)
class Item:
    url: str
    label: str
    icon: str
    current: bool
    count: int


STAFF = (
    Page("today", _("Today"), "today", (Permission.RUN_VISIT,)),
    Page("children", _("Children"), "child", (Permission.SEE_CHILD,)),
    Page("reviews", _("Reviews"), "knot", (Permission.DECIDE,)),
    Page("enquiries", _("Enquiries"), "inbox", (Permission.MANAGE_ENQUIRIES,)),
    Page("clinic", _("Clinic"), "clinic", (Permission.SEE_CLINIC,)),
)
FAMILY = (
    Page("week", _("This week"), "play"),
    Page("our-child", _("Our child"), "child"),
    Page("our-plan", _("Plan"), "book"),
    Page("our-visits", _("Visits"), "week"),
)


@cache
def _url(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def items(request: HttpRequest, actor: Actor | None) -> tuple[Item, ...]:
    """The shell's links. Counts come from request.nav_counts ({url_name: n}), set by the view that knows them."""
    if actor is None:
        return ()
    pages = FAMILY if actor.is_family else STAFF
    allowed = [page for page in pages if not page.needs or any(actor.can(need) for need in page.needs)]
    found = [(page, url) for page in allowed if (url := _url(page.url_name))]
    here = max((url for _page, url in found if request.path.startswith(url)), key=len, default=None)
    counts: dict[str, int] = getattr(request, "nav_counts", {})
    return tuple(
        Item(url, str(page.label), page.icon, current=url == here, count=counts.get(page.url_name, 0))
        for page, url in found
    )
