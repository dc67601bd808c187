"""Forms that put right who a child is and how a carer is reached."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.permissions import Right

from .models import Carer, CarerRelation, Child
from .present import RIGHT_WORDS
from .sharing_forms import date_input

OLDEST = timedelta(days=365 * 22)
EARLIEST_BIRTH, LATEST_BIRTH = timedelta(weeks=20), timedelta(weeks=5)
"""A child is born at most 20 weeks before the due date and 5 weeks after it."""


class DetailsForm(forms.ModelForm[Child]):
    class Meta:
        model = Child
        fields: ClassVar[list[str]] = [
            "given_name", "family_name", "called", "pronouns", "birth_date", "due_date", "languages", "lives_with"
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"birth_date": date_input(), "due_date": date_input()}
        help_texts: ClassVar[dict[str, Any]] = {"languages": _("Codes with commas: “en, es”.")}

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        today = timezone.localdate()
        if born and not today - OLDEST <= born <= today:
            raise forms.ValidationError(_("Look at this date again: it is not a child’s birth date."))
        return born

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        born, due = cleaned.get("birth_date"), cleaned.get("due_date")
        if born and due and not born - LATEST_BIRTH <= due <= born + EARLIEST_BIRTH:
            self.add_error("due_date", _("Look at this date again: it is too far from the day of birth."))
        return cleaned


class CarerForm(forms.ModelForm[Carer]):
    """How a carer is reached. Who has an account signs in with its address, so that one is not changed here."""

    class Meta:
        model = Carer
        fields: ClassVar[list[str]] = ["name", "phone", "email", "language", "contact_by", "best_times"]
        widgets: ClassVar[dict[str, Any]] = {"phone": forms.TextInput(attrs={"type": "tel"})}
        help_texts: ClassVar[dict[str, Any]] = {"best_times": _("“Weekdays after four.”")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
        self.fields["contact_by"] = forms.ChoiceField(
            label=_("How do they like to be reached?"),
            choices=Carer.ContactBy.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one: every child has somebody we can reach.")},
        )
        if self.instance.user_id:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        by, phone = cleaned.get("contact_by"), cleaned.get("phone")
        if by in (Carer.ContactBy.PHONE, Carer.ContactBy.TEXT) and not phone:
            self.add_error("phone", _("Write the number, or choose another way."))
        if by == Carer.ContactBy.EMAIL and not (cleaned.get("email") or self.instance.email or self.instance.user_id):
            self.add_error("contact_by", _("There is no address to write to. Choose another way."))
        return cleaned


class RightsForm(forms.Form):
    relation = forms.CharField(label=_("What are they to the child?"), max_length=40)
    rights = forms.MultipleChoiceField(
        label=_("What may they do?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    blocked = forms.BooleanField(
        label=_("Blocked by a court order\nThey see and do nothing, from the next click on"), required=False
    )
    legal_basis = forms.CharField(
        label=_("Court order"), max_length=200, required=False, help_text=_("Court, number and day, for a limit too.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rights"] = forms.MultipleChoiceField(
            label=_("What may they do?"),
            required=False,
            choices=[(right.value, RIGHT_WORDS[right]) for right in Right],
            widget=forms.CheckboxSelectMultiple,
        )


def rights_of(relation: CarerRelation) -> dict[str, object]:
    """A relation as `RightsForm` shows it; the rights under a block too."""
    return {
        "relation": relation.relation,
        "rights": [word for word in relation.rights.split(",") if word],
        "blocked": relation.blocked,
        "legal_basis": relation.legal_basis,
    }
