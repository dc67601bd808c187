"""The weeks at home in words: what to play, how far the minutes go, what to celebrate. Never a score of a family."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.access.ids import new_id
from maypole.people.models import Child
from maypole.plan.models import Goal, Measure
from maypole.play import safety
from maypole.play.library import library
from maypole.visits.models import Observation, PromptLevel, Setting

from .models import HomeActivity, PracticeLog

BY_SELF: dict[str, Promise] = {
    Child.Pronouns.SHE: gettext_lazy("By herself"),
    Child.Pronouns.HE: gettext_lazy("By himself"),
    Child.Pronouns.THEY: gettext_lazy("On their own"),
}
NUMBERS: dict[int, Promise] = {
    1: gettext_lazy("One small game this week."),
    2: gettext_lazy("Two small games this week."),
    3: gettext_lazy("Three small games this week."),
}


@dataclass(frozen=True)
class Answer:
    """One face to tap: the field it fills, its value, its words and its icon."""

    field: str
    value: str
    words: str
    icon: str


@dataclass(frozen=True)
class GameCard:
    """One game on the family's page."""

    activity: HomeActivity
    answers: tuple[Answer, ...]
    warnings: tuple[str, ...]
    days: int
    fresh_id: UUID

    @property
    def played(self) -> str:
        """How often this week, as something done and never as something missing."""
        if not self.days:
            return ""
        return ngettext("Played on %(n)d day this week.", "Played on %(n)d days this week.", self.days) % {
            "n": self.days
        }


@dataclass(frozen=True)
class Budget:
    """The week's minutes: done, planned, and how the bar is cut into days."""

    done: int
    planned: int
    days: int
    each: int
    area: str

    @property
    def plan(self) -> str:
        minutes = ngettext("%(n)d minute", "%(n)d minutes", self.each) % {"n": self.each}
        days = ngettext("%(n)d day", "%(n)d days", self.days) % {"n": self.days}
        return _("%(minutes)s, %(days)s") % {"minutes": minutes, "days": days}


@dataclass(frozen=True)
class Week:
    """One week of one activity for staff: days played of days chosen."""

    starts: date
    days: int
    chosen: int


def monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def answers(goal: Goal, child: Child) -> tuple[Answer, ...]:
    """How it was: the help it took when the goal counts tries, else how hard the game was."""
    if goal.measure == Measure.TRIALS:
        return (
            Answer("prompt", PromptLevel.INDEPENDENT, str(BY_SELF[child.pronouns]), "smile"),
            Answer("prompt", PromptLevel.VERBAL, _("A little help"), "flat"),
            Answer("prompt", PromptLevel.PARTIAL, _("A lot of help"), "heart"),
        )
    return (
        Answer("went", PracticeLog.Went.EASY, _("Easy"), "smile"),
        Answer("went", PracticeLog.Went.RIGHT, _("Just right"), "flat"),
        Answer("went", PracticeLog.Went.HARD, _("Too hard"), "tired"),
    )


def cards(
    child: Child, activities: Sequence[HomeActivity], logs: Iterable[PracticeLog], kinds: Collection[str], today: date
) -> list[GameCard]:
    """Every game with what was played of it this week; one that is not safe any more says so."""
    played: dict[UUID, set[date]] = {activity.pk: set() for activity in activities}
    for log in logs:
        played.setdefault(log.activity_id, set()).add(log.played_on)
    return [
        GameCard(
            activity=activity,
            answers=answers(activity.goal, child),
            warnings=tuple(warnings(activity, child, kinds, today)),
            days=len(played[activity.pk]),
            fresh_id=new_id(),
        )
        for activity in activities
    ]


def warnings(activity: HomeActivity, child: Child, kinds: Collection[str], today: date) -> list[str]:
    """Why a game that was given should rest now: a precaution came since."""
    entry = library().get(activity.library) if activity.library else None
    return safety.refusals(child, kinds, today, entry=entry, small_parts=activity.small_parts, cleared=True)


def budget(activities: Sequence[HomeActivity], logs: Iterable[PracticeLog]) -> Budget | None:
    """The minutes of this week against those chosen; None without a game."""
    if not activities:
        return None
    planned = sum(activity.minutes * activity.times_a_week for activity in activities)
    days = min(7, max(activity.times_a_week for activity in activities))
    done = sum(log.minutes or 0 for log in logs)
    return Budget(done, planned, days, max(1, round(planned / days)), activities[0].goal.area)


def lede(activities: Sequence[HomeActivity]) -> str:
    """“Two small games this week. Next: socks, 5 minutes.”"""
    if not activities:
        return _("No games this week. Time just to be together.")
    count = len(activities)
    start = str(NUMBERS.get(count, _("%(n)d small games this week.") % {"n": count}))
    first = activities[0]
    following = ngettext("Next: %(game)s, %(n)d minute.", "Next: %(game)s, %(n)d minutes.", first.minutes)
    return f"{start} {following % {'game': first.title, 'n': first.minutes}}"


def celebration(child: Child, today: date) -> tuple[Goal, date] | None:
    """The newest goal that was done at home without help for the first time, in the last seven days."""
    firsts = (
        Observation.objects.standing()
        .filter(child=child, setting=Setting.HOME, correct=True, prompt=PromptLevel.INDEPENDENT)
        .values("goal")
        .annotate(first=Min("recorded_at"))
        .order_by("-first")
    )
    newest = firsts.first()
    if newest is None:
        return None
    on = timezone.localdate(newest["first"])
    return (Goal.objects.get(pk=newest["goal"]), on) if today - on < timedelta(days=7) else None


def weeks(activity: HomeActivity, days: Collection[date], today: date, count: int = 4) -> list[Week]:
    """The last weeks of a game, oldest first, from the week it was given."""
    first = monday(timezone.localdate(activity.at))
    starts = [monday(today) - timedelta(weeks=back) for back in range(count - 1, -1, -1)]
    return [
        Week(start, sum(1 for day in days if start <= day < start + timedelta(days=7)), activity.times_a_week)
        for start in starts
        if start >= first
    ]


def adherence(week: Week) -> str:
    """Days played of days chosen, and if few, a smaller plan rather than blame."""
    if week.days >= week.chosen:
        return ngettext(
            "Played on %(n)d day this week, as planned.", "Played on %(n)d days this week, as planned.", week.days
        ) % {"n": week.days}
    return ngettext(
        "Played on %(n)d of %(of)d day this week.", "Played on %(n)d of %(of)d days this week.", week.chosen
    ) % {
        "n": week.days,
        "of": week.chosen,
    }
