"""Forms in which a lead says how notes are written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maypole.people.models.staff import Discipline
from maypole.web.areas import AREAS

from .models import BuiltIn, NoteChoice, NoteRules, NoteTemplateVersion, ServiceKind
from .shapes import PARTS, Shape

MOST_SECTIONS = 8
EMPTY = [("", "–")]


class RulesForm(forms.ModelForm[NoteRules]):
    class Meta:
        model = NoteRules
        fields = ("hours", "counting", "licence_needed")
        widgets = {"counting": forms.RadioSelect}


class ChoiceForm(forms.Form):
    """One select for all notes, and one for each field that writes differently."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        templates: Sequence[NoteTemplateVersion],
        newest: Mapping[str, NoteChoice],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        offered = [*BuiltIn.choices, *((str(one.template_id), one.name) for one in templates)]
        self.templates = {str(one.template_id): one.template for one in templates}
        self.held = {key: row.built_in or str(row.template_id or "") for key, row in newest.items()}
        self.fields["all"] = forms.ChoiceField(
            label=_("Notes here begin as"), choices=offered, initial=self.held.get("", BuiltIn.SOAP)
        )
        for code, name in Discipline.choices:
            self.fields[f"of-{code}"] = forms.ChoiceField(
                label=name, choices=[("", _("As all others")), *offered], required=False,
                initial=self.held.get(code, ""),
            )  # fmt: skip

    def changed(self) -> Iterator[tuple[str, str]]:
        """(field of work or nothing, shape or nothing) of every choice that differs from what holds."""
        for code in ("", *Discipline.values):
            wanted = self.cleaned_data[f"of-{code}" if code else "all"]
            if wanted != self.held.get(code, "" if code else BuiltIn.SOAP):
                yield code, wanted


class TemplateForm(forms.Form):
    """Titles of up to eight sections in order, and for each part of the draft the section it feeds."""

    name = forms.CharField(label=_("Name of the template"), max_length=60)

    def __init__(self, data: Mapping[str, Any] | None = None, *, shape: Shape | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        numbers = range(1, MOST_SECTIONS + 1)
        for number in numbers:
            self.fields[f"title-{number}"] = forms.CharField(
                label=_now("Section %(n)d") % {"n": number}, max_length=80, required=number == 1
            )
        for part, words in PARTS.items():
            self.fields[f"part-{part}"] = forms.ChoiceField(
                label=str(words),
                required=False,
                choices=[("", _("Nowhere")), *((str(n), _now("Section %(n)d") % {"n": n}) for n in numbers)],
            )
        if shape is not None:
            self.initial = {"name": shape.name}
            for number, section in enumerate(shape.sections, 1):
                self.initial[f"title-{number}"] = section.title
                self.initial |= {f"part-{part}": str(number) for part in section.feeds}

    def titles(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("title-")]

    def parts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("part-")]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for part in PARTS:
            number = told.get(f"part-{part}")
            if number and not told.get(f"title-{number}"):
                self.add_error(f"part-{part}", _now("Section %(n)s has no title.") % {"n": number})
        if not told.get("part-counted") and "part-counted" not in self.errors:
            self.add_error("part-counted", _now("Choose a section: a note cannot be signed without what was seen."))
        return told

    def sections(self) -> list[tuple[str, list[str]]]:
        """Title and feeds of each section that has a title."""
        told = self.cleaned_data
        numbers = [n for n in range(1, MOST_SECTIONS + 1) if told[f"title-{n}"]]
        return [(told[f"title-{n}"], [part for part in PARTS if told[f"part-{part}"] == str(n)]) for n in numbers]


class ServiceForm(forms.ModelForm[ServiceKind]):
    """A service in the clinic's own words and, if it has one, with its own code."""

    areas = forms.MultipleChoiceField(
        label=_("Work on these areas counts as it"), choices=[(area.code, area.name) for area in AREAS], required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("So that minutes can be proposed from the taps."),
    )  # fmt: skip

    class Meta:
        model = ServiceKind
        fields = ("name", "code", "rule", "company", "discipline", "areas")
        widgets = {"rule": forms.RadioSelect, "company": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["discipline"].choices = [("", _("Every field")), *Discipline.choices]  # type: ignore[attr-defined]
        self.fields["code"].help_text = _(
            "The code you are licensed to use, typed by you. Leave it empty if you have none."
        )
