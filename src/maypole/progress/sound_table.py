"""Speech, try by try: correct of all for each sound and place, and for each amount of help (S41)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maypole.plan.models import Goal, Measure
from maypole.visits.models import Observation, PromptLevel


@dataclass(frozen=True)
class SoundRow:
    """One target. `cells` follow the table's cues: “7 of 9”, or “–” where nothing was tried."""

    name: str
    ended: bool
    cells: tuple[str, ...]
    total: str


@dataclass(frozen=True)
class SoundTable:
    """Every try is in it once: by target in the rows, by cue in the columns, and all of them in the last line."""

    cues: tuple[str, ...]
    rows: tuple[SoundRow, ...]


Tried = Counter[tuple[int, str]]


def sound_table(goal: Goal) -> SoundTable | None:
    """None for a goal without targets. Two queries."""
    targets = list(goal.speech_targets.all()) if goal.measure == Measure.TRIALS else []
    if not targets:
        return None
    right: Tried = Counter()
    every: Tried = Counter()
    rows = Observation.objects.standing().filter(goal=goal, measure=Measure.TRIALS)
    for step, correct, prompt in rows.values_list("step", "correct", "prompt"):
        every[step or 0, prompt] += 1
        right[step or 0, prompt] += bool(correct)
    cues = [level for level in PromptLevel if any(cue == level for _number, cue in every)] or [PromptLevel.INDEPENDENT]
    named = [(one.number, str(one), one.ended) for one in targets]
    if any(number == 0 for number, _cue in every):
        named.append((0, _("Without a sound named"), False))
    table = [
        SoundRow(name, ended, tuple(share(right, every, [number], [cue]) for cue in cues),
                 share(right, every, [number], cues))
        for number, name, ended in named
    ]  # fmt: skip
    numbers = [number for number, _name, _ended in named]
    bottom = tuple(share(right, every, numbers, [cue]) for cue in cues)
    table.append(SoundRow(_("All tries"), False, bottom, share(right, every, numbers, cues)))
    return SoundTable(tuple(str(cue.label) for cue in cues), tuple(table))


def share(right: Tried, every: Tried, numbers: Iterable[int], cues: Iterable[str]) -> str:
    """“7 of 9”: correct of all tries of these targets with these cues."""
    wanted = [(number, str(cue)) for number in numbers for cue in cues]
    n = sum(every[key] for key in wanted)
    return _("%(part)d of %(whole)d") % {"part": sum(right[key] for key in wanted), "whole": n} if n else "–"
