"""The linear and whole-number programs, solved by HiGHS: maximise the values of chosen columns within row capacities.

Each column uses one unit of each of its rows. One thread, so that the same program gives the same answer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
SMALL = 3000  # columns
Rows = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Relaxed:
    objective: float
    prices: Reals  # of each row, >= 0
    share: Reals  # of each column, 0 to 1


class Program:
    """A linear program that grows by columns and rows, and starts again from its last basis."""

    def __init__(self, capacity: Sequence[int], seed: int = 0) -> None:
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)
        self.highs.setOptionValue("parallel", "off")
        self.highs.setOptionValue("random_seed", seed % 2**31)
        for limit in capacity:
            self.add_row(limit, [])

    def add_row(self, limit: int, columns: Sequence[int]) -> None:
        index = np.array(columns, dtype=np.int32)
        self.highs.addRow(-highspy.kHighsInf, float(limit), len(index), index, np.ones(len(index)))

    def add(self, values: Sequence[int], rows: Rows) -> None:
        count = len(values)
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])[:-1]]).astype(np.int32)
        index = np.array([row for used in rows for row in used], dtype=np.int32)
        cost, low, high = -np.array(values, dtype=np.float64), np.zeros(count), np.full(count, highspy.kHighsInf)
        self.highs.addCols(count, cost, low, high, len(index), starts, index, np.ones(len(index)))

    def fix(self, column: int) -> None:
        """Take a column whole from now on."""
        self.highs.changeColBounds(column, 1.0, 1.0)

    def solve(self) -> Relaxed:
        self.highs.run()
        solution = self.highs.getSolution()
        prices = np.maximum(0.0, -np.array(solution.row_dual))
        return Relaxed(-self.highs.getInfo().objective_function_value, prices, np.array(solution.col_value))


@dataclass(frozen=True)
class Whole:
    """The chosen columns; ``bound`` is proven, and equals their value when ``proven``."""

    chosen: list[int]
    proven: bool
    bound: float


def step_of(values: Sequence[int]) -> int:
    """Sums of the values are multiples of this."""
    return max(1, math.gcd(*values))


def best_whole(
    capacity: Sequence[int],
    values: Sequence[int],
    rows: Rows,
    *,
    seconds: float = 60.0,
    nodes: int = 100_000,
    seed: int = 0,
) -> Whole:
    """The best whole choice of columns."""
    if not values:
        return Whole([], True, 0.0)
    program = Program(capacity, seed)
    program.add(values, rows)
    highs, count = program.highs, len(values)
    highs.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.full(count, highspy.HighsVarType.kInteger))
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", step_of(values) - 0.01)
    if count <= SMALL:  # the linear program is nearly whole already: preparing and guessing cost more than they save
        highs.setOptionValue("presolve", "off")
        highs.setOptionValue("mip_heuristic_effort", 0.0)
        for guess in ("rins", "rens", "root_reduced_cost"):
            highs.setOptionValue(f"mip_heuristic_run_{guess}", False)
    highs.setOptionValue("mip_max_nodes", nodes)
    highs.setOptionValue("time_limit", max(0.01, seconds))
    highs.run()
    solution = np.array(highs.getSolution().col_value)
    chosen = np.flatnonzero(solution > 0.5).tolist() if len(solution) else []
    proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Whole(chosen, proven, float(sum(values[k] for k in chosen)) if proven else -highs.getInfo().mip_dual_bound)
