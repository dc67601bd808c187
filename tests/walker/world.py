"""A world with every kind of record for three children: in care, in a colleague's care, in another clinic."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from maypole.access.models import BreakGlass, User
from maypole.evaluation.models import Evaluation, EvaluationSignature, Finding, Transfer
from maypole.exchange.models import ImportedSeries, Upload
from maypole.groups.models import GroupVisit, PairWish, Proposal
from maypole.home.models import FidelityCheck, HomeActivity, PracticeLog
from maypole.intake.models import Enquiry, EnquiryStatus, NextStep
from maypole.jobs.models import JobProgress
from maypole.people.models import (
    CarerRelation,
    CareTeamMember,
    Child,
    Diagnosis,
    Licence,
    Organisation,
    Precaution,
    PrecautionEnd,
    StaffMember,
)
from maypole.plan.models import (
    AttainmentLevel,
    BankGoal,
    FamilyPriority,
    Goal,
    GoalDiscipline,
    GoalPhase,
    GoalState,
    GoalTag,
    SpeechTarget,
    TaskStep,
)
from maypole.progress.models import (
    Decision,
    LifeEvent,
    OutcomeAnswer,
    OutcomeView,
    Review,
    StrategyConfidence,
)
from maypole.visits.models import Note, NoteVersion, Observation, Visit, VisitMood, VisitStatus
from maypole.visits.points import rebuild
from tests.cast import Cast, make_cast

from .agreements import line_of, methods_of, versions_of
from .company import company_of
from .days import day_of
from .endings import goodbyes_of, rules_of
from .notes import signed_of, writing_of
from .papers import reports_of, shared
from .plays import house_of, play_of
from .tablets import late_of

WHEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
REPORT = {
    "goals": 1,
    "children": 1,
    "observations": 9,
    "same": 0,
    "problems": [],
    "different": [],
    "left_out": [],
    "gaps": [],
}
NOBODY = UUID("01900000-0000-7000-8000-000000000000")
"""The key of nothing at all."""


@dataclass
class World:
    """`keys[child name][url kwarg]` is the object of that child which a URL can ask for."""

    cast: Cast
    keys: dict[str, dict[str, str]] = field(default_factory=dict)


def make_world() -> World:
    cast = make_cast()
    world = World(cast)
    for child, lead in ((cast.maya, "ines"), (cast.noor, "jiho"), (cast.liam, "eva")):
        world.keys[child.given_name.lower()] = furnish(child, cast.staff[lead])
    carer = CarerRelation.objects.filter(child=cast.maya, carer=cast.rosa).get()
    world.keys["maya"]["relation"] = str(carer.pk)
    world.keys["maya"] |= shared(cast, WHEN)
    for child, lead, party in (
        (cast.maya, "ines", cast.okafor), (cast.noor, "jiho", None), (cast.liam, "eva", None),
    ):  # fmt: skip
        world.keys[child.given_name.lower()] |= reports_of(child, cast.users[lead], WHEN, party)
        world.keys[child.given_name.lower()] |= line_of(child, party, cast.users[lead], WHEN)
    for organisation, name, people in ((cast.clinic, "maya", "ines"), (cast.stranger, "liam", "eva")):
        world.keys[name] |= of_the_house(organisation, cast.users[people])
        world.keys[name] |= house_of(organisation, cast.users[people], WHEN)
        world.keys[name] |= writing_of(cast.staff[people], cast.users[people], WHEN)
        methods_of(organisation, cast.users[people], WHEN)
    for child, lead in ((cast.maya, "ines"), (cast.noor, "jiho"), (cast.liam, "eva")):
        world.keys[child.given_name.lower()] |= play_of(child, cast.staff[lead], WHEN)
    for name, found in company_of(cast, WHEN).items():
        world.keys[name] |= found
    world.keys["maya"]["group_visit"] = str(GroupVisit.objects.get(off__isnull=True).pk)
    world.keys["maya"]["arrangement"] = str(Proposal.objects.get(states__state="arranged").pk)
    world.keys["maya"]["wish"] = str(PairWish.objects.get().pk)
    house = ("suggestion", "enquiry", "upload", "aac_device", "equipment", "shelved", "photo", "picture", "site",
             "template", "service_kind", "colleague", "licence")  # fmt: skip
    world.keys["noor"] |= {name: world.keys["maya"][name] for name in house}
    return world


def furnish(child: Child, lead: StaffMember) -> dict[str, str]:
    """One row of everything that can be written about a child."""
    user = lead.user
    assert user is not None
    owner = {"organisation": child.organisation, "by": user, "at": WHEN}
    owned = {"organisation": child.organisation}
    CareTeamMember.objects.get_or_create(organisation=child.organisation, child=child, staff=lead, ended_at=None)
    keys: dict[str, object] = {"child": child.pk, "member": child.team.all()[0].pk}
    Licence.objects.create(
        **owned, staff=lead, kind="OT", number="L-1", starts_on=date(2026, 1, 1), expires_on=date(2027, 1, 1)
    )
    Diagnosis.objects.create(**owner, child=child, code="F82", label="Coordination", given_by="Dr")
    precaution = Precaution.objects.create(**owner, child=child, kind="fear", title="Dryers", advice="Paper")
    old = Precaution.objects.create(**owner, child=child, kind="fear", title="Dogs", advice="Leash")
    PrecautionEnd.objects.create(**owner, precaution=old, why="not any more")
    step = NextStep.objects.create(
        **owner, child=child, what="Call", detail="soon", staff=lead, due_on=date(2026, 4, 1)
    )
    keys |= {"precaution": precaution.pk, "step": step.pk} | plan_of(child, lead, user) | visits_of(child, lead, user)
    evaluation = Evaluation.objects.create(
        **owner, child=child, staff=lead, held_on=WHEN.date(), reason="why", seen="what", summary="sum"
    )
    for kind in ("strength", "challenge", "goal"):
        Finding.objects.create(**owned, evaluation=evaluation, kind=kind, area="play", text="found")
    EvaluationSignature.objects.create(**owner, evaluation=evaluation)
    transfer = Transfer.objects.create(
        **owner, child=child, evaluated_by="Harbour", written_on=date(2025, 1, 6), document="report"
    )
    keys |= {"transfer": transfer.pk} | day_of(child, user, WHEN)
    keys |= rules_of(child, user, WHEN) | goodbyes_of(child, lead, user, WHEN)
    keys |= late_of(child, user, WHEN)
    return {name: str(key) for name, key in (keys | {"evaluation": evaluation.pk}).items()}


def plan_of(child: Child, lead: StaffMember, user: User) -> dict[str, object]:
    owner = {"organisation": child.organisation, "by": user, "at": WHEN}
    owned = {"organisation": child.organisation}
    words = {"family_words": "mornings", "who_does": "ties", "conditions": "bench", "area": "self_care"}
    dates = {"starts_on": date(2026, 1, 12), "due_on": date(2026, 6, 1)}
    long = Goal.objects.create(**owner, **words, **dates, child=child, horizon="long", title="Dresses")
    goal = Goal.objects.create(
        **owner, **words, **dates, child=child, parent=long, horizon="short", title="Ties", measure="trials",
        baseline=1, criterion=8, scale_max=10, unit="tries",
    )  # fmt: skip
    for one in (long, goal):
        GoalState.objects.create(**owner, goal=one, state="open", why="start")
    GoalPhase.objects.create(**owner, goal=goal, kind="baseline", label="before", starts_at=WHEN - timedelta(days=40))
    GoalPhase.objects.create(**owner, goal=goal, kind="teach", label="card", starts_at=WHEN - timedelta(days=20))
    TaskStep.objects.create(**owned, goal=goal, number=1, text="pull")
    AttainmentLevel.objects.create(**owned, goal=goal, level=0, text="ties alone")
    GoalTag.objects.create(**owned, goal=goal, kind="occupation", code="self_care")
    GoalDiscipline.objects.create(**owned, goal=goal, discipline="SLP")
    SpeechTarget.objects.create(**owned, goal=goal, number=1, sound="s")
    carer = child.carer_relations.order_by("pk").first()
    person = carer.carer if carer else None
    FamilyPriority.objects.create(
        **owner, child=child, carer=person, words="one friend", importance=9, now=2, satisfaction=3
    )
    version, part = versions_of(child, goal, person, user, WHEN)
    review = Review.objects.create(
        **owner, child=child, planned_on=WHEN.date(), held_at=WHEN, held_by=lead, family_view="f", child_view="c",
        version=version, message="m", without_view="w", outlook="less", outlook_why="o",
    )  # fmt: skip
    Decision.objects.create(
        **owned, review=review, goal=goal, choice="change", change="card", why="flat", signal="watch", p_goal=0.4
    )
    activity = HomeActivity.objects.create(
        **owner, child=child, goal=goal, title="Socks", reason="why", how="how", stop_rule="stop", materials="sock",
        minutes=5, times_a_week=4,
    )  # fmt: skip
    log = PracticeLog.objects.create(
        **owner, child=child, activity=activity, played_on=WHEN.date(), went="right", words="fun", minutes=5
    )
    check = FidelityCheck.objects.create(
        **owner, child=child, goal=goal, activity=activity, who="staff", seen="self", done_by="Ines", steps=4, done=3,
        left_out="wait", words="w", checked_on=WHEN.date(),
    )  # fmt: skip
    event = LifeEvent.objects.create(**owner, child=child, kind="illness", title="flu", starts_on=WHEN.date())
    view = OutcomeView.objects.create(**owner, child=child, voice="parent", occasion="start", words="ours")
    OutcomeAnswer.objects.create(**owned, view=view, item="daily", value=2)
    StrategyConfidence.objects.create(**owned, view=view, activity=activity, value=4)
    keys = {"goal": goal.pk, "version": version.pk, "activity": activity.pk, "log": log.pk}
    return keys | part | {"check": check.pk, "event": event.pk}


def visits_of(child: Child, lead: StaffMember, user: User) -> dict[str, object]:
    owner = {"organisation": child.organisation, "by": user, "at": WHEN}
    visit = Visit.objects.create(**owner, child=child, staff=lead, starts_at=WHEN, minutes=45)
    for number, state in enumerate(("planned", "started", "finished")):
        at = WHEN + timedelta(minutes=number)
        VisitStatus.objects.create(**(owner | {"at": at}), visit=visit, state=state, why="because")
    VisitMood.objects.create(**owner, visit=visit, mood="keen")
    goal = Goal.objects.get(child=child, horizon="short")
    observation = Observation.objects.create(
        organisation=child.organisation, child=child, goal=goal, visit=visit, measure="trials", correct=True,
        prompt="I", occasion=str(visit.pk), recorder=user, with_whom="Ines", material="laces", recorded_at=WHEN,
        digest="d",
    )  # fmt: skip
    rebuild([goal.pk])
    note = Note.objects.create(**owner, child=child, visit=visit)
    version = NoteVersion.objects.create(
        **owner,
        note=note,
        number=1,
        subjective="s",
        objective="o",
        assessment="a",
        plan="p",
        family_summary="f",
        why="w",
    )
    return {"visit": visit.pk, "observation": observation.pk} | signed_of(version, observation, lead, user, WHEN)


def of_the_house(organisation: Organisation, user: User) -> dict[str, str]:
    """What belongs to the organisation: an enquiry, an upload, a job, an emergency access."""
    enquiry = Enquiry.objects.create(
        organisation=organisation, concern="worried", loves="trains", child_name="Ari", contact_name="Pat",
        email="pat@x.example", phone="555 0199", reference=f"REF{organisation.slug[:6]}",
    )  # fmt: skip
    EnquiryStatus.objects.create(organisation=organisation, enquiry=enquiry, state="received", why="new")
    child = Child.objects.filter(organisation=organisation).order_by("given_name")[0]
    suggestion = BankGoal.objects.create(
        organisation=organisation, by=user, area="play", title="Den", who_does="Builds", measure="count", criterion=2,
        from_months=48, to_months=96, occupation="play",
    )  # fmt: skip
    emergency = BreakGlass.objects.create(
        organisation=organisation, by=user, child=child, why="fire", until=WHEN + timedelta(hours=1)
    )
    upload = Upload.objects.create(
        organisation=organisation, by=user, name="a.csv", title="Papers", content="secret", report=REPORT
    )
    goal = Goal.objects.filter(child=child, horizon="short").get()
    ImportedSeries.objects.create(
        organisation=organisation, by=user, dataset="D", case="Case", measure="m", pair="1", digest="d", child=child,
        goal=goal,
    )  # fmt: skip
    job = JobProgress.objects.create(
        organisation=organisation,
        by=user,
        at=WHEN,
        job=NOBODY if organisation.slug == "birch" else child.pk,
        title="Job",
    )
    return {
        "enquiry": str(enquiry.pk), "emergency": str(emergency.pk), "upload": str(upload.pk), "pk": str(job.pk),
        "clinic": organisation.slug, "reference": enquiry.reference, "suggestion": str(suggestion.pk),
    }  # fmt: skip
