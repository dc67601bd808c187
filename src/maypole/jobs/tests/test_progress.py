"""Telling how far a job has come."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from maypole.audit.models import AuditEvent
from maypole.jobs.models import JobProgress, JobState
from maypole.jobs.progress import Watched
from tests.cast import Cast


def ticking(seconds: float) -> list[float]:
    return [seconds * number for number in range(100)]


def test_a_begun_job_waits_its_turn_and_leaves_a_trace(job: JobProgress) -> None:
    queued = DBTaskResult.objects.get(pk=job.job)

    assert job.state == JobState.WAITING
    assert queued.args_kwargs == {"args": [], "kwargs": {"progress": str(job.pk), "word": "bow"}}
    assert AuditEvent.objects.get(action="job.begin").object_id == str(job.pk)


def test_it_tells_each_step_when_steps_take_long(job: JobProgress) -> None:
    clock = iter(ticking(2.0))
    seen = []

    for _ in Watched(str(job.pk), clock=lambda: next(clock)).each(["a", "b"], say=lambda item: f"at {item}"):
        job.refresh_from_db()
        seen.append((job.done, job.total, job.message))

    job.refresh_from_db()
    assert seen == [(0, 2, "at a"), (1, 2, "at b")]
    assert (job.done, job.total, job.message) == (2, 2, "")


def test_it_writes_at_most_once_a_second(job: JobProgress, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        list(Watched(str(job.pk), clock=lambda: 0.0).each(list(range(500))))


def test_telling_about_a_row_that_is_gone_harms_nobody(cast: Cast) -> None:
    Watched("00000000-0000-7000-8000-000000000000").tell(1, 2, "still at work")

    assert not JobProgress.objects.exists()


def test_a_finished_job_whose_row_was_pruned_is_done(job: JobProgress) -> None:
    DBTaskResult.objects.all().delete()

    assert JobProgress.objects.get().state == JobState.DONE


def test_more_done_than_there_is_is_refused(job: JobProgress) -> None:
    with pytest.raises(IntegrityError):
        JobProgress.objects.filter(pk=job.pk).update(done=3, total=2)


def test_nobody_else_sees_it(cast: Cast, job: JobProgress) -> None:
    assert list(JobProgress.objects.visible_to(cast.actor("adam"))) == [job]
    assert not JobProgress.objects.visible_to(cast.actor("lena"))
    assert not JobProgress.objects.visible_to(cast.actor("eva"))
