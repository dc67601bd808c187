"""The fields of the goal builder, by what they ask for: the measure, the levels of attainment, the tags."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from maypole.people.models.staff import Discipline

from .models import Goal, LifeArea, Measure, Mode, Occupation, SpeechTarget

MEASURES = [
    (Measure.TRIALS, _("Tries\nHow many of 10 go without help")),
    (Measure.STEPS, _("Steps of a task\nHow many steps go without help")),
    (Measure.COUNT, _("Count\nHow often in a visit")),
    (Measure.RATE, _("Rate\nHow often a minute, while you watch")),
    (Measure.DURATION, _("Time\nHow long it takes or lasts")),
    (Measure.LATENCY, _("Time until it starts\nFrom asking to beginning")),
    (Measure.WHOLE, _("Whole interval\nDid it last all through each interval?")),
    (Measure.PARTIAL, _("Partial interval\nDid it happen at any time in each interval?")),
    (Measure.MOMENTARY, _("Momentary\nIs it so at the moment each interval ends?")),
    (Measure.PRODUCT, _("A finished piece\nHow much of it is right")),
    (Measure.RATING, _("Rating\n1 to 5")),
    (Measure.ATTAINMENT, _("Goal attainment\nFive levels in your own words")),
]
LEVELS = {-2: "level_m2", -1: "level_m1", 0: "level_0", 1: "level_p1", 2: "level_p2"}
ONE_TO_THREE = [("", "–"), (1, _("1, a little")), (2, _("2, much")), (3, _("3, most of all"))]
TARGET_POSITIONS = SpeechTarget.Position.choices
TARGET_LEVELS = SpeechTarget.Level.choices


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class MeasureFields(forms.Form):
    """Does what, under which conditions, how well: and how that is measured."""

    who_does = forms.CharField(
        label=_("Does what, exactly"), max_length=300, required=False, help_text=_("“Ties both shoelaces”")
    )
    conditions = forms.CharField(
        label=_("Under which conditions"),
        max_length=300,
        required=False,
        help_text=_("Where, with whom, with what: “sitting on the bench at the door”"),
    )
    measure = forms.ChoiceField(label=_("Measured by"), choices=MEASURES, widget=forms.RadioSelect)
    scale_max = forms.IntegerField(label=_("Out of how many"), min_value=1, max_value=100, required=False, initial=10)
    steps = forms.CharField(
        label=_("The steps of the task, one a line"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    chaining = forms.ChoiceField(
        label=_("Which step is taught"),
        choices=[("", _("Not in a chain: whichever comes up")), *Goal.Chaining.choices],
        required=False,
        help_text=_("The step that is taught now follows from the data."),
    )
    in_a_row = forms.IntegerField(
        label=_("A step is learnt after how many tries in a row without help"),
        min_value=1, max_value=10, required=False, initial=3,
    )  # fmt: skip
    unit = forms.CharField(
        label=_("What is counted"), max_length=40, required=False, help_text=_("“words”, “bites”, “games joined”")
    )
    span_s = forms.FloatField(
        label=_("How long, in seconds"),
        min_value=1,
        max_value=7200,
        required=False,
        help_text=_("Of one interval; for a rate, how long you watch; for a wait, when you stop waiting."),
    )
    sounds = forms.CharField(
        label=_("Sounds to try"), max_length=120, required=False, help_text=_("With commas between: s, r, sh")
    )
    positions = forms.MultipleChoiceField(
        label=_("Where in the word"), choices=TARGET_POSITIONS, required=False, widget=forms.CheckboxSelectMultiple
    )
    sound_level = forms.ChoiceField(label=_("In what"), choices=[("", "–"), *TARGET_LEVELS], required=False)
    improvement = forms.ChoiceField(
        label=_("Which way is better"), choices=Goal.Improvement.choices, widget=forms.RadioSelect, initial="increase"
    )
    baseline = forms.CharField(
        label=_("How it goes today"),
        max_length=12,
        help_text=_(
            "Tries, steps, counts: a number. Time: like 2:30. Intervals: percent. Rating: 1 to 5. Levels: −2 to +2."
        ),
    )
    criterion = forms.CharField(label=_("How well it should go"), max_length=12)


class LevelFields(forms.Form):
    """The five levels of goal attainment, and what the goal weighs."""

    level_m2 = forms.CharField(label=_("Level −2: where we start"), max_length=200, required=False)
    level_m1 = forms.CharField(label=_("Level −1: on the way"), max_length=200, required=False)
    level_0 = forms.CharField(label=_("Level 0: what we expect by the date"), max_length=200, required=False)
    level_p1 = forms.CharField(label=_("Level +1: more than expected"), max_length=200, required=False)
    level_p2 = forms.CharField(label=_("Level +2: much more"), max_length=200, required=False)
    importance = forms.TypedChoiceField(
        label=_("How much it matters to the family"), choices=ONE_TO_THREE, coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    difficulty = forms.TypedChoiceField(
        label=_("How hard it will be"), choices=ONE_TO_THREE, coerce=int, empty_value=None, required=False
    )


class TagFields(forms.Form):
    """What of the child's day the goal is part of, where it matters, how it may be said, who shares it."""

    occupations = forms.MultipleChoiceField(
        label=_("What of the day it is part of"),
        choices=Occupation.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what of the child’s day it is part of.")},
    )
    life = forms.MultipleChoiceField(
        label=_("Where it matters"), choices=LifeArea.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    modes = forms.MultipleChoiceField(
        label=_("Ways of saying it that are recorded"),
        choices=Mode.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every way counts as full communication."),
    )
    disciplines = forms.MultipleChoiceField(
        label=_("Shared with"), choices=Discipline.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
