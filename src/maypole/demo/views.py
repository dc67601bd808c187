"""The demo's open doors. Outside a demo data folder these pages do not exist."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from maypole.access.gate import public
from maypole.access.models import User

from .personas import BY_SLUG, PERSONAS

BACKEND = "maypole.access.backend.Backend"


def only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404


@require_GET
@public
def personas(request: HttpRequest) -> HttpResponse:
    only_in_demo()
    return render(request, "demo/personas.html", {"personas": PERSONAS})


@require_POST
@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the persona named in the form; an unknown one is 404."""
    only_in_demo()
    persona = BY_SLUG.get(request.POST.get("persona", ""))
    user = User.objects.filter(email=persona.email).first() if persona else None
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    return redirect("start")
