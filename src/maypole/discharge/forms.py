"""A goodbye as people write it: one form, and three short lists with rows to fill."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from maypole.people.models import Child, StaffMember
from maypole.plan.builder_fields import day_input

from .actions import Fields, Parts
from .models import Discharge, FollowUpOutcome

ROWS = {"fading": 3, "signs": 4, "follow_ups": 3}


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DischargeForm(forms.ModelForm[Discharge]):
    """Why, until when, how home keeps going, how to come back."""

    why = forms.CharField(label=_("In a few words"), max_length=1000, widget=lines(2))

    class Meta:
        model = Discharge
        fields = ("reason", "why", "last_on", "keep_going", "watch_intro", "way_back", "child_words")
        widgets = {"last_on": day_input(), "keep_going": lines(5), "way_back": lines(4), "watch_intro": lines(2)}
        help_texts = {
            "keep_going": _("What the family goes on doing, one a line."),
            "way_back": _("Whom to call, what happens then. Nobody needs a new referral to ask."),
            "child_words": _("For the certificate: what they are proud of."),
        }

    def values(self) -> Fields:
        return cast(Fields, {name: self.cleaned_data[name] for name in self.Meta.fields})


class FadeForm(forms.Form):
    from_on = forms.DateField(label=_("From"), widget=day_input())
    sessions_a_week = forms.FloatField(label=_("Visits a week"), min_value=0, max_value=20)
    minutes = forms.IntegerField(label=_("Minutes a visit"), min_value=0, max_value=240)
    note = forms.CharField(label=_("What else changes"), max_length=200, required=False)


class SignForm(forms.Form):
    look_for = forms.CharField(label=_("If you see"), max_length=200)
    what_to_do = forms.CharField(label=_("Then"), max_length=300)


class FollowUpForm(forms.Form):
    due_on = forms.DateField(label=_("Around this day"), widget=day_input())
    owner = forms.TypedChoiceField(label=_("Who asks"))

    def __init__(self, *args: Any, staff: dict[str, StaffMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "–"), *((key, one.name) for key, one in staff.items())]
        field.coerce = staff.__getitem__


FORMS: dict[str, type[forms.Form]] = {"fading": FadeForm, "signs": SignForm, "follow_ups": FollowUpForm}


class Lists:
    """The three lists. Rows that are left as they were offered count; emptied rows do not."""

    def __init__(self, child: Child, data: Any = None, initial: dict[str, list[dict[str, Any]]] | None = None) -> None:
        rows = StaffMember.objects.filter(organisation=child.organisation_id).order_by("name")
        staff = {str(one.pk): one for one in rows}
        self.sets: dict[str, BaseFormSet[Any]] = {}
        for name, form in FORMS.items():
            given = [] if data is not None or initial is None else initial.get(name, [])
            made: Any = formset_factory(form, extra=max(ROWS[name] - len(given), 1), max_num=12, absolute_max=12)
            asked = {"staff": staff} if name == "follow_ups" else {}
            self.sets[name] = made(data, prefix=name, initial=given or None, form_kwargs=asked)

    @property
    def fading(self) -> BaseFormSet[Any]:
        return self.sets["fading"]

    @property
    def signs(self) -> BaseFormSet[Any]:
        return self.sets["signs"]

    @property
    def follow_ups(self) -> BaseFormSet[Any]:
        return self.sets["follow_ups"]

    def is_valid(self) -> bool:
        """Every row is checked, so that every mistake is shown at once."""
        return not [one for one in self.sets.values() if not one.is_valid()]

    def parts(self) -> Parts:
        rows = {name: [row.cleaned_data for row in one if row.cleaned_data] for name, one in self.sets.items()}
        return Parts(
            fading=[(r["from_on"], r["sessions_a_week"], r["minutes"], r["note"]) for r in rows["fading"]],
            signs=[(r["look_for"], r["what_to_do"]) for r in rows["signs"]],
            follow_ups=[(r["due_on"], r["owner"]) for r in rows["follow_ups"]],
        )


class FollowUpOutcomeForm(forms.Form):
    """How it goes, three or six months later."""

    outcome = forms.ChoiceField(
        label=_("How it goes"), choices=FollowUpOutcome.Outcome.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In a few words"), max_length=600, required=False, widget=lines(2))


class ComebackForm(forms.Form):
    why = forms.CharField(label=_("What brings the family back"), max_length=600, widget=lines(2))


def in_months(day: date, months: int) -> date:
    """About so many months later: weeks, so that it falls on the same weekday."""
    return day + timedelta(weeks=round(months * 52 / 12))
