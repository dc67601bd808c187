"""What people fill in about a child, a team or an emergency. Forms read and check; actions write."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor

from .models import AboutChild, Child, ChildStatus, Precaution, StaffMember


class AboutForm(forms.ModelForm[AboutChild]):
    """Strengths first; they are the one thing that must be there (S1)."""

    class Meta:
        model = AboutChild
        fields: ClassVar[list[str]] = [
            "strengths", "loves", "dislikes", "calms", "matters", "matters_by", "culture"
        ]  # fmt: skip
        labels: ClassVar[dict[str, Any]] = {
            "strengths": _("What are the child’s strengths?"),
            "loves": _("What does the child love?"),
            "dislikes": _("What does the child not like?"),
            "calms": _("What helps when it gets too much?"),
            "matters": _("What matters most to the family?"),
            "matters_by": _("In whose words?"),
            "culture": _("What should we know about your culture, faith or ways at home?"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "strengths": _("One a line. After a colon, say when: “Keeps trying: when an animal needs help”."),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "strengths": {"required": _("Write at least one strength: everyone who meets the child reads it first.")},
        }

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.is_family:
            del self.fields["matters_by"]


class PrecautionForm(forms.ModelForm[Precaution]):
    class Meta:
        model = Precaution
        fields: ClassVar[list[str]] = ["kind", "title", "advice"]
        labels: ClassVar[dict[str, Any]] = {
            "kind": _("What kind?"),
            "title": _("What must everyone know?"),
            "advice": _("What do we do?"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("In few words: “Nut allergy”."),
            "advice": _("“Adrenaline pen in the blue bag.”"),
        }

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = Precaution.Kind.choices
        if by.is_family:  # a custody limit is told to the clinic, with the paper that says so
            kinds = [choice for choice in kinds if choice[0] != Precaution.Kind.CUSTODY]
        self.fields["kind"] = forms.ChoiceField(label=_("What kind?"), choices=[("", "—"), *kinds])


class PrecautionEndForm(forms.Form):
    why = forms.CharField(label=_("Why does it hold no longer?"), max_length=300)


BY_HAND = [choice for choice in ChildStatus.State.choices if choice[0] != ChildStatus.State.DISCHARGED]


class StatusForm(forms.Form):
    """Every state but one: a goodbye needs a reason and a day on which somebody asks again (S102)."""

    state = forms.ChoiceField(label=_("Where are we?"), choices=BY_HAND)
    why = forms.CharField(label=_("Why"), max_length=300, required=False)


class TeamForm(forms.Form):
    staff = forms.ModelChoiceField(label=_("Who joins?"), queryset=StaffMember.objects.none(), empty_label="–")
    leads = forms.BooleanField(label=_("Leads the care\nWho leads now stays on the team"), required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = StaffMember.objects.working().filter(organisation_id=by.organisation_id)
        self.fields["staff"] = forms.ModelChoiceField(
            label=_("Who joins?"), queryset=here.order_by("name"), empty_label="—"
        )


class EmergencyForm(forms.Form):
    """One child by full name; the birth date when two are called the same."""

    name = forms.CharField(label=_("The child’s full name"), max_length=170)
    born = forms.DateField(
        label=_("Born on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Needed only when two children have the same name."),
    )
    why = forms.CharField(
        label=_("Why now?"),
        max_length=500,
        widget=forms.Textarea,
        help_text=_("Compliance reads this, and so may the family."),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.child: Child | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "name" not in cleaned or "why" not in cleaned:
            return cleaned
        found = list(Child.objects.called(cleaned["name"], self.by.organisation_id, cleaned.get("born"))[:2])
        if not found:
            self.add_error(
                "name", _("No child of this name is registered here. Check the spelling and the birth date.")
            )
        elif len(found) > 1:
            self.add_error("born", _("More than one child has this name. Add the birth date."))
        else:
            self.child = found[0]
        return cleaned
