"""Groups of the demo: one that meets, a proposal whose families are asked (Maya's among them), one on the table."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.groups.actions import company, membership, running, settings, visits
from maypole.groups.actions.dates import plan_scenario
from maypole.groups.actions.roster import answer_on_paper, ask_families
from maypole.groups.actions.studio import propose
from maypole.groups.gathering import skills_of
from maypole.groups.models import GroupPlace, GroupQuestion, GroupVisit, Proposal, StepDecision, Term, TherapyGroup
from maypole.people.models import CarerRelation, Child, Room, Site
from maypole.plan.models import Goal

from .clinic import World
from .content import groups as content
from .content import said

EACH = 6
"""Children a proposal is about: enough to arrange, quickly solved."""
TERM = timedelta(weeks=14)
MEETS_ON, MEETS_AT, MINUTES = 2, time(15), 45
ANY_SKILL = "turn_taking"
"""What a child practises in company whose goals were drawn from other areas."""
OLD_ENOUGH = 36
SEASONS = ("Winter", "Spring", "Summer", "Autumn")


def fill_groups(world: World) -> None:
    """Nothing where a small demo has too few children of an age; everything by the actions people use."""
    lead = world.actors.get("lead")
    if lead is None:
        return
    now_term, next_term = terms(world, lead)
    free_adults(world, lead)
    settings.set_rules(by=lead, weights={"same_group": 160}, why=content()["rules_why"], now=before(world, 60))
    birch, river = world.sites[0], world.sites[1]
    playing = ready(world, lead, birch, "OT")
    meeting(world, lead, now_term, playing)
    ready(world, lead, birch, "SLP")
    ask(world, lead, next_term, birch, "SLP")
    ready(world, lead, river, "PT")
    lay(world, lead, next_term, river, "PT")


def lay(world: World, lead: Actor, term: Term, site: Site, discipline: str) -> Proposal | None:
    """The best plan on the table; None with fewer than two children."""
    try:
        return propose(by=lead, term=term, site=site, discipline=discipline, now=before(world, 6))
    except ValidationError:
        return None


def terms(world: World, lead: Actor) -> tuple[Term, Term]:
    """The term under way began on a Monday, and its group has met twice since; the next follows it."""
    met = world.today - timedelta(days=(world.today.weekday() - MEETS_ON) % 7 or 7)
    monday = met - timedelta(days=7 + MEETS_ON)
    first = (monday, monday + TERM - timedelta(days=3))
    following = (monday + TERM, monday + 2 * TERM - timedelta(days=3))
    made = [
        settings.make_term(by=lead, name=season(starts), starts_on=starts, ends_on=ends, now=before(world, 60))
        for starts, ends in (first, following)
    ]
    return made[0], made[1]


def season(day: date) -> str:
    return f"{SEASONS[day.month % 12 // 3]} {day.year}"


def before(world: World, days: int) -> datetime:
    return world.now - timedelta(days=days)


def free_adults(world: World, lead: Actor) -> None:
    """Therapists are free for groups on some afternoons; the rooms of the first site too."""
    for number, (slug, one) in enumerate(world.staff.items()):
        if one.discipline and slug not in ("lead", "assistant"):
            windows = [(day, time(14), time(17, 30)) for day in (number % 5, (number + 2) % 5)]
            company.set_free_times(by=lead, staff=one, windows=sorted(windows), now=before(world, 58))
    for room in Room.objects.filter(site=world.sites[0]).order_by("pk")[:2]:
        windows = [(day, time(13), time(18)) for day in range(5)]
        company.set_free_times(by=lead, room=room, windows=windows, now=before(world, 58))


def ready(world: World, lead: Actor, site: Site, discipline: str) -> list[Child]:
    """Up to six children of the site, close in age, with a skill of this field to practise and a decided step."""
    skills = content()["skills"]
    there = Child.objects.filter(organisation=world.clinic, site=site).in_state("active").order_by("birth_date", "pk")
    found = []
    for child in [child for child in there if months(world, child) >= OLD_ENOUGH]:
        goals = Goal.objects.filter(child=child, discipline=discipline).being_worked_on()
        drawn = list(goals.order_by("pk"))
        meant = [(goal, skills[goal.area]) for goal in drawn if goal.area in skills]
        meant = meant or [(goal, ANY_SKILL) for goal in drawn[:1]]
        if meant:
            found.append((child, meant))
    chosen = closest(world, found)
    for number, (child, meant) in enumerate(chosen):
        for goal, skill in meant:
            company.choose_skill(by=lead, goal=goal, skill=skill, now=before(world, 55))
        tell(world, lead, child, number)
    return [child for child, _meant in chosen]


Meant = tuple[Child, list[tuple[Goal, str]]]


def closest(world: World, found: list[Meant]) -> list[Meant]:
    """Six neighbours by age, Maya among them where she can be; else the six closest together."""
    if len(found) <= EACH:
        return found
    runs = [found[start : start + EACH] for start in range(len(found) - EACH + 1)]
    return min(runs, key=lambda run: (all(child.pk != world.children[0].pk for child, _m in run), spread(world, run)))


def spread(world: World, run: Sequence[Meant]) -> int:
    ages = [months(world, child) for child, _meant in run]
    return max(ages) - min(ages)


def months(world: World, child: Child) -> int:
    return (world.today - child.birth_date).days * 12 // 365 if child.birth_date else 0


def tell(world: World, lead: Actor, child: Child, number: int) -> None:
    """What is known of a child in company, and the step that was decided; once for each child."""
    if StepDecision.objects.filter(child=child).exists():
        return
    texts = content()
    at = before(world, 50 - number)
    for line in texts["seen"][number % 3 : number % 3 + 2]:
        words = said(line["words"], "en")
        company.say_seen(by=lead, child=child, skill=line["skill"], seen=line["seen"], words=words, now=at)
    if number == 2:
        company.tell_company(by=lead, child=child, most=3, noise="low", why=texts["quiet_why"], now=at)
    windows = [(day, time(14), time(17)) for day in range(5) if day != (number * 2 + 1) % 5]
    company.set_free_times(by=lead, child=child, windows=windows, now=at)
    company.decide_step(
        by=lead, child=child, choice=("supplement", "trial", "supplement", "graduate")[number % 4],
        why=texts["step_why"], family_view=texts["family_view"], exception=texts["exception"], now=at,
    )  # fmt: skip


def meeting(world: World, lead: Actor, term: Term, children: list[Child]) -> None:
    """Inés's group: two, and a third from the second week on. It met twice, and the coming weeks are planned."""
    others = [child for child in children if child.pk != world.children[0].pk and shares(children, child)]
    begun = datetime.combine(term.starts_on - timedelta(days=3), time(12), tzinfo=world.now.tzinfo)
    for number in range(len(others) - 1):
        group = begin(world, lead, term, others[number : number + 2], begun)
        if group is not None:
            break
    else:
        return
    for child in others[number + 2 :]:
        with suppress(ValidationError):  # drawn too far apart in what is safe for them: the next one may fit
            membership.join(
                by=lead, group=group, child=child, way=membership.way_of(child), now=begun, all_the_same=True,
                starts_on=term.starts_on + timedelta(days=7), why=content()["family_view"],
            )  # fmt: skip
            break
    hold(world, world.actor(world.staff["therapist"]), group)
    ahead = GroupVisit.objects.filter(group=group, starts_at__gt=world.now, off__isnull=True).order_by("starts_at")
    for group_visit, scenario in zip(ahead, content()["planned_scenarios"], strict=False):
        plan_scenario(by=lead, group_visit=group_visit, scenario=scenario)


def begin(world: World, lead: Actor, term: Term, two: list[Child], at: datetime) -> TherapyGroup | None:
    """The group with its first two and its planned visits; None where these two may not be together."""
    with suppress(ValidationError), transaction.atomic():
        group = TherapyGroup.objects.create(
            organisation=world.clinic, term=term, site=world.sites[0], discipline="OT", name=content()["name"],
            staff=world.staff["therapist"], second_adult=world.staff.get("assistant"),
            room=world.rooms["Birch Street"][0], weekday=MEETS_ON, begins=MEETS_AT,
            minutes=MINUTES, most=4, at=at, by_id=lead.user_id,
        )  # fmt: skip
        record(by=lead, action="groups.publish", about=group, detail={"members": len(two)})
        membership.put_in(by=lead, group=group, children=two, starts_on=term.starts_on, now=at)
        visits.plan_group_visits(by=lead, group=group, until=world.today + timedelta(weeks=4), now=at)
        return group
    return None


def shares(children: list[Child], child: Child) -> bool:
    """Whether somebody else works on one of this child's skills."""
    known = skills_of([one.pk for one in children], "OT")
    own = set(known.get(child.pk, {}).values())
    return any(own & set(goals.values()) for key, goals in known.items() if key != child.pk)


def hold(world: World, by: Actor, group: TherapyGroup) -> None:
    """What was: everybody came, once somebody a little late."""
    held = GroupVisit.objects.filter(group=group, starts_at__lt=world.now - timedelta(hours=2)).order_by("starts_at")
    for number, group_visit in enumerate(held):
        places = GroupPlace.objects.filter(group_visit=group_visit).select_related("visit").order_by("visit__child_id")
        for place in places:
            late = timedelta(minutes=9 if number == 1 and place == places[0] else 1)
            running.mark_place(by=by, place=place, kind="came", at=group_visit.starts_at + late)
            running.finish_place(by=by, place=place, at=group_visit.starts_at + timedelta(minutes=MINUTES))


def ask(world: World, lead: Actor, term: Term, site: Site, discipline: str) -> None:
    """The families are asked. Some said yes by phone, one said no; Maya's and one more still think."""
    proposal = lay(world, lead, term, site, discipline)
    if proposal is None or not proposal.places:
        return
    questions = ask_families(by=lead, proposal=proposal, now=before(world, 4))
    others = [one for one in questions if one.child_id != world.children[0].pk]
    for number, question in enumerate(others[1:]):
        phone(world, question, agreed=number != 1)


def phone(world: World, question: GroupQuestion, *, agreed: bool) -> None:
    relation = CarerRelation.objects.filter(child=question.child_id, ended_at=None).select_related("carer").first()
    if relation is None:
        return
    words = "" if agreed else content()["no"]
    answer_on_paper(
        by=world.actors["front-desk"], question=question, carer=relation.carer, agreed=agreed, words=words,
        now=before(world, 2),
    )  # fmt: skip
