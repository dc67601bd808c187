"""What happened in a child's life and may show in a graph: illness, a holiday, a new medicine, a new school."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class LifeEventQuerySet(ChildRecordQuerySet["LifeEvent"]):
    def standing(self) -> Self:
        """Events that nobody has taken back."""
        return self.filter(withdrawn_at__isnull=True)


class LifeEvent(Happening, ChildRecord):
    """A day, or some days, that explain a graph. Told by the team or the family; never a judgement."""

    classified: ClassVar[Classified] = Classified(
        clinical="kind title", operational="child starts_on ends_on withdrawn_at withdrawn_by"
    )

    class Kind(models.TextChoices):
        ILLNESS = "illness", _("Illness")
        HOLIDAY = "holiday", _("Holiday")
        MEDICATION = "medication", _("Medicine changed")
        SCHOOL = "school", _("School or kindergarten")
        FAMILY = "family", _("In the family")
        OTHER = "other", _("Something else")

    kind = models.CharField(_("what kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("in a few words"), max_length=80)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LifeEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_on", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "starts_on"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(title=""), name="life_event_says_what"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="life_event_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="life_event_withdrawn_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.title
