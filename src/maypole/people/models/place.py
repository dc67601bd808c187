"""An organisation and the places it works in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Owned, Record


class Organisation(Record):
    """A clinic, a network, or an organisation of imported series. Everything else belongs to exactly one."""

    classified: ClassVar[Classified] = Classified(
        operational="name slug kind time_zone language phone emergency_phone started_at"
    )

    class Kind(models.TextChoices):
        CLINIC = "clinic", _("Clinic")
        RESEARCH = "research", _("Published series")

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CLINIC)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=8, default="en")
    phone = models.CharField(max_length=40, blank=True)
    emergency_phone = models.CharField(max_length=40, default="112")
    started_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @property
    def organisation_id(self) -> object:
        """So that an organisation can be audited like what it owns."""
        return self.pk


class Site(Owned):
    classified: ClassVar[Classified] = Classified(operational="name address time_zone")

    name = models.CharField(max_length=80)
    address = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "name"], name="site_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Room(Owned):
    classified: ClassVar[Classified] = Classified(operational="site name capacity")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField(default=4)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "name"], name="room_name_once")
        ]

    def __str__(self) -> str:
        return self.name
