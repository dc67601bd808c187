"""Weekly times as rows: a day, from, until. An emptied row is a removed one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import time
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import FreeTime, Weekday

MOST = 21
CLOCK = {"type": "time", "step": "300"}


class TimeForm(forms.Form):
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("day"), choices=[("", "–"), *Weekday.choices], coerce=int, required=False, empty_value=None
    )
    begins = forms.TimeField(
        label=gettext_lazy("from"), required=False, widget=forms.TimeInput(format="%H:%M", attrs=CLOCK)
    )
    ends = forms.TimeField(
        label=gettext_lazy("until"), required=False, widget=forms.TimeInput(format="%H:%M", attrs=CLOCK)
    )

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        if self.errors:
            return sent
        given = [sent.get(name) is not None for name in ("weekday", "begins", "ends")]
        if any(given) and not all(given):
            raise ValidationError(_("Choose a day, from when and until when. Or empty the row."))
        if all(given) and sent["begins"] >= sent["ends"]:
            raise ValidationError(_("A time ends before it begins."))
        return sent


class BaseTimes(forms.BaseFormSet[TimeForm]):
    def clean(self) -> None:
        """Two times of one day must not overlap: nobody could say which of them holds."""
        if any(self.errors):
            return
        days: dict[int, list[tuple[time, time]]] = defaultdict(list)
        for weekday, begins, ends in self.windows():
            days[weekday].append((begins, ends))
        for weekday, told in days.items():
            told.sort()
            if any(later[0] < earlier[1] for earlier, later in pairwise(told)):
                raise ValidationError(_("Two times overlap on %(day)s.") % {"day": Weekday(weekday).label})

    def windows(self) -> list[tuple[int, time, time]]:
        """The rows that are filled in, by day and hour."""
        sent = (form.cleaned_data for form in self.forms if form.is_valid())
        rows = [(row["weekday"], row["begins"], row["ends"]) for row in sent if row.get("weekday") is not None]
        return sorted(rows)


_TimeSet = forms.formset_factory(
    TimeForm, formset=BaseTimes, extra=7, max_num=MOST, absolute_max=MOST, validate_max=True
)


def times_form(rows: Iterable[FreeTime], data: Mapping[str, Any] | None = None) -> BaseTimes:
    """The rows that hold today, and empty ones below."""
    told = [{"weekday": row.weekday, "begins": row.begins, "ends": row.ends} for row in rows]
    made = _TimeSet(data, initial=told, prefix="times")
    assert isinstance(made, BaseTimes)
    return made
