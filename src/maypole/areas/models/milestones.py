"""What a parent has seen their child do. No total, no percentage, no age equivalent is ever made of it (S44)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    NOT_YET = "not_yet", _("Not yet")
    NOT_SURE = "not_sure", _("Not sure")


class MilestoneAnswerQuerySet(ChildRecordQuerySet["MilestoneAnswer"]):
    def current(self) -> Self:
        """The newest answer to each milestone."""
        newest = MilestoneAnswer.objects.filter(child=OuterRef("child"), milestone=OuterRef("milestone"))
        return self.filter(pk=Subquery(newest.order_by("-at", "-id").values("pk")[:1]))


class MilestoneAnswer(Happening, ChildRecord):
    """One answer on one day. “Not yet” after “yes” is a skill that was lost."""

    classified: ClassVar[Classified] = Classified(clinical="milestone answer words lost", operational="child")

    milestone = models.CharField(max_length=16)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    words = models.CharField(_("in your words"), max_length=200, blank=True)
    lost = models.BooleanField(default=False)

    objects = MilestoneAnswerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "milestone", "-at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(milestone=""), name="answer_names_a_milestone"),
            models.CheckConstraint(condition=Q(lost=False) | Q(answer="not_yet"), name="only_what_is_gone_is_lost"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.answer}"


class MilestoneNoteQuerySet(ChildRecordQuerySet["MilestoneNote"]):
    pass


class MilestoneNote(Happening, ChildRecord):
    """What a therapist thinks about where the child stands; for the team."""

    classified: ClassVar[Classified] = Classified(clinical="text", operational="child")

    text = models.TextField(_("note"))

    objects = MilestoneNoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="milestone_note_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
