"""Two regimes around one child: the clinic's own record, and a school's, which share only by the family's consent.

What a family tells of services elsewhere (`OutsideService`) is part of the clinic's record. What is written for a
school (`ServiceLine` and below) is the school's education record, without charge, and not read from the clinic's side.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet, Consent
from maypole.people.models.staff import Discipline


class Regime(models.TextChoices):
    """Which law a record is kept under."""

    CLINIC = "clinic", _("Clinic record (HIPAA)")
    SCHOOL = "school", _("School record (FERPA)")


class ServiceLineQuerySet(ChildRecordQuerySet["ServiceLine"]):
    def worked_in_by(self, actor: Actor) -> Self:
        """Lines this person works in today, whether or not they know the child in any other way."""
        who = Q(pk__in=[])
        if actor.staff_id:
            who |= Q(staff_id=actor.staff_id)
        if actor.outside_id:
            who |= Q(party_id=actor.outside_id)
        member = LineMember.objects.filter(who, line=OuterRef("pk"), ended_at__isnull=True)
        return self.filter(Exists(member), organisation_id=actor.organisation_id)

    def shared_with_clinic(self, now: datetime) -> Self:
        """School lines that the family's consent opens to the clinic's side at `now`, and clinic lines."""
        yes = Consent.objects.in_force(now).filter(
            child=OuterRef("child"), party=OuterRef("party"), scope=Consent.Scope.SCHOOL_LINE
        )
        return self.filter(Q(regime=Regime.CLINIC) | Exists(yes))

    def of_school(self) -> Self:
        return self.filter(regime=Regime.SCHOOL)


class ServiceLine(Happening, ChildRecord):
    """One service for one child under one regime. A school line has no charge and carries the FERPA flag (S54)."""

    classified: ClassVar[Classified] = Classified(
        identifying="institution party", operational="child regime charged started_on ended_on"
    )

    regime = models.CharField(_("record"), max_length=8, choices=Regime.choices)
    charged = models.BooleanField(_("billed"), default=False)
    institution = models.CharField(_("school"), max_length=160, blank=True)
    party = models.ForeignKey(
        "people.OutsideParty", on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(null=True, blank=True)

    objects = ServiceLineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(regime=Regime.CLINIC)
                | (Q(regime=Regime.SCHOOL, charged=False, party__isnull=False) & ~Q(institution="")),
                name="a_school_line_is_free_and_names_the_school",
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(regime=Regime.CLINIC, ended_on__isnull=True),
                name="one_clinic_line_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["child", "party"],
                condition=Q(regime=Regime.SCHOOL, ended_on__isnull=True),
                name="one_line_a_school_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="a_line_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.institution or self.regime

    @property
    def is_education_record(self) -> bool:
        """The FERPA flag."""
        return self.regime == Regime.SCHOOL


class LineMember(Owned):
    """Who works in a line: somebody of this clinic under the school's contract, or the school's own therapist."""

    classified: ClassVar[Classified] = Classified(operational="line staff party started_at ended_at")

    line = models.ForeignKey(ServiceLine, on_delete=models.PROTECT, related_name="members")
    staff = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey("people.OutsideParty", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(staff__isnull=False, party__isnull=True) | Q(staff__isnull=True, party__isnull=False),
                name="a_line_member_is_one_person",
            ),
            models.UniqueConstraint(
                fields=["line", "staff"], condition=Q(ended_at__isnull=True), name="staff_in_a_line_once"
            ),
            models.UniqueConstraint(
                fields=["line", "party"], condition=Q(ended_at__isnull=True), name="party_in_a_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id or self.party_id} in {self.line_id}"


class LineGoal(Happening):
    """What a school works on: a classroom goal in its own words."""

    classified: ClassVar[Classified] = Classified(clinical="words area", operational="line")

    line = models.ForeignKey(ServiceLine, on_delete=models.PROTECT, related_name="line_goals")
    area = models.CharField(_("skill area"), max_length=24)
    words = models.CharField(_("what is worked on"), max_length=300)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(words=""), name="a_line_goal_has_words")
        ]

    def __str__(self) -> str:
        return self.words


class LineEntry(Happening):
    """A note or a document of a line."""

    classified: ClassVar[Classified] = Classified(clinical="title words", operational="line kind held_on minutes")

    class Kind(models.TextChoices):
        NOTE = "note", _("Note of a visit")
        DOCUMENT = "document", _("Document")
        TALK = "talk", _("Advice to the school")

    line = models.ForeignKey(ServiceLine, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    held_on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=160)
    words = models.TextField(_("what is written"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-held_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="a_line_entry_has_title_and_words")
        ]

    def __str__(self) -> str:
        return self.title


class OutsideService(Happening, ChildRecord):
    """Another service the family told of, with its goals in their words, so that nobody pulls two ways (S53)."""

    classified: ClassVar[Classified] = Classified(
        identifying="institution therapist",
        clinical="goals area",
        operational="child kind discipline how_often ended_on",
    )

    class Kind(models.TextChoices):
        SCHOOL = "school", _("School")
        EARLY = "early", _("Early intervention")
        PRIVATE = "private", _("Another practice")
        HOSPITAL = "hospital", _("Hospital")

    kind = models.CharField(_("what it is"), max_length=8, choices=Kind.choices)
    institution = models.CharField(_("where"), max_length=160)
    therapist = models.CharField(_("who"), max_length=120, blank=True)
    discipline = models.CharField(_("field"), max_length=10, choices=Discipline.choices, blank=True)
    how_often = models.CharField(_("how often"), max_length=120, blank=True)
    area = models.CharField(_("skill area"), max_length=24, blank=True)
    goals = models.TextField(_("what they work on, as you know it"), blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(institution=""), name="a_service_elsewhere_has_a_place")
        ]

    def __str__(self) -> str:
        return self.institution
