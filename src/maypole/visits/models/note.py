"""The note about a visit: drafted from the data, versioned, locked by a signature."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet

from .visit import Visit


class NoteQuerySet(ChildRecordQuerySet["Note"]):
    pass


class Note(Happening, ChildRecord):
    """One note for one visit and child; its words are in its versions."""

    classified: ClassVar[Classified] = Classified(operational="child visit")

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="note")

    objects = NoteQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.visit_id)


class NoteVersion(Edited, Happening):
    """One version in SOAP order. `why` is needed from the second version on: what was amended."""

    classified: ClassVar[Classified] = Classified(
        clinical="subjective objective assessment plan family_summary", operational="note number edition"
    )

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    subjective = models.TextField(_("what the child and family said"), blank=True)
    objective = models.TextField(_("what we saw and counted"))
    assessment = models.TextField(_("what it means"), blank=True)
    plan = models.TextField(_("what comes next"), blank=True)
    family_summary = models.TextField(_("in plain words for the family"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["note", "number"], name="note_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.note_id} v{self.number}"


class NoteSignature(Happening):
    """Signed: this version never changes; an amendment is the next one."""

    classified: ClassVar[Classified] = Classified(operational="version")

    version = models.OneToOneField(NoteVersion, on_delete=models.PROTECT, related_name="signature")

    def __str__(self) -> str:
        return f"{self.version_id} signed"
