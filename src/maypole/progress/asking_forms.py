"""What a family, a child or somebody who notes it for them fills in about how it goes, and what happened in life."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from maypole.home.models import HomeActivity
from maypole.people.models import Carer, Child

from .models import LifeEvent, OutcomeItem
from .outcome_words import CHILD, FACES, SCALE, question

ONE_TO_TEN = [("", "–"), *((number, str(number)) for number in range(1, 11))]


class WordsForm(forms.Form):
    """What is common to both voices: answers by question, and a word."""

    words = forms.CharField(
        label=_("In your own words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
    )

    @property
    def answers(self) -> dict[str, int]:
        return {item: int(value) for item in OutcomeItem.values if (value := self.cleaned_data.get(item))}


class FamilyForm(WordsForm):
    """A carer's view: six plain questions, how sure they feel with each game, and their own words."""

    def __init__(
        self, data: Any, *, child: Child, games: Sequence[HomeActivity], carers: QuerySet[Carer] | None
    ) -> None:
        super().__init__(data, prefix="family")
        self.games = {game.pk: game for game in games}
        scale = [("", "–"), *((value, str(words)) for value, words in SCALE.items())]
        for item in OutcomeItem.values:
            self.fields[item] = forms.ChoiceField(label=question(item, child.name), choices=scale, required=False)
        for game in games:
            label = _now("How sure do you feel with “%(game)s”? 1 is not at all, 10 is fully.") % {"game": game.title}
            self.fields[f"game-{game.pk}"] = forms.ChoiceField(label=label, choices=ONE_TO_TEN, required=False)
        if carers is not None:
            self.fields["carer"] = forms.ModelChoiceField(
                carers, label=_now("Whose words"), required=False, empty_label=_now("The family together")
            )
        self.order_fields([*(name for name in self.fields if name != "words"), "words"])

    @property
    def confidence(self) -> dict[HomeActivity, int]:
        given = {key: self.cleaned_data.get(f"game-{key}") for key in self.games}
        return {self.games[key]: int(value) for key, value in given.items() if value}


class ChildForm(WordsForm):
    """The child's own voice: a face for each sentence."""

    def __init__(self, data: Any, *, label: str) -> None:
        super().__init__(data, prefix="child")
        faces = [(value, str(words)) for value, (_icon, words) in FACES.items()]
        for item in OutcomeItem.values:
            self.fields[item] = forms.ChoiceField(
                label=str(CHILD[OutcomeItem(item)]), choices=faces, required=False, widget=forms.RadioSelect
            )
        self.fields["words"].label = label
        self.order_fields([*(name for name in self.fields if name != "words"), "words"])

    @property
    def faces(self) -> list[tuple[forms.BoundField, list[tuple[forms.boundfield.BoundWidget, str]]]]:
        """Each question with its faces: the option and its icon."""
        icons = [icon for icon, _words in FACES.values()]
        return [(self[item], list(zip(self[item], icons, strict=True))) for item in OutcomeItem.values]


class EventForm(forms.ModelForm[LifeEvent]):
    """One thing that happened."""

    class Meta:
        model = LifeEvent
        fields: ClassVar[list[str]] = ["kind", "title", "starts_on", "ends_on"]
        widgets: ClassVar[dict[str, Any]] = {
            "kind": forms.RadioSelect,
            "starts_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "ends_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {"title": _("“Flu”, “New class”: it stands under the graphs.")}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"starts_on": timezone.localdate()})
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = LifeEvent.Kind.choices
