"""What is filled in about terms, rules, and who joins or leaves a group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maypole.cores.groups.problem import Weights
from maypole.people.models import Carer, Child, StaffMember
from maypole.plan.builder_fields import day_input

from .actions.settings import RuleFields
from .models import GroupMembership, GroupRules

USUAL = Weights()
RATIOS = ("under_36", "under_60", "from_60", "support")
SHARES = {"0": 0.0, "half": 0.5, "usual": 1.0, "double": 2.0}
HOW_MUCH = [("0", _("Not at all")), ("half", _("A little")), ("usual", _("As usual")), ("double", _("A lot"))]
WEIGHTS: dict[str, tuple[Promise, Promise]] = {
    "shared_goal": (_("The same skill"), _("So that nobody is alone with what they practise.")),
    "level_mix": (_("Somebody one step ahead"), _("Shows that it can be done; only beginners count against a group.")),
    "age_closeness": (_("Close in age"), _("Same-age company is more relaxed.")),
    "size": (_("A small group"), _("Two to four is usual; with five and more, studies saw smaller gains.")),
    "together": (_("Wishes to be together"), _("What a child or family asked for.")),
    "same_group": (_("The same peers as last term"), _("Friendships grow from the same faces.")),
    "same_staff": (_("The adult they know"), _("Nobody begins again with a stranger.")),
    "same_time": (_("The same day and time"), _("Families keep their week.")),
    "language": (_("An adult who speaks their language"), _("Understanding comes first.")),
    "waiting_week": (_("Who has waited long"), _("Each week of waiting counts a little.")),
}  # fmt: skip
"""What people can weigh. That every child has a place always counts most, and is not up for choice."""


class TermForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("“Autumn 2026”"))
    starts_on = forms.DateField(label=_("From"), widget=day_input())
    ends_on = forms.DateField(label=_("Until"), widget=day_input())


class RulesForm(forms.ModelForm[GroupRules]):
    why = forms.CharField(
        label=_("Why"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("So that the next person understands what changed."),
    )  # fmt: skip

    class Meta:
        model = GroupRules
        fields: ClassVar[list[str]] = [
            "minutes", "size_min", "size_max", "span_young", "span_old", "ratio_under_36", "ratio_under_60",
            "ratio_from_60", "ratio_support",
        ]  # fmt: skip
        help_texts: ClassVar[dict[str, Any]] = {
            "span_young": _("Most months between youngest and oldest, while the youngest is under 6."),
            "span_old": _("Most months between youngest and oldest, from 6 on."),
            "ratio_support": _("When one of them needs an adult close by."),
        }

    def __init__(self, data: Any = None, *, instance: GroupRules) -> None:
        super().__init__(data, instance=instance)
        for name, (label, hint) in WEIGHTS.items():
            self.fields[f"w_{name}"] = forms.ChoiceField(
                label=str(label), help_text=str(hint), choices=HOW_MUCH, initial=_share(name, instance.weights)
            )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        least, most = typed.get("size_min"), typed.get("size_max")
        if least and most and most < least:
            self.add_error("size_max", _now("At most can’t be below at least."))
        return typed

    def _post_clean(self) -> None:
        """The action makes the row; the model is checked there, once."""

    def rules(self) -> RuleFields:
        return cast(RuleFields, {name: self.cleaned_data[name] for name in self.Meta.fields})

    def weights(self) -> dict[str, int]:
        """What differs from the usual weights, in points."""
        points = {name: round(getattr(USUAL, name) * SHARES[self.cleaned_data[f"w_{name}"]]) for name in WEIGHTS}
        return {name: value for name, value in points.items() if value != getattr(USUAL, name)}

    def parts(self) -> tuple[tuple[str, list[BoundField]], ...]:
        """The fields in the groups in which a person thinks of them."""
        return (
            (_now("Size and time"), [self[name] for name in ("size_min", "size_max", "minutes")]),
            (_now("How far apart in age"), [self[name] for name in ("span_young", "span_old")]),
            (_now("Most children for one adult"), [self[f"ratio_{name}"] for name in RATIOS]),
        )  # fmt: skip

    def weighed(self) -> list[BoundField]:
        return [self[f"w_{name}"] for name in WEIGHTS]


def _share(name: str, weights: dict[str, int]) -> str:
    """The word nearest to the stored points."""
    usual = getattr(USUAL, name)
    stored = weights.get(name, usual) / usual
    return min(SHARES, key=lambda word: abs(SHARES[word] - stored))


class _Decided(forms.Form):
    """A change of who is together: the tick is asked for once there is something to think of."""

    all_the_same = forms.BooleanField(label=_("I have thought of it, and want it all the same"), required=False)


class JoinForm(_Decided):
    child = forms.ModelChoiceField(Child.objects.none(), label=_("Who joins"), empty_label="–")
    way = forms.ChoiceField(label=_("How"), choices=GroupMembership.Way.choices)
    starts_on = forms.DateField(label=_("First day"), widget=day_input())
    why = forms.CharField(
        label=_("What the family says"),
        max_length=300,
        help_text=_("Nobody joins without the family’s yes. Who said it, and when?"),
    )

    def __init__(self, data: Any = None, *, children: Sequence[Child], first: date) -> None:
        super().__init__(data, initial={"starts_on": first}, prefix="join")
        chosen = self.fields["child"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = Child.objects.filter(pk__in=[child.pk for child in children])
        self.order_fields(["child", "way", "starts_on", "why", "all_the_same"])


class LeaveForm(_Decided):
    last_day = forms.DateField(label=_("Last day"), widget=day_input())
    why = forms.CharField(label=_("Why"), max_length=300, help_text=_("As you would tell the family."))

    def __init__(self, data: Any = None, *, key: object, last: date) -> None:
        super().__init__(data, initial={"last_day": last}, prefix=f"leave-{key}")
        self.order_fields(["last_day", "why", "all_the_same"])


class SecondAdultForm(forms.Form):
    staff = forms.ModelChoiceField(
        StaffMember.objects.none(), label=_("Second adult"), required=False, empty_label=_("Nobody")
    )

    def __init__(self, data: Any = None, *, staff: Any, now: StaffMember | None = None) -> None:
        super().__init__(data, initial={"staff": now}, prefix="adult")
        chosen = self.fields["staff"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = staff


YES_NO = [("yes", _("Yes\nThis group fits us")), ("no", _("Not like this\nTell us what would fit better"))]


class GroupAnswerForm(forms.Form):
    agreed = forms.TypedChoiceField(
        label=_("Does this group fit you?"), choices=YES_NO, widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
        error_messages={"required": _("Choose yes or not like this.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
    )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("agreed") is False and not typed.get("words", "").strip():
            self.add_error("words", _now("Tell us what would fit better. A few words are enough."))
        return typed


class PaperForm(GroupAnswerForm):
    """The same answer, said on paper or by phone and written down."""

    carer = forms.ModelChoiceField(Carer.objects.none(), label=_("Who said it"), empty_label="–")

    def __init__(self, data: Any = None, *, carers: Any) -> None:
        super().__init__(data)
        agreed, words = self.fields["agreed"], self.fields["words"]
        assert isinstance(agreed, forms.ChoiceField)
        agreed.label, words.label = _("The answer"), _("Their words")
        agreed.choices = [("yes", _("Yes")), ("no", _("Not like this"))]
        chosen = self.fields["carer"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = carers
        self.order_fields(["carer", "agreed", "words"])


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """What an action refused, beside the field it is about."""
    if hasattr(error, "error_dict"):
        for name, found in error.error_dict.items():
            form.add_error(name if name in form.fields else None, found)
    else:
        form.add_error(None, error)
