"""A child's letter in a ring cut from their ribbons. Never a photo."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString

from maypole.web.areas import known
from maypole.web.draw.svg import num, safe, tag, words

_RADIUS, _AROUND, _GAP = 42.0, 263.9, 6.0
SIZES = {"": "avatar", "s": "avatar avatar--s", "l": "avatar avatar--l"}


@lru_cache(maxsize=4096)
def avatar(name: str, areas: tuple[str, ...] = (), size: str = "") -> SafeString:
    """``size`` is "", "s" or "l". Without areas yet (an enquiry) the ring is plain."""
    if not areas:
        ring = tag("circle", class_="ring-none", cx=50.0, cy=50.0, r=_RADIUS)
    else:
        ring = "".join(_arc(known(code), index, len(areas)) for index, code in enumerate(areas))
    hub = tag("circle", class_="hub", cx=50.0, cy=50.0, r=46.0)
    svg = tag("svg", hub + ring, viewBox="0 0 100 100")
    return safe(tag("span", svg + _letter(name), class_=SIZES[size], aria_hidden="true"))


def _arc(code: str, index: int, count: int) -> str:
    length = _AROUND if count == 1 else _AROUND / count - _GAP
    dashes = f"{num(length)} {num(_AROUND)}"
    edge, cloth = (
        tag("circle", class_=name, cx=50.0, cy=50.0, r=_RADIUS, stroke_dasharray=dashes)
        for name in ("ring-edge", "ring")
    )
    return tag("g", edge + cloth, data_area=code, transform=f"rotate({num(360 * index / count - 90)} 50 50)")


def _letter(name: str) -> str:
    return f"<b>{words(name.strip()[:1].upper() or '?')}</b>"


@lru_cache(maxsize=1024)
def staff_avatar(name: str, size: str = "s") -> SafeString:
    """The letter of a grown-up."""
    return safe(tag("span", _letter(name), class_=f"{SIZES[size]} avatar--staff", aria_hidden="true"))
