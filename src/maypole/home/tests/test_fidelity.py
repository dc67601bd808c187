"""Checks of the steps of a strategy: dated, with the observer, by the team and by families."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from maypole.home.fidelity import check_fidelity, encouraged, strategy, told, withdraw_check
from maypole.home.models import FidelityCheck, HomeActivity
from maypole.visits.tests.rows import make_goal
from tests.cast import Cast

from .test_actions import given_game

As = Callable[[str], Client]


def game_of(cast: Cast) -> HomeActivity:
    return HomeActivity.objects.select_related("goal").get(pk=given_game(cast).pk)


@pytest.mark.mission("S87")
def test_a_check_is_dated_and_names_its_observer(cast: Cast) -> None:
    checked = strategy(make_goal(cast))
    check = check_fidelity(
        by=cast.actor("lena"), checked=checked, done=checked.steps[:6], seen="observed", done_by="Ada",
    )  # fmt: skip
    assert (check.checked_on, check.by, check.done_by) == (timezone.localdate(), cast.users["lena"], "Ada")
    assert (told(check), check.who, len(check.left_out.splitlines())) == ("6 of 8 steps", "staff", 2)


@pytest.mark.mission("S87")
def test_a_parent_checks_herself_and_is_encouraged(cast: Cast, as_: As) -> None:
    game = game_of(cast)
    steps = strategy(game.goal, game).steps
    answer = as_("rosa").post(
        f"/children/{cast.maya.pk}/fidelity?game={game.pk}",
        {"done": list(steps[:3]), "on": timezone.localdate().isoformat(), "seen": "observed", "done_by": "Ines"},
        follow=True,
    )
    check = FidelityCheck.objects.get()
    assert (check.who, check.seen, check.done_by, check.done, check.steps) == ("family", "self", "Rosa", 3, 4)
    assert "3 of 4 steps: well done. One to try next time" in answer.content.decode()


def test_few_steps_make_a_smaller_game_not_a_reproach(cast: Cast) -> None:
    checked = strategy((game := game_of(cast)).goal, game)
    few = check_fidelity(by=cast.actor("rosa"), checked=checked, done=checked.steps[:1])
    every = check_fidelity(by=cast.actor("rosa"), checked=checked, done=checked.steps)
    assert "ask us for a smaller one" in encouraged(few)
    assert "Every step" in encouraged(every)


@pytest.mark.parametrize("wrong", [{"done": ["Danced"]}, {"on": 1}, {"on": -90}, {"seen": "observed"}])
def test_what_cannot_be_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    if isinstance(days := wrong.get("on"), int):
        wrong = {"on": timezone.localdate() + timedelta(days=days)}
    checked = strategy(make_goal(cast))
    with pytest.raises(ValidationError):
        check_fidelity(by=cast.actor("ines"), checked=checked, **({"done": []} | wrong))  # type: ignore[arg-type]


def test_the_database_refuses_more_steps_than_there_are(cast: Cast) -> None:
    check = check_fidelity(by=cast.actor("ines"), checked=strategy(make_goal(cast)), done=[])
    with pytest.raises(IntegrityError), transaction.atomic():
        FidelityCheck.objects.filter(pk=check.pk).update(done=9)


@pytest.mark.parametrize(
    ("who", "status"), [("ines", 200), ("ada", 200), ("rosa", 200), ("daniel", 403), ("okafor", 403), ("jiho", 404)]
)
def test_who_may_check_steps(cast: Cast, as_: As, who: str, status: int) -> None:
    assert as_(who).get(f"/children/{cast.maya.pk}/fidelity").status_code == status


def test_a_family_sees_its_own_checks_and_no_teaching_of_the_team(cast: Cast, as_: As) -> None:
    goal = make_goal(cast)
    check_fidelity(by=cast.actor("ines"), checked=strategy(goal), done=[], words="Hurried today.")
    page = as_("rosa").get(f"/children/{cast.maya.pk}/fidelity?goal={goal.pk}").content.decode()
    assert "Hurried" not in page
    assert "Said it once" not in page


@pytest.mark.parametrize("query", ["game=x", "goal=x", "game=00000000-0000-7000-8000-000000000000"])
def test_an_unknown_strategy_is_not_found(cast: Cast, as_: As, query: str) -> None:
    assert as_("ines").get(f"/children/{cast.maya.pk}/fidelity?{query}").status_code == 404


def test_only_its_author_takes_a_check_back(cast: Cast, as_: As) -> None:
    check = check_fidelity(by=cast.actor("ines"), checked=strategy(make_goal(cast)), done=[])
    assert as_("ada").post(f"/fidelity/{check.pk}/withdrawal").status_code == 404
    assert as_("ines").post(f"/fidelity/{check.pk}/withdrawal").status_code == 302
    withdraw_check(by=cast.actor("ines"), check=check)
    assert not FidelityCheck.objects.standing().exists()
