"""Moves from phase to phase: each condition, and the same moves however the past arrived."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.history import Datum
from maypole.cores.progress.mastery import RunRule, ValueRule
from maypole.cores.progress.moves import Move, Sighting, Stage, StageRule, next_move, replayed, stricter

RULE = StageRule(mastery=RunRule(0.8, 2), way=0.7)


def seen(*correct: int, where: str = "", who: str = "", trials: int = 10) -> list[Sighting]:
    places, people = where or "c" * len(correct), who or "a" * len(correct)
    return [
        Sighting(day, str(day), Datum(day, k, trials, setting=places[day], person=people[day]))
        for day, k in enumerate(correct)
    ]


def told(move: Move | None) -> tuple[float, str, str, int] | None:
    return (move.at, move.end.value, move.reason.value, move.sessions) if move else None


@pytest.mark.parametrize(
    ("stage", "points", "expected"),
    [
        (Stage.BASELINE, seen(1, 2), None),
        (Stage.BASELINE, seen(1, 2, 1), (2, "teach", "stable_baseline", 3)),
        (Stage.BASELINE, seen(0, 5, 1, 6, 2, 2), (4, "teach", "enough_baseline", 5)),
        (Stage.TEACH, seen(8, 7, 8), None),
        (Stage.TEACH, seen(8, 7, 8, 9), (3, "generalise", "mastered", 4)),
        (Stage.TEACH, seen(8, 3, 8, where="chc"), (2, "generalise", "mastered", 3)),
        (Stage.GENERALISE, seen(8, 8, 8, where="cch"), None),
        (Stage.GENERALISE, seen(8, 8, 8, 8, where="cchh"), (3, "maintain", "wide_places", 4)),
        (Stage.GENERALISE, seen(8, 8, 9, 8, who="abab"), (3, "maintain", "wide_people", 4)),
        (Stage.GENERALISE, seen(8, 8, 8, 8, where="cc  ", who="aa  "), (3, "maintain", "wide_places", 4)),
        (Stage.MAINTAIN, seen(8, 9), None),
        (Stage.MAINTAIN, seen(8, 7, 9), (1, "teach", "check_failed", 2)),
    ],
)
def test_each_stage_ends_by_its_own_condition(
    stage: Stage, points: list[Sighting], expected: tuple[float, str, str, int] | None
) -> None:
    assert told(next_move(RULE, stage, points)) == expected


def test_a_rule_for_several_places_counts_over_all_of_them() -> None:
    rule = StageRule(mastery=RunRule(0.8, 2, places=2), way=0.7)
    assert next_move(rule, Stage.TEACH, seen(8, 8, 3, 8, where="cchh")) is None
    assert told(next_move(rule, Stage.TEACH, seen(8, 8, 9, where="cch"))) == (2, "generalise", "mastered", 3)


def test_too_few_tries_count_neither_for_nor_against() -> None:
    rule = StageRule(mastery=RunRule(0.8, 2, least_trials=5), way=0.7)
    short = Sighting(1, "1", Datum(1, 0, 2, setting="c"))
    points = [seen(8)[0], short, Sighting(2, "2", Datum(2, 9, 10, setting="c"))]
    assert told(next_move(rule, Stage.TEACH, points)) == (2, "generalise", "mastered", 3)
    assert next_move(rule, Stage.MAINTAIN, points) is None


def test_two_failed_checks_may_be_asked_for() -> None:
    rule = StageRule(mastery=RunRule(0.8, 2), way=0.7, failed_checks=2)
    assert next_move(rule, Stage.MAINTAIN, seen(7, 8, 7)) is None
    assert told(next_move(rule, Stage.MAINTAIN, seen(7, 8, 7, 7))) == (3, "teach", "check_failed", 4)


def test_values_without_tries_move_on_too() -> None:
    rule = StageRule(mastery=ValueRule(30.0, 2, decrease=True), way=60.0)
    points = [Sighting(day, str(day), Datum(day, value)) for day, value in enumerate([90, 30, 28])]
    assert told(next_move(rule, Stage.TEACH, points)) == (2, "generalise", "mastered", 3)


def test_single_tries_of_one_pool_are_one_session() -> None:
    tries = [Sighting(day, str(day), Datum(day, k, 1, setting="h"), "week 1") for day, k in enumerate([1, 1, 0, 1, 1])]
    rule = StageRule(mastery=RunRule(0.8, 1, least_trials=5), way=0.7)
    assert next_move(rule, Stage.TEACH, tries[:4]) is None
    assert told(next_move(rule, Stage.TEACH, tries)) == (4, "generalise", "mastered", 1)


def test_points_before_the_stage_do_not_count() -> None:
    assert next_move(RULE, Stage.TEACH, seen(8, 8), since=0) is None


def test_the_whole_way_and_back() -> None:
    points = seen(1, 1, 1, 8, 8, 9, 9, 9, 9, 8, 2, 8, where="ccccc" + "cchhhhh")
    moves = replayed(RULE, points)
    assert [told(move) for move in moves] == [
        (2, "teach", "stable_baseline", 3),
        (4, "generalise", "mastered", 2),
        (8, "maintain", "wide_places", 4),
        (10, "teach", "check_failed", 2),
    ]


def test_a_confirmed_move_stays_when_its_session_is_corrected() -> None:
    late = Sighting(5, "1", Datum(1, 3, 10))
    assert [move.at for move in replayed(RULE, [*seen(8, 8), late], Stage.TEACH)] == [1]
    assert replayed(RULE, [seen(8, 8)[0], Sighting(1, "1", None)], Stage.TEACH) == []


def test_what_arrives_late_counts_for_the_stage_under_way() -> None:
    points = [Sighting(9, "0", Datum(0, 8, 10, setting="c", person="a")), *seen(8, 8)[1:]]
    assert [(move.at, move.known) for move in replayed(RULE, points, Stage.TEACH)] == [(1, 9)]


@pytest.mark.parametrize(
    "wrong", [{"baseline_points": 0}, {"wide": 1}, {"stable_points": 1}, {"way": 0.0}, {"stable_within": 1.5}]
)
def test_nonsense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ProgressError):
        StageRule(**({"mastery": RunRule(0.8), "way": 0.7} | wrong))  # type: ignore[arg-type]


def test_stricter_rules_err_less_and_stay_possible() -> None:
    assert [rule.level for rule in stricter(RunRule(0.95, 3))] == [0.95, 1.0, 0.95]
    assert len(list(stricter(RunRule(1.0, 3, first_trial=True)))) == 1
    assert [rule.level for rule in stricter(RunRule(0.05, 3, decrease=True))] == [0.05, 0.0]
    assert len(list(stricter(RunRule(0.0, 3, decrease=True)))) == 1
    assert [rule.consecutive for rule in stricter(ValueRule(5, 3))] == [5]


@st.composite
def pasts(draw: st.DrawFn) -> list[list[Sighting]]:
    """Deliveries in the order they came: sessions, some late, some corrected or taken back later."""
    deliveries: list[list[Sighting]] = []
    for moment in range(draw(st.integers(1, 12))):
        batch = {}
        for _ in range(draw(st.integers(1, 4))):
            key = draw(st.integers(0, 20))
            correct, place = draw(st.integers(0, 4)), draw(st.sampled_from("chs"))
            gone = draw(st.integers(0, 9)) == 0
            datum = None if gone else Datum(key, correct, 4, setting=place, person=draw(st.sampled_from("ab")))
            pool = "home" if place == "h" and draw(st.booleans()) else ""
            batch[str(key)] = Sighting(moment, str(key), datum, pool)
        deliveries.append(list(batch.values()))
    return deliveries


def live(rule: StageRule, deliveries: Sequence[Sequence[Sighting]]) -> list[Move]:
    """As the product does it: after each delivery it looks at what is known, and somebody confirms at once."""
    known: dict[str, Sighting] = {}
    stage, since, moves = Stage.BASELINE, float("-inf"), []
    for delivery in deliveries:
        for one in delivery:
            known[one.key] = one
        while move := next_move(rule, stage, sorted(known.values(), key=lambda one: one.key), since):
            moves.append(move)
            stage, since = move.end, move.at
    return moves


@given(pasts(), st.randoms(use_true_random=False), st.integers(1, 2), st.integers(1, 3))
def test_a_rule_tried_on_the_past_makes_the_moves_it_made_live(
    deliveries: list[list[Sighting]], dice: object, consecutive: int, fails: int
) -> None:
    rule = StageRule(mastery=RunRule(0.5, consecutive), way=0.7, wide_sessions=1, failed_checks=fails)
    shuffled = [one for delivery in deliveries for one in delivery]
    dice.shuffle(shuffled)  # type: ignore[attr-defined]

    tried = replayed(rule, shuffled)

    assert [told(move) for move in tried] == [told(move) for move in live(rule, deliveries)]


@given(st.lists(st.integers(0, 4), max_size=25), st.integers(1, 25))
def test_batches_of_sessions_in_order_change_nothing(correct: list[int], size: int) -> None:
    points = seen(*correct, where="ch" * 13, trials=4)
    batched = [Sighting(one.known // size, one.key, one.datum) for one in points]
    rule = StageRule(mastery=RunRule(0.5, 2), way=0.7)

    one_by_one = [told(move) for move in replayed(rule, points)]

    assert [told(move) for move in replayed(rule, batched)] == one_by_one
