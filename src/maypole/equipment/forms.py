"""What is filled in about equipment. Choices are the clinic's own sites and things."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.people.models import Child, Site
from maypole.plan.models import Goal

from .models import Equipment, EquipmentCheck, EquipmentLoan, EquipmentState, EquipmentTrial, Kind


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class EquipmentForm(forms.ModelForm[Equipment]):
    class Meta:
        model = Equipment
        fields: ClassVar[list[str]] = [
            "name", "kind", "site", "serial", "inspect_every_days", "clean_every_days", "where_to_get"
        ]  # fmt: skip

    def __init__(self, by: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["site"] = forms.ModelChoiceField(
            Site.objects.filter(organisation=by.organisation_id).order_by("name"), label=_("site"), empty_label=None
        )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("kind") == Kind.SWING and not typed.get("inspect_every_days"):
            self.add_error("inspect_every_days", _now("A swing is inspected: say every how many days."))
        serial = typed.get("serial")
        if serial and Equipment.objects.filter(organisation=self.by.organisation_id, serial=serial).exists():
            self.add_error("serial", _now("This serial number is in the register already."))
        return typed


class CheckForm(forms.Form):
    kind = forms.ChoiceField(label=_("What was done"), choices=EquipmentCheck.Kind.choices)
    on = forms.DateField(label=_("On"), widget=DayInput(), initial=timezone.localdate)
    passed = forms.ChoiceField(
        label=_("Result"), choices=[("yes", _("Passed")), ("no", _("Failed"))], widget=forms.RadioSelect, initial="yes"
    )
    why = forms.CharField(label=_("What you saw"), max_length=300, required=False)


class StateForm(forms.Form):
    state = forms.ChoiceField(label=_("From now on"), choices=EquipmentState.State.choices)
    why = forms.CharField(label=_("Why"), max_length=200, required=False)


class LoanForm(forms.ModelForm[EquipmentLoan]):
    class Meta:
        model = EquipmentLoan
        fields: ClassVar[list[str]] = ["equipment", "due_back_on", "words"]
        widgets: ClassVar[dict[str, Any]] = {"due_back_on": DayInput()}

    def __init__(self, child: Child, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = Equipment.objects.in_the_house().filter(organisation=child.organisation_id).order_by("name")
        self.fields["equipment"] = forms.ModelChoiceField(ours, label=_("What"), empty_label=None)


class TrialForm(forms.ModelForm[EquipmentTrial]):
    class Meta:
        model = EquipmentTrial
        fields: ClassVar[list[str]] = ["what", "equipment", "goal", "on", "outcome", "words"]
        widgets: ClassVar[dict[str, Any]] = {"on": DayInput(), "outcome": forms.RadioSelect}

    def __init__(self, child: Child, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = Equipment.objects.kept().filter(organisation=child.organisation_id).order_by("name")
        goals = Goal.objects.being_worked_on().filter(child=child)
        self.fields["equipment"] = forms.ModelChoiceField(ours, label=_("From ours"), required=False, empty_label="–")
        self.fields["goal"] = forms.ModelChoiceField(goals, label=_("For which goal"), required=False, empty_label="–")
        self.fields["outcome"].choices = EquipmentTrial.Outcome.choices  # type: ignore[attr-defined]
