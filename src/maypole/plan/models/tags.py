"""What a goal is part of: occupations and places of a child's life, who shares it, and how the child says it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Owned
from maypole.people.models.staff import Discipline

from .goal import Goal


class Occupation(models.TextChoices):
    """What fills a child's day (the occupations of the field's framework, in plain words)."""

    PLAY = "play", _("Play")
    LEISURE = "leisure", _("Free time and hobbies")
    LEARNING = "learning", _("Learning and school")
    SELF_CARE = "self_care", _("Looking after oneself")
    MEALS = "meals", _("Eating together")
    REST = "rest", _("Rest and sleep")
    SOCIAL = "social", _("Being with others")
    CHORES = "chores", _("Helping at home")
    HEALTH = "health", _("Looking after one’s health")
    AROUND = "around", _("Getting around")
    WORK = "work", _("Getting ready for work")


class LifeArea(models.TextChoices):
    """Where in life the goal matters."""

    HOME = "home", _("Home")
    SCHOOL = "school", _("School")
    COMMUNITY = "community", _("Neighbourhood and outings")
    FRIENDS = "friends", _("Friends")


class Mode(models.TextChoices):
    """How a child says something. Every one of them is full communication and counts the same."""

    SPEECH = "speech", _("Speech")
    SIGN = "sign", _("Sign")
    PICTURE = "picture", _("Pictures")
    DEVICE = "device", _("Talking device")
    GESTURE = "gesture", _("Gesture")


class GoalTag(Owned):
    """One word that a goal is found by: an occupation, a place of life, or a way of saying it that is recorded."""

    classified: ClassVar[Classified] = Classified(clinical="code", operational="goal kind")

    class Kind(models.TextChoices):
        OCCUPATION = "occupation", _("What it is part of")
        LIFE = "life", _("Where it matters")
        MODE = "mode", _("How it may be said")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="tags")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "kind", "code"], name="goal_has_a_tag_once"),
            models.CheckConstraint(
                condition=Q(kind="occupation", code__in=Occupation.values)
                | Q(kind="life", code__in=LifeArea.values)
                | Q(kind="mode", code__in=Mode.values),
                name="goal_tag_is_known",
            ),
        ]

    def __str__(self) -> str:
        return str(NAMES[self.kind].get(self.code, self.code))


NAMES: dict[str, dict[str, str | Promise]] = {
    GoalTag.Kind.OCCUPATION: dict(Occupation.choices),
    GoalTag.Kind.LIFE: dict(LifeArea.choices),
    GoalTag.Kind.MODE: dict(Mode.choices),
}
USUAL = {
    "fine_motor": Occupation.LEARNING,
    "gross_motor": Occupation.PLAY,
    "sensory": Occupation.LEARNING,
    "self_care": Occupation.SELF_CARE,
    "social_emotional": Occupation.SOCIAL,
    "cognitive_attention": Occupation.LEARNING,
    "feeding": Occupation.MEALS,
    "play": Occupation.PLAY,
    "speech_language": Occupation.SOCIAL,
}
"""The occupation that a skill area mostly serves, where nobody has chosen one."""


class GoalDiscipline(Owned):
    """A field that shares the goal, beside the one that leads it: both plan for it and both add data."""

    classified: ClassVar[Classified] = Classified(operational="goal discipline")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="shared_by")
    discipline = models.CharField(max_length=10, choices=Discipline.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "discipline"], name="goal_shared_by_a_discipline_once")
        ]

    def __str__(self) -> str:
        return self.get_discipline_display()
