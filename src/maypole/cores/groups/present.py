"""Answers as documents (for ``--json``) and as text."""

from collections.abc import Sequence

from maypole.cores.groups.answer import Answer, Group
from maypole.cores.groups.check import Verdict
from maypole.cores.groups.conflict import conflicts
from maypole.cores.groups.problem import Problem, clock
from maypole.cores.groups.reasons import reasons, unplaced_reasons
from maypole.cores.groups.rules import Broken
from maypole.cores.groups.why import Here, There

Json = dict[str, object]


def result(problem: Problem, answer: Answer, seed: int) -> Json:
    """The result document of the contract; ``notes`` and, after a repair, ``moved`` are additions."""
    kept_out = {} if answer.status == "infeasible" else conflicts(problem, answer)
    document: Json = {
        "version": 1,
        "status": answer.status,
        "objective": answer.objective,
        "bound": answer.bound,
        "gap": answer.gap,
        "seconds": round(answer.seconds, 3),
        "seed": seed,
        "problem_hash": problem.hash,
        "groups": [_group(problem, group) for group in answer.groups],
        "unplaced": [_unplaced(problem, child, kept_out.get(child, [])) for child in answer.unplaced],
    }
    if answer.notes:
        document["notes"] = list(answer.notes)
    if answer.moved is not None:
        document["moved"] = list(answer.moved)
    return document


def _group(problem: Problem, group: Group) -> Json:
    place = group.place
    return {
        "id": group.id,
        "members": list(place.members),
        "staff": place.staff,
        "room": place.room,
        "day": place.day,
        "start": clock(place.start),
        "score": group.score,
        "terms": dict(group.terms),
        "reasons": reasons(problem, group),
    }


def _unplaced(problem: Problem, child: str, conflict: Sequence[Broken]) -> Json:
    return {
        "child": child,
        "conflict": broken(conflict),
        "reasons": unplaced_reasons(problem, child, conflict)
        if conflict
        else ["The locks break rules; see the notes."],
    }


def broken(found: Sequence[Broken]) -> list[Json]:
    return [{"rule": item.rule, "detail": item.detail} for item in found]


def verdict(found: Verdict) -> Json:
    return {
        "legal": found.legal,
        "violations": list(found.violations),
        "objective": found.objective,
        "groups": [{"id": name, "score": score, "terms": terms} for name, score, terms in found.scores],
    }


def here(child: str, found: Here | None) -> Json:
    if found is None:
        return {"child": child, "group": None}
    return {
        "child": child,
        "group": found.group.id,
        "terms": dict(found.group.terms),
        "adds": found.adds,
        "group_stands_without": found.stands_without,
    }


def there(found: There) -> Json:
    return {
        "group": found.group.id,
        "broken": broken(found.broken),
        "score_change": found.change,
        "price": None if found.price is None else {"at_least": found.price[0], "at_most": found.price[1]},
        "instead_of": list(found.instead_of),
    }


def others(found: Sequence[tuple[Group, tuple[Broken, ...], int | None]]) -> list[Json]:
    return [{"group": group.id, "broken": broken(rules), "score_change": change} for group, rules, change in found]


def text_of_result(problem: Problem, answer: Answer) -> str:
    lines = [f"{answer.status}: {answer.objective} points, at most {answer.bound} ({100 * answer.gap:.3f} % apart)"]
    lines += answer.notes
    for group in answer.groups:
        place = group.place
        lines.append("")
        lines.append(f"{group.id}  {place.day} {clock(place.start)}  {place.staff}  room {place.room}  {group.score}")
        lines.append(f"    {', '.join(place.members)}")
        lines += [f"    {sentence}" for sentence in reasons(problem, group)]
    if answer.unplaced and answer.status != "infeasible":
        lines += ["", f"{len(answer.unplaced)} without a group:"]
        for child, conflict in conflicts(problem, answer).items():
            lines.append(f"    {child}: {' + '.join(found.rule for found in conflict)}")
    return "\n".join(lines)


def text_of_verdict(found: Verdict) -> str:
    head = "legal" if found.legal else f"not legal: {len(found.violations)} violations"
    return "\n".join([f"{head}; {found.objective} points", *(f"    {text}" for text in found.violations)])


def text_of_why(document: Json) -> str:
    """The same facts as the document, one a line."""
    lines: list[str] = []
    for key, value in document.items():
        if isinstance(value, list):
            lines.append(f"{key}: {'none' if not value else ''}".rstrip())
            lines += [f"    {_fact(item)}" for item in value]
        else:
            lines.append(f"{key}: {_fact(value)}")
    return "\n".join(lines)


def _fact(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_fact(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(_fact(item) for item in value) or "none"
    return "none" if value is None else str(value)
