"""Parts that share nothing can be solved one by one: the pools (site x discipline), joined where they share staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from maypole.cores.groups.problem import Child, Problem

PoolKey = tuple[str, str]  # site, discipline


@dataclass(frozen=True)
class Component:
    """Pools that must be solved together, in order."""

    pools: tuple[PoolKey, ...]
    staff: tuple[str, ...]

    @property
    def sites(self) -> frozenset[str]:
        return frozenset(site for site, _ in self.pools)


def free_children(problem: Problem) -> dict[PoolKey, list[Child]]:
    """The children of each pool who are in no lock."""
    taken = {member for lock in problem.locked for member in lock.members}
    pools: dict[PoolKey, list[Child]] = {}
    for child in problem.children:
        if child.id not in taken:
            pools.setdefault((child.site, child.discipline), []).append(child)
    return dict(sorted(pools.items()))


def components(problem: Problem, keys: Iterable[PoolKey], joined_sites: frozenset[str]) -> list[Component]:
    """The pools, joined where a staff member serves several, and at the sites whose rooms turned out to be scarce."""
    keys = sorted(keys)
    above = {key: key for key in keys}

    def top(key: PoolKey) -> PoolKey:
        while above[key] != key:
            key = above[key]
        return key

    def join(group: list[PoolKey]) -> None:
        for key in group[1:]:
            first, second = sorted((top(group[0]), top(key)))
            above[second] = first

    for person in problem.staff:
        join([key for key in keys if key[0] in person.sites and key[1] in person.disciplines])
    for site in sorted(joined_sites):
        join([key for key in keys if key[0] == site])
    members: dict[PoolKey, list[PoolKey]] = {}
    for key in keys:
        members.setdefault(top(key), []).append(key)
    return [Component(tuple(pools), _staff_of(problem, pools)) for _, pools in sorted(members.items())]


def _staff_of(problem: Problem, pools: list[PoolKey]) -> tuple[str, ...]:
    return tuple(
        person.id
        for person in problem.staff
        if any(site in person.sites and discipline in person.disciplines for site, discipline in pools)
    )
