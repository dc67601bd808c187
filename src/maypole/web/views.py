"""Pages of the house itself: language, colours, the gallery of components."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from maypole.access.gate import public
from maypole.web.context import THEME_COOKIE, THEMES
from maypole.web.gallery import gallery

_YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page the form was on; never to another site."""
    target = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if here else "/")


def _remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(
        name, value, max_age=_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
    return response


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    return _remember(_back(request), settings.LANGUAGE_COOKIE_NAME, code)


@public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    choice = request.POST.get("theme", "")
    if choice not in THEMES:
        return HttpResponseBadRequest()
    return _remember(_back(request), THEME_COOKIE, choice)


@public
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every component with invented content; not there on a real clinic's server."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "maypole/design.html", gallery())
