"""How good the chances are, on published series: "of ten goals given 4 in 5, did eight come true?"

Development series (those named in the reference file) were used to fit the constants; the others never were.
The series are third-party data beside the checkout (`../shared/data`), and are not part of it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, linear_regression, stdev

from maypole.cores.progress.calibration import Calibration, calibration
from maypole.cores.progress.forecast import forecast
from maypole.cores.progress.history import Datum
from maypole.cores.progress.series import Improvement

NAME = "forecast-quality"
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LEAST_BASELINE, LEAST_TREATMENT, FIRST_LOOK, LAST = 3, 9, 5, 3
REACHES = (0.5, 1.0, 1.5)
BRIER_BAR, GAP_BAR, GAP_COUNT = 0.175, 0.12, 50


@dataclass(frozen=True, slots=True)
class Case:
    """One question put to the forecast: what was known, what was asked, and what came."""

    series: tuple[str, ...]
    development: bool
    baseline: tuple[Datum, ...]
    known: tuple[Datum, ...]
    goal: float
    due: float
    improvement: Improvement
    line: float
    reached: bool
    first_look: bool

    @property
    def sign(self) -> float:
        return -1.0 if self.improvement is Improvement.DECREASE else 1.0


def run(seed: int) -> dict[str, object]:
    """All forecasts on development and held-out series, beside three simple rules. Nothing is random: no seed used."""
    if not DATA.is_dir():
        raise SystemExit(f"{NAME}: the published series are not in {DATA}; docs/evidence/ keeps the last outcome.")
    cases = list(published(DATA))
    fitted = [case for case in cases if case.development]
    unseen = [case for case in cases if not case.development]
    found = scored(fitted, chance)
    return {
        "counts": {**measured("development", fitted), **measured("held_out", unseen)},
        "passed": found.brier <= BRIER_BAR and found.worst_gap(GAP_COUNT) <= GAP_BAR,
        "page": "\n\n".join(
            [PROTOCOL, table("Development", found), table("Held-out", scored(unseen, chance)), COMPARED, LIMITS]
        ),
    }


def scored(cases: list[Case], answer: Callable[[Case], float]) -> Calibration:
    """How good one way of answering is."""
    return calibration([answer(case) for case in cases], [case.reached for case in cases])


def measured(name: str, cases: list[Case]) -> dict[str, float]:
    """The figures of one half of the data: all, by look, and of the simple rules."""
    whole = scored(cases, chance)
    early = scored([case for case in cases if case.first_look], chance)
    late = scored([case for case in cases if not case.first_look], chance)
    return {
        f"{name}_series": len({case.series for case in cases}),
        f"{name}_forecasts": whole.count,
        f"{name}_brier": round(whole.brier, 4),
        f"{name}_worst_gap_of_bins_of_50": round(whole.worst_gap(GAP_COUNT), 3),
        f"{name}_first_look_brier": round(early.brier, 4),
        f"{name}_second_look_brier": round(late.brier, 4),
        **{f"{name}_brier_{rule}": round(scored(cases, answer).brier, 4) for rule, answer in RULES.items()},
    }


def published(folder: Path) -> Iterator[Case]:
    """The questions: two looks at each long enough series, three goals at each look."""
    with (folder / "single_case_reference.csv").open(newline="") as file:
        development = {row["dataset"] for row in csv.DictReader(file)}
    for path in sorted((folder / "single_case").glob("*.csv")):
        groups: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                if row["outcome"]:
                    groups[row["dataset"], row["case"], row["measure"], row["pair"]].append(row)
        for key, rows in groups.items():
            yield from questions(key, rows, key[0] in development)


def questions(series: tuple[str, ...], rows: list[dict[str, str]], development: bool) -> Iterator[Case]:
    """Look after five sessions and at 60 % of the phase; goals are .5, 1 and 1.5 times the gain at that look."""
    improvement = Improvement(rows[0]["improvement"])
    sign = -1.0 if improvement is Improvement.DECREASE else 1.0
    data = sorted(((float(r["session"]), r["phase"], float(r["outcome"])) for r in rows), key=lambda row: row[0])
    before = tuple(Datum(at, value) for at, phase, value in data if phase == "A")
    during = tuple(Datum(at, value) for at, phase, value in data if phase == "B")
    if len(before) < LEAST_BASELINE or len(during) < LEAST_TREATMENT:
        return
    base = fmean(point.value for point in before)
    end = fmean(point.value for point in during[-LAST:])
    for look in sorted({FIRST_LOOK, max(FIRST_LOOK, min(len(during) - LAST, round(0.6 * len(during))))}):
        level = fmean(point.value for point in during[look - LAST : look])
        gain = max(sign * (level - base), stdev(point.value for point in before))
        for reach in REACHES if gain > 0.0 else ():
            line = base + sign * 0.9 * reach * gain
            yield Case(
                series=series,
                development=development,
                baseline=before,
                known=during[:look],
                goal=base + sign * reach * gain,
                due=during[-2].at,
                improvement=improvement,
                line=line,
                reached=sign * (end - line) >= 0.0,
                first_look=look == FIRST_LOOK,
            )


def chance(case: Case) -> float:
    """What the core says."""
    said = forecast(case.known, case.goal, case.due, baseline=case.baseline, improvement=case.improvement)
    return said.p_goal


def straight_line(case: Case) -> float:
    """Draw the trend line on to the due date: yes or no."""
    slope, level = linear_regression([p.at for p in case.known], [p.value for p in case.known])
    return float(case.sign * (level + slope * case.due - case.line) >= 0.0)


def last_three(case: Case) -> float:
    """Is the mean of the last three sessions already there: yes or no."""
    return float(case.sign * (fmean(p.value for p in case.known[-LAST:]) - case.line) >= 0.0)


RULES: dict[str, Callable[[Case], float]] = {
    "straight_line": straight_line,
    "last_three": last_three,
    "always_half": lambda case: 0.5,
}

PROTOCOL = f"""Published single-case phases with at least {LEAST_BASELINE} baseline and {LEAST_TREATMENT} treatment
sessions. Each is looked at twice: after {FIRST_LOOK} treatment sessions and after 60 % of them. The goal is .5, 1 or
1.5 times the gain reached at that look (at least one baseline standard deviation). It is due at the end of the phase,
and came true when the mean of the last three sessions is within 10 % of the way. Brier score: 0 is perfect, .25 is
saying "one half" always."""

COMPARED = """The counts below also hold three simple rules on the same questions: drawing the trend line on to the due
date (yes or no), "is the mean of the last three sessions there already" (yes or no), and always saying one half."""

LIMITS = f"""Bars, on development series: Brier at most {BRIER_BAR}; no bin of {GAP_COUNT} or more forecasts off by
more than {GAP_BAR}. Held-out series are reported and were never used for fitting.

Limits: published series are mostly successes, were read off printed graphs, and had no goal, so the goals are made
from the gain. Forecasts of one series are not independent of each other. A clinic's own log of chances and results is
the better test; the product keeps it."""


def table(name: str, found: Calibration) -> str:
    """The reliability table."""
    rows = [f"| {b.count} | {b.given:.2f} | {b.came_true:.2f} | {b.gap:+.2f} |" for b in found.bins]
    head = f"### {name} series: {found.count} forecasts, Brier {found.brier:.3f}"
    return "\n".join([head, "", "| forecasts | chance given | came true | gap |", "|---|---|---|---|", *rows])
