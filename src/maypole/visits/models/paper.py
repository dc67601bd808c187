"""Paper sheets that were keyed in: who watched, who typed, and which observations came of it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet

from .observation import Observation
from .visit import Visit


class PaperSheetQuerySet(ChildRecordQuerySet["PaperSheet"]):
    def standing(self) -> Self:
        """Sheets that nobody keyed in again."""
        return self.filter(replaced_by__isnull=True)


class PaperSheet(Happening, ChildRecord):
    """One sheet of one visit, keyed in by `by`. Keying it in again is a new row that replaces this one, with why.

    `observer` is the colleague who wrote on the paper; `observer_name` somebody else (a parent, a teacher).
    """

    classified: ClassVar[Classified] = Classified(
        identifying="observer_name", operational="child visit observer replaces"
    )

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="sheets")
    observer = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    observer_name = models.CharField(max_length=80, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = PaperSheetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(observer__isnull=False, observer_name="")
                | (Q(observer__isnull=True) & ~Q(observer_name="")),
                name="paper_sheet_names_one_observer",
            ),
            models.CheckConstraint(condition=Q(replaces__isnull=True) | ~Q(why=""), name="keyed_again_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} on paper"


class KeyedObservation(Owned):
    """This observation was on paper: it came into the record by keying in that sheet."""

    classified: ClassVar[Classified] = Classified(operational="sheet observation")

    sheet = models.ForeignKey(PaperSheet, on_delete=models.PROTECT, related_name="keyed")
    observation = models.OneToOneField(Observation, on_delete=models.PROTECT, related_name="keyed")

    def __str__(self) -> str:
        return f"{self.observation_id}"
