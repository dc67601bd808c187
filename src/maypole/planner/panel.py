"""The feelings of a child as data: for their own page, and for the review."""

from __future__ import annotations

from maypole.people.models import Child

from . import present
from .models import Feeling

SHOWN = 60


def feelings_panel(child: Child, *, everywhere: bool) -> dict[str, object]:
    """Pairs in words, and before and after as series; without `everywhere` only what was noted at home. One query."""
    rows = Feeling.objects.standing().filter(child=child).select_related("scale", "by")
    if not everywhere:
        rows = rows.filter(place=Feeling.Place.HOME)
    newest = list(reversed(rows.order_by("-at", "-id")[:SHOWN]))
    pairs = present.pairs(newest)
    return {
        "pairs": pairs,
        "feelings_said": present.in_words(pairs, child.name),
        "before": present.shares(newest, Feeling.Moment.BEFORE),
        "after": present.shares(newest, Feeling.Moment.AFTER),
    }
