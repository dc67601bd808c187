"""How a child is told in words: age by the calendar, languages by name, team and state in one line."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from babel import Locale
from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from maypole.access.permissions import Right

from .models import CarerRelation, Child

CORRECTED_UNTIL_MONTHS = 24
EARLY = timedelta(weeks=3)
"""Born before 37 weeks: corrected age is told until the second birthday (AAP 2004, 10.1542/peds.2004-1915)."""


def whole_months(start: date, today: date) -> int:
    """Whole calendar months from `start` to `today`, never below 0. A month that lacks the day ends on its last day."""
    months = 12 * (today.year - start.year) + today.month - start.month
    last_day = (today + timedelta(days=1)).month != today.month
    return max(0, months - (today.day < start.day and not last_day))


def months_in_words(months: int) -> str:
    """“8 months”, “6 years”, “6 years 2 months”. Below two years in months, as child development is told."""
    if months < CORRECTED_UNTIL_MONTHS:
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
    if child.birth_date is None:
        return gettext("age not known")
    months = whole_months(child.birth_date, today)
    told = months_in_words(months)
    early = child.due_date is not None and child.due_date - child.birth_date > EARLY
    if early and child.due_date and months < CORRECTED_UNTIL_MONTHS:
        corrected = months_in_words(whole_months(child.due_date, today))
        return gettext("%(age)s (corrected: %(corrected)s)") % {"age": told, "corrected": corrected}
    return told


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
