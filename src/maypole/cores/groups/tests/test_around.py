"""Large pools: a sweep bounds what is left to win, and a search around a poor plan makes it good."""

import json
import time
from itertools import product

import numpy as np
import pytest

from maypole.cores.groups import around, packing, pricing
from maypole.cores.groups.around import Around
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.packing import Packer
from maypole.cores.groups.pricing import Master
from maypole.cores.groups.sample import sample
from maypole.cores.groups.solve import solve
from maypole.cores.groups.store import Column
from maypole.cores.groups.sweep import best_of_each, sweep


@pytest.fixture
def packer(monkeypatch: pytest.MonkeyPatch) -> Packer:
    """The packer of sixty children in one pool, after it has packed."""
    made: list[Packer] = []
    begin = Packer.__init__

    def kept(self: Packer, master: Master) -> None:
        begin(self, master)
        made.append(self)

    monkeypatch.setattr(packing.Packer, "__init__", kept)
    assert solve(problem_from(json.dumps(sample(60, 1, 1, 3)))).status == "optimal"
    return made[0]


def improved(packer: Packer, plan: list[Column], limit: int, seed: int = 0) -> list[Column]:
    master = packer.master
    prices = [master.prices(store.number) for store in master.stores]
    return Around(master, prices, plan, seed).improve(limit, time.monotonic() + 60)


def worth(plan: list[Column]) -> int:
    return sum(column.value for column in plan)


def test_a_poor_plan_becomes_the_best(packer: Packer) -> None:
    plan = improved(packer, packer.best[::2], packer.limit)

    assert worth(packer.best[::2]) < worth(plan) == packer.limit


def test_the_same_seed_finds_the_same_plan(packer: Packer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(around, "PART", 3)
    monkeypatch.setattr(around, "ROUNDS", 6)

    plans = [improved(packer, packer.best[::3], packer.limit, seed) for seed in (1, 1)]

    assert plans[0] == plans[1]
    assert worth(plans[0]) > worth(packer.best[::3])


def test_no_child_is_in_two_groups_and_no_capacity_is_overused(packer: Packer) -> None:
    plan = improved(packer, packer.best[1::2], packer.limit)

    children = [(column.pool, member) for column in plan for member in column.members]
    slots = packer.master.slots
    used = np.bincount(
        np.concatenate([slots.rows_of(column.slot, len(column.members)) for column in plan]),
        minlength=len(slots.capacity),
    )
    assert len(children) == len(set(children))
    assert (used <= slots.capacity).all()


def test_an_empty_plan_and_a_late_hour_change_nothing(packer: Packer) -> None:
    late = Around(packer.master, [packer.master.prices(0)], packer.best[::2], 0).improve(packer.limit, 0.0)

    assert improved(packer, [], packer.limit) == []
    assert late == packer.best[::2]


def test_a_sweep_bounds_every_choice(packer: Packer) -> None:
    store, master = packer.master.stores[0], packer.master
    master.duals = master.duals * 0.9
    prices = master.prices(0)

    swept = sweep(store, prices)

    spent = float(np.array(master.capacity) @ master.duals[: len(master.capacity)])
    assert packer.value <= spent + swept.above
    assert {column.key for _, column in store.paying(prices, 0.0)} & {column.key for column in swept.columns}


def test_each_child_keeps_its_best_rows() -> None:
    members = np.array([(0, 1), (0, 2), (0, 3), (0, 4), (1, 2)])

    kept = best_of_each(members, np.array([5.0, 4.0, 3.0, 2.0, 1.0]))

    assert kept.tolist() == [0, 1, 2, 3, 4]  # 3: child 4 has no other; 4: among the three best of children 1 and 2


@pytest.mark.parametrize(("disciplines", "near"), list(product((1, 2), (0, 3))))
def test_sweeping_a_pool_finds_what_looking_again_and_again_finds(
    disciplines: int, near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = problem_from(json.dumps(sample(60, 1, disciplines, 4)))
    plain = solve(asked)
    monkeypatch.setattr("maypole.cores.groups.store.SMALL", 5)
    monkeypatch.setattr(pricing, "NEAR_ROUNDS", near)

    swept = solve(asked)

    assert (swept.status, swept.objective, swept.bound) == (plain.status, plain.objective, plain.bound)
