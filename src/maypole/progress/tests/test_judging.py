"""What the rule is told: planned and held reviews, probes, delivery, and what is believed about growth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from maypole.cores.progress.history import SignalName
from maypole.cores.progress.signal import Judgement
from maypole.plan.actions import start_phase
from maypole.progress.history import DecisionRow, GoalHistory, histories
from maypole.progress.judging import judge_goal, probes
from maypole.progress.present import goal_cards, reasons
from maypole.visits.points import rebuild
from tests.cast import Cast

from .rows import START, TODAY, taught_goal, tries
from .test_reviews import decide, planned

LAST = TODAY - timedelta(days=20)
KEPT = DecisionRow(LAST, "keep", "keep", 0.81, "The card helps.")


def reviewed(cast: Cast, *decisions: DecisionRow, next_in: int = 10) -> GoalHistory:
    """A growing goal with these held reviews and one planned in so many days."""
    history = histories([goal := taught_goal(cast)])[goal.pk]
    return replace(history, decisions=decisions, planned_on=TODAY + timedelta(days=next_in))


def test_between_reviews_the_last_one_stands(cast: Cast) -> None:
    watched = KEPT._replace(signal="watch", p_goal=0.4)
    judgement = judge_goal(reviewed(cast, watched), today=TODAY)
    assert (judgement.judged, judgement.name) == (False, SignalName.WATCH)


def test_on_the_day_of_the_review_the_rule_speaks_again(cast: Cast) -> None:
    assert judge_goal(reviewed(cast, KEPT, next_in=0), today=TODAY).judged
    assert judge_goal(reviewed(cast, KEPT), today=TODAY, reviewing=True).judged


def test_without_a_planned_review_any_look_is_one(cast: Cast) -> None:
    assert judge_goal(replace(reviewed(cast, KEPT), planned_on=None), today=TODAY).judged


def test_between_reviews_nothing_is_foretold(cast: Cast) -> None:
    history = reviewed(cast, KEPT)
    told = reasons(history, judge_goal(history, today=TODAY))
    assert [reason.head for reason in told[:2]] == ["The last review stands.", "Decided then: Keep going."]
    assert "18 February" in told[0].text
    assert "20 March" in told[0].text
    assert not any("chance" in reason.head.lower() or "grow" in reason.head for reason in told)


def test_before_the_first_review_its_day_is_told(cast: Cast) -> None:
    history = reviewed(cast)
    judgement = judge_goal(history, today=TODAY)
    assert judgement.name is SignalName.TOO_EARLY
    assert reasons(history, judgement)[0].head == "The first review is planned."


def test_a_card_tells_what_the_last_review_said(cast: Cast) -> None:
    goal = planned(cast)
    decide(cast, goal, "keep")
    card = goal_cards(cast.maya, [goal], TODAY)[0]
    assert card.state == "Keep going"
    assert "On track for 8 of 10 by 27 March: about 4 in 5." in card.sentence
    assert "Review of" in card.sentence


def after_met(cast: Cast, levels: list[int]) -> tuple[GoalHistory, Judgement]:
    """The goal was met at the last review; since then these checks at home without teaching, two weeks apart."""
    goal = taught_goal(cast, [1, 0, 1, 2, 8, 9, 9, 10, 9, 10, 9])
    start = START + timedelta(days=60)
    start_phase(by=cast.actor("ines"), goal=goal, kind="maintain", starts_at=start, at=start)
    for number, correct in enumerate(levels):
        tries(cast, goal, start + timedelta(days=1 + 15 * number), correct, setting="home")
    rebuild([goal.pk])
    met = DecisionRow(start.date(), "met", "goal_met", 0.97, "Does it alone.")
    history = replace(histories([goal])[goal.pk], decisions=(met,))
    return history, judge_goal(history, today=start.date() + timedelta(days=35))


def test_sessions_of_keeping_are_probes_of_a_met_goal(cast: Cast) -> None:
    history, judgement = after_met(cast, [10, 10])
    assert [(probe.value, probe.setting) for probe in probes(history)] == [(10, "home"), (10, "home")]
    assert judgement.name is SignalName.GOAL_MET
    assert judgement.reasons[0].key == "probes_held"


def test_a_lost_probe_sends_the_goal_back(cast: Cast) -> None:
    judgement = after_met(cast, [10, 3])[1]
    assert (judgement.name, judgement.reasons[0].key) == (SignalName.WATCH, "probe_lost")


def test_what_is_believed_about_growth_reaches_the_forecast(cast: Cast) -> None:
    history = reviewed(cast, next_in=0)
    chances = [judge_goal(replace(history, growth_prior=prior), today=TODAY).p_goal or 0.0 for prior in (0.1, 0.5, 0.9)]
    assert chances == sorted(chances)
    assert chances[0] < chances[2]


def test_another_goal_that_grows_is_known(cast: Cast) -> None:
    first, second = planned(cast), taught_goal(cast)
    decide(cast, first, "keep")
    loaded = histories([first, second])
    assert loaded[second.pk].gain_left == pytest.approx(0.8)
    assert loaded[first.pk].gain_left is None
