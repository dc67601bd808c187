"""A scale of feelings in the child's own words, and where the child pointed, before and after (S64)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class FeelingScale(Happening, ChildRecord):
    """Three to five steps in the child's own words, calm first, one a line; the newest row holds."""

    classified: ClassVar[Classified] = Classified(clinical="words", operational="child")

    words = models.TextField(
        _("the steps, calm first"), help_text=_("Three to five, one a line: “sleepy dragon”, “busy dragon”, “fire”.")
    )

    objects = ChildRecordQuerySet["FeelingScale"].as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(words=""), name="feeling_scale_has_words")
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def steps(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]


class FeelingQuerySet(ChildRecordQuerySet["Feeling"]):
    def standing(self) -> Self:
        return self.filter(removed_at__isnull=True)


class Feeling(Happening, ChildRecord):
    """Step `level` of the scale that held (1 is calm): before or after a visit, or at home. `why` says what helped."""

    classified: ClassVar[Classified] = Classified(
        clinical="level steps", operational="child scale visit moment place removed_at"
    )

    class Moment(models.TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    class Place(models.TextChoices):
        CLINIC = "clinic", _("At a visit")
        HOME = "home", _("At home")

    scale = models.ForeignKey(FeelingScale, on_delete=models.PROTECT, related_name="feelings")
    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, null=True, blank=True, related_name="feelings")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    place = models.CharField(max_length=6, choices=Place.choices)
    level = models.PositiveSmallIntegerField()
    steps = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FeelingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(steps__range=(3, 5), level__gte=1, level__lte=models.F("steps")),
                name="feeling_on_its_scale",
            ),
            models.CheckConstraint(
                condition=Q(place="home") | Q(visit__isnull=False), name="feeling_at_a_visit_names_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} of {self.steps}"
