"""The clinic's own goal suggestions, beside those that come with Maypole."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening

from .goal import Goal
from .measure import Measure
from .tags import Occupation


class BankGoalQuerySet(models.QuerySet["BankGoal"]):
    def offered(self) -> Self:
        """Those nobody has taken out again."""
        return self.filter(ended_at__isnull=True)


class BankGoal(Happening):
    """A wording the clinic offers its own people. Taken out, it stays as a row that is no longer offered."""

    classified: ClassVar[Classified] = Classified(
        operational="area title who_does conditions measure unit improvement criterion scale_max span_s from_months"
        " to_months occupation ended_at ended_by"
    )

    area = models.CharField(_("skill area"), max_length=24)
    title = models.CharField(_("what the child does"), max_length=120)
    who_does = models.CharField(_("does what, exactly"), max_length=300)
    conditions = models.CharField(_("under which conditions"), max_length=300, blank=True)
    measure = models.CharField(_("measured by"), max_length=10, choices=Measure.choices)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    improvement = models.CharField(max_length=8, choices=Goal.Improvement.choices, default=Goal.Improvement.INCREASE)
    criterion = models.FloatField(_("goal"))
    scale_max = models.FloatField(_("out of"), null=True, blank=True)
    span_s = models.FloatField(_("seconds"), null=True, blank=True)
    from_months = models.PositiveSmallIntegerField(_("from, in months"))
    to_months = models.PositiveSmallIntegerField(_("to, in months"))
    occupation = models.CharField(_("part of"), max_length=10, choices=Occupation.choices)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = BankGoalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["area", "from_months", "title", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(to_months__gte=F("from_months")), name="bank_goal_ages_in_order"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(who_does="") & Q(measure__in=Measure.values), name="bank_goal_has_words"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="bank_goal_is_taken_out_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title
