"""Forms of visits and notes. They check; the actions act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.permissions import Permission
from maypole.people.access import Reach
from maypole.people.models import Room, StaffMember
from maypole.plan.amounts import parse
from maypole.plan.models import Measure
from maypole.plan.models.measure import HELPED, INTERVALS

from .ingest import Item
from .models import Setting, VisitMood
from .present import NO
from .wire import read_item


class VisitForm(forms.Form):
    """A new visit: with whom, when, for how long, where."""

    staff = forms.ModelChoiceField(StaffMember.objects.none(), label=_("With"), empty_label=None)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=240, initial=45)
    setting = forms.ChoiceField(label=_("Where"), choices=Setting.choices, widget=forms.RadioSelect, initial="clinic")
    room = forms.ModelChoiceField(Room.objects.none(), label=_("Room"), required=False, empty_label=_("No room"))

    def __init__(self, reached: Reach, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        child = reached.child
        staff = StaffMember.objects.filter(organisation=child.organisation_id, ended_on__isnull=True)
        if not reached.can(Permission.ASSIGN_TEAM):
            staff = staff.filter(caseload__child=child, caseload__ended_at__isnull=True)
        rooms = Room.objects.filter(organisation=child.organisation_id).select_related("site").order_by("name")
        self.fields["staff"].queryset = staff.order_by("name")  # type: ignore[attr-defined]
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]

    def starts_at(self) -> datetime:
        """The chosen moment in the clinic's time zone."""
        chosen = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return timezone.make_aware(chosen)


class CancelForm(forms.Form):
    """Why a planned visit does not happen."""

    why = forms.CharField(label=_("Why?"), max_length=300)
    missed = forms.BooleanField(label=_("The family did not come and did not say"), required=False)


class MoodForm(forms.Form):
    mood = forms.ChoiceField(choices=VisitMood.Mood.choices)


class RemarkForm(forms.Form):
    words = forms.CharField(
        label=_("Quick note"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), error_messages={
            "required": _("Write a word or two first.")
        }
    )  # fmt: skip


def tapped(data: QueryDict, now: datetime) -> Item:
    """One tap of the capture page's plain forms. Raises ValueError when it makes no sense."""
    measure = data.get("measure", "")
    raw: dict[str, object] = {"id": data.get("id"), "goal": data.get("goal"), "measure": measure}
    raw |= {"mode": data.get("mode", "")}
    return read_item(raw | _measured(measure, data, now))


def _measured(measure: str, data: QueryDict, now: datetime) -> dict[str, object]:
    """What the buttons of one kind of measure mean."""
    tap, step = data.get("tap", ""), data.get("step", "")
    if measure in HELPED:
        numbered = {"step": int(step)} if step or measure == Measure.STEPS else {}
        return {"correct": tap != NO, "prompt": "I" if tap == NO else tap, **numbered}
    if measure in INTERVALS:
        return {"correct": tap == "yes", "step": int(step), "span_s": float(data.get("span_s", ""))}
    if measure == Measure.LATENCY:
        return {"value": seconds_since(data.get("since", ""), now), "correct": tap != "none"}
    if measure == Measure.DURATION:
        return {"value": seconds_since(data.get("since", ""), now)}
    if measure == Measure.RATE:
        return {"value": float(data.get("value", "")), "span_s": _seconds(data.get("watched", ""))}
    if measure == Measure.PRODUCT:
        return {"value": float(data.get("value", "")), "out_of": int(data.get("out_of", ""))}
    return {"value": float(tap)}


def _seconds(text: str) -> float:
    try:
        return parse(Measure.DURATION, text)
    except ValidationError as wrong:
        raise ValueError("watched") from wrong


def seconds_since(since: str, now: datetime) -> float:
    """Whole seconds from a watch that a plain form started; ValueError when that was no time or is not past."""
    started = datetime.fromisoformat(since)
    if started.tzinfo is None or not 0 <= (seconds := (now - started).total_seconds()) <= 86_400:
        raise ValueError("since")
    return float(round(seconds))
