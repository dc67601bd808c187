"""Small random problems, solved by trying every plan: does the proof of group formation hold?

Legality and worth are judged by the checker, which shares no code with the solver; each answer must be legal, worth
what the solver says, proven, and exactly as good as the best of all plans.
"""

from collections import Counter
from dataclasses import dataclass

from maypole.cores.groups.answer import Answer
from maypole.cores.groups.check import check
from maypole.cores.groups.problem import Problem
from maypole.cores.groups.solve import solve
from maypole.cores.groups.tests.brute import best, random_problem

NAME = "groups-brute-force"
PROBLEMS = 600


@dataclass(frozen=True)
class Case:
    problem: Problem
    answer: Answer
    best: int | None

    @property
    def faults(self) -> list[str]:
        if self.best is None or self.answer.status == "infeasible":
            both = self.best is None and self.answer.status == "infeasible"
            return [] if both else ["the solver and the search disagree on whether the locks can hold"]
        verdict = check(self.problem, [group.place for group in self.answer.groups])
        found = list(verdict.violations)
        if self.answer.status != "optimal" or self.answer.objective != self.answer.bound:
            found.append(f"not proven: {self.answer.objective} of at most {self.answer.bound}")
        if self.answer.objective != self.best:
            found.append(f"{self.answer.objective} points, but the best plan has {self.best}")
        if verdict.objective != self.answer.objective:
            found.append(f"{self.answer.objective} points, but the checker counts {verdict.objective}")
        return found


def run(seed: int = 0, problems: int = PROBLEMS) -> dict[str, object]:
    faults: list[str] = []
    seen: Counter[str] = Counter()
    for number in range(seed * PROBLEMS, seed * PROBLEMS + problems):
        problem = random_problem(number)
        case = Case(problem, solve(problem), best(problem))
        faults += [f"problem {number}: {fault}" for fault in case.faults]
        seen["with a plan"] += bool(case.best)
        seen["with locks that can't hold"] += case.best is None
        seen["with locks"] += bool(problem.locked)
        seen["children"] += len(problem.children)
        seen["groups"] += len(case.answer.groups)
    counts = {"problems": problems, **seen, "disagreements": len(faults)}
    return {"counts": counts, "passed": not faults, "page": _page(counts, faults)}


def _page(counts: dict[str, int], faults: list[str]) -> str:
    rows = "\n".join(f"| {name} | {count} |" for name, count in counts.items())
    listed = "\n".join(f"- {fault}" for fault in faults) or "None."
    return f"""# Group formation against trying every plan

Random problems of at most nine children, with one or two sites and disciplines, shared staff, few rooms, limits, locks
and odd weights. For each, every legal group in every place is listed by the checker and every combination of them is
tried. The solver's answer must be legal, proven, and worth exactly as much as the best of them.

| | |
|---|---|
{rows}

## Disagreements

{listed}
"""
