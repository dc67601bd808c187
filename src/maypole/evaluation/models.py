"""An evaluation finds strengths, challenges and goals, in that order (S31); a transfer brings somebody else's."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class EvaluationQuerySet(ChildRecordQuerySet["Evaluation"]):
    def signed(self) -> Self:
        """What a family may read, and what a plan of care can start from."""
        return self.filter(signature__isnull=False)


class Evaluation(Edited, Happening, ChildRecord):
    """One evaluation by one therapist; open until it is signed, then it never changes."""

    classified: ClassVar[Classified] = Classified(
        clinical="reason seen summary", operational="child staff held_on edition"
    )

    staff = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="evaluations")
    held_on = models.DateField(_("held on"))
    reason = models.TextField(_("why we met"), blank=True)
    seen = models.TextField(_("what we did and saw"), blank=True)
    summary = models.TextField(_("summary for the family"), blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}"


class Finding(Owned):
    """One strength, challenge or wished-for goal, in one skill area."""

    classified: ClassVar[Classified] = Classified(clinical="kind area text", operational="evaluation order")

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("Strength")
        CHALLENGE = "challenge", _("Challenge")
        GOAL = "goal", _("Goal")

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    area = models.CharField(max_length=24, blank=True)
    text = models.CharField(max_length=400)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="finding_says_something"),
            models.CheckConstraint(condition=Q(kind__in=["strength", "challenge", "goal"]), name="finding_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text


class EvaluationSignature(Happening):
    """Signed: from here the evaluation is fixed."""

    classified: ClassVar[Classified] = Classified(operational="evaluation")

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="signature")

    def __str__(self) -> str:
        return f"{self.evaluation_id} signed"


class TransferQuerySet(ChildRecordQuerySet["Transfer"]):
    def standing(self) -> Self:
        """Transfers nobody has taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Transfer(Happening, ChildRecord):
    """A documented transfer: somebody else evaluated the child, and the document is here.

    A plan of care can start from it instead of an evaluation of our own (S25): who, when, and what it says.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="evaluated_by document withdrawn_why", operational="child written_on withdrawn_at withdrawn_by"
    )

    evaluated_by = models.CharField(_("who evaluated the child"), max_length=160)
    written_on = models.DateField(_("date of the document"))
    document = models.TextField(_("which document it is, and what it says"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-written_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(evaluated_by="") & ~Q(document=""), name="transfer_says_who_and_what"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="transfer_taken_back_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluated_by}, {self.written_on:%Y-%m-%d}"
