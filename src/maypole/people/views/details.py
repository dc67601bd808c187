"""Putting right who a child is, how a carer is reached, and what a carer may do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people import details as actions
from maypole.people.access import Reach, reach, read
from maypole.people.details_forms import CarerForm, DetailsForm, RightsForm, rights_of
from maypole.people.models import CarerRelation, Child
from maypole.people.present import rights_in_words


@require_http_methods(["GET", "POST"])
@signed_in
def details(request: ActorRequest, child: UUID) -> HttpResponse:
    """Names, birth date, due date, languages."""
    by = request.actor
    if request.method == "GET":
        reached = read(by, child, Permission.CORRECT_DETAILS, "details")
        form = DetailsForm(instance=Child.objects.get(pk=child))
        return render(request, "people/details.html", {"child": reached.child, "form": form})
    reached = reach(by, child, Permission.CORRECT_DETAILS)
    form = DetailsForm(request.POST, instance=Child.objects.get(pk=child))
    if not form.is_valid():
        return render(request, "people/details.html", {"child": reached.child, "form": form}, status=422)
    changed = actions.correct_child(by=by, child=form.save(commit=False))
    messages.success(request, _("Corrected.") if changed else _("Nothing was different, so nothing was changed."))
    return redirect("child", child)


@require_GET
@signed_in
def carers(request: ActorRequest, child: UUID) -> HttpResponse:
    """Everybody who cares for the child, with what they may do and how they are reached."""
    reached = read(request.actor, child, Permission.CORRECT_DETAILS, "carers")
    rows = _relations(reached).order_by("blocked", "started_at", "id")
    context = {
        "child": reached.child,
        "rows": [(row, rights_in_words(row)) for row in rows],
        "nobody": not any(row.carer.contact_by and not row.blocked for row in rows),
    }
    return render(request, "people/carers.html", context)


def _relations(reached: Reach) -> QuerySet[CarerRelation]:
    return reached.child.carer_relations.filter(ended_at__isnull=True).select_related("carer__user")


@require_http_methods(["GET", "POST"])
@signed_in
def carer(request: ActorRequest, child: UUID, relation: UUID) -> HttpResponse:
    """How one carer is reached; what they may do, for who manages that."""
    if request.method == "GET":
        reached = read(request.actor, child, Permission.CORRECT_DETAILS, "carer")
        row = get_object_or_404(_relations(reached), pk=relation)
        return _carer(request, reached, row, CarerForm(instance=row.carer))
    reached = reach(request.actor, child, Permission.CORRECT_DETAILS)
    row = get_object_or_404(_relations(reached), pk=relation)
    form = CarerForm(request.POST, instance=row.carer)
    if not form.is_valid():
        return _carer(request, reached, row, form, status=422)
    actions.correct_carer(by=request.actor, child=reached.child, carer=form.save(commit=False))
    messages.success(request, _("Kept: this is how we reach %(name)s.") % {"name": row.carer.name})
    return redirect("carers", child)


@require_POST
@signed_in
def carer_rights(request: ActorRequest, child: UUID, relation: UUID) -> HttpResponse:
    """What a carer may do for this child; a court's block."""
    reached = reach(request.actor, child, Permission.MANAGE_CARERS)
    row = get_object_or_404(_relations(reached), pk=relation)
    form = RightsForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        called, basis = given["relation"], given["legal_basis"]
        try:
            actions.change_rights(
                by=request.actor, relation=row, called=called, rights=given["rights"], blocked=given["blocked"],
                legal_basis=basis, now=timezone.now(),
            )  # fmt: skip
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("What %(name)s may do holds from now on.") % {"name": row.carer.name})
            return redirect("carers", child)
    return _carer(request, reached, row, CarerForm(instance=row.carer), rights=form, status=422)


def _carer(
    request: ActorRequest,
    reached: Reach,
    row: CarerRelation,
    form: CarerForm,
    *,
    rights: RightsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    manages = reached.can(Permission.MANAGE_CARERS)
    context = {
        "child": reached.child,
        "row": row,
        "form": form,
        "rights": (rights or RightsForm(initial=rights_of(row))) if manages else None,
        "words": rights_in_words(row),
        "account": row.carer.user.email if row.carer.user else "",
    }
    return render(request, "people/carer.html", context, status=status)
