"""Who else records the same visit: a second observer, another device with another time, what was used."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from maypole.access.classification import Classified
from maypole.access.records import Happening

from .planned import PlannedActivity
from .visit import Moment, Visit


class SecondObserverQuerySet(models.QuerySet["SecondObserver"]):
    def watching(self, visit: UUID, user: UUID) -> Self:
        """What this person still watches in this visit: until they leave, they are shown nothing of it."""
        return self.filter(visit=visit, by=user, ended_at__isnull=True)


class SecondObserver(Happening):
    """Somebody records one goal of a visit a second time, apart from the first: from `at` until `ended_at`.

    Without this row “saw nothing” and “did not watch” would look the same.
    """

    classified: ClassVar[Classified] = Classified(operational="visit goal ended_at")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="seconds")
    goal = models.ForeignKey("plan.Goal", on_delete=models.PROTECT, related_name="seconds")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SecondObserverQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["visit", "goal", "by"],
                condition=Q(ended_at__isnull=True),
                name="second_observer_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("at")),
                name="second_observer_leaves_after_coming",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.goal_id}"


class OtherTime(Happening):
    """Another device started or finished the visit too, at `at`: kept beside the time that counts, never merged."""

    classified: ClassVar[Classified] = Classified(operational="visit moment")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="other_times")
    moment = models.CharField(max_length=6, choices=Moment.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["visit", "moment", "by", "at"], name="other_time_told_once"),
            models.CheckConstraint(condition=Q(moment__in=["start", "end"]), name="other_time_of_start_or_end"),
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.at:%Y-%m-%d %H:%M}"


class VisitUse(Happening):
    """Whether a planned game was played, or a piece of equipment used; the newest row about each counts."""

    classified: ClassVar[Classified] = Classified(operational="visit planned equipment used")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="uses")
    planned = models.ForeignKey(PlannedActivity, on_delete=models.PROTECT, null=True, blank=True, related_name="uses")
    equipment = models.ForeignKey(
        "equipment.Equipment", on_delete=models.PROTECT, null=True, blank=True, related_name="visit_uses"
    )
    used = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(planned__isnull=False, equipment__isnull=True)
                | Q(planned__isnull=True, equipment__isnull=False),
                name="use_of_a_game_or_of_a_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.planned_id or self.equipment_id} {self.used}"
