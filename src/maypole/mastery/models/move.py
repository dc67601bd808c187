"""What a phase rule proposed, and what became of it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.classification import Classified
from maypole.access.records import Owned
from maypole.people.models.child import visible
from maypole.plan.models import Goal, GoalPhase

from .rule import MasteryRule, PhaseRule

REASONS = [
    ("enough_baseline", _("Enough baseline sessions")),
    ("stable_baseline", _("The baseline hardly differs from session to session")),
    ("mastered", _("The level was reached as often as the rule asks")),
    ("wide_places", _("It works in several places")),
    ("wide_people", _("It works with several people")),
    ("check_failed", _("A check did not hold")),
]


class MoveProposalQuerySet(models.QuerySet["MoveProposal"]):
    def open(self) -> Self:
        """Proposals that nobody has answered and that the data still support."""
        return self.filter(answer__isnull=True)

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(organisation_id=actor.organisation_id).filter(visible(actor, "goal__child_id"))


class MoveProposal(Owned):
    """The rule proposes that a goal moves from one phase to the next, because of the session at `triggered_at`."""

    classified: ClassVar[Classified] = Classified(
        clinical="start end reason sessions", operational="goal rule mastery triggered_at at"
    )

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="move_proposals")
    rule = models.ForeignKey(PhaseRule, on_delete=models.PROTECT, related_name="proposals")
    mastery = models.ForeignKey(MasteryRule, on_delete=models.PROTECT, related_name="proposals")
    start = models.CharField(max_length=10, choices=GoalPhase.Kind.choices)
    end = models.CharField(max_length=10, choices=GoalPhase.Kind.choices)
    reason = models.CharField(max_length=16, choices=REASONS)
    sessions = models.PositiveSmallIntegerField()
    triggered_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    objects = MoveProposalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["goal", "-at", "-id"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(start=F("end")), name="a_move_goes_somewhere")
        ]

    def __str__(self) -> str:
        return f"{self.start} → {self.end}"


class MoveAnswer(Owned):
    """Confirmed or declined by a person, or lapsed because corrected data no longer say so (then nobody answered)."""

    classified: ClassVar[Classified] = Classified(clinical="why", operational="proposal answer at by phase")

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Not now")
        LAPSED = "lapsed", _("No longer proposed")

    proposal = models.OneToOneField(MoveProposal, on_delete=models.PROTECT, related_name="answer")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)
    phase = models.OneToOneField(GoalPhase, on_delete=models.PROTECT, null=True, blank=True, related_name="proposed_by")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answer="confirmed", by__isnull=False, phase__isnull=False)
                | (Q(answer="declined", by__isnull=False, phase__isnull=True) & ~Q(why=""))
                | Q(answer="lapsed", by__isnull=True, phase__isnull=True),
                name="move_answer_has_who_and_what",
            )
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
