"""One child's time in a group: a band from the first day to the last, and a mark for each time the group met."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString

from maypole.web.draw.svg import num, safe, tag

Spans = tuple[tuple[float, float], ...]
Marks = tuple[tuple[float, str], ...]
MID = 16.0
KINDS = ("came", "late", "away", "ahead", "off")
"""Came; came late or left early; was not there; still ahead; did not take place."""


@lru_cache(maxsize=2048)
def lane(spans: Spans, marks: Marks, today: float = -1.0) -> SafeString:
    """All places are per cent of the term, clipped to 0 to 100. Decoration: the same is said in words beside it.

    ``today`` below 0 draws no line of today.
    """
    parts = [tag("line", class_="lane-line", x1="0", x2="100%", y1=MID, y2=MID)]
    for start, end in spans:
        wide = _at(max(0.6, _clip(end) - _clip(start)))
        parts.append(tag("rect", class_="lane-band", x=_at(_clip(start)), width=wide, y=7.0, height=18.0, rx=9.0))
    if today >= 0:
        parts.append(tag("line", class_="lane-today", x1=_at(_clip(today)), x2=_at(_clip(today)), y1=0.0, y2=32.0))
    for place, kind in marks:
        if kind not in KINDS:
            raise ValueError(f"unknown mark {kind!r}; known: {', '.join(KINDS)}")
        parts.append(tag("circle", class_=f"lane-{kind}", cx=_at(_clip(place)), cy=MID, r=4.5))
    return safe(tag("svg", "".join(parts), class_="lane", aria_hidden="true"))


def _clip(value: float) -> float:
    return min(100.0, max(0.0, value))


def _at(value: float) -> str:
    return f"{num(value)}%"
