"""Proposals for a visit: games for each open goal, in the order of `cores.proposals`, with the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.cores.proposals.rank import Against, Candidate, For, ranked, shared_out
from maypole.equipment.models import Kind
from maypole.equipment.present import refusal
from maypole.plan.models import Goal
from maypole.play import safety
from maypole.play.library import Activity
from maypole.play.words import named_in
from maypole.visits.models import VisitMood
from maypole.web.areas import BY_CODE
from maypole.web.dates import day

from .facts import Before, Facts

A_GOAL = 3
FOUND = 8
WENT_WELL = frozenset({VisitMood.Mood.KEEN, VisitMood.Mood.OKAY})
WENT_BADLY = frozenset({VisitMood.Mood.TIRED, VisitMood.Mood.STOP})


@dataclass(frozen=True)
class Proposal:
    """One game for one goal: why, what speaks against it, what to watch for, and what keeps it from being taken."""

    entry: Activity
    goal: Goal
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    watch: tuple[str, ...]
    refused: tuple[str, ...]
    grading: str
    thing: str = ""

    @property
    def why(self) -> str:
        """The reasons in one text: kept with the game when it is taken."""
        return " ".join(self.reasons)


@dataclass(frozen=True)
class ForGoal:
    goal: Goal
    proposals: tuple[Proposal, ...]


def proposals(facts: Facts) -> list[ForGoal]:
    """At most three games for each open goal, none twice, none that may not be played with this child today."""
    by_goal = []
    for goal in facts.goals:
        entries = [entry for entry in facts.for_goal(goal) if not kept_back(facts, entry)]
        by_goal.append([candidate(facts, goal, entry, place) for place, entry in enumerate(entries)])
    chosen = shared_out(by_goal, A_GOAL, facts.taken)
    return [
        ForGoal(goal, tuple(told(facts, goal, each) for each in candidates))
        for goal, candidates in zip(facts.goals, chosen, strict=True)
    ]


def found(facts: Facts, goal: Goal, words: str) -> ForGoal:
    """Any game that these words name, those that may not be played among them, with the reason why not."""
    entries = facts.for_goal(goal, words)
    candidates = ranked([candidate(facts, goal, entry, place) for place, entry in enumerate(entries)])
    return ForGoal(goal, tuple(told(facts, goal, each) for each in candidates[:FOUND]))


def one(facts: Facts, goal: Goal, code: str) -> Proposal | None:
    """The proposal of one game for a goal, however it was found; None for a game that is not on the shelf."""
    entry = facts.games.get(code)
    return told(facts, goal, candidate(facts, goal, entry, 0)) if entry else None


def kept_back(facts: Facts, entry: Activity) -> list[str]:
    """Why a game may not be taken today, before anybody ticked that they looked: safety first, then equipment."""
    found = safety.refusals(facts.child, facts.kinds, facts.today, entry=entry, cleared=True, place=facts.place)
    return found + ([missing] if (missing := no_equipment(facts, entry)) else [])


def no_equipment(facts: Facts, entry: Activity) -> str:
    """Why the equipment of a game is not at hand; empty when it is, or when it needs none."""
    if not entry.equipment or facts.at_hand(entry.equipment):
        return ""
    here = [thing for thing in facts.things if thing.kind == entry.equipment]
    if here:
        return refusal(here[0], facts.today)
    kind = str(Kind(entry.equipment).label).lower()
    if facts.site is None:
        return _("It needs equipment of the clinic: %(kind)s.") % {"kind": kind}
    return _("It needs equipment that %(site)s does not have: %(kind)s.") % {"site": facts.site.name, "kind": kind}


def candidate(facts: Facts, goal: Goal, entry: Activity, place: int) -> Candidate:
    """The facts about one game as reasons, each of which `told` can say."""
    played = facts.played(entry.id)
    newest = played[0] if played else None
    speaks_for = {
        For.WENT_FURTHER: any(each.further and each.goal == goal.pk for each in played),
        For.LOVED: bool(named_in(facts.loves, entry)),
        For.ENJOYED: newest is not None and newest.mood in WENT_WELL,
        For.CALMS: bool(named_in(facts.calms, entry)),
        For.MADE_FOR: entry.area == goal.area,
        For.AT_HAND: bool(entry.equipment and facts.at_hand(entry.equipment)),
    }
    against = {
        Against.DISLIKED: bool(named_in(facts.dislikes, entry)),
        Against.TIRED: newest is not None and newest.mood in WENT_BADLY,
        Against.OLDER: facts.months is not None and facts.months < entry.from_months,
    }
    since = (facts.today - timezone.localdate(newest.on)).days if newest else None
    return Candidate(
        entry.id, frozenset(reason for reason, holds in speaks_for.items() if holds),
        frozenset(reason for reason, holds in against.items() if holds), since, place,
    )  # fmt: skip


def told(facts: Facts, goal: Goal, each: Candidate) -> Proposal:
    entry = facts.games.by_id[each.code]
    things = facts.at_hand(entry.equipment) if entry.equipment else []
    return Proposal(
        entry=entry,
        goal=goal,
        reasons=tuple(_speaks_for(facts, goal, entry, reason) for reason in For if reason in each.speaks_for)
        or (_("It touches %(area)s.") % {"area": BY_CODE[goal.area].name},),
        against=tuple(_speaks_against(facts, entry, reason) for reason in Against if reason in each.speaks_against),
        watch=tuple(safety.watch(facts.child, facts.precautions, entry, facts.today, facts.place)),
        refused=tuple(kept_back(facts, entry)),
        grading=_grading(facts, entry),
        thing=things[0].name if things else "",
    )


def _speaks_for(facts: Facts, goal: Goal, entry: Activity, reason: For) -> str:
    name, played = facts.child.name, facts.played(entry.id)
    if reason == For.WENT_FURTHER:
        on = next(each.on for each in played if each.further and each.goal == goal.pk)
        return _("“%(goal)s” went further when it was played on %(day)s.") % {"goal": goal.title, "day": day(on)}
    if reason == For.LOVED:
        return _("%(name)s loves it: %(things)s.") % {"name": name, "things": ", ".join(named_in(facts.loves, entry))}
    if reason == For.ENJOYED:
        return _mood(facts, played[0])
    if reason == For.CALMS:
        return _("It has what helps %(name)s: %(things)s.") % {
            "name": name, "things": ", ".join(named_in(facts.calms, entry)),
        }  # fmt: skip
    if reason == For.AT_HAND:
        return _("%(thing)s is inspected and free.") % {"thing": facts.at_hand(entry.equipment)[0].name}
    return _("Made for %(area)s.") % {"area": BY_CODE[goal.area].name}


def _speaks_against(facts: Facts, entry: Activity, reason: Against) -> str:
    if reason == Against.DISLIKED:
        things = ", ".join(named_in(facts.dislikes, entry))
        return _("%(name)s does not like this: %(things)s.") % {"name": facts.child.name, "things": things}
    if reason == Against.TIRED:
        return _mood(facts, facts.played(entry.id)[0])
    return _("It was made for older children.")


def _mood(facts: Facts, each: Before) -> str:
    words = {"name": facts.child.name, "day": day(each.on), "mood": str(VisitMood.Mood(each.mood).label).lower()}
    if each.mood == VisitMood.Mood.STOP:
        return _("Played on %(day)s, and %(name)s said stop.") % words
    return _("Played on %(day)s, and %(name)s was %(mood)s.") % words


def _grading(facts: Facts, entry: Activity) -> str:
    """Where to begin: easier after a visit that was too much, harder after one that went further, else as it is."""
    played = facts.played(entry.id)
    theme = _("Play it with: %(thing)s.") % {"thing": facts.loves[0]} if facts.loves else ""
    if played and played[0].mood in WENT_BADLY and entry.easier:
        return f"{_('Easier:')} {entry.easier[0]}. {theme}".strip()[:300]
    if played and played[0].further and entry.harder:
        return f"{_('Harder:')} {entry.harder[0]}. {theme}".strip()[:300]
    return theme[:300]
