"""Goal attainment scaling against published and hand-checkable vectors."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.scores import ScaledGoal, ScoresError, attainment, t_score, weight
from maypole.cores.scores.gas import closed_form

VECTORS = Path(__file__).with_name("vectors.json")
GOALS = st.lists(st.builds(ScaledGoal, st.integers(-2, 2), st.floats(0.5, 9.0)), min_size=2, max_size=8)


def goals(levels: list[int], weights: list[float] | None = None) -> list[ScaledGoal]:
    return [ScaledGoal(x, w) for x, w in zip(levels, weights or [1.0] * len(levels), strict=True)]


@pytest.mark.parametrize(
    ("levels", "weights", "expected"),
    [
        ([-2, 0, -1, 2, 0, 1], [3.0, 5, 1, 4, 2, 6], 55.0),
        ([0, 1], [1.0, 1], 56.20),
        ([-2, -2, -2], [1.0, 1, 1], 22.61),
        ([-1, -1, -1], [1.0, 1, 1], 36.31),
        ([1, 1, 1], [1.0, 1, 1], 63.69),
        ([1, -1, 2], [2.0, 3, 1], 52.20),
    ],
)
def test_published_vectors(levels: list[int], weights: list[float], expected: float) -> None:
    assert t_score(goals(levels, weights)) == pytest.approx(expected, abs=0.005)


def test_all_shared_vectors() -> None:
    vectors = json.loads(VECTORS.read_text())["GAS"]
    for v in vectors:
        assert closed_form(goals(v["scores"], v["weights"]), v["rho"]) == pytest.approx(v["T"], abs=1e-9)
    assert len(vectors) >= 9


def test_one_goal_has_a_level_and_no_figure() -> None:
    assert t_score(goals([1])) is None
    assert closed_form(goals([1])) == pytest.approx(60.0)


@given(GOALS)
def test_mirrored_levels_mirror_the_figure_around_50(found: list[ScaledGoal]) -> None:
    mirrored = [ScaledGoal(-goal.level, goal.weight) for goal in found]
    assert closed_form(found) + closed_form(mirrored) == pytest.approx(100.0)


@given(GOALS, st.floats(0.5, 20.0))
def test_only_relative_weights_matter(found: list[ScaledGoal], factor: float) -> None:
    scaled = [ScaledGoal(goal.level, goal.weight * factor) for goal in found]
    assert closed_form(scaled) == pytest.approx(closed_form(found))


def test_change_from_baseline() -> None:
    found = attainment(goals([-2, -2]), goals([0, 1]))
    assert found.baseline == pytest.approx(25.193, abs=1e-3)
    assert found.change == pytest.approx(31.01, abs=0.01)
    assert attainment(goals([-2]), goals([0])).change is None


def test_other_weights_than_before_are_refused() -> None:
    with pytest.raises(ScoresError, match="same goals"):
        attainment(goals([-2, -2]), goals([0, 1], [1.0, 2.0]))


@pytest.mark.parametrize(("level", "heavy"), [(3, 1.0), (-3, 1.0), (0, 0.0), (0, -1.0), (0, float("nan"))])
def test_impossible_goals_are_refused(level: int, heavy: float) -> None:
    with pytest.raises(ScoresError):
        ScaledGoal(level, heavy)


def test_weight_is_importance_times_difficulty() -> None:
    assert weight(3, 3) == 9.0
    with pytest.raises(ScoresError):
        weight(0, 3)


@pytest.mark.parametrize(("count", "rho"), [(0, 0.3), (2, 1.0), (2, -0.1)])
def test_no_goals_or_impossible_rho_are_refused(count: int, rho: float) -> None:
    with pytest.raises(ScoresError):
        closed_form(goals([0] * count), rho)
