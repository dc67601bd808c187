"""Three plain sentences for each group, in the words of what groups are for; and what to say of who has no place.

No name of a child stands in a sentence, so that it can be read by whoever sees only one of them.
"""

from collections import Counter
from collections.abc import Sequence

from maypole.cores.groups.answer import Group
from maypole.cores.groups.problem import Child, Problem
from maypole.cores.groups.rules import Broken

Sentence = tuple[int, str]  # how much it says, the sentence


def reasons(problem: Problem, group: Group) -> list[str]:
    """Why these children: the shared skill first, then the two that say most."""
    members = [problem.by_id[member] for member in group.place.members]
    first = _not_alone(members)
    others = [
        *_models(problem, group, members),
        *_relationships(members),
        *_same_adult(members, group),
        *_ease(members),
        *_friends(members),
        *_practice(members),
    ]
    others.sort(key=lambda item: -item[0])
    return [first, *(text for _, text in others[:2])]


def unplaced_reasons(problem: Problem, child: str, conflict: Sequence[Broken]) -> list[str]:
    found = problem.by_id[child]
    what = " and ".join(broken.detail for broken in conflict)
    sentences = [f"There is no place at the moment: {what}."]
    if len(conflict) > 1:
        sentences.append("If any one of these changes, there is one.")
    if found.waiting_weeks:
        weeks = found.waiting_weeks
        sentences.append(
            f"This child has waited {weeks} {'week' if weeks == 1 else 'weeks'}; that counts next time too."
        )
    return sentences


def _words(skill: str) -> str:
    return skill.replace("_", " ").replace("-", " ")


def _not_alone(members: Sequence[Child]) -> str:
    counts = Counter(goal.skill for child in members for goal in child.goals)
    skill, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
    who = "All of them work" if count == len(members) else f"{_number(count).capitalize()} of them work"
    return f"{who} on {_words(skill)}, so nobody is alone with it."


def _models(problem: Problem, group: Group, members: Sequence[Child]) -> list[Sentence]:
    levels = {(goal.skill, goal.level) for child in members for goal in child.goals}
    skills = Counter(goal.skill for child in members for goal in child.goals if (goal.skill, goal.level + 1) in levels)
    if skills and group.terms["level_mix"] >= 0:
        skill = min(skills.items(), key=lambda item: (-item[1], item[0]))[0]
        return [(70, f"A child one step further on in {_words(skill)} shows how it can be done.")]
    if group.terms["level_mix"] < 0:
        return [(75, "Their levels are close to one another, so plan for a model from outside the group.")]
    return []


def _relationships(members: Sequence[Child]) -> list[Sentence]:
    counts = Counter(child.previous.group for child in members if child.previous.group is not None)
    known = max(counts.values(), default=0)
    if known < 2:
        return []
    who = "They know" if known == len(members) else f"{_number(known).capitalize()} of them know"
    return [(80, f"{who} each other from last term, and friendships grow from seeing the same faces.")]


def _same_adult(members: Sequence[Child], group: Group) -> list[Sentence]:
    same = sum(child.previous.staff == group.place.staff for child in members)
    if not same:
        return []
    who = "All of them keep" if same == len(members) else f"{_number(same).capitalize()} of them {_keep(same)}"
    return [(60 if 2 * same > len(members) else 35, f"{who} the adult they know.")]


def _keep(count: int) -> str:
    return "keeps" if count == 1 else "keep"


def _ease(members: Sequence[Child]) -> list[Sentence]:
    months = max(child.age_months for child in members) - min(child.age_months for child in members)
    if months == 0:
        return [(65, "They are of the same age, which makes it easy to be at ease.")]
    word = "month" if months == 1 else "months"
    return [(65 if months <= 9 else 30, f"They are within {months} {word} of age, so play can be at one pace.")]


def _friends(members: Sequence[Child]) -> list[Sentence]:
    here = {child.id for child in members}
    wished = any(here & set(child.together) for child in members)
    return [(78, "A wish to be together is met, and it is more fun with a friend.")] if wished else []


def _practice(members: Sequence[Child]) -> list[Sentence]:
    size = len(members)
    if size == 2:
        return [(50, "As a pair, each gets many turns, and turns with another child are practice for real life.")]
    if size <= 4:
        return [(50, f"With {_number(size)} children there are turns, rules and sharing to practise, as in real life.")]
    return [(72, f"{_number(size).capitalize()} is a large group: watch that each child gets enough tries.")]


def _number(count: int) -> str:
    names = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return names[count] if count < len(names) else str(count)
