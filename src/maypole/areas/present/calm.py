"""The calm-down plan as it is read: lists of lines, and what changed from version to version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from maypole.areas.models import CalmPlan


@dataclass(frozen=True)
class Part:
    """One heading of the plan with its lines."""

    name: str
    lines: list[str]


@dataclass(frozen=True)
class Read:
    version: CalmPlan
    signs: list[str]
    helps: list[str]
    everybody: list[str]
    nobody: list[str]
    afterwards: list[str]
    own_words: str


@dataclass(frozen=True)
class Edition:
    """One version with what it took away and what it added, part by part."""

    version: CalmPlan
    added: list[Part]
    removed: list[Part]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def as_read(plan: CalmPlan) -> Read:
    return Read(
        plan,
        lines_of(plan.signs),
        lines_of(plan.helps),
        lines_of(plan.everybody),
        lines_of(plan.nobody),
        lines_of(plan.afterwards),
        plan.own_words,
    )


def changes(versions: Sequence[CalmPlan]) -> list[Edition]:
    """What each version changed against the one before it; `versions` is newest first."""
    return [_edition(newer, older) for newer, older in pairwise(versions)]


def _edition(newer: CalmPlan, older: CalmPlan) -> Edition:
    added, removed = [], []
    for name in CalmPlan.TEXTS:
        title = str(CalmPlan._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        now, before = lines_of(getattr(newer, name)), lines_of(getattr(older, name))
        if new := [line for line in now if line not in before]:
            added.append(Part(title, new))
        if gone := [line for line in before if line not in now]:
            removed.append(Part(title, gone))
    return Edition(newer, added, removed)
