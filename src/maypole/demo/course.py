"""One simulated child's way round the loop: evaluation, goals, plan, visits, home, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from maypole.access.actor import Actor
from maypole.access.middleware import actor_for
from maypole.access.models import User
from maypole.evaluation.actions import Found, open_evaluation, sign_evaluation
from maypole.home.models import HomeActivity
from maypole.intake.models import NextStep
from maypole.people.models import StaffMember
from maypole.plan.actions import (
    accept_plan,
    begin_episode,
    change_goal_state,
    draft_plan,
    set_goal,
    sign_plan,
    start_phase,
    state_priority,
)
from maypole.plan.models import GoalPhase, PlanVersion
from maypole.progress.actions import Chosen, hold_review, plan_review
from maypole.progress.evidence import shown, shown_of
from maypole.progress.history import GoalHistory, PhaseRow, decision_row
from maypole.progress.judging import judge_goal
from maypole.progress.models import Decision
from maypole.visits.points import rebuild

from .care import equip
from .clinic import World
from .content import GoalText, goals, people, phrase, said
from .ending import graduate
from .family import Family, open_account, set_state
from .kinds import kind_goals
from .latent import skill
from .sessions import Course, Story, hold_visit, mark, plan_visit, practise, user_of

BASELINE_VISITS = 4
REVIEW_EVERY = timedelta(weeks=6)
DECIDED = {
    "too_early": "wait",
    "check_delivery": "wait",
    "keep": "keep",
    "watch": "keep",
    "adjust": "change",
    "goal_met": "met",
}  # fmt: skip


@dataclass(frozen=True)
class Rhythm:
    """When a child comes, and how reliably: the share of planned visits that are held."""

    weekday: int
    hour: int
    twice: bool
    attend: float


def run(world: World, family: Family, rhythm: Rhythm) -> None:
    """Simulate the child's history from joining to now, and plan the next two weeks."""
    lead = family.team[0]
    actor = world.actor(lead)
    evaluate(world, family, actor)
    courses = make_goals(world, family)
    make_plan(world, family, actor)
    give_games(world, family, courses, lead)
    story = Story(world, family, family.carer.user or shadow(world, family))
    walk(story, courses, rhythm)
    story.sheaf.write()
    rebuild([course.goal.pk for course in courses])
    world.courses[family.child.pk] = courses
    next_step(world, family)


def shadow(world: World, family: Family) -> User:
    """The account of a carer who is no persona, so that what they logged has an author."""
    open_account(world, family.carer, f"carer-{len(world.children):02d}-{str(family.carer.pk)[-6:]}")
    assert family.carer.user is not None
    return family.carer.user


def slots(world: World, family: Family, rhythm: Rhythm) -> list[datetime]:
    """Visit times from joining until two weeks from now: the same weekday and hour, or two a week."""
    first = family.joined + timedelta(days=9)
    day = first + timedelta(days=(rhythm.weekday - first.weekday()) % 7)
    at = datetime(day.year, day.month, day.day, rhythm.hour, tzinfo=UTC)
    found = []
    while at < world.now + timedelta(days=14):
        found.append(at)
        if rhythm.twice and rhythm.weekday < 3:
            found.append(at + timedelta(days=2))
        at += timedelta(days=7)
    return sorted(found)


def evaluate(world: World, family: Family, actor: Actor) -> None:
    set_state(world, family, "evaluating", family.joined)
    about = family.child.about_rows.latest("at")
    strengths = [
        Found("strength", name if not detail else f"{name}: {detail}") for name, detail in about.strength_lines
    ]
    texts = goals(family.team[0].discipline)
    evaluation = open_evaluation(
        by=actor,
        child=family.child,
        held_on=(family.joined + timedelta(days=2)).date(),
        reason=said(world.rng.choice(people()["concerns"]), family.language),
        seen=phrase("seen", family.language),
        findings=[
            *strengths,
            *(Found("challenge", not_yet(text, family.language), text.area) for text in texts[:2]),
            *(Found("goal", said(text.words, family.language), text.area) for text in texts[:2]),
        ],
        at=family.joined + timedelta(days=2),
    )
    sign_evaluation(by=actor, evaluation=evaluation, at=family.joined + timedelta(days=3))


def not_yet(text: GoalText, language: str) -> str:
    """What is hard today. Only English has the clinician's words for it; Spanish takes the family's."""
    what = text.does if language == "en" else said(text.title, language)
    return phrase("not_yet", language) % (what[:1].lower() + what[1:])


def make_goals(world: World, family: Family) -> list[Course]:
    """Two or three short-term goals below their long-term goals, from the disciplines of the care team."""
    texts = list({text.title["en"]: text for member in family.team for text in goals(member.discipline)}.values())
    picked = world.rng.sample(texts, min(len(texts), world.rng.choice([2, 3, 3])))
    if family.child.given_name == "Maya":  # everybody's first child: shoes, a circle, and waiting for a turn
        picked = [text for text in texts if text.title["en"] in ("Ties shoes", "Cuts out a circle", "Waits for a turn")]
    at = family.joined + timedelta(days=5)
    usual = [make_goal(world, family, text, order, at) for order, text in enumerate(picked)]
    return [*usual, *kind_goals(world, family, len(usual), at)]


def make_goal(world: World, family: Family, text: GoalText, order: int, at: datetime) -> Course:
    actor = world.actor(family.team[0])
    spoken = family.language
    due = max(world.today, at.date()) + timedelta(weeks=world.rng.choice([3, 8, 14]))
    upper = set_goal(
        by=actor, child=family.child, title=said(text.long, spoken), family_words=said(text.words, spoken),
        area=text.area, discipline=text.discipline, due_on=due + timedelta(weeks=26), order=order, at=at,
    )  # fmt: skip
    goal = set_goal(
        by=actor, child=family.child, parent=upper, title=said(text.title, spoken),
        family_words=said(text.words, spoken), who_does=text.does, conditions=text.when, area=text.area,
        discipline=text.discipline, measure=text.measure, unit=said(text.unit, spoken) if text.unit else "",
        baseline=text.baseline, criterion=text.criterion, scale_max=text.out_of, improvement=text.improvement,
        steps=text.steps, due_on=due, order=order, at=at,
    )  # fmt: skip
    state_priority(
        by=actor, child=family.child, carer=family.carer, words=said(text.words, spoken),
        importance=world.rng.randint(7, 10), now=world.rng.randint(1, 4), satisfaction=world.rng.randint(1, 5), at=at,
    )  # fmt: skip
    return Course(goal, skill(*shares(text), world.rng))


def shares(text: GoalText) -> tuple[float, float]:
    """Baseline and criterion on the latent 0 to 1 scale."""
    if text.measure == "rating":
        return (text.baseline - 1) / 4, (text.criterion - 1) / 4
    if text.improvement == "decrease":
        return 1 - text.baseline / text.out_of, 1 - text.criterion / text.out_of
    return text.baseline / text.out_of, text.criterion / text.out_of


def make_plan(world: World, family: Family, actor: Actor) -> None:
    at, spoken = family.joined + timedelta(days=6), family.language
    begin_episode(
        by=actor, child=family.child, at=at, earliest_on=(at + timedelta(weeks=16)).date(),
        expected_end_on=max((at + timedelta(weeks=26)).date(), world.today + timedelta(weeks=world.rng.randint(2, 16))),
    )  # fmt: skip
    equip(world, family, actor, at)
    version = draft_plan(
        by=actor, child=family.child, why=phrase("first_plan", spoken), methods=phrase("methods", spoken),
        expectations=phrase("expectations", spoken), risks=phrase("risks", spoken),
        settings=phrase("settings", spoken), sessions_a_week=1, minutes=45, review_on=(at + REVIEW_EVERY).date(), at=at,
    )  # fmt: skip
    sign_plan(by=actor, version=version, at=at + timedelta(hours=1))
    if world.rng.random() < 0.9:
        carer_accepts(world, family, version, at + timedelta(days=2))
    plan_review(by=actor, child=family.child, on=(at + REVIEW_EVERY).date(), now=at)
    set_state(world, family, "active", at + timedelta(days=2))


def carer_accepts(world: World, family: Family, version: PlanVersion, at: datetime) -> None:
    user = family.carer.user or shadow(world, family)
    by = actor_for(user)
    assert by is not None
    accept_plan(by=by, version=version, carer=family.carer, accepted=True, at=at)


def give_games(world: World, family: Family, courses: list[Course], lead: StaffMember) -> None:
    """One game at home for the first two goals."""
    by_title = {said(t.title, family.language): t for member in family.team for t in goals(member.discipline)}
    for course in courses[:2]:
        game = by_title[course.goal.title].game
        course.activity = HomeActivity.objects.create(
            organisation=world.clinic, child=family.child, goal=course.goal, by=user_of(lead),
            at=family.joined + timedelta(days=14), title=said(game.title, family.language),
            reason=said(game.why, family.language), how=said(game.how, family.language),
            stop_rule=said(game.stop, family.language), minutes=game.minutes, times_a_week=game.times,
        )  # fmt: skip


def walk(story: Story, courses: list[Course], rhythm: Rhythm) -> None:
    """Visit after visit: most are held, some missed; teaching starts after the baseline; a review every six weeks."""
    world, family = story.world, story.family
    lead, held = family.team[0], 0
    rooms = world.rooms[lead.site.name] if lead.site else []
    next_review: datetime | None = None
    for at in slots(world, family, rhythm):
        staff = family.team[-1] if world.rng.random() < 0.25 else lead
        visit = plan_visit(story, staff, world.rng.choice(rooms) if rooms else None, at)
        if at >= world.now:
            continue
        if world.rng.random() > rhythm.attend:
            why = world.rng.choice(["Fever", "Car broke down", "School trip", ""])
            mark(story, visit, world.rng.choice(["cancelled", "missed"]), at, why)
            continue
        open_courses = [course for course in courses if course.active]
        if held == BASELINE_VISITS:
            start_teaching(world, family, open_courses, at)
            next_review = at + REVIEW_EVERY
        signed = at < world.now - timedelta(days=3) or world.rng.random() < 0.4
        hold_visit(story, visit, open_courses, signed=signed)
        held += 1
        if held > BASELINE_VISITS:
            play_at_home(story, open_courses, at)
        # The newest review stays open: somebody has to look.
        if next_review and next_review <= at <= world.now - timedelta(weeks=2) and open_courses:
            review(world, family, open_courses, at + timedelta(hours=2))
            next_review = at + REVIEW_EVERY


def start_teaching(world: World, family: Family, courses: list[Course], at: datetime) -> None:
    actor = world.actor(family.team[0])
    for course in courses:
        start_phase(by=actor, goal=course.goal, kind=GoalPhase.Kind.TEACH, starts_at=at, at=at)
        course.taught_from = at


def play_at_home(story: Story, courses: list[Course], visit_at: datetime) -> None:
    world = story.world
    for course in courses:
        if course.activity is None:
            continue
        for day in range(1, 7):
            at = visit_at + timedelta(days=day, hours=world.rng.randint(0, 3))
            if at < world.now and world.rng.random() < course.activity.times_a_week / 9:
                practise(story, course, at)


def review(world: World, family: Family, courses: list[Course], at: datetime) -> None:
    """Judge each goal as the product does, decide as the rule suggests, and let the plan follow."""
    actor = world.actor(family.team[0])
    chosen = []
    for course in courses:
        history = history_of(course)
        judgement = judge_goal(history, today=at.date())
        choice = DECIDED[judgement.name.value]
        chosen.append(
            Chosen(
                goal=course.goal,
                choice=choice,
                why=phrase(choice, family.language),
                signal=judgement.name.value,
                p_goal=judgement.p_goal,
                growth=judgement.forecast.growth if judgement.forecast else None,
                shown=shown(history),
                change=phrase("smaller", family.language) if choice == "change" else "",
                reasons=tuple(reason.key for reason in judgement.reasons),
            )
        )
        if choice == "change":
            course.skill.rate *= 2.5
            course.skill.top += 0.8
        course.active = choice != "met"
    held = hold_review(
        by=actor, child=family.child, chosen=chosen, look_again=(at + REVIEW_EVERY).date(), now=at,
        message=phrase("support", family.language), family_view=phrase("family_view", family.language),
    )  # fmt: skip
    if held.version and world.rng.random() < 0.85:
        carer_accepts(world, family, held.version, at + timedelta(days=3))


def history_of(course: Course) -> GoalHistory:
    phases = tuple(PhaseRow(*row) for row in course.goal.phases.values_list("kind", "label", "starts_at"))
    decided = Decision.objects.filter(goal=course.goal, review__held_at__isnull=False).select_related("review")
    rows = decided.order_by("review__held_at")
    return GoalHistory(course.goal, tuple(course.points), phases, tuple(decision_row(row) for row in rows))


def next_step(world: World, family: Family) -> None:
    """The one next step: with the therapist or the family, most of them still in time."""
    with_family = world.rng.random() < 0.3
    NextStep.objects.create(
        organisation=world.clinic,
        child=family.child,
        by=user_of(family.team[0]),
        at=world.now - timedelta(days=4),
        what=said(world.rng.choice(people()["steps"]), family.language),
        detail="",
        staff=None if with_family else family.team[0],
        carer=family.carer if with_family else None,
        due_on=world.today + timedelta(days=world.rng.randint(-6, 14)),
    )


def say_goodbye(world: World, family: Family) -> None:
    """A child who has finished: goals met, a friendly ending, visits stop."""
    actor, at = world.actor(family.team[0]), world.now - timedelta(days=world.rng.randint(3, 40))
    for goal in family.child.goal_rows.filter(horizon="short"):
        found = shown_of(goal)
        state, why = ("met", "Keeps it at home and at school.") if found.widely else ("ended", "Matters less by now.")
        change_goal_state(by=actor, goal=goal, state=state, why=why, shown=found, at=at)
    graduate(world, family, at)
