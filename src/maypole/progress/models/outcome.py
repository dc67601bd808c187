"""How a family and a child see it: a few plain questions, asked at the start and before each review (S84, S100).

The questions are Maypole's own. They are no test and have no norms; answers are shown one by one and never added up.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet

from .review import Review


class OutcomeItem(models.TextChoices):
    """One question each; the words that a parent and a child read are in `outcome_words.py`."""

    DAILY = "daily", _("Everyday things by themselves")
    ASKS = "asks", _("Asking for help")
    TRIES = "tries", _("Trying something new")
    RETURNS = "returns", _("Trying again after it went wrong")
    PROUD = "proud", _("Being proud of what they do")
    BELONGS = "belongs", _("Being with other children")


class OutcomeViewQuerySet(ChildRecordQuerySet["OutcomeView"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-id")


class OutcomeView(Happening, ChildRecord):
    """What one voice says at the start, or for one review. A later one of the same voice and occasion stands instead.

    `by` wrote it down: the person themselves, or somebody of the team together with the family.
    """

    classified: ClassVar[Classified] = Classified(clinical="words", operational="child voice occasion review carer")

    class Voice(models.TextChoices):
        PARENT = "parent", _("The family")
        CHILD = "child", _("The child")

    class Occasion(models.TextChoices):
        START = "start", _("At the start")
        REVIEW = "review", _("For a review")

    voice = models.CharField(max_length=6, choices=Voice.choices)
    occasion = models.CharField(max_length=6, choices=Occasion.choices)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, blank=True, related_name="views")
    carer = models.ForeignKey(
        "people.Carer", on_delete=models.PROTECT, null=True, blank=True, related_name="outcome_views"
    )
    words = models.TextField(_("in your own words"), blank=True)

    objects = OutcomeViewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(occasion="start", review__isnull=True) | Q(occasion="review", review__isnull=False),
                name="outcome_view_is_for_the_start_or_a_review",
            ),
            models.CheckConstraint(
                condition=Q(voice="parent") | Q(carer__isnull=True), name="a_child_speaks_for_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_voice_display()}, {self.at:%Y-%m-%d}"


class OutcomeAnswer(Owned):
    """One question answered, 1 (not yet) to 5 (yes, by now)."""

    classified: ClassVar[Classified] = Classified(clinical="item value", operational="view")

    view = models.ForeignKey(OutcomeView, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=8, choices=OutcomeItem.choices)
    value = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["view", "item"], name="one_answer_per_view_and_item"),
            models.CheckConstraint(condition=Q(value__range=(1, 5)), name="outcome_answer_is_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.value}"


class StrategyConfidence(Owned):
    """How sure a parent feels with one strategy at home, 1 (not at all) to 10 (fully)."""

    classified: ClassVar[Classified] = Classified(clinical="value", operational="view activity")

    view = models.ForeignKey(OutcomeView, on_delete=models.PROTECT, related_name="confidences")
    activity = models.ForeignKey("home.HomeActivity", on_delete=models.PROTECT, related_name="confidences")
    value = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(10)])

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["view", "activity"], name="one_confidence_per_view_and_strategy"),
            models.CheckConstraint(condition=Q(value__range=(1, 10)), name="confidence_is_1_to_10"),
        ]

    def __str__(self) -> str:
        return str(self.value)
