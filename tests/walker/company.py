"""One row of everything about children in company: times, readiness, a proposal, a group that is real, its visit."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from maypole.groups.models import (
    CompanyGoal,
    FreeTime,
    FunRating,
    GroupAnswer,
    GroupMembership,
    GroupPlace,
    GroupQuestion,
    GroupRules,
    GroupTally,
    GroupVisit,
    GroupVisitOff,
    InCompany,
    PairWish,
    PlaceMark,
    Proposal,
    ProposalState,
    ReadinessSeen,
    SharedMoment,
    StepDecision,
    Term,
    TherapyGroup,
)
from maypole.plan.models import Goal
from maypole.visits.models import Visit
from tests.cast import Cast


def on_the_table(cast: Cast, owner: dict[str, object], term: Term) -> Proposal:
    """Maya and Noor proposed together; families are not asked yet."""
    week = {"mon": [["14:00", "17:00"]]}
    whose = {
        "site": str(cast.site.pk),
        "discipline": "OT",
        "available": week,
        "goals": [{"skill": "sharing", "level": 2}],
    }
    lead = {"id": str(cast.staff["ines"].pk), "sites": [str(cast.site.pk)], "disciplines": ["OT"], "available": week}
    problem = {
        "version": 1,
        "children": [
            {"id": str(cast.maya.pk), "age_months": 84, **whose},
            {"id": str(cast.noor.pk), "age_months": 66, **whose},
        ],
        "staff": [lead],
        "rooms": [{"id": str(cast.room.pk), "site": str(cast.site.pk), "capacity": 4, "available": week}],
    }
    place = {"id": "g1", "members": [str(cast.maya.pk), str(cast.noor.pk)], "staff": lead["id"], "day": "mon"}
    place |= {"room": str(cast.room.pk), "start": "15:00"}
    best = {"status": "optimal", "objective": 2000, "bound": 2000, "groups": [place], "unplaced": []}
    places = [place | {"locked": False, "held": []}]
    proposal = Proposal.objects.create(
        **owner, term=term, site=cast.site, discipline="OT", problem=problem, best=best, places=places
    )
    ProposalState.objects.create(**owner, proposal=proposal, state="arranged")
    return proposal


def company_of(cast: Cast, at: datetime) -> dict[str, dict[str, str]]:
    """Maya and Noor in one group: what is told of one must never reach the other's family. Returns keys of URLs."""
    lead = cast.users["lena"]
    owner = {"organisation": cast.clinic, "by": lead, "at": at}
    place = {"weekday": 0, "begins": time(15), "staff": cast.staff["ines"], "room": cast.room}
    GroupRules.objects.create(**owner)
    term = Term.objects.create(**owner, name="Autumn", starts_on=date(2026, 9, 7), ends_on=date(2026, 12, 11))
    PairWish.objects.create(**owner, child=cast.maya, other=cast.noor, kind="together", why="They laugh together.")
    proposal = Proposal.objects.create(**owner, term=term, site=cast.site, discipline="OT")
    ProposalState.objects.create(**owner, proposal=proposal, state="asked")
    on_the_table(cast, owner, term)
    group = TherapyGroup.objects.create(
        **owner, term=term, proposal=proposal, site=cast.site, discipline="OT", name="Turn-takers", **place
    )
    meeting = GroupVisit.objects.create(
        **owner, group=group, starts_at=at, minutes=45, staff=cast.staff["ines"], scenario="party", shared_text="Cake."
    )
    SharedMoment.objects.create(**owner, group_visit=meeting, scenario="party", words="Everybody sang.")
    later = GroupVisit.objects.create(
        **owner, group=group, starts_at=at + timedelta(days=7), minutes=45, staff=cast.staff["ines"]
    )
    GroupVisitOff.objects.create(**owner, group_visit=later, why="Ines is away.")
    keys = {"maya": {"group": str(group.pk), "term": str(term.pk), "room": str(cast.room.pk)}, "noor": {}}
    for child in (cast.maya, cast.noor):
        about = {**owner, "child": child}
        FreeTime.objects.create(
            organisation=cast.clinic, child=child, weekday=0, begins=time(14), ends=time(17), started_at=at
        )
        goal = Goal.objects.filter(child=child, horizon="short")[0]
        CompanyGoal.objects.create(**owner, goal=goal, skill="turn_taking")
        InCompany.objects.create(**about, most=3, noise="low", why="Loud rooms hurt.")
        ReadinessSeen.objects.create(**about, skill="waits", seen="some", words="Waited for the swing.")
        StepDecision.objects.create(**about, choice="trial", why="Asks for friends.", family_view="Glad", exception="e")
        question = GroupQuestion.objects.create(**about, proposal=proposal, edition=1, place="g1", size=2, **place)
        GroupAnswer.objects.create(**owner, question=question, carer=cast.rosa, agreed=False, words="Not on Mondays.")
        row = GroupMembership.objects.create(**about, group=group, way="trial", starts_on=term.starts_on)
        keys[child.given_name.lower()] |= {"asked": str(question.pk), "membership": str(row.pk)}
        visit = Visit.objects.filter(child=child).first()
        assert visit is not None
        place_of = GroupPlace.objects.create(organisation=cast.clinic, group_visit=meeting, visit=visit)
        PlaceMark.objects.create(**owner, place=place_of, kind="absent", why="A cold.")
        GroupTally.objects.create(
            organisation=cast.clinic, child=child, visit=visit, kind="cheered", recorder=lead, recorded_at=at
        )
        FunRating.objects.create(**owner, visit=visit, face=3)
    return keys
