"""One child's page for those who care for them: what the child brings, what we work on, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.access.actor import Actor
from maypole.access.models import BreakGlass
from maypole.access.permissions import Permission as P
from maypole.access.prepared import Prepared, columns, objects
from maypole.home.models import HomeActivity, PracticeLog
from maypole.intake.models import NextStep
from maypole.people.access import Reach
from maypole.people.models import (
    AboutChild,
    CarerRelation,
    CareTeamMember,
    Child,
    ChildStatus,
    Consent,
    OutsideParty,
    Precaution,
)
from maypole.people.models.staff import Discipline
from maypole.people.present import may_in_words
from maypole.plan.models import Goal, GoalState
from maypole.progress.present import GoalCard, goal_cards
from maypole.visits.models import Visit, VisitStatus
from maypole.web.dates import weekday

from .links import allowed, url


@dataclass(frozen=True)
class Met:
    title: str
    url: str


@dataclass(frozen=True)
class Goals:
    """Cards of the goals being worked on, the ones reached, and the ribbons of the child."""

    cards: list[GoalCard] = field(default_factory=list)
    met: list[Met] = field(default_factory=list)

    @property
    def areas(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(card.area for card in self.cards))


_state = Prepared(
    lambda child: ChildStatus.objects.filter(child=child).order_by("-at", "-id").values_list("state")[:1], child=UUID
)
_about = Prepared(
    lambda child: AboutChild.objects.filter(child=child).order_by("-at", "-id").values_list(*columns(AboutChild))[:1],
    child=UUID,
)
_goals = Prepared(
    lambda child: (
        Goal.objects.filter(child=child, horizon=Goal.Horizon.SHORT)
        .in_state(GoalState.State.OPEN, GoalState.State.MET)
        .values_list(*columns(Goal), "state")
    ),
    child=UUID,
)


def state_of(child: Child) -> str:
    """Where the child is in the loop."""
    newest = _state.first(child=child.pk)
    return newest[0] if newest else ChildStatus.State.WAITING


def about_of(child: Child) -> AboutChild | None:
    """The newest words about the child."""
    return next(iter(objects(AboutChild, _about(child=child.pk))), None)


_precautions = Prepared(
    lambda child: Precaution.objects.in_force().filter(child=child).values_list(*columns(Precaution)), child=UUID
)


def precautions_of(actor: Actor, child: Child) -> list[Precaution]:
    """What holds today, as far as this person may read it."""
    return [row for row in objects(Precaution, _precautions(child=child.pk)) if row.may_be_told_to(actor)]


def goals_of(reach: Reach, today: date) -> Goals:
    """Short-term goals of the child, for whoever may see them."""
    if not reach.can(P.SEE_GOALS):
        return Goals()
    rows = _goals(child=reach.child.pk)
    standing = objects(Goal, [row[:-1] for row in rows if row[-1] == GoalState.State.OPEN])
    reached = objects(Goal, [row[:-1] for row in rows if row[-1] == GoalState.State.MET])
    met = [Met(goal.title, url("goal", goal.pk)) for goal in reached]
    return Goals(goal_cards(reach.child, standing, today) if standing else [], met)


@dataclass(frozen=True)
class Game:
    title: str
    said: str


@dataclass(frozen=True)
class AtHome:
    """Games at home this week: one sentence and a line for each game."""

    sentence: str
    games: list[Game]


_activities = Prepared(
    lambda child: HomeActivity.objects.current().filter(child=child).values_list("pk", "title"), child=UUID
)
_played = Prepared(
    lambda child, monday: (
        PracticeLog.objects.standing()
        .filter(activity__child=child, activity__ended_at__isnull=True, played_on__gte=monday)
        .order_by("-played_on", "-at")
        .values_list("activity_id", "played_on", "went", "words")
    ),
    child=UUID,
    monday=date,
)


def at_home(reach: Reach, today: date) -> AtHome | None:
    """None for whoever may not see it."""
    if not reach.can(P.SEE_HOME):
        return None
    activities = _activities(child=reach.child.pk)
    monday = today - timedelta(days=today.weekday())
    logs = _played(child=reach.child.pk, monday=monday) if activities else []
    newest: dict[UUID, tuple[date, str, str]] = {}
    for activity, *log in logs:
        newest.setdefault(activity, (log[0], log[1], log[2]))
    days = len({played_on for _activity, played_on, _went, _words in logs})
    told = ngettext("Played on one day this week.", "Played on %(n)d days this week.", days) % {"n": days}
    games = [Game(title, _last_time(newest.get(activity))) for activity, title in activities]
    return AtHome(told if days else _("Not played yet this week."), games)


def _last_time(log: tuple[date, str, str] | None) -> str:
    if log is None:
        return _("not yet this week")
    played_on, went, words = log
    day = weekday(played_on)
    said = f"“{words}”" if words else str(PracticeLog.Went(went).label) if went else ""
    return f"{said}, {day}" if said else day


@dataclass(frozen=True)
class Person:
    name: str
    what: str
    contact: str = ""


_team = Prepared(
    lambda child: (
        CareTeamMember.objects.filter(child=child, ended_at__isnull=True)
        .order_by("-leads", "staff__name")
        .values_list("staff__name", "staff__discipline", "leads")
    ),
    child=UUID,
)
_carers = Prepared(
    lambda child: (
        CarerRelation.objects.filter(child=child, ended_at__isnull=True, blocked=False)
        .order_by("started_at", "id")
        .values_list("carer__name", "relation", "carer__phone", "carer__email")
    ),
    child=UUID,
)
_outside = Prepared(
    lambda child, now: (
        Consent.objects.in_force(now).filter(child=child).values_list("party__name", "party__kind", "scope")
    ),
    child=UUID,
    now=datetime,
)


def around(reach: Reach, actor: Actor, now: datetime) -> list[Person]:
    """Care team, carers, outside parties. Carers' phones are for staff who call them, never for another carer."""
    calls = actor.is_staff and (reach.can(P.SET_NEXT_STEP) or reach.can(P.SEE_BILLING))
    child = reach.child.pk
    people = [Person(name, _profession(discipline, leads)) for name, discipline, leads in _team(child=child)]
    for name, relation, phone, email in _carers(child=child):
        people.append(Person(name, relation, (phone or email) if calls else ""))
    may: dict[tuple[str, str], list[str]] = {}
    for name, kind, scope in _outside(child=child, now=now):
        may.setdefault((name, kind), []).append(scope)
    for (name, kind), scopes in may.items():
        people.append(Person(name, f"{OutsideParty.Kind(kind).label}, {may_in_words(scopes)}"))
    return people


def _profession(discipline: str, leads: bool) -> str:
    told = str(Discipline(discipline).label) if discipline else ""
    if leads:
        return _("%(what)s, leads") % {"what": told} if told else _("leads")
    return told


@dataclass(frozen=True)
class Start:
    """The one filled button: the visit that can begin, or planning one."""

    url: str
    label: str


_VISIT: list[str] = ["pk", "state"]
_waiting = Prepared(
    lambda child, midnight, next_midnight: (
        Visit.objects.filter(child=child, starts_at__range=(midnight, next_midnight))
        .in_state(VisitStatus.State.PLANNED, VisitStatus.State.STARTED)
        .order_by("starts_at")
        .values_list(*_VISIT)[:1]
    ),
    child=UUID,
    midnight=datetime,
    next_midnight=datetime,
)


def visit_button(reach: Reach, actor: Actor, now: datetime) -> Start | None:
    """The visit of today that is under way or planned; else one to plan. None for whoever runs no visits."""
    if not reach.can(P.RUN_VISIT):
        return None
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    row = _waiting.first(child=reach.child.pk, midnight=midnight, next_midnight=midnight + timedelta(days=1))
    if row:
        visit, state = row
        return Start(url("visit", visit), _("Go on") if state == VisitStatus.State.STARTED else _("Start a visit"))
    return Start(url("visit_new", reach.child.pk), _("Plan a visit"))


def emergency_until(reach: Reach, actor: Actor, now: datetime) -> datetime | None:
    """Until when an emergency access holds, for the person who opened it."""
    if not getattr(reach.child, "emergency", False):
        return None
    rows = BreakGlass.objects.filter(child=reach.child, by_id=actor.user_id, until__gt=now)
    return rows.order_by("-until").values_list("until", flat=True).first()


@dataclass(frozen=True)
class Step:
    """The next step card: `step` is None when no one has it."""

    step: NextStep | None
    owner: str
    done_url: str
    pass_url: str


_STEP = columns(NextStep)
_step = Prepared(
    lambda child: (
        NextStep.objects.open().filter(child=child).values_list(*_STEP, Coalesce("staff__name", "carer__name"))[:1]
    ),
    child=UUID,
)


def next_step_of(reach: Reach, actor: Actor) -> Step:
    """The open step with the buttons this person may press; its detail only with the clinical record."""
    row = _step.first(child=reach.child.pk)
    step = objects(NextStep, [row[:-1]])[0] if row else None
    if step and not reach.can(P.SEE_CLINICAL):
        step.detail = ""
    may_set = reach.can(P.SET_NEXT_STEP)
    has_it = step and (step.staff_id, step.carer_id) in ((actor.staff_id, None), (None, actor.carer_id))
    return Step(
        step,
        row[-1] if row else "",
        url("next_step_completion", reach.child.pk) if step and (may_set or has_it) else "",
        allowed(reach, P.SET_NEXT_STEP, "next_step"),
    )
