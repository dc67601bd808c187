"""The calm-down plan: what everybody does when it gets too much, and what nobody does (S37)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class CalmPlanQuerySet(ChildRecordQuerySet["CalmPlan"]):
    def newest_first(self) -> CalmPlanQuerySet:
        return self.order_by("-number")


class CalmPlan(Happening, ChildRecord):
    """One version. The newest counts; each one after the first says why it was changed. Lists hold one thing a line."""

    classified: ClassVar[Classified] = Classified(
        clinical="signs helps everybody nobody afterwards own_words", operational="child number"
    )
    TEXTS: ClassVar[tuple[str, ...]] = ("signs", "helps", "everybody", "nobody", "afterwards", "own_words")

    number = models.PositiveSmallIntegerField()
    signs = models.TextField(_("early signs"))
    helps = models.TextField(_("what helps"))
    everybody = models.TextField(_("what everybody does"))
    nobody = models.TextField(_("what nobody does"))
    afterwards = models.TextField(_("afterwards"), blank=True)
    own_words = models.TextField(_("in the child’s own words"), blank=True)

    objects = CalmPlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["child", "number"], name="calm_plan_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="calm_plan_number_from_one"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="calm_plan_changes_for_a_reason"),
            models.CheckConstraint(
                condition=~Q(signs="") & ~Q(helps="") & ~Q(everybody="") & ~Q(nobody=""), name="calm_plan_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
