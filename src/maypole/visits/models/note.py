"""The note about a visit: drafted from the data, versioned, locked by a signature."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet

from .rules import ServiceKind
from .shape import BuiltIn, NoteTemplateVersion
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


class NoteVersionQuerySet(models.QuerySet["NoteVersion"]):
    def in_force(self) -> Self:
        """Signed, and beside it by the supervisor where the signer's licence asks for one: what families read."""
        return self.filter(
            Q(signature__cosigner__isnull=True) | Q(signature__cosignature__agreed=True), signature__isnull=False
        )


class NoteVersion(Edited, Happening):
    """One version, in the shape of a template or a built-in one. `why` says from the second on what was amended.

    The four built-in parts have columns of their own; words of further sections are in `more`, by the section's key.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="subjective objective assessment plan family_summary more",
        operational="note number edition built_in template began_at ended_at",
    )

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    built_in = models.CharField(max_length=10, choices=BuiltIn.choices, default=BuiltIn.SOAP, blank=True)
    template = models.ForeignKey(
        NoteTemplateVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    subjective = models.TextField(_("what the child and family said"), blank=True)
    objective = models.TextField(_("what we saw and counted"))
    assessment = models.TextField(_("what it means"), blank=True)
    plan = models.TextField(_("what comes next"), blank=True)
    more = models.JSONField(default=dict, blank=True)
    family_summary = models.TextField(_("in plain words for the family"), blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = NoteVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["note", "number"], name="note_version_number_once"),
            models.CheckConstraint(
                condition=Q(built_in="", template__isnull=False) | (~Q(built_in="") & Q(template__isnull=True)),
                name="note_version_has_one_shape",
            ),
            models.CheckConstraint(
                condition=Q(began_at__isnull=True, ended_at__isnull=True) | Q(ended_at__gt=F("began_at")),
                name="visit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} v{self.number}"

    @property
    def is_signed(self) -> bool:
        """Whether somebody signed it, whatever the supervisor said. Select `signature` with it."""
        return hasattr(self, "signature")


class NoteMinutes(Owned):
    """Minutes of one service in a visit, as the note says them."""

    classified: ClassVar[Classified] = Classified(operational="version kind minutes")

    version = models.ForeignKey(NoteVersion, on_delete=models.CASCADE, related_name="minutes")
    kind = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["kind__order", "kind__at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "kind"], name="minutes_of_a_service_once"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 600)), name="some_minutes_of_a_service"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min"


class NoteSignatureQuerySet(models.QuerySet["NoteSignature"]):
    def standing(self) -> Self:
        """Signatures that no supervisor sent back."""
        return self.exclude(cosignature__agreed=False)

    def waiting(self) -> Self:
        """Signatures that wait for a supervisor's beside them."""
        return self.filter(cosigner__isnull=False, cosignature__isnull=True)

    def in_force(self) -> Self:
        return self.filter(Q(cosigner__isnull=True) | Q(cosignature__agreed=True))


class NoteSignature(Happening):
    """Signed: the database refuses every change to this version (`maypole.seals`); an amendment is the next one.

    `cosigner` is whose signature the signer's licence asks for.
    """

    classified: ClassVar[Classified] = Classified(operational="version cosigner")
    fixes: ClassVar[tuple[type[Owned], ...]] = (NoteMinutes,)
    """The parts of a version that are fixed with it."""

    version = models.OneToOneField(NoteVersion, on_delete=models.PROTECT, related_name="signature")
    cosigner = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="notes_to_cosign"
    )

    objects = NoteSignatureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.version_id} signed"

    @property
    def waits(self) -> bool:
        """Whether the supervisor has not answered yet. Select `cosignature` with it."""
        return self.cosigner_id is not None and not hasattr(self, "cosignature")


class NoteCosignature(Happening):
    """The supervisor's answer to a signed note: beside it, or back with words."""

    classified: ClassVar[Classified] = Classified(operational="signature agreed")

    signature = models.OneToOneField(NoteSignature, on_delete=models.PROTECT, related_name="cosignature")
    agreed = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(agreed=True) | ~Q(why=""), name="note_sent_back_with_words")
        ]

    def __str__(self) -> str:
        return f"{self.signature_id}: {self.agreed}"
