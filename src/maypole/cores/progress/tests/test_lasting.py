"""After the goal, and when nothing moves any more."""

import pytest

from maypole.cores.progress.history import PastReview, SignalName
from maypole.cores.progress.lasting import team_review_due


def reviews(**signals: int) -> list[PastReview]:
    return sorted(
        (PastReview(at, SignalName(name.rstrip("0123456789"))) for name, at in signals.items()), key=lambda r: r.at
    )


STILL = reviews(keep=20, watch1=90, watch2=130, adjust=170)


def test_all_goals_standing_still_for_four_months_call_for_the_team() -> None:
    assert team_review_due([STILL, reviews(watch1=10, watch2=150)], now=200)


@pytest.mark.parametrize(
    "other",
    [
        reviews(watch1=10, keep=150),
        reviews(watch1=10, goal_met=150),
        reviews(watch1=10, too_early=150),
        reviews(watch1=150, watch2=190),
        reviews(watch1=10),
        [],
    ],
    ids=["keeps", "met", "unknown", "young", "not looked at", "never reviewed"],
)
def test_one_goal_that_moves_or_is_not_known_is_enough_not_to(other: list[PastReview]) -> None:
    assert not team_review_due([STILL, other], now=200)


def test_without_goals_nothing_stands_still() -> None:
    assert not team_review_due([], now=200)
