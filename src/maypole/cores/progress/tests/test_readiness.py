"""The signs of an ending: yes, not yet, or too early to say."""

import pytest

from maypole.cores.progress.history import JudgeInput, Probe
from maypole.cores.progress.readiness import Answer, Line, Seen, Sign, of_goal, of_open_goals, ready


def history(*probes: Probe, confirms: bool | None = None) -> JudgeInput:
    return JudgeInput(baseline=(), treatment=(), goal=8.0, due=90.0, probes=tuple(probes), family_confirms=confirms)


def check(day: int, value: float = 9.0) -> Probe:
    return Probe(day, value, setting="home")


GOOD, BAD, FEW = Seen(5, 0.9), Seen(5, 0.3), Seen(2, None)


@pytest.mark.parametrize(
    ("places", "answer"),
    [
        ({"clinic": GOOD, "home": GOOD}, Answer.YES),
        ({"clinic": GOOD, "telehealth": GOOD}, Answer.EARLY),
        ({"clinic": GOOD, "home": BAD}, Answer.NOT_YET),
        ({"clinic": GOOD, "home": FEW}, Answer.EARLY),
        ({}, Answer.EARLY),
    ],
)
def test_two_places_one_of_them_of_daily_life(places: dict[str, Seen], answer: Answer) -> None:
    assert of_goal(history(), places)[0].answer is answer


@pytest.mark.parametrize(
    ("probes", "answer"),
    [
        ([], Answer.EARLY),
        ([check(1)], Answer.EARLY),
        ([check(1), check(10)], Answer.NOT_YET),
        ([check(1), check(20, 5.0)], Answer.NOT_YET),
        ([check(1), check(15)], Answer.YES),
    ],
)
def test_two_checks_two_weeks_apart(probes: list[Probe], answer: Answer) -> None:
    line = of_goal(history(*probes), {})[1]
    assert (line.sign, line.answer, line.needed) == (Sign.CHECKS, answer, 2)


def test_the_family_is_asked() -> None:
    answers = [of_goal(history(confirms=said), {})[2].answer for said in (None, True, False)]
    assert answers == [Answer.EARLY, Answer.YES, Answer.NOT_YET]


@pytest.mark.parametrize(
    ("chances", "answer"),
    [([], Answer.YES), ([0.3, 0.69], Answer.YES), ([0.3, None], Answer.EARLY), ([None, 0.7], Answer.NOT_YET)],
)
def test_a_goal_that_may_still_gain_speaks_for_staying(chances: list[float | None], answer: Answer) -> None:
    assert of_open_goals(chances).answer is answer


def test_ready_needs_every_sign() -> None:
    yes = Line(Sign.PLACES, Answer.YES)
    assert ready([yes, yes])
    assert not ready([yes, Line(Sign.FAMILY, Answer.EARLY)])
    assert not ready([])
