"""One child's page for those who care for them: what the child brings, what we work on, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.access.actor import Actor
from maypole.access.models import BreakGlass
from maypole.access.permissions import Permission as P
from maypole.home.models import HomeActivity, PracticeLog
from maypole.intake.models import NextStep
from maypole.people.access import Reach
from maypole.people.models import Consent, OutsideParty
from maypole.people.models.staff import Discipline
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


def goals_of(reach: Reach, today: date) -> Goals:
    """Short-term goals of the child, for whoever may see them."""
    if not reach.can(P.SEE_GOALS):
        return Goals()
    short = Goal.objects.filter(child=reach.child, horizon=Goal.Horizon.SHORT)
    rows = list(short.in_state(GoalState.State.OPEN, GoalState.State.MET))
    standing = [goal for goal in rows if goal.state == GoalState.State.OPEN]
    met = [Met(goal.title, url("goal", goal.pk)) for goal in rows if goal.state == GoalState.State.MET]
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


def at_home(reach: Reach, today: date) -> AtHome | None:
    """None for whoever may not see it."""
    if not reach.can(P.SEE_HOME):
        return None
    activities = list(HomeActivity.objects.current().filter(child=reach.child))
    monday = today - timedelta(days=today.weekday())
    played = PracticeLog.objects.standing().filter(activity__in=activities, played_on__gte=monday)
    logs = list(played.order_by("-played_on", "-at")) if activities else []
    newest: dict[object, PracticeLog] = {}
    for log in logs:
        newest.setdefault(log.activity_id, log)
    days = len({log.played_on for log in logs})
    told = ngettext("Played on one day this week.", "Played on %(n)d days this week.", days) % {"n": days}
    games = [Game(activity.title, _last_time(newest.get(activity.pk))) for activity in activities]
    return AtHome(told if days else _("Not played yet this week."), games)


def _last_time(log: PracticeLog | None) -> str:
    if log is None:
        return _("not yet this week")
    day = weekday(log.played_on)
    said = f"“{log.words}”" if log.words else str(PracticeLog.Went(log.went).label) if log.went else ""
    return f"{said}, {day}" if said else day


@dataclass(frozen=True)
class Person:
    name: str
    what: str
    contact: str = ""


def around(reach: Reach, actor: Actor) -> list[Person]:
    """Care team, carers, outside parties. Carers' phones are for staff who call them, never for another carer."""
    calls = actor.is_staff and (reach.can(P.SET_NEXT_STEP) or reach.can(P.SEE_BILLING))
    team = reach.child.team.filter(ended_at__isnull=True).order_by("-leads", "staff__name")
    people = [
        Person(name, _profession(discipline, leads))
        for name, discipline, leads in team.values_list("staff__name", "staff__discipline", "leads")
    ]
    relations = reach.child.carer_relations.filter(ended_at__isnull=True, blocked=False).order_by("started_at", "id")
    for name, relation, phone, email in relations.values_list(
        "carer__name", "relation", "carer__phone", "carer__email"
    ):
        people.append(Person(name, relation, (phone or email) if calls else ""))
    told = {Consent.Scope.GOALS: _("may see goals, not notes"), Consent.Scope.NAMES: _("may know the child comes here")}
    consents = Consent.objects.in_force().filter(child=reach.child)
    for name, kind, scope in consents.values_list("party__name", "party__kind", "scope"):
        people.append(Person(name, f"{OutsideParty.Kind(kind).label}, {told[Consent.Scope(scope)]}"))
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


def visit_button(reach: Reach, actor: Actor, now: datetime) -> Start | None:
    """The visit of today that is under way or planned; else one to plan. None for whoever runs no visits."""
    if not reach.can(P.RUN_VISIT):
        return None
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Visit.objects.filter(child=reach.child, starts_at__range=(midnight, midnight + timedelta(days=1)))
    waiting = today.in_state(VisitStatus.State.PLANNED, VisitStatus.State.STARTED)
    row = waiting.order_by("starts_at").first()
    if row:
        return Start(url("visit", row.pk), _("Go on") if row.state == VisitStatus.State.STARTED else _("Start a visit"))
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


def next_step_of(reach: Reach, actor: Actor) -> Step:
    """The open step with the buttons this person may press; its detail only with the clinical record."""
    step = NextStep.objects.open().filter(child=reach.child).select_related("staff", "carer").first()
    if step and not reach.can(P.SEE_CLINICAL):
        step.detail = ""
    may_set = reach.can(P.SET_NEXT_STEP)
    has_it = step and (step.staff_id, step.carer_id) in ((actor.staff_id, None), (None, actor.carer_id))
    return Step(
        step,
        step.owner_name if step else "",
        url("next_step_completion", reach.child.pk) if step and (may_set or has_it) else "",
        allowed(reach, P.SET_NEXT_STEP, "next_step"),
    )
