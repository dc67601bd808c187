"""The queue's side of schedules: a job that wakes up on the day. Repeating it does no harm."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from maypole.jobs.task import task

from .models import ReportSchedule


@task()
def scheduled_report(schedule: str) -> None:
    """Do what this schedule has due, and sleep until its next day."""
    from .schedules import run_schedule  # noqa: PLC0415 (it queues this job again: each needs the other)

    found = ReportSchedule.objects.select_related("child__organisation", "party", "by").filter(pk=schedule).first()
    if found is not None:
        run_schedule(schedule=found, now=timezone.now())


def wake(schedule: ReportSchedule, at: datetime, now: datetime) -> None:
    """Queue the job for `at`, in the caller's transaction; for at once when that has passed."""
    job = scheduled_report.using(run_after=at) if at > now else scheduled_report
    job.enqueue(schedule=str(schedule.pk))
