"""What the pages look at: a goal with measured visits, a game at home, a signed plan."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from maypole.home.models import HomeActivity, PracticeLog
from maypole.people.models import Child
from maypole.plan.models import Goal, GoalPhase, GoalState, PlanSignature, PlanVersion
from maypole.visits.models import Point, Visit, VisitStatus
from tests.cast import Cast


def goal(cast: Cast, child: Child, title: str = "Ties her shoes", state: str = "open", points: int = 12) -> Goal:
    """A short-term goal with ten tries at each of `points` visits, growing."""
    now, by = timezone.now(), cast.users["ines"]
    start, due = timezone.localdate() - timedelta(days=60), timezone.localdate() + timedelta(days=60)
    kept = {"organisation": cast.clinic, "child": child, "by": by, "starts_on": start, "due_on": due}
    above = Goal.objects.create(**kept, horizon="long", area="self_care", title="Gets ready", family_words="mornings")
    made = Goal.objects.create(
        **kept, parent=above, horizon="short", area="self_care", title=title, family_words="first in line at school",
        measure="trials", baseline=1, criterion=8, scale_max=10,
    )  # fmt: skip
    GoalState.objects.create(organisation=cast.clinic, goal=made, by=by, state=state)
    GoalPhase.objects.create(organisation=cast.clinic, goal=made, by=by, kind="baseline", starts_at=_at(now, 60))
    GoalPhase.objects.create(organisation=cast.clinic, goal=made, by=by, kind="teach", starts_at=_at(now, 50))
    for number in range(points):
        right, occasion = min(9, 1 + number // 2), f"{made.pk.hex}-{number}"
        Point.objects.create(
            organisation=cast.clinic, child=child, goal=made, setting="clinic", occasion=occasion,
            at=_at(now, 60 - 4 * number), value=right / 10, correct=right, trials=10,
        )  # fmt: skip
    return made


def _at(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def game(cast: Cast, about: Goal, title: str = "Sock monster race", words: str = "") -> HomeActivity:
    made = HomeActivity.objects.create(
        organisation=cast.clinic, child=about.child, goal=about, by=cast.users["ines"], title=title,
        reason="loops", how="pull", stop_rule="when she frowns", minutes=5, times_a_week=4,
    )  # fmt: skip
    PracticeLog.objects.create(
        organisation=cast.clinic, child=about.child, activity=made, by=cast.users["rosa"], went="right", words=words
    )
    return made


def signed_plan(cast: Cast, child: Child) -> PlanVersion:
    by, review = cast.users["ines"], timezone.localdate() + timedelta(days=40)
    made = PlanVersion.objects.create(
        organisation=cast.clinic, child=child, by=by, number=1, sessions_a_week=1, minutes=45, review_on=review
    )
    PlanSignature.objects.create(organisation=cast.clinic, version=made, by=by)
    return made


def visit(cast: Cast, child: Child, at: datetime, state: str = "planned") -> Visit:
    by = cast.users["ines"]
    made = Visit.objects.create(
        organisation=cast.clinic, child=child, by=by, staff=cast.staff["ines"], starts_at=at, minutes=45
    )
    VisitStatus.objects.create(organisation=cast.clinic, visit=made, by=by, state=state)
    return made
