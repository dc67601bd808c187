"""What families and children say, what happened in their lives, and checks of steps: for a few children of the demo."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from maypole.access.middleware import actor_for
from maypole.access.models import User
from maypole.home.fidelity import check_fidelity, strategy
from maypole.home.models import HomeActivity
from maypole.people.models import Carer, CarerRelation, Child, StaffMember
from maypole.progress.life import tell_event
from maypole.progress.models import OutcomeAnswer, OutcomeItem, OutcomeView, Review, StrategyConfidence

from .clinic import World
from .content import looking, said

CHILDREN = 6


def look(world: World) -> None:
    """Maya's family has answered for the next review; others answered at the start and at reviews that were held."""
    active = [child for child in world.children if world.courses.get(child.pk)][:CHILDREN]
    for number, child in enumerate(active):
        relation = CarerRelation.objects.filter(child=child, ended_at=None).select_related("carer__user").first()
        if relation is None or relation.carer.user is None:
            continue
        speak(world, child, relation.carer, relation.carer.user, coming=number == 0)
        happen(world, child)
        check(world, child, relation.carer.user)


def speak(world: World, child: Child, carer: Carer, user: User, *, coming: bool) -> None:
    """The start, each held review, and the planned one when `coming`; answers rise slowly."""
    held = list(Review.objects.filter(child=child, held_at__isnull=False).order_by("held_at"))
    when: list[tuple[Review | None, datetime]] = [(None, child.registered_at + timedelta(days=6))]
    when += [(review, review.held_at - timedelta(days=2)) for review in held if review.held_at]
    planned = Review.objects.due().filter(child=child).first()
    if coming and planned is not None:
        when.append((planned, world.now - timedelta(days=2)))
    games = list(HomeActivity.objects.current().filter(child=child))
    texts = looking()
    for step, (review, at) in enumerate(when):
        words = said(texts["family"][min(step, len(texts["family"]) - 1)], child.family_language())
        view = written(child, "parent", review, carer=carer, user=user, at=at, words=words)
        answer(world, view, 1 + step)
        if step:  # games are given after the start
            StrategyConfidence.objects.bulk_create(
                StrategyConfidence(
                    organisation=child.organisation, view=view, activity=game, value=min(3 + 2 * step, 9)
                )
                for game in games
            )
        if step in (0, len(when) - 1):
            own = said(texts["child"][0 if step == 0 else 1], child.family_language())
            voice = written(child, "child", review, carer=None, user=child.user or user, at=at, words=own)
            OutcomeAnswer.objects.bulk_create(
                OutcomeAnswer(organisation=child.organisation, view=voice, item=item, value=5 if step else 3)
                for item in OutcomeItem.values[:4]
            )


def written(
    child: Child, voice: str, review: Review | None, *, carer: Carer | None, user: User, at: datetime, words: str
) -> OutcomeView:
    return OutcomeView.objects.create(
        organisation=child.organisation, child=child, voice=voice, occasion="review" if review else "start",
        review=review, carer=carer, words=words, at=at, by=user,
    )  # fmt: skip


def answer(world: World, view: OutcomeView, level: int) -> None:
    OutcomeAnswer.objects.bulk_create(
        OutcomeAnswer(
            organisation=view.organisation, view=view, item=item, value=max(1, min(5, level + world.rng.randint(0, 1)))
        )
        for item in OutcomeItem.values
    )


def happen(world: World, child: Child) -> None:
    """Three events, as the family told them."""
    spoken = child.family_language()
    for event in looking()["events"]:
        start: date = world.today - timedelta(days=event["days_ago"] + world.rng.randint(0, 9))
        tell_event(
            by=world.actor(lead_of(child)), child=child, kind=event["kind"], title=said(event["title"], spoken),
            starts_on=start, ends_on=start + timedelta(days=event["lasts"]) if event["lasts"] else None,
            now=world.now - timedelta(days=event["days_ago"] - 1),
        )  # fmt: skip


def check(world: World, child: Child, user: User) -> None:
    """The therapist checked herself and was watched; the family checked its game."""
    course = world.courses[child.pk][0]
    taught, lead = strategy(course.goal), lead_of(child)
    watcher = world.actor(world.staff["lead"])
    for days, left_out in ((38, 2), (9, 1)):
        now = world.now - timedelta(days=days)
        check_fidelity(by=world.actor(lead), checked=taught, done=taught.steps[left_out:], now=now)
    check_fidelity(
        by=watcher, checked=taught, done=taught.steps[1:], seen="observed", done_by=lead.name,
        now=world.now - timedelta(days=16),
    )  # fmt: skip
    parent = actor_for(user)
    if course.activity is not None and parent is not None:
        game = strategy(course.goal, course.activity)
        check_fidelity(by=parent, checked=game, done=game.steps[1:], now=world.now - timedelta(days=5))


def lead_of(child: Child) -> StaffMember:
    return child.team.filter(ended_at=None).select_related("staff").order_by("-leads", "pk")[0].staff
