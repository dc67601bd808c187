"""Before a group: what was seen of a few demo children, what fits them, a “no group for now”, a pair apart."""

from __future__ import annotations

from datetime import time, timedelta

from maypole.evaluation.transfers import document_transfer
from maypole.groups.actions.company import decide_step, say_seen, set_free_times, tell_company, wish_pair
from maypole.groups.models import StepDecision
from maypole.people.models import Child

from .clinic import World
from .days import lead_of

SEEN = (
    (61, "waits", "not_yet", "Walked away when somebody else drew first.", "clinic"),
    (40, "attends", "some", "Looked up at the drum whenever another child hit it.", "clinic"),
    (33, "asks", "yes", "“My turn please”, twice, without help.", "school"),
    (19, "waits", "some", "Waited for the swing while one child went, with a song.", "community"),
    (12, "imitates", "yes", "Clapped and stamped as the others did, a beat later.", "school"),
    (6, "waits", "yes", "Three turns in a row at the bean bags, watching who was next.", "clinic"),
    (5, "follows", "not_yet", "“Everybody sit down”: looked to see what the others do, then sat.", "school"),
)
"""Days ago, line, how often, words, place: of the child every persona knows."""
OTHERS = (
    ("attends", "yes", "Followed the whole picture story on the shared screen."),
    ("waits", "some", "Waited for one turn with a picture card in hand."),
    ("imitates", "some", "Put the hat on after seeing it on someone else."),
    ("follows", "some", "Lined up when all were told to, at the end of the line."),
    ("asks", "yes", "Pointed to “more” on the tablet."),
)
COUNT = 5
"""Children beside Maya whose page shows life, and who are in no group yet."""


def fill_first_steps(world: World) -> None:
    """After the groups are made: these children are meant for none of them, so that nothing of them changes."""
    maya, decided = world.children[0], set(StepDecision.objects.values_list("child_id", flat=True))
    others = [child for child in world.children[2:] if child.pk in world.courses and child.pk not in decided][:COUNT]
    tell_maya(world, maya)
    for number, child in enumerate(others):
        tell_other(world, child, number)
    if len(others) < 2:
        return
    document_transfer(
        by=lead_of(world, others[0]), child=others[0], evaluated_by="Ana Ruiz, OT, Harbour Clinic",
        written_on=world.start.date() - timedelta(days=20), at=world.start + timedelta(days=2),
        document="Evaluation report, four pages, from the family: strong with words, tires when writing.",
    )  # fmt: skip
    lead, now = world.actor(world.staff["lead"]), world.now - timedelta(days=8)
    wish_pair(by=lead, child=others[0], other=others[1], kind="apart", why="One’s drumming hurts the other.", now=now)
    tell_company(
        by=lead_of(world, others[-1]), child=others[-1], now=now, not_now=True, most=2,
        look_again_on=world.today + timedelta(weeks=5), why="A new school this month: one new room at a time.",
    )  # fmt: skip


def tell_maya(world: World, maya: Child) -> None:
    """Seven lines by three people, what fits her, and a first “not yet” that did not last."""
    tellers = [world.actor(world.staff[slug]) for slug in ("therapist", "assistant", "slp")]
    for number, (days, skill, seen, words, place) in enumerate(SEEN):
        now = world.now - timedelta(days=days)
        say_seen(by=tellers[number % 3], child=maya, skill=skill, seen=seen, words=words, place=place, now=now)
    tell_company(
        by=tellers[0], child=maya, now=world.now - timedelta(days=11), most=3, noise="medium",
        why="Hand dryers and shouting frighten her; a warning before loud things helps.",
    )  # fmt: skip
    decide_step(
        by=tellers[0], child=maya, choice="not_yet", now=world.now - timedelta(days=62),
        why="Waiting is still very hard for her: first in visits alone.", family_view="We wish for one good friend.",
    )  # fmt: skip
    if not StepDecision.objects.filter(child=maya).exclude(choice="not_yet").exists():
        decide_step(
            by=tellers[0], child=maya, choice="trial", now=world.now - timedelta(days=4),
            why="She waits for a turn now, and talks about the others.", family_view="Yes, with pleasure.",
            exception="" if world.weeks > 6 else "She knows the others from school.",
        )  # fmt: skip


def tell_other(world: World, child: Child, number: int) -> None:
    """A few lines and two afternoons; every second one has a size that fits."""
    by, now = lead_of(world, child), world.now - timedelta(days=7 + 3 * number)
    for skill, seen, words in OTHERS[: 2 + number % 4]:
        say_seen(by=by, child=child, skill=skill, seen=seen, words=words, now=now)
    if number % 2:
        tell_company(by=by, child=child, now=now, most=4, noise="medium", why="Tires after half an hour.")
    windows = [(number % 5, time(14), time(17)), ((number + 2) % 5, time(14, 30), time(17, 30))]
    set_free_times(by=by, child=child, windows=sorted(windows), now=now)
