"""A goal's story in one card: the plain sentence, the signal, the shape, the ribbon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from maypole.cores.progress.history import SignalName
from maypole.cores.progress.sentences import headline, odds, say, signal_words
from maypole.cores.progress.signal import Judgement
from maypole.plan.models import Goal, Measure
from maypole.visits.models import Setting
from maypole.web.dates import day

from .history import GoalHistory, histories
from .judging import judge_goal
from .wording import level_text

CHIPS: dict[SignalName, tuple[str, str]] = {
    SignalName.TOO_EARLY: ("info", "clock"),
    SignalName.CHECK_DELIVERY: ("sun", "clock"),
    SignalName.KEEP: ("ok", "check"),
    SignalName.WATCH: ("sun", "clock"),
    SignalName.ADJUST: ("alert", "alert"),
    SignalName.GOAL_MET: ("ok", "knot"),
}
SPARK_POINTS = 24


@dataclass(frozen=True)
class GoalCard:
    """What `maypole/components/goal_card.html` shows."""

    area: str
    title: str
    words: str
    sentence: SafeString
    state: str
    state_kind: str
    state_icon: str
    values: tuple[float | None, ...]
    phases: tuple[int, ...]
    aim: tuple[float, float] | None
    low: float
    high: float
    lived: float
    knots: tuple[float, ...]
    start: str
    end: str
    today: str
    url: str


@dataclass(frozen=True)
class ReasonText:
    head: str
    text: str


def language() -> str:
    """The core's language nearest to the reader's."""
    return "es" if (get_language() or "en").startswith("es") else "en"


def goal_cards(child: object, goals: Sequence[Goal], today: date) -> list[GoalCard]:
    """One card for each goal, in order: three queries, however many goals. `child` is kept for callers' clarity."""
    loaded = histories(goals)
    return [goal_card(loaded[goal.pk], today) for goal in goals]


def goal_card(history: GoalHistory, today: date) -> GoalCard:
    goal = history.goal
    judgement = judge_goal(history, today=today)
    kind, icon = CHIPS[judgement.name]
    values, phases = spark_values(history)
    low, high = spark_range(history, values)
    return GoalCard(
        area=goal.area,
        title=goal.title,
        words=_("Family’s words: “{words}”").format(words=goal.family_words) if goal.family_words else "",
        sentence=sentence(history, judgement),
        state=signal_words(judgement, language()),
        state_kind=kind,
        state_icon=icon,
        values=values,
        phases=phases,
        aim=spark_aim(goal),
        low=low,
        high=high,
        lived=share_of_time(goal, today),
        knots=tuple(share_of_time(goal, row.held_on) for row in history.decisions),
        start=date_format(goal.starts_on, "j M"),
        end=date_format(goal.due_on, "j M"),
        today=_("today") if today <= goal.due_on else "",
        url=reverse("goal", args=[goal.pk]),
    )


def sentence(history: GoalHistory, judgement: Judgement) -> SafeString:
    """The one plain sentence: the level now, before, and the chance of the goal by its date; or too early, and why."""
    goal = history.goal
    if judgement.level is None:
        return format_html("{}", _("Nothing measured yet. The first visit will tell us where we start."))
    now = level_text(goal, judgement.level)
    was = level_text(goal, goal.level(goal.baseline)) if goal.baseline is not None else "–"
    told = {Measure.TRIALS: _("{now} tries without help {was}."), Measure.STEPS: _("{now} steps without help {was}.")}
    first = told.get(Measure(goal.measure), _("Now {now} {was}."))
    opening = format_html(
        first,
        now=format_html("<b>{}</b>", now),
        was=format_html('<span class="soft">{}</span>', _("(was {was})").format(was=was)),
    )
    return format_html("{} {}", opening, outlook(goal, judgement))


def outlook(goal: Goal, judgement: Judgement) -> str:
    """The second half of the sentence, by signal."""
    due = day(goal.due_on)
    aim = level_text(goal, goal.level(goal.criterion or 0.0))
    if judgement.name is SignalName.GOAL_MET:
        return _("The goal looks reached: see if it lasts elsewhere.")
    if judgement.p_goal is None or judgement.name is SignalName.TOO_EARLY:
        return _("Too early to say more.")
    chance = odds(judgement.p_goal, language())
    if judgement.name is SignalName.KEEP:
        return _("On track for {aim} by {due}: {chance}.").format(aim=aim, due=due, chance=chance)
    if judgement.name is SignalName.CHECK_DELIVERY:
        return _("Visits were missed, so the plan cannot be judged yet.")
    if judgement.name is SignalName.WATCH:
        return _("Could go either way for {aim} by {due}: {chance}.").format(aim=aim, due=due, chance=chance)
    return _("{aim} by {due} is unlikely on this path: {chance}.").format(aim=aim, due=due, chance=chance)


def reasons(history: GoalHistory, judgement: Judgement) -> list[ReasonText]:
    """The three strongest reasons, each a headline and a sentence with its numbers; days are told as dates."""
    spoken = language()
    told = []
    for reason in judgement.reasons:
        dates = {
            name: _by_day(history.goal.starts_on + timedelta(days=round(float(number))))
            for name, number in reason.numbers.items()
            if name in ("due", "at") and not isinstance(number, str)
        }
        told.append(ReasonText(headline(reason, spoken), say(reason, spoken, clock="day", **dates)))
    return told


def _by_day(value: date) -> str:
    """A day inside one of the core's sentences: “27 March”, but “el 27 de marzo”."""
    return pgettext("a day inside a sentence", "%(day)s") % {"day": day(value)}


def spark_values(history: GoalHistory) -> tuple[tuple[float | None, ...], tuple[int, ...]]:
    """The last clinic points (all points when there are none), and where teaching began among them."""
    factor = 100.0 if history.goal.is_share else 1.0
    points = [point for point in history.gathered if point.setting == Setting.CLINIC] or list(history.gathered)
    shown = points[-SPARK_POINTS:]
    start = history.taught_from
    before = sum(1 for point in shown if start is not None and point.at < start)
    return tuple(point.value * factor for point in shown), (before,) if before else ()


def spark_aim(goal: Goal) -> tuple[float, float] | None:
    if goal.baseline is None or goal.criterion is None:
        return None
    factor = 100.0 if goal.is_share else 1.0
    return goal.level(goal.baseline) * factor, goal.level(goal.criterion) * factor


def spark_range(history: GoalHistory, values: Sequence[float | None]) -> tuple[float, float]:
    if history.goal.is_share:
        return 0.0, 100.0
    seen = [value for value in values if value is not None] + [history.goal.criterion or 0.0, 0.0]
    return min(seen), max(seen) or 1.0


def share_of_time(goal: Goal, day: date) -> float:
    """How far `day` lies between start and due date, 0 to 100."""
    whole = (goal.due_on - goal.starts_on).days or 1
    return max(0.0, min(100.0, 100.0 * (day - goal.starts_on).days / whole))
