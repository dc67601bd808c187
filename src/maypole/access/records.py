"""The abstract bases of every table: a time-ordered key, an owner, and who did it when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from .classification import Classified
from .ids import new_id


class Record(models.Model):
    """A row with a UUIDv7 key; `classified` names what each of its fields is."""

    classified: ClassVar[Classified] = Classified()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Owned(Record):
    """A row of one organisation, which can be moved or exported whole."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Happening(Owned):
    """A row that says what happened: when, by whom, and why when that is not plain."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        abstract = True
