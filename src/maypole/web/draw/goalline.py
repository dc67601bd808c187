"""A goal as a ribbon: cloth is time lived, knots are reviews, dots are still ahead. It never means per cent done."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString

from maypole.web.areas import known
from maypole.web.draw.svg import num, safe, tag, words

_MID = 28.0
_EDGE = 16  # nearer than this to an end, "today" is written inwards


@lru_cache(maxsize=4096)
def goalline(area: str, lived: float, knots: tuple[float, ...], *, start: str, end: str, today: str = "") -> SafeString:
    """``lived`` and ``knots`` are per cent of the way from start to review date (0 to 100, clipped).

    ``start``, ``end`` and ``today`` are words in the reader's language; without ``today`` the mark is left out.
    """
    known(area)
    lived = _clip(lived)
    parts = []
    if lived < 100:
        parts.append(tag("line", class_="ahead", x1=_at(lived), x2="100%", y1=_MID, y2=_MID))
    # The weave starts at the pattern's origin, so the cloth is moved instead of given a y.
    cloth = tag("rect", class_="cloth", width=_at(lived), height=16.0, fill=f"url(#p-{area})")
    parts.append(tag("g", cloth, transform="translate(0 20)"))
    parts += [_knot(_clip(knot)) for knot in knots]
    parts.append(tag("circle", class_="knot", cx="100%", cy=_MID, r=6.0, stroke_dasharray="3 3"))
    if today:
        parts.append(tag("line", class_="tick", x1=_at(lived), x2=_at(lived), y1=15.0, y2=20.0))
        parts.append(tag("text", words(today), class_="now", x=_at(lived), y=11.0, text_anchor=_anchor(lived)))
    parts.append(tag("text", words(start), x=0.0, y=57.0))
    parts.append(tag("text", words(end), x="100%", y=57.0, text_anchor="end"))
    return safe(tag("svg", "".join(parts), class_="goalline", data_area=area, aria_hidden="true"))


def _knot(place: float) -> str:
    outer = tag("circle", class_="knot", cx=_at(place), cy=_MID, r=10.0)
    return outer + tag("circle", class_="knot-in", cx=_at(place), cy=_MID, r=4.5)


def _clip(value: float) -> float:
    return min(100.0, max(0.0, value))


def _at(value: float) -> str:
    return f"{num(value)}%"


def _anchor(lived: float) -> str:
    if lived < _EDGE:
        return "start"
    return "end" if lived > 100 - _EDGE else "middle"
