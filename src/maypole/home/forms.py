"""Forms for games at home: giving one, and logging that it was played."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.people.models import Child
from maypole.plan.models import Goal
from maypole.play.library import Activity
from maypole.play.shelf import find

from .actions import Game
from .fidelity import Strategy
from .models import FidelityCheck, HomeActivity


class GameForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a family gets, from the library or free: why, how and when to stop are always there (S81, S83)."""

    cleared = forms.BooleanField(label=_("I checked this for the child"), required=False)

    class Meta:
        model = HomeActivity
        fields = (
            "goal", "title", "reason", "how", "stop_rule", "minutes", "times_a_week", "materials", "safety",
            "small_parts",
        )  # fmt: skip
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 2}),
            "how": forms.Textarea(attrs={"rows": 5}),
            "stop_rule": forms.Textarea(attrs={"rows": 2}),
            "materials": forms.Textarea(attrs={"rows": 2}),
            "safety": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(
        self, child: Child, entry: Activity | None, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.entry = entry
        goals = Goal.objects.being_worked_on().filter(child=child)
        self.fields["goal"] = forms.ModelChoiceField(goals, label=_("For which goal"), empty_label=None)
        self.fields["small_parts"].help_text = _("Small enough to swallow: never for a child under 3.")
        if entry is not None:
            del self.fields["small_parts"]
        if entry is None or not entry.needs_clearance:
            del self.fields["cleared"]

    def written_in(self, language: str) -> None:
        """Say whose language the words are in when it is not the reader's."""
        if language != get_language():
            name = get_language_info(language)["name_translated"]
            self.fields["title"].help_text = _now("In the family’s language: %(language)s.") % {"language": name}

    def game(self) -> Game:
        names = [name for name in self.fields if name not in {"goal", "cleared"}]
        library = self.entry.id if self.entry else ""
        return Game(**{name: self.cleaned_data[name] for name in names}, library=library)


def from_library(picked: str, child: Child, spoken: str) -> dict[str, object]:
    """A game's first wording from the library, in the family's language; the therapist makes it the child's."""
    entry = find(child.organisation_id, picked, spoken)
    assert entry is not None, "the view found it before"
    with override(spoken):
        stop = stop_rule(child, entry.minutes)
    return {
        "title": entry.title,
        "reason": entry.why,
        "how": "\n".join(entry.steps),
        "stop_rule": stop,
        "minutes": min(entry.minutes, 60),
        "times_a_week": 4,
        "materials": ", ".join(entry.materials)[:240],
        "safety": f"{entry.supervision_label}. {entry.safety}"[:300],
    }


def stop_rule(child: Child, minutes: int) -> str:
    return _now("%(name)s pulls away or says no, or after %(minutes)d minutes. Stopping early is fine.") % {
        "name": child.name,
        "minutes": minutes,
    }


class PracticeForm(forms.Form):
    """“We played”: one answer, which day, and a word if they like."""

    id = forms.UUIDField(required=False)
    prompt = forms.CharField(required=False, max_length=2)
    went = forms.CharField(required=False, max_length=6)
    day = forms.ChoiceField(choices=[("0", _("Today")), ("1", _("Yesterday"))], required=False)
    words = forms.CharField(required=False, max_length=300)

    def played_on(self, today: date) -> date:
        return today - timedelta(days=int(self.cleaned_data["day"] or 0))


class FidelityForm(forms.Form):
    """The steps that were done, and when; for the team also who did them and whether somebody watched."""

    seen = forms.ChoiceField(
        label=_("How do you know?"),
        choices=[
            (FidelityCheck.Seen.SELF, _("I did it myself\nA check of one’s own steps")),
            (FidelityCheck.Seen.OBSERVED, _("I watched\nSomebody else did it")),
        ],
        widget=forms.RadioSelect,
        initial=FidelityCheck.Seen.SELF,
    )
    done = forms.MultipleChoiceField(
        label=_("What was done? Leave out what was not."), widget=forms.CheckboxSelectMultiple, required=False
    )
    who = forms.ChoiceField(
        label=_("Whom did you watch?"), choices=[("", "–"), *FidelityCheck.Who.choices], required=False
    )
    done_by = forms.CharField(label=_("Their name"), max_length=80, required=False)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    words = forms.CharField(label=_("A word about it"), max_length=300, required=False)

    def __init__(self, checked: Strategy, actor: Actor, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.fields["done"] = forms.MultipleChoiceField(
            label=self.fields["done"].label,
            choices=[(step, step) for step in checked.steps],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        if actor.is_family:
            for name in ("seen", "who", "done_by"):
                del self.fields[name]
