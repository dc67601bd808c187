"""A plan as it is read: the tree of goals, what changed, who said yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from maypole.people.models import Child
from maypole.web.dates import day_year

from .amounts import amount
from .care_present import cosign_line, dose_text
from .models import Goal, GoalPhase, GoalState, PlanAcceptance, PlanGoal, PlanMethod, PlanVersion
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
        (_("Visits"), dose_text(before), dose_text(after)),
        (_("Places"), before.settings, after.settings),
        (_("How we will work"), before.methods, after.methods),
        (_("What we all do the same way"), before.expectations, after.expectations),
        (_("Risks we name openly"), before.risks, after.risks),
        (_("We look together on"), day_year(before.review_on), day_year(after.review_on)),
    ]
    pairs += _parts(before, after)
    return found + [Change(what, old_text, new_text) for what, old_text, new_text in pairs if old_text != new_text]


def _parts(before: PlanVersion, after: PlanVersion) -> list[tuple[str, str, str]]:
    """Methods and people that came, went or changed: (what, before, after)."""
    old = {row.name: row for row in before.method_rows.all()}
    new = {row.name: row for row in after.method_rows.all()}
    rows = [
        (_("Way of working: %(name)s") % {"name": name}, _method(old.get(name)), _method(new.get(name)))
        for name in (old | new)
    ]
    was = {row.name: row.part for row in before.people_rows.all()}
    now = {row.name: row.part for row in after.people_rows.all()}
    return rows + [
        (_("Takes part: %(name)s") % {"name": name}, was.get(name, ""), now.get(name, "")) for name in was | now
    ]


def _method(row: PlanMethod | None) -> str:
    if row is None:
        return ""
    return f"{row.get_confidence_display()}\n{row.here or row.why}"


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
    told = {"number": version.number, "name": signature.by.name, "day": day_year(signature.at)}
    line = _("Version %(number)d, signed by %(name)s on %(day)s.") % told
    if version.amends_id:
        line = _("Version %(number)d, which puts version %(before)d right, signed by %(name)s on %(day)s.") % (
            told | {"before": version.amends.number if version.amends else 0}
        )
    return f"{line} {cosign_line(version)}".strip()


def answers(version: PlanVersion) -> list[PlanAcceptance]:
    """Each carer's newest answer. Prefetch acceptances with their carer."""
    newest = {answer.carer_id: answer for answer in version.acceptances.all()}
    return list(newest.values())


def answer_line(answer: PlanAcceptance) -> str:
    said = {"name": answer.carer.name, "day": day_year(answer.at)}
    if answer.accepted:
        return _("%(name)s said yes on %(day)s.") % said
    return _("%(name)s said “not like this” on %(day)s.") % said


def standing(version: PlanVersion | None, needed: int = 1) -> tuple[str, str, str]:
    """(chip, icon, words) of the family's answer to the newest version that holds; `needed` yeses make it accepted."""
    if version is None:
        return "", "edit", _("No plan signed yet")
    said = answers(version)
    if any(not answer.accepted for answer in said):
        return "alert", "chat", _("The family asks for a change")
    if any(not hasattr(one, "outcome") for answer in said for one in answer.objections.all()):
        return "sun", "chat", _("Yes, with one thing to talk about")
    if len(said) >= needed:
        return "ok", "check", _("The family said yes")
    if said:
        return "sun", "clock", _("One carer said yes, another has not answered")
    return "sun", "clock", _("Waiting for the family’s yes")


def ribbons(goals: Iterable[Goal]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(goal.area for goal in goals))
