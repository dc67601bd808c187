"""A story is kept by what it is made of: the same content is told once, any change is told anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from maypole.progress.delivery import Delivery
from maypole.progress.history import DecisionRow, GoalHistory, PhaseRow, histories
from maypole.progress.story import Story, story
from tests.cast import Cast

from .rows import TODAY, taught_goal


@pytest.fixture
def history(cast: Cast) -> GoalHistory:
    return histories([goal := taught_goal(cast)])[goal.pk]


def told(history: GoalHistory, delivery: Delivery | None = None, day: int = 0) -> Story:
    return story(history, today=TODAY + timedelta(days=day), delivery=delivery, missed=())


def test_the_same_content_is_told_once(history: GoalHistory) -> None:
    again = histories([history.goal])[history.goal.pk]
    assert again is not history
    assert told(again) is told(history)


def test_every_change_is_told_anew(history: GoalHistory) -> None:
    first = told(history)
    last = history.points[-1]
    decided = DecisionRow(TODAY, "keep", "keep", 0.8, "x")
    phase = PhaseRow("teach", "Card", last.at)
    changed = [
        replace(history, points=(*history.points[:-1], last._replace(value=0.2, correct=2))),
        replace(history, phases=(*history.phases, phase)),
        replace(history, decisions=(decided,)),
        replace(history, growth_prior=0.3),
    ]
    assert all(told(each) is not first for each in changed)
    assert told(history, Delivery(9, 4)).judgement.name == "check_delivery"
    assert told(history, day=40).card.sentence != first.card.sentence


def test_a_goal_that_was_rewritten_is_told_anew(history: GoalHistory) -> None:
    before = told(history).chart
    goal = type(history.goal).objects.get(pk=history.goal.pk)
    goal.title = "Ties two bows"
    after = told(replace(history, goal=goal)).chart
    assert "Ties two bows" in after
    assert "Ties two bows" not in before


def test_each_language_has_its_own(history: GoalHistory) -> None:
    with translation.override("es"):
        spanish = told(history).reasons
    assert spanish != told(history).reasons
