"""The shape of a clinic's notes: its own templates in versions, and which shape each field of work writes in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned
from maypole.people.models.staff import Discipline


class BuiltIn(models.TextChoices):
    """Shapes every clinic has."""

    SOAP = "soap", _("SOAP: said, seen, meaning, next")
    NARRATIVE = "narrative", _("Narrative: one running text")


class NoteTemplate(Happening):
    """A shape of the clinic's own. What it looks like is in its versions; the newest one counts."""

    classified: ClassVar[Classified] = Classified()

    def __str__(self) -> str:
        return str(self.pk)


class NoteTemplateVersion(Happening):
    """Never changed once it is made, so that a signed note keeps the shape it was signed in."""

    classified: ClassVar[Classified] = Classified(operational="template number name")

    template = models.ForeignKey(NoteTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["template", "number"], name="note_template_number_once"),
            models.CheckConstraint(condition=~Q(name=""), name="note_template_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class NoteSection(Owned):
    """One named section of a template: the parts of the draft that feed it (`shapes.PARTS`), in order.

    `key` is where its words are kept in a note: one of the four built-in parts, or a name of its own.
    """

    classified: ClassVar[Classified] = Classified(operational="version number key title feeds")

    version = models.ForeignKey(NoteTemplateVersion, on_delete=models.PROTECT, related_name="sections")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=20)
    title = models.CharField(max_length=80)
    feeds = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "number"], name="note_section_number_once"),
            models.UniqueConstraint(fields=["version", "key"], name="note_section_key_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(key=""), name="note_section_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class NoteChoice(Happening):
    """From now on notes are written in this shape: those of one field of work, or all others. The newest row holds.

    A field's row without a shape says that it writes as all others do.
    """

    classified: ClassVar[Classified] = Classified(operational="discipline built_in template")

    discipline = models.CharField(max_length=10, choices=Discipline.choices, blank=True)
    built_in = models.CharField(max_length=10, choices=BuiltIn.choices, blank=True)
    template = models.ForeignKey(NoteTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(built_in="", template__isnull=False)
                | (~Q(built_in="") & Q(template__isnull=True))
                | (Q(built_in="", template__isnull=True) & ~Q(discipline="")),
                name="note_choice_names_one_shape",
            )
        ]

    def __str__(self) -> str:
        return f"{self.discipline or '*'}: {self.built_in or self.template_id}"
