"""How people relate to a child: care team, carers with rights, outside parties."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.permissions import RIGHT_GIVES, Permission, Right
from maypole.access.records import Owned


class CareTeamMember(Owned):
    """A staff member who cares for a child, from a date until it ends; one leads."""

    classified: ClassVar[Classified] = Classified(operational="child staff leads started_at ended_at")

    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="team")
    staff = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="caseload")
    leads = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["child", "staff"], condition=models.Q(ended_at__isnull=True), name="on_a_team_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} for {self.child_id}"


class Carer(Owned):
    """A parent or carer. Address and phone of one are never shown to another."""

    classified: ClassVar[Classified] = Classified(
        identifying="user name email phone best_times", operational="language contact_by"
    )

    class ContactBy(models.TextChoices):
        EMAIL = "email", _("By e-mail")
        PHONE = "phone", _("By phone call")
        TEXT = "text", _("By text message")
        LETTER = "letter", _("By letter")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="carer"
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    contact_by = models.CharField(_("how to reach them"), max_length=8, choices=ContactBy.choices, blank=True)
    best_times = models.CharField(_("best times"), max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name


ALL_RIGHTS = ",".join(right.value for right in Right)


class CarerRelation(Owned):
    """What one carer is to one child, with the rights that go with it. A court order's block wins over everything."""

    classified: ClassVar[Classified] = Classified(
        identifying="relation", operational="child carer rights blocked legal_basis started_at ended_at"
    )

    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="carer_relations")
    carer = models.ForeignKey(Carer, on_delete=models.PROTECT, related_name="relations")
    relation = models.CharField(_("relation"), max_length=40, default="parent")
    rights = models.CharField(max_length=240, default=ALL_RIGHTS)
    blocked = models.BooleanField(default=False)
    legal_basis = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["child", "carer"], condition=models.Q(ended_at__isnull=True), name="one_relation_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(blocked=False) | ~models.Q(legal_basis=""), name="a_block_names_its_basis"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carer_id} {self.relation} of {self.child_id}"

    @property
    def right_set(self) -> frozenset[Right]:
        return frozenset() if self.blocked else frozenset(Right(word) for word in self.rights.split(",") if word)

    @property
    def permissions(self) -> frozenset[Permission]:
        """Every permission the rights give on this child; knowing the child is one of them."""
        if self.blocked:
            return frozenset()
        return frozenset({Permission.SEE_CHILD}).union(*(RIGHT_GIVES[right] for right in self.right_set))


class OutsideParty(Owned):
    """A teacher, doctor, referrer, relative or payer who takes part by the family's consent."""

    classified: ClassVar[Classified] = Classified(identifying="user name email", operational="kind institution")

    class Kind(models.TextChoices):
        TEACHER = "teacher", _("Teacher")
        DOCTOR = "doctor", _("Doctor")
        REFERRER = "referrer", _("Referrer")
        RELATIVE = "relative", _("Relative or friend")
        PAYER = "payer", _("Insurer or payer")
        OTHER = "other", _("Other")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="outside"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TEACHER)
    institution = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name
