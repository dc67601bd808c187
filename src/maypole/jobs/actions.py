"""Asking for work that outlives a request."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from maypole.access.actor import Actor
from maypole.access.ids import new_id
from maypole.audit.actions import record
from maypole.jobs.models import JobProgress
from maypole.jobs.task import Task

Argument = str | int | bool | None


@transaction.atomic
def begin(
    *,
    by: Actor,
    task: Task[Any, Any],
    title: str,
    now: datetime,
    arguments: dict[str, Argument] | None = None,
    result_path: str = "",
) -> JobProgress:
    """Put `task` into the queue, in the caller's transaction, and return the row its owner can watch.

    The task is called with `progress`, the id of that row, and `arguments`: ids and numbers, never clinical text, for
    the queue's rows are kept. It may be called more than once (a worker can die), so it must bear repeating.
    """
    key = new_id()
    queued = task.enqueue(progress=str(key), **(arguments or {}))
    progress = JobProgress.objects.create(
        id=key,
        organisation_id=by.organisation_id,
        by_id=by.user_id,
        at=now,
        changed_at=now,
        job=queued.id,
        title=title,
        result_path=result_path,
    )
    record(by=by, action="job.begin", about=progress, detail={"task": task.name})
    return progress
