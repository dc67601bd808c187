"""A plan as it is read: the tree of goals, what changed, who said yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.people.models import Child
from maypole.web.dates import day_year

from .amounts import amount, short
from .models import Goal, GoalPhase, GoalState, PlanAcceptance, PlanGoal, PlanVersion
from .wording import line, snapshot


@dataclass
class GoalRow:
    """One goal on a plan: the family's words above, the clinician's line below."""

    goal: Goal
    wording: str
    plain: str = ""
    news: str = ""
    phase: str = ""
    steps: list[GoalRow] = field(default_factory=list)

    @property
    def alone(self) -> list[GoalRow]:
        """Itself, where its long-term goal is not shown."""
        return [self]


@dataclass(frozen=True)
class Change:
    """One thing that differs from the version before."""

    what: str
    before: str = ""
    after: str = ""


def plain(goal: Goal) -> str:
    """“At the start 1 of 10. We aim for 8 of 10 by 27 March 2026.” The graph says how it goes now."""
    if goal.baseline is None or goal.criterion is None:
        return _("By %(day)s.") % {"day": day_year(goal.due_on)}
    return _("At the start %(now)s. We aim for %(aim)s by %(day)s.") % {
        "now": amount(goal, goal.baseline),
        "aim": amount(goal, goal.criterion),
        "day": day_year(goal.due_on),
    }


def tree(rows: Iterable[GoalRow]) -> list[GoalRow]:
    """Long-term goals with their steps below; a step whose long-term goal is not here stands alone."""
    every = list(rows)
    longs = {row.goal.pk: row for row in every if row.goal.horizon == Goal.Horizon.LONG}
    top = [row for row in every if row.goal.parent_id not in longs]
    for row in every:
        if row.goal.parent_id in longs:
            longs[row.goal.parent_id].steps.append(row)
    return top


def live(child: Child, goals: Sequence[Goal], signed: PlanVersion | None, language: str) -> list[GoalRow]:
    """Open goals as they stand now, with what is not in the signed plan yet. Prefetch phases."""
    kept = {held.goal_id: held.wording for held in signed.goals.all()} if signed else {}
    rows = []
    for goal in goals:
        row = GoalRow(goal, line(goal, child.name), phase=phase_word(goal))
        if signed and goal.pk not in kept:
            row.news = _("New since version %(number)d") % {"number": signed.number}
        elif signed and kept[goal.pk] != snapshot(goal, child, language):
            row.news = _("Changed since version %(number)d") % {"number": signed.number}
        rows.append(row)
    return tree(rows)


def as_signed(child: Child, held: Sequence[PlanGoal], language: str) -> list[GoalRow]:
    """Goals as a version worded them; told plainly too where the goal still is what was signed."""
    return tree(
        GoalRow(
            one.goal,
            one.wording,
            plain=plain(one.goal) if one.wording == snapshot(one.goal, child, language) else one.wording,
        )
        for one in held
    )


def phase_word(goal: Goal) -> str:
    phases: list[GoalPhase] = list(goal.phases.all())
    return str(phases[-1]) if phases else ""


def dose(version: PlanVersion) -> str:
    """“Once a week, 45 minutes each time”."""
    words = {"times": short(version.sessions_a_week), "minutes": version.minutes}
    if version.sessions_a_week < 1:
        weeks = round(1 / version.sessions_a_week)
        return _("Every %(weeks)d weeks, %(minutes)d minutes each time") % (words | {"weeks": weeks})
    if version.sessions_a_week == 1:
        return _("Once a week, %(minutes)d minutes each time") % words
    return (
        ngettext(
            "%(times)s time a week, %(minutes)d minutes each time",
            "%(times)s times a week, %(minutes)d minutes each time",
            round(version.sessions_a_week),
        )
        % words
    )


def changes(before: PlanVersion | None, after: PlanVersion) -> list[Change]:
    """What differs between two versions, in the order a family asks. Prefetch the goals of both."""
    if before is None:
        return []
    old = {held.goal_id: held for held in before.goals.all()}
    new = {held.goal_id: held for held in after.goals.all()}
    found = [
        Change(_("New: %(goal)s") % _title(held), after=held.wording) for key, held in new.items() if key not in old
    ]
    found += [Change(_gone(held)) for key, held in old.items() if key not in new]
    found += [
        Change(_("Changed: %(goal)s") % _title(held), old[key].wording, held.wording)
        for key, held in new.items()
        if key in old and old[key].wording != held.wording
    ]
    pairs = [
        (_("Visits"), dose(before), dose(after)),
        (_("Places"), before.settings, after.settings),
        (_("How we will work"), before.methods, after.methods),
        (_("What we all do the same way"), before.expectations, after.expectations),
        (_("Risks we name openly"), before.risks, after.risks),
        (_("We look together on"), day_year(before.review_on), day_year(after.review_on)),
    ]
    return found + [Change(what, old_text, new_text) for what, old_text, new_text in pairs if old_text != new_text]


def _title(held: PlanGoal) -> dict[str, str]:
    return {"goal": held.goal.title}


def _gone(held: PlanGoal) -> str:
    """A reached goal leaves the plan as what it is. `held` is annotated with the goal's newest state."""
    if getattr(held, "state", "") == GoalState.State.MET:
        return _("Reached: %(goal)s") % _title(held)
    if getattr(held, "state", "") == GoalState.State.HOLD:
        return _("Resting: %(goal)s") % _title(held)
    return _("No longer in the plan: %(goal)s") % _title(held)


def preview(goal: Goal, child: Child) -> str:
    """The measurable line of a goal that is being written; empty until it can be said."""
    return (
        ""
        if {"title", "due_on", "measure", "baseline", "criterion"} & goal.problems().keys()
        else line(goal, child.name)
    )


def signed_line(version: PlanVersion) -> str:
    signature = getattr(version, "signature", None)
    if signature is None:
        return _("Draft of version %(number)d.") % {"number": version.number}
    return _("Version %(number)d, signed by %(name)s on %(day)s.") % {
        "number": version.number,
        "name": signature.by.name,
        "day": day_year(signature.at),
    }


def answers(version: PlanVersion) -> list[PlanAcceptance]:
    """Each carer's newest answer. Prefetch acceptances with their carer."""
    newest = {answer.carer_id: answer for answer in version.acceptances.all()}
    return list(newest.values())


def answer_line(answer: PlanAcceptance) -> str:
    said = {"name": answer.carer.name, "day": day_year(answer.at)}
    if answer.accepted:
        return _("%(name)s said yes on %(day)s.") % said
    return _("%(name)s said “not like this” on %(day)s.") % said


def standing(version: PlanVersion | None) -> tuple[str, str, str]:
    """(chip, icon, words) of the family's answer to the newest signed version."""
    if version is None:
        return "", "edit", _("No plan signed yet")
    said = answers(version)
    if any(not answer.accepted for answer in said):
        return "alert", "chat", _("The family asks for a change")
    if said:
        return "ok", "check", _("The family said yes")
    return "sun", "clock", _("Waiting for the family’s yes")


def ribbons(goals: Iterable[Goal]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(goal.area for goal in goals))
