"""The parts against their plain definitions: enumeration, array scores, cuts, slots."""

import itertools
import json

import numpy as np
import pytest

from maypole.cores.groups.answer import scored
from maypole.cores.groups.candidates import TooMany, legal_groups
from maypole.cores.groups.compatible import pack, pool_of, starts_in, unpack
from maypole.cores.groups.cuts import violated
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.linear import Program, best_whole
from maypole.cores.groups.problem import Place, Problem
from maypole.cores.groups.rooms import Need, name_rooms
from maypole.cores.groups.rules import broken_rules
from maypole.cores.groups.sample import sample
from maypole.cores.groups.score import terms
from maypole.cores.groups.slots import slots_of, supply_of
from maypole.cores.groups.store import Column, Cut
from maypole.cores.groups.tests.brute import random_problem
from maypole.cores.groups.tests.make import DAY, HOUR, child, problem, room
from maypole.cores.groups.worth import worth_of


def dense(seed: int) -> Problem:
    return problem_from(json.dumps(sample(24, 1, 1, seed)))


@pytest.mark.parametrize("seed", range(4))
def test_every_legal_group_is_listed_once(seed: int) -> None:
    asked = dense(seed)
    duration, step = asked.rules.duration_minutes, asked.rules.slot_minutes
    starts = tuple(sorted(frozenset().union(*(starts_in(one.available, duration, step) for one in asked.children))))
    pool = pool_of(asked, list(asked.children), starts)
    listed = [tuple(sorted(pool.children[k].id for k in row)) for b in legal_groups(pool, 2, 4) for row in b.members]

    aside = {"staff", "room", "available", "slot"}
    expected = {
        names
        for size in (2, 3, 4)
        for names in itertools.combinations(sorted(asked.by_id), size)
        if not {one.rule for one in broken_rules(asked, place_of(asked, names))} - aside
        and frozenset.intersection(*(starts_in(asked.by_id[n].available, duration, step) for n in names))
    }
    assert len(listed) == len(set(listed))
    assert set(listed) == {names for names in expected if len(names) <= 4}


def place_of(asked: Problem, names: tuple[str, ...]) -> Place:
    largest = max(asked.rooms, key=lambda one: one.capacity)
    return Place(names, asked.staff[0].id, largest.id, "mon", 480)


def test_listing_stops_where_it_is_too_much() -> None:
    asked = problem(child("a"), child("b"))
    pool = pool_of(asked, list(asked.children), ((0, 900),))

    with pytest.raises(TooMany):
        list(legal_groups(pool, 2, 6, most_rows=0))


@pytest.mark.parametrize("seed", range(12))
def test_array_scores_are_the_scores(seed: int) -> None:
    asked = random_problem(seed)
    starts = tuple((day, minute) for day in range(2) for minute in range(480, 720, 15))
    pool = pool_of(asked, [one for one in asked.children if not one.aggression], starts)
    worth = worth_of(pool, asked.weights, asked.staff, 4)

    for size in (2, 3, 4):
        for row in itertools.combinations(range(len(pool.children)), size):
            base = int(worth.base(np.array([row]))[0])
            base += int(worth.by_staff[list(row), 0].sum()) + int(worth.by_start[list(row), 2].sum())
            group = [pool.children[k] for k in row]
            assert base == sum(terms(asked, group, asked.staff[0], "mon", 510).values())


def test_flags_survive_packing() -> None:
    flags = np.random.default_rng(1).random((5, 130)) < 0.5

    assert (unpack(pack(flags), 130) == flags).all()
    assert pack(np.zeros((3, 0), dtype=bool)).shape == (3, 1)


def test_three_halves_are_cut() -> None:
    pairs = [Column(0, members, 0, 10) for members in ((0, 1), (1, 2), (0, 2))]

    cuts = violated(pairs, [0.5, 0.5, 0.5], set())

    assert cuts == [Cut(0, (0, 1, 2))]
    assert violated(pairs, [0.5, 0.5, 0.5], set(cuts)) == []
    assert violated([*pairs, Column(0, (0, 1, 2), 0, 10)], [0.2, 0.2, 0.2, 0.4], set()) == []
    assert cuts[0].holds((0, 2, 5))
    assert not cuts[0].holds((0, 3))


def test_programs_are_solved() -> None:
    program = Program([1, 1])
    program.add([3, 2], [[0], [0, 1]])

    relaxed = program.solve()

    assert (relaxed.objective, relaxed.share.tolist(), relaxed.prices.tolist()) == (3.0, [1.0, 0.0], [3.0, 0.0])
    assert best_whole([1, 1], [3, 2, 2], [[0], [1], [0, 1]]).chosen == [0, 1]
    assert best_whole([1], [], []).proven


def test_locks_take_time_from_staff_and_rooms() -> None:
    asked = problem(child("a"), child("b"), locked=(Place(("a", "b"), "t1", "r1", "mon", 900),))
    supply = supply_of(asked, asked.staff, asked.rooms)

    assert (0, 870) not in supply.hours["t1"]
    assert (0, 945) in supply.open["r1"]
    assert supply.left["t1"] is None


def test_rows_of_a_slot_depend_on_size_where_rooms_do() -> None:
    rooms = (room("small", 2), room("large", 4))
    staff = tuple(one for one in problem().staff) * 1
    asked = problem(
        rooms=rooms, staff=(*staff, *(type(staff[0])(f"t{k}", ("SLP",), ("north",), DAY) for k in range(2, 5)))
    )
    slots = slots_of(supply_of(asked, asked.staff, asked.rooms), 45)

    assert len(slots.rows_of(0, 4)) > len(slots.rows_of(0, 2))
    assert slots.most[0] == 4


def test_rooms_are_named_or_not() -> None:
    asked = problem(rooms=(room("r1", 2), room("r2", 4)))
    supply = supply_of(asked, asked.staff, asked.rooms)
    two = [Need("north", (0, 900), 2), Need("north", (0, 915), 4)]

    assert name_rooms(supply, two, 45) == ["r1", "r2"]
    assert name_rooms(supply, [Need("north", (0, 900), 2, "r2"), Need("north", (0, 960), 2, "r2")], 45) == ["r2", "r2"]
    assert name_rooms(supply, [*two, Need("north", (0, 930), 2)], 45) is None


def test_rooms_are_named_by_a_program_where_taking_turns_fails() -> None:
    early = room("early", 6, available=(((900, 960),), *HOUR[1:]))
    asked = problem(rooms=(room("all", 4), early))
    supply = supply_of(asked, asked.staff, asked.rooms)
    needs = [Need("north", (0, 900), 2), Need("north", (0, 930), 2)]

    assert name_rooms(supply, needs, 45) == ["early", "all"]


def test_scores_of_a_place_are_its_terms() -> None:
    asked = problem(child("a", level=2), child("b", level=3))
    group = scored(asked, Place(("a", "b"), "t1", "r1", "mon", 900, "g1"))

    assert group.score == sum(group.terms.values()) == 2000 + 80 + 25 + 60 + 40
    assert group.id == "g1"
