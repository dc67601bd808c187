"""What must hold for every series: bounds, symmetry, invariance, and batch equal to scalar."""

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maypole.cores.progress import many
from maypole.cores.progress.criteria import dual_criteria
from maypole.cores.progress.effects import EFFECTS
from maypole.cores.progress.estimate import Estimate
from maypole.cores.progress.nonoverlap import nap, pand, pem, pnd, tau
from maypole.cores.progress.series import Improvement, Scale, Series
from maypole.cores.progress.tau_bc import tau_bc, theil_sen

GRID = st.integers(0, 8).map(float)
DECIMALS = st.integers(0, 1000).map(lambda k: k / 100)
REAL = st.floats(0, 100, allow_subnormal=False).map(lambda x: round(x, 12))
OUTCOMES = st.one_of(st.lists(GRID), st.lists(DECIMALS), st.lists(REAL))
RANKED = ("NAP", "Tau", "Tau_U", "PND", "PAND", "IRD")


@st.composite
def series(draw: st.DrawFn, least: int = 0, most: int = 9) -> Series:
    """Any series: ties, constants, gaps, empty phases, sessions out of order, sessions not measured."""
    values = draw(st.sampled_from([GRID, DECIMALS, REAL]))
    m, n = draw(st.integers(least, most)), draw(st.integers(least, most))
    outcome = draw(st.lists(values, min_size=m + n, max_size=m + n))
    session = draw(st.lists(st.integers(1, 60), min_size=m + n, max_size=m + n, unique=draw(st.booleans())))
    scale = draw(st.sampled_from(Scale))
    top = 100.0 if scale is Scale.PROPORTION else 1.0
    lost = draw(st.booleans()) and not least
    return Series.of(
        sorted(session) if draw(st.booleans()) else session,
        draw(st.permutations("A" * m + "B" * n)) if draw(st.booleans()) and m and n else "A" * m + "B" * n,
        [math.nan if lost and i % 5 == 4 else y / top for i, y in enumerate(outcome)],
        scale=scale,
        improvement=draw(st.sampled_from(Improvement)),
        goal=draw(st.one_of(st.none(), st.integers(0, 30).map(float))),
        n_intervals=draw(st.one_of(st.none(), st.just(30.0))),
        observation_length_min=draw(st.one_of(st.none(), st.just(10.0))),
    )


def with_outcomes(old: Series, change: "np.ufunc | object", **more: object) -> Series:
    assert callable(change)
    kept = {"scale": Scale.OTHER, "improvement": old.improvement, **more}
    return Series.of(old.session, list(old.phase), change(old.outcome), **kept)


@given(series())
def test_bounds(any_series: Series) -> None:
    for measure, low in ((nap, 0), (pnd, 0), (pem, 0), (tau, -1), (tau_bc, -1)):
        value = measure(any_series).value
        assert value is None or low <= value <= 1
    share = pand(any_series).value
    if share is not None:
        assert max(any_series.n_a, any_series.n_b) / (any_series.n_a + any_series.n_b) <= share <= 1


@given(series(least=1))
def test_intervals_hold_their_value_and_are_never_of_zero_width(any_series: Series) -> None:
    for measure in (nap, tau):
        found = measure(any_series)
        assert found.value is not None
        assert found.ci is not None
        assert found.ci[0] - 1e-9 <= found.value <= found.ci[1] + 1e-9
        assert found.ci[1] - found.ci[0] > 0.1


@given(series(least=1))
def test_turning_the_direction_mirrors_non_overlap(any_series: Series) -> None:
    other = Improvement.INCREASE if any_series.decrease else Improvement.DECREASE
    turned = with_outcomes(any_series, lambda y: y, improvement=other)
    assert (nap(any_series).value or 0) + (nap(turned).value or 0) == pytest.approx(1)
    for name in ("Tau", "Tau_U", "Tau_BC", "SMD_pooled", "LRM"):
        mine, theirs = EFFECTS[name](with_outcomes(any_series, lambda y: y)).value, EFFECTS[name](turned).value
        assert (mine is None) is (theirs is None)
        assert mine is None or mine == pytest.approx(-(theirs or 0), abs=1e-9)


@given(series(least=1))
def test_exchanging_the_phases_mirrors_nap(any_series: Series) -> None:
    back = Series.ab(any_series.b, any_series.a, improvement=any_series.improvement)
    assert (nap(any_series).value or 0) + (nap(back).value or 0) == pytest.approx(1)
    forth = nap(any_series).ci
    back_ci = nap(back).ci
    assert forth is not None
    assert back_ci is not None
    assert (1 - forth[1], 1 - forth[0]) == pytest.approx(back_ci, abs=1e-9)


@given(series(least=1))
def test_ranks_alone_decide_non_overlap(any_series: Series) -> None:
    """Any strictly rising transform leaves them alone; cubing keeps ties and, on these numbers, makes no new ones."""
    distinct = {round(y, 4) for y in any_series.outcome[np.isfinite(any_series.outcome)].tolist()}
    assume(len(distinct) == len(set(any_series.outcome[np.isfinite(any_series.outcome)].tolist())))
    raised = with_outcomes(any_series, lambda y: (y + 1) ** 3)
    for name in RANKED:
        assert EFFECTS[name](raised).value == pytest.approx(EFFECTS[name](any_series).value, abs=1e-12)
    assert EFFECTS["PND"](raised).se is None


@given(series(least=1), st.integers(-9, 9), st.integers(1, 9))
def test_moving_and_stretching_the_scale(any_series: Series, shift: int, stretch: int) -> None:
    whole = with_outcomes(any_series, np.round)
    moved = with_outcomes(whole, lambda y: stretch * y + shift)
    for name in ("NAP", "Tau_BC", "PEM", "SMD", "SMD_pooled"):
        assert EFFECTS[name](moved).value == pytest.approx(EFFECTS[name](whole).value, abs=1e-9)
    same = dual_criteria(moved).exceeding_both
    assert same == dual_criteria(whole).exceeding_both


@given(series(least=1), st.sampled_from([-3.0, -0.25, 0.0, 0.5, 2.0]))
def test_a_trend_through_everything_leaves_tau_bc_alone(any_series: Series, slope: float) -> None:
    whole = with_outcomes(any_series, np.round)
    tilted = Series.of(
        whole.session, list(whole.phase), whole.outcome + slope * whole.session, improvement=whole.improvement
    )
    assert tau_bc(tilted).value == tau_bc(whole).value


@given(st.lists(series(), max_size=6))
def test_batch_equals_scalar(some: list[Series]) -> None:
    batch = many.Batch.of(some)
    found = many.effects(batch)
    for name, scalar in EFFECTS.items():
        figures = found[name]
        for i, each in enumerate(some):
            got = [column[i] for column in (figures.value, figures.se, figures.low, figures.high) if column is not None]
            assert got == pytest.approx(parts(scalar(each))[: len(got)], rel=1e-9, abs=1e-9, nan_ok=True), name


def parts(found: Estimate) -> list[float]:
    low, high = found.ci or (None, None)
    return [math.nan if part is None else part for part in (found.value, found.se, low, high)]


@given(st.lists(series(), max_size=6))
def test_batch_dual_criteria_equal_scalar(some: list[Series]) -> None:
    found = many.dual_criteria(many.Batch.of(some))
    for i, each in enumerate(some):
        want = dual_criteria(each)
        wanted = [math.nan if x is None else float(x) for x in (want.exceeding_both, want.needed, want.met)]
        got = [found.exceeding_both[i], found.needed[i], found.met[i]]
        assert got == pytest.approx(wanted, nan_ok=True)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(-400, 400)), min_size=2, max_size=12), st.integers(0, 60))
def test_median_slope_is_the_same_by_rounding_and_by_fractions(points: list[tuple[int, int]], scale: int) -> None:
    times = sorted(time for time, _ in points)
    values = [value for _, value in points]
    assume(times[0] != times[-1])
    slopes = sorted(
        Fraction(y2 - y1, t2 - t1)
        for (t1, y1), (t2, y2) in combinations(zip(times, values, strict=True), 2)
        if t1 != t2
    )
    want = (slopes[(len(slopes) - 1) // 2] + slopes[len(slopes) // 2]) / 2
    assert theil_sen(times, values) == want
    assert theil_sen(times, [value * 2**scale for value in values]) == want * 2**scale


@given(OUTCOMES, st.permutations(range(6)))
def test_order_of_rows_does_not_matter(outcomes: list[float], order: list[int]) -> None:
    assume(len(outcomes) >= 6)
    sessions, phases = [1, 2, 3, 4, 5, 6], "AAABBB"
    straight = Series.of(sessions, phases, outcomes[:6])
    mixed = Series.of([sessions[i] for i in order], [phases[i] for i in order], [outcomes[i] for i in order])
    for name, effect in EFFECTS.items():
        assert effect(mixed) == effect(straight), name
