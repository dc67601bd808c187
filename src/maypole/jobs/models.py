"""How far a job has come: what the person who asked for it can watch. The queue itself is django-tasks-db's table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from maypole.access.actor import Actor
from maypole.access.classification import Classified
from maypole.access.records import Happening


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting its turn")
    RUNNING = "running", _("At work")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Stopped by an error")


STATE_OF = {
    "READY": JobState.WAITING,
    "RUNNING": JobState.RUNNING,
    "SUCCESSFUL": JobState.DONE,
    "FAILED": JobState.FAILED,
}


class JobProgressQuerySet(models.QuerySet["JobProgress"]):
    def visible_to(self, actor: Actor) -> JobProgressQuerySet:
        """What this person asked for, in this organisation. Nobody else's: a title may name what was exported."""
        return self.filter(organisation_id=actor.organisation_id, by_id=actor.user_id)


class JobProgress(Happening):
    """One job as its owner sees it. `done` of `total` steps; 0 of 0 while the length isn't known."""

    classified: ClassVar[Classified] = Classified(operational="job title done total message changed_at result_path")

    job = models.UUIDField(unique=True)
    title = models.CharField(max_length=200)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    result_path = models.CharField(max_length=300, blank=True)

    objects = JobProgressQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(done__lte=models.F("total")), name="job_done_within_total"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.done}/{self.total}"

    @cached_property
    def state(self) -> JobState:
        """Read from the queue's row, so that the two can't disagree: a query. A pruned row was finished long ago."""
        status = DBTaskResult.objects.filter(pk=self.job).values_list("status", flat=True).first()
        return STATE_OF.get(str(status), JobState.DONE)

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)
