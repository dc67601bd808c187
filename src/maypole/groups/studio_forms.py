"""What is filled in at the studio."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import count
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.cores.groups.problem import DAYS
from maypole.people.models import Site
from maypole.people.models.staff import Discipline

from .models import Term, Weekday

DASH = [("", "–")]


class BeginForm(forms.Form):
    """Where, in which field, for which weeks."""

    term = forms.ModelChoiceField(Term.objects.none(), label=_("For which weeks"), empty_label="–")
    site = forms.ModelChoiceField(Site.objects.none(), label=_("Where"), empty_label="–")
    discipline = forms.ChoiceField(label=_("In which field"), choices=[*DASH, *Discipline.choices])

    def __init__(self, data: Any = None, *, by: Actor, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for name, rows in (
            ("term", Term.objects.filter(organisation=by.organisation_id)),
            ("site", Site.objects.filter(organisation=by.organisation_id).order_by("name")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class WishForm(forms.Form):
    """Two children of the table."""

    child = forms.ChoiceField(label=_("Why not"))
    other = forms.ChoiceField(label=_("with"))

    def __init__(self, data: Any = None, *, names: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        for name in ("child", "other"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*DASH, *names]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("child") and told.get("child") == told.get("other"):
            raise ValidationError({"other": _now("Choose another child.")})
        return told


class OpenForm(forms.Form):
    """An empty group, to be filled by hand."""

    day = forms.ChoiceField(label=_("Day"), choices=[*DASH, *zip(DAYS, Weekday.labels, strict=True)])
    start = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time", "step": "900"}))
    staff = forms.ChoiceField(label=_("Adult"))
    room = forms.ChoiceField(label=_("Room"))

    def __init__(
        self, data: Any = None, *, adults: Sequence[tuple[str, str]], rooms: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        for name, choices in (("staff", adults), ("room", rooms)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*DASH, *choices]


class NamesForm(forms.Form):
    """A name for each group that becomes real; families will read it."""

    def __init__(self, data: Any = None, *, places: Sequence[tuple[str, str]], taken: Collection[str] = ()) -> None:
        """`places`: id of the group, and when it meets. `taken`: names of this term that are given already."""
        super().__init__(data)
        self.taken = {name.casefold() for name in taken}
        numbered = (_now("Group %(n)d") % {"n": number} for number in count(1))
        free = (name for name in numbered if name.casefold() not in self.taken)
        for (place, words), name in zip(places, free, strict=False):
            self.fields[f"name-{place}"] = forms.CharField(label=words, max_length=60, initial=name)

    def names(self) -> dict[str, str]:
        return {key.removeprefix("name-"): value for key, value in self.cleaned_data.items()}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        seen = set(self.taken)
        for key, name in told.items():
            if name.casefold() in seen:
                self.add_error(key, _now("Two groups cannot have the same name."))
            seen.add(name.casefold())
        return told
