"""What was brought in from elsewhere, so that bringing it in again changes nothing."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.classification import Classified
from maypole.access.permissions import Permission
from maypole.access.records import Happening


class ImportedSeries(Happening):
    """One published series and the goal it became; `digest` tells whether a later file says the same."""

    classified: ClassVar[Classified] = Classified(
        identifying="case", operational="dataset measure pair digest child goal"
    )

    dataset = models.CharField(max_length=120)
    case = models.CharField(max_length=120)
    measure = models.CharField(max_length=160)
    pair = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="+")
    goal = models.OneToOneField("plan.Goal", on_delete=models.PROTECT, related_name="imported_from")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "dataset", "case", "measure", "pair"], name="a_series_is_imported_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dataset}: {self.case} | {self.measure} | {self.pair}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, actor: Actor) -> Self:
        """Uploads of the organisation, for those who may import."""
        if not actor.can(Permission.IMPORT_DATA):
            return self.none()
        return self.filter(organisation_id=actor.organisation_id)


class Upload(Happening):
    """A file a person gave to be read: first looked at without changing anything, then imported by a job."""

    classified: ClassVar[Classified] = Classified(clinical="content", operational="name title report imported_at")

    name = models.CharField(max_length=200)
    title = models.CharField(_("name of the collection"), max_length=120)
    content = models.TextField()
    report = models.JSONField(default=dict)
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name
