"""What a clinic asks of its notes: when an unsigned one is late, and the services whose minutes are kept."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned
from maypole.people.models.staff import Discipline


class NoteRules(Happening):
    """The newest row holds; without any, the defaults of these fields do."""

    classified: ClassVar[Classified] = Classified(operational="hours licence_needed counting")

    class Counting(models.TextChoices):
        DAY = (
            "day",
            _("All timed services of the visit together\nThe sum of the minutes decides how many units there are"),
        )
        EACH = "each", _("Each service by itself\nEight minutes or more of one service make a unit of it")

    hours = models.PositiveSmallIntegerField(
        _("hours until an unsigned note is late"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(336)],
    )
    licence_needed = models.BooleanField(_("nobody signs without a licence on record"), default=False)
    counting = models.CharField(
        _("how minutes become units"), max_length=4, choices=Counting.choices, default=Counting.DAY
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(hours__range=(1, 336)), name="note_is_late_after_some_hours")
        ]

    def __str__(self) -> str:
        return f"{self.hours} h"


class ServiceKindQuerySet(models.QuerySet["ServiceKind"]):
    def offered(self) -> Self:
        """Services that notes are written with today, in the clinic's order."""
        return self.filter(ended_at__isnull=True).order_by("order", "at", "id")


class ServiceKind(Happening):
    """A service as the clinic calls it, with its own code if it has one. It is replaced, never changed.

    `areas` are the skill areas whose work counts as this service when minutes are proposed; in a group, all the time a
    child was there counts as the first service meant for groups only.
    """

    classified: ClassVar[Classified] = Classified(operational="name code rule company discipline areas order ended_at")

    class Rule(models.TextChoices):
        TIMED = "timed", _("In units of 15 minutes")
        ONCE = "once", _("Once a visit, however long")
        NONE = "none", _("Minutes only, no units")

    class Company(models.TextChoices):
        """A child in a group is not billed as if they had been alone with the adult."""

        BOTH = "both", _("Visits alone and groups")
        ALONE = "alone", _("Visits alone")
        GROUP = "group", _("Groups")

    name = models.CharField(_("what you call it"), max_length=80)
    code = models.CharField(_("your code"), max_length=20, blank=True)
    rule = models.CharField(_("counted"), max_length=5, choices=Rule.choices, default=Rule.TIMED)
    company = models.CharField(_("for"), max_length=5, choices=Company.choices, default=Company.BOTH)
    discipline = models.CharField(_("field"), max_length=10, choices=Discipline.choices, blank=True)
    areas = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ServiceKindQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(name=""), name="service_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class NoteReminder(Owned):
    """One mail to one person on one day: so many notes are late. It names no child."""

    classified: ClassVar[Classified] = Classified(operational="staff sent_on sent_at notes")

    staff = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="note_reminders")
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    notes = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-sent_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["staff", "sent_on"], name="one_note_reminder_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.sent_on}: {self.notes}"
