"""Agreement with SingleCaseES 0.7.4 and scan 0.67.1 on published series, row by row."""

import math

import numpy as np
import pytest

from maypole.cores.progress.criteria import dual_criteria
from maypole.cores.progress.effects import EFFECTS
from maypole.cores.progress.series import Series
from maypole.cores.progress.tau_bc import tau_bc
from maypole.cores.progress.tests.published import needs_data, published, rows

pytestmark = needs_data

FAULT = "upstream_degenerate_CI"
# Every series for which the reference is certain (NAP and Tau [1, 1]), and the lower limit of NAP that is
# right: the root of Newcombe's equation once (1 - x) is divided out. Worked out with numpy.roots on that cubic.
NAMED = """
AlberMorgan2007 | Theo | words correct per min | 1 | 0.771715
Byiers2014 | Jen | switch activation | 2 | 0.611523
Byiers2014 | Tammy | switch activation | 1 | 0.585432
Byiers2014 | Rose | switch activation | 1 | 0.600108
Byiers2014 | Rose | switch activation | 2 | 0.566157
Crozier2005 | Alex | talk-outs | 1 | 0.689231
Crozier2005 | Alex | talk-outs | 2 | 0.689231
English1997 | Sue | communicative acts | 1 | 0.682790
English1997 | Jake | communicative acts | 1 | 0.750451
English1997 | Pete | communicative acts | 1 | 0.777638
Lambert2006 | case B2 | disruptive behavior | 1 | 0.849785
Lambert2006 | case A1 | academic response | 1 | 0.824533
Lambert2006 | case A2 | academic response | 1 | 0.822098
Lambert2006 | case A3 | academic response | 1 | 0.792983
Lambert2006 | case A4 | academic response | 1 | 0.805587
Lambert2006 | case B1 | academic response | 1 | 0.836147
Lambert2006 | case B2 | academic response | 1 | 0.798451
Lambert2006 | case B3 | academic response | 1 | 0.792983
Lambert2006 | case B4 | academic response | 1 | 0.815917
Lambert2006 | case B5 | academic response | 1 | 0.824533
Musser2001 | Student 1 | disruptive intervals | 1 | 0.689231
Musser2001 | Student 2 | disruptive intervals | 1 | 0.757192
scan_Beretvas2008 | case1 | values | 1 | 0.740661
scan_GruenkeWilbert2014 | Anton | score | 1 | 0.703890
scan_GruenkeWilbert2014 | Bob | score | 1 | 0.770359
scan_GruenkeWilbert2014 | Paul | score | 1 | 0.757192
scan_GruenkeWilbert2014 | Robert | score | 1 | 0.777638
scan_GruenkeWilbert2014 | Sam | score | 1 | 0.736235
scan_GruenkeWilbert2014 | Tim | score | 1 | 0.703890
Schmidt2007 | Faith | Disruptive Behavior | 2 | 0.566157
Schmidt2007 | Lilly | Disruptive Behavior | 2 | 0.566157
Schmidt2007 | Albert | Disruptive Behavior | 1 | 0.811714
Shogren2004 | Ahmad | Dunlap: Disruptive behavior | 1 | 0.755647
Shogren2004 | Danny | Kern: Problem behavior | 1 | 0.725996
Shogren2004 | Charles | Moes: Disruptive behavior | 1 | 0.800214
Shogren2004 | Brooke | Romaniuk: Problem behavior | 1 | 0.836147
Thiemann2004 | case 1 | compliments | 1 | 0.804920
Thiemann2004 | case 3 | compliments | 1 | 0.792810
Thiemann2004 | case 4 | compliments | 1 | 0.772463
Thiemann2004 | case 5 | initiates requests for information | 1 | 0.739452
"""


def named() -> dict[tuple[str, str], float]:
    found = {}
    for line in NAMED.strip().splitlines():
        name, lower = line.rsplit(" | ", 1)
        dataset, case = name.split(" | ", 1)
        found[dataset, case] = float(lower)
    return found


def name_of(row: dict[str, str]) -> str:
    return "SMD_pooled" if row["function"] == "SMD" and "pool" in row["args"] else row["function"]


def reference(*, faulty: bool) -> list[dict[str, str]]:
    wanted = [row for row in rows("single_case_reference.csv") if row["function"] != "cdc"]
    return [row for row in wanted if (FAULT in row["note"]) is faulty]


def close(got: float | None, want: str, tolerance: float) -> bool:
    """Equal to the reference; where that is infinite or not a number, no figure is given."""
    if want == "" or not math.isfinite(float(want)):
        return got is None
    return got is not None and abs(got - float(want)) <= tolerance


def test_every_value_and_error_agrees() -> None:
    compared = 0
    for row in [*reference(faulty=False), *reference(faulty=True)]:
        found = EFFECTS[name_of(row)](published()[row["dataset"], row["case"]])
        assert close(found.value, row["value"], 1e-9), row
        assert close(found.se, row["se"], 1e-9), row
        compared += 1
    assert compared == 1335


def test_every_sound_interval_agrees() -> None:
    compared = 0
    for row in reference(faulty=False):
        low, high = EFFECTS[name_of(row)](published()[row["dataset"], row["case"]]).ci or (None, None)
        assert close(low, row["ci_lower"], 1e-4), row
        assert close(high, row["ci_upper"], 1e-4), row
        compared += low is not None
    assert compared > 500


def test_the_faulty_rows_are_the_named_ones() -> None:
    faulty = reference(faulty=True)
    for function in ("NAP", "Tau"):
        assert {(row["dataset"], row["case"]) for row in faulty if row["function"] == function} == set(named())
    assert all(row["ci_lower"] == row["ci_upper"] == "1" for row in faulty)


@pytest.mark.parametrize("row", named())
def test_faulty_row_has_its_right_interval(row: tuple[str, str]) -> None:
    lower, series = named()[row], published()[row]
    assert EFFECTS["NAP"](series).ci == pytest.approx((lower, 1.0), abs=1e-6)
    assert EFFECTS["Tau"](series).ci == pytest.approx((2 * lower - 1, 1.0), abs=2e-6)


def test_named_limits_are_roots_of_the_cubic() -> None:
    for row, lower in named().items():
        m, n = published()[row].n_a, published()[row].n_b
        h, z2 = (m + n) / 2 - 1, 1.959963984540054**2
        # mn(1 - x)(2 - x)(1 + x) - z²x(2 + h + (1 + 2h)(x - x²)) in falling powers of x
        cubic = [m * n + z2 * (1 + 2 * h), -2 * m * n - z2 * (1 + 2 * h), -m * n - z2 * (2 + h), 2 * m * n]
        roots = [float(x.real) for x in np.roots(cubic) if abs(x.imag) < 1e-12 and 0 < x.real < 1]
        assert roots == pytest.approx([lower], abs=1e-6)


def test_dual_criteria_counts_agree_with_scan() -> None:
    compared = 0
    for row in rows("single_case_reference.csv"):
        if row["function"] == "cdc":
            found = dual_criteria(published()[row["dataset"], row["case"]])
            assert found.exceeding_both == int(row["value"]), row
            compared += 1
    assert compared == 107


def test_tau_bc_is_the_exact_rational_value() -> None:
    """The table counts sessions 1, 2, …; with real sessions it is the same wherever none is missed."""
    consecutive = 0
    for row in rows("tau_bc_exact.csv"):
        series = published()[row["dataset"], row["case"]]
        counted = Series.ab(series.a, series.b, improvement=series.improvement)
        assert tau_bc(counted).value == pytest.approx(float(row["tau_bc_exact_rational"]), abs=1e-15)
        if np.all(np.diff(np.concatenate([series.a_session, series.b_session])) == 1):
            consecutive += 1
            assert tau_bc(series).value == tau_bc(counted).value
    assert consecutive == 51
