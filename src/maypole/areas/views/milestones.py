"""The milestone tracker: one list of one age, answered by the parent, never added up."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.areas.access import answers_milestones, milestones_to_answer
from maypole.areas.actions import milestones as actions
from maypole.areas.forms.clinic import MilestoneNoteForm
from maypole.areas.models import Answer, MilestoneAnswer, MilestoneNote
from maypole.areas.present.milestones import basis, current_lists, domains
from maypole.people.access import Reach, reach, read
from maypole.web.toast import toast


@require_http_methods(["GET", "POST"])
@signed_in
def milestones(request: ActorRequest, child: UUID) -> HttpResponse:
    """What most children do by this age, and what you have seen."""
    if request.method == "GET":
        return _page(request, read(request.actor, child, Permission.SEE_CLINICAL, "milestones"))
    reached = milestones_to_answer(request.actor, child)
    answers = {name: request.POST[name] for name in request.POST if name.startswith("cdc-") and request.POST[name]}
    try:
        rows = actions.answer_milestones(by=request.actor, child=reached.child, answers=answers)
    except ValidationError as refused:
        return _page(request, reached, error=" ".join(refused.messages), status=422)
    toast(request, _("Kept, with today’s date.") if rows else _("Nothing new to keep."))
    age = request.POST.get("age", "")
    return redirect(f"{reverse('milestones', args=[child])}{f'?age={age}' if age.isdigit() else ''}")


def _page(request: ActorRequest, reached: Reach, error: str = "", status: int = 200) -> HttpResponse:
    lists, child, staff = current_lists(), reached.child, request.actor.is_staff
    found = basis(child, timezone.localdate(), lists)
    asked = request.POST.get("age") or request.GET.get("age", "")
    age = int(asked) if asked.isdigit() and int(asked) in lists.ages else found.list_age
    answers = {row.milestone: row for row in MilestoneAnswer.objects.current().filter(child=child)}
    gone = [lists.by_id[row.milestone].text for row in answers.values() if row.lost and row.milestone in lists.by_id]
    shown = domains(lists.at(age), answers, lists) if age else []
    context = {
        "child": child, "lists": lists, "basis": found, "age": age, "ages": lists.ages, "domains": shown,
        "options": Answer.choices, "lost": gone, "clinic": child.organisation, "error": error,
        "not_yet": any(line.answer == Answer.NOT_YET for domain in shown for line in domain.lines),
        "may_answer": answers_milestones(reached), "windows": lists.windows if staff else [],
        "notes": MilestoneNote.objects.filter(child=child).select_related("by")[:20] if staff else [],
        "note_form": MilestoneNoteForm() if staff and reached.can(Permission.RUN_VISIT) else None,
    }  # fmt: skip
    return render(request, "areas/milestones.html", context, status=status)


@require_POST
@signed_in
def milestone_note(request: ActorRequest, child: UUID) -> HttpResponse:
    """A therapist's note; the family's tracker does not show it."""
    reached = reach(request.actor, child, Permission.RUN_VISIT)
    form = MilestoneNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, reached, error=_("Write a note first."), status=422)
    actions.note_milestones(by=request.actor, child=reached.child, text=form.cleaned_data["text"])
    toast(request, _("Kept for the team."))
    return redirect("milestones", child)
