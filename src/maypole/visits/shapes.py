"""The shape a note is written in: its sections in order, and which parts of the draft feed each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import BuiltIn, NoteChoice, NoteSection, NoteTemplate, NoteTemplateVersion, NoteVersion

COLUMNS = ("subjective", "objective", "assessment", "plan")
"""Sections whose words have a column of their own; all others are in `more`."""
SEEN = "objective"
"""The section that must say something before a note is signed: what was seen and counted."""
PARTS: Mapping[str, Promise] = MappingProxyType(
    {
        "said": _("Quick notes of the visit"),
        "moods": _("How the child was, and whether they said stop"),
        "there": _("Who was there"),
        "times": _("When it began and ended"),
        "played": _("What was played, and what for"),
        "counted": _("What was counted, goal by goal"),
        "compared": _("What changed since last time"),
        "next": _("What comes next"),
    }
)
"""What a draft is made of. Each feeds one section, or none."""
HOME = {"counted": SEEN, "said": "subjective", "compared": "assessment", "next": "plan"}
"""The column of the section that this part feeds, the first of them deciding."""


@dataclass(frozen=True)
class Section:
    """One section: where its words are kept, its heading, and the parts of the draft in it."""

    key: str
    title: str | Promise
    feeds: tuple[str, ...] = ()

    @property
    def must(self) -> bool:
        return self.key == SEEN


@dataclass(frozen=True)
class Shape:
    """`code` is how a form and a row name it: a built-in shape, or the key of a template's version."""

    code: str
    name: str | Promise
    sections: tuple[Section, ...]

    def fed_by(self, part: str) -> str:
        """The key of the section which this part of the draft feeds; that of what was seen when none is."""
        return next((one.key for one in self.sections if part in one.feeds), SEEN)


SOAP = Shape(
    BuiltIn.SOAP,
    BuiltIn.SOAP.label,
    (
        Section("subjective", _("What the child and family said"), ("said", "moods")),
        Section("objective", _("What we saw and counted"), ("there", "played", "counted")),
        Section("assessment", _("What it means"), ("compared",)),
        Section("plan", _("What comes next"), ("next",)),
    ),
)
NARRATIVE = Shape(
    BuiltIn.NARRATIVE,
    BuiltIn.NARRATIVE.label,
    (Section("objective", _("The visit"), ("there", "moods", "said", "played", "counted", "compared", "next")),),
)
BUILT_IN: Mapping[str, Shape] = MappingProxyType({str(one.code): one for one in (SOAP, NARRATIVE)})


def of_rows(version: NoteTemplateVersion, rows: Sequence[NoteSection]) -> Shape:
    """The shape of one version of a template."""
    return Shape(str(version.pk), version.name, tuple(Section(row.key, row.title, tuple(row.feeds)) for row in rows))


def keys_for(feeds: Sequence[Sequence[str]]) -> list[str]:
    """Where each section of a new template keeps its words: each column once, names of their own for the rest."""
    found: list[str] = []
    for number, parts in enumerate(feeds, 1):
        homes = [HOME[part] for part in HOME if part in parts and HOME[part] not in found]
        found.append(homes[0] if homes else f"s{number}")
    return found


def shape_of(version: NoteVersion) -> Shape:
    """The shape this version is written in, whatever the clinic writes in today."""
    return shapes_of([version])[version.pk]


def shapes_of(versions: Sequence[NoteVersion]) -> dict[UUID, Shape]:
    """The shape of each version, by its key. Two queries at most."""
    wanted = {one.template_id for one in versions if one.template_id}
    rows = NoteTemplateVersion.objects.filter(pk__in=wanted).prefetch_related("sections") if wanted else []
    own = {row.pk: of_rows(row, list(row.sections.all())) for row in rows}
    return {one.pk: own[one.template_id] if one.template_id else BUILT_IN[one.built_in] for one in versions}


def chosen(organisation: UUID, discipline: str) -> Shape:
    """The shape a new note of this field is written in: the field's own choice, the clinic's, or SOAP."""
    rows = NoteChoice.objects.filter(organisation=organisation, discipline__in=["", discipline])
    newest: dict[str, NoteChoice] = {}
    for row in rows.order_by("at", "id"):
        newest[row.discipline] = row
    for choice in (newest.get(discipline), newest.get("")):
        if choice is not None and choice.built_in:
            return BUILT_IN[choice.built_in]
        if choice is not None and choice.template_id:
            return newest_of(choice.template_id)
    return SOAP


def newest_of(template: UUID | NoteTemplate | None) -> Shape:
    """The shape of a template's newest version."""
    rows = NoteTemplateVersion.objects.filter(template=template).prefetch_related("sections").order_by("-number")
    row = rows[0]
    return of_rows(row, list(row.sections.all()))


def named(organisation: UUID, code: str) -> Shape | None:
    """The shape a form names: a built-in one, or a version of one of this clinic's templates; None for any other."""
    if code in BUILT_IN:
        return BUILT_IN[code]
    try:
        key = UUID(code)
    except ValueError:
        return None
    row = NoteTemplateVersion.objects.filter(organisation=organisation, pk=key).prefetch_related("sections").first()
    return of_rows(row, list(row.sections.all())) if row else None


def words_in(version: NoteVersion, key: str) -> str:
    """What a version says in one section."""
    return str(getattr(version, key)) if key in COLUMNS else str(version.more.get(key, ""))


def read_out(version: NoteVersion, shape: Shape | None = None) -> list[tuple[str, str]]:
    """Heading and words of every section that says something, in order."""
    told = [(str(one.title), words_in(version, one.key)) for one in (shape or shape_of(version)).sections]
    return [(title, words) for title, words in told if words.strip()]
