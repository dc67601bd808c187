"""A goal's story in one card: the plain sentence, the signal, the shape, the ribbon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from maypole.cores.progress.history import SignalName
from maypole.cores.progress.reasons import Reason
from maypole.cores.progress.sentences import headline, odds, say, signal_words
from maypole.cores.progress.signal import Judgement
from maypole.people.models import Child
from maypole.plan.amounts import amount, level_text
from maypole.plan.models import Goal, Measure
from maypole.visits.models import Setting
from maypole.web.dates import day

from .delivery import Delivery, check_rows, delivered, earliest, visit_rows
from .history import Content, GoalHistory, content, histories
from .judging import judge_goal

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


@lru_cache(maxsize=4096)
def told_in(spoken: str | None, on: date, style: str) -> str:
    """`told` for a caller who says many days and asks once which language is spoken."""
    # "M" gives a capital in every language; Spanish months have none: "b".
    small = style.replace("M", "b") if (spoken or "en").startswith("es") else style
    return date_format(on, small) if style else day(on)


def told(on: date, style: str = "") -> str:
    """A day in the reader's language, “27 March” or by `style`; kept, because pages say the same days."""
    return told_in(get_language(), on, style)


def goal_cards(child: Child, goals: Sequence[Goal], today: date) -> list[GoalCard]:
    """One card for each goal, in order: three queries for twenty goals, two more when a review is due."""
    loaded = histories(goals)
    due = any(history.planned_on is None or history.planned_on <= today for history in loaded.values())
    since = earliest(loaded.values(), today)
    visits, checks = (visit_rows(child.pk, since), check_rows(child.pk, since)) if due else ([], [])
    return [card_of(loaded[goal.pk], today, delivered(loaded[goal.pk], visits, checks)) for goal in goals]


def card_of(history: GoalHistory, today: date, delivery: Delivery | None) -> GoalCard:
    """The card as it stands today; the same one while nothing that it is made of has changed."""
    return _card(content(history), today, delivery, get_language())


@lru_cache(maxsize=512)
def _card(kept: Content, today: date, delivery: Delivery | None, _spoken: str | None) -> GoalCard:
    return goal_card(kept.history, judge_goal(kept.history, today=today, delivery=delivery), today)


def goal_card(history: GoalHistory, judgement: Judgement, today: date) -> GoalCard:
    goal = history.goal
    kind, icon = CHIPS[judgement.name]
    values, phases = spark_values(history)
    low, high = spark_range(history, values)
    return GoalCard(
        area=goal.area,
        title=goal.title,
        words=_("Family’s words: “{words}”").format(words=goal.family_words) if goal.family_words else "",
        sentence=sentence(history, judgement, today),
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
        start=told(goal.starts_on, "j M"),
        end=told(goal.due_on, "j M"),
        today=_("today") if today <= goal.due_on else "",
        url=reverse("goal", args=[goal.pk]),
    )


def sentence(history: GoalHistory, judgement: Judgement, today: date) -> SafeString:
    """The one plain sentence: the level now, before, and the chance of the goal by its date; or too early, and why."""
    goal = history.goal
    if judgement.level is None:
        return format_html("{}", _("Nothing measured yet. The first visit will tell us where we start."))
    now = level_text(goal, judgement.level)
    was = amount(goal, goal.baseline) if goal.baseline is not None else "–"
    opening = format_html(
        {Measure.TRIALS: _("{now} tries without help {was}."), Measure.STEPS: _("{now} steps without help {was}.")}.get(
            Measure(goal.measure), _("Now {now} {was}.")
        ),
        now=format_html("<b>{}</b>", now),
        was=format_html('<span class="soft">{}</span>', _("(was {was})").format(was=was)),
    )
    return format_html("{} {}", opening, outlook(history, judgement, today))


def outlook(history: GoalHistory, judgement: Judgement, today: date) -> str:
    """The second half of the sentence: what the rule says, or between reviews, what it said at the last one."""
    if history.goal.due_on < today and judgement.name is not SignalName.GOAL_MET:
        return _("Its day, {day}, has passed: choose a new one at the review.").format(day=told(history.goal.due_on))
    if judgement.judged:
        return verdict(history.goal, judgement.name, judgement.p_goal)
    if not history.decisions:
        return _("We look at it together on {day}.").format(day=told(history.planned_on or history.goal.due_on))
    last = history.decisions[-1]
    said = verdict(history.goal, judgement.name, last.p_goal)
    return _("Review of {day}: {said}").format(day=told(last.held_on), said=said)


def verdict(goal: Goal, name: SignalName, p_goal: float | None) -> str:
    """A signal as a sentence with its chance."""
    if name is SignalName.GOAL_MET:
        return _("The goal looks reached: see if it lasts elsewhere.")
    if name is SignalName.CHECK_DELIVERY:
        return _("Visits or steps were missed, so the plan cannot be judged yet.")
    if p_goal is None or name is SignalName.TOO_EARLY:
        return _("Too early to say more.")
    words = {
        "aim": level_text(goal, goal.level(goal.criterion or 0.0)),
        "due": told(goal.due_on),
        "chance": odds(p_goal, language()),
    }
    if name is SignalName.KEEP:
        return _("On track for {aim} by {due}: {chance}.").format(**words)
    if name is SignalName.WATCH:
        return _("Could go either way for {aim} by {due}: {chance}.").format(**words)
    return _("{aim} by {due} is unlikely on this path: {chance}.").format(**words)


FORECASTS = {"chance_good", "chance_open", "chance_low", "growing", "levelled_off", "on_path", "below_path"}
"""Reasons that look ahead: not told between reviews, because a look at every session raises false alarms."""


def reasons(history: GoalHistory, judgement: Judgement) -> list[ReasonText]:
    """The three strongest reasons, each a headline and a sentence with its numbers; between reviews what stands."""
    if judgement.judged:
        return [reason_text(history, reason) for reason in judgement.reasons]
    facts = [reason for reason in judgement.reasons if reason.key not in FORECASTS | {"between_reviews"}]
    return [*standing(history), *(reason_text(history, reason) for reason in facts)]


def standing(history: GoalHistory) -> Iterator[ReasonText]:
    """That no review is due, until when the last one stands, and what was decided then."""
    until = told(history.planned_on or history.goal.due_on)
    if not history.decisions:
        yield ReasonText(
            _("The first review is planned."),
            _("On {day} we look at it together. Looking after every session leads to false alarms.").format(day=until),
        )
        return
    last = history.decisions[-1]
    yield ReasonText(
        _("The last review stands."),
        _("It was held on {day} and stands until {until}. Looking after every session leads to false alarms.").format(
            day=told(last.held_on), until=until
        ),
    )
    yield ReasonText(_("Decided then: {choice}.").format(choice=last.word), last.why)


def by_day(value: date) -> str:
    """A day inside one of the core's sentences: “27 March”, but “el 27 de marzo”."""
    return pgettext("a day inside a sentence", "%(day)s") % {"day": told(value)}


def reason_text(history: GoalHistory, reason: Reason) -> ReasonText:
    """A reason in words: days as dates, levels in the goal's own unit, places as the product calls them."""
    goal, spoken = history.goal, language()
    words = {}
    for name, number in reason.numbers.items():
        if name in ("due", "at") and not isinstance(number, str):
            words[name] = by_day(goal.starts_on + timedelta(days=round(number)))
        elif name in ("level", "baseline", "goal", "other") and not isinstance(number, str):
            words[name] = level_text(goal, number)
        elif number == Setting.TELEHEALTH:
            words[name] = _("visits by video")
    return ReasonText(headline(reason, spoken), say(reason, spoken, clock="day", **words))


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
    low, high = history.goal.ends
    if low is not None and high is not None:
        return low, high
    seen = [value for value in values if value is not None] + [history.goal.criterion or 0.0, 0.0]
    return min(seen), max(seen) or 1.0


def share_of_time(goal: Goal, day: date) -> float:
    """How far `day` lies between start and due date, 0 to 100."""
    whole = (goal.due_on - goal.starts_on).days or 1
    return max(0.0, min(100.0, 100.0 * (day - goal.starts_on).days / whole))
