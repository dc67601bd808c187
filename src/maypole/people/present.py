"""How a child is told in words: age by the calendar, languages by name, team and state in one line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from maypole.access.permissions import Right
from maypole.cores.scores.ages import TERM, Ages, Gestation, ages
from maypole.cores.scores.ages import age as calendar_age

from .models import CarerRelation, Child, Consent

SHORTEST, LONGEST = 20 * 7, 44 * 7
MONTHS_UNTIL = 24
"""Below two years an age is told in months."""


def whole_months(start: date, today: date) -> int:
    """Whole calendar months from `start` to `today`, never below 0."""
    return calendar_age(start, today).total_months if start < today else 0


def months_in_words(months: int) -> str:
    """“8 months”, “6 years”, “6 years 2 months”. Below two years in months, as child development is told."""
    if months < MONTHS_UNTIL:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    years, rest = divmod(months, 12)
    told = ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    if not rest:
        return told
    return gettext("%(years)s %(months)s") % {
        "years": told,
        "months": ngettext("%(n)d month", "%(n)d months", rest) % {"n": rest},
    }


def age(child: Child, today: date) -> str:
    """The child's age in words, with the corrected age while it matters."""
    return _age(child.birth_date, child.due_date, today, get_language())


@lru_cache(maxsize=2048)
def _age(born: date | None, due: date | None, today: date, _spoken: str | None) -> str:
    if born is None:
        return gettext("age not known")
    told = months_in_words(whole_months(born, today))
    gestation = _gestation(born, due)
    if gestation is None or today < born:
        return told
    both = ages(born, today, gestation)
    if not both.corrects or both.corrected is None:
        return told
    return gettext("%(age)s (corrected: %(corrected)s)") % {
        "age": told,
        "corrected": months_in_words(both.corrected.total_months),
    }


def ages_of(child: Child, today: date) -> Ages | None:
    """Both ages and which one counts for lists by age; None without a birth date or before the birth."""
    if child.birth_date is None or today < child.birth_date:
        return None
    return ages(child.birth_date, today, _gestation(child.birth_date, child.due_date))


def _gestation(born: date, due: date | None) -> Gestation | None:
    """The length of the pregnancy that a due date tells; None for one that no live birth has."""
    days = TERM - (due - born).days if due else 0
    return Gestation(*divmod(days, 7)) if SHORTEST <= days <= LONGEST else None


def list_in_words(names: list[str]) -> str:
    """“Rosa, Daniel and Leo”, by the reader's language."""
    return format_list(names, locale=Locale.parse(get_language() or "en", sep="-")) if names else ""


@lru_cache(maxsize=512)
def _languages(codes: str, reader: str) -> str:
    locale = Locale.parse(reader, sep="-")
    names = [locale.languages.get(code.strip().lower(), code.strip()) for code in codes.split(",") if code.strip()]
    return format_list([name[:1].upper() + name[1:] for name in names], locale=locale) if names else ""


def languages(codes: str) -> str:
    """“English and Spanish” for “en, es”; words that are no language code are told as they were typed."""
    return _languages(codes, get_language() or "en")


def head_line(child: Child, today: date) -> str:
    """Under the child's name: age, languages, who they live with."""
    parts = [age(child, today), languages(child.languages)]
    if child.lives_with:
        parts.append(gettext("lives with %(who)s") % {"who": child.lives_with})
    return " · ".join(part for part in parts if part)


RIGHT_WORDS: dict[Right, Promise] = {
    Right.SEE_PLAN: _("see plan and goals"),
    Right.SEE_NOTES: _("read visit notes"),
    Right.SEE_HOME_LOG: _("see what is played at home"),
    Right.WRITE_HOME_LOG: _("log what is played at home"),
    Right.WRITE_PROFILE: _("write about the child"),
    Right.ACCEPT_PLAN: _("accept the plan"),
    Right.SEE_SCHEDULE: _("see visits"),
    Right.SEE_BILLING: _("see bills"),
    Right.MESSAGE: _("write messages"),
    Right.SIGN_CONSENT: _("sign consents"),
    Right.EXPORT: _("take the record along"),
}


def rights_in_words(relation: CarerRelation) -> str:
    """What a carer may do for this child, in words; a court's block comes before everything."""
    if relation.blocked:
        return gettext("Blocked: %(basis)s") % {"basis": relation.legal_basis}
    rights = relation.right_set
    if rights == frozenset(Right):
        return gettext("May see and do everything")
    if not rights:
        return gettext("May only know that the child comes here")
    return gettext("May %(rights)s") % {"rights": list_in_words([str(RIGHT_WORDS[r]) for r in Right if r in rights])}


MAY: dict[str, Promise] = {
    Consent.Scope.GOALS: _("may see goals, not notes"),
    Consent.Scope.NAMES: _("may know the child comes here"),
    Consent.Scope.REPORTS: _("may read the reports given to them"),
    Consent.Scope.CALM_PLAN: _("may see the calm-down plan"),
    Consent.Scope.SCHOOL_LINE: _("may see the plan at school"),
    Consent.Scope.CLINIC_LINE: _("may see the plan at the clinic"),
}


def may_in_words(scopes: Iterable[str]) -> str:
    """What somebody outside may do, one clause a scope, in the order of the list above."""
    held = set(scopes)
    return list_in_words([str(told) for scope, told in MAY.items() if scope in held])
