"""Groups in words: who is in one when, how steady it is, what comes next. Children by name, never by rank."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.access.actor import Actor
from maypole.people.models import Child, Room, StaffMember
from maypole.web.dates import day, weekday

from . import rule_words
from .actions.visits import zone_of
from .each_date import covers
from .meetings import Course, dates_ahead
from .models import FreeTime, GroupMembership, GroupVisit, TherapyGroup
from .rule_words import each_weekday

SHOWN_DATES = 6
ENOUGH = 4
"""Meetings from which on a low share says something: before, one child who joins halves it."""
NEARLY = 0.8
"""Below this a share of steadiness is worth a look: our judgement."""


@dataclass(frozen=True)
class Line:
    """One group in the list."""

    url: str
    name: str
    when: str
    adults: str
    where: str
    field: str
    size: str
    steady: str
    next_on: str
    restless: bool
    small: bool


@dataclass(frozen=True)
class Lane:
    """One child's time in the group, over the term."""

    membership: GroupMembership
    name: str
    url: str
    span: tuple[tuple[float, float], ...]
    marks: tuple[tuple[float, str], ...]
    when: str
    came: str
    over: bool


@dataclass(frozen=True)
class Ahead:
    """One date to come: who comes new, who is there for the last time, how many there are, and how it stands.

    `visit` is the planned one; empty when there is none yet. `off`: why it does not take place.
    """

    told: str
    count: str
    news: tuple[str, ...]
    visit: str
    off: str


@dataclass(frozen=True)
class Sentence:
    """One thing that makes a group steady: in words, with its number."""

    words: str
    number: str
    low: bool


def when(group: TherapyGroup) -> str:
    """“Mondays, 15:00 to 15:45”."""
    ends = (datetime.combine(date.min, group.begins) + timedelta(minutes=group.minutes)).time()
    return _("%(day)s, %(from)s to %(until)s") % {
        "day": each_weekday(group.weekday), "from": f"{group.begins:%H:%M}", "until": f"{ends:%H:%M}",
    }  # fmt: skip


def adults(group: TherapyGroup) -> str:
    if group.second_adult:
        return _("%(one)s and %(other)s") % {"one": group.staff.name, "other": group.second_adult.name}
    return group.staff.name


def line(course: Course, now: datetime) -> Line:
    group = course.group
    today = timezone.localtime(now, zone_of(group)).date()
    there = len(course.members_on(max(today, group.term.starts_on)))
    ahead = dates_ahead(group, now, 1)
    peers = course.steady.peers
    size = ngettext("%(n)d child of %(most)d", "%(n)d children of %(most)d", there)
    return Line(
        url=reverse("group", args=[group.pk]),
        name=group.name,
        when=when(group),
        adults=adults(group),
        where=_("%(room)s, %(site)s") % {"room": group.room.name, "site": group.site.name},
        field=str(group.get_discipline_display()),
        size=size % {"n": there, "most": group.most},
        steady="" if peers is None else _("%(n)d %% the same peers") % {"n": round(100 * peers)},
        next_on=weekday(ahead[0]) if ahead else "",
        restless=bool(course.unrest),
        small=0 < there < 2,
    )  # fmt: skip


def names_for(actor: Actor, children: Iterable[Child]) -> dict[UUID, str]:
    """What each child is called, of those this person may know of; one query."""
    asked = {child.pk: child.name for child in children}
    known = Child.objects.visible_to(actor).filter(pk__in=list(asked)).values_list("pk", flat=True)
    return {key: asked[key] for key in known}


def lanes(course: Course, names: Mapping[UUID, str], now: datetime, *, clinical: bool) -> list[Lane]:
    """Who is or was in the group, by name. `clinical`: the way in and why somebody left may be told."""
    today = timezone.localtime(now, zone_of(course.group)).date()
    found = [_lane(course, spell, names, today, clinical=clinical) for spell in course.spells]
    return sorted(found, key=lambda lane: (lane.over, lane.name, str(lane.membership.pk)))


def _lane(course: Course, spell: GroupMembership, names: Mapping[UUID, str], today: date, *, clinical: bool) -> Lane:
    known = spell.child_id in names
    marks = [
        (_place(course, met.day), met.places[spell.child_id].kind)
        for met in course.met
        if spell.child_id in met.places and covers(spell, met.day)
    ]
    over = spell.ends_on is not None and spell.ends_on < today
    return Lane(
        membership=spell,
        name=names.get(spell.child_id, _("A child you do not treat")),
        url=reverse("child", args=[spell.child_id]) if known else "",
        span=((_place(course, spell.starts_on), _place(course, spell.ends_on or course.group.term.ends_on)),),
        marks=tuple(marks),
        when=_when(spell, clinical=clinical),
        came=_came(Counter(kind for _at, kind in marks)),
        over=over,
    )


def _place(course: Course, on: date) -> float:
    """Where a day lies in the term, in per cent."""
    term = course.group.term
    return round(100 * (on - term.starts_on).days / max(1, (term.ends_on - term.starts_on).days), 1)


def _when(spell: GroupMembership, *, clinical: bool) -> str:
    words = {"from": day(spell.starts_on), "until": day(spell.ends_on), "why": spell.left_why}
    if spell.ends_on is None:
        told = _("since %(from)s") % words
        return _("%(way)s, %(since)s") % {"way": spell.get_way_display(), "since": told} if clinical else told
    if clinical and spell.left_why:
        return _("%(from)s to %(until)s: %(why)s") % words
    return _("%(from)s to %(until)s") % words


def _came(marks: Counter[str]) -> str:
    """“Came to 5 of 6; once late or gone early.” A count for planning, never a comparison."""
    there, late = marks["came"] + marks["late"], marks["late"]
    held = there + marks["away"]
    if not held:
        return _("No visit yet")
    words = ngettext("Came to %(n)d of %(of)d visit", "Came to %(n)d of %(of)d visits", held) % {"n": there, "of": held}
    if late:
        more = ngettext("%(n)d time late or gone early", "%(n)d times late or gone early", late) % {"n": late}
        return _("%(came)s, %(late)s") % {"came": words, "late": more}
    return words


def steady_words(course: Course) -> list[Sentence]:
    """Regular meetings, the same peers, the same adult, the same time: each with its number."""
    met, of = len(course.held), course.expected
    found = []
    if of:
        regular = ngettext("Met in %(n)d of %(of)d week", "Met in %(n)d of %(of)d weeks", of) % {"n": met, "of": of}
        found.append(Sentence(regular, _percent(min(1.0, met / of)), met < NEARLY * of))
    steady = course.steady
    for share, words in (
        (steady.peers, _("The same peers from one visit to the next")),
        (steady.adult, _("The same adult")),
        (steady.time, _("The same day and time")),
    ):
        if share is not None:
            found.append(Sentence(words, _percent(share), share < NEARLY and steady.meetings >= ENOUGH))
    return found


def _percent(share: float) -> str:
    return _("%(n)d %%") % {"n": round(100 * share)}


def restless(course: Course, names: Mapping[UUID, str]) -> str:
    """The warning that peers change too often; empty when they do not."""
    told = {str(key): name for key, name in names.items()}
    return rule_words.restless(course.unrest, told) if course.unrest else ""


def ahead(course: Course, names: Mapping[UUID, str], now: datetime) -> list[Ahead]:
    """The next dates with who is new and who is there for the last time."""
    planned = {met.day: met.visit for met in course.met}
    days = dates_ahead(course.group, now, SHOWN_DATES)
    return [_ahead(course, on, names, planned.get(on)) for on in days]


def _ahead(course: Course, on: date, names: Mapping[UUID, str], visit: GroupVisit | None) -> Ahead:
    there, week = course.members_on(on), timedelta(days=7)
    somebody = _("a child")
    began = on - week >= course.group.term.starts_on
    new = [spell for spell in there if began and not covers(spell, on - week) and spell.starts_on > on - week]
    goes_on = on + week <= course.group.term.ends_on
    last = [spell for spell in there if goes_on and spell.ends_on and spell.ends_on < on + week]
    news = [_("%(name)s comes for the first time") % {"name": names.get(one.child_id, somebody)} for one in new]
    news += [_("%(name)s is there for the last time") % {"name": names.get(one.child_id, somebody)} for one in last]
    count = ngettext("%(n)d child", "%(n)d children", len(there)) % {"n": len(there)}
    off = getattr(visit, "off", None)
    return Ahead(weekday(on), count, tuple(news), str(visit.pk) if visit else "", off.why if off else "")


def free_weeks_of(actor: Actor) -> dict[str, object]:
    """Adults and rooms with their weekly times in words. Five queries, however many."""
    days: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = FreeTime.objects.standing().filter(organisation=actor.organisation_id, child__isnull=True)
    for row in rows:
        owner = row.staff_id or row.room_id
        assert owner is not None
        days[owner][f"{row.begins:%H:%M}–{row.ends:%H:%M}"].append(str(row.get_weekday_display()))
    free = {owner: [f"{', '.join(on)} {hours}" for hours, on in found.items()] for owner, found in days.items()}
    staff = StaffMember.objects.working().filter(organisation=actor.organisation_id).exclude(discipline="")
    rooms = Room.objects.filter(organisation=actor.organisation_id).select_related("site")
    return {
        "people": [(one, free.get(one.pk, [])) for one in staff.select_related("site").order_by("name", "pk")],
        "rooms": [(room, free.get(room.pk, [])) for room in rooms.order_by("site__name", "name")],
    }
