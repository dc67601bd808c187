"""The maypole of the welcome page: nine ribbons from one crown."""

from __future__ import annotations

from functools import cache

from django.utils.safestring import SafeString

from maypole.web.areas import AREAS
from maypole.web.draw.svg import num, safe, tag

_MIDDLE = 300.0
_ENDS = (30.0, 87.0, 146.0, 203.0, 257.0, 359.0, 430.0, 500.0, 570.0)


@cache
def maypole() -> SafeString:
    ribbons = "".join(
        tag(
            "g",
            tag("path", class_="ribbon-edge", d=_fall(end)) + tag("path", d=_fall(end), stroke=f"url(#p-{area.code})"),
            data_area=area.code,
        )
        for area, end in zip(AREAS, _ENDS, strict=True)
    )
    pole = "".join(tag("path", class_=name, d="M300 34V366") for name in ("pole", "pole-in"))
    crown = tag("circle", class_="crown", cx=_MIDDLE, cy=30.0, r=17.0)
    garland = tag("path", class_="garland", d="M262 36q38 26 76 0")
    return safe(
        tag("svg", ribbons + pole + crown + garland, class_="maypole", viewBox="0 0 600 370", aria_hidden="true")
    )


def _fall(end: float) -> str:
    """From the crown out and down; the further out, the higher it ends."""
    out = end - _MIDDLE
    bend, drop = _MIDDLE + 0.444 * out, 330.4 - 0.172 * abs(out)
    return f"M300 40C{num(bend)} 70 {num(_MIDDLE + 0.871 * out)} 150 {num(end)} {num(drop)}"
