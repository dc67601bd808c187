"""Speed of the progress core: batches of effects, one forecast, a caseload, one series, the command's start.

Targets: three indices with errors and intervals for 10,000 ragged series <= 0.2 s of CPU, twelve indices and the dual
criteria <= 0.35 s, one forecast <= 0.5 ms, 100 children x 6 goals judged <= 0.5 s, start of the command < 0.5 s.
CPU time of this process, the best of several rounds; the start is the CPU time of a fresh process.
"""

import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from maypole.cores.progress import Datum, JudgeInput, Series, dual_criteria, effects, judge, many
from maypole.cores.progress.forecast import forecast

SERIES = 10_000
ROUNDS = 5
THREE = ("NAP", "Tau", "LRRi")
TWELVE = ("NAP", "Tau", "Tau_U", "Tau_BC", "PND", "PEM", "PAND", "IRD", "LRRi", "LRRd", "SMD", "LRM")
REFERENCE_SECONDS = 92.0  # SingleCaseES 0.7.4 for the three indices on 10,000 series, research of 2026


def run() -> dict[str, object]:
    """Measure, print a table, give the figures back."""
    batch = ragged(SERIES)
    figures: dict[str, object] = {"series": SERIES, "sessions": int(batch.m.sum() + batch.n.sum())}
    three = cpu(lambda: many.effects(batch, THREE))
    twelve = cpu(lambda: (many.effects(batch, TWELVE), many.dual_criteria(batch)))
    everything = cpu(lambda: (many.effects(batch), many.dual_criteria(batch)))
    figures["three_indices"] = measured(three, SERIES, 0.2) | {"times_reference": round(REFERENCE_SECONDS / three)}
    figures["twelve_indices_and_dual_criteria"] = measured(twelve, SERIES, 0.35)
    figures["fifteen_indices_and_dual_criteria"] = measured(everything, SERIES)
    figures["peak_megabytes_twelve"] = round(peak(lambda: many.effects(batch, TWELVE)) / 1e6, 1)
    figures["from_series_objects"] = measured(cpu(lambda: many.Batch.of(objects(1000))), 1000)
    one = Series.ab([2, 3, 2, 4, 3, 2, 3, 3], [4, 5, 5, 6, 7, 6, 8, 7, 9, 8, 9, 9], scale="count", goal=9)
    figures["one_series_everything"] = measured(cpu(lambda: (effects(one), dual_criteria(one)), 50), 1, 0.005)
    points = [Datum(float(t), float(y)) for t, y in zip(one.b_session, one.b, strict=True)]
    before = [Datum(float(t), float(y)) for t, y in zip(one.a_session, one.a, strict=True)]
    figures["one_forecast"] = measured(cpu(lambda: forecast(points, 12.0, 30.0, baseline=before), 50), 1, 0.0005)
    goals = caseload()
    figures["caseload_600_goals_judged"] = measured(cpu(lambda: [judge(goal) for goal in goals]), len(goals), 0.5)
    figures["command_start"] = {"cpu_seconds": round(start(), 3), "target": 0.5}
    print_table(figures)
    return figures


def ragged(size: int, seed: int = 7) -> many.Batch:
    """Counts in baselines of 3 to 20 and treatments of 5 to 30 sessions, with ties; a third should become less."""
    rng = np.random.default_rng(seed)
    m, n = rng.integers(3, 21, size), rng.integers(5, 31, size)
    treated = np.concatenate([np.repeat([0, 1], [a, b]) for a, b in zip(m, n, strict=True)])
    session = np.concatenate([np.arange(1, a + b + 1) for a, b in zip(m, n, strict=True)])
    return many.Batch(
        outcome=rng.poisson(6 + 4 * treated).astype(np.float64),
        session=session.astype(np.float64),
        m=m,
        n=n,
        decrease=rng.random(size) < 1 / 3,
        top=np.full(size, np.nan),
        d=np.ones(size),
        goal=np.full(size, 15.0),
    )


def objects(size: int) -> list[Series]:
    """Series as a program would make them, validation included."""
    return [Series.ab(range(8), range(4, 20), scale="count") for _ in range(size)]


def caseload(children: int = 100, goals: int = 6, seed: int = 11) -> list[JudgeInput]:
    """Goals in tries out of ten, with five baseline and six to eighteen treatment sessions."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(children * goals):
        sessions, slope = int(rng.integers(6, 19)), rng.uniform(0, 0.05)
        before = tuple(Datum(float(t), float(rng.binomial(10, 0.2)), 10) for t in range(1, 6))
        shares = np.clip(0.25 + slope * np.arange(sessions), 0, 1)
        after = tuple(Datum(float(6 + t), float(rng.binomial(10, p)), 10) for t, p in enumerate(shares))
        made.append(JudgeInput(baseline=before, treatment=after, goal=0.8, due=30.0))
    return made


def cpu(work: Callable[[], object], repeats: int = 1) -> float:
    """Least CPU seconds of one call."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        for _ in range(repeats):
            work()
        best = min(best, (time.process_time() - begin) / repeats)
    return best


def peak(work: Callable[[], object]) -> int:
    """Bytes allocated at most while working."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def start() -> float:
    """CPU seconds of `maypole progress --help` in a fresh process."""
    best = float("inf")
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-c", "from maypole.command import main; main(['progress', '--help'])"]
        subprocess.run(command, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def measured(seconds: float, size: int, target: float | None = None) -> dict[str, float]:
    figures = {"cpu_seconds": round(seconds, 6), "microseconds_each": round(1e6 * seconds / size, 2)}
    return figures if target is None else figures | {"target": target, "met": float(seconds <= target)}


def print_table(figures: dict[str, object]) -> None:
    print(f"{'what':<38}{'CPU s':>10}{'target':>9}{'µs each':>10}")
    for name, value in figures.items():
        if isinstance(value, dict):
            each, target = value.get("microseconds_each", ""), value.get("target", "")
            print(f"{name:<38}{value['cpu_seconds']:>10}{target:>9}{each:>10}")
        else:
            print(f"{name:<38}{value!s:>10}")


if __name__ == "__main__":
    run()
