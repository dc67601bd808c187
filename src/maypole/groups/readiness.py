"""Five things that make company easier: what somebody saw of each, and what the records can add. Never a score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.people.models import Child

from .gathering import RECENT
from .models import GroupSkill, GroupTally, ReadinessSeen, ReadinessSkill
from .practised import Practised

Skill = ReadinessSkill
HINTS: dict[str, Promise] = {
    Skill.ATTENDS: gettext_lazy("Looks at or listens to the same thing as others, for a moment."),
    Skill.WAITS: gettext_lazy("Lets somebody else go first, with whatever help."),
    Skill.IMITATES: gettext_lazy("Does something because somebody else does it."),
    Skill.FOLLOWS: gettext_lazy("Acts on “everybody stands up”, said to all."),
    Skill.ASKS: gettext_lazy("By words, signs, pictures, a device or by pointing."),
}
PRACTISED_AS: dict[str, tuple[str, ...]] = {
    Skill.ATTENDS: (GroupSkill.TABLE, GroupSkill.JOINING),
    Skill.WAITS: (GroupSkill.WAITING, GroupSkill.TURNS, GroupSkill.SHARING),
    Skill.IMITATES: (GroupSkill.MOVING, GroupSkill.PRETEND),
    Skill.FOLLOWS: (GroupSkill.RULES,),
    Skill.ASKS: (GroupSkill.ASKING, GroupSkill.TALKING, GroupSkill.SPEECH),
}
"""Under which group skills a goal says something of a line: our judgement, shown beside the line as a suggestion."""
TALLIED_AS: dict[str, tuple[str, ...]] = {
    Skill.ATTENDS: (GroupTally.Kind.SPOTTED, GroupTally.Kind.CHEERED),
    Skill.WAITS: (GroupTally.Kind.TURN, GroupTally.Kind.SHARED),
    Skill.FOLLOWS: (GroupTally.Kind.RULE,),
    Skill.ASKS: (GroupTally.Kind.BEGAN,),
}
CHIPS = {
    ReadinessSeen.Seen.YES: ("ok", "check"),
    ReadinessSeen.Seen.SOME: ("info", "eye"),
    ReadinessSeen.Seen.NOT_YET: ("", "clock"),
}


@dataclass(frozen=True)
class Line:
    """One of the five: today's words, those before, and what the records suggest."""

    skill: str
    label: str
    hint: str
    newest: ReadinessSeen | None
    old: bool
    earlier: tuple[ReadinessSeen, ...]
    suggested: tuple[str, ...]

    @property
    def chip(self) -> tuple[str, str]:
        return CHIPS[ReadinessSeen.Seen(self.newest.seen)] if self.newest else ("", "minus")


def seen_rows(child: Child) -> list[ReadinessSeen]:
    """What was seen of the child, newest first."""
    return list(ReadinessSeen.objects.filter(child=child).select_related("by").order_by("-at", "-id")[:100])


def fresh(rows: Iterable[ReadinessSeen], now: datetime) -> dict[str, str]:
    """By skill, the newest row where it is not older than twelve weeks."""
    newest: dict[str, ReadinessSeen] = {}
    for row in rows:
        newest.setdefault(row.skill, row)
    return {skill: row.seen for skill, row in newest.items() if row.at >= now - RECENT}


def lines(
    rows: Sequence[ReadinessSeen], goals: Sequence[Practised], tallies: Mapping[str, tuple[int, int]], now: datetime
) -> list[Line]:
    """All five, seen or not, in their order."""
    return [_line(skill, [row for row in rows if row.skill == skill], goals, tallies, now) for skill in Skill]


def _line(
    skill: ReadinessSkill,
    rows: list[ReadinessSeen],
    goals: Sequence[Practised],
    tallies: Mapping[str, tuple[int, int]],
    now: datetime,
) -> Line:
    told = [one.evidence() for one in goals if one.skill in PRACTISED_AS[skill]]
    told += [tallied(kind, *tallies[kind]) for kind in TALLIED_AS.get(skill, ()) if kind in tallies]
    newest = rows[0] if rows else None
    return Line(
        skill=skill,
        label=str(skill.label),
        hint=str(HINTS[skill]),
        newest=newest,
        old=newest is not None and newest.at < now - RECENT,
        earlier=tuple(rows[1:6]),
        suggested=tuple(told),
    )


def tallies_of(child: Child, since: datetime) -> dict[str, tuple[int, int]]:
    """By kind: (how often it was counted in company, in how many visits)."""
    rows = GroupTally.objects.filter(child=child, withdrawn_at__isnull=True, recorded_at__gte=since)
    counted = rows.order_by().values_list("kind").annotate(n=Count("pk"), visits=Count("visit", distinct=True))
    return {kind: (n, visits) for kind, n, visits in counted}


def tallied(kind: str, count: int, visits: int) -> str:
    """“Took turns: 7 times in 3 visits in company.”"""
    times = ngettext("%(n)d time", "%(n)d times", count) % {"n": count}
    where = ngettext("%(n)d visit in company", "%(n)d visits in company", visits) % {"n": visits}
    return _("%(what)s: %(times)s in %(where)s, in the last twelve weeks.") % {
        "what": GroupTally.Kind(kind).label,
        "times": times,
        "where": where,
    }
