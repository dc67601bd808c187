"""Rules, chances and days in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from maypole.cores.progress.mastery import InARow, RunRule
from maypole.plan.amounts import amount, level_text
from maypole.plan.models import Goal

from .models import MasteryRule


def language() -> str:
    return "es" if (get_language() or "en").startswith("es") else "en"


def short_day(day: date) -> str:
    """“27 Mar”; Spanish months have no capital."""
    return date_format(day, "j b" if language() == "es" else "j M")


def long_day(day: date) -> str:
    return date_format(day, "j b Y" if language() == "es" else "j M Y")


def rule_sentence(goal: Goal, rule: MasteryRule) -> str:
    """What “reached” means for this goal, for the family and everyone else."""
    return " ".join(_parts(amount(goal, rule.level), rule.consecutive, rule.people, rule.places, rule.first_try))


def core_line(goal: Goal, rule: InARow) -> str:
    """A rule that nobody adopted yet, short enough for a table: “8 of 10 or better in 5 sessions in a row”."""
    parts = [
        ngettext("{level} or better in one session", "{level} or better in {n} sessions in a row", rule.consecutive)
        .format(level=level_text(goal, rule.level), n=rule.consecutive)
    ]  # fmt: skip
    if rule.people > 1:
        parts.append(ngettext("with {n} person", "with {n} people", rule.people).format(n=rule.people))
    if rule.places > 1:
        parts.append(ngettext("in {n} place", "in {n} places", rule.places).format(n=rule.places))
    if isinstance(rule, RunRule) and rule.first_trial:
        parts.append(_("first try included"))
    return ", ".join(parts)


def _parts(level: str, sessions: int, people: int, places: int, first: bool) -> Iterator[str]:
    yield ngettext(
        "We call it reached when it goes {level} or better in one session.",
        "We call it reached when it goes {level} or better in {n} sessions in a row.",
        sessions,
    ).format(level=level, n=sessions)
    if people > 1:
        yield ngettext("With {n} person.", "With {n} different people.", people).format(n=people)
    if places > 1:
        yield ngettext("In {n} place.", "In {n} different places.", places).format(n=places)
    if first:
        yield _("The first try of the day goes well too.")


def percent(chance: float | None) -> str:
    """A chance as people read it; never 0 % or 100 %, for nothing is that sure."""
    if chance is None:
        return _("cannot be said")
    if 0.0 < chance < 0.005:
        return _("below 1 %")
    if 0.995 < chance < 1.0:
        return _("above 99 %")
    return _("{value} %").format(value=round(100 * chance))
