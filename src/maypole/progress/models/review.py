"""The honest look: a planned review of a child's goals, and a decision with its reason (S99)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet

EVEN_ODDS = 0.5
"""The share of goals taken to keep growing, until a clinic's own finished goals say otherwise."""


class ReviewQuerySet(ChildRecordQuerySet["Review"]):
    def due(self) -> Self:
        """Planned reviews nobody has held."""
        return self.filter(held_at__isnull=True)


class Review(Happening, ChildRecord):
    """A date to look together at every open goal. Held once; what was decided is in its decisions.

    `growth_prior` is the share of goals that keep growing, learned from the clinic's finished goals on the day the
    review was planned: fixed then, so that looking again does not change what the rule says.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="family_view child_view without_view message outlook outlook_why",
        operational="child planned_on held_at held_by version growth_prior",
    )

    class Outlook(models.TextChoices):
        """Where the child's therapy goes from here, all goals together."""

        AS_IT_IS = "same", _("Go on as it is")
        MORE = "more", _("More support")
        LESS = "less", _("Less often")
        ENDING = "ending", _("Talk about ending")

    planned_on = models.DateField()
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    family_view = models.TextField(_("what the family sees"), blank=True)
    child_view = models.TextField(_("what the child says"), blank=True)
    without_view = models.CharField(_("why without the family’s view"), max_length=300, blank=True)
    message = models.TextField(_("a word of support for the family"), blank=True)
    outlook = models.CharField(_("for the child as a whole"), max_length=6, choices=Outlook.choices, blank=True)
    outlook_why = models.CharField(_("why"), max_length=600, blank=True)
    version = models.ForeignKey(
        "plan.PlanVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="made_by_reviews"
    )
    growth_prior = models.FloatField(default=EVEN_ODDS)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["planned_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_by__isnull=True)
                | Q(held_at__isnull=False, held_by__isnull=False),
                name="review_held_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(growth_prior__gt=0, growth_prior__lt=1), name="review_growth_prior_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(outlook__in=["", "same"]) | ~Q(outlook_why=""), name="a_new_outlook_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["child"], condition=Q(held_at__isnull=True), name="one_planned_review_per_child"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.planned_on:%Y-%m-%d}"


class Decision(Owned):
    """What was decided for one goal, why, and what the rule had said: so that the rule can be judged later.

    `p_goal` is the chance of reaching the goal by its date, `growth` the chance that it was still growing.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="choice change why signal p_goal growth reasons", operational="review goal"
    )

    class Choice(models.TextChoices):
        KEEP = "keep", _("Keep going")
        CHANGE = "change", _("Change something")
        MET = "met", _("Reached: see if it lasts")
        WAIT = "wait", _("Wait for more")
        GROUP = "group", _("Step to a group")
        PAUSE = "pause", _("Pause this goal")
        GOODBYE = "goodbye", _("Say goodbye to this goal")

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    goal = models.ForeignKey("plan.Goal", on_delete=models.PROTECT, related_name="decisions")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    change = models.TextField(_("what we change"), blank=True)
    why = models.TextField(_("why"))
    signal = models.CharField(max_length=16)
    p_goal = models.FloatField(null=True, blank=True)
    growth = models.FloatField(null=True, blank=True)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "goal"], name="one_decision_per_goal_and_review"),
            models.CheckConstraint(condition=~Q(why=""), name="decision_has_a_reason"),
            models.CheckConstraint(condition=~Q(choice="change") | ~Q(change=""), name="a_change_says_what"),
            models.CheckConstraint(
                condition=Q(p_goal__isnull=True) | Q(p_goal__range=(0, 1)), name="decision_chance_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(growth__isnull=True) | Q(growth__range=(0, 1)), name="decision_growth_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()
