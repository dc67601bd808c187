"""Ages by the calendar, languages by name, rights in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from maypole.access.permissions import Right
from maypole.people.models import CarerRelation, Child
from maypole.people.present import age, head_line, languages, rights_in_words, whole_months


@pytest.mark.parametrize(
    ("start", "today", "months"),
    [
        (date(2024, 1, 15), date(2024, 2, 14), 0),
        (date(2024, 1, 15), date(2024, 2, 15), 1),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 1, 31), date(2024, 4, 29), 2),
        (date(2020, 2, 29), date(2021, 2, 28), 12),
        (date(2025, 5, 5), date(2025, 5, 1), 0),
    ],
)
def test_months_follow_the_calendar(start: date, today: date, months: int) -> None:
    assert whole_months(start, today) == months


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (date(2026, 2, 1), "1 month"),
        (date(2024, 4, 10), "23 months"),
        (date(2024, 3, 10), "2 years"),
        (date(2020, 1, 10), "6 years 2 months"),
    ],
)
def test_an_age_is_told_as_people_say_it(born: date, told: str) -> None:
    assert age(Child(birth_date=born), date(2026, 3, 10)) == told


def test_a_child_born_early_has_a_corrected_age_until_two() -> None:
    early = Child(birth_date=date(2025, 3, 10), due_date=date(2025, 5, 10))

    assert age(early, date(2026, 3, 10)) == "12 months (corrected: 10 months)"
    assert age(early, date(2027, 3, 10)) == "2 years"


def test_before_the_due_date_there_is_no_corrected_age() -> None:
    assert age(Child(birth_date=date(2026, 1, 10), due_date=date(2026, 4, 1)), date(2026, 3, 10)) == "2 months"


def test_a_due_date_no_birth_can_have_corrects_nothing() -> None:
    assert age(Child(birth_date=date(2025, 3, 10), due_date=date(2027, 3, 10)), date(2026, 3, 10)) == "12 months"


def test_two_weeks_early_is_not_corrected() -> None:
    assert age(Child(birth_date=date(2025, 3, 10), due_date=date(2025, 3, 24)), date(2026, 3, 10)) == "12 months"


def test_languages_have_names_in_the_readers_language() -> None:
    with override("en"):
        assert languages("en, es") == "English and Spanish"
    with override("es"):
        assert languages("en,es") == "Inglés y Español"


def test_words_that_are_no_language_code_stay_as_typed() -> None:
    assert languages("Catalan sign language") == "Catalan sign language"


def test_the_line_under_the_name_leaves_out_what_is_not_known() -> None:
    child = Child(birth_date=date(2020, 1, 10), languages="en", lives_with="")

    assert head_line(child, date(2026, 3, 10)) == "6 years 2 months · English"


@pytest.mark.parametrize(
    ("rights", "blocked", "told"),
    [
        (",".join(Right), False, "May see and do everything"),
        ("", False, "May only know that the child comes here"),
        ("see_home_log,see_plan", False, "May see plan and goals and see what is played at home"),
        ("see_plan", True, "Blocked: Order 12/2026"),
    ],
)
def test_rights_are_told_in_words(rights: str, blocked: bool, told: str) -> None:
    relation = CarerRelation(rights=rights, blocked=blocked, legal_basis="Order 12/2026" if blocked else "")

    assert rights_in_words(relation) == told
