"""The next step is suggested from what was seen; it is never a gate, and it says when it is too early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from maypole.groups.levels import Level
from maypole.groups.models import InCompany
from maypole.groups.onward import Known, Together, onward
from maypole.groups.practised import Practised

TODAY = date(2026, 9, 1)
WELL = Together(visits=6, hard=0, fun=(3, 3, 2))
SEEN = {"waits": "yes", "asks": "some", "imitates": "not_yet"}


def known(**changed: Any) -> Known:
    return replace(Known(today=TODAY, alone=5, seen=SEEN), **changed)


def practice(alone: float = 0.8, beside: float = 0.8, count: int = 3, level: int = 4) -> Practised:
    """A goal of tries with as many values alone as in company."""
    goal: Any = SimpleNamespace(title="Waits", is_share=True)
    return Practised(goal, "waiting", Level(level, thin=False), 2 * count, None, (alone,) * count, (beside,) * count)


@pytest.mark.mission("S68")
def test_without_visits_alone_it_is_too_early_to_say() -> None:
    found = onward(known(alone=1))

    assert found.text.startswith("Too early to say")
    assert "1 visit alone so far" in found.reasons[0]
    assert not found.choice


def test_with_few_words_it_is_too_early_to_say() -> None:
    found = onward(known(seen={"waits": "yes"}))

    assert found.text.startswith("Too early to say")
    assert not found.choice


@pytest.mark.mission("S69")
def test_a_trial_is_suggested_and_what_is_not_seen_is_no_reason_to_wait() -> None:
    found = onward(known())

    assert found.choice == "trial"
    assert "Seen often: waits a moment." in found.reasons
    assert any("copies what others do" in reason and "no reason to wait" in reason for reason in found.reasons)


def test_even_when_nothing_was_seen_a_trial_stays_open() -> None:
    found = onward(known(seen=dict.fromkeys(("waits", "asks", "follows"), "not_yet")))

    assert found.choice == "not_yet"
    assert "none of the five is needed" in found.text


def test_no_group_for_now_is_looked_at_again_on_its_day() -> None:
    told = InCompany(not_now=True, why="After the move.", look_again_on=date(2026, 10, 1))

    assert "1 October" in onward(known(told=told)).text
    told.look_again_on = TODAY
    assert onward(known(told=told)).text.startswith("Look again")


def test_aggression_without_a_plan_is_named_and_blocks_nothing() -> None:
    found = onward(known(told=InCompany(unresolved_aggression=True)))

    assert found.choice == "trial"
    assert any("no plan yet" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    ("together", "choice"),
    [(Together(2), ""), (Together(4, hard=2), "back"), (Together(4, hard=1, fun=(3, 1)), "supplement")],
)
def test_a_trial_goes_on_back_or_is_too_young(together: Together, choice: str) -> None:
    assert onward(known(choice="trial", together=together)).choice == choice


@pytest.mark.mission("S69")
def test_what_holds_in_company_speaks_for_a_group_alone() -> None:
    found = onward(known(choice="supplement", together=WELL, goals=[practice()]))

    assert found.choice == "graduate"
    assert "“Waits”" in found.reasons[0]


def test_what_is_harder_in_company_speaks_for_both() -> None:
    found = onward(known(choice="supplement", together=WELL, goals=[practice(alone=0.9, beside=0.4)]))

    assert not found.choice
    assert "Harder in company than alone: “Waits”." in found.reasons


def test_thin_data_in_company_are_too_early_to_say() -> None:
    goal = replace(practice(), beside=(0.9,))

    found = onward(known(choice="supplement", together=WELL, goals=[goal]))

    assert found.text.startswith("Too early to say")
    assert "Too little measured in company" in found.reasons[0]


def test_from_a_group_alone_the_way_back_is_suggested() -> None:
    strained = Together(visits=4, hard=3)

    assert onward(known(choice="graduate", together=strained)).choice == "supplement"
    assert onward(known(choice="graduate", together=WELL, goals=[practice(level=1)])).choice == "supplement"
    assert onward(known(choice="graduate", together=WELL)).choice == ""
