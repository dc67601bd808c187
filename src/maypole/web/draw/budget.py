"""Bars made of slots: the minutes a family chose, the questions of a form."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString

from maypole.web.areas import known
from maypole.web.draw.svg import num, safe, tag


@lru_cache(maxsize=2048)
def budget(area: str, done: int, slots: int, each: int) -> SafeString:
    """``done`` minutes of ``slots`` days of ``each`` minutes; more than planned fills the bar and stops there."""
    known(area)
    if slots < 1 or each < 1:
        raise ValueError(f"a budget needs days and minutes, got {slots} days of {each}")
    width = 100 / slots
    parts = []
    for index in range(slots):
        place = f"{num(index * width + 0.5)}%"
        share = min(1.0, max(0.0, (done - index * each) / each))
        parts.append(tag("rect", class_="slot-empty", x=place, width=f"{num(width - 1)}%", height=16.0))
        if share:
            full = tag(
                "rect", class_="slot-full", x=place, width=f"{num((width - 1) * share)}%", height=16.0,
                fill=f"url(#p-{area})",
            )  # fmt: skip
            parts.append(full)
    bar = tag("g", "".join(parts), transform="translate(0 4)")
    return safe(tag("svg", bar, class_="budget", data_area=area, aria_hidden="true"))


@lru_cache(maxsize=256)
def steps(now: int, total: int, label: str) -> SafeString:
    """Where you are in a short form: step ``now`` of ``total``, counted from 1; ``label`` says it in words."""
    width = 100 / max(1, total)
    parts = [
        tag(
            "rect",
            class_="st-done" if index < now else "st-now" if index == now else "st-todo",
            x=f"{num((index - 1) * width + 0.4)}%",
            y=2.0,
            width=f"{num(width - 0.8)}%",
            height=10.0,
            rx=3.0,
        )
        for index in range(1, total + 1)
    ]
    return safe(tag("svg", "".join(parts), class_="steps", role="img", aria_label=label))
