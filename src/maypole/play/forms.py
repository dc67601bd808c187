"""Searching the shelf, and writing a game of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.people.models import Child
from maypole.web.areas import AREAS

from .library import NOT_AT_HOME, Wanted
from .models import OwnActivity
from .safety import SMALL_PARTS_FROM_MONTHS

PLACES = (
    ("clinic", _("Clinic")), ("home", _("Home")), ("school", _("School")), ("community", _("Out and about")),
)  # fmt: skip
YEARS = 14
MINUTES = ("5", "8", "10", "15")
GROUPS = ("2", "3", "4", "6", "8")
AREA_CHOICES = tuple((area.code, area.name) for area in AREAS)


class ShelfForm(forms.Form):
    """What to look for; every part may stay empty. Ages are told in years and asked for in the middle of each."""

    q = forms.CharField(label=_("Words"), required=False, max_length=80)
    area = forms.ChoiceField(label=_("Skill area"), required=False)
    age = forms.ChoiceField(label=_("Age"), required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)
    minutes = forms.ChoiceField(label=_("Minutes at most"), required=False)
    group = forms.ChoiceField(label=_("Children"), required=False)
    materials = forms.CharField(label=_("With what you have"), required=False, max_length=60)
    home = forms.BooleanField(label=_("Safe to play at home"), required=False)

    def __init__(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        any_of = ("", _now("Any"))
        self.fields["area"].choices = [any_of, *AREA_CHOICES]  # type: ignore[attr-defined]
        years = [(str(year), str(year)) for year in range(1, YEARS)]
        self.fields["age"].choices = [any_of, ("0", _now("under 1")), *years]  # type: ignore[attr-defined]
        self.fields["place"].choices = [any_of, *PLACES]  # type: ignore[attr-defined]
        self.fields["minutes"].choices = [any_of, *((each, each) for each in MINUTES)]  # type: ignore[attr-defined]
        self.fields["group"].choices = [any_of, ("1", "1"), *((each, each) for each in GROUPS)]  # type: ignore[attr-defined]

    def wanted(self, *, home_only: bool) -> Wanted:
        """What was understood; a part that makes no sense asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            words=asked.get("q", ""),
            area=asked.get("area", ""),
            months=int(asked["age"]) * 12 + 6 if asked.get("age") else None,
            place=asked.get("place", ""),
            minutes=int(asked["minutes"]) if asked.get("minutes") else None,
            group=int(asked["group"]) if asked.get("group") else None,
            materials=asked.get("materials", ""),
            home=home_only or asked.get("home", False),
        )


class OwnActivityForm(forms.ModelForm[OwnActivity]):
    """A game of the clinic. It names no child: it is read by everybody who works here, and by families."""

    area = forms.ChoiceField(label=_("Skill area"), choices=AREA_CHOICES)
    places = forms.MultipleChoiceField(label=_("Where"), choices=PLACES, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = OwnActivity
        fields: ClassVar[list[str]] = [
            "title", "area", "reason", "places", "from_months", "to_months", "minutes", "min_children", "max_children",
            "materials", "steps", "easier", "harder", "tip", "measure", "supervision", "safety", "small_parts",
            "equipment", "home_friendly", "other_names",
        ]  # fmt: skip

    def __init__(self, by: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if self.instance.places:
            self.initial["places"] = self.instance.places.split(",")

    def clean_places(self) -> str:
        return ",".join(self.cleaned_data["places"])

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("small_parts") and (typed.get("from_months") or 0) < SMALL_PARTS_FROM_MONTHS:
            self.add_error("from_months", _now("Small parts are for children from 36 months on: a choking risk."))
        if typed.get("home_friendly") and typed.get("supervision") in NOT_AT_HOME:
            self.add_error("home_friendly", _now("A game that needs a therapist or two adults stays in the clinic."))
        for low, high in (("from_months", "to_months"), ("min_children", "max_children")):
            if (typed.get(low) or 0) > (typed.get(high) or 999):
                self.add_error(high, _now("Write a number that is not smaller than the one before."))
        self._names_no_child(typed)
        return typed

    def _names_no_child(self, typed: Mapping[str, Any]) -> None:
        """Only of children this person knows: else the form would tell whether somebody is in care here."""
        text = " ".join(str(value) for value in typed.values() if isinstance(value, str))
        words = set(re.findall(r"\b[^\W\d_]{3,}\b", text))
        known = Child.objects.visible_to(self.by).filter(Q(given_name__in=words) | Q(called__in=words))
        if found := known.first():
            name = found.name if found.name in words else found.given_name
            self.add_error(None, _now("Leave “%(name)s” out: games name no child. Write “the child”.") % {"name": name})

    def written(self) -> OwnActivity:
        made = self.save(commit=False)
        made.language = made.language if made.pk and not made._state.adding else (get_language() or "en")
        return made


class PhotoForm(forms.Form):
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("Of things or places, never of a child. JPEG, PNG or WebP, up to 8 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    shows = forms.CharField(
        label=_("What the picture shows"), max_length=160, help_text=_("Read aloud to those who do not see it.")
    )


class RetireForm(forms.Form):
    why = forms.CharField(label=_("Why is it retired?"), max_length=200)
