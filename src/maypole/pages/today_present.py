"""What the Today page says: the next child in full, the day in lines, what is owed with one press each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.access.actor import Actor
from maypole.access.permissions import Permission as P
from maypole.access.roles import Role
from maypole.home.models import PracticeLog
from maypole.intake.models import NextStep
from maypole.people.access import read
from maypole.people.models import Precaution
from maypole.plan.models import Goal
from maypole.progress.access import reviews_of
from maypole.visits import draft
from maypole.visits.models import NoteSignature, NoteVersion, Visit, VisitStatus
from maypole.visits.present import hours
from maypole.visits.tally import befores, tally
from maypole.web.dates import day, weekday

from .links import url

State = VisitStatus.State
AHEAD = timedelta(days=7)
"""Reviews and next steps of the coming week are worth knowing today."""
LOOKED_BACK = timedelta(days=14)
MOST = 6


@dataclass(frozen=True)
class Slot:
    """One visit of the day in one line."""

    time: str
    name: str
    url: str
    area: str
    place: str
    chip: tuple[str, str, str]


@dataclass(frozen=True)
class Debt:
    """One thing still to do, and where to do it."""

    icon: str
    what: str
    detail: str
    url: str
    button: str


@dataclass(frozen=True)
class NextUp:
    """The child who comes next (or is here), with everything to know before the door opens."""

    visit: Visit
    under_way: bool
    hours: str
    areas: tuple[str, ...]
    precautions: list[Precaution]
    goals: list[Goal]
    last_time: list[str]
    log: PracticeLog | None

    @property
    def wrote(self) -> str:
        if self.log is None:
            return ""
        return _("%(who)s wrote on %(day)s") % {"who": self.log.by.name, "day": weekday(self.log.played_on)}


def today_page(actor: Actor, now: datetime) -> dict[str, object]:
    """Everything on the page, in a constant number of queries."""
    visits = _visits(actor, now)
    areas = _areas({visit.child_id for visit in visits})
    coming = _coming(visits, now)
    first = coming[0] if coming else None
    debts = [*_loose(actor, now), *_notes(actor), *_reviews(actor, now), *_steps(actor, now)]
    return {
        "title": weekday(timezone.localtime(now)),
        "lede": lede(coming, now),
        "rest": rest(coming),
        "next": next_up(actor, first, areas.get(first.child_id, ()), now) if first else None,
        "slots": [slot(visit, first, areas.get(visit.child_id, ())) for visit in visits],
        "debts": debts[: 2 * MOST],
        "owed": ngettext("%(n)d thing", "%(n)d things", len(debts)) % {"n": len(debts)},
        "children_url": url("children"),
    }


def _visits(actor: Actor, now: datetime) -> list[Visit]:
    """Today's visits of this person, called-off ones included."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    signed = NoteSignature.objects.filter(version__note__visit=OuterRef("pk"))
    return list(
        Visit.objects.visible_to(actor)
        .with_state()
        .filter(staff=actor.staff_id, starts_at__range=(midnight, midnight + timedelta(days=1)))
        .annotate(signed=Exists(signed))
        .select_related("child", "room", "staff")
        .order_by("starts_at", "id")
    )


def _areas(children: set[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The ribbons of each child's open goals."""
    found: dict[UUID, tuple[str, ...]] = {}
    rows = Goal.objects.being_worked_on().filter(child__in=children).order_by("order", "at", "id")
    for child, area in rows.values_list("child_id", "area"):
        found[child] = tuple(dict.fromkeys((*found.get(child, ()), area)))
    return found


def _coming(visits: Sequence[Visit], now: datetime) -> list[Visit]:
    """Visits under way, then planned ones that are not long over."""
    under_way = [visit for visit in visits if visit.state == State.STARTED]
    return under_way + [visit for visit in visits if visit.state == State.PLANNED and visit.ends_at > now]


def lede(coming: Sequence[Visit], now: datetime) -> str:
    """“Maya is next, in 25 minutes.”"""
    if not coming:
        return _("No more visits today.")
    first = coming[0]
    names = {"name": first.child.name, "time": f"{timezone.localtime(first.starts_at):%H:%M}"}
    minutes = round((first.starts_at - now).total_seconds() / 60)
    if first.state == State.STARTED:
        return _("%(name)s is here.") % names
    if minutes <= 0:
        return _("%(name)s is next, now.") % names
    if minutes < 90:
        text = ngettext("%(name)s is next, in %(n)d minute.", "%(name)s is next, in %(n)d minutes.", minutes)
        return text % {**names, "n": minutes}
    return _("%(name)s is next, at %(time)s.") % names


def rest(coming: Sequence[Visit]) -> str:
    after = len(coming) - 1
    if after < 1:
        return ""
    return ngettext("Then one more visit.", "Then %(n)d more visits.", after) % {"n": after}


def next_up(actor: Actor, visit: Visit, areas: tuple[str, ...], now: datetime) -> NextUp:
    """The next child's part of the record; opening it is audited like any other read."""
    reached = read(actor, visit.child_id, P.SEE_CLINICAL, "today")
    goals = list(Goal.objects.being_worked_on().filter(child=visit.child_id))
    before = befores(goals, visit)
    logs = PracticeLog.objects.standing().filter(child=visit.child_id).exclude(words="").select_related("by")
    recent = timezone.localdate(now) - timedelta(days=14)
    return NextUp(
        visit=visit,
        under_way=visit.state == State.STARTED,
        hours=hours(visit),
        areas=areas,
        precautions=list(reached.child.precautions.in_force()),
        goals=goals,
        last_time=[draft.last_time(tally(goal, (), before[goal.pk])) for goal in goals if goal.pk in before],
        log=logs.filter(played_on__gte=recent).order_by("-played_on", "-at").first(),
    )


CHIPS: dict[str | None, tuple[str, str, Promise]] = {
    State.PLANNED: ("", "clock", gettext_lazy("Planned")),
    State.STARTED: ("info", "play", gettext_lazy("Under way")),
    State.CANCELLED: ("", "close", gettext_lazy("Called off")),
    State.MISSED: ("sun", "minus", gettext_lazy("Did not come")),
}


def slot(visit: Visit, first: Visit | None, areas: tuple[str, ...]) -> Slot:
    signed = getattr(visit, "signed", False)
    if visit.state == State.FINISHED:
        chip = ("ok", "check", _("Note signed")) if signed else ("sun", "note", _("Note waiting"))
    elif first is not None and visit.pk == first.pk and visit.state == State.PLANNED:
        chip = ("info", "arrow", _("Next"))
    else:
        kind, icon, words = CHIPS[visit.state]
        chip = (kind, icon, str(words))
    return Slot(
        time=f"{timezone.localtime(visit.starts_at):%H:%M}",
        name=visit.child.name,
        url=url("visit", visit.pk),
        area=areas[0] if areas else "",
        place=visit.room.name if visit.room else str(visit.get_setting_display()),
        chip=chip,
    )


def _loose(actor: Actor, now: datetime) -> list[Debt]:
    """Visits of the last two weeks that nobody finished, or that nobody said anything about."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Visit.objects.visible_to(actor).in_state(State.PLANNED, State.STARTED)
    rows = rows.filter(staff=actor.staff_id, starts_at__range=(midnight - LOOKED_BACK, midnight - timedelta(seconds=1)))
    return [
        Debt(
            "clock",
            (
                _("Finish the visit with %(name)s")
                if visit.state == State.STARTED
                else _("What became of the visit with %(name)s?")
            )
            % {"name": visit.child.name},
            weekday(visit.starts_at),
            url("visit", visit.pk),
            _("Open"),
        )
        for visit in rows.select_related("child").order_by("starts_at")[:MOST]
    ]


def _notes(actor: Actor) -> list[Debt]:
    """Own notes to sign, and those assistants drafted about children this person leads. Assistants owe the draft."""
    rows = Visit.objects.visible_to(actor).awaiting_note().select_related("child", "staff").order_by("starts_at")
    if actor.can(P.SIGN_NOTE):
        leads = Q(child__team__staff=actor.staff_id, child__team__leads=True, child__team__ended_at__isnull=True)
        assistants = Q(staff__user__memberships__role=Role.ASSISTANT, staff__user__memberships__ended_at__isnull=True)
        rows = rows.filter(Q(staff=actor.staff_id) | (leads & assistants)).distinct()
    else:
        written = NoteVersion.objects.filter(note__visit=OuterRef("pk")).exclude(objective="")
        rows = rows.filter(~Exists(written), staff=actor.staff_id)
    verb = _("Sign the note about %(name)s") if actor.can(P.SIGN_NOTE) else _("Write the note about %(name)s")
    return [
        Debt(
            "note",
            verb % {"name": visit.child.name},
            _("%(day)s, written from the taps.") % {"day": weekday(visit.starts_at)},
            url("note", visit.pk),
            _("Read"),
        )
        for visit in rows[:MOST]
    ]


def _reviews(actor: Actor, now: datetime) -> list[Debt]:
    if not actor.can(P.DECIDE):
        return []
    soon = timezone.localdate(now) + AHEAD
    mine = reviews_of(actor).filter(planned_on__lte=soon)
    mine = mine.filter(child__team__staff=actor.staff_id, child__team__ended_at__isnull=True).distinct()
    return [
        Debt(
            "knot",
            _("Look at %(name)s’s goals together") % {"name": review.child.name},
            _("Review planned for %(day)s.") % {"day": day(review.planned_on)},
            url("review", review.child_id),
            _("Review"),
        )
        for review in mine[:MOST]
    ]


def _steps(actor: Actor, now: datetime) -> list[Debt]:
    soon = timezone.localdate(now) + AHEAD
    rows = NextStep.objects.visible_to(actor).open().filter(staff=actor.staff_id, due_on__lte=soon)
    return [
        Debt(
            "arrow",
            step.what,
            _("%(name)s, by %(day)s.") % {"name": step.child.name, "day": weekday(step.due_on)},
            url("child", step.child_id),
            _("Open"),
        )
        for step in rows.select_related("child").order_by("due_on")[:MOST]
    ]
