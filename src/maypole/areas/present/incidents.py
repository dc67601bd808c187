"""How many events with somebody hurt in each of the last six months: counts, so that a trend is seen and not felt."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.dateformat import format as formatted

from maypole.access.actor import Actor
from maypole.areas.models import BehaviourEvent

MONTHS = 6


def by_month(actor: Actor, today: date) -> list[tuple[str, int]]:
    """(month, count), oldest first; months without one are 0. One query."""
    months = [_months_back(today, back) for back in range(MONTHS - 1, -1, -1)]
    rows = (
        BehaviourEvent.objects.standing()
        .visible_to(actor)
        .filter(hurt=True, happened_at__date__gte=months[0])
        .order_by()
        .annotate(month=TruncMonth("happened_at"))
        .values_list("month")
        .annotate(n=Count("pk"))
    )
    found = {month.date(): n for month, n in rows}
    return [(formatted(month, "F Y"), found.get(month, 0)) for month in months]


def _months_back(today: date, back: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return date(year, month + 1, 1)
