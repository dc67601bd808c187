"""One panel for each goal at a review: its story, what the rule says and why, and the decision form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from maypole.people.models import Child
from maypole.plan.models import Goal
from maypole.plan.reached import NOWHERE

from .actions import Chosen
from .around import Around, around
from .delivery import Delivery
from .dose import Dose
from .forms import DecisionForm, ReviewForm
from .history import GoalHistory, histories
from .models import Decision
from .next_action import Seen
from .story import Story, story
from .trust import Practice, Tick, ticks

PROPOSED = {
    "too_early": Decision.Choice.WAIT,
    "check_delivery": Decision.Choice.WAIT,
    "keep": Decision.Choice.KEEP,
    "watch": Decision.Choice.KEEP,
    "goal_met": Decision.Choice.MET,
}
"""The choice offered first; “adjust?” offers none: a person says what to change."""


@dataclass(frozen=True)
class Panel:
    goal: Goal
    story: Story
    delivery: Delivery | None
    dose: Dose | None
    practice: Practice | None
    ticks: tuple[Tick, ...]
    values: int
    newest: float | None
    form: DecisionForm
    fields: SafeString
    told: SafeString

    @property
    def sessions(self) -> int:
        return self.story.judgement.sessions

    @property
    def seen(self) -> Seen:
        return Seen(self.goal, self.story, self.delivery)


def panels(child: Child, goals: Sequence[Goal], today: date, posted: Mapping[str, str] | None) -> list[Panel]:
    """The panels of these goals: eight queries, however many goals."""
    loaded = histories(goals)
    beside = around(child.pk, loaded, today)
    return [panel(child, loaded[goal.pk], beside, posted) for goal in goals]


def panel(child: Child, history: GoalHistory, beside: Around, posted: Mapping[str, str] | None) -> Panel:
    goal, today = history.goal, beside.today
    delivery, practice = beside.delivery(history), beside.practice(history)
    told = story(history, today=today, delivery=delivery, missed=beside.missed, events=beside.events)
    proposed = PROPOSED.get(told.judgement.name)
    form = DecisionForm(posted, prefix=str(goal.pk), initial={"choice": proposed}, shown=told.shown)
    doses, ticked = beside.dose(history), tuple(ticks(history, child, delivery, practice, today))
    return Panel(
        goal=goal,
        story=told,
        delivery=delivery,
        dose=doses,
        practice=practice,
        ticks=ticked,
        values=len(history.points),
        newest=history.points[-1].value if history.points else None,
        form=form,
        fields=form.render() if form.is_bound else blank(str(goal.pk), proposed, get_language()),
        told=rendered(told, doses, ticked, len(history.points), get_language()),
    )


@lru_cache(maxsize=64)
def rendered(told: Story, doses: Dose | None, ticked: tuple[Tick, ...], values: int, _spoken: str | None) -> SafeString:
    """The left side of a panel, everything that is told: the same for everyone while the story is the same one."""
    context = {"goal": told.goal, "story": told, "dose": doses, "ticks": ticked, "values": values}
    return render_to_string("progress/panel_story.html", context)


@lru_cache(maxsize=512)
def blank(prefix: str, proposed: str | None, _spoken: str | None) -> SafeString:
    """The fields of a decision nobody has made yet: the same for everyone who opens the review in one language."""
    return DecisionForm(prefix=prefix, initial={"choice": proposed}, shown=NOWHERE).render()


def valid(shown: Sequence[Panel], form: ReviewForm) -> bool:
    """Whether every form is; all of them are checked, so that every mistake is shown at once."""
    return all([panel.form.is_valid() for panel in shown] + [form.is_valid()])


def chosen_from(shown: Sequence[Panel]) -> list[Chosen]:
    """The decisions with what the rule said at that moment, so that the rule can be judged later."""
    return [
        Chosen(
            goal=panel.goal,
            choice=panel.form.cleaned_data["choice"],
            change=panel.form.cleaned_data["change"],
            why=panel.form.cleaned_data["why"],
            signal=panel.story.judgement.name.value,
            p_goal=panel.story.judgement.p_goal,
            growth=panel.story.judgement.forecast.growth if panel.story.judgement.forecast else None,
            reasons=tuple(reason.key for reason in panel.story.judgement.reasons),
            shown=panel.form.shown,
        )
        for panel in shown
    ]
