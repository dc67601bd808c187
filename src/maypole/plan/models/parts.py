"""What a version holds besides its goals and words: methods with their evidence, other doses, people."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Owned

from .plan import DoseMode, PlanVersion
from .strategy import Confidence, Strategy


class PlanMethod(Edited, Owned):
    """A way of working as this version names it, with what is known about it, so that an old plan reads as signed.

    `code` points to the shipped library, `strategy` to the clinic's own; a method without either tells its own source.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="name why source confidence limits here", operational="version code strategy reviewed_on order edition"
    )

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="method_rows")
    code = models.CharField(max_length=24, blank=True)
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("what we do"), max_length=120)
    why = models.TextField(_("why this, in plain words"))
    source = models.TextField(_("where that is known from"))
    confidence = models.CharField(_("how sure one can be"), max_length=8, choices=Confidence.choices)
    limits = models.TextField(_("what it does not show"), blank=True)
    here = models.TextField(_("how we do it with this child"), blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "name"], name="a_method_once_a_version"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(why="") & ~Q(source="") & Q(confidence__in=Confidence.values),
                name="a_method_has_source_and_confidence",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanDose(Owned):
    """Time beside the main visits: a group, a call, advice to school, practice at home."""

    classified: ClassVar[Classified] = Classified(operational="version mode times_a_week minutes weeks order")

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="dose_rows")
    mode = models.CharField(_("how"), max_length=10, choices=DoseMode.choices)
    times_a_week = models.FloatField(_("times a week"), validators=[MinValueValidator(0.05), MaxValueValidator(21)])
    minutes = models.PositiveSmallIntegerField(
        _("minutes each time"), validators=[MinValueValidator(3), MaxValueValidator(240)]
    )
    weeks = models.PositiveSmallIntegerField(
        _("for how many weeks"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "mode"], name="a_mode_once_beside_the_visits"),
            models.CheckConstraint(
                condition=Q(times_a_week__gt=0, times_a_week__lte=21, minutes__range=(3, 240))
                & (Q(weeks__isnull=True) | Q(weeks__range=(1, 104))),
                name="a_dose_has_times_and_minutes",
            ),
        ]

    def __str__(self) -> str:
        return self.mode


class PlanPerson(Owned):
    """Somebody who takes part in the plan, and what they do in it."""

    classified: ClassVar[Classified] = Classified(
        identifying="name", clinical="part", operational="version staff carer party order"
    )

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="people_rows")
    name = models.CharField(_("who"), max_length=120)
    part = models.CharField(_("what they do in it"), max_length=240)
    staff = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    carer = models.ForeignKey("people.Carer", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey("people.OutsideParty", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "name"], name="a_person_once_a_version"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(part=""), name="a_person_has_name_and_part"),
        ]

    def __str__(self) -> str:
        return self.name
