"""The form in which a sheet of paper is keyed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.permissions import Permission
from maypole.people.access import Reach
from maypole.people.models import StaffMember
from maypole.plan.models import Goal
from maypole.web.dates import weekday

from .keying import Held
from .models import Observation, PaperSheet, Setting, Visit, VisitStatus
from .paper import letters
from .paper_fields import fields_of, read, typed

ELSE = "else"
"""The choice that says: somebody who does not work here."""
OPEN = (VisitStatus.State.PLANNED, VisitStatus.State.STARTED, VisitStatus.State.FINISHED)


@dataclass(frozen=True)
class Part:
    """One goal's fields on the page."""

    goal: Goal
    fields: list[forms.BoundField]
    small: bool
    """Many short numbers rather than a few lines."""


class GoalsForm(forms.Form):
    """What stood on paper for each goal, who watched, and (for a sheet keyed in again) why."""

    observer = forms.ChoiceField(label=_("Who wrote on the paper"))
    observer_name = forms.CharField(label=_("Their name, if they do not work here"), max_length=80, required=False)

    def __init__(
        self, reached: Reach, goals: Sequence[Goal], data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.goals = goals
        names = dict(letters(reached.child))
        people = StaffMember.objects.filter(organisation=reached.child.organisation_id, ended_on__isnull=True)
        self.people = {str(one.pk): one for one in people.order_by("name")}
        named = [(key, one.name) for key, one in self.people.items()]
        self.fields["observer"].choices = [*named, (ELSE, _("Somebody else"))]  # type: ignore[attr-defined]
        self.ends: dict[Goal, list[str]] = {}
        for goal in goals:
            made = fields_of(goal, names)
            self.ends[goal] = list(made)
            self.fields |= {f"{goal.pk}-{end}": field for end, field in made.items()}
        self.readings: list[dict[str, Any]] = []

    def parts(self) -> list[Part]:
        return [
            Part(goal, [self[f"{goal.pk}-{end}"] for end in ends], len(ends) > 6) for goal, ends in self.ends.items()
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("observer") == ELSE and not told.get("observer_name") and "observer_name" not in self.errors:
            self.add_error("observer_name", _("Say who wrote on the paper."))
        for goal, ends in self.ends.items():
            if any(f"{goal.pk}-{end}" in self.errors for end in ends):
                continue
            try:
                self.readings += read(goal, {end: told.get(f"{goal.pk}-{end}") for end in ends})
            except ValidationError as wrong:
                for end, reasons in wrong.message_dict.items():
                    self.add_error(f"{goal.pk}-{end}", reasons)
        if not self.errors and not self.readings:
            raise ValidationError(_("Write down at least one thing that was on the paper."))
        return told

    def observed(self) -> dict[str, Any]:
        """Who watched: a colleague, or somebody by name."""
        staff = self.people.get(self.cleaned_data["observer"])
        return {"observer": staff, "observer_name": "" if staff else self.cleaned_data["observer_name"]}


class PaperForm(GoalsForm):
    """A sheet for a visit that was planned, or for one that nobody had planned."""

    visit = forms.ModelChoiceField(
        Visit.objects.none(), label=_("Which visit"), required=False, empty_label=_("One that was not planned")
    )
    staff = forms.ModelChoiceField(StaffMember.objects.none(), label=_("With"), required=False, empty_label="–")
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=240, initial=45)
    setting = forms.ChoiceField(label=_("Where"), choices=Setting.choices, initial=Setting.CLINIC)

    def __init__(self, reached: Reach, goals: Sequence[Goal], *args: Any, **kwargs: Any) -> None:
        super().__init__(reached, goals, *args, **kwargs)
        child = reached.child
        past = Visit.objects.in_state(*OPEN).filter(child=child, starts_at__lt=timezone.now())
        chooser: Any = self.fields["visit"]
        chooser.queryset = past.select_related("staff").order_by("-starts_at")
        chooser.label_from_instance = _visit_words
        staff = StaffMember.objects.filter(organisation=child.organisation_id, ended_on__isnull=True)
        if not reached.can(Permission.ASSIGN_TEAM):
            staff = staff.filter(caseload__child=child, caseload__ended_at__isnull=True)
        self.fields["staff"].queryset = staff.order_by("name").distinct()  # type: ignore[attr-defined]
        planned = self.data.get("visit") if self.is_bound else self.initial.get("visit")
        for name in ("staff", "day", "time"):
            self.fields[name].required = not planned

    def held(self) -> Held:
        """When and with whom it was: as planned, or as written here."""
        told = self.cleaned_data
        visit: Visit | None = told.get("visit")
        if visit is not None:
            return Held(visit.starts_at, visit.minutes, visit.staff, visit.setting)
        began = timezone.make_aware(datetime.combine(told["day"], told["time"].replace(second=0, microsecond=0)))
        return Held(began, told["minutes"], told["staff"], told["setting"])


class AgainForm(GoalsForm):
    """The same sheet keyed in again, with what was wrong before."""

    why = forms.CharField(label=_("What was wrong before?"), max_length=300)


def typed_before(sheet: PaperSheet, goals: Sequence[Goal], rows: Sequence[Observation]) -> dict[str, Any]:
    """What a sheet brought, as the initial values of the form that replaces it."""
    found: dict[str, Any] = {"observer": str(sheet.observer_id or ELSE), "observer_name": sheet.observer_name}
    for goal in goals:
        mine = [row for row in rows if row.goal_id == goal.pk]
        found |= {f"{goal.pk}-{end}": value for end, value in typed(goal, mine).items()}
    return found


def _visit_words(visit: Visit) -> str:
    begins = timezone.localtime(visit.starts_at)
    return f"{weekday(begins)}, {begins:%H:%M} · {visit.staff.name}"
