"""Django's sessions in the database, read by a prepared query: one is read on every request."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from .prepared import Prepared, columns, objects

_session = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list(*columns(Session)),
    key=str,
    now=datetime,
)


class SessionStore(DatabaseSessions):
    def _get_session_from_db(self) -> Session | None:
        found = objects(Session, _session(key=self.session_key, now=timezone.now()))
        if not found:
            self._session_key = None
            return None
        return found[0]
