"""From a worry to a registered child, and the one next step of each family."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.people.actions import assign, register_child, write_about
from maypole.people.invitations import add_carer, invite
from maypole.people.models import AboutChild, Carer, Child, ChildStatus, Organisation, StaffMember

from .models import Enquiry, EnquiryStatus, NextStep

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L, U: a number that can be told on the phone."""
SAME_TAP = timedelta(minutes=10)


def new_reference() -> str:
    """“K7MP-2QXD”: 8 letters of 30, about 39 bits, so that nobody finds another family's page by trying."""
    drawn = "".join(secrets.choice(LETTERS) for _letter in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


@transaction.atomic
def receive_enquiry(*, enquiry: Enquiry, organisation: Organisation, now: datetime) -> Enquiry:
    """Keep an unsaved `enquiry` of the public. Its concern alone is enough (S12).

    The same words from the same contact within ten minutes are one enquiry: a form sent twice makes no second row.
    """
    same = Enquiry.objects.filter(
        organisation=organisation,
        received_at__gt=now - SAME_TAP,
        concern=enquiry.concern,
        email=enquiry.email,
        phone=enquiry.phone,
        child_name=enquiry.child_name,
    ).first()
    if same:
        return same
    enquiry.organisation, enquiry.received_at, enquiry.reference = organisation, now, new_reference()
    enquiry.save(force_insert=True)
    _say(None, enquiry, EnquiryStatus.State.RECEIVED, "", now)
    record(by=None, action="enquiry.receive", about=enquiry)
    return enquiry


def _say(by: Actor | None, enquiry: Enquiry, state: str, why: str, now: datetime) -> EnquiryStatus:
    return EnquiryStatus.objects.create(
        organisation_id=enquiry.organisation_id,
        enquiry=enquiry,
        state=state,
        why=why,
        by_id=by.user_id if by else None,
        at=now,
    )


@transaction.atomic
def answer_enquiry(*, by: Actor, enquiry: Enquiry, why: str, now: datetime) -> EnquiryStatus:
    """Say that the family was answered, and what was said."""
    row = _say(by, enquiry, EnquiryStatus.State.CONTACTED, why, now)
    record(by=by, action="enquiry.answer", about=enquiry)
    return row


@transaction.atomic
def close_enquiry(*, by: Actor, enquiry: Enquiry, why: str, now: datetime) -> EnquiryStatus:
    """Finish an enquiry without registering a child, with the reason."""
    row = _say(by, enquiry, EnquiryStatus.State.CLOSED, why, now)
    record(by=by, action="enquiry.close", about=enquiry)
    return row


@dataclass(frozen=True)
class Registration:
    """What is needed to begin: unsaved rows and who does what. A carer and an evaluator may come later."""

    child: Child
    carer: Carer | None
    relation: str
    evaluator: StaffMember | None
    step: NextStep
    origin: str


@transaction.atomic
def accept_enquiry(*, by: Actor, enquiry: Enquiry, registration: Registration, now: datetime) -> Child:
    """Register the child of an enquiry: status, carer with invitation, evaluator on the team, one next step.

    All of it or nothing. Raises maypole.people.invitations.AddressTaken.
    """
    evaluator = registration.evaluator
    state = ChildStatus.State.EVALUATING if evaluator else ChildStatus.State.WAITING
    child = register_child(by=by, child=registration.child, state=state, why="", now=now)
    if registration.carer:
        tied = add_carer(by=by, child=child, carer=registration.carer, relation=registration.relation, now=now)
        invite(by=by, relation=tied, origin=registration.origin, now=now)
    if evaluator:
        assign(by=by, child=child, staff=evaluator, leads=True, now=now)
    if enquiry.loves:
        about = AboutChild(loves=enquiry.loves[:300], why=_("From the family’s first words to us"))
        write_about(by=by, child=child, about=about, now=now)
    set_next_step(by=by, child=child, step=registration.step, now=now)
    Enquiry.objects.filter(pk=enquiry.pk).update(child=child)
    _say(by, enquiry, EnquiryStatus.State.ACCEPTED, "", now)
    record(by=by, action="enquiry.accept", about=enquiry, child=child.pk)
    return child


@transaction.atomic
def set_next_step(*, by: Actor, child: Child, step: NextStep, now: datetime) -> NextStep:
    """Make an unsaved `step` the one open step of the child; the one before is closed as replaced (S19)."""
    open_steps = NextStep.objects.open().filter(child=child)
    replaced = open_steps.update(closed_at=now, closed_by_id=by.user_id, outcome=NextStep.Outcome.REPLACED)
    step.child, step.organisation_id, step.by_id, step.at = child, by.organisation_id, by.user_id, now
    step.save(force_insert=True)
    owner = {"staff": str(step.staff_id)} if step.staff_id else {"carer": str(step.carer_id)}
    record(by=by, action="next_step.set", about=step, child=child.pk, detail={**owner, "replaced": replaced})
    return step


@transaction.atomic
def complete_next_step(*, by: Actor, step: NextStep, now: datetime) -> bool:
    """Close an open step as done; False when somebody closed it before."""
    closing = {"closed_at": now, "closed_by_id": by.user_id, "outcome": NextStep.Outcome.DONE}
    done = bool(NextStep.objects.open().filter(pk=step.pk).update(**closing))
    if done:
        record(by=by, action="next_step.complete", about=step, child=step.child_id)
    return done


@transaction.atomic
def renew_next_step(*, by: Actor, step: NextStep, now: datetime) -> NextStep:
    """Undo a completion: the same step stands again as a row of its own, unless another one is open."""
    standing = NextStep.objects.open().filter(child_id=step.child_id).select_related("staff", "carer").first()
    if standing:
        return standing
    again = NextStep(
        what=step.what, detail=step.detail, staff_id=step.staff_id, carer_id=step.carer_id, due_on=step.due_on
    )
    return set_next_step(by=by, child=step.child, step=again, now=now)
