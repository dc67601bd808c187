"""For anyone: ask for help, and see where the question is."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.gate import public
from maypole.intake.actions import receive_enquiry
from maypole.intake.forms import HelpForm
from maypole.intake.models import Enquiry
from maypole.people.models import Organisation


def _clinic(slug: str) -> Organisation:
    return get_object_or_404(Organisation, slug=slug, kind=Organisation.Kind.CLINIC)


@public
@require_http_methods(["GET", "POST"])
def help(request: HttpRequest, clinic: str) -> HttpResponse:
    organisation = _clinic(clinic)
    form = HelpForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and may_send(request, form):
        kept = receive_enquiry(enquiry=form.enquiry(), organisation=organisation, now=timezone.now())
        return redirect("help_sent", organisation.slug, kept.reference)
    context = {"clinic": organisation, "form": form}
    return render(request, "intake/help.html", context, status=422 if form.errors else 200)


def may_send(request: HttpRequest, form: HelpForm) -> bool:
    """Whether this address has sent few enough questions in the last hour; if not, the form says so and keeps all."""
    if ratelimit.consume(request, action="help"):
        return True
    form.add_error(None, _("Too many questions came from your connection. Please wait an hour, or call us."))
    return False


@public
@require_GET
def help_sent(request: HttpRequest, clinic: str, reference: str) -> HttpResponse:
    """Where the question is. Whoever has the number sees its state and nothing that was written."""
    rows = Enquiry.objects.filter(organisation=_clinic(clinic)).with_state().select_related("organisation")
    enquiry = get_object_or_404(rows, reference=reference.upper())
    reachable = bool(enquiry.email or enquiry.phone)
    context = {"clinic": enquiry.organisation, "enquiry": enquiry, "reachable": reachable}
    return render(request, "intake/help_sent.html", context)
