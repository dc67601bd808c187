"""Groups that are real, and who is in them from when to when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet
from maypole.people.models.staff import Discipline

from .settings import Weekday
from .studio import Proposal, Term


class TherapyGroup(Happening):
    """One adult, a day and a time of the week, for a term. Its size never passes `most`, nor the ratio (S67)."""

    classified: ClassVar[Classified] = Classified(
        operational="term proposal site discipline name staff second_adult room weekday begins minutes most"
    )

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="groups")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    discipline = models.CharField(max_length=10, choices=Discipline.choices)
    name = models.CharField(_("name"), max_length=60)
    staff = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="groups_led")
    second_adult = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="groups_helped"
    )
    room = models.ForeignKey("people.Room", on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    begins = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    most = models.PositiveSmallIntegerField(default=4)

    class Meta:
        ordering: ClassVar[list[str]] = ["weekday", "begins", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["term", "site", "name"], name="group_name_once_a_term"),
            models.CheckConstraint(condition=Q(most__gte=2, minutes__gte=15), name="group_is_for_two_or_more"),
            models.CheckConstraint(condition=~Q(staff=F("second_adult")), name="second_adult_is_another"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMembershipQuerySet(ChildRecordQuerySet["GroupMembership"]):
    def on(self, day: date) -> Self:
        """Who is in a group on that day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class GroupMembership(Happening, ChildRecord):
    """A child in a group from a day on; leaving sets the last day and says why."""

    classified: ClassVar[Classified] = Classified(
        clinical="way left_why", operational="child group starts_on ends_on left_by left_at"
    )

    class Way(models.TextChoices):
        TRIAL = "trial", _("Trial visits")
        SUPPLEMENT = "supplement", _("Beside the visits alone")
        GRADUATE = "graduate", _("Instead of visits alone")

    group = models.ForeignKey(TherapyGroup, on_delete=models.PROTECT, related_name="memberships")
    way = models.CharField(max_length=10, choices=Way.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_why = models.CharField(max_length=300, blank=True)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["group", "child"], condition=Q(ends_on__isnull=True), name="in_a_group_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, left_by__isnull=True)
                | (Q(ends_on__isnull=False, left_by__isnull=False) & ~Q(left_why="")),
                name="leaving_a_group_has_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} in {self.group_id}"
