"""One sentence for the child: the most urgent of what the goals ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import pytest

from maypole.cores.progress.history import SignalName
from maypole.plan.models import Goal
from maypole.plan.reached import Shown
from maypole.progress.delivery import Delivery
from maypole.progress.next_action import Seen, next_action
from maypole.progress.story import Story
from maypole.progress.travel import Travel

TODAY = date(2026, 3, 10)
S = SignalName


@dataclass
class Told:
    name: SignalName


@dataclass
class Tale:
    """What the sentence reads of a story."""

    judgement: Told
    shown: Shown
    travel: Travel


def seen(name: SignalName, title: str = "Ties", *, due: date = date(2026, 6, 1), wide: bool = True) -> Seen:
    tale = Tale(Told(name), Shown(2 if wide else 1, 1), Travel(next_check="One session here would tell most: Home."))
    return Seen(Goal(title=title, due_on=due), cast(Story, tale), Delivery(9, 4))


@pytest.mark.parametrize(("names", "text"), [
    ([S.KEEP, S.WATCH, S.ADJUST, S.GOAL_MET], "Change something for “Goal 2”"),
    ([S.KEEP, S.WATCH, S.CHECK_DELIVERY, S.GOAL_MET], "“Goal 3” looks reached: say so together"),
    ([S.KEEP, S.CHECK_DELIVERY, S.WATCH], "First get the visits going: 4 of 9 took place."),
    ([S.KEEP, S.WATCH], "Go on, and look closely at “Goal 1” next time"),
    ([S.TOO_EARLY, S.TOO_EARLY], "Keep measuring"),
    ([S.TOO_EARLY, S.KEEP], "Keep going: it is on track."),
])  # fmt: skip
def test_the_most_urgent_comes_first(names: list[SignalName], text: str) -> None:
    told = next_action([seen(name, f"Goal {number}") for number, name in enumerate(names)], TODAY)
    assert text in told.text
    assert told.text.count(".") <= 2


def test_several_goals_to_change_are_one_sentence() -> None:
    told = next_action([seen(S.ADJUST, "Ties"), seen(S.ADJUST, "Cuts"), seen(S.ADJUST, "Waits")], TODAY)
    assert told.text.startswith("Change something for “Ties” and 2 other goals")


def test_a_goal_reached_with_one_person_is_tried_elsewhere_first() -> None:
    told = next_action([seen(S.GOAL_MET, wide=False)], TODAY)
    assert told.text.endswith("before you say so. One session here would tell most: Home.")


def test_a_day_that_has_passed_asks_for_a_new_one() -> None:
    told = next_action([seen(S.KEEP, due=date(2026, 3, 1))], TODAY)
    assert told.text == "Choose a new day for “Ties”: its day has passed."
