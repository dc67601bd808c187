"""Signs, doses and outcomes in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.cores.progress.history import Probe
from maypole.cores.progress.readiness import Answer, Line, Sign, ready
from maypole.cores.progress.sentences import odds
from maypole.mastery.words import language
from maypole.plan.amounts import level_text, short
from maypole.plan.models import Goal
from maypole.visits.models import Setting
from maypole.web.dates import day, day_year

from .models import FadeStep, FollowUp
from .readiness import GoalSigns, Signs

CHIPS = {Answer.YES: ("ok", "check"), Answer.NOT_YET: ("sun", "minus"), Answer.EARLY: ("info", "clock")}


OUTCOMES = {
    "kept": ("ok", "check"),
    "partly": ("sun", "minus"),
    "lost": ("alert", "alert"),
    "return": ("info", "undo"),
    "unreached": ("", "close"),
}


@dataclass(frozen=True)
class SignRow:
    """One sign: a chip with its answer, what was seen, and what is missing."""

    head: str
    chip: tuple[str, str, str]
    evidence: str


@dataclass(frozen=True)
class GoalRows:
    pk: UUID
    title: str
    area: str
    url_goal: Goal
    rows: tuple[SignRow, ...]
    matters: bool | None
    achieved: bool | None


def goal_rows(found: Signs) -> list[GoalRows]:
    return [
        GoalRows(
            pk=one.goal.pk,
            title=one.goal.title,
            area=one.goal.area,
            url_goal=one.goal,
            rows=tuple(sign_row(line, one) for line in one.lines),
            matters=one.said.matters if one.said else None,
            achieved=one.said.achieved if one.said else None,
        )
        for one in found.goals
    ]


def answer(line: Line) -> tuple[str, str, str]:
    words = {Answer.YES: _("Yes"), Answer.NOT_YET: _("Not yet"), Answer.EARLY: _("Too early to say")}
    return (*CHIPS[line.answer], words[line.answer])


def sign_row(line: Line, one: GoalSigns) -> SignRow:
    if line.sign is Sign.PLACES:
        return SignRow(_("Reached in two places, one of them of daily life"), answer(line), places(one))
    if line.sign is Sign.CHECKS:
        return SignRow(_("Held at two checks, two weeks apart"), answer(line), checks(one.goal, one.checks))
    return SignRow(_("The family says: it matters, and it is reached"), answer(line), family(one))


def places(one: GoalSigns) -> str:
    """“Clinic: reached. Home: 2 sessions, too early.”"""
    told = []
    for name, seen in one.places.items():
        place = Setting(name).label
        if seen.chance is None:
            told.append(
                ngettext("{place}: {n} session, too early.", "{place}: {n} sessions, too early.", seen.sessions).format(
                    place=place, n=seen.sessions
                )
            )
        else:
            words = _("{place}: at the goal {odds}.").format(place=place, odds=odds(seen.chance, language()))
            told.append(words)
    return " ".join(told) or _("Nothing has been measured since teaching began.")


def checks(goal: Goal, made: Iterable[Probe]) -> str:
    told = [
        _("{day}, {place}: {level}.").format(
            day=day_year(date.fromordinal(one.day)), place=Setting(one.setting).label,
            level=level_text(goal, one.level, one.trials),
        )
        for one in made
    ]  # fmt: skip
    return " ".join(told) or _("No check has been made yet.")


def family(one: GoalSigns) -> str:
    if one.said is None:
        return _("Nobody has asked the family yet.")
    who = one.said.carer.name if one.said.carer else _("the family")
    words = {
        (True, True): _("{who}, {day}: it matters, and it is reached."),
        (True, False): _("{who}, {day}: it matters, and it is not reached yet."),
        (False, True): _("{who}, {day}: it is reached, and it matters less by now."),
        (False, False): _("{who}, {day}: it is not reached, and it no longer matters."),
    }
    return words[one.said.matters, one.said.achieved].format(who=who, day=day(one.said.at.date()))


def gain_row(found: Signs) -> SignRow:
    """Whether an open goal may still gain."""
    head = _("No open goal has a good chance of a further gain")
    if found.gaining is not None and found.gain.chance is not None and found.gain.answer is Answer.NOT_YET:
        words = _("“{goal}” may still be reached by its day: {odds}.")
        evidence = words.format(goal=found.gaining.title, odds=odds(found.gain.chance, language()))
    elif found.gain.answer is Answer.EARLY:
        evidence = _("An open goal has too few sessions to look ahead.")
    else:
        evidence = _("No open goal is on its way to more.")
    return SignRow(head, answer(found.gain), evidence)


def summary(found: Signs) -> str:
    if not found.goals:
        return _("No goal has been worked on, so there is nothing to go by.")
    if ready(found.lines):
        return _("Every sign says yes: it is time to talk about fading.")
    early = sum(line.answer is Answer.EARLY for line in found.lines)
    missing = sum(line.answer is Answer.NOT_YET for line in found.lines)
    parts = []
    if missing:
        parts.append(ngettext("One sign says not yet.", "{n} signs say not yet.", missing).format(n=missing))
    if early:
        parts.append(ngettext("For one it is too early.", "For {n} it is too early.", early).format(n=early))
    return " ".join(parts)


def dose(step: FadeStep) -> str:
    """“every other week, 45 min”."""
    if step.sessions_a_week == 0:
        return _("no visits")
    if step.sessions_a_week < 1:
        weeks = round(1 / step.sessions_a_week)
        times = ngettext("every {n} week", "every {n} weeks", weeks).format(n=weeks)
    else:
        times = ngettext("once a week", "{n} times a week", round(step.sessions_a_week)).format(
            n=short(step.sessions_a_week)
        )
    return _("{times}, {minutes} min").format(times=times, minutes=step.minutes)


@dataclass(frozen=True)
class FollowUpRow:
    pk: UUID
    day: date
    owner: str
    chip: tuple[str, str, str]
    words: str
    open: bool


def follow_up_row(row: FollowUp, today: date, *, live: bool) -> FollowUpRow:
    """`live`: goodbye was said and the child is not back."""
    outcome = getattr(row, "outcome", None)
    if outcome is not None:
        kind, icon = OUTCOMES[outcome.outcome]
        chip = (kind, icon, str(outcome.get_outcome_display()))
    elif live and row.due_on < today:
        late = (today - row.due_on).days
        chip = ("sun", "clock", ngettext("{n} day late", "{n} days late", late).format(n=late))
    else:
        chip = ("", "clock", _("Planned"))
    words = outcome.words if outcome else ""
    return FollowUpRow(row.pk, row.due_on, row.owner.name, chip, words, open=outcome is None and live)
