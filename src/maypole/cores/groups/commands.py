"""What each form of ``maypole groups`` does: from its options and a problem to what is printed."""

import argparse
import json

from maypole.cores.groups import present
from maypole.cores.groups.answer import Answer, Group
from maypole.cores.groups.check import check
from maypole.cores.groups.conflict import conflicts
from maypole.cores.groups.document import read_places
from maypole.cores.groups.errors import Flaw, GroupsError
from maypole.cores.groups.problem import Place, Problem
from maypole.cores.groups.repair import repair
from maypole.cores.groups.solve import solve
from maypole.cores.groups.why import answer_from, others, why_here, why_not


def form(options: argparse.Namespace, problem: Problem) -> str:
    return _told(options, problem, solve(problem, options.time_limit, options.seed))


def again(options: argparse.Namespace, problem: Problem) -> str:
    return _told(options, problem, repair(problem, read_places(options.before), options.time_limit, options.seed))


def _told(options: argparse.Namespace, problem: Problem, answer: Answer) -> str:
    if not options.json:
        return present.text_of_result(problem, answer)
    return json.dumps(present.result(problem, answer, options.seed), indent=1)


def judge(options: argparse.Namespace, problem: Problem) -> str:
    found = check(problem, read_places(options.check))
    return json.dumps(present.verdict(found), indent=1) if options.json else present.text_of_verdict(found)


def why(options: argparse.Namespace, problem: Problem) -> str:
    if options.why not in problem.by_id:
        raise _unusable("--why", f"no child has the id {options.why!r}")
    best = solve(problem, options.time_limit, options.seed)
    plan = answer_from(problem, _known(problem, read_places(options.result))) if options.result else best
    document = present.here(options.why, why_here(problem, plan, options.why))
    if plan.group_of(options.why) is None and best.status != "infeasible":
        document["conflict"] = present.broken(conflicts(problem, plan)[options.why])
    if options.group is None:
        document["others"] = present.others(others(problem, plan, options.why))
    else:
        group = _group_named(plan, options.group, options.why)
        document["there"] = present.there(why_not(problem, best, options.why, group, options.time_limit))
    return json.dumps(document, indent=1) if options.json else present.text_of_why(document)


def _group_named(plan: Answer, name: str, child: str) -> Group:
    for group in plan.groups:
        if group.id == name and child not in group.place.members:
            return group
    raise _unusable("--in", f"no group other than the child's own has the id {name!r}")


def _known(problem: Problem, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """A result can only be explained if it is legal for this problem."""
    violations = check(problem, places).violations
    if violations:
        raise _unusable("", f"is not legal for this problem: {violations[0]}")
    return places


def _unusable(path: str, text: str) -> Exception:
    return GroupsError([Flaw(path, text)])
