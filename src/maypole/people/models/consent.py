"""A family's yes to somebody outside: asked for, given for one part of the record, ended or withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, now: datetime | None = None) -> Self:
        """Consents that have started, have not run out and were not withdrawn."""
        now = now or timezone.now()
        return self.filter(starts_at__lte=now, withdrawn_at__isnull=True).filter(
            models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now)
        )


class Consent(Owned):
    """A carer's yes to one outside party seeing one part of the record, until it ends or is withdrawn."""

    classified: ClassVar[Classified] = Classified(
        identifying="given_by",
        operational="child party scope purpose starts_at ends_at signed_on recorded_by withdrawn_at withdrawn_by",
    )

    class Scope(models.TextChoices):
        GOALS = "goals", _("Goals and progress")
        NAMES = "names", _("Only that the child comes here")
        REPORTS = "reports", _("Reports")
        CALM_PLAN = "calm_plan", _("The calm-down plan")
        SCHOOL_LINE = "school_line", _("The plan at school")
        CLINIC_LINE = "clinic_line", _("The plan at the clinic")

    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="consents")
    party = models.ForeignKey("people.OutsideParty", on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=12, choices=Scope.choices)
    purpose = models.CharField(max_length=200)
    given_by = models.ForeignKey("people.Carer", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True, help_text=_("The day on the paper; empty when given here."))
    recorded_by = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "party", "scope"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(signed_on__isnull=True, recorded_by__isnull=True)
                | models.Q(signed_on__isnull=False, recorded_by__isnull=False),
                name="a_paper_names_who_kept_it",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                name="consent_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.scope}"


class ConsentRequest(Happening):
    """The clinic asks the family whether somebody may see something. It opens nothing; only a consent does."""

    classified: ClassVar[Classified] = Classified(operational="child party scopes ends_on")

    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="consent_requests")
    party = models.ForeignKey("people.OutsideParty", on_delete=models.PROTECT, related_name="requests")
    scopes = models.CharField(max_length=120)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.scopes}"

    @property
    def asked(self) -> list[Consent.Scope]:
        return [Consent.Scope(word) for word in self.scopes.split(",") if word]


class ConsentAnswer(Happening):
    """What the family said to a request: yes (the consents are rows of their own) or no."""

    classified: ClassVar[Classified] = Classified(operational="request agreed")

    request = models.OneToOneField(ConsentRequest, on_delete=models.PROTECT, related_name="answer")
    agreed = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.request_id}: {self.agreed}"
