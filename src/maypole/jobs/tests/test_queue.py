"""The repair of what a dead worker left, and when the queue says that something is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maypole.jobs.queue import KEPT_FOR, MOST_ATTEMPTS, STUCK_AFTER, Repaired, forget, repair, report
from maypole.jobs.tests.tasks import letters

pytestmark = pytest.mark.django_db


def left_running(*workers: str) -> DBTaskResult[[str, str], str]:
    queued = DBTaskResult.objects.get(pk=letters.enqueue(progress="x", word="bow").id)
    for worker in workers:
        queued.claim(worker)
    return queued


@pytest.mark.parametrize(
    ("workers", "status"),
    [(("w",), "READY"), (("other", "w"), "READY"), (("w", "other"), "RUNNING"), (("w",) * MOST_ATTEMPTS, "FAILED")],
)
def test_only_what_this_worker_held_is_freed(workers: tuple[str, ...], status: str) -> None:
    job = left_running(*workers)

    repair("w")

    job.refresh_from_db()
    assert job.status == status
    assert job.worker_ids == list(workers)


def test_a_job_finished_meanwhile_stays_finished() -> None:
    left_running("w").set_successful("wob")

    assert repair("w") == Repaired(again=0, given_up=0)


def test_an_empty_queue_is_well() -> None:
    assert report(timezone.now()).problem is None


@pytest.mark.parametrize(("age", "stuck"), [(STUCK_AFTER / 2, False), (STUCK_AFTER * 2, True)])
def test_a_job_that_waits_too_long_is_told(age: timedelta, stuck: bool) -> None:
    now = timezone.now()
    letters.enqueue(progress="x", word="bow")
    DBTaskResult.objects.update(enqueued_at=now - age)

    assert (report(now).problem is not None) == stuck


def test_a_job_for_later_is_not_late() -> None:
    now = timezone.now()
    letters.using(run_after=now + timedelta(days=1)).enqueue(progress="x", word="bow")
    DBTaskResult.objects.update(enqueued_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert report(now).problem is None


def test_a_job_that_became_due_just_now_is_not_late() -> None:
    now = timezone.now()
    letters.using(run_after=now - timedelta(minutes=1)).enqueue(progress="x", word="bow")
    DBTaskResult.objects.update(enqueued_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert report(now).problem is None


def test_only_what_ended_long_ago_is_forgotten() -> None:
    now = timezone.now()
    old, new, waiting = left_running("w"), left_running("w"), left_running()
    old.set_successful("wob")
    new.set_successful("wob")
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=now - KEPT_FOR - timedelta(days=1))

    assert forget(now) == 1

    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {new.pk, waiting.pk}
