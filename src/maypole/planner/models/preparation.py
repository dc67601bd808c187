"""Preparing together: the place and the person in pictures and words, and what one family gets before a visit (S66)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet
from maypole.play.models import Photo


class Story(Edited, Happening):
    """Words for children about a place or a person, in one language, and a picture of it."""

    words = models.TextField(
        _("the story, for a child"), help_text=_("Short sentences, one a line. “There is a blue door.”")
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]


class PlaceStory(Story):
    classified: ClassVar[Classified] = Classified(operational="site words language photo bring edition")

    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="stories")
    bring = models.CharField(_("what to bring"), max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "language"], name="place_story_once_a_language"),
            models.CheckConstraint(condition=~Q(words=""), name="place_story_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class PersonStory(Story):
    """A therapist says hello in their own words."""

    classified: ClassVar[Classified] = Classified(operational="staff words language photo edition")

    staff = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="stories")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["staff", "language"], name="person_story_once_a_language"),
            models.CheckConstraint(condition=~Q(words=""), name="person_story_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class Preparation(Happening, ChildRecord):
    """One page for one family before a visit: the first, or one where something is new."""

    classified: ClassVar[Classified] = Classified(
        clinical="step happens bring comforts", operational="child visit occasion"
    )

    class Occasion(models.TextChoices):
        FIRST = "first", _("The first visit")
        STEP = "step", _("Something new")

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, related_name="preparations")
    occasion = models.CharField(max_length=5, choices=Occasion.choices)
    step = models.CharField(_("what is new"), max_length=200, blank=True)
    happens = models.TextField(_("what will happen"), help_text=_("One thing a line, in the order it happens."))
    bring = models.CharField(_("what to bring"), max_length=300, blank=True)
    comforts = models.CharField(_("what comforts"), max_length=300, blank=True)

    objects = ChildRecordQuerySet["Preparation"].as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(occasion="first"), name="one_first_preparation_a_visit"
            ),
            models.CheckConstraint(
                condition=~Q(happens="") & (Q(occasion="first") | ~Q(step="")), name="preparation_says_what_happens"
            ),
        ]

    def __str__(self) -> str:
        return self.happens

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.happens.splitlines() if line.strip()]


class PreparationSent(Happening):
    """One carer was written to; a job that runs twice writes once."""

    classified: ClassVar[Classified] = Classified(operational="preparation carer")

    preparation = models.ForeignKey(Preparation, on_delete=models.PROTECT, related_name="sent")
    carer = models.ForeignKey("people.Carer", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["preparation", "carer"], name="prepared_once")
        ]

    def __str__(self) -> str:
        return f"{self.preparation_id}: {self.carer_id}"
