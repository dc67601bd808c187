"""An evaluation as people write it: a page of words and three lists of findings."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, TypedDict

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maypole.web.areas import AREAS

from .actions import Found
from .models import Evaluation, Finding, Transfer

BLANK_ROWS = 4
MOST_ROWS = 30
LEGENDS: dict[str, tuple[Promise, Promise]] = {
    Finding.Kind.STRENGTH: (_("Strengths"), _("What the child brings, loves and already does.")),
    Finding.Kind.CHALLENGE: (_("Challenges"), _("What is hard today, and where.")),
    Finding.Kind.GOAL: (_("Goals"), _("What should become possible, in the family’s or the child’s words.")),
}


class Written(TypedDict):
    """What `write_evaluation` takes."""

    held_on: date
    reason: str
    seen: str
    summary: str
    findings: list[Found]


class WordsForm(forms.ModelForm[Evaluation]):
    class Meta:
        model = Evaluation
        fields: ClassVar[list[str]] = ["held_on", "reason", "seen", "summary"]
        widgets: ClassVar[dict[str, Any]] = {
            "held_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "reason": forms.Textarea(attrs={"rows": 2, "maxlength": 4000}),
            "seen": forms.Textarea(attrs={"rows": 4, "maxlength": 20000}),
            "summary": forms.Textarea(attrs={"rows": 4, "maxlength": 8000}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "summary": _("The family reads this first. Short, warm, without jargon."),
        }

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError(_("Choose today or a day before: this is about what was seen."))
        return held_on


class TransferForm(forms.ModelForm[Transfer]):
    """An evaluation from elsewhere, by its document."""

    class Meta:
        model = Transfer
        fields: ClassVar[list[str]] = ["evaluated_by", "written_on", "document"]
        widgets: ClassVar[dict[str, Any]] = {
            "written_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "document": forms.Textarea(attrs={"rows": 4, "maxlength": 4000}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "evaluated_by": _("Name, profession and clinic: “Ana Ruiz, OT, Harbour Clinic”."),
            "document": _("“Evaluation report, four pages, from the family”: what was found, in a few sentences."),
        }

    def clean_written_on(self) -> date:
        written_on: date = self.cleaned_data["written_on"]
        if written_on > timezone.localdate():
            raise forms.ValidationError(_("Choose the day on the document: today or before."))
        return written_on


class NoLongerForm(forms.Form):
    why = forms.CharField(label=_("Why this transfer no longer counts"), max_length=300)


class FindingForm(forms.Form):
    text = forms.CharField(
        label=_("In words"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 400})
    )
    area = forms.ChoiceField(
        label=_("Skill area"),
        required=False,
        choices=[("", _("Skill area")), *((area.code, area.name) for area in AREAS)],
    )


FindingFormSet = forms.formset_factory(
    FindingForm, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


class Sheet:
    """The whole evaluation form: words, three lists, and the edition it was opened with."""

    def __init__(self, evaluation: Evaluation, data: QueryDict | None = None) -> None:
        self.words = WordsForm(data, instance=evaluation)
        self.edition = evaluation.edition
        stored = [] if evaluation._state.adding else list(evaluation.findings.all())
        self.lists = [
            (
                kind,
                *LEGENDS[kind],
                FindingFormSet(
                    data,
                    prefix=kind.value,
                    initial=[{"text": row.text, "area": row.area} for row in stored if row.kind == kind],
                ),
            )
            for kind in Finding.Kind
        ]

    def is_valid(self) -> bool:
        return all([self.words.is_valid(), *(rows.is_valid() for _kind, _title, _hint, rows in self.lists)])

    @property
    def has_list_errors(self) -> bool:
        return any(rows.is_bound and rows.total_error_count() for _kind, _title, _hint, rows in self.lists)

    def written(self) -> Written:
        words = self.words.cleaned_data
        findings = [
            Found(kind, row.cleaned_data.get("text", ""), row.cleaned_data.get("area", ""))
            for kind, _title, _hint, rows in self.lists
            for row in rows
        ]
        return Written(
            held_on=words["held_on"],
            reason=words["reason"],
            seen=words["seen"],
            summary=words["summary"],
            findings=findings,
        )
