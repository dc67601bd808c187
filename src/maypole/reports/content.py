"""A report's sections as they are kept when it is signed, and back: what was signed is what is shown."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from maypole.cores.progress.chart import Chart, Line, Mark, Phase, PhaseKind

from .sections import Column, Entry, Section

FORMAT = 1


def frozen(found: tuple[Section, ...]) -> dict[str, Any]:
    """Plain lists and words, for a JSON column."""
    return {"format": FORMAT, "sections": [asdict(one) for one in found]}


def thawed(content: dict[str, Any]) -> tuple[Section, ...]:
    """The sections of `frozen`. Raises ValueError for a format this version does not know."""
    if content.get("format") != FORMAT:
        raise ValueError(f"a report of format {content.get('format')!r} cannot be read by this version")
    return tuple(_section(one) for one in content["sections"])


def _section(kept: dict[str, Any]) -> Section:
    return Section(
        part=kept["part"],
        title=kept["title"],
        lines=tuple(kept["lines"]),
        pairs=_pairs(kept["pairs"]),
        entries=tuple(_entry(one) for one in kept["entries"]),
        columns=tuple(Column(one["title"], tuple(one["lines"])) for one in kept["columns"]),
        written=kept["written"],
    )


def _pairs(kept: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in kept)


def _entry(kept: dict[str, Any]) -> Entry:
    graph = kept["graph"]
    return Entry(kept["heading"], kept["words"], _pairs(kept["rows"]), chart_from(graph) if graph else None)


def chart_from(kept: dict[str, Any]) -> Chart:
    """The graph's frame, so that page and PDF draw what was signed."""
    aim = kept["aim_from"]
    return Chart(
        **kept
        | {
            "marks": tuple(Mark(**mark) for mark in kept["marks"]),
            "phases": tuple(Phase(one["start"], one["name"], PhaseKind(one["kind"])) for one in kept["phases"]),
            "lines": tuple(Line(**line) for line in kept["lines"]),
            "aim_from": (aim[0], aim[1]) if aim else None,
            "events": (),
            "when": tuple((at, words) for at, words in kept["when"]),
        }
    )
