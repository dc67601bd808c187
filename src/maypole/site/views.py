"""The front door: everyone is sent to the one page that answers their first question."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from maypole.access.actor import Actor
from maypole.access.gate import public
from maypole.access.permissions import Permission
from maypole.people.models import Organisation

HOME_OF: tuple[tuple[Permission, str], ...] = (
    (Permission.SEE_CLINIC, "clinic"),
    (Permission.RUN_VISIT, "today"),
    (Permission.MANAGE_ENQUIRIES, "enquiries"),
    (Permission.SEE_AUDIT, "audit"),
    (Permission.IMPORT_DATA, "imports"),
    (Permission.SEE_CHILD, "children"),
)


def first_page(actor: Actor) -> str:
    """Name of the page that answers this person's first question. A lead who treats starts with today.

    A teacher has no week with a child: theirs is the page the family lets them read.
    """
    if actor.is_family:
        return "week" if actor.carer_id or actor.child_id else "our-child"
    if actor.staff_id and actor.can(Permission.RUN_VISIT):
        return "today"
    return next((page for permission, page in HOME_OF if actor.can(permission)), "account_email")


@public
def start(request: HttpRequest) -> HttpResponse:
    actor = getattr(request, "actor", None)
    if actor:
        return redirect(first_page(actor))
    clinics = Organisation.objects.filter(kind=Organisation.Kind.CLINIC).order_by("name")[:20]
    return render(request, "site/welcome.html", {"clinics": clinics, "demo": settings.DEMO})
