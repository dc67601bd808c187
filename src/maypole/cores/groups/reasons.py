"""Three plain sentences for each group, in the words of what groups are for; and what to say of who has no place.

No name of a child stands in a sentence, so that it can be read by whoever sees only one of them.
"""

from collections.abc import Callable, Sequence

from maypole.cores.groups.answer import Group
from maypole.cores.groups.facts import Fact, facts
from maypole.cores.groups.problem import Problem
from maypole.cores.groups.rules import Broken


def reasons(problem: Problem, group: Group) -> list[str]:
    """Why these children: the shared skill first, then the two that say most."""
    said = [WORDS[fact.kind](fact) for fact in facts(problem, group) if fact.kind in WORDS]
    return said[:3]


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


def _not_alone(fact: Fact) -> str:
    count = len(fact.who)
    who = "All of them work" if count == fact.size else f"{_number(count).capitalize()} of them work"
    return f"{who} on {_words(fact.skill)}, so nobody is alone with it."


def _relationships(fact: Fact) -> str:
    known = len(fact.who)
    who = "They know" if known == fact.size else f"{_number(known).capitalize()} of them know"
    return f"{who} each other from last term, and friendships grow from seeing the same faces."


def _same_adult(fact: Fact) -> str:
    same = len(fact.who)
    keep = "keeps" if same == 1 else "keep"
    who = "All of them keep" if same == fact.size else f"{_number(same).capitalize()} of them {keep}"
    return f"{who} the adult they know."


def _ease(fact: Fact) -> str:
    if fact.months == 0:
        return "They are of the same age, which makes it easy to be at ease."
    word = "month" if fact.months == 1 else "months"
    return f"They are within {fact.months} {word} of age, so play can be at one pace."


def _practice(fact: Fact) -> str:
    if fact.size == 2:
        return "As a pair, each gets many turns, and turns with another child are practice for real life."
    if fact.size <= 4:
        return f"With {_number(fact.size)} children there are turns, rules and sharing to practise, as in real life."
    return f"{_number(fact.size).capitalize()} is a large group: watch that each child gets enough tries."


def _number(count: int) -> str:
    names = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return names[count] if count < len(names) else str(count)


WORDS: dict[str, Callable[[Fact], str]] = {
    "alone": _not_alone,
    "models": lambda fact: f"A child one step further on in {_words(fact.skill)} shows how it can be done.",
    "flat": lambda _fact: "Their levels are close to one another, so plan for a model from outside the group.",
    "known": _relationships,
    "adult": _same_adult,
    "ease": _ease,
    "wish": lambda _fact: "A wish to be together is met, and it is more fun with a friend.",
    "practice": _practice,
}
