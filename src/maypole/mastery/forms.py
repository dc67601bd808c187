"""A goal's rules, an answer, a check as people write them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maypole.plan.amounts import amount, parse, typed
from maypole.plan.models import Goal
from maypole.visits.models import Setting

from .models import MasteryRule, PhaseRule, PlannedProbe
from .probing import Check

MASTERY = ("least_tries", "consecutive", "people", "places", "first_try")
PHASES = ("baseline_points", "stable_points", "stable_percent", "wide", "wide_sessions", "failed_checks")


def why_field() -> forms.CharField:
    return forms.CharField(
        label=_("Why"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed to use it, not to try it."),
    )  # fmt: skip


class MasteryForm(forms.Form):
    """When the goal counts as reached."""

    level = forms.CharField(label=_("At least this well"), max_length=12)
    least_tries = forms.IntegerField(label=_("Tries a session needs to count"), min_value=1, max_value=200)
    consecutive = forms.IntegerField(label=_("Sessions in a row"), min_value=1, max_value=20)
    people = forms.IntegerField(label=_("Different people"), min_value=1, max_value=5)
    places = forms.IntegerField(label=_("Different places"), min_value=1, max_value=5)
    first_try = forms.BooleanField(
        label=_("The first try of the day goes well too\nBefore any teaching: a cold probe"), required=False
    )
    why = why_field()

    def __init__(self, data: Any = None, *, goal: Goal, rule: MasteryRule) -> None:
        initial = {name: getattr(rule, name) for name in MASTERY} | {"level": typed(goal, rule.level)}
        super().__init__(data, initial=initial, prefix="mastery")
        self.goal = goal
        self.fields["level"].help_text = _("The goal is %(goal)s.") % {"goal": amount(goal, goal.criterion or 0.0)}
        if not goal.counts_tries:
            del self.fields["least_tries"]
        if not goal.is_helped or goal.improvement == Goal.Improvement.DECREASE:
            del self.fields["first_try"]

    def clean_level(self) -> float:
        level = parse(self.goal.measure, self.cleaned_data["level"], self.goal.out_of)
        if self.goal.counts_tries and self.goal.improvement == Goal.Improvement.INCREASE and level <= 0:
            raise ValidationError(_("Write a number above 0."))
        if self.goal.counts_tries and self.goal.improvement == Goal.Improvement.DECREASE and level >= self.goal.out_of:
            raise ValidationError(_("Write a number below %(whole)d.") % {"whole": self.goal.out_of})
        return level

    def rule(self) -> MasteryRule:
        """What is typed, unsaved."""
        chosen = {name: self.cleaned_data[name] for name in (*MASTERY, "level") if name in self.cleaned_data}
        return MasteryRule(goal=self.goal, **chosen)


class PhasesForm(forms.Form):
    """When the goal moves on."""

    baseline_points = forms.IntegerField(
        label=_("Baseline ends after so many sessions"), min_value=1, max_value=30, help_text=_("Five is usual.")
    )
    stable_points = forms.IntegerField(
        label=_("Or sooner: after so many that hardly differ"),
        min_value=2,
        max_value=30,
        help_text=_("Three is usual."),
    )
    stable_percent = forms.IntegerField(
        label=_("“Hardly”: percent of the way from start to goal"), min_value=0, max_value=100
    )
    wide = forms.IntegerField(label=_("Then seen in so many places, or with so many people"), min_value=2, max_value=5)
    wide_sessions = forms.IntegerField(label=_("Sessions in a row in each of them"), min_value=1, max_value=20)
    failed_checks = forms.IntegerField(
        label=_("Failed checks in a row that lead back to teaching"), min_value=1, max_value=5
    )
    why = why_field()

    def __init__(self, data: Any = None, *, goal: Goal, rule: PhaseRule) -> None:
        super().__init__(data, initial={name: getattr(rule, name) for name in PHASES}, prefix="phases")
        self.goal = goal

    def rule(self) -> PhaseRule:
        return PhaseRule(goal=self.goal, **{name: self.cleaned_data[name] for name in PHASES})


class RefusalForm(forms.Form):
    """A no to a proposal, or to a check, with its reason."""

    why = forms.CharField(label=_("Why not"), max_length=600)


class ProbeForm(forms.Form):
    """One more check."""

    kind = forms.ChoiceField(label=_("What we want to know"), choices=PlannedProbe.Kind.choices)
    due_on = forms.DateField(
        label=_("Around this day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    place = forms.ChoiceField(label=_("Where"), choices=Setting.choices)
    with_whom = forms.CharField(label=_("With whom"), max_length=80, required=False, help_text=_("Empty: anybody."))

    def check(self) -> Check:
        return Check(**self.cleaned_data)
