"""Published worked examples. The numbers are repeated here, so that a clone without the data still has them."""

import numpy as np
import pytest

from maypole.cores.progress import agreement
from maypole.cores.progress.criteria import points_needed
from maypole.cores.progress.effects import EFFECTS
from maypole.cores.progress.series import Series
from maypole.cores.progress.tau_bc import theil_sen
from maypole.cores.progress.tests.published import needs_data, published, vectors
from maypole.cores.progress.visual import celeration

PARKER_2011 = Series.ab([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])
PARKER_TAU_U = Series.ab([3, 3, 4, 5], [4, 5, 6, 7, 7])
TARLOW_TREND = Series.ab([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])
TARLOW = Series.ab(
    [33, 25, 17, 25, 19, 21, 19, 14, 19, 17],
    [14, 15, 15, 9, 12, 7, 10, 6, 5, 2, 2, 3, 5, 4],
)
EXAMPLES = [
    (PARKER_2011, "NAP", 11 / 12),
    (PARKER_2011, "Tau", 10 / 12),
    (PARKER_2011, "PND", 5 / 7),
    (PARKER_2011, "PEM", 1.0),
    (PARKER_2011, "PAND", 11 / 13),
    (PARKER_2011, "IRD", 0.6904761904761905),
    (PARKER_TAU_U, "Tau", 0.8),
    (PARKER_TAU_U, "Tau_U", 0.55),
    (TARLOW_TREND, "Tau", 1.0),
    (TARLOW_TREND, "Tau_U", 0.6),
    (TARLOW_TREND, "Tau_BC", 0.0),
]


@pytest.mark.parametrize(("series", "name", "value"), EXAMPLES)
def test_non_overlap_example(series: Series, name: str, value: float) -> None:
    assert EFFECTS[name](series).value == pytest.approx(value, abs=1e-12)


def test_theil_sen_of_tarlow_example() -> None:
    slope = theil_sen(list(range(1, 11)), [int(y) for y in TARLOW.a])
    assert slope is not None
    assert float(slope) == pytest.approx(-1.2)
    assert float(np.median(TARLOW.a + 1.2 * TARLOW.a_session)) == pytest.approx(27.8)


def test_tau_bc_of_tarlow_example_counts_ties_exactly() -> None:
    """Kendall's tau-b with exact ties; packages give .1432 or .1435 by the luck of one rounding."""
    a, b = TARLOW.a + 1.2 * TARLOW.a_session, TARLOW.b + 1.2 * TARLOW.b_session
    signs = np.sign(np.round(b[None, :] - a[:, None], 9)).sum()
    assert EFFECTS["Tau_BC"](TARLOW).value == pytest.approx(signs / 140)


def test_exact_cut_of_dual_criteria() -> None:
    cuts = [5, 6, 7, 7, 8, 9, 9, 10, 10, 11, 12, 12, 13, 13, 14, 15, 15, 16, 16]
    assert [points_needed(n) for n in range(5, 24)] == cuts


def test_celeration_example() -> None:
    found = celeration(np.array([0.0, 2, 4, 7, 9, 11, 14]), np.array([10.0, 12, 11, 15, 16, 18, 20]))
    assert found.per_week.value == pytest.approx(1.4236, abs=5e-5)
    assert found.bounce == pytest.approx(1.207, abs=5e-4)
    assert found.written == "×1.42"


def test_agreement_examples_of_reed_and_azulay() -> None:
    first = [1, 1, 1, 2, *[0] * 11]
    second = [0, 0, 0, 1, *[0] * 10, 4]
    assert agreement.total_count(sum(first), sum(second)) == 1.0
    assert agreement.mean_count_per_interval(first, second) == pytest.approx(0.7)
    assert agreement.exact_count_per_interval(first, second) == pytest.approx(2 / 3)
    seen, missed = [1, 0, 0, 0, 1, 1, 0], [0, 0, 0, 0, 1, 1, 1]
    assert agreement.interval_by_interval(seen, missed) == pytest.approx(5 / 7)
    assert agreement.scored_interval(seen, missed) == pytest.approx(0.5)
    assert agreement.unscored_interval(seen, missed) == pytest.approx(0.6)


@needs_data
def test_every_agreement_vector() -> None:
    for case in [case for case in vectors("IOA") if "obs1" in case]:
        first, second = case["obs1"], case["obs2"]
        found = {
            "total_count": agreement.total_count(sum(first), sum(second)),
            "mean_count_per_interval": agreement.mean_count_per_interval(first, second),
            "exact_count_per_interval": agreement.exact_count_per_interval(first, second),
            "exact": agreement.exact_count_per_interval(first, second),
            "interval_by_interval": agreement.interval_by_interval(first, second),
            "scored": agreement.scored_interval(first, second),
            "unscored": agreement.unscored_interval(first, second),
            "kappa": agreement.kappa(first, second),
        }
        named = {key: value for key, value in case.items() if key in found}
        assert {key: found[key] for key in named} == pytest.approx(named, abs=1e-9)


@needs_data
def test_every_overlap_vector() -> None:
    compared = 0
    for case in vectors("NAP_family"):
        series = Series.ab(case["A"], case["B"])
        for name in EFFECTS.keys() & case.keys():
            assert EFFECTS[name](series).value == pytest.approx(case[name], abs=1e-12)
            compared += 1
    assert compared == 11


@needs_data
def test_dual_criteria_and_celeration_vectors() -> None:
    cuts = vectors("CDC_min_points")["exact_binomial_p<.05"]
    assert {n: points_needed(int(n)) for n in cuts} == cuts
    case = vectors("celeration")
    found = celeration(case["days"], case["freq"])
    assert found.per_week.value == pytest.approx(case["per_week"], abs=5e-5)
    assert found.bounce == pytest.approx(case["bounce_total"], abs=5e-4)


@needs_data
def test_published_percent_of_goal() -> None:
    """Ferron et al. 2020 and Patrona et al. 2022, to the decimals printed there."""
    cases = vectors("PoGO_published")
    for name, value in cases["English1997 goal 21.25"].items():
        series = published()["English1997", f"{name} | communicative acts | 1"]
        assert EFFECTS["PoGO"](series).value == pytest.approx(value, abs=0.55)
    for pair, value in cases["Facon2008 goal 70"].items():
        found = next(s for key, s in published().items() if key[0] == "Facon2008" and s.pair == f"A-{pair}")
        assert EFFECTS["PoGO"](found).value == pytest.approx(value, abs=0.55)
