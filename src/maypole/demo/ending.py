"""Goodbyes of the demo: children who graduated, with follow-ups made and late, and one whose therapy is fading."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from maypole.access.actor import Actor
from maypole.discharge import actions
from maypole.discharge.actions import Parts
from maypole.discharge.models import Discharge, FollowUp
from maypole.discharge.offered import offered
from maypole.people.models import Child, StaffMember
from maypole.plan.models import Goal

from .clinic import World
from .content import ending, said
from .family import Family

OUTCOMES = ("kept", "partly", "kept", "unreached")


def graduate(world: World, family: Family, at: datetime) -> None:
    """Goodbye as it is said in the product: words for the family, somebody who asks, a way back."""
    by, child = world.actor(family.team[0]), family.child
    found = written(by, child, family.team[0], at, last_after=timedelta(0))
    actions.complete(by=by, discharge=found, now=at)
    done = FollowUp.objects.filter(discharge=found, due_on__lt=world.today).order_by("due_on").first()
    if done is not None and at < world.now - timedelta(days=21):
        outcome = OUTCOMES[at.day % len(OUTCOMES)]
        words = said(ending()["outcomes"][outcome], family.language)
        actions.record_follow_up(by=by, follow_up=done, outcome=outcome, words=words, now=at + timedelta(weeks=2))


def fill_endings(world: World) -> None:
    """Mateo is on the way out: less and less often, until a day ahead. His mother, a persona, reads it in Spanish."""
    for child in [child for child in world.children[1:2] if world.courses.get(child.pk)]:
        lead = child.team.filter(ended_at__isnull=True).select_related("staff").order_by("-leads", "started_at").first()
        if lead is not None:
            now = world.now - timedelta(days=9)
            written(world.actor(lead.staff), child, lead.staff, now, last_after=timedelta(weeks=6))


def written(by: Actor, child: Child, owner: StaffMember, at: datetime, *, last_after: timedelta) -> Discharge:
    spoken, texts = child.family_language(), ending()
    today = timezone.localdate(at)
    fields, rows = offered(child, today)
    last = today + last_after
    parts = Parts(
        fading=[(r["from_on"], r["sessions_a_week"], r["minutes"], "") for r in rows["fading"] if r["from_on"] <= last],
        signs=[(r["look_for"], r["what_to_do"]) for r in rows["signs"]],
        follow_ups=[(last + timedelta(weeks=weeks), owner) for weeks in (2, 13, 26)],
    )
    reached = Goal.objects.filter(child=child, horizon=Goal.Horizon.SHORT).in_state("met").exists()
    return actions.prepare(
        by=by, child=child, parts=parts, now=at, reason="goals" if reached else "school", last_on=last,
        why=said(texts["why" if reached else "school"], spoken),
        keep_going=fields["keep_going"] or said(texts["keep_going"], spoken), way_back=fields["way_back"],
        watch_intro=said(texts["watch"], spoken), child_words=said(texts["child"], spoken),
    )  # fmt: skip
