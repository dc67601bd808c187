"""What a child eats today, and the family's food diary (S39).

`level` is a level of the IDDSI framework (0 to 7; iddsi.org), kept as a number only: its words and tests are licensed.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet
from maypole.visits.models import Setting

HIGHEST_LEVEL = 7


class FoodQuerySet(ChildRecordQuerySet["Food"]):
    pass


class Food(Happening, ChildRecord):
    """One food of the child's repertoire; how it goes is in its standings."""

    classified: ClassVar[Classified] = Classified(clinical="name", operational="child")

    name = models.CharField(_("food"), max_length=80)

    objects = FoodQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("child", Lower("name"), name="a_food_is_listed_once"),
            models.CheckConstraint(condition=~Q(name=""), name="food_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class FoodStanding(Happening):
    """How one food goes from a day on, in which texture; a new row replaces it."""

    classified: ClassVar[Classified] = Classified(clinical="goes texture level note", operational="food")

    class Goes(models.TextChoices):
        EATS = "eats", _("Eats it")
        SOME = "some", _("Sometimes, or a little")
        LEARNING = "learning", _("Getting to know it")
        NOT_NOW = "not_now", _("Not now")
        USED_TO = "used_to", _("Used to eat it")

    food = models.ForeignKey(Food, on_delete=models.PROTECT, related_name="standings")
    goes = models.CharField(_("how it goes"), max_length=8, choices=Goes.choices)
    texture = models.CharField(_("texture"), max_length=120, blank=True)
    level = models.PositiveSmallIntegerField(_("IDDSI level"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["food", "-at", "-id"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__range=(0, HIGHEST_LEVEL)), name="food_level_is_0_to_7"
            )
        ]

    def __str__(self) -> str:
        return self.get_goes_display()


class MealNoteQuerySet(ChildRecordQuerySet["MealNote"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class MealNote(Happening, ChildRecord):
    """One line of the food diary; `warning` is a cough, a wet voice or hard breathing while eating."""

    classified: ClassVar[Classified] = Classified(
        clinical="ate went words warning", operational="child happened_on meal place withdrawn_at"
    )

    class Meal(models.TextChoices):
        BREAKFAST = "breakfast", _("Breakfast")
        LUNCH = "lunch", _("Lunch")
        DINNER = "dinner", _("Dinner")
        SNACK = "snack", _("Snack")

    class Went(models.TextChoices):
        EASY = "easy", _("Easy")
        RIGHT = "right", _("All right")
        HARD = "hard", _("Hard")

    happened_on = models.DateField(_("when"), default=timezone.localdate)
    meal = models.CharField(_("which meal"), max_length=10, choices=Meal.choices)
    place = models.CharField(_("where"), max_length=10, choices=Setting.choices, default=Setting.HOME)
    ate = models.CharField(_("what was eaten, or tried"), max_length=400)
    went = models.CharField(_("how it went"), max_length=6, choices=Went.choices)
    words = models.CharField(_("anything to tell"), max_length=300, blank=True)
    warning = models.BooleanField(_("coughing, a wet voice or hard breathing"), default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = MealNoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-happened_on", "-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "-happened_on"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(ate=""), name="meal_says_what_was_eaten")
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%Y-%m-%d} {self.meal}"
