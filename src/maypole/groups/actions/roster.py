"""Asking the families, and making groups real."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.cores.groups.problem import DAYS, clock
from maypole.groups.busy import in_groups
from maypole.groups.models import (
    GroupAnswer,
    GroupQuestion,
    Proposal,
    ProposalState,
    TherapyGroup,
)
from maypole.groups.table import problem_of, verified
from maypole.people.models import Carer, CarerRelation, Child, Room, StaffMember

from .membership import put_in
from .studio import may_arrange, state_of


@transaction.atomic
def ask_families(*, by: Actor, proposal: Proposal, now: datetime) -> list[GroupQuestion]:
    """Ask each family about their own child's place; raises ValidationError while the table breaks a rule.

    A question tells day, time, adult, room and how many children, and names no other child (S73).
    """
    may_arrange(by)
    if state_of(proposal) != ProposalState.State.ARRANGED:
        raise ValidationError(_("The families are asked already."))
    verdict = verified(problem_of(proposal.problem), proposal.places)
    if not verdict.legal:
        raise ValidationError([_("A rule is broken. Mend it before families are asked."), *verdict.violations[:5]])
    questions = [
        GroupQuestion(
            organisation_id=by.organisation_id,
            proposal=proposal,
            edition=proposal.edition,
            child_id=UUID(member),
            place=row["id"],
            size=len(row["members"]),
            weekday=DAYS.index(row["day"]),
            begins=time.fromisoformat(row["start"]),
            staff_id=UUID(row["staff"]),
            room_id=UUID(row["room"]),
            at=now,
            by_id=by.user_id,
        )
        for row in proposal.places
        for member in row["members"]
    ]
    if not questions:
        raise ValidationError(_("There is no group on the table yet."))
    asked = GroupQuestion.objects.bulk_create(questions)
    _state(by, proposal, ProposalState.State.ASKED, now)
    for question in asked:
        record(by=by, action="groups.ask", about=question, child=question.child_id)
    return asked


@transaction.atomic
def answer_question(
    *, by: Actor, question: GroupQuestion, carer: Carer, agreed: bool, words: str, now: datetime
) -> GroupAnswer:
    """A carer's yes or no. A no needs words. Raises PermissionDenied without the right to accept for this child."""
    relation = CarerRelation.objects.filter(child_id=question.child_id, carer=carer, ended_at__isnull=True).first()
    if relation is None or Permission.ACCEPT_PLAN not in relation.permissions:
        raise PermissionDenied(Permission.ACCEPT_PLAN)
    if not is_open(question):
        raise ValidationError(_("This question is closed. Please call us."))
    if not agreed and not words.strip():
        raise ValidationError({"words": _("Tell us what would fit better. A few words are enough.")})
    row = GroupAnswer.objects.create(
        organisation_id=question.organisation_id,
        question=question,
        carer=carer,
        agreed=agreed,
        words=words.strip(),
        at=now,
        by_id=by.user_id,
    )
    record(by=by, action="groups.answer", about=question, child=question.child_id, detail={"agreed": agreed})
    return row


@transaction.atomic
def answer_on_paper(
    *, by: Actor, question: GroupQuestion, carer: Carer, agreed: bool, words: str, now: datetime
) -> GroupAnswer:
    """What a carer said on paper or by phone, written down by whoever speaks with families; the row keeps both."""
    if Permission.MANAGE_ENQUIRIES not in by.everywhere:
        raise PermissionDenied(Permission.MANAGE_ENQUIRIES)
    return answer_question(by=by, question=question, carer=carer, agreed=agreed, words=words, now=now)


def is_open(question: GroupQuestion) -> bool:
    """Whether an answer still counts: the families are being asked, and nothing was rearranged since."""
    proposal = question.proposal
    return question.edition == proposal.edition and state_of(proposal) == ProposalState.State.ASKED


@transaction.atomic
def take_back(*, by: Actor, proposal: Proposal, why: str, now: datetime) -> None:
    """Back on the table, because a family said no or something changed; the questions close and are kept."""
    may_arrange(by)
    if state_of(proposal) != ProposalState.State.ASKED:
        raise ValidationError(_("Only what families are asked about can be taken back."))
    proposal.claim(None)
    _state(by, proposal, ProposalState.State.ARRANGED, now, why)
    record(by=by, action="groups.take_back", about=proposal)


@transaction.atomic
def publish(*, by: Actor, proposal: Proposal, names: dict[str, str], now: datetime) -> list[TherapyGroup]:
    """Make the groups real for those whose family agreed. Raises ValidationError while no group is large enough.

    A child whose family said no, or has not answered, is not in the group; one that is too small then is not made.
    The checker judges what is left, and whether anybody was given another group meanwhile.
    """
    may_arrange(by)
    if state_of(proposal) != ProposalState.State.ASKED:
        raise ValidationError(_("First ask the families."))
    agreed = agreed_children(proposal)
    problem = problem_of(proposal.problem)
    left = [row | {"members": [m for m in row["members"] if m in agreed]} for row in proposal.places]
    left = [row for row in left if len(row["members"]) >= problem.rules.size_min]
    verdict = verified(problem, left)
    if not verdict.legal:
        raise ValidationError([_("With those who agreed, a rule is broken."), *verdict.violations[:5]])
    _still_free(proposal, left)
    _own_names(proposal, [names.get(row["id"], "").strip() or row["id"] for row in left])
    adults = StaffMember.objects.in_bulk([row["staff"] for row in left])
    rooms = Room.objects.in_bulk([row["room"] for row in left])
    made = []
    for row in left:
        group = TherapyGroup.objects.create(
            organisation_id=by.organisation_id,
            term=proposal.term,
            proposal=proposal,
            site=proposal.site,
            discipline=proposal.discipline,
            name=names.get(row["id"], "").strip() or row["id"],
            staff=adults[UUID(row["staff"])],
            room=rooms[UUID(row["room"])],
            weekday=DAYS.index(row["day"]),
            begins=time.fromisoformat(row["start"]),
            minutes=problem.rules.duration_minutes,
            most=problem.rules.size_max,
            at=now,
            by_id=by.user_id,
        )
        record(by=by, action="groups.publish", about=group, detail={"members": len(row["members"])})
        children = Child.objects.filter(pk__in=row["members"], organisation_id=by.organisation_id)
        starts_on = max(proposal.term.starts_on, timezone.localdate(now))
        put_in(by=by, group=group, children=list(children), starts_on=starts_on, now=now)
        made.append(group)
    if not made:
        raise ValidationError(_("No family has agreed yet."))
    _state(by, proposal, ProposalState.State.PUBLISHED, now)
    return made


def _still_free(proposal: Proposal, rows: list[dict[str, Any]]) -> None:
    """Another proposal may have become real since families were asked."""
    _there, busy = in_groups(proposal.term, proposal.site, proposal.discipline)
    minutes = problem_of(proposal.problem).rules.duration_minutes
    for row in rows:
        begins = time.fromisoformat(row["start"])
        ends = clock(begins.hour * 60 + begins.minute + minutes)
        children = [("child", UUID(member)) for member in row["members"]]
        for key in (("staff", UUID(row["staff"])), ("room", UUID(row["room"])), *children):
            if any(day == row["day"] and start < ends and row["start"] < end for day, start, end in busy.get(key, ())):
                raise ValidationError(
                    _("Meanwhile an adult, a room or a child has another group at that time. Take the proposal back.")
                )


def _own_names(proposal: Proposal, names: list[str]) -> None:
    there = TherapyGroup.objects.filter(term=proposal.term, site=proposal.site).values_list("name", flat=True)
    if len({name.casefold() for name in names} - {name.casefold() for name in there}) < len(names):
        raise ValidationError(_("Each group of a term has a name of its own here. Choose another."))


def agreed_children(proposal: Proposal) -> set[str]:
    """Children whose newest answer is yes; one carer's later no counts more than another's earlier yes."""
    found: dict[UUID, bool] = {}
    newest = GroupAnswer.objects.filter(question__proposal=proposal, question__edition=proposal.edition)
    answers = newest.order_by("at", "id")
    for child, agreed in answers.values_list("question__child_id", "agreed"):
        found[child] = agreed
    return {str(child) for child, agreed in found.items() if agreed}


def _state(by: Actor, proposal: Proposal, state: str, now: datetime, why: str = "") -> None:
    ProposalState.objects.create(
        organisation_id=by.organisation_id, proposal=proposal, state=state, at=now, by_id=by.user_id, why=why
    )
