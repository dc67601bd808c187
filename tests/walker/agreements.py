"""What stands around a plan: methods and people, who answered, cards, a school's line, the house's evidence."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

from maypole.access.models import User
from maypole.people.models import Carer, Child, Organisation, OutsideParty, StaffMember, Supervision
from maypole.plan.models import (
    AcceptanceRule,
    CardUse,
    DoseChange,
    Episode,
    EpisodeOutlook,
    EvidenceReview,
    Goal,
    GoalObjection,
    HowCard,
    LineEntry,
    LineGoal,
    LineMember,
    ObjectionOutcome,
    OutsideService,
    PlanAcceptance,
    PlanAssent,
    PlanCosignature,
    PlanDose,
    PlanGoal,
    PlanMethod,
    PlanPerson,
    PlanSignature,
    PlanVersion,
    ServiceLine,
    Strategy,
)

DAY = date(2026, 1, 12)
METHOD = {"name": "Songs", "why": "tune", "source": "own", "confidence": "low", "limits": "few", "here": "train"}


def versions_of(
    child: Child, goal: Goal, person: Carer | None, user: User, when: datetime
) -> tuple[PlanVersion, dict[str, object]]:
    """A signed version with everybody's answers, and a draft after it."""
    owned = {"organisation": child.organisation}
    owner = owned | {"by": user, "at": when}
    version = PlanVersion.objects.create(
        **owner, child=child, number=1, methods="chaining", risks="tired", expectations="wait", settings="clinic",
        sessions_a_week=1, minutes=45, review_on=date(2026, 4, 1), why="first",
    )  # fmt: skip
    draft = PlanVersion.objects.create(
        **owner, child=child, number=2, why="next", sessions_a_week=1, minutes=45, review_on=date(2026, 5, 1)
    )
    for each in (version, draft):
        PlanGoal.objects.create(**owned, version=each, goal=goal, wording="ties 8 of 10")
    PlanGoal.objects.create(**owned, version=version, goal=Goal.objects.get(steps=goal), wording="dresses")
    part = parts_of(draft)
    signature = PlanSignature.objects.create(**owner, version=version, cosigner=lead_of(child))
    if person:
        PlanAcceptance.objects.create(**owner, version=version, carer=person, accepted=True, words="yes")
    part |= answers_of(signature, person, user, when) | care_of(child, user, when)
    return version, part


def lead_of(child: Child) -> StaffMember:
    """The clinical lead of the child's clinic, who signs beside."""
    return StaffMember.objects.get(organisation=child.organisation, name__in=("Lena", "Eva"))


def parts_of(version: PlanVersion) -> dict[str, object]:
    """A method and a person of a version that is not signed yet, or not sealed yet."""
    owned = {"organisation": version.organisation, "version": version}
    method = PlanMethod.objects.create(**owned, **METHOD)
    PlanDose.objects.create(**owned, mode="home", times_a_week=4, minutes=10)
    PlanPerson.objects.create(**owned, name="Abuela", part="sings")
    return {"part": method.pk}


def answers_of(signature: PlanSignature, carer: Carer | None, user: User, when: datetime) -> dict[str, object]:
    """Beside the therapist's signature: a supervisor's, an open and a settled talk about a goal, the child's word."""
    version = signature.version
    owned = {"organisation": version.organisation}
    owner = owned | {"by": user, "at": when}
    PlanCosignature.objects.create(**owner, signature=signature, agreed=True, why="good")
    DoseChange.objects.create(**owner, version=version, starts_on=DAY, why="school")
    PlanAssent.objects.create(**owner, version=version, answer="not_yet", shown="self", words="hate it")
    if carer is None:
        return {}
    answer = PlanAcceptance.objects.filter(version=version, carer=carer).latest("at")
    one, other = (
        GoalObjection.objects.create(**owned, acceptance=answer, held=held, words="less")
        for held in PlanGoal.objects.filter(version=version)
    )
    ObjectionOutcome.objects.create(**owner, objection=other, outcome="agreed", why="tried")
    return {"objection": one.pk}


def care_of(child: Child, user: User, when: datetime) -> dict[str, object]:
    """A stretch of therapy that ended, a card with its older version, and a service elsewhere."""
    owned = {"organisation": child.organisation}
    owner = owned | {"by": user, "at": when}
    ended = Episode.objects.create(
        **owner, child=child, started_on=date(2024, 1, 8), ended_on=date(2024, 6, 1), ended_by=user, end_why="well",
        why="first",
    )  # fmt: skip
    EpisodeOutlook.objects.create(
        **owner, episode=ended, earliest_on=DAY, expected_end_on=date(2026, 6, 1), review_on=DAY, why="slow"
    )
    words = {"title": "Leaving", "when": "park", "steps": "count", "say": "two", "avoid": "ask", "topic": "t" * 32}
    HowCard.objects.create(**owner, child=child, number=1, **words)
    card = HowCard.objects.create(**owner, child=child, number=2, why="fewer", **words)
    CardUse.objects.create(**owned, card=card, place="home", who="Abuela")
    service = OutsideService.objects.create(
        **owner, child=child, kind="school", institution="Oak", therapist="Hale", how_often="weekly", goals="sits",
        why="told",
    )  # fmt: skip
    return {"card": card.pk, "service": service.pk}


def line_of(child: Child, party: OutsideParty | None, user: User, when: datetime) -> dict[str, str]:
    """A school's line: its party keeps it and works in it."""
    owned = {"organisation": child.organisation}
    owner = owned | {"by": user, "at": when}
    party = party or OutsideParty.objects.create(**owned, name="School", email="school@x.example", institution="Oak")
    line = ServiceLine.objects.create(
        **owner, child=child, regime="school", institution="Oak Lane", party=party, started_on=DAY, why="contract"
    )
    LineMember.objects.create(**owned, line=line, party=party, started_at=when)
    LineGoal.objects.create(**owner, line=line, area="play", words="breaks", why="asked")
    LineEntry.objects.create(**owner, line=line, kind="note", held_on=DAY, title="circle", words="sat", why="seen")
    return {"line": str(line.pk)}


def methods_of(organisation: Organisation, user: User, when: datetime) -> None:
    """The house's own way of working, looked at again, and whose yes it asks for."""
    owner = {"organisation": organisation, "by": user, "at": when}
    own = Strategy.objects.create(
        **owner, name="Songs", area="play", why="tune", source="own", confidence="low", limits="few", steps="sing",
        reviewed_on=DAY,
    )  # fmt: skip
    EvidenceReview.objects.create(**owner, strategy=own, reviewed_on=DAY, confidence="low", why="nothing new")
    AcceptanceRule.objects.create(**owner, needs="one", why="simple")
    for staff, over in pairwise(StaffMember.objects.filter(organisation=organisation).order_by("pk")[:2]):
        Supervision.objects.create(organisation=organisation, staff=staff, supervisor=over, started_on=DAY)
