"""Discomfort that was seen, and what is done differently from now on: never without a reason (S63)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class ApproachChange(Happening, ChildRecord):
    """What was seen, what changes, and `why`; the family is told of each. An incident is one that did or could harm."""

    classified: ClassVar[Classified] = Classified(
        clinical="sign seen change for_family", operational="child visit goal minutes incident told_at"
    )

    class Sign(models.TextChoices):
        STOP = "stop", _("Said or showed “stop”")
        TIRED = "tired", _("Tired or unwell")
        UPSET = "upset", _("Upset, frightened")
        TOO_MUCH = "too_much", _("Too loud, too much, too close")
        PAIN = "pain", _("Pain")
        FALL = "fall", _("A fall or an injury")
        CHOKING = "choking", _("Coughed, gagged or choked")
        OTHER = "other", _("Something else")

    visit = models.ForeignKey(
        "visits.Visit", on_delete=models.PROTECT, null=True, blank=True, related_name="approach_changes"
    )
    goal = models.ForeignKey(
        "plan.Goal", on_delete=models.PROTECT, null=True, blank=True, related_name="approach_changes",
        verbose_name=_("for which goal"),
    )  # fmt: skip
    sign = models.CharField(_("what kind"), max_length=8, choices=Sign.choices)
    seen = models.CharField(_("what you saw"), max_length=400)
    minutes = models.PositiveSmallIntegerField(
        _("minutes it went well before"), null=True, blank=True, help_text=_("How long it was fine.")
    )
    change = models.CharField(_("what we change"), max_length=400)
    for_family = models.CharField(
        _("in words for the family"), max_length=400, help_text=_("What changed and why, as you would tell them.")
    )
    incident = models.BooleanField(
        _("It did harm, or could have"), default=False, help_text=_("Then the clinical lead looks at it too.")
    )
    told_at = models.DateTimeField(null=True, blank=True)

    objects = ChildRecordQuerySet["ApproachChange"].as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "-at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(seen="") & ~Q(change="") & ~Q(for_family=""), name="a_change_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.change


class ChangeLook(Happening):
    """The clinical lead looked at an incident, and what follows."""

    classified: ClassVar[Classified] = Classified(clinical="words", operational="about")

    about = models.OneToOneField(ApproachChange, on_delete=models.PROTECT, related_name="look")
    words = models.CharField(_("what follows"), max_length=400)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(words=""), name="a_look_says_what_follows")
        ]

    def __str__(self) -> str:
        return self.words
