"""Chronological and corrected age, exact to the calendar day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from maypole.cores.scores.errors import ScoresError

TERM = 280
PRETERM_BEFORE = 37 * 7


@dataclass(frozen=True, slots=True, order=True)
class Age:
    """Completed years, months and days."""

    years: int
    months: int
    days: int

    @property
    def total_months(self) -> int:
        """Completed months."""
        return 12 * self.years + self.months


@dataclass(frozen=True, slots=True)
class Gestation:
    """Weeks and days of pregnancy at birth, never rounded: 25 weeks 5 days is a 25-week birth."""

    weeks: int
    days: int = 0

    def __post_init__(self) -> None:
        if not (20 <= self.weeks <= 44 and 0 <= self.days <= 6):
            raise ScoresError(f"{self.weeks} weeks and {self.days} days is not a length of pregnancy at a live birth.")

    @property
    def total_days(self) -> int:
        return 7 * self.weeks + self.days

    @property
    def preterm(self) -> bool:
        """Born before 37 weeks 0 days."""
        return self.total_days < PRETERM_BEFORE


class Rule(StrEnum):
    """What an instrument says about correction: nothing (the clinic's rule), always chronological, always corrected."""

    CLINIC = "clinic"
    CHRONOLOGICAL = "chronological"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Policy:
    """Until which chronological age the clinic corrects for preterm birth: 24 to 36 months, 24 by default."""

    until_months: int = 24

    def __post_init__(self) -> None:
        if not 24 <= self.until_months <= 36:
            raise ScoresError("Ages are corrected until 24 to 36 months.")


@dataclass(frozen=True, slots=True)
class Ages:
    """Both ages, always shown together, and which one is used for norms.

    corrected: None when gestation is not known or the due date has not come yet. due: estimated due date.
    corrects: whether the corrected age is the one for norms. Safety rules (choking, seats, swings) use chronological.
    """

    chronological: Age
    corrected: Age | None
    due: date | None
    corrects: bool

    @property
    def for_norms(self) -> Age:
        return self.corrected if self.corrects and self.corrected is not None else self.chronological


def age(birth: date, on: date) -> Age:
    """Completed years, months and days from `birth` to `on`.

    A month is complete on the same day of the month, or on its last day where it is shorter (31 January -> 28
    February). Some publishers' calculators borrow 30 days for a month instead; where a manual says so, it wins.

    >>> age(date(2024, 1, 15), date(2024, 7, 15))
    Age(years=0, months=6, days=0)
    """
    if on < birth:
        raise ScoresError(f"{on} is before the birth on {birth}.")
    months = 12 * (on.year - birth.year) + on.month - birth.month
    if months_after(birth, months) > on:
        months -= 1
    return Age(months // 12, months % 12, (on - months_after(birth, months)).days)


def months_after(start: date, months: int) -> date:
    """The same day `months` later, or that month's last day.

    >>> months_after(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def due_date(birth: date, gestation: Gestation) -> date:
    """Estimated due date: birth + (280 - gestation) days.

    >>> due_date(date(2024, 1, 15), Gestation(28))
    datetime.date(2024, 4, 8)
    """
    return birth + timedelta(days=TERM - gestation.total_days)


def ages(
    birth: date,
    on: date,
    gestation: Gestation | None = None,
    *,
    policy: Policy | None = None,
    rule: Rule = Rule.CLINIC,
) -> Ages:
    """Both ages on a day, and which is for norms.

    Corrected age is the time since the estimated due date (American Academy of Pediatrics 2004). It is used for
    children born before 37 weeks 0 days, until 24 months of chronological age (`policy`), unless the instrument says
    otherwise (`rule`). Correction can hide a lasting delay, and one day can move a child to another norm band: show
    both, and keep with a score which one was used.

    >>> found = ages(date(2024, 1, 15), date(2024, 7, 15), Gestation(28))
    >>> found.corrected, found.corrects
    (Age(years=0, months=3, days=7), True)
    """
    chronological = age(birth, on)
    if gestation is None:
        return Ages(chronological, None, None, corrects=False)
    due = due_date(birth, gestation)
    corrected = age(due, on) if on >= due else None
    limit = months_after(birth, (policy or Policy()).until_months)
    wanted = gestation.preterm and (rule is Rule.CORRECTED or (rule is Rule.CLINIC and on < limit))
    return Ages(chronological, corrected, due, corrects=wanted and corrected is not None)
