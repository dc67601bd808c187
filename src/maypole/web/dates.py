"""Days as people say them: “27 March”, “27 de marzo”. Times are told in the active time zone."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import get_language

_DAY = {"en": "j F", "es": r"j \d\e F"}
_YEAR = {"en": "j F Y", "es": r"j \d\e F \d\e Y"}
_WEEKDAY = {"en": "l j F", "es": r"l j \d\e F"}


def _told(value: date | None, formats: dict[str, str]) -> str:
    if not value:
        return ""
    spoken = get_language() or "en"
    shown = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    on = shown.date() if isinstance(shown, datetime) else shown
    return _formatted(on, formats.get(spoken.split("-")[0], formats["en"]), spoken)


@lru_cache(maxsize=2048)
def _formatted(on: date, pattern: str, _spoken: str) -> str:
    """Kept, because a page says the same few days many times; the names of months follow the language spoken."""
    return str(formatted(on, pattern))


def day(value: date | None) -> str:
    """“27 March”; empty for None."""
    return _told(value, _DAY)


def day_year(value: date | None) -> str:
    """“27 March 2026”."""
    return _told(value, _YEAR)


def weekday(value: date | None) -> str:
    """“Friday 27 March”."""
    return _told(value, _WEEKDAY)
