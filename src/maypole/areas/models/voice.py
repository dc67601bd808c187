"""How a child speaks with help (AAC): the profile everybody knows, and who has which device (S42)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class AacProfileQuerySet(ChildRecordQuerySet["AacProfile"]):
    pass


class AacProfile(Happening, ChildRecord):
    """The system as it is from a day on; the newest row counts.

    `precaution` is the line “always within reach” that every screen shows where the child is met.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="system kind vocabulary vocabulary_size access access_words partners kept_at backup",
        operational="child precaution",
    )

    class Kind(models.TextChoices):
        DEVICE = "device", _("Device that speaks")
        APP = "app", _("App on a tablet")
        BOOK = "book", _("Picture book or board")
        SIGNS = "signs", _("Signs and gestures")
        OTHER = "other", _("Something else")

    class Access(models.TextChoices):
        TOUCH = "touch", _("Finger or hand")
        EYES = "eyes", _("Eyes")
        SWITCH = "switch", _("Switch")
        PARTNER = "partner", _("With a partner who asks step by step")
        OTHER = "other", _("Another way")

    system = models.CharField(_("the system"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    vocabulary_size = models.PositiveIntegerField(_("how many words or pictures"), null=True, blank=True)
    vocabulary = models.CharField(_("how the words are arranged"), max_length=300, blank=True)
    access = models.CharField(_("how the child uses it"), max_length=8, choices=Access.choices)
    access_words = models.CharField(_("what makes it easier"), max_length=300, blank=True)
    partners = models.TextField(_("what a partner does"), help_text=_("One a line."))
    kept_at = models.CharField(_("where it is, and who brings it"), max_length=200, blank=True)
    backup = models.CharField(_("when it fails"), max_length=200, blank=True)
    precaution = models.ForeignKey(
        "people.Precaution", on_delete=models.PROTECT, null=True, blank=True, related_name="aac_profiles"
    )

    objects = AacProfileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "-at", "-id"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(system="") & ~Q(partners=""), name="aac_says_system_and_partners")
        ]

    def __str__(self) -> str:
        return self.system

    @property
    def partner_lines(self) -> list[str]:
        return [line.strip() for line in self.partners.splitlines() if line.strip()]


class DeviceQuerySet(models.QuerySet["Device"]):
    def with_loan(self) -> Self:
        """Annotates `loan_id`: the loan that is not back yet."""
        out = DeviceLoan.objects.filter(device=OuterRef("pk"), returned_at__isnull=True)
        return self.annotate(loan_id=Subquery(out.values("pk")[:1]))

    def kept(self) -> Self:
        return self.filter(retired_at__isnull=True)


class Device(Happening):
    """A device of the clinic that a child may borrow."""

    classified: ClassVar[Classified] = Classified(operational="name number retired_at")

    name = models.CharField(_("device"), max_length=120)
    number = models.CharField(_("number on it"), max_length=60)
    retired_at = models.DateTimeField(null=True, blank=True)

    loan_id: object
    """Annotated by `with_loan`."""

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "number", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "number"], name="device_number_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(number=""), name="device_has_name_and_number"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class DeviceLoanQuerySet(ChildRecordQuerySet["DeviceLoan"]):
    pass


class DeviceLoan(Happening, ChildRecord):
    """A device is with a child from `at` until it is back, and how it came back."""

    classified: ClassVar[Classified] = Classified(operational="child device due_on returned_at returned_by condition")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="loans")
    due_on = models.DateField(_("back by"), null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    condition = models.CharField(_("how it came back"), max_length=200, blank=True)

    objects = DeviceLoanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(returned_at__isnull=True), name="a_device_is_with_one_child"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
                name="device_returned_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} with {self.child_id}"
