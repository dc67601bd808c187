"""Conversions between metrics, against published reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.scores import NORMS, Identity, Metric, ScoresError, comparable, convert, score_of, z_of

CONVERTIBLE = st.sampled_from([*NORMS, Metric.PERCENTILE])


@pytest.mark.parametrize(
    ("score", "metric", "percentile"),
    [
        (78, Metric.STANDARD, 7.1),
        (61, Metric.T, 86.4),
        (40, Metric.T, 15.9),
        (7, Metric.SCALED, 15.9),
        (12, Metric.BOT2_SUBTEST, 27.4),
        (70, Metric.STANDARD, 2.3),
        (0, Metric.Z, 50.0),
        (15, Metric.V_SCALE, 50.0),
    ],
)
def test_percentiles_of_the_vectors(score: float, metric: Metric, percentile: float) -> None:
    assert convert(score, metric, Metric.PERCENTILE) == pytest.approx(percentile, abs=0.05)


@given(st.floats(-4, 4), CONVERTIBLE, CONVERTIBLE)
def test_there_and_back_is_the_same(z: float, one: Metric, other: Metric) -> None:
    score = score_of(z, one)
    assert convert(convert(score, one, other), other, one) == pytest.approx(score, abs=1e-6)


@given(st.floats(-4, 4), st.floats(-4, 4), CONVERTIBLE)
def test_order_is_kept(first: float, second: float, metric: Metric) -> None:
    assert (first <= second) == (score_of(first, metric) <= score_of(second, metric)) or abs(first - second) < 1e-6


@pytest.mark.parametrize("metric", [Metric.RAW, Metric.AGE_EQUIVALENT])
def test_what_has_no_norm_cannot_be_converted(metric: Metric) -> None:
    with pytest.raises(ScoresError):
        z_of(12, metric)
    with pytest.raises(ScoresError):
        score_of(0, metric)


@pytest.mark.parametrize("percentile", [0, 100, -1, 101])
def test_percentiles_outside_the_open_range_are_refused(percentile: float) -> None:
    with pytest.raises(ScoresError, match="percentile"):
        z_of(percentile, Metric.PERCENTILE)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_number_is_refused(value: float) -> None:
    with pytest.raises(ScoresError):
        z_of(value, Metric.T)
    with pytest.raises(ScoresError):
        score_of(value, Metric.T)


def test_only_the_same_test_edition_metric_and_norms_compare() -> None:
    here = Identity("MOT", "2", Metric.STANDARD, "US 2010")
    assert comparable(here, Identity("MOT", "2", Metric.STANDARD, "US 2010"))
    assert not comparable(here, Identity("MOT", "3", Metric.STANDARD, "US 2010"))
    assert not comparable(here, Identity("MOT", "2", Metric.SCALED, "US 2010"))
    assert not comparable(here, Identity("MOT", "2", Metric.STANDARD, "UK 2015"))
    rank = Identity("MOT", "2", Metric.PERCENTILE, "US 2010")
    assert not comparable(rank, rank)
