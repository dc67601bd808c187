"""Group formation: proven optima by size, beside a greedy plan and a direct assignment model, with memory.

Targets: proven optimal at 60 children <= 0.3 s, 200 in one pool <= 1.5 s, 1,000 on 12 sites <= 3 s, 5,000 on 60 sites
<= 15 s; 1,000 in one pool within 0.1 % in 30 s; never more than 500 MB. Each case runs in a process of its own; seconds
are of the solver alone (reading and explaining are told apart), as CPU time and by the clock: on a shared machine only
the first means much. The problems are those of ``maypole groups --sample``.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from bench.groups.rivals import assigned, greedy
from maypole.cores.groups.check import check
from maypole.cores.groups.conflict import conflicts
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.problem import Place, Problem, Week
from maypole.cores.groups.sample import sample
from maypole.cores.groups.solve import solve

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES = 500
DIRECT_AT_MOST = 60  # children: the direct model grows with their square and the number of slots


@dataclass(frozen=True)
class Case:
    name: str
    children: int
    sites: int = 1
    disciplines: int = 1
    seeds: tuple[int, ...] = (1,)
    target: float | None = None  # seconds to a proof
    gap: float = 0.0  # percent, where no proof is asked for
    limit: float = 60.0
    change: str = ""

    def problem(self, seed: int) -> Problem:
        made = problem_from(json.dumps(sample(self.children, self.sites, self.disciplines, seed)))
        return CHANGES[self.change](made) if self.change else made


def wider(problem: Problem) -> Problem:
    """Everyone is free an hour longer: a dense pool."""

    def longer(week: Week) -> Week:
        return tuple(tuple((begin, min(1440, end + 60)) for begin, end in day) for day in week)

    return replace(
        problem, children=tuple(replace(child, available=longer(child.available)) for child in problem.children)
    )


def half_staffed(problem: Problem) -> Problem:
    """Every second adult is away: times are scarce."""
    return replace(problem, staff=problem.staff[::2])


CHANGES: dict[str, Callable[[Problem], Problem]] = {"wider": wider, "half staffed": half_staffed}
CASES = (
    Case("60, one pool", 60, seeds=(1, 2, 3, 4, 5), target=0.3),
    Case("200, one pool", 200, seeds=(1, 2, 3, 4, 5), target=1.5),
    Case("200, three disciplines", 200, disciplines=3, seeds=(1, 2, 3)),
    Case("200, one pool, everyone free longer", 200, seeds=(1,), change="wider"),
    Case("200, one pool, half the adults", 200, seeds=(1, 2), change="half staffed"),
    Case("1,000 on 12 sites", 1000, sites=12, seeds=(1, 2, 3), target=3.0),
    Case("1,000 on 12 sites, three disciplines", 1000, sites=12, disciplines=3),
    Case("5,000 on 60 sites", 5000, sites=60, target=15.0),
    Case("1,000, one pool", 1000, target=30.0, gap=0.1, limit=29.5),
)


def run(names: tuple[str, ...] = ()) -> dict[str, object]:
    """Measure each case in its own process, print a table, give the figures back."""
    figures: dict[str, object] = {}
    print(f"{'case':38}{'gap %':>8}{'CPU s':>8}{'clock s':>9}{'target':>8}{'MB':>6}{'greedy':>8}{'direct':>8}")
    for number, case in enumerate(CASES):
        if names and case.name not in names:
            continue
        rows = [_apart(number, seed) for seed in case.seeds]
        figures[case.name] = {"target_seconds": case.target, "seeds": list(case.seeds), "runs": rows}
        print(_line(case, rows), flush=True)
    return figures


def _apart(number: int, seed: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.groups", str(number), str(seed)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    row: dict[str, float] = json.loads(done.stdout)
    return row


def measured(case: Case, seed: int) -> dict[str, float | None]:
    """One problem: solved, checked, explained, and given to the two rivals."""
    problem = case.problem(seed)
    cpu, clock = time.process_time(), time.perf_counter()
    answer = solve(problem, case.limit)
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    places = [group.place for group in answer.groups]
    verdict = check(problem, places)
    assert verdict.legal, verdict.violations[:3]
    assert verdict.objective == answer.objective
    begun = time.process_time()
    conflicts(problem, answer)
    direct = assigned(problem) if len(problem.children) <= DIRECT_AT_MOST and seed == 1 else None
    return {
        "objective": answer.objective,
        "bound": answer.bound,
        "gap_percent": round(100 * answer.gap, 4),
        "cpu_seconds": round(cpu, 3),
        "clock_seconds": round(clock, 3),
        "explaining_cpu_seconds": round(time.process_time() - begun, 3) if direct is None else None,
        "megabytes": round(memory),
        "unplaced": len(answer.unplaced),
        "greedy_share": _share(problem, greedy(problem), answer.objective),
        "direct_share": None if direct is None else _share(problem, direct, answer.objective),
    }


def _share(problem: Problem, places: list[Place], best: int) -> float:
    """What a rival's plan is worth, as a share of ours; its plan must be legal too."""
    verdict = check(problem, places)
    assert verdict.legal, verdict.violations[:3]
    return round(verdict.objective / best, 4)


def _line(case: Case, rows: list[dict[str, float]]) -> str:
    def middle(key: str) -> float:
        return median(row[key] for row in rows)

    worst = max(row["gap_percent"] for row in rows)
    memory = max(row["megabytes"] for row in rows)
    tried = [row["direct_share"] for row in rows if row["direct_share"] is not None]
    direct = f"{median(tried):.3f}" if any(tried) else "no plan" if tried else "-"
    met = case.target is None or (middle("cpu_seconds") <= case.target and worst <= case.gap and memory <= MEGABYTES)
    target = "-" if case.target is None else f"{case.target:g}"
    return (
        f"{case.name:38}{worst:8.3f}{middle('cpu_seconds'):8.2f}{middle('clock_seconds'):9.2f}{target:>8}{memory:6.0f}"
        f"{middle('greedy_share'):8.3f}{direct:>8}{'' if met else '  missed'}"
    )
