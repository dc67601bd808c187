"""A worried parent asks for help; someone answers; every family has one next step."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.classification import Classified
from maypole.access.permissions import Permission
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, actor: Actor) -> Self:
        """Enquiries of the organisation, for those who answer them."""
        if not actor.can(Permission.MANAGE_ENQUIRIES):
            return self.none()
        return self.filter(organisation_id=actor.organisation_id)

    def with_state(self) -> Self:
        """Annotates `state` and `state_at` from the newest status row."""
        newest = EnquiryStatus.objects.filter(enquiry=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(state=Subquery(newest.values("state")[:1]), state_at=Subquery(newest.values("at")[:1]))

    def open(self) -> Self:
        """Enquiries nobody has finished."""
        return self.with_state().exclude(state__in=[EnquiryStatus.State.ACCEPTED, EnquiryStatus.State.CLOSED])


class Enquiry(Owned):
    """A family's question. The concern alone is enough: no diagnosis, no referral, no flags (S12, S13)."""

    classified: ClassVar[Classified] = Classified(
        identifying="contact_name email phone child_name child_born",
        clinical="concern loves",
        operational="reply_by language heard_from received_at child reference",
    )

    class Reply(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        TEXT = "text", _("Text message")

    concern = models.TextField(_("What worries you, or what would you like help with?"))
    loves = models.TextField(_("What does your child love, or do well?"), blank=True)
    child_name = models.CharField(_("Your child’s first name"), max_length=80, blank=True)
    child_born = models.DateField(_("Born on"), null=True, blank=True)
    contact_name = models.CharField(_("Your name"), max_length=120, blank=True)
    reply_by = models.CharField(_("How shall we answer?"), max_length=5, choices=Reply.choices, default=Reply.EMAIL)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    language = models.CharField(max_length=8, default="en")
    heard_from = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    reference = models.CharField(max_length=12, unique=True)
    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries")

    state: str
    """Annotated by `with_state`."""

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-received_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(concern=""), name="enquiry_has_a_concern")
        ]

    def __str__(self) -> str:
        return self.reference


class EnquiryStatus(Owned):
    """What happened to an enquiry; the public creates the first row, so `by` may be empty there."""

    classified: ClassVar[Classified] = Classified(operational="enquiry state at by", clinical="why")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        CONTACTED = "contacted", _("Answered")
        ACCEPTED = "accepted", _("Evaluation planned")
        CLOSED = "closed", _("Closed")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["enquiry", "-at", "-id"])]

    def __str__(self) -> str:
        return self.get_state_display()


class NextStepQuerySet(ChildRecordQuerySet["NextStep"]):
    def open(self) -> Self:
        """Steps nobody has finished or replaced."""
        return self.filter(closed_at__isnull=True)

    def told(self) -> models.QuerySet[NextStep, tuple[UUID, str, date, str]]:
        """As (child, what, by when, who has it): what a list of many children shows."""
        return self.values_list("child_id", "what", "due_on", Coalesce("staff__name", "carer__name"))

    def overdue(self) -> Self:
        return self.open().filter(due_on__lt=timezone.localdate())


class NextStep(Happening, ChildRecord):
    """The one next step of a family: what, who has it, by when (S19). At most one is open for each child."""

    classified: ClassVar[Classified] = Classified(
        clinical="detail", operational="child what staff carer due_on closed_at closed_by outcome"
    )  # `what` is read by everyone who moves the family on, so clinical words belong into `detail`

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        REPLACED = "replaced", _("Replaced by another step")

    what = models.CharField(_("What"), max_length=160)
    detail = models.CharField(_("More"), max_length=300, blank=True)
    staff = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="next_steps"
    )
    carer = models.ForeignKey(
        "people.Carer", on_delete=models.PROTECT, null=True, blank=True, related_name="next_steps"
    )
    due_on = models.DateField(_("By"))
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    objects = NextStepQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(closed_at__isnull=True), name="one_open_next_step_per_child"
            ),
            models.CheckConstraint(
                condition=models.Q(staff__isnull=False, carer__isnull=True)
                | models.Q(staff__isnull=True, carer__isnull=False),
                name="next_step_has_one_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (models.Q(closed_at__isnull=False, closed_by__isnull=False) & ~models.Q(outcome="")),
                name="next_step_closed_when_by_and_how",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def owner_name(self) -> str:
        """Reads self.staff or self.carer: select them."""
        owner = self.staff or self.carer
        return owner.name if owner else ""
