"""The bow that ties itself when there is something to celebrate, and the ribbons that hang from a card."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString

from maypole.web.areas import known
from maypole.web.draw.svg import num, safe, tag

_LOOPS = "M60 30C40 2 8 6 12 26s30 18 48 4zM60 30c20-28 52-24 48-4s-30 18-48 4z"
_TAILS = "M57 30L38 62l10-3 5 5 9-32zM63 30l19 32-10-3-5 5-9-32z"
_LENGTHS = (106.0, 72.0, 90.0, 58.0)


@lru_cache(maxsize=16)
def bow(area: str) -> SafeString:
    known(area)
    cloth = f"url(#p-{area})"
    loops = "".join(tag("path", class_="cloth", d=path, fill=cloth) for path in (_LOOPS, _TAILS))
    knot = tag("rect", class_="cloth w-band", x=52.0, y=22.0, width=16.0, height=16.0, rx=5.0)
    svg = tag("svg", tag("g", loops + knot, data_area=area), viewBox="0 0 120 64")
    return safe(tag("div", svg, class_="bow", aria_hidden="true"))


@lru_cache(maxsize=1024)
def hang(areas: tuple[str, ...]) -> SafeString:
    """Up to four ribbons over the edge of the card of the child who comes next."""
    parts = []
    for index, code in enumerate(areas[:4]):
        length = _LENGTHS[index]
        path = f"M0 0h16v{num(length)}l-8-8-8 8z"
        cloth = tag("path", class_="cloth", d=path, fill=f"url(#p-{known(code)})")
        parts.append(tag("g", cloth, data_area=code, transform=f"translate({num(6 + 26 * index)} -8)"))
    svg = tag("svg", "".join(parts), width=112.0, height=104.0, viewBox="0 0 112 104")
    return safe(tag("div", svg, class_="hang", aria_hidden="true"))
