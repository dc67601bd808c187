"""What a batch accepts; that it equals the scalar functions is in test_properties and below."""

import math
from dataclasses import replace

import numpy as np
import pytest

from maypole.cores.progress import many
from maypole.cores.progress.effects import EFFECTS
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.intervals import newcombe5, newcombe5_many
from maypole.cores.progress.many.batch import Batch
from maypole.cores.progress.series import Series
from maypole.cores.progress.tests.published import needs_data, published

TWO = Batch.of([Series.ab([1, 2, 1], [4, 5]), Series.ab([3, 1], [2, 2, 2, 4])])


def test_empty_batch() -> None:
    found = many.effects(Batch.of([]))
    assert [len(found[name].value) for name in EFFECTS] == [0] * 15
    assert len(many.dual_criteria(Batch.of([])).met) == 0


def test_only_what_was_asked_for() -> None:
    assert list(many.effects(TWO, ["Tau", "PND"])) == ["Tau", "PND"]
    with pytest.raises(ProgressError, match="no effect is called 'nap'"):
        many.effects(TWO, ["nap"])


def test_series_without_a_phase_are_nan_among_the_others() -> None:
    batch = Batch.of([Series.ab([1, 2], []), Series.ab([1, 2], [3, 4]), Series.ab([], [1])])
    assert many.effects(batch, ["NAP"])["NAP"].value.tolist() == pytest.approx([math.nan, 1, math.nan], nan_ok=True)


def test_very_long_series_fill_a_panel_alone() -> None:
    rng = np.random.default_rng(2)
    long = Series.ab(rng.normal(size=300), rng.normal(1, 1, size=400))
    batch = Batch.of([long, Series.ab([1, 2], [3]), long])
    assert many.effects(batch, ["NAP"])["NAP"].value[0] == pytest.approx(EFFECTS["NAP"](long).value)
    assert [len(panel.index) for panel in batch.panels()] == [1, 1, 1]


def test_large_whole_numbers_and_doubtful_ties_are_worked_out_exactly() -> None:
    third = Series.ab([0.1234567, 0.2345678, 0.3456789], [0.4567900, 0.9])
    large = Series.of([1, 30, 61, 900, 1220], "AAABB", [1e12, 9e11, 7e11, 4e11, 1e12])
    half = Series.of([0.5, 1.5, 2.5, 3.5], "AAAB", [0.1, 0.2, 0.3, 0.4])
    got = many.effects(Batch.of([third, large, half]), ["Tau_BC"])["Tau_BC"].value
    assert got.tolist() == [EFFECTS["Tau_BC"](each).value for each in (third, large, half)]


def test_one_baseline_session_has_no_slope() -> None:
    assert math.isnan(many.effects(Batch.of([Series.ab([3], [4, 5])]), ["Tau_BC"])["Tau_BC"].value[0])


def test_doubtful_series_without_two_baseline_days_stay_nan() -> None:
    odd = Series.of([0.5, 0.5, 1.5], "AAB", [1 / 3, 2 / 3, 1 / 3])
    assert math.isnan(many.effects(Batch.of([odd]), ["Tau_BC"])["Tau_BC"].value[0])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"goal": np.ones(3)}, "one entry a series"),
        ({"m": np.array([3, 3])}, "11 outcomes and 11 sessions for 12"),
        ({"m": np.array([-1, 6])}, "outcomes"),
        ({"session": np.arange(10.0)}, "10 sessions"),
        ({"outcome": np.full(11, np.nan)}, "measured outcomes only"),
    ],
)
def test_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ProgressError, match=said):
        replace(TWO, **wrong)  # type: ignore[arg-type]


def test_intervals_of_many_equal_those_of_one() -> None:
    m, n = (each.ravel().astype(float) for each in np.meshgrid(np.arange(1, 25), np.arange(1, 25)))
    for p in (0.0, 0.01, 0.3, 0.5, 0.97, 1.0):
        low, high = newcombe5_many(np.full(len(m), p), m, n)
        want = [newcombe5(p, int(i), int(j)) for i, j in zip(m, n, strict=True)]
        assert np.abs(low - [each[0] for each in want]).max() < 1e-12
        assert np.abs(high - [each[1] for each in want]).max() < 1e-12


@needs_data
def test_every_published_series_in_one_batch() -> None:
    every = list(published().values())
    found = many.effects(Batch.of(every))
    for name, scalar in EFFECTS.items():
        want = [math.nan if (value := scalar(each).value) is None else value for each in every]
        assert found[name].value.tolist() == pytest.approx(want, rel=1e-9, abs=1e-9, nan_ok=True), name
