"""Intervals from the standard error of measurement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.scores import (
    Interval,
    Method,
    ScoresError,
    observed_interval,
    published_interval,
    sem,
    true_score_interval,
)


def test_textbook_vector() -> None:
    found = observed_interval(85, 15, 0.90)
    assert sem(15, 0.90) == pytest.approx(4.743, abs=1e-3)
    assert found.high - found.centre == pytest.approx(9.297, abs=1e-3)
    assert observed_interval(85, 15, 0.90, 0.90).high - 85 == pytest.approx(1.645 * 4.743, abs=0.01)
    assert found.method is Method.OBSERVED


def test_the_true_score_lies_nearer_to_the_mean() -> None:
    found = true_score_interval(70, 100, 15, 0.90)
    assert found.centre == pytest.approx(73.0)
    assert found.low == pytest.approx(64.18, abs=0.01)
    assert found.high == pytest.approx(81.82, abs=0.01)


@given(st.floats(40, 160), st.floats(1, 20), st.floats(0, 1), st.floats(0.5, 0.99))
def test_more_confidence_is_wider(score: float, sd: float, reliability: float, confidence: float) -> None:
    narrow = observed_interval(score, sd, reliability, confidence - 0.1)
    wide = observed_interval(score, sd, reliability, confidence)
    assert wide.low <= narrow.low <= score <= narrow.high <= wide.high


def test_the_printed_interval_is_kept_as_printed() -> None:
    found = published_interval(85, 79, 93, 0.90)
    assert (found.low, found.high, found.method) == (79, 93, Method.PUBLISHER)


@pytest.mark.parametrize(("low", "high"), [(90, 95), (70, 80)])
def test_a_score_outside_its_printed_interval_is_refused(low: float, high: float) -> None:
    with pytest.raises(ScoresError, match="outside"):
        published_interval(85, low, high, 0.90)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_impossible_confidence_is_refused(confidence: float) -> None:
    with pytest.raises(ScoresError, match="confidence"):
        observed_interval(85, 15, 0.9, confidence)


def test_an_upside_down_interval_is_refused() -> None:
    with pytest.raises(ScoresError, match="upside down"):
        Interval(5, 6, 4, 0.95, Method.OBSERVED)
