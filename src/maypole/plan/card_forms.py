"""A “how we all do it” card, a service elsewhere, and a school's line as people write them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.people.models import OutsideParty, StaffMember

from .builder_fields import day_input
from .cards import WORDS
from .care_forms import AREA_CHOICES, text
from .models import HowCard, LineEntry, OutsideService, Place


class CardForm(forms.Form):
    """One page: when, how, what we say, what we leave out, and who follows it where."""

    title = forms.CharField(label=_("What we all do"), max_length=120, help_text=_("“Leaving the playground”"))
    when = forms.CharField(label=_("When"), max_length=240, required=False)
    steps = forms.CharField(label=_("How, one step a line"), widget=text(5, 4000), max_length=4000)
    say = forms.CharField(
        label=_("What we say"), max_length=240, required=False, help_text=_("The same words everywhere.")
    )
    avoid = forms.CharField(label=_("What we leave out"), max_length=240, required=False)
    why = forms.CharField(label=_("What changed, and why"), widget=text(), max_length=2000)

    def __init__(self, data: Any = None, *, new: bool, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for place, label in Place.choices:
            self.fields[f"who-{place}"] = forms.CharField(
                label=_("Who follows it: %(place)s") % {"place": label}, max_length=120, required=False
            )
        if new:
            del self.fields["why"]
        else:
            self.order_fields(["why"])

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def uses(self) -> dict[str, str]:
        """Place -> who."""
        return {place: self.cleaned_data[f"who-{place}"] for place in Place.values}


def initial_of(card: HowCard) -> dict[str, str]:
    return {name: getattr(card, name) for name in WORDS} | {f"who-{use.place}": use.who for use in card.uses.all()}


class ServiceForm(forms.ModelForm[OutsideService]):
    """Another service around the child, as the family knows it."""

    class Meta:
        model = OutsideService
        fields: ClassVar[list[str]] = [
            "kind", "institution", "therapist", "discipline", "how_often", "area", "goals",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"area": forms.Select(choices=AREA_CHOICES), "goals": text(3)}
        help_texts: ClassVar[dict[str, Any]] = {"how_often": _("“Twice a week in class”")}


class LineForm(forms.Form):
    """A line for a school: a record of its own."""

    institution = forms.CharField(label=_("Which school"), max_length=160)
    party = forms.ModelChoiceField(
        label=_("Who works there with the child"), queryset=OutsideParty.objects.none(), empty_label="–"
    )
    staff = forms.ModelChoiceField(
        label=_("Who of us works in it"), queryset=StaffMember.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, data: Any = None, *, organisation: UUID) -> None:
        super().__init__(data)
        for name, rows in (
            ("party", OutsideParty.objects.filter(organisation=organisation).order_by("name")),
            ("staff", StaffMember.objects.working().filter(organisation=organisation).order_by("name")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class LineGoalForm(forms.Form):
    area = forms.ChoiceField(label=_("Skill area"), choices=AREA_CHOICES)
    words = forms.CharField(
        label=_("What is worked on in class"), max_length=300, widget=text(2, 300),
        help_text=_("Handwriting, staying with a task, playing with others …"),
    )  # fmt: skip


class LineEntryForm(forms.ModelForm[LineEntry]):
    class Meta:
        model = LineEntry
        fields: ClassVar[list[str]] = ["kind", "held_on", "minutes", "title", "words"]
        widgets: ClassVar[dict[str, Any]] = {"held_on": day_input(), "words": text(4, 8000)}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.initial["held_on"] = timezone.localdate()
