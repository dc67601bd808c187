"""`GET /health`: is it well? For the machine that watches, so without sign-in and without words about anyone."""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maypole import __version__
from maypole.access.gate import public
from maypole.jobs.queue import report


@public
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when everything is well, else 503 with what is wrong."""
    found = {"database": _database(), "queue": "not asked"}
    if found["database"] == "ok":
        found["queue"] = report(timezone.now()).problem or "ok"
    well = all(state == "ok" for state in found.values())
    return JsonResponse(
        {"status": "ok" if well else "trouble", "version": __version__, **found}, status=200 if well else 503
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return "ok" if cursor.fetchone() else "no tables: run `maypole serve` or `maypole demo` once"
    except Error as problem:
        return f"{type(problem).__name__}: the database does not answer"
