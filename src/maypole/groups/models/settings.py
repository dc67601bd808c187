"""When people are free, and the rules by which a clinic forms its groups."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class FreeTimeQuerySet(models.QuerySet["FreeTime"]):
    def standing(self) -> Self:
        """Times that hold today."""
        return self.filter(ended_at__isnull=True)


class FreeTime(Owned):
    """Every week from one time to another a child, an adult or a room can be in a group. Local time of the site."""

    classified: ClassVar[Classified] = Classified(
        operational="child staff room weekday begins ends started_at ended_at"
    )

    child = models.ForeignKey(
        "people.Child", on_delete=models.PROTECT, null=True, blank=True, related_name="free_times"
    )
    staff = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="free_times"
    )
    room = models.ForeignKey("people.Room", on_delete=models.PROTECT, null=True, blank=True, related_name="free_times")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FreeTimeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["weekday", "begins", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="free_time_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="free_time_is_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(child__isnull=False, staff__isnull=True, room__isnull=True)
                | Q(child__isnull=True, staff__isnull=False, room__isnull=True)
                | Q(child__isnull=True, staff__isnull=True, room__isnull=False),
                name="free_time_is_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begins:%H:%M}–{self.ends:%H:%M}"


def between(least: int, most: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class GroupRules(Happening):
    """How a clinic forms groups; the newest row holds. Defaults are those of the solver's contract.

    A span is the most months between youngest and oldest; a ratio the most children for one adult, by the youngest.
    """

    classified: ClassVar[Classified] = Classified(
        operational="minutes size_min size_max span_young span_old ratio_under_36 ratio_under_60 ratio_from_60"
        " ratio_support weights"
    )

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45, validators=between(15, 180))
    size_min = models.PositiveSmallIntegerField(_("at least"), default=2, validators=between(2, 6))
    size_max = models.PositiveSmallIntegerField(_("at most"), default=4, validators=between(2, 12))
    span_young = models.PositiveSmallIntegerField(_("under 6 years"), default=24, validators=between(1, 120))
    span_old = models.PositiveSmallIntegerField(_("from 6 years"), default=36, validators=between(1, 120))
    ratio_under_36 = models.PositiveSmallIntegerField(_("under 3 years"), default=3, validators=between(1, 12))
    ratio_under_60 = models.PositiveSmallIntegerField(_("under 5 years"), default=4, validators=between(1, 12))
    ratio_from_60 = models.PositiveSmallIntegerField(_("from 5 years"), default=6, validators=between(1, 12))
    ratio_support = models.PositiveSmallIntegerField(_("with support"), default=2, validators=between(1, 12))
    weights = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(size_max__gte=F("size_min")), name="group_size_range"),
        ]

    def __str__(self) -> str:
        return f"{self.size_min}–{self.size_max}"
