"""The next step towards company, or back, as a suggestion with its reasons. People decide; nothing here is a gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.web.dates import day

from .actions.company import ALONE_FIRST
from .models import InCompany, ReadinessSeen, ReadinessSkill, StepDecision
from .practised import Practised

TRIED = 3
"""Visits in company after which a trial says something."""
SETTLED = 6
"""Visits in company after which one can ask whether a group could be enough."""
KNOWN = 3
"""Lines with words from the last twelve weeks, whatever they say, before a first step is suggested."""
Choice, Seen = StepDecision.Choice, ReadinessSeen.Seen


@dataclass(frozen=True)
class Together:
    """What happened in company in the last twelve weeks: visits, those that were too much, the child's own word."""

    visits: int = 0
    hard: int = 0
    fun: tuple[int, ...] = ()

    @property
    def strained(self) -> bool:
        """Too much in at least half of the visits."""
        return self.visits >= TRIED and 2 * self.hard >= self.visits


@dataclass(frozen=True)
class Known:
    """All that the suggestion is made from."""

    today: date
    choice: str = ""
    alone: int = 0
    seen: Mapping[str, str] = field(default_factory=dict)
    told: InCompany | None = None
    together: Together = field(default_factory=Together)
    goals: Sequence[Practised] = ()


@dataclass(frozen=True)
class Onward:
    """The suggestion: `choice` is empty where it is too early to say or where things stay as they are."""

    text: str
    reasons: tuple[str, ...]
    choice: str = ""
    kind: str = "info"
    icon: str = "clock"

    @property
    def choice_label(self) -> str:
        return str(Choice(self.choice).label) if self.choice else ""


def onward(known: Known) -> Onward:
    """By where the child is: alone, trying, beside the visits alone, or in a group instead of them."""
    if known.told and known.told.not_now:
        return _not_now(known.told, known.today)
    if known.choice == Choice.TRIAL:
        return _after_trial(known)
    if known.choice == Choice.SUPPLEMENT:
        return _after_supplement(known)
    if known.choice == Choice.GRADUATE:
        return _after_graduation(known)
    return _from_alone(known)


def _not_now(told: InCompany, today: date) -> Onward:
    again = told.look_again_on
    if again is not None and again <= today:
        text = _("Look again whether “no group for now” still holds: its day has come.")
        return Onward(text, (told.why,), kind="sun")
    text = _("No group for now. We look at it again on %(day)s.") % {"day": day(again)}
    return Onward(text, (told.why,), icon="pause")


def _from_alone(known: Known) -> Onward:
    if known.alone < ALONE_FIRST:
        told = ngettext(
            "%(n)d visit alone so far: three come first, or a written exception.",
            "%(n)d visits alone so far: three come first, or a written exception.",
            known.alone,
        ) % {"n": known.alone}
        return Onward(_("Too early to say: first get to know each other alone."), (told,))
    if len(known.seen) < KNOWN:
        return Onward(_("Too early to say: write down what you see of the five lines below."), (_worded(known),))
    if not any(seen in (Seen.YES, Seen.SOME) for seen in known.seen.values()):
        text = _("Visits alone look right for now. A trial is still open to you: none of the five is needed.")
        return Onward(text, tuple(_lines(known)), Choice.NOT_YET, "info", "pause")
    return Onward(_("A few visits in company could be tried."), tuple(_lines(known)), Choice.TRIAL, "ok", "arrow")


def _worded(known: Known) -> str:
    count = len(known.seen)
    if not count:
        return _("None of the five lines has words from the last twelve weeks.")
    return ngettext(
        "%(n)d of the five lines has words from the last twelve weeks.",
        "%(n)d of the five lines have words from the last twelve weeks.",
        count,
    ) % {"n": count}


def _lines(known: Known) -> list[str]:
    """What was seen, and what is not seen yet and therefore needs help in company rather than a wait."""
    told = []
    heads = (
        (Seen.YES, _("Seen often: %(what)s.")),
        (Seen.SOME, _("Seen sometimes: %(what)s.")),
        (Seen.NOT_YET, _("Not yet seen: %(what)s. Plan help for it; it is no reason to wait.")),
    )
    for seen, sentence in heads:
        names = [str(skill.label).lower() for skill in ReadinessSkill if known.seen.get(skill) == seen]
        if names:
            told.append(sentence % {"what": get_text_list(names, _("and"))})
    if known.told and known.told.unresolved_aggression:
        told.append(_("Hurts others at times and there is no plan yet: write one, and plan an adult close by."))
    return told


def _after_trial(known: Known) -> Onward:
    together = known.together
    if together.visits < TRIED:
        return _too_few(together.visits, TRIED)
    if together.strained:
        return _back(together, Choice.BACK, _("Visits alone for a while could be kinder."))
    text = _("A group beside the visits alone fits what was seen.")
    return Onward(text, tuple(_went(together)), Choice.SUPPLEMENT, "ok", "arrow")


def _after_supplement(known: Known) -> Onward:
    together, goals = known.together, [one for one in known.goals if one.skill]
    if together.strained:
        return _back(together, Choice.BACK, _("Visits alone for a while could be kinder."))
    if together.visits < SETTLED:
        return _too_few(together.visits, SETTLED)
    if not goals:
        told = _("No goal is practised in company yet: choose one, so that company has a purpose.")
        return Onward(_("Stay as you are."), (told,), icon="flat")
    unknown = [one.goal.title for one in goals if one.holds is None]
    if unknown:
        told = _("Too little measured in company: %(goals)s.") % {"goals": _quoted(unknown)}
        return Onward(_("Too early to say whether a group could be enough."), (told,))
    lower = [one.goal.title for one in goals if not one.holds]
    if lower:
        told = _("Harder in company than alone: %(goals)s.") % {"goals": _quoted(lower)}
        return Onward(_("Stay as you are: both do their part."), (told, *_went(together)), kind="ok", icon="flat")
    told = _("Goes in company about as well as alone: %(goals)s.") % {"goals": _quoted([g.goal.title for g in goals])}
    text = _("A group instead of visits alone could be enough.")
    return Onward(text, (told, *_went(together)), Choice.GRADUATE, "ok", "arrow")


def _after_graduation(known: Known) -> Onward:
    together = known.together
    if together.strained:
        return _back(together, Choice.SUPPLEMENT, _("Visits alone beside the group again could help."))
    if together.visits < TRIED:
        return _too_few(together.visits, TRIED)
    lower = [one.goal.title for one in known.goals if one.skill and one.level.number <= 2 and not one.level.thin]
    if lower:
        told = _("Needs much help in company: %(goals)s.") % {"goals": _quoted(lower)}
        text = _("Visits alone beside the group again could help.")
        return Onward(text, (told,), Choice.SUPPLEMENT, "sun", "back")
    return Onward(_("Stay as you are."), tuple(_went(together)), kind="ok", icon="flat")


def _too_few(visits: int, wanted: int) -> Onward:
    if not visits:
        told = _("No visit in company in the last twelve weeks; %(wanted)d tell something.") % {"wanted": wanted}
        return Onward(_("Too early to say."), (told,))
    told = ngettext(
        "%(n)d visit in company in the last twelve weeks; %(wanted)d tell something.",
        "%(n)d visits in company in the last twelve weeks; %(wanted)d tell something.",
        visits,
    ) % {"n": visits, "wanted": wanted}
    return Onward(_("Too early to say."), (told,))


def _back(together: Together, choice: str, text: str) -> Onward:
    told = _("Said stop or left early in %(hard)d of %(n)d visits in company.") % {
        "hard": together.hard,
        "n": together.visits,
    }
    return Onward(text, (told,), choice, "sun", "back")


def _went(together: Together) -> list[str]:
    told = [
        _("%(n)d visits in company in the last twelve weeks, %(hard)d of them too much.")
        % {"n": together.visits, "hard": together.hard}
    ]
    if together.fun:
        told.append(
            _("Fun, in the child’s own word: “a lot” %(lot)d of %(n)d times.")
            % {"lot": sum(face == 3 for face in together.fun), "n": len(together.fun)}
        )
    return told


def _quoted(titles: Sequence[str]) -> str:
    return ", ".join(_("“%(title)s”") % {"title": title} for title in titles)
