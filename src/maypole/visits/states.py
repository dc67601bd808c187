"""A visit's state, held against other writers while it matters."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from maypole.access.prepared import Prepared

from .models import Visit, VisitStatus

State = VisitStatus.State


def locked(visit: Visit) -> VisitStatus:
    """The newest state row, the visit held against other writers until this transaction ends.

    On SQLite the transaction is the only writer anyway, so nothing is asked for.
    """
    if connection.features.has_select_for_update:
        list(Visit.objects.select_for_update().filter(pk=visit.pk).values_list("pk"))
    newest = VisitStatus.objects.filter(visit=visit).order_by("-at", "-id").first()
    assert newest is not None, "every visit is planned before anything else"
    return newest


_newest_state = Prepared(
    lambda visit: VisitStatus.objects.filter(visit=visit).order_by("-at", "-id").values_list("state")[:1], visit=UUID
)


def state_of(visit: Visit) -> str:
    """The visit's state, held against other writers while the caller's transaction lasts.

    SQLite's transaction holds every other writer off already; elsewhere the visit is locked.
    """
    if connection.vendor != "sqlite":
        return locked(visit).state
    newest = _newest_state.first(visit=visit.pk)
    return str(newest[0]) if newest else State.PLANNED
