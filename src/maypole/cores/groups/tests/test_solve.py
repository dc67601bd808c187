"""Proof, determinism, size: what the solver promises as a whole."""

import json
from dataclasses import replace
from functools import cache

import pytest

from maypole.cores.groups import packing, store, wide
from maypole.cores.groups import solve as solving
from maypole.cores.groups.answer import Answer
from maypole.cores.groups.decompose import components
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.problem import Place, Problem, Weights
from maypole.cores.groups.sample import sample
from maypole.cores.groups.solve import solve
from maypole.cores.groups.tests.brute import best, random_problem
from maypole.cores.groups.tests.make import adult, child, members, problem, verified


@cache
def caseload(children: int, sites: int = 1, disciplines: int = 1, seed: int = 1) -> Problem:
    return problem_from(json.dumps(sample(children, sites, disciplines, seed)))


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_is_better_among_all_there_are(seed: int) -> None:
    asked = random_problem(seed)
    answer, optimum = solve(asked), best(asked)

    if optimum is None:
        assert answer.status == "infeasible"
    else:
        assert verified(asked, answer).objective == answer.bound == optimum
        assert answer.status == "optimal"


@pytest.mark.parametrize("size", [(60, 1, 1), (60, 2, 2), (90, 3, 1), (110, 1, 1)])
def test_caseloads_are_proven_and_the_checker_agrees(size: tuple[int, int, int]) -> None:
    asked = caseload(*size)

    answer = verified(asked, solve(asked))

    assert (answer.status, answer.gap) == ("optimal", 0.0)
    assert len(answer.unplaced) + sum(len(group) for group in members(answer)) == len(asked.children)


def told(answer: Answer) -> list[tuple[Place, int]]:
    return [(group.place, group.score) for group in answer.groups]


def test_the_same_answer_twenty_times_of_twenty() -> None:
    asked = caseload(40)
    answers = [told(solve(asked)) for _ in range(20)]

    assert all(answer == answers[0] for answer in answers)


def test_the_seed_is_taken_and_the_worth_stays() -> None:
    asked = caseload(40)

    assert {solve(asked, seed=seed).objective for seed in (0, 1, -7, 2**40)} == {solve(asked).objective}


def test_groups_are_numbered_in_a_fixed_order() -> None:
    answer = solve(caseload(60, 2, 2))
    places = [group.place for group in answer.groups]

    assert [place.id for place in places] == [f"g{number}" for number in range(1, len(places) + 1)]
    assert answer.group_of(places[2].members[0]) == answer.groups[2]
    assert answer.group_of("nobody") is None


def test_a_pool_too_large_to_list_is_still_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for few rows only pairs are listed; larger groups are tried, and what is missed is in the bound."""
    asked = problem(*(child(f"c{number:02d}", "ab"[number % 2], available=DAYS_FREE) for number in range(14)))
    exact = solve(asked)
    monkeypatch.setattr(solving, "MOST_ROWS", 400)

    answer = verified(asked, solve(asked))

    assert answer.objective <= exact.objective == 14910 <= answer.bound <= 15610
    assert any(len(group) > 2 for group in members(answer))
    assert answer.status == "feasible"


DAYS_FREE = (((900, 1080),), ((900, 1080),), (), (), (), (), ())


def test_a_pool_of_which_not_even_the_pairs_can_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "MOST_ROWS", 0)
    monkeypatch.setattr(wide, "MOST_ROWS", 0)
    asked = problem(child("a"), child("b"))

    answer = solve(asked)

    assert (answer.groups, answer.status) == ((), "feasible")
    assert answer.bound > 0


def test_too_little_time_gives_a_plan_and_a_bound() -> None:
    asked = caseload(110)

    hurried = verified(asked, solve(asked, seconds=0.01))

    assert hurried.objective <= solve(asked).objective <= hurried.bound
    assert hurried.groups


@pytest.mark.parametrize("most", [3, 40, 80])
def test_too_many_columns_give_a_plan_and_a_bound(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = caseload(60)
    monkeypatch.setattr(packing, "MOST_VARIANTS", most)

    answer = verified(asked, solve(asked))

    assert answer.groups
    assert answer.objective <= solve(asked).bound <= answer.bound


@pytest.mark.parametrize(("name", "value"), [("SMALL", 0), ("FEW", 0), ("CHUNK", 1)])
def test_how_columns_are_searched_does_not_matter(name: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = caseload(60)
    expected = solve(asked)
    monkeypatch.setattr(store, name, value)

    answer = verified(asked, solve(asked))

    assert (answer.objective, answer.status) == (expected.objective, "optimal")


def test_no_weights_no_worth() -> None:
    asked = replace(caseload(40), weights=Weights(*[0] * 12))

    assert solve(asked).objective == 0


def test_leaders_of_one_language_are_shared_out_by_need() -> None:
    """All four pairs want the only Spanish speaker; who gets which time is settled after the groups."""
    children = [
        child(f"c{number}", f"s{number // 2}", max_size=2, languages=("es",), available=DAYS_FREE)
        for number in range(8)
    ]
    staff = (adult("t1", languages=("es",), max_groups=3), adult("t2", languages=("en",)))
    asked = problem(*children, staff=staff)

    answer = verified(asked, solve(asked))

    assert (answer.status, len(answer.groups)) == ("optimal", 4)
    assert sum(group.terms["language"] for group in answer.groups) == 3 * 60


def test_time_is_shared_by_the_number_of_children() -> None:
    solver = solving._Solver(caseload(60, 2, 1), 0.0, 10.0, 0, None)
    shares = solver._shares(components(solver.problem, solver.children, frozenset()))

    assert [round(share) for _, share in shares] == [5, 10]
