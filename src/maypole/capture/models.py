"""What the clinic knows of its devices: which events came, whose they were, and what waits for a decision.

Every event a device sends leaves one `Receipt`: its number in the device's own gapless order and the digest of its
content. So a resend is known, an altered resend is refused, and a missing number is seen.
"""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned, Record
from maypole.people.models import ChildRecord, ChildRecordQuerySet


def new_secret() -> bytes:
    """256 random bits."""
    return secrets.token_bytes(32)


class OfflineKey(Record):
    """What a person's unsent data is sealed with on their devices. Handed out only to them, when they sign in."""

    classified: ClassVar[Classified] = Classified(identifying="user secret", operational="made_at")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offline_key")
    secret = models.BinaryField(default=new_secret, max_length=32, validators=[MinLengthValidator(32)])
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"key of {self.user_id}"


class Device(Owned):
    """One person on one browser of one tablet. A tablet that two people share is two of these.

    `taken` counts events that came, `highest` is the greatest number among them, `upto` the last number before the
    first gap. `unsent` and `unsent_since` are what the device itself said when it was last heard of.
    """

    classified: ClassVar[Classified] = Classified(
        identifying="user name",
        operational="first_seen last_seen taken highest upto unsent unsent_since attention clock_off app",
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(max_length=60, blank=True)
    first_seen = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    taken = models.PositiveBigIntegerField(default=0)
    highest = models.PositiveBigIntegerField(default=0)
    upto = models.PositiveBigIntegerField(default=0)
    unsent = models.PositiveIntegerField(default=0)
    unsent_since = models.DateTimeField(null=True, blank=True)
    attention = models.PositiveIntegerField(default=0)
    clock_off = models.IntegerField(null=True, blank=True)
    app = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-last_seen", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(upto__lte=models.F("highest"), taken__lte=models.F("highest")), name="device_counts_agree"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def missing(self) -> int:
        """Numbers below the highest that have not come: what is known to be lost or still out there."""
        return self.highest - self.taken


class Receipt(Owned):
    """One event that came: its id is the event's own."""

    classified: ClassVar[Classified] = Classified(
        operational="device sequence kind child visit status reason digest happened_at received_at skew"
    )

    class Status(models.TextChoices):
        OK = "ok", _("Stored")
        HELD = "held", _("Waits for a decision")
        REFUSED = "refused", _("Not taken")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="receipts")
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=16)
    child = models.UUIDField()
    visit = models.UUIDField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices)
    reason = models.CharField(max_length=30, blank=True)
    digest = models.CharField(max_length=64)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    skew = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["device", "sequence"], name="receipt_sequence_once"),
            models.CheckConstraint(condition=Q(status="ok") | ~Q(reason=""), name="receipt_not_ok_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.status}"


class HeldItemQuerySet(ChildRecordQuerySet["HeldItem"]):
    def open(self) -> Self:
        """Items nobody has decided about."""
        return self.filter(decision__isnull=True)


class HeldItem(ChildRecord):
    """An event that came too late to be taken without a look: access had ended, or the visit was called off meanwhile.

    `event` is what was sent, word for word, so that accepting it later stores the same observation.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="event", identifying="user", operational="child device visit kind reason received_at"
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="held")
    visit = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=16)
    reason = models.CharField(max_length=30)
    event = models.JSONField()
    received_at = models.DateTimeField(default=timezone.now)

    objects = HeldItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["received_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.reason}"


class HeldDecision(Happening):
    """What the clinical lead decided about a held item; letting it go needs a reason."""

    classified: ClassVar[Classified] = Classified(operational="held accepted")

    held = models.OneToOneField(HeldItem, on_delete=models.PROTECT, related_name="decision")
    accepted = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(accepted=True) | ~Q(why=""), name="held_let_go_for_a_reason")
        ]

    def __str__(self) -> str:
        return "accepted" if self.accepted else "let go"
