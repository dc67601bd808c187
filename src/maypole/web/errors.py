"""Pages for when something went wrong: what happened, what was kept, what to do. They need no database."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Trouble:
    status: int
    what: Promise
    kept: Promise
    next: Promise


BAD_REQUEST = Trouble(
    400,
    _("We could not read that"),
    _("Nothing was changed."),
    _("Go back and try once more. If you followed an old link, start again from the first page."),
)
FORBIDDEN = Trouble(
    403,
    _("You may see this, but not do this"),
    _("Nothing was changed."),
    _("Ask the person who leads this child's care, or your manager, to do it or to give you the right to."),
)
NOT_FOUND = Trouble(
    404,
    _("There is nothing here for you"),
    _("Nothing was lost."),
    _("The link may be old, or the page belongs to someone else's care. Start again from the first page."),
)
BROKEN = Trouble(
    500,
    _("Something broke on our side"),
    _("Nothing was half saved. What you typed is kept on this device where the form says so."),
    _("Try again in a moment. If it happens twice, tell the person who runs this clinic's Maypole the number below."),
)
STALE_FORM = Trouble(
    403,
    _("This page was open too long"),
    _("Nothing was sent, and your draft is kept on this device where the form says so."),
    _("Go back, reload the page and send it again. If that fails, allow cookies for this site."),
)


def _answer(request: HttpRequest, trouble: Trouble, number: str = "") -> HttpResponse:
    page = loader.get_template("maypole/error.html").render({"trouble": trouble, "number": number}, request)
    return HttpResponse(page, status=trouble.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, BAD_REQUEST)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: whatever broke may be needed by one of them."""
    page = loader.get_template("maypole/error.html").render({"trouble": BROKEN, "number": _number(request)})
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, STALE_FORM)


def _number(request: HttpRequest) -> str:
    """The request's id when the server gave it one, so that the person's report finds the log line."""
    return str(getattr(request, "id", "") or request.headers.get("X-Request-ID", "") or uuid4().hex[:8])
