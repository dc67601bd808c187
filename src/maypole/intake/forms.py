"""Asking for help, registering a child, and the next step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.people.models import Carer, Child, StaffMember

from .models import Enquiry, NextStep

OLDEST = timedelta(days=365 * 22)


def date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def birth_date(born: date | None) -> date | None:
    """The date when it can be a child's birth date. Raises ValidationError."""
    today = timezone.localdate()
    if born and not today - OLDEST <= born <= today:
        raise forms.ValidationError(_("Look at this date again: it is not a child’s birth date."))
    return born


class HelpForm(forms.ModelForm[Enquiry]):
    """A worry in the family's own words. Nothing else is needed: no diagnosis, no referral (S12, S13)."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Enquiry
        fields: ClassVar[list[str]] = [
            "concern", "loves", "child_name", "child_born", "contact_name", "reply_by", "email", "phone"
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "concern": forms.Textarea(attrs={"rows": 5, "maxlength": 4000}),
            "loves": forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
            "child_born": date_input(),
            "reply_by": forms.RadioSelect,
            "contact_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "concern": _("Write it as you would say it. A feeling that something is not right is enough."),
            "child_born": _("Roughly is fine."),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "concern": {"required": _("Write what worries you, in a few words. Nothing else is needed.")}
        }

    def clean_concern(self) -> str:
        return str(self.cleaned_data["concern"])[:4000]

    def clean_loves(self) -> str:
        return str(self.cleaned_data["loves"])[:2000]

    def clean_child_born(self) -> date | None:
        return birth_date(self.cleaned_data["child_born"])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:  # no person sees this field; machines fill it in
            raise forms.ValidationError(_("We could not read this. Please send it once more, or call us."))
        return ""

    def enquiry(self) -> Enquiry:
        """The unsaved enquiry, in the language the family reads."""
        made = self.save(commit=False)
        made.language = (get_language() or "en").split("-")[0]
        return made


class AnswerForm(forms.Form):
    why = forms.CharField(label=_("What did you say, and what did they say?"), max_length=2000, widget=forms.Textarea)


class ClosureForm(forms.Form):
    why = forms.CharField(label=_("Why does it end here?"), max_length=500)


class RegistrationForm(forms.ModelForm[Child]):
    """The child, one carer with an invitation, who evaluates, and the first next step. No diagnosis is asked for."""

    really_new = forms.BooleanField(label=_("Yes, this is another child"), required=False)
    carer_name = forms.CharField(label=_("Parent or carer"), max_length=120, required=False)
    relation = forms.CharField(label=_("What they are to the child"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("Their e-mail"), required=False, help_text=_("We send an invitation to their own page there.")
    )
    phone = forms.CharField(label=_("Their phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Their language"), choices=settings.LANGUAGES)
    evaluator = forms.TypedChoiceField(label=_("Who evaluates?"), required=False, empty_value=None)
    what = forms.CharField(label=_("What comes next?"), max_length=160)
    owner = forms.TypedChoiceField(label=_("Who has it?"))
    due_on = forms.DateField(label=_("By when?"), widget=date_input())

    class Meta:
        model = Child
        fields: ClassVar[list[str]] = [
            "given_name", "family_name", "called", "pronouns", "birth_date", "due_date", "languages", "lives_with"
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"birth_date": date_input(), "due_date": date_input()}
        help_texts: ClassVar[dict[str, Any]] = {"languages": _("“English, Spanish”")}

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        here = StaffMember.objects.working().filter(organisation_id=by.organisation_id)
        self.staff = {str(person.pk): person for person in here.order_by("name")}
        self._people("owner", "—", list(self.staff.values()))
        evaluators = [person for person in self.staff.values() if person.discipline]
        self._people("evaluator", _("Nobody yet: the family waits"), evaluators)
        if not self.is_bound or not self._already():
            self.fields["really_new"].widget = forms.HiddenInput()

    def _people(self, name: str, nobody: object, people: list[StaffMember]) -> None:
        """The colleagues a field offers: loaded once for both fields."""
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", str(nobody)), *((str(person.pk), person.name) for person in people)]
        field.coerce = self.staff.__getitem__

    def _already(self) -> bool:
        """Whether a child with this name and birth date is registered here."""
        name = f"{self.data.get('given_name', '')} {self.data.get('family_name', '')}"
        try:
            born = date.fromisoformat(str(self.data.get("birth_date", "")))
        except ValueError:
            return False
        return Child.objects.called(name, self.by.organisation_id, born).exists()

    def clean_birth_date(self) -> date | None:
        return birth_date(self.cleaned_data["birth_date"])

    def clean_due_on(self) -> date:
        return not_past(self.cleaned_data["due_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._already() and not cleaned.get("really_new"):
            self.add_error("really_new", _("A child with this name and birth date is registered here already."))
        if cleaned.get("email") and not cleaned.get("carer_name"):
            self.add_error("carer_name", _("Whose address is it? Write their name too."))
        return cleaned

    def carer(self) -> Carer | None:
        """The unsaved carer, when one was named."""
        told = self.cleaned_data
        if not told["carer_name"]:
            return None
        return Carer(
            name=told["carer_name"], email=told["email"].lower(), phone=told["phone"], language=told["language"]
        )

    def step(self) -> NextStep:
        """The unsaved first step."""
        told = self.cleaned_data
        return NextStep(what=told["what"], staff=told["owner"], due_on=told["due_on"])


def not_past(day: date) -> date:
    """A day from today on. Raises ValidationError."""
    if day < timezone.localdate():
        raise forms.ValidationError(_("This day is over. Choose one from today on."))
    return day


class NextStepForm(forms.ModelForm[NextStep]):
    """What, who, by when; the owner is one person of the clinic or one carer of the child."""

    owner = forms.ChoiceField(label=_("Who has it?"))

    class Meta:
        model = NextStep
        fields: ClassVar[list[str]] = ["what", "detail", "owner", "due_on"]
        widgets: ClassVar[dict[str, Any]] = {"due_on": date_input()}
        labels: ClassVar[dict[str, Any]] = {
            "what": _("What comes next?"), "detail": _("What else helps to do it?"), "due_on": _("By when?")
        }  # fmt: skip
        help_texts: ClassVar[dict[str, Any]] = {
            "what": _("One thing, with a verb: “Call Rosa about Thursdays”. The front desk reads it too."),
            "detail": _("Only those who may read the record see this."),
        }

    def __init__(self, *args: Any, child: Child, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ChoiceField(label=_("Who has it?"), choices=owners(child))

    def clean_due_on(self) -> date:
        return not_past(self.cleaned_data["due_on"])

    def step(self) -> NextStep:
        """The unsaved step with its owner."""
        made = NextStep(**{name: self.cleaned_data[name] for name in ("what", "detail", "due_on")})
        kind, _colon, key = self.cleaned_data["owner"].partition(":")
        setattr(made, f"{kind}_id", UUID(key))
        return made


def owners(child: Child) -> list[tuple[str, Any]]:
    """Who can have the step: the care team first, then the carers, then everyone else who works here."""
    team = set(child.team.filter(ended_at__isnull=True).values_list("staff_id", flat=True))
    staff = StaffMember.objects.working().filter(organisation_id=child.organisation_id).order_by("name")
    rows = [(f"staff:{person.pk}", person.name, person.pk in team) for person in staff]
    relations = child.carer_relations.filter(ended_at__isnull=True, blocked=False).select_related("carer")
    groups = [
        (_("Care team"), [(key, name) for key, name, on_team in rows if on_team]),
        (_("Family"), [(f"carer:{relation.carer_id}", relation.carer.name) for relation in relations]),
        (_("Clinic"), [(key, name) for key, name, on_team in rows if not on_team]),
    ]
    return [("", "—"), *[(str(label), choices) for label, choices in groups if choices]]
