"""Questions about the queue, and the repair of what a dead worker left behind (docs/adr/0006)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

MOST_ATTEMPTS = 5
STUCK_AFTER = timedelta(minutes=10)
KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class QueueReport:
    """Jobs waiting, at work and failed, and in words what is wrong (None when all is well)."""

    waiting: int
    running: int
    failed: int
    problem: str | None


def report(now: datetime) -> QueueReport:
    """How the queue stands. A job that was due ten minutes ago and hasn't begun means that no worker is at work."""
    ready = DBTaskResult.objects.ready()
    late = ready.filter(enqueued_at__lt=now - STUCK_AFTER).exclude(run_after__range=(now - STUCK_AFTER, now))
    oldest = late.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    problem = None
    if oldest:
        problem = f"the oldest job has waited since {oldest:%Y-%m-%d %H:%M} UTC: is a worker running?"
    return QueueReport(
        waiting=ready.count(),
        running=DBTaskResult.objects.running().count(),
        failed=DBTaskResult.objects.failed().count(),
        problem=problem,
    )


@dataclass(frozen=True)
class Repaired:
    """How many jobs will run again, and how many were given up after too many attempts."""

    again: int
    given_up: int


def repair(worker_id: str) -> Repaired:
    """Free what this worker left RUNNING when it died. Call it while no other process works under this id.

    The update is conditional on the row being as it was read, so a job that was finished meanwhile stays finished.
    `worker_ids` has one entry an attempt; its last is who runs the job. (`contains` isn't there on SQLite.)
    """
    again = given_up = 0
    for job in DBTaskResult.objects.running().only("id", "worker_ids"):
        if not job.worker_ids or job.worker_ids[-1] != worker_id:
            continue
        as_read = DBTaskResult.objects.running().filter(pk=job.pk, worker_ids=job.worker_ids)
        if len(job.worker_ids) < MOST_ATTEMPTS:
            again += as_read.update(status="READY", started_at=None)
        else:
            given_up += as_read.update(
                status="FAILED",
                finished_at=timezone.now(),
                exception_class_path="maypole.jobs.queue.GivenUp",
                traceback=f"The worker stopped {len(job.worker_ids)} times while it was at this job.",
            )
    return Repaired(again, given_up)


def forget(now: datetime) -> int:
    """Delete the queue's rows of jobs that ended long ago; what their owners see (JobProgress) stays."""
    deleted, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT_FOR).delete()
    return deleted


class GivenUp(Exception):
    """What a job that took its worker down too often failed with."""
