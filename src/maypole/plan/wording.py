"""The clinician's measurable line: who, does what, under which conditions, how well, by when."""

from __future__ import annotations

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maypole.people.models import Child
from maypole.web.dates import day_year

from .amounts import amount, clock
from .models import Goal, Measure

MORE: dict[str, Promise] = {
    Measure.TRIALS: gettext_lazy("in at least %(amount)s tries without help"),
    Measure.STEPS: gettext_lazy("at least %(amount)s steps without help"),
    Measure.DURATION: gettext_lazy("for at least %(amount)s"),
    Measure.LATENCY: gettext_lazy("after %(amount)s or later"),
    Measure.WHOLE: gettext_lazy("all through at least %(amount)s of intervals of %(length)s"),
    Measure.PARTIAL: gettext_lazy("in at least %(amount)s of intervals of %(length)s"),
    Measure.MOMENTARY: gettext_lazy("at the end of at least %(amount)s of intervals of %(length)s"),
    Measure.PRODUCT: gettext_lazy("with at least %(amount)s right"),
    Measure.RATING: gettext_lazy("rated at least %(amount)s"),
    Measure.ATTAINMENT: gettext_lazy("reaching %(amount)s or higher on the goal’s own scale"),
}
LESS: dict[str, Promise] = {
    Measure.TRIALS: gettext_lazy("in at most %(amount)s tries"),
    Measure.STEPS: gettext_lazy("at most %(amount)s steps"),
    Measure.DURATION: gettext_lazy("in at most %(amount)s"),
    Measure.LATENCY: gettext_lazy("within %(amount)s"),
    Measure.WHOLE: gettext_lazy("all through at most %(amount)s of intervals of %(length)s"),
    Measure.PARTIAL: gettext_lazy("in at most %(amount)s of intervals of %(length)s"),
    Measure.MOMENTARY: gettext_lazy("at the end of at most %(amount)s of intervals of %(length)s"),
    Measure.PRODUCT: gettext_lazy("with at most %(amount)s"),
    Measure.RATING: gettext_lazy("rated at most %(amount)s"),
}


def how_well(goal: Goal) -> str:
    """The criterion: "in at least 8 of 10 tries without help"."""
    assert goal.criterion is not None
    words = {"amount": amount(goal, goal.criterion), "length": clock(goal.span_s or 0.0)}
    if goal.improvement == Goal.Improvement.DECREASE:
        pattern = LESS.get(goal.measure, gettext_lazy("at most %(amount)s"))
    else:
        pattern = MORE.get(goal.measure, gettext_lazy("at least %(amount)s"))
    return str(pattern) % words


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
