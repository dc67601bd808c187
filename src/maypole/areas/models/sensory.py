"""How a child takes in the world: by sense and response, with what sets it off and what helps (S35)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet
from maypole.visits.models import Setting


class Sense(models.TextChoices):
    SOUND = "sound", _("Sounds")
    SIGHT = "sight", _("Light and sights")
    TOUCH = "touch", _("Touch and textures")
    TASTE = "taste", _("Taste and food")
    SMELL = "smell", _("Smells")
    MOVEMENT = "movement", _("Movement and balance")
    BODY = "body", _("Muscles and pressure")
    INSIDE = "inside", _("Signals from inside: hunger, toilet, pain")


class Response(models.TextChoices):
    """Which way a child responds: over-responsive, under-responsive, seeking."""

    OVER = "over", _("Too much: pulls away or is upset")
    UNDER = "under", _("Too little: hardly notices")
    SEEKING = "seeking", _("Wants more: goes looking for it")


class SensoryNoteQuerySet(ChildRecordQuerySet["SensoryNote"]):
    def current(self) -> Self:
        """The newest row of each sense and response, where it still holds."""
        newest = SensoryNote.objects.filter(
            child=OuterRef("child"), sense=OuterRef("sense"), response=OuterRef("response")
        ).order_by("-at", "-id")
        return self.filter(pk=Subquery(newest.values("pk")[:1]), holds=True)


class SensoryNote(Happening, ChildRecord):
    """One cell of the profile from a day on; a new row replaces it, and one that does not hold ends it, with why."""

    classified: ClassVar[Classified] = Classified(
        clinical="sense response seen triggers helps", operational="child holds"
    )

    sense = models.CharField(_("sense"), max_length=10, choices=Sense.choices)
    response = models.CharField(_("response"), max_length=8, choices=Response.choices)
    seen = models.TextField(_("what we see"), blank=True)
    triggers = models.CharField(_("what sets it off"), max_length=300, blank=True)
    helps = models.CharField(_("what helps"), max_length=300, blank=True)
    holds = models.BooleanField(default=True)

    objects = SensoryNoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "sense", "response", "-at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(sense__in=Sense.values, response__in=Response.values), name="sensory_sense_and_response"
            ),
            models.CheckConstraint(
                condition=(Q(holds=True) & ~Q(seen="")) | (Q(holds=False) & ~Q(why="")),
                name="sensory_note_says_what_or_why_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sense} {self.response}"


class SensoryEventQuerySet(ChildRecordQuerySet["SensoryEvent"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class SensoryEvent(Happening, ChildRecord):
    """One line of the trigger diary; `id` comes with the form, so that a resend is the same line."""

    classified: ClassVar[Classified] = Classified(
        clinical="sense what helped", operational="child happened_on place withdrawn_at"
    )

    happened_on = models.DateField(_("when"), default=timezone.localdate)
    place = models.CharField(_("where"), max_length=10, choices=Setting.choices, default=Setting.HOME)
    sense = models.CharField(_("which sense"), max_length=10, choices=Sense.choices, blank=True)
    what = models.CharField(_("what happened"), max_length=400)
    helped = models.CharField(_("what helped"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SensoryEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-happened_on", "-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "-happened_on"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(what=""), name="sensory_event_says_what")
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%Y-%m-%d}"
