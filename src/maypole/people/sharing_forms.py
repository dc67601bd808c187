"""What a carer or the clinic fills in to share a part of a child's record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from maypole.access.permissions import Right

from .consents import Paper, Terms
from .models import Carer, Child, Consent, OutsideParty
from .sharing_present import SEES

OFFERED = (
    Consent.Scope.REPORTS,
    Consent.Scope.GOALS,
    Consent.Scope.CALM_PLAN,
    Consent.Scope.SCHOOL_LINE,
    Consent.Scope.CLINIC_LINE,
    Consent.Scope.NAMES,
)
A_YEAR = timedelta(days=365)


def date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PartyForm(forms.ModelForm[OutsideParty]):
    """Somebody outside: with an address they get an account of their own, without one they get paper."""

    class Meta:
        model = OutsideParty
        fields: ClassVar[list[str]] = ["name", "kind", "institution", "email"]
        labels: ClassVar[dict[str, Any]] = {
            "name": _("Name"),
            "kind": _("Who is this?"),
            "institution": _("School, practice or office"),
            "email": _("E-mail"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "email": _("They get a link to an account of their own. Without an address they get reports on paper.")
        }


class TermsForm(forms.Form):
    """What, why, until when."""

    scopes = forms.MultipleChoiceField(
        label=_("What may they see?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing they may see.")},
    )
    purpose = forms.CharField(
        label=_("Why?"), max_length=200, help_text=_("“So that school and clinic do it the same way.”")
    )
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=date_input(), help_text=_("Empty: until it is taken back.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(scope.value, f"{scope.label}\n{SEES[scope][0]}") for scope in OFFERED]
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=_("What may they see?"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Tick at least one thing they may see.")},
        )
        self.fields["ends_on"].initial = timezone.localdate() + A_YEAR

    def clean_ends_on(self) -> date | None:
        ends_on: date | None = self.cleaned_data["ends_on"]
        if ends_on and ends_on < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return ends_on

    def terms(self) -> Terms:
        given = self.cleaned_data
        return Terms(tuple(given["scopes"]), given["purpose"], given["ends_on"])


class StaffTermsForm(TermsForm):
    """Staff cannot say yes for a family: they ask, or they keep what a carer signed on paper."""

    ASK, PAPER = "ask", "paper"

    way = forms.ChoiceField(label=_("How does the family agree?"), widget=forms.RadioSelect)
    carer = forms.ModelChoiceField(
        label=_("Who signed the paper?"), queryset=Carer.objects.none(), required=False, empty_label="–"
    )
    signed_on = forms.DateField(label=_("Signed on"), required=False, widget=date_input())

    def __init__(self, *args: Any, child: Child, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        related = child.carer_relations.filter(ended_at__isnull=True, blocked=False).select_related("carer")
        may_sign = [row.carer_id for row in related if Right.SIGN_CONSENT in row.right_set]
        self.fields["carer"] = forms.ModelChoiceField(
            label=_("Who signed the paper?"),
            queryset=Carer.objects.filter(pk__in=may_sign),
            required=False,
            empty_label="—",
        )
        self.fields["way"] = forms.ChoiceField(
            label=_("How does the family agree?"),
            choices=[
                (self.ASK, gettext("Ask them\nThey answer on the phone. Until then nothing is shared.")),
                (self.PAPER, gettext("They signed on paper\nWe have it here, in the child’s file.")),
            ],
            initial=self.ASK,
            widget=forms.RadioSelect,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("way") != self.PAPER:
            return cleaned
        if not cleaned.get("carer"):
            self.add_error("carer", _("Choose who signed. Only a carer with the right to sign counts."))
        signed_on = cleaned.get("signed_on")
        if not signed_on or signed_on > timezone.localdate():
            self.add_error("signed_on", _("Write the day that stands on the paper."))
        return cleaned

    def paper(self) -> Paper | None:
        """Who signed and when; None when the family is asked instead."""
        given = self.cleaned_data
        return Paper(given["carer"], given["signed_on"]) if given["way"] == self.PAPER else None


def spoken() -> str:
    """The language somebody new is written to: the one this page is read in."""
    return (get_language() or "en").split("-")[0]
