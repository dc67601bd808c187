"""Ages, exact to the calendar day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.scores import Age, Gestation, Policy, Rule, ScoresError, age, ages, due_date
from maypole.cores.scores.ages import months_after

BIRTH = date(2024, 1, 15)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.mission("S15")
def test_example_of_a_child_born_at_28_weeks() -> None:
    found = ages(BIRTH, date(2024, 7, 15), Gestation(28))
    assert due_date(BIRTH, Gestation(28)) == found.due == date(2024, 4, 8)
    assert found.chronological == Age(0, 6, 0)
    assert found.corrected == found.for_norms == Age(0, 3, 7)


@pytest.mark.parametrize(
    ("birth", "on", "expected"),
    [
        (date(2024, 1, 31), date(2024, 2, 29), Age(0, 1, 0)),
        (date(2024, 1, 31), date(2024, 2, 28), Age(0, 0, 28)),
        (date(2023, 1, 31), date(2023, 3, 1), Age(0, 1, 1)),
        (date(2020, 2, 29), date(2021, 2, 28), Age(1, 0, 0)),
        (date(2020, 2, 29), date(2024, 2, 28), Age(3, 11, 30)),
        (date(2019, 12, 31), date(2020, 1, 1), Age(0, 0, 1)),
        (BIRTH, BIRTH, Age(0, 0, 0)),
    ],
)
def test_months_end_where_the_calendar_says(birth: date, on: date, expected: Age) -> None:
    assert age(birth, on) == expected


@given(DAYS, st.integers(0, 9000))
def test_adding_the_age_to_the_birthday_gives_the_day(birth: date, later: int) -> None:
    on = birth + timedelta(days=later)
    found = age(birth, on)
    assert months_after(birth, found.total_months) + timedelta(days=found.days) == on
    assert 0 <= found.months <= 11
    assert 0 <= found.days <= 30


@given(DAYS, st.integers(0, 4000))
def test_a_day_later_is_never_younger(birth: date, later: int) -> None:
    on = birth + timedelta(days=later)
    assert age(birth, on) <= age(birth, on + timedelta(days=1))


@given(DAYS, st.integers(20, 44), st.integers(0, 6), st.integers(0, 3000))
def test_corrected_age_is_time_since_the_due_date(birth: date, weeks: int, days: int, later: int) -> None:
    on, gestation = birth + timedelta(days=later), Gestation(weeks, days)
    found = ages(birth, on, gestation)
    due = birth + timedelta(days=280 - 7 * weeks - days)
    assert found.corrected == (age(due, on) if on >= due else None)


@pytest.mark.parametrize(("weeks", "days", "corrects"), [(36, 6, True), (37, 0, False), (40, 0, False), (25, 5, True)])
def test_only_births_before_37_weeks_are_corrected(weeks: int, days: int, corrects: bool) -> None:
    assert ages(BIRTH, date(2025, 6, 1), Gestation(weeks, days)).corrects is corrects


@pytest.mark.mission("S15")
def test_correction_stops_at_24_months_of_chronological_age() -> None:
    before, after = date(2026, 1, 14), date(2026, 1, 15)
    assert ages(BIRTH, before, Gestation(30)).corrects
    assert not ages(BIRTH, after, Gestation(30)).corrects
    assert ages(BIRTH, after, Gestation(30), policy=Policy(36)).corrects
    assert ages(BIRTH, after, Gestation(30)).corrected is not None


def test_the_instrument_overrides_the_clinic() -> None:
    young, old = date(2024, 12, 1), date(2027, 1, 1)
    assert not ages(BIRTH, young, Gestation(30), rule=Rule.CHRONOLOGICAL).corrects
    assert ages(BIRTH, old, Gestation(30), rule=Rule.CORRECTED).corrects


def test_before_the_due_date_there_is_no_corrected_age() -> None:
    found = ages(BIRTH, date(2024, 2, 1), Gestation(28))
    assert found.corrected is None
    assert found.for_norms == found.chronological


def test_unknown_gestation_gives_chronological_age_only() -> None:
    found = ages(BIRTH, date(2024, 7, 15))
    assert (found.corrected, found.due, found.corrects) == (None, None, False)


@pytest.mark.parametrize("call", [lambda: Gestation(19), lambda: Gestation(30, 7), lambda: Policy(12)])
def test_impossible_settings_are_refused(call: object) -> None:
    with pytest.raises(ScoresError):
        call()  # type: ignore[operator]


def test_a_day_before_birth_is_refused() -> None:
    with pytest.raises(ScoresError, match="before the birth"):
        age(BIRTH, date(2024, 1, 14))
