"""People who work here, and what they are licensed to do."""

from __future__ import annotations

from datetime import date
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
    """A permit to practise one field. One that is not full asks for a supervisor's signature beside its holder's.

    Without a `discipline` it is for its holder's own field.
    """

    classified: ClassVar[Classified] = Classified(
        identifying="number", operational="staff kind discipline level region starts_on expires_on"
    )

    class Level(models.TextChoices):
        FULL = "full", _("Full licence")
        PROVISIONAL = "provisional", _("Provisional licence")
        ASSISTANT = "assistant", _("Assistant’s licence")
        STUDENT = "student", _("In training")

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="licences")
    kind = models.CharField(_("what it is called"), max_length=80)
    discipline = models.CharField(_("field"), max_length=10, choices=Discipline.choices, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.FULL)
    number = models.CharField(_("number"), max_length=40)
    region = models.CharField(_("state or region"), max_length=40, blank=True)
    starts_on = models.DateField(_("valid from"))
    expires_on = models.DateField(_("valid until"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(expires_on__gte=models.F("starts_on")), name="licence_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class LicenceReminder(Owned):
    """Somebody was told by mail that a licence ends in so many days. Once for each distance."""

    classified: ClassVar[Classified] = Classified(operational="licence days sent_at")

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["licence", "days"], name="one_licence_reminder_a_distance")
        ]

    def __str__(self) -> str:
        return f"{self.licence_id}: {self.days}"


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def on(self, day: date) -> Self:
        """Supervisions that hold on this day."""
        return self.filter(started_on__lte=day).filter(models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=day))


class Supervision(Owned):
    """Who answers for the work of somebody whose licence asks for it, from a day until it ends."""

    classified: ClassVar[Classified] = Classified(operational="staff supervisor started_on ended_on")

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="supervised_by")
    supervisor = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="supervises")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["staff"], condition=models.Q(ended_on__isnull=True), name="one_supervisor_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(staff=models.F("supervisor")), name="nobody_supervises_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="supervision_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor_id} for {self.staff_id}"
