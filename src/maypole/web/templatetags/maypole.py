"""Tags that put drawings into pages. They only pass arguments on; the drawings are in maypole.web.draw."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from maypole.web import dates, icons
from maypole.web.areas import BY_CODE, known
from maypole.web.draw import avatar as avatars
from maypole.web.draw import bow as bows
from maypole.web.draw import braid as braids
from maypole.web.draw import budget as budgets
from maypole.web.draw import goalline as goallines
from maypole.web.draw import lane as lanes
from maypole.web.draw import maypole as maypoles
from maypole.web.draw import spark as sparks

register = template.Library()
register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.sprite, name="sprite")
register.simple_tag(budgets.budget, name="budget")
register.simple_tag(budgets.steps, name="steps")
register.simple_tag(bows.bow, name="bow")
register.simple_tag(lanes.lane, name="lane")
register.simple_tag(maypoles.maypole, name="maypole")
register.simple_tag(avatars.staff_avatar, name="staff_avatar")
register.filter("day", dates.day)
register.filter("day_year", dates.day_year)
register.filter("weekday", dates.weekday)


@register.simple_tag
def brand_mark() -> SafeString:
    return icons.BRAND_MARK


@register.simple_tag
def braid(areas: Iterable[str] | None = None) -> SafeString:
    return braids.braid(tuple(areas or ()))


@register.simple_tag
def avatar(name: str, areas: Iterable[str] | None = None, size: str = "") -> SafeString:
    return avatars.avatar(name, tuple(areas or ()), size)


@register.simple_tag
def hang(areas: Iterable[str]) -> SafeString:
    return bows.hang(tuple(areas))


@register.simple_tag
def goalline(
    area: str, lived: float, knots: Iterable[float] | None, *, start: str, end: str, today: str = ""
) -> SafeString:
    return goallines.goalline(area, lived, tuple(knots or ()), start=str(start), end=str(end), today=str(today))


@register.simple_tag
def spark(
    area: str,
    values: Iterable[float | None],
    phases: Iterable[int] | None = None,
    aim: tuple[float, float] | None = None,
    *,
    low: float = 0.0,
    high: float = 100.0,
) -> SafeString:
    return sparks.spark(area, tuple(values), tuple(phases or ()), aim and (aim[0], aim[1]), low=low, high=high)


@lru_cache(maxsize=64)
def _ribbon(area: str, kind: str) -> SafeString:
    return format_html('<span class="ribbon{}" data-area="{}"></span>', f" {kind}" if kind else "", known(area))


@register.simple_tag
def ribbon(area: str, kind: str = "") -> SafeString:
    """A bare ribbon; `kind` is "", "ribbon--tail" or "ribbon--l". Always put the area's name near it."""
    return _ribbon(area, kind)


@lru_cache(maxsize=64)
def _area_chip(area: str, language: str | None) -> SafeString:
    swatch = '<span class="chip" data-area="{}"><span class="ribbon swatch"></span>{}</span>'
    return format_html(swatch, known(area), BY_CODE[area].name)


@register.simple_tag
def area_chip(area: str) -> SafeString:
    """Ribbon and name of a skill area."""
    return _area_chip(area, get_language())


@lru_cache(maxsize=512)
def _chip(kind: str, icon: str, text: str) -> SafeString:
    style = f" chip--{kind}" if kind else ""
    return format_html('<span class="chip{}">{}{}</span>', style, icons.icon(icon) if icon else "", text)


@register.simple_tag
def chip(kind: str, icon: str, text: str) -> SafeString:
    """A state in words: `kind` is "ok", "sun", "info", "alert" or ""."""
    return _chip(kind, icon, str(text))


@register.filter
def area_name(area: str) -> str:
    return str(BY_CODE[known(area)].name)


@register.filter
def areas(codes: str) -> tuple[str, ...]:
    """ "feeding,play" as skill areas."""
    return tuple(codes.split(","))


@register.filter
def lines(label: object) -> list[str]:
    """A choice's label and, after a line break, its hint."""
    return str(label).split("\n", 1)


@register.filter
def stop(text: object) -> str:
    """Text that ends like a sentence, whether or not whoever typed it put the full stop."""
    written = str(text).rstrip()
    return written if not written or written[-1] in ".!?…" else f"{written}."


@register.filter
def undo_url(message: object) -> str:
    """Where a message can be taken back: messages.success(request, text, extra_tags="undo:/visits/1/recall")."""
    tags = str(getattr(message, "extra_tags", "") or "")
    return next((word.removeprefix("undo:") for word in tags.split() if word.startswith("undo:/")), "")
