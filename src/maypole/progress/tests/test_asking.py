"""The family's and the child's view: asked at the start and at each review, in words, never added up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from maypole.home.models import HomeActivity
from maypole.home.tests.test_actions import given_game
from maypole.progress.actions import plan_review
from maypole.progress.asking import asked, say_how_it_goes
from maypole.progress.models import OutcomeView, StrategyConfidence
from maypole.progress.voices import said, voices
from tests.cast import Cast

As = Callable[[str], Client]


def say(cast: Cast, who: str = "rosa", voice: str = "parent", **more: object) -> OutcomeView:
    answers = more.pop("answers", {"daily": 2, "tries": 1})
    return say_how_it_goes(by=cast.actor(who), child=cast.maya, voice=voice, answers=answers, **more)  # type: ignore[arg-type]


def review_in(cast: Cast, days: int) -> date:
    on = timezone.localdate() + timedelta(days=days)
    plan_review(by=cast.actor("ines"), child=cast.maya, on=on)
    return on


@pytest.mark.mission("S100")
def test_the_set_is_asked_at_the_start_and_then_for_the_review(cast: Cast) -> None:
    review_in(cast, 60)
    first = say(cast, now=timezone.now() - timedelta(days=40))
    second = say(cast, answers={"daily": 4})
    assert (first.occasion, first.review) == ("start", None)
    assert (second.occasion, second.review is not None) == ("review", True)


@pytest.mark.parametrize(("days", "due"), [(60, False), (20, True), (-3, True)])
def test_it_is_time_to_ask_three_weeks_before_the_review(cast: Cast, days: int, due: bool) -> None:
    say(cast, now=timezone.now() - timedelta(days=90))
    review_in(cast, days)
    assert asked(cast.maya, "parent", timezone.localdate()).due is due


def test_a_second_answer_on_the_first_day_corrects_it(cast: Cast) -> None:
    review_in(cast, 60)
    say(cast)
    assert say(cast, answers={"daily": 5}).occasion == "start"


@pytest.mark.mission("S84")
def test_confidence_is_rated_for_each_strategy_and_told_beside_the_first(cast: Cast, as_: As) -> None:
    game = given_game(cast)
    review_in(cast, 14)
    say(cast, answers={}, confidence={game: 3}, now=timezone.now() - timedelta(days=50))
    as_("rosa").post(f"/children/{cast.maya.pk}/how-it-goes", {"voice": "parent", f"family-game-{game.pk}": "8"})
    assert list(StrategyConfidence.objects.order_by("view__at").values_list("value", flat=True)) == [3, 8]
    [rosa] = said(cast.maya)
    assert [(each.was, each.now) for each in rosa.sure] == [("3 of 10", "8 of 10")]


@pytest.mark.mission("S100")
def test_answers_stand_beside_the_first_in_words(cast: Cast) -> None:
    say(cast, now=timezone.now() - timedelta(days=50))
    say(cast, answers={"daily": 4, "proud": 3}, words="Mornings are calmer.")
    [rosa] = said(cast.maya)
    assert [(each.about, each.was, each.now) for each in rosa.changes] == [
        ("Maya does everyday things without help.", "A little", "Mostly"),
        ("Maya tries something new.", "", "Not yet"),
        ("Maya is proud of something.", "", "Sometimes"),
    ]
    assert rosa.words == "Mornings are calmer."


@pytest.mark.mission("S100")
def test_a_young_person_answers_for_themselves(cast: Cast, as_: As) -> None:
    client, url = as_("maya"), f"/children/{cast.maya.pk}/how-it-goes"
    page = client.get(url).content.decode()
    assert "I am proud of things I do." in page
    assert "Whose words" not in page
    client.post(url, {"voice": "parent", "child-proud": "5", "child-words": "I did it!"})
    view = OutcomeView.objects.get()
    assert (view.voice, view.carer, view.words) == ("child", None, "I did it!")


def test_the_team_notes_it_down_together_with_the_family(cast: Cast, as_: As) -> None:
    sent = {"voice": "parent", "family-daily": "3", "family-carer": str(cast.rosa.pk), "family-words": "Better."}
    as_("ines").post(f"/children/{cast.maya.pk}/how-it-goes", sent)
    [rosa] = said(cast.maya)
    assert (rosa.who, rosa.noted_by) == ("Rosa", "Ines")


def test_a_carer_reads_only_what_she_said_herself(cast: Cast, as_: As) -> None:
    say(cast, "ines", words="Told at the door.", carer=cast.daniel)
    say(cast, words="My own.")
    page = as_("rosa").get(f"/children/{cast.maya.pk}/how-it-goes").content.decode()
    assert "My own." in page
    assert "Told at the door." not in page


@pytest.mark.parametrize("wrong", [{"answers": {}}, {"answers": {"x": 1}}, {"answers": {"daily": 6}}])
def test_nothing_and_nonsense_are_refused(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        say(cast, **wrong)  # type: ignore[arg-type]


def test_a_game_of_another_child_is_refused(cast: Cast) -> None:
    game = given_game(cast)
    HomeActivity.objects.filter(pk=game.pk).update(child=cast.noor)
    game.refresh_from_db()
    with pytest.raises(ValidationError):
        say(cast, confidence={game: 3})


def test_an_empty_page_sent_says_what_to_do(cast: Cast, as_: As) -> None:
    answer = as_("rosa").post(f"/children/{cast.maya.pk}/how-it-goes", {"voice": "parent"})
    assert answer.status_code == 422
    assert "Answer one question" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("rosa", 200), ("ada", 200), ("daniel", 403), ("okafor", 403), ("fay", 403)]
)
def test_who_may_open_it(cast: Cast, as_: As, who: str, status: int) -> None:
    assert as_(who).get(f"/children/{cast.maya.pk}/how-it-goes").status_code == status


@pytest.mark.parametrize(("days", "words"), [(9, "We look together on"), (-9, "It is time to look together.")])
def test_our_child_asks_when_it_is_time(cast: Cast, as_: As, days: int, words: str) -> None:
    say(cast, now=timezone.now() - timedelta(days=90))
    review_in(cast, days)
    assert words in as_("rosa").get(f"/children/{cast.maya.pk}").content.decode()
    assert words not in as_("daniel").get(f"/children/{cast.maya.pk}").content.decode()


def test_the_review_knows_who_has_not_answered(cast: Cast) -> None:
    review_in(cast, 5)
    assert voices(cast.maya).family is False
    say(cast)
    assert (voices(cast.maya).family, voices(cast.maya).child) == (True, False)
