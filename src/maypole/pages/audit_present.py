"""Audit rows in words: names instead of keys, looked up for the rows on the page only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from maypole.access.models import User
from maypole.audit.models import AuditEvent
from maypole.people.models import Child

ACTIONS = {
    "aac.write": _lazy("wrote how the child speaks with help"),
    "about.write": _lazy("wrote about the child"),
    "backup.begin": _lazy("began a backup"),
    "behaviour.function": _lazy("said what a behaviour may be for"),
    "behaviour.record": _lazy("wrote down a hard moment"),
    "behaviour.review": _lazy("reviewed an incident"),
    "behaviour.withdraw": _lazy("took back a hard moment"),
    "calm_plan.write": _lazy("wrote the calm-down plan"),
    "carer.add": _lazy("registered a carer"),
    "carer.invite": _lazy("invited a carer"),
    "carer.relate": _lazy("tied a carer to the child"),
    "child.read": _lazy("opened the record"),
    "child.register": _lazy("registered the child"),
    "child.status": _lazy("moved the child on"),
    "demo.made": _lazy("made the demo clinic"),
    "device.add": _lazy("added a device"),
    "device.lend": _lazy("lent a device"),
    "device.return": _lazy("took a device back"),
    "emergency.open": _lazy("opened the record in an emergency"),
    "emergency.seen": _lazy("looked at an emergency access"),
    "enquiry.accept": _lazy("registered the child of an enquiry"),
    "enquiry.answer": _lazy("answered an enquiry"),
    "enquiry.close": _lazy("closed an enquiry"),
    "enquiry.read": _lazy("opened an enquiry"),
    "enquiry.receive": _lazy("asked for help"),
    "evaluation.open": _lazy("began an evaluation"),
    "evaluation.sign": _lazy("signed an evaluation"),
    "evaluation.write": _lazy("wrote an evaluation"),
    "food.note": _lazy("noted a food"),
    "goal.change": _lazy("changed a goal"),
    "goal.phase": _lazy("moved a goal to another phase"),
    "goal.set": _lazy("set a goal"),
    "goal.state": _lazy("said how far a goal is"),
    "goal.steps": _lazy("wrote the steps of a goal"),
    "home.ended": _lazy("ended a game at home"),
    "home.given": _lazy("gave a game for home"),
    "import.looked_at": _lazy("looked at an import"),
    "job.begin": _lazy("began a longer job"),
    "meal.log": _lazy("wrote in the food diary"),
    "meal.withdraw": _lazy("took back a line of the food diary"),
    "milestones.answer": _lazy("answered milestones"),
    "milestones.note": _lazy("noted something on milestones"),
    "next_step.complete": _lazy("finished the next step"),
    "next_step.set": _lazy("set the next step"),
    "licence.added": _lazy("added a licence"),
    "licence.corrected": _lazy("put a licence right"),
    "licence.reminded": _lazy("was reminded of a licence"),
    "note.amended": _lazy("amended a note"),
    "note.cosigned": _lazy("answered to a note that waited for a second signature"),
    "note.drafted": _lazy("drafted a note"),
    "note.remarked": _lazy("kept a quick note"),
    "note.reminded": _lazy("was reminded of late notes"),
    "note.rules": _lazy("set the rules for notes"),
    "note.shape": _lazy("chose the shape of notes"),
    "note.signed": _lazy("signed a note"),
    "note.template": _lazy("wrote a template for notes"),
    "observations.received": _lazy("recorded observations"),
    "organisation.choose": _lazy("changed to this organisation"),
    "organisation.made": _lazy("made an organisation"),
    "paper.keyed": _lazy("keyed in a sheet of paper"),
    "plan.accept": _lazy("answered to the plan"),
    "plan.draft": _lazy("drafted a plan"),
    "plan.sign": _lazy("signed the plan"),
    "practice.logged": _lazy("logged a game"),
    "practice.withdrawn": _lazy("took back a logged game"),
    "precaution.add": _lazy("added a precaution"),
    "precaution.end": _lazy("ended a precaution"),
    "priority.state": _lazy("said what matters"),
    "second.joined": _lazy("came to watch as second observer"),
    "second.left": _lazy("stopped watching as second observer"),
    "sensory.event": _lazy("wrote in the trigger diary"),
    "sensory.note": _lazy("wrote the sensory profile"),
    "sensory.withdraw": _lazy("took back a line of the trigger diary"),
    "review.held": _lazy("held a review"),
    "review.planned": _lazy("planned a review"),
    "series.imported": _lazy("imported series"),
    "service.ended": _lazy("ended a service"),
    "service.kept": _lazy("named a service"),
    "team.assign": _lazy("put someone on the team"),
    "team.end": _lazy("took someone off the team"),
    "visit.mood": _lazy("noted how the child is"),
    "visit.other_time": _lazy("told another time for a visit"),
    "visit.planned": _lazy("planned a visit"),
    "visit.used": _lazy("said what was played or used"),
}
"""What people read for a code of the trail; a code without words is shown as it is."""


@dataclass(frozen=True)
class EventLine:
    number: int
    at: datetime
    who: str
    did: str
    action: str
    child: str
    child_id: UUID | None
    detail: str


def event_lines(events: list[AuditEvent]) -> list[EventLine]:
    """Two queries more, however many rows."""
    keys = {key for event in events if (key := _uuid(event.actor))}
    people = dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))
    wanted = {event.child_id for event in events if event.child_id}
    children = {child.pk: child.full_name for child in Child.objects.filter(pk__in=wanted)}
    return [_line(event, people, children) for event in events]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _line(event: AuditEvent, people: dict[UUID, str], children: dict[UUID, str]) -> EventLine:
    key = _uuid(event.actor)
    who = people.get(key, event.actor) if key else _("Someone without an account")
    told = [
        f"{name}: {', '.join(value) if isinstance(value, list) else value}"
        for name, value in event.detail.items()
        if value not in (None, "", [])
    ]
    return EventLine(
        number=event.number,
        at=event.at,
        who=who,
        did=str(ACTIONS.get(event.action, event.action)),
        action=event.action,
        child=children.get(event.child_id, str(event.child_id)) if event.child_id else "",
        child_id=event.child_id,
        detail=" · ".join(told),
    )
