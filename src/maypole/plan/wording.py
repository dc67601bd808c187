"""The clinician's measurable line: who, does what, under which conditions, how well, by when."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from maypole.people.models import Child
from maypole.web.dates import day_year

from .amounts import amount
from .models import Goal, Measure


def how_well(goal: Goal) -> str:
    """The criterion: "in at least 8 of 10 tries without help"."""
    assert goal.criterion is not None
    value = {"amount": amount(goal, goal.criterion)}
    if goal.improvement == Goal.Improvement.DECREASE:
        return {
            Measure.TRIALS: _("in at most %(amount)s tries"),
            Measure.STEPS: _("at most %(amount)s steps"),
            Measure.DURATION: _("in at most %(amount)s"),
            Measure.RATING: _("rated at most %(amount)s"),
        }.get(Measure(goal.measure), _("at most %(amount)s")) % value
    return {
        Measure.TRIALS: _("in at least %(amount)s tries without help"),
        Measure.STEPS: _("at least %(amount)s steps without help"),
        Measure.DURATION: _("for at least %(amount)s"),
        Measure.RATING: _("rated at least %(amount)s"),
    }.get(Measure(goal.measure), _("at least %(amount)s")) % value


def line(goal: Goal, who: str) -> str:
    """The measurable line, in the language that is active now."""
    parts = {
        "who": who,
        "does": (goal.who_does or goal.title).strip().rstrip("."),
        "conditions": goal.conditions.strip().rstrip("."),
        "date": day_year(goal.due_on),
    }
    if not parts["does"][1:2].isupper():  # "AAC device" keeps its capitals
        parts["does"] = parts["does"][:1].lower() + parts["does"][1:]
    if goal.horizon == Goal.Horizon.LONG or goal.criterion is None or goal.baseline is None:
        if parts["conditions"]:
            return _("%(who)s %(does)s, %(conditions)s, by %(date)s.") % parts
        return _("%(who)s %(does)s by %(date)s.") % parts
    parts |= {"well": how_well(goal), "now": amount(goal, goal.baseline)}
    if parts["conditions"]:
        return _("%(who)s %(does)s, %(conditions)s, %(well)s, by %(date)s (today: %(now)s).") % parts
    return _("%(who)s %(does)s, %(well)s, by %(date)s (today: %(now)s).") % parts


def snapshot(goal: Goal, child: Child, language: str) -> str:
    """The line as a plan version keeps it: in the language of the organisation's record, whoever is signed in."""
    with translation.override(language):
        return line(goal, child.name)
