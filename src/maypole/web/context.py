"""What every template may use. No queries here: it runs on each page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

from maypole.web.nav import items

THEMES = ("system", "light", "dark")
THEME_COOKIE = "maypole_theme"


def page(request: HttpRequest) -> dict[str, object]:
    actor = getattr(request, "actor", None)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "actor": actor,
        "nav": items(request, actor),
        "demo": settings.DEMO,
        "theme": theme if theme in THEMES else "system",
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
