"""A picture of a thing, a place or a grown-up who works here. Never of a child: the form says so, and nobody tags."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening


class Photo(Happening):
    """What was stored: the digest of the file written anew by us (no EXIF), its size, and what it shows in words."""

    classified: ClassVar[Classified] = Classified(operational="digest width height size shows")

    digest = models.CharField(max_length=64)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    shows = models.CharField(_("what the picture shows"), max_length=160)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(shows=""), name="photo_says_what_it_shows")
        ]

    def __str__(self) -> str:
        return self.shows

    @property
    def file_name(self) -> str:
        """Below the folder of files; the same picture is stored once."""
        return f"photos/{self.digest[:2]}/{self.digest}.jpg"
