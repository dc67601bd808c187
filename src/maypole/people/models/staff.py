"""People who work here, and what they are licensed to do."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Owned


class Discipline(models.TextChoices):
    OT = "OT", _("Occupational therapy")
    SLP = "SLP", _("Speech and language therapy")
    PT = "PT", _("Physical therapy")
    ABA = "ABA", _("Behaviour analysis")
    FEEDING = "FEEDING", _("Feeding therapy")


class StaffMemberQuerySet(models.QuerySet["StaffMember"]):
    def working(self) -> Self:
        """Whoever works here today."""
        today = timezone.localdate()
        return self.filter(started_on__lte=today).filter(
            models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=today)
        )


class StaffMember(Owned):
    classified: ClassVar[Classified] = Classified(
        identifying="user name", operational="discipline title site started_on ended_on"
    )

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="staff"
    )
    name = models.CharField(max_length=120)
    discipline = models.CharField(max_length=10, choices=Discipline.choices, blank=True)
    title = models.CharField(max_length=80, blank=True)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, null=True, blank=True, related_name="staff")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = StaffMemberQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Licence(Owned):
    classified: ClassVar[Classified] = Classified(
        identifying="number", operational="staff kind region starts_on expires_on"
    )

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="licences")
    kind = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    region = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    expires_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(expires_on__gte=models.F("starts_on")), name="licence_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
