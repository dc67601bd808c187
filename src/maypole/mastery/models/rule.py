"""The rules of one goal. The newest row holds; the rows before stay, with who changed them and why."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.plan.models import Goal


class MasteryRule(Happening):
    """“Reached” for one goal: a level, in so many sessions in a row, with so many people and in so many places.

    `level` is told as `Goal.criterion` is (8 of 10). Sessions with fewer tries than `least_tries` are not looked at.
    `tested_level`, `false_chance` and `missed_chance` are what the page said when it was adopted: how likely a child
    truly at that lower level is called there, and how likely a child truly at the level is missed.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="level tested_level false_chance missed_chance",
        operational="goal least_tries consecutive people places first_try",
    )

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="mastery_rules")
    level = models.FloatField(_("at least this well"))
    least_tries = models.PositiveSmallIntegerField(_("tries a session needs to count"), default=1)
    consecutive = models.PositiveSmallIntegerField(_("sessions in a row"), default=3)
    people = models.PositiveSmallIntegerField(_("different people"), default=1)
    places = models.PositiveSmallIntegerField(_("different places"), default=1)
    first_try = models.BooleanField(_("the first try of the day goes well too"), default=False)
    tested_level = models.FloatField(null=True, blank=True)
    false_chance = models.FloatField(null=True, blank=True)
    missed_chance = models.FloatField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["goal", "-at", "-id"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(consecutive__range=(1, 20), people__range=(1, 5), places__range=(1, 5), least_tries__gte=1)
                & ~Q(why=""),
                name="mastery_rule_asks_for_something_and_says_why",
            ),
            models.CheckConstraint(
                condition=(Q(false_chance__isnull=True) | Q(false_chance__range=(0, 1)))
                & (Q(missed_chance__isnull=True) | Q(missed_chance__range=(0, 1))),
                name="mastery_rule_chances_are_shares",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level:g} × {self.consecutive}"


class PhaseRule(Happening):
    """When a goal moves from phase to phase: it proposes, a person confirms. `active` False switches it off."""

    classified: ClassVar[Classified] = Classified(
        operational="goal active baseline_points stable_points stable_percent wide wide_sessions failed_checks"
    )

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="phase_rules")
    active = models.BooleanField(default=True)
    baseline_points = models.PositiveSmallIntegerField(_("baseline sessions that are enough"), default=5)
    stable_points = models.PositiveSmallIntegerField(_("or so many that hardly differ"), default=3)
    stable_percent = models.PositiveSmallIntegerField(_("hardly: within this share of the way to the goal"), default=20)
    wide = models.PositiveSmallIntegerField(_("places, or people, where it has to be seen"), default=2)
    wide_sessions = models.PositiveSmallIntegerField(_("sessions in a row in each of them"), default=2)
    failed_checks = models.PositiveSmallIntegerField(_("failed checks in a row that lead back"), default=1)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["goal", "-at", "-id"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(
                    baseline_points__range=(1, 30), stable_points__range=(2, 30), stable_percent__range=(0, 100),
                    wide__range=(2, 5), wide_sessions__range=(1, 20), failed_checks__range=(1, 5),
                )
                & ~Q(why=""),
                name="phase_rule_can_be_met_and_says_why",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.baseline_points}"
