"""The clinic in one look: who waits and why in this order, who is stuck, what is late, who carries how much."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.access.actor import Actor
from maypole.access.permissions import Right
from maypole.intake.models import Enquiry, NextStep
from maypole.people.models import AboutChild, CarerRelation, CareTeamMember, Child, ChildStatus
from maypole.people.present import age
from maypole.plan.answers import rule_of
from maypole.plan.models import AcceptanceRule, PlanAcceptance, PlanVersion
from maypole.progress.models import Review
from maypole.visits.models import Visit
from maypole.web.dates import day, weekday

from .links import url
from .steps import StepLine, step_lines

SHOWN = 8
A_WEEK = timedelta(days=7)
Item = TypeVar("Item")


@dataclass(frozen=True)
class Some(Generic[Item]):
    """The first few of a list, and how many there are."""

    first: list[Item]
    total: int

    @property
    def rest(self) -> int:
        return self.total - len(self.first)


@dataclass(frozen=True)
class Waiting:
    """One family of the waiting list: its place, how long, and the reason for the place."""

    place: int
    url: str
    name: str
    age: str
    weeks: str
    kind: str
    icon: str
    chip: str
    why: str
    step: str
    late: bool


@dataclass(frozen=True)
class Late:
    """One thing that is late or missing, with the page where it is put right."""

    name: str
    what: str
    when: str
    url: str
    action: str = ""


@dataclass(frozen=True)
class Load:
    """What one colleague carries."""

    name: str
    discipline: str
    children: int
    leads: int
    notes: int
    oldest: str
    without_strengths: int
    late_steps: int


def waiting_list(actor: Actor, today: date) -> Some[Waiting]:
    """Who waits for a first evaluation, longest first: the wait begins when the family first asked."""
    rows = Child.objects.visible_to(actor).in_state(ChildStatus.State.WAITING).with_asked_at()
    families = sorted((row.asked_at or row.registered_at, row.pk, row) for row in rows)
    shown = families[:SHOWN]
    keys = [pk for _since, pk, _row in shown]
    steps = step_lines(keys, today)
    lines = [_waiting(place, row, since, steps.get(pk), today) for place, (since, pk, row) in enumerate(shown, 1)]
    return Some(lines, len(families))


def _waiting(place: int, child: Child, since: datetime, step: StepLine | None, today: date) -> Waiting:
    weeks = (today - timezone.localdate(since)).days // 7
    told = ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks} if weeks else _("this week")
    asked = {"day": day(timezone.localdate(since))}
    longest = place == 1
    return Waiting(
        place=place,
        url=reverse("child", args=[child.pk]),
        name=child.name,
        age=age(child, today),
        weeks=told,
        kind="",
        icon="clock",
        chip=_("Longest wait") if longest else _("Time waited"),
        why=_("Asked on %(day)s, before everyone else.") % asked if longest else _("Asked on %(day)s.") % asked,
        step=step.who if step else "",
        late=bool(step and step.late),
    )


def stuck(actor: Actor) -> Some[Late]:
    """Families without a next step: nobody has them."""
    step = NextStep.objects.open().filter(child=OuterRef("pk"))
    rows = Child.objects.visible_to(actor).in_care().filter(~Exists(step)).order_by("registered_at", "id")
    found = [
        Late(row.name, _("no one has it"), str(ChildStatus.State(row.state or "waiting").label), _step_url(row.pk))
        for row in rows
    ]
    return Some(found[:SHOWN], len(found))


def _step_url(child: UUID) -> str:
    return reverse("next_step", args=[child])


def late_steps(actor: Actor, today: date) -> Some[Late]:
    """Steps whose day is over, the latest first."""
    rows = NextStep.objects.visible_to(actor).overdue().select_related("child", "staff", "carer").order_by("due_on")
    found = [
        Late(
            row.child.name, row.what, _("%(who)s, %(late)s") % _late(row, today), reverse("child", args=[row.child_id])
        )
        for row in rows
    ]
    return Some(found[:SHOWN], len(found))


def _late(step: NextStep, today: date) -> dict[str, str]:
    days = (today - step.due_on).days
    return {"who": step.owner_name, "late": ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}}


def plans_unaccepted(actor: Actor) -> Some[Late]:
    """Newest signed plans without the yes that the clinic asks for: of one carer, or of all who may agree."""
    later = PlanVersion.objects.signed().filter(child=OuterRef("child"), number__gt=OuterRef("number"))
    yes = PlanAcceptance.objects.filter(version=OuterRef("pk"), accepted=True)
    waits = Q(~Exists(yes))
    if rule_of(actor.organisation_id) == AcceptanceRule.Needs.ALL:
        own_yes = PlanAcceptance.objects.filter(
            version=OuterRef(OuterRef("pk")), carer=OuterRef("carer"), accepted=True
        )
        may = CarerRelation.objects.filter(child=OuterRef("child"), ended_at__isnull=True, blocked=False)
        waits |= Q(Exists(may.filter(~Exists(own_yes), rights__contains=Right.ACCEPT_PLAN)))
    rows = PlanVersion.objects.visible_to(actor).signed().filter(~Exists(later), waits)
    found = [
        Late(
            row.child.name,
            _("plan signed, not accepted"),
            _("since %(day)s") % {"day": day(row.signature.at)},
            reverse("child", args=[row.child_id]),
        )
        for row in rows.select_related("child", "signature").order_by("signature__at")
    ]
    return Some(found[:SHOWN], len(found))


def reviews_late(actor: Actor, today: date) -> Some[Late]:
    """Planned reviews that were not held."""
    rows = Review.objects.visible_to(actor).due().filter(planned_on__lt=today).select_related("child")
    found = [
        Late(
            row.child.name,
            _("look together"),
            _("planned for %(day)s") % {"day": weekday(row.planned_on)},
            reverse("child", args=[row.child_id]),
        )
        for row in rows
    ]
    return Some(found[:SHOWN], len(found))


def caseloads(actor: Actor, notes: list[Visit]) -> list[Load]:
    """Each colleague with children in their care: how many, and what is unfinished."""
    members = CareTeamMember.objects.filter(
        organisation_id=actor.organisation_id,
        ended_at__isnull=True,
        child__in=Child.objects.visible_to(actor).in_care().values("pk"),
    ).select_related("staff")
    team = list(members.order_by("staff__name"))
    written = _with_strengths(actor)
    late = Counter(
        NextStep.objects.visible_to(actor).overdue().filter(staff__isnull=False).values_list("staff_id", flat=True)
    )
    people = {member.staff_id: member.staff for member in team}
    for visit in notes:
        people.setdefault(visit.staff_id, visit.staff)
    return [
        Load(
            name=person.name,
            discipline=str(person.get_discipline_display()),
            children=sum(1 for member in team if member.staff_id == key),
            leads=sum(1 for member in team if member.staff_id == key and member.leads),
            notes=sum(1 for visit in notes if visit.staff_id == key),
            oldest=next((day(visit.starts_at) for visit in notes if visit.staff_id == key), ""),
            without_strengths=sum(1 for member in team if member.staff_id == key and member.child_id not in written),
            late_steps=late[key],
        )
        for key, person in people.items()
    ]


def _unsigned(actor: Actor) -> list[Visit]:
    """Visits that are over and whose note nobody signed, oldest first."""
    return list(Visit.objects.visible_to(actor).awaiting_note().select_related("staff").order_by("starts_at"))


def _with_strengths(actor: Actor) -> set[UUID]:
    """Children whose newest profile names a strength (S1)."""
    newest = AboutChild.objects.filter(child=OuterRef("child")).order_by("-at", "-id").values("pk")[:1]
    rows = AboutChild.objects.filter(organisation_id=actor.organisation_id, pk=newest).exclude(strengths="")
    return set(rows.values_list("child_id", flat=True))


def clinic_page(actor: Actor, now: datetime) -> dict[str, object]:
    """Everything the page shows; the number of queries does not grow with the clinic."""
    today = timezone.localdate(now)
    unsigned = _unsigned(actor)
    return {
        "waiting": waiting_list(actor, today),
        "enquiries": Enquiry.objects.visible_to(actor).open().count(),
        "stuck": stuck(actor),
        "late_steps": late_steps(actor, today),
        "plans": plans_unaccepted(actor),
        "reviews": reviews_late(actor, today),
        "loads": caseloads(actor, unsigned),
        "notes": len(unsigned),
        "enquiries_url": url("enquiries"),
        "children_url": url("children"),
    }
