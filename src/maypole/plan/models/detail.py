"""What some kinds of goal consist of: steps of a task, sounds to try, the five levels of attainment."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Owned

from .goal import Goal


class TaskStep(Owned):
    """One step of a task that a goal teaches, in order."""

    classified: ClassVar[Classified] = Classified(clinical="text", operational="goal number")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="task_steps")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "number"], name="task_step_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(text=""), name="task_step_has_number_and_text"),
        ]

    def __str__(self) -> str:
        return self.text


class SpeechTarget(Owned):
    """A sound in a place of a word, at a level: each try of a speech goal names the one it was for by `number`.

    One that is no longer practised is `ended` and keeps its number, which its tries name for ever.
    """

    classified: ClassVar[Classified] = Classified(clinical="sound position level", operational="goal number ended")

    class Position(models.TextChoices):
        INITIAL = "initial", _("at the start")
        MEDIAL = "medial", _("in the middle")
        FINAL = "final", _("at the end")
        CLUSTER = "cluster", _("in a cluster")
        ANY = "any", _("anywhere")

    class Level(models.TextChoices):
        ALONE = "alone", _("the sound alone")
        SYLLABLE = "syllable", _("syllables")
        WORD = "word", _("words")
        PHRASE = "phrase", _("phrases")
        SENTENCE = "sentence", _("sentences")
        TALK = "talk", _("conversation")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="speech_targets")
    number = models.PositiveSmallIntegerField()
    sound = models.CharField(max_length=12)
    position = models.CharField(max_length=8, choices=Position.choices, default=Position.ANY)
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.WORD)
    ended = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "number"], name="speech_target_number_once"),
            models.UniqueConstraint(fields=["goal", "sound", "position", "level"], name="speech_target_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1)
                & ~Q(sound="")
                & Q(position__in=["initial", "medial", "final", "cluster", "any"])
                & Q(level__in=["alone", "syllable", "word", "phrase", "sentence", "talk"]),
                name="speech_target_has_a_sound",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sound} {self.get_position_display()}, {self.get_level_display()}"


class AttainmentLevel(Owned):
    """What the child does at one of the five levels, -2 (today) over 0 (as expected) to +2, written before teaching."""

    classified: ClassVar[Classified] = Classified(clinical="text", operational="goal level")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="attainment_levels")
    level = models.SmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["level"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "level"], name="attainment_level_once"),
            models.CheckConstraint(condition=Q(level__range=(-2, 2)) & ~Q(text=""), name="attainment_level_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.level:+d}: {self.text}"
