"""Who outside sees what of a child: given, asked for, taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people import consents
from maypole.people.access import Reach, reach, read
from maypole.people.invitations import AddressTaken
from maypole.people.models import OutsideParty
from maypole.people.parties import add_party, invite_party
from maypole.people.sharing_forms import PartyForm, StaffTermsForm, TermsForm, spoken
from maypole.people.sharing_present import sharing as shared


@require_GET
@signed_in
def sharing(request: ActorRequest, child: UUID) -> HttpResponse:
    """Who sees what, since when, until when, why; open questions first."""
    reached = read(request.actor, child, Permission.SEE_SHARING, "sharing")
    arranges = reached.can(Permission.ARRANGE_SHARING)
    context = {
        "child": reached.child,
        "sharing": shared(reached.child, timezone.now(), for_staff=arranges),
        "may_give": reached.can(Permission.GIVE_CONSENT),
        "may_arrange": arranges,
        "may_write": arranges or reached.can(Permission.GIVE_CONSENT),
    }
    return render(request, "people/sharing.html", context)


def _writer(request: ActorRequest, child: UUID) -> Reach:
    """The child, for a carer who signs or staff who arrange sharing."""
    needed = Permission.ARRANGE_SHARING if request.actor.is_staff else Permission.GIVE_CONSENT
    if request.method == "GET":
        return read(request.actor, child, needed, "sharing")
    return reach(request.actor, child, needed)


def _terms(request: ActorRequest, reached: Reach) -> TermsForm:
    data = request.POST if request.method == "POST" else None
    return StaffTermsForm(data, child=reached.child) if request.actor.is_staff else TermsForm(data)


@require_http_methods(["GET", "POST"])
@signed_in
def sharing_new(request: ActorRequest, child: UUID) -> HttpResponse:
    """Somebody new outside, and what they may see."""
    reached = _writer(request, child)
    who, terms = PartyForm(request.POST or None), _terms(request, reached)
    if request.method == "GET":
        return _form(request, reached, terms, who=who)
    if not all([who.is_valid(), terms.is_valid()]):
        return _form(request, reached, terms, who=who, status=422)
    now, new = timezone.now(), who.save(commit=False)
    try:
        party = add_party(by=request.actor, child=reached.child, party=new, language=spoken(), now=now)
    except AddressTaken:
        who.add_error("email", _("This address cannot be used here. Ask for another one, or leave it empty."))
        return _form(request, reached, terms, who=who, status=422)
    invite_party(by=request.actor, party=party, child=reached.child, origin=request.build_absolute_uri("/"), now=now)
    return _agree(request, reached, party, terms)


@require_http_methods(["GET", "POST"])
@signed_in
def sharing_party(request: ActorRequest, child: UUID, party: UUID) -> HttpResponse:
    """What somebody who is known already may see from now on."""
    reached = _writer(request, child)
    known = _party(reached, party)
    terms = _terms(request, reached)
    if request.method == "GET":
        return _form(request, reached, terms, party=known)
    if not terms.is_valid():
        return _form(request, reached, terms, party=known, status=422)
    return _agree(request, reached, known, terms)


def _party(reached: Reach, party: UUID) -> OutsideParty:
    """A party this child's family has, or had, something to do with: nobody finds out who else the clinic knows."""
    child = reached.child
    asked = set(child.consent_requests.values_list("party", flat=True))
    known = asked | set(child.consents.values_list("party", flat=True))
    return get_object_or_404(OutsideParty.objects.filter(pk__in=known), pk=party)


def _agree(request: ActorRequest, reached: Reach, party: OutsideParty, form: TermsForm) -> HttpResponse:
    by, child, now = request.actor, reached.child, timezone.now()
    paper = form.paper() if isinstance(form, StaffTermsForm) else None
    if by.is_staff and paper is None:
        consents.ask_consent(by=by, child=child, party=party, terms=form.terms(), now=now)
        messages.success(request, _("Asked. %(name)s sees nothing until the family says yes.") % {"name": party.name})
    else:
        consents.give_consent(by=by, child=child, party=party, terms=form.terms(), now=now, paper=paper)
        messages.success(request, _("%(name)s may see it from now on.") % {"name": party.name})
    return redirect("sharing", child.pk)


def _form(
    request: ActorRequest,
    reached: Reach,
    terms: TermsForm,
    *,
    who: PartyForm | None = None,
    party: OutsideParty | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"child": reached.child, "terms": terms, "who": who, "party": party}
    return render(request, "people/sharing_form.html", context, status=status)


@require_POST
@signed_in
def consent_withdrawal(request: ActorRequest, child: UUID, party: UUID) -> HttpResponse:
    """Take back one scope, or everything, at once. A carer does it; the clinic does it when a carer asks for it."""
    reached = _writer(request, child)
    known = _party(reached, party)
    scope = request.POST.get("scope", "")
    count = consents.withdraw_consent(
        by=request.actor, child=reached.child, party=known, scopes=[scope] if scope else None, now=timezone.now()
    )
    said = ngettext("%(name)s does not see it any more.", "%(name)s does not see any of it any more.", count)
    messages.success(request, said % {"name": known.name})
    return redirect("sharing", child)


@require_POST
@signed_in
def consent_answer(request: ActorRequest, child: UUID, question: UUID) -> HttpResponse:
    """A carer says yes to what is ticked, or no."""
    reached = reach(request.actor, child, Permission.GIVE_CONSENT)
    asked = get_object_or_404(reached.child.consent_requests.select_related("party", "child"), pk=question)
    scopes = request.POST.getlist("scopes") if "yes" in request.POST else []
    try:
        answer = consents.answer_request(by=request.actor, request=asked, scopes=scopes, now=timezone.now())
    except ValidationError as answered:
        messages.error(request, answered.messages[0])
        return redirect("sharing", child)
    if answer.agreed:
        messages.success(request, _("%(name)s may see it from now on.") % {"name": asked.party.name})
    else:
        messages.success(request, _("You said no. %(name)s sees nothing of it.") % {"name": asked.party.name})
    return redirect("sharing", child)
