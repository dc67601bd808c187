"""The way to groups: staff arrange, lead or count them; a family comes in through its own child alone (S73)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.people.models import Carer, CarerRelation, Child

from .actions.studio import may_arrange
from .models import GroupMembership, GroupQuestion, GroupVisit, Proposal, Term, TherapyGroup


def arranges(actor: Actor) -> bool:
    """Whether this person forms groups: they read every child's record and decide who works with whom."""
    return Permission.ASSIGN_TEAM in actor.everywhere and Permission.SEE_CLINICAL in actor.everywhere


def proposal_to_arrange(actor: Actor, proposal_id: UUID) -> Proposal:
    """The proposal with its state, for who forms groups; 403 for others, 404 where there is none here."""
    may_arrange(actor)
    rows = Proposal.objects.with_state().select_related("term", "site")
    found = rows.filter(organisation=actor.organisation_id, pk=proposal_id).first()
    if found is None:
        raise Http404
    return found


def groups_of(actor: Actor) -> QuerySet[TherapyGroup]:
    """All groups for whoever answers for the clinic; else those this person leads or helps in. Families: none."""
    rows = TherapyGroup.objects.filter(organisation=actor.organisation_id)
    if actor.is_family:
        return rows.none()
    if Permission.SEE_CLINIC in actor.everywhere:
        return rows
    if actor.staff_id is None or not actor.can(Permission.RUN_VISIT):
        return rows.none()
    return rows.filter(Q(staff=actor.staff_id) | Q(second_adult=actor.staff_id))


def group_to_read(actor: Actor, group_id: UUID) -> TherapyGroup:
    """A group with its term, site, room and adults; 404 where it is not theirs to know of."""
    rows = groups_of(actor).select_related("organisation", "term", "site", "room", "staff", "second_adult")
    found = rows.filter(pk=group_id).first()
    if found is None:
        raise Http404
    return found


def group_to_change(actor: Actor, group_id: UUID) -> TherapyGroup:
    """A group for who forms groups; 404 where they may not know of it, 403 where they may only look."""
    group = group_to_read(actor, group_id)
    may_arrange(actor)
    return group


def membership_to_change(actor: Actor, group_id: UUID, membership_id: UUID) -> GroupMembership:
    """A child's place in a group, for who forms groups."""
    group = group_to_change(actor, group_id)
    found = GroupMembership.objects.filter(group=group, pk=membership_id).select_related("child").first()
    if found is None:
        raise Http404
    found.group = group
    return found


def group_visit_to_run(actor: Actor, group_visit_id: UUID) -> GroupVisit:
    """A visit of a group for who leads it or helps in it, and for who may run any visit; 404, or 403 to look only."""
    rows = GroupVisit.objects.select_related(
        "group__organisation", "group__site", "group__room", "group__staff", "group__second_adult", "off", "staff",
        "second_adult",
    )  # fmt: skip
    found = rows.filter(organisation=actor.organisation_id, pk=group_visit_id).first()
    if found is None:
        raise Http404
    theirs = actor.staff_id is not None and actor.staff_id in (found.staff_id, found.second_adult_id)
    if not theirs and not groups_of(actor).filter(pk=found.group_id).exists():
        raise Http404
    if not actor.can(Permission.RUN_VISIT):
        raise PermissionDenied(Permission.RUN_VISIT)
    return found


def question_to_read(actor: Actor, question_id: UUID) -> tuple[GroupQuestion, Reach]:
    """A question with its child for whoever may know of the child, the read audited; 404 else."""
    question = _question(actor, question_id)
    reached = read(actor, question.child_id, Permission.SEE_CHILD, "group_question")
    question.child = reached.child
    return question, reached


def question_to_answer(actor: Actor, question_id: UUID) -> tuple[GroupQuestion, Reach]:
    """A question for a carer with the right to accept for this child; 404 where not theirs to know, 403 without it."""
    question = _question(actor, question_id)
    reached = reach(actor, question.child_id, Permission.ACCEPT_PLAN)
    question.child = reached.child
    return question, reached


def _question(actor: Actor, question_id: UUID) -> GroupQuestion:
    rows = GroupQuestion.objects.select_related("proposal", "proposal__term", "proposal__site", "staff", "room")
    found = rows.filter(organisation=actor.organisation_id, pk=question_id).first()
    if found is None:
        raise Http404
    return found


def question_on_paper(actor: Actor, question_id: UUID) -> GroupQuestion:
    """A question for whoever writes down what a family said (they know of every child); 403 for others."""
    question = _question(actor, question_id)
    question.child = reach(actor, question.child_id, Permission.SEE_CHILD).child
    if Permission.MANAGE_ENQUIRIES not in actor.everywhere:
        raise PermissionDenied(Permission.MANAGE_ENQUIRIES)
    return question


def carers_who_answer(child: Child) -> QuerySet[Carer]:
    """Carers whose yes counts for this child today; nobody a court keeps away."""
    rows = CarerRelation.objects.filter(child=child, ended_at__isnull=True, blocked=False).select_related("carer")
    may = [row.carer_id for row in rows if Permission.ACCEPT_PLAN in row.permissions]
    return Carer.objects.filter(pk__in=may).order_by("name", "pk")


def term_to_keep(actor: Actor, term_id: UUID) -> Term:
    """A term for who keeps terms; the view asks for the permission."""
    found = Term.objects.filter(organisation=actor.organisation_id, pk=term_id).first()
    if found is None:
        raise Http404
    return found
