"""Agreement of two observers over time: what the page says, to whom, and what it asks for when it is low."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maypole.access.ids import new_id
from maypole.cores.progress.observers import Kind, Mark, compare, overall
from maypole.plan.models import Goal
from maypole.progress.agreeing import agreeing, needs, said, watched
from maypole.visits import actions, second
from maypole.visits.ingest import Item
from maypole.visits.models import Visit
from maypole.visits.second_present import chip, kappa_words
from maypole.visits.second_present import said as said_of_one
from maypole.visits.tests.rows import make_goal, started
from tests.cast import Cast

As = Callable[[str], Client]


def taps(goal: Goal, start: Any, codes: str, *, second: bool = False) -> list[Item]:
    device = new_id()
    return [
        Item(
            id=new_id(), goal=goal.pk, measure="trials", prompt=code, correct=True, second=second, device=device,
            sequence=n, at=start + timedelta(minutes=n),
        )
        for n, code in enumerate(codes.split(), 1)
    ]  # fmt: skip


def visited(cast: Cast, goal: Goal, days_ago: int, first: str, other: str = "") -> Visit:
    """A finished visit; with `other`, Ada watched it and saw that."""
    start = timezone.now() - timedelta(days=days_ago)
    visit = started(cast, start)
    actions.observe(by=cast.actor("ines"), visit=visit, items=taps(goal, start, first), now=start)
    if other:
        second.join(by=cast.actor("ada"), visit=visit, goals=[goal.pk], at=start)
        actions.observe(by=cast.actor("ada"), visit=visit, items=taps(goal, start, other, second=True), now=start)
    actions.finish_visit(by=cast.actor("ines"), visit=visit, at=start + timedelta(minutes=45))
    return visit


def page(client: Client, goal: Goal) -> str:
    answer = client.get(f"/goals/{goal.pk}/agreement")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_agreement_per_visit_and_over_time(cast: Cast, as_: As) -> None:
    goal = make_goal(cast)
    visited(cast, goal, 9, "I I VB I I", "I I VB I I")
    visited(cast, goal, 6, "I I I I I")
    visited(cast, goal, 3, "I VB I I I", "I I I VB I")
    text = page(as_("ines"), goal)
    assert "80 % over 2 visits; the usual line is 80 %." in text
    assert "2 of 3 visits had a second observer (67 %)." in text
    assert "100 %, trial by trial, from 5." in text
    assert "60 %, trial by trial, from 5." in text
    assert "convention of the field" in text
    assert text.count('class="pt"') == 2


def test_low_agreement_asks_for_attention_where_decisions_are_made(cast: Cast, as_: As) -> None:
    goal = make_goal(cast)
    visited(cast, goal, 3, "I VB I I I", "I I I VB I")
    for address in (f"/goals/{goal.pk}", f"/goals/{goal.pk}/agreement"):
        assert "Agreement is below 80 %." in as_("ines").get(address).content.decode()
    assert "Agree on what counts: “Ties her shoes”" in as_("ines").get("/today").content.decode()
    assert "Agree on what counts" not in as_("ada").get("/today").content.decode()


def test_good_agreement_and_old_disagreement_ask_for_nothing_today(cast: Cast, as_: As) -> None:
    good, old = make_goal(cast), make_goal(cast, "Asks for help")
    visited(cast, good, 3, "I I I I I", "I I I I I")
    visited(cast, old, 30, "I I I I I", "VB VB VB VB VB")
    assert "Agree on what counts" not in as_("ines").get("/today").content.decode()
    assert agreeing(good).needs == ""


def test_without_a_second_observer_the_page_says_how_to_get_one(cast: Cast, as_: As) -> None:
    goal = make_goal(cast)
    assert "There is no visit with this goal yet." in page(as_("ines"), goal)
    visited(cast, goal, 2, "I I I")
    text = page(as_("ines"), goal)
    assert "0 of 1 visit had a second observer (0 %). Usual is a fifth to a third." in text
    assert "Nobody watched beside the first observer yet" in text


@pytest.mark.parametrize(
    ("name", "status"), [("ines", 200), ("ada", 200), ("rosa", 403), ("okafor", 403), ("jiho", 404), ("eva", 404)]
)
def test_only_who_treats_reads_it(cast: Cast, as_: As, name: str, status: int) -> None:
    goal = make_goal(cast)
    assert as_(name).get(f"/goals/{goal.pk}/agreement").status_code == status


def test_families_see_no_word_of_it_on_the_goals_page(cast: Cast, as_: As) -> None:
    goal = make_goal(cast)
    visited(cast, goal, 3, "I VB I I I", "I I I VB I")
    assert "Two observers" in as_("ines").get(f"/goals/{goal.pk}").content.decode()
    assert "Two observers" not in as_("rosa").get(f"/goals/{goal.pk}").content.decode()


def test_the_page_asks_equally_often_for_one_and_ten_visits(cast: Cast, as_: As) -> None:
    goal, client = make_goal(cast), as_("ines")
    visited(cast, goal, 40, "I I", "I VB")
    page(client, goal)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            page(client, goal)
        counts.append(len(asked))
        for ago in range(1, 10):
            visited(cast, goal, ago, "I I", "I VB")
    assert counts[0] == counts[1]


def tries(codes: str) -> list[Mark]:
    return [Mark(float(n), code=code, yes=code == "I") for n, code in enumerate(codes)]


def test_too_little_is_said_to_be_too_little() -> None:
    few, none = compare(Kind.TRIES, tries("II"), tries("IV")), compare(Kind.COUNT, [], [], 600)
    assert few is not None
    assert none is not None
    assert "too few to say" in said_of_one(few)
    assert "that is easily agreed" in said_of_one(none)
    assert said_of_one(None) == "There is nothing that both of them could have seen."
    assert [chip(each)[2] for each in (None, few)] == ["Nothing to compare", "Too few to say"]
    assert said(overall([few])) == "2 pairs of observations in all: at least 5 are needed to say anything."
    assert (said(None)[:17], needs(None), watched(0, 0)[:8]) == ("No agreement yet:", "", "There is")


def test_kappa_in_words() -> None:
    found = compare(Kind.TRIES, tries("IIVVIVIVII"), tries("IIVVIVVVII"))
    few = compare(Kind.TRIES, tries("IVIVI"), tries("IVIVV"))
    same = compare(Kind.TRIES, tries("IIIII"), tries("IIIII"))
    words = [kappa_words(each.kappa) for each in (found, few, same) if each and each.kappa]
    assert words[0].startswith("Kappa 0.80 (0.")
    assert "that takes 8 pairs, and there are 5" in words[1]
    assert "not defined" in words[2]
