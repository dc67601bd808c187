"""What the Today page says: the next child in full, the day in lines, what is owed with one press each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.access.actor import Actor
from maypole.access.permissions import Permission as P
from maypole.access.prepared import Prepared, Row, columns, objects
from maypole.access.roles import Role
from maypole.home.models import PracticeLog
from maypole.people.access import read, supervisor_of
from maypole.people.models import Child, Precaution, Room
from maypole.plan.models import Goal
from maypole.plan.waiting import cosigning_news
from maypole.visits import said
from maypole.visits.models import Visit, VisitStatus
from maypole.visits.present import hours
from maypole.visits.tally import befores, tally
from maypole.visits.waiting import LATE_NOTES, late_news
from maypole.visits.waiting import cosigning_news as notes_to_cosign
from maypole.web.dates import day, weekday

from .child_present import precautions_of
from .children import areas_of
from .links import url
from .people_late import report_news
from .today_checks import checks_of, owed
from .today_rows import LOOSE, REVIEWS, STEPS, TO_SIGN, TO_WRITE, VISITS, mine
from .today_second import low_agreement

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
    wrote: str
    words: str
    checks: list[str]


def today_page(actor: Actor, now: datetime) -> dict[str, object]:
    """Everything on the page, in a constant number of queries."""
    visits = _visits(actor, now)
    areas = areas_of(list({visit.child_id for visit in visits}))
    coming = _coming(visits, now)
    first = coming[0] if coming else None
    signs = signs_notes(actor, timezone.localdate(now))
    debts = [*_loose(actor, now), *(late_notes(actor, now) if signs else ()), *_notes(actor, now, signs)]
    debts += _cosigning(actor)
    debts += [Debt(*one) for one in low_agreement(actor, now)]
    debts += _reviews(actor, now)
    debts += [Debt(*one) for one in owed(actor, timezone.localdate(now), AHEAD)]
    debts += [*_reports(actor), *_steps(actor, now)]
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
    """Today's visits of this person, called-off ones included, with the names of child and room."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = mine(actor, now, VISITS, since=midnight, until=midnight + timedelta(days=1))
    return [_visit(row) for row in rows]


def _visit(row: Row) -> Visit:
    *columns, state, signed, room, given_name, called = row
    visit = objects(Visit, [tuple(columns)])[0]
    vars(visit).update(state=state, signed=bool(signed))
    visit.child = Child(pk=visit.child_id, given_name=given_name, called=called)
    visit.room = Room(pk=visit.room_id, name=room) if visit.room_id else None
    return visit


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


_goals = Prepared(
    lambda child: Goal.objects.being_worked_on().filter(child=child).values_list(*columns(Goal)), child=UUID
)
_words = Prepared(
    lambda child, since: (
        PracticeLog.objects.standing()
        .filter(child=child, played_on__gte=since)
        .exclude(words="")
        .order_by("-played_on", "-at")
        .values_list("words", "played_on", "by__name")[:1]
    ),
    child=UUID,
    since=date,
)


def next_up(actor: Actor, visit: Visit, areas: tuple[str, ...], now: datetime) -> NextUp:
    """The next child's part of the record; opening it is audited like any other read."""
    reached = read(actor, visit.child_id, P.SEE_CLINICAL, "today")
    goals = objects(Goal, _goals(child=visit.child_id))
    before = befores(goals, visit)
    visit.child = reached.child
    since = timezone.localdate(now) - LOOKED_BACK
    words, played_on, who = _words.first(child=visit.child_id, since=since) or ("", None, "")
    return NextUp(
        visit=visit,
        under_way=visit.state == State.STARTED,
        hours=hours(visit),
        areas=areas,
        precautions=precautions_of(actor, reached.child),
        goals=goals,
        last_time=[said.last_time(tally(goal, (), before[goal.pk])) for goal in goals if goal.pk in before],
        wrote=_("%(who)s wrote on %(day)s") % {"who": who, "day": weekday(played_on)} if words else "",
        words=words,
        checks=checks_of(visit.child_id, visit.setting, timezone.localdate(now) + AHEAD),
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
    rows = mine(actor, now, LOOSE, since=midnight - LOOKED_BACK, until=midnight - timedelta(seconds=1))
    return [
        Debt(
            "clock",
            (
                _("Finish the visit with %(name)s")
                if state == State.STARTED
                else _("What became of the visit with %(name)s?")
            )
            % {"name": called or given_name},
            weekday(starts_at),
            url("visit", visit),
            _("Open"),
        )
        for visit, state, starts_at, given_name, called in rows
    ]


def signs_notes(actor: Actor, today: date) -> bool:
    """Whether this person's signature is worth asking for: an assistant's is once somebody supervises them."""
    if not actor.can(P.SIGN_NOTE):
        return False
    treats = actor.roles & {Role.THERAPIST, Role.LEAD}
    return bool(treats) or supervisor_of(actor.staff_id, today) is not None


def _notes(actor: Actor, now: datetime, signs: bool) -> list[Debt]:
    """Own notes to sign, and those assistants owe about children this person leads. Who cannot sign owes the draft."""
    verb = _("Sign the note about %(name)s") if signs else _("Write the note about %(name)s")
    return [
        Debt(
            "note",
            verb % {"name": called or given_name},
            _("%(day)s, written from the taps.") % {"day": weekday(starts_at)},
            url("note", visit),
            _("Read"),
        )
        for visit, starts_at, given_name, called in mine(actor, now, TO_SIGN if signs else TO_WRITE)
    ]


def _reviews(actor: Actor, now: datetime) -> list[Debt]:
    if not actor.can(P.DECIDE):
        return []
    soon = timezone.localdate(now) + AHEAD
    return [
        Debt(
            "knot",
            _("Look at %(name)s’s goals together") % {"name": called or given_name},
            _("Review planned for %(day)s.") % {"day": day(planned_on)},
            url("review", child),
            _("Review"),
        )
        for planned_on, given_name, _id, child, called in REVIEWS(
            organisation=actor.organisation_id, staff=actor.staff_id, soon=soon
        )
    ]


def _cosigning(actor: Actor) -> list[Debt]:
    news = [*cosigning_news(actor), *notes_to_cosign(actor)]
    return [Debt("edit", what, detail, address, _("Read")) for what, detail, address in news]


def late_notes(actor: Actor, now: datetime) -> list[Debt]:
    """One line when own notes are older than the clinic's rule."""
    if actor.staff_id is None:
        return []
    told = late_news(LATE_NOTES(staff=actor.staff_id), actor, now)
    return [Debt("alert", *told, url("notes"), _("Open"))] if told else []


def _reports(actor: Actor) -> list[Debt]:
    return [Debt("note", what, detail, address, _("Open")) for what, detail, address in report_news(actor)]


def _steps(actor: Actor, now: datetime) -> list[Debt]:
    soon = timezone.localdate(now) + AHEAD
    return [
        Debt(
            "arrow",
            what,
            _("%(name)s, by %(day)s.") % {"name": called or given_name, "day": weekday(due_on)},
            url("child", child),
            _("Open"),
        )
        for what, due_on, child, given_name, called in mine(actor, now, STEPS, until=soon)
    ]
