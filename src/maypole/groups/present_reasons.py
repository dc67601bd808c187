"""Why these children, in words tied to what groups are for. Names stand in them: for the clinical lead alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.cores.groups.facts import Fact
from maypole.people.present import list_in_words

from .models import GroupSkill

SHOWN = 5
LABELS: dict[str, Promise] = {
    "alone": gettext_lazy("Not alone"),
    "models": gettext_lazy("Models a step ahead"),
    "flat": gettext_lazy("Models a step ahead"),
    "known": gettext_lazy("Relationships"),
    "adult": gettext_lazy("Relationships"),
    "ease": gettext_lazy("Ease among peers"),
    "wish": gettext_lazy("Fun"),
    "practice": gettext_lazy("Real-life practice"),
    "manners": gettext_lazy("Boundaries"),
    "cheer": gettext_lazy("Encouragement"),
}


@dataclass(frozen=True)
class Reason:
    """`minds`: this one speaks against the group."""

    label: str
    text: str
    minds: bool = False


def reasons_of(facts: tuple[Fact, ...], names: Mapping[str, str], adult: str) -> list[Reason]:
    """What says most first, each purpose at most once."""
    found: dict[str, Reason] = {}
    for fact in facts:
        label = str(LABELS[fact.kind])
        text = WORDS[fact.kind](fact, list_in_words([names[one] for one in fact.who]), adult)
        minds = fact.kind == "flat" or (fact.kind == "practice" and fact.size > 4)
        found.setdefault(label, Reason(label, text, minds))
    return list(found.values())[:SHOWN]


def skill_name(skill: str) -> str:
    """The skill as it stands within a sentence."""
    label = str(GroupSkill(skill).label) if skill in GroupSkill.values else skill.replace("_", " ")
    return label[:1].lower() + label[1:]


def _alone(fact: Fact, who: str, _adult: str) -> str:
    words = {"who": who, "n": fact.size, "skill": skill_name(fact.skill)}
    if len(fact.who) == fact.size:
        return _("All of them practise the same: %(skill)s.") % words
    return _("%(who)s practise the same: %(skill)s.") % words


def _models(fact: Fact, who: str, _adult: str) -> str:
    told = ngettext(
        "%(who)s is a step ahead and can show how: %(skill)s.",
        "%(who)s are a step ahead and can show how: %(skill)s.",
        len(fact.who),
    )
    return told % {"who": who, "skill": skill_name(fact.skill)}


def _ease(fact: Fact, _who: str, _adult: str) -> str:
    if not fact.months:
        return _("All are of the same age.")
    return ngettext(
        "%(n)d month between the youngest and the oldest.",
        "%(n)d months between the youngest and the oldest.",
        fact.months,
    ) % {"n": fact.months}


def _practice(fact: Fact, _who: str, _adult: str) -> str:
    if fact.size == 2:
        return _("As a pair, each gets many turns with another child.")
    if fact.size <= 4:
        return _("%(n)d children: turns, sharing and rules, as in class or at a party.") % {"n": fact.size}
    return _("%(n)d children are many. Watch that each gets enough tries.") % {"n": fact.size}


def _flat(_fact: Fact, _who: str, _adult: str) -> str:
    return _("Their levels are alike. Plan for a model from outside the group.")


def _known(_fact: Fact, who: str, _adult: str) -> str:
    return _("%(who)s know each other from last term.") % {"who": who}


def _same_adult(fact: Fact, who: str, adult: str) -> str:
    told = ngettext("%(who)s keeps the adult they know: %(adult)s.", "%(who)s keep the adult they know: %(adult)s.",
                    len(fact.who))  # fmt: skip
    return told % {"who": who, "adult": adult}


def _wish(_fact: Fact, who: str, _adult: str) -> str:
    return _("Together, as was wished: %(who)s.") % {"who": who}


def _manners(fact: Fact, who: str, _adult: str) -> str:
    words = {"who": who, "skill": skill_name(fact.skill)}
    return _("It takes another child to practise it with: %(skill)s (%(who)s).") % words


def _cheer(fact: Fact, who: str, _adult: str) -> str:
    words = {"who": who, "skill": skill_name(fact.skill)}
    return _("%(who)s are at the same step and can cheer each other on: %(skill)s.") % words


WORDS: dict[str, Callable[[Fact, str, str], str]] = {
    "alone": _alone,
    "models": _models,
    "flat": _flat,
    "known": _known,
    "adult": _same_adult,
    "ease": _ease,
    "wish": _wish,
    "practice": _practice,
    "manners": _manners,
    "cheer": _cheer,
}
