"""Work that comes back by itself is asked for once an hour, however many look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maypole.jobs.regular import BETWEEN, ask

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def one_task(settings: Any) -> None:
    settings.REGULAR = ["maypole.planner.tasks.prepare_families"]


def test_it_is_asked_for_once_and_not_again_while_it_waits() -> None:
    assert [ask(NOW), ask(NOW), ask(NOW + 3 * BETWEEN)] == [1, 0, 0]


def test_it_comes_back_an_hour_after_it_was_asked_for() -> None:
    ask(NOW)
    DBTaskResult.objects.update(status="SUCCESSFUL", enqueued_at=NOW)

    assert ask(NOW + timedelta(minutes=59)) == 0
    assert ask(NOW + timedelta(minutes=61)) == 1


def test_a_failed_round_does_not_end_the_rounds() -> None:
    ask(NOW)
    DBTaskResult.objects.update(status="FAILED", enqueued_at=NOW)

    assert ask(NOW + timedelta(hours=2)) == 1


def test_every_task_that_is_named_exists() -> None:
    from django.utils.module_loading import import_string

    from maypole.site import settings as ours

    assert all(import_string(path).module_path == path for path in ours.REGULAR)
