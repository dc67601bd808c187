"""Reliable change and cut-offs against Jacobson & Truax's example."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.scores import ScoresError, cut_offs, reliable_change

VECTORS = Path(__file__).with_name("vectors.json")


def test_published_example() -> None:
    found = reliable_change(32.5, 47.5, 7.5, 0.80)
    assert found.standard_error == pytest.approx(4.74341649, abs=1e-8)
    assert found.index == pytest.approx(3.16227766, abs=1e-8)
    assert found.needed == pytest.approx(9.29709632, abs=1e-6)
    assert found.reliable


def test_standard_scores_with_reliability_90_need_13_points() -> None:
    assert reliable_change(85, 98, 15, 0.90).needed == pytest.approx(13.15, abs=0.01)
    assert not reliable_change(85, 98, 15, 0.90).reliable
    assert reliable_change(85, 99, 15, 0.90).reliable


def test_shared_vector() -> None:
    v = json.loads(VECTORS.read_text())["RCI"]
    found = reliable_change(v["x_pre"], v["x_post"], v["sd"], v["rxx"])
    lines = cut_offs(v["M_clinical"], v["sd"], v["M_norm"], v["sd"])
    assert found.index == pytest.approx(v["RC"], abs=1e-8)
    assert found.needed == pytest.approx(v["threshold_1.96"], abs=1e-6)
    assert (lines.a, lines.b, lines.c) == (v["cutoff_a"], v["cutoff_b"], v["cutoff_c"])


@given(st.floats(40, 160), st.floats(40, 160), st.floats(1, 20), st.floats(0, 0.99))
def test_swapping_the_scores_turns_the_sign(first: float, second: float, sd: float, reliability: float) -> None:
    there, back = reliable_change(first, second, sd, reliability), reliable_change(second, first, sd, reliability)
    assert there.index == pytest.approx(-back.index)
    assert there.low <= there.difference <= there.high
    assert there.reliable == back.reliable


def test_cut_offs_when_more_is_worse() -> None:
    found = cut_offs(60, 5, 40, 10)
    assert (found.a, found.b) == (50.0, 60.0)
    assert (60 - found.c) / 5 == pytest.approx((found.c - 40) / 10)


@pytest.mark.parametrize(
    ("sd", "reliability"), [(0, 0.8), (-1, 0.8), (float("inf"), 0.8), (15, 1.0), (15, 1.2), (15, -0.1)]
)
def test_impossible_properties_of_a_test_are_refused(sd: float, reliability: float) -> None:
    with pytest.raises(ScoresError):
        reliable_change(80, 90, sd, reliability)


def test_missing_scores_and_equal_groups_are_refused() -> None:
    with pytest.raises(ScoresError):
        reliable_change(float("nan"), 90, 15, 0.9)
    with pytest.raises(ScoresError, match="same mean"):
        cut_offs(50, 5, 50, 5)
    with pytest.raises(ScoresError, match="above 0"):
        cut_offs(40, 0, 50, 5)
