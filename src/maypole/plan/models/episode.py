"""One stretch of therapy: it begins, it is expected to end, and somebody looks again on a day that is written down."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class EpisodeQuerySet(ChildRecordQuerySet["Episode"]):
    def open(self) -> Self:
        """Episodes that nobody has ended."""
        return self.filter(ended_on__isnull=True)

    def with_outlook(self) -> Self:
        """Annotates `earliest_on`, `expected_end_on` and `review_on` of the newest outlook."""
        newest = EpisodeOutlook.objects.filter(episode=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(
            earliest_on=Subquery(newest.values("earliest_on")[:1]),
            expected_end_on=Subquery(newest.values("expected_end_on")[:1]),
            review_on=Subquery(newest.values("review_on")[:1]),
        )


class Episode(Happening, ChildRecord):
    """A stretch of therapy for one child. How long it may take is told by its outlooks; the newest one holds."""

    classified: ClassVar[Classified] = Classified(clinical="end_why", operational="child started_on ended_on ended_by")

    started_on = models.DateField(_("from"))
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_why = models.TextField(blank=True)

    earliest_on: date | None
    """Annotated by `with_outlook`."""
    expected_end_on: date | None
    """Annotated by `with_outlook`."""
    review_on: date | None
    """Annotated by `with_outlook`."""

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["child"], condition=Q(ended_on__isnull=True), name="one_episode_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | (Q(ended_on__gte=F("started_on"), ended_by__isnull=False) & ~Q(end_why="")),
                name="episode_ends_when_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_on} – {self.ended_on or ''}"


class EpisodeOutlook(Happening):
    """“About four to six months”: when the episode may end at the earliest, when it is expected to, when we look again.

    `why` says what changed since the outlook before it.
    """

    classified: ClassVar[Classified] = Classified(operational="episode earliest_on expected_end_on review_on")

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="outlooks")
    earliest_on = models.DateField(_("perhaps done by"))
    expected_end_on = models.DateField(_("expected to end by"))
    review_on = models.DateField(_("we look at it again on"))

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["episode", "-at", "-id"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(earliest_on__lte=F("expected_end_on"), review_on__lte=F("expected_end_on")),
                name="outlook_is_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.earliest_on} – {self.expected_end_on}"
