"""A caseload for company: children of one site with goals, levels, free times and steps towards a group."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from maypole.groups.models import (
    CompanyGoal,
    FreeTime,
    GroupMembership,
    GroupQuestion,
    Proposal,
    ProposalState,
    StepDecision,
    Term,
    TherapyGroup,
)
from maypole.people.models import CareTeamMember, Child, ChildStatus
from maypole.visits.models import Point
from maypole.visits.tests.rows import make_goal

if TYPE_CHECKING:
    from maypole.plan.models import Goal
    from tests.cast import Cast

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
NAMES = ("Ana", "Ben", "Cleo", "Dov", "Ema", "Finn", "Gia", "Hugo", "Ida", "Jon", "Kim", "Leo")


def term(cast: Cast, name: str = "Autumn", starts_on: date = date(2026, 9, 7)) -> Term:
    return Term.objects.create(
        organisation=cast.clinic,
        name=name,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=14),
        by=cast.users["lena"],
    )


def free(cast: Cast, begins: int, ends: int, days: str = "01234", **whose: object) -> None:
    """Every one of those weekdays from one hour to another."""
    for day in days:
        FreeTime.objects.create(
            organisation=cast.clinic,
            weekday=int(day),
            begins=time(begins),
            ends=time(ends),
            started_at=NOW,
            **whose,
        )


def scored(cast: Cast, goal: Goal, *values: float) -> None:
    """Points of the newest sessions, one a day, oldest first."""
    newest = max(NOW, timezone.now())  # whenever the tests run, these sessions are recent
    for number, value in enumerate(values):
        at = newest - timedelta(days=len(values) - number)
        Point.objects.create(
            organisation=cast.clinic,
            child=goal.child,
            goal=goal,
            setting="clinic",
            occasion=f"s{number}",
            at=at,
            value=value,
            correct=round(value * 10),
            trials=10,
        )


def candidate(
    cast: Cast, name: str, *, level: float = 0.5, skill: str = "turn_taking", months: int = 72, sessions: int = 4
) -> Child:
    """A child in therapy with a goal for company, free in the afternoons, for whom a group was decided."""
    born = date(2026 - months // 12, 9 - months % 12 if months % 12 < 9 else 1, 1)
    child = Child.objects.create(
        organisation=cast.clinic, given_name=name, birth_date=born, site=cast.site, registered_at=NOW
    )
    by = cast.users["lena"]
    ChildStatus.objects.create(organisation=cast.clinic, child=child, state="active", at=NOW, by=by)
    CareTeamMember.objects.create(organisation=cast.clinic, child=child, staff=cast.staff["ines"], leads=True)
    goal = make_goal(cast, f"{name} waits for a turn", child=child)
    CompanyGoal.objects.create(organisation=cast.clinic, goal=goal, skill=skill, at=NOW, by=by)
    scored(cast, goal, *[level] * sessions)
    StepDecision.objects.create(
        organisation=cast.clinic, child=child, choice="supplement", why="Ready for company.", at=NOW, by=by
    )
    free(cast, 14, 17, child=child)
    return child


def caseload(cast: Cast, count: int = 8) -> list[Child]:
    """Children of close ages with levels from low to high; Inés leads, the room is open."""
    free(cast, 13, 18, staff=cast.staff["ines"])
    return [
        candidate(cast, name, level=(0.1, 0.4, 0.6, 0.8)[number % 4], months=66 + number)
        for number, name in enumerate(NAMES[:count])
    ]


def asked_about(cast: Cast, child: Child) -> GroupQuestion:
    """The child is in a group of Inés on Mondays, and the family is asked about one for the next term."""
    owner: dict[str, Any] = {"organisation": cast.clinic, "by": cast.users["lena"], "at": NOW}
    place: dict[str, Any] = {"staff": cast.staff["ines"], "room": cast.room, "weekday": 0, "begins": time(15)}
    group = TherapyGroup.objects.create(
        **owner, **place, term=term(cast), site=cast.site, discipline="OT", name="Turn-takers"
    )
    GroupMembership.objects.create(**owner, group=group, child=child, way="trial", starts_on=group.term.starts_on)
    proposal = Proposal.objects.create(
        **owner, term=term(cast, "Winter", date(2027, 1, 4)), site=cast.site, discipline="OT"
    )
    ProposalState.objects.create(**owner, proposal=proposal, state="asked")
    return GroupQuestion.objects.create(
        **owner, **place, proposal=proposal, child=child, edition=proposal.edition, place="g1", size=3
    )
