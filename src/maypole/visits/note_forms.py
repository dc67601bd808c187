"""The forms of a note: its sections in the clinic's shape, its times, and a supervisor's answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from .draft import NoteText
from .models import NoteVersion, ServiceKind
from .shapes import SOAP, Shape, words_in
from .times import Times

ROWS = {"objective": 6}
MOST_WORDS = 20_000


class NoteForm(forms.Form):
    """The words of a note, one field a section. Only what was seen must be there."""

    family_summary = forms.CharField(
        label=_("For the family, in plain words"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The family reads this as soon as you sign."), max_length=MOST_WORDS,
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, shape: Shape = SOAP, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.shape = shape
        for section in shape.sections:
            rows = 12 if len(shape.sections) == 1 else ROWS.get(section.key, 3)
            self.fields[section.key] = forms.CharField(
                label=str(section.title),
                required=section.must,
                widget=forms.Textarea(attrs={"rows": rows}),
                max_length=MOST_WORDS,
            )
        self.order_fields(["why", *(section.key for section in shape.sections), "family_summary"])

    def drafted_in(self, language: str) -> None:
        """Say that the summary is in the family's language when that is not the reader's."""
        if language != get_language():
            words = _("Drafted in the family’s language: %(language)s. They read this as soon as you sign.")
            name = get_language_info(language)["name_translated"]
            self.fields["family_summary"].help_text = words % {"language": name}

    def text(self) -> NoteText:
        told = {section.key: self.cleaned_data[section.key] for section in self.shape.sections}
        return NoteText.of(told, self.cleaned_data["family_summary"])


class AmendForm(NoteForm):
    why = forms.CharField(label=_("What do you amend, and why?"), max_length=500)


class TimesForm(forms.Form):
    """When the visit began and ended, and minutes by service. Left empty, the times that were pressed count."""

    began = forms.TimeField(
        label=_("Began"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ended = forms.TimeField(
        label=_("Ended"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kinds: Sequence[ServiceKind],
        day: date,
        times: Times | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.kinds, self.day = kinds, day
        for kind in kinds:
            self.fields[name_of(kind)] = forms.IntegerField(
                label=kind.name, required=False, min_value=0, max_value=600, widget=forms.NumberInput(
                    attrs={"inputmode": "numeric", "class": "input--short num"}
                )
            )  # fmt: skip
        if times is not None:
            self.initial = initial_of(times, kinds)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if (told.get("began") is None) != (told.get("ended") is None) and not self.errors:
            raise ValidationError(_("Write both: when it began, and when it ended."))
        if not self.errors and (times := self._times(told)) is not None:
            times.check()
        return told

    def times(self) -> Times | None:
        return self._times(self.cleaned_data)

    def _times(self, told: Mapping[str, Any]) -> Times | None:
        if told.get("began") is None or told.get("ended") is None:
            return None
        minutes = {kind.pk: told[name_of(kind)] for kind in self.kinds if told.get(name_of(kind))}
        return Times(self._at(told["began"]), self._at(told["ended"]), minutes)

    def _at(self, clock: time) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, clock.replace(second=0, microsecond=0)))

    def services(self) -> Iterator[tuple[ServiceKind, forms.BoundField]]:
        """Each service with its field."""
        return ((kind, self[name_of(kind)]) for kind in self.kinds)


class CosignForm(forms.Form):
    """A supervisor's answer to a note a colleague signed."""

    agreed = forms.TypedChoiceField(
        label=_("Do you sign beside it?"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[
            ("yes", _("I sign beside it\nThe note is locked, and the family reads its summary")),
            ("no", _("Back to my colleague\nIt opens again with your words")),
        ],
    )  # fmt: skip
    words = forms.CharField(
        label=_("What should be different?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


def name_of(kind: ServiceKind) -> str:
    return f"minutes-{kind.pk}"


def initial_of(times: Times, kinds: Sequence[ServiceKind]) -> dict[str, Any]:
    """Times as a form's initial values."""
    began, ended = timezone.localtime(times.began), timezone.localtime(times.ended)
    minutes = {name_of(kind): times.minutes.get(kind.pk) for kind in kinds}
    return {"began": began.time(), "ended": ended.time(), **minutes}


def words_of(version: NoteVersion, shape: Shape) -> dict[str, str]:
    """A version's words as a form's initial values."""
    told = {section.key: words_in(version, section.key) for section in shape.sections}
    return {**told, "family_summary": version.family_summary}
