"""Work that comes back by itself: each task named in settings.REGULAR is put into the queue once an hour.

The queue's own rows say when a task was last asked for, so two workers, a restart or a stopped clock ask once too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

BETWEEN = timedelta(hours=1)


def ask(now: datetime) -> int:
    """Enqueue what is due and return how many. A task that still waits or runs is not asked for again."""
    asked = 0
    for path in settings.REGULAR:
        if not _due(path, now):
            continue
        with transaction.atomic():  # on SQLite the only writer, so the second look decides
            if _due(path, now):
                import_string(path).enqueue()
                asked += 1
    return asked


def _due(path: str, now: datetime) -> bool:
    rows = DBTaskResult.objects.filter(task_path=path)
    if rows.filter(status__in=("READY", "RUNNING")).exists():
        return False
    return not rows.filter(enqueued_at__gt=now - BETWEEN).exists()
