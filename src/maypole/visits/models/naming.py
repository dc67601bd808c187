"""A name that is another word: what a person said when they signed a note in which one was found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from maypole.access.classification import Classified
from maypole.access.records import Happening

from .note import NoteVersion


class NameConfirmed(Happening):
    """A word in a signed version that is somebody else's name and means something else here; `why` says what."""

    classified: ClassVar[Classified] = Classified(identifying="word", operational="version")

    version = models.ForeignKey(NoteVersion, on_delete=models.PROTECT, related_name="names_confirmed")
    word = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "word"], name="name_confirmed_once_a_version"),
            models.CheckConstraint(condition=~Q(why=""), name="name_confirmed_for_a_reason"),
        ]

    def __str__(self) -> str:
        return self.word
