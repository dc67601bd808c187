"""The braid under the top bar: a child's ribbons going over and under each other."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString

from maypole.web.areas import known
from maypole.web.draw.svg import num, safe, tag

_MIDDLE, _SWING, _QUARTER, _STEP = 7.0, 4.4, 21.0, 28.0
_STRANDS = 3  # more blur at 14 px height
# A quarter of a sine as one cubic curve; error below 0.1 % of the swing.
_CURVE = ((0.3261, 0.5123), (0.6381, 1.0))


def _quarter(start: float, quarter: int, length: float) -> str:
    """Path of one quarter wave: 0 leaves the middle upwards, 1 comes back, 2 leaves downwards, 3 comes back."""
    sign = -1 if quarter < 2 else 1
    outward = quarter % 2 == 0
    points = [(0.0, 0.0), *_CURVE, (1.0, 1.0)]
    if not outward:
        points = [(1 - x, y) for x, y in reversed(points)]
    first, *rest = [(start + x * length, _MIDDLE + sign * y * _SWING) for x, y in points]
    return f"M{num(first[0])} {num(first[1])}C" + " ".join(f"{num(x)} {num(y)}" for x, y in rest)


def _strand(offset: float, period: float, quarters: tuple[int, int]) -> str:
    """Two quarters of a strand over one tile; what crosses the tile's edge is drawn on both sides of it."""
    length = period / 4
    starts = [(offset + q * length - shift, q) for q in quarters for shift in (0.0, period, 2 * period)]
    return "".join(_quarter(start, q, length) for start, q in starts if -length < start < period)


def _tile(strokes: tuple[dict[str, str], ...]) -> SafeString:
    period = _STEP * len(strokes)
    under = over = ""
    for index, stroke in enumerate(strokes):
        back = _strand(index * _STEP, period, (1, 3))
        out = _strand(index * _STEP, period, (0, 2))
        under += tag("path", d=back, **stroke)
        over += tag("path", class_="halo", d=out) + tag("path", d=out, **stroke)
    pattern = tag("pattern", under + over, id="braid", width=period, height=14.0, patternUnits="userSpaceOnUse")
    cloth = tag("rect", width="100%", height=14.0, fill="url(#braid)")
    return safe(tag("svg", f"<defs>{pattern}</defs>{cloth}", class_="braid", aria_hidden="true"))


@lru_cache(maxsize=2048)
def braid(areas: tuple[str, ...] = ()) -> SafeString:
    """The band under the top bar: the house's three strands, or the child's first three ribbons.

    With fewer, a ribbon is braided with itself. Leaving the middle a strand lies on top, coming back it lies below.
    """
    if not areas:
        return _tile(tuple({"class_": f"strand-{n}"} for n in (1, 2, 3)))
    codes = [known(code) for code in (areas * _STRANDS)[:_STRANDS]]
    return _tile(tuple({"class_": "strand", "data_area": code} for code in codes))
