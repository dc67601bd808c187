"""What is going to be played in a visit, and why: every game serves a goal (S58). What was taken off stays as a row."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet

from .visit import Visit


class PlannedQuerySet(ChildRecordQuerySet["PlannedActivity"]):
    def standing(self) -> Self:
        """Games nobody took off the plan, in the order of play."""
        return self.filter(removed_at__isnull=True).order_by("order", "at", "id")


class PlannedActivity(Happening, ChildRecord):
    """One game of a visit's plan: `activity` is its code in the library, `why` what spoke for it when it was taken."""

    classified: ClassVar[Classified] = Classified(
        clinical="title grading", operational="child visit goal activity order minutes removed_at"
    )

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="planned")
    goal = models.ForeignKey("plan.Goal", on_delete=models.PROTECT, related_name="planned")
    activity = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1), MaxValueValidator(90)])
    grading = models.CharField(
        _("easier or harder today"), max_length=300, blank=True, help_text=_("How this child plays it today.")
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PlannedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["visit", "order"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["visit", "activity", "goal"],
                condition=Q(removed_at__isnull=True),
                name="game_in_a_visit_once_for_a_goal",
            ),
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(title="") & Q(minutes__range=(1, 90)), name="planned_game_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class VisitEquipmentQuerySet(models.QuerySet["VisitEquipment"]):
    def standing(self) -> Self:
        return self.filter(removed_at__isnull=True)


class VisitEquipment(Happening):
    """A piece of equipment chosen for a visit, before or while it runs; for a game of its plan, or for itself."""

    classified: ClassVar[Classified] = Classified(operational="visit equipment planned removed_at")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="equipment")
    equipment = models.ForeignKey("equipment.Equipment", on_delete=models.PROTECT, related_name="uses")
    planned = models.ForeignKey(
        PlannedActivity, on_delete=models.PROTECT, null=True, blank=True, related_name="equipment"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = VisitEquipmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["visit", "equipment"], condition=Q(removed_at__isnull=True), name="equipment_in_a_visit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.equipment_id}"
