"""Planned checks: does it last, does it travel? Fulfilled by a session in the right place around the right day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet
from maypole.plan.models import Goal
from maypole.visits.models import Setting

WINDOW = timedelta(days=7)
"""A session so long before the planned day fulfils a check already; any later one does, with the delay shown."""


class PlannedProbeQuerySet(ChildRecordQuerySet["PlannedProbe"]):
    def open(self) -> Self:
        """Checks that nobody has made or called off."""
        return self.filter(outcome__isnull=True, end__isnull=True)

    def due(self, by: date) -> Self:
        """Open checks planned for that day or before."""
        return self.open().filter(due_on__lte=by)


class PlannedProbe(Happening, ChildRecord):
    """One check of one goal, without teaching before it: on a day, in a place, with somebody in particular or anybody.

    It is fulfilled by the first session of the goal in its place (and with its person, when one is named) from
    `WINDOW` before its day on; a session fulfils one check only, the one that was due first.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="kind", identifying="with_whom", operational="child goal due_on place"
    )

    class Kind(models.TextChoices):
        MAINTENANCE = "maintenance", _("Does it last?")
        GENERALISATION = "generalisation", _("Does it travel?")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="planned_probes")
    kind = models.CharField(_("what we want to know"), max_length=14, choices=Kind.choices)
    due_on = models.DateField(_("around this day"))
    place = models.CharField(_("where"), max_length=10, choices=Setting.choices)
    with_whom = models.CharField(_("with whom"), max_length=80, blank=True)

    objects = PlannedProbeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["goal", "due_on"]),
            models.Index(fields=["child", "due_on"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "due_on", "place"], name="one_check_of_a_goal_a_day_and_place")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on:%Y-%m-%d}"

    @property
    def from_on(self) -> date:
        """The first day on which a session fulfils it."""
        return self.due_on - WINDOW


class ProbeEnd(Happening):
    """A check that was called off, and why."""

    classified: ClassVar[Classified] = Classified(operational="probe")

    probe = models.OneToOneField(PlannedProbe, on_delete=models.PROTECT, related_name="end")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(why=""), name="a_check_is_called_off_for_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.probe_id} called off"


class ProbeOutcome(Owned):
    """The session that fulfilled a check: derived like a point, and made anew whenever observations change."""

    classified: ClassVar[Classified] = Classified(clinical="value correct trials held", operational="probe occasion at")

    probe = models.OneToOneField(PlannedProbe, on_delete=models.CASCADE, related_name="outcome")
    occasion = models.CharField(max_length=40)
    at = models.DateTimeField()
    value = models.FloatField()
    correct = models.PositiveIntegerField(null=True, blank=True)
    trials = models.PositiveIntegerField(null=True, blank=True)
    held = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.value:g}"
