"""Rules, checks and goodbyes of a child: one that was said with a comeback, and the one after it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from maypole.access.models import User
from maypole.discharge.models import (
    Comeback,
    Discharge,
    DischargeCompletion,
    FadeStep,
    FollowUp,
    FollowUpOutcome,
    GoalWord,
    WatchSign,
)
from maypole.mastery.models import (
    MasteryRule,
    MoveAnswer,
    MoveProposal,
    PhaseRule,
    PlannedProbe,
    ProbeEnd,
    ProbeOutcome,
)
from maypole.people.models import Child, StaffMember
from maypole.plan.models import Episode, Goal


def rules_of(child: Child, user: User, when: datetime) -> dict[str, object]:
    """A rule of each kind, a declined and an open proposal, and checks: ahead, made and called off."""
    owned = {"organisation": child.organisation}
    owner = owned | {"by": user, "at": when}
    goal = Goal.objects.get(child=child, horizon="short")
    mastery = MasteryRule.objects.create(**owner, goal=goal, level=8, why="lasts")
    phases = PhaseRule.objects.create(**owner, goal=goal, why="steady")
    made = [
        MoveProposal.objects.create(
            **owned, goal=goal, rule=phases, mastery=mastery, start="teach", end="generalise", reason="mastered",
            sessions=3, triggered_at=when + timedelta(days=number), at=when + timedelta(days=number),
        )
        for number in range(2)
    ]  # fmt: skip
    MoveAnswer.objects.create(**owner, proposal=made[0], answer="declined", why="ill")
    probes = [
        PlannedProbe.objects.create(
            **owner, child=child, goal=goal, kind="maintenance", due_on=date(2026, 4, 1 + number), place="home",
            with_whom="Rosa",
        )
        for number in range(3)
    ]  # fmt: skip
    ProbeEnd.objects.create(**owner, probe=probes[1], why="flu")
    ProbeOutcome.objects.create(**owned, probe=probes[2], occasion="o", at=when, value=0.9, held=True)
    return {"proposal": made[1].pk, "probe": probes[0].pk}


def goodbyes_of(child: Child, lead: StaffMember, user: User, when: datetime) -> dict[str, object]:
    owned = {"organisation": child.organisation}
    owner = owned | {"by": user, "at": when}
    episodes = [
        Episode.objects.create(
            **owner, child=child, started_on=date(2024 + number, 1, 1), ended_on=date(2024 + number, 9, 1),
            ended_by=user, end_why="done",
        )
        for number in range(2)
    ]  # fmt: skip
    keys: dict[str, object] = {}
    for number, episode in enumerate(episodes):
        at = {"at": when + timedelta(days=number)}
        found = Discharge.objects.create(
            **(owner | at), child=child, episode=episode, reason="goals", why="alone", last_on=date(2026, 3, 2),
            keep_going="games", watch_intro="a word", way_back="call", child_words="proud",
        )  # fmt: skip
        FadeStep.objects.create(
            **owned, discharge=found, from_on=date(2026, 2, 1), sessions_a_week=0.5, minutes=45, note="with papa"
        )
        WatchSign.objects.create(**owned, discharge=found, number=1, look_for="open shoes", what_to_do="play")
        first = FollowUp.objects.create(**owned, discharge=found, due_on=date(2026, 6, 1), owner=lead)
        FollowUpOutcome.objects.create(**owner, follow_up=first, outcome="kept", words="every day")
        later = FollowUp.objects.create(**owned, discharge=found, due_on=date(2026, 9, 1), owner=lead)
        DischargeCompletion.objects.create(**owner, discharge=found, follow_up_on=first.due_on, why="said")
        keys["follow_up"] = later.pk
    first_goodbye = Discharge.objects.get(episode=episodes[0])
    Comeback.objects.create(**owner, discharge=first_goodbye, episode=episodes[1], why="school")
    goal = Goal.objects.get(child=child, horizon="short")
    carer = child.carer_relations.order_by("pk").first()
    GoalWord.objects.create(
        **owner, child=child, goal=goal, carer=carer.carer if carer else None, matters=True, achieved=False, why="said"
    )
    return keys
