"""What a goal is written with beside its own fields: tags, fields that share it, sounds to try, attainment levels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maypole.people.models.staff import Discipline

from .errors import PlanRefused
from .models import (
    AttainmentLevel,
    Goal,
    GoalDiscipline,
    GoalPhase,
    GoalTag,
    LifeArea,
    Measure,
    Mode,
    Occupation,
    SpeechTarget,
)
from .models.measure import ATTAINED
from .models.tags import USUAL

KNOWN: Mapping[str, Collection[str]] = {
    GoalTag.Kind.OCCUPATION: Occupation.values,
    GoalTag.Kind.LIFE: LifeArea.values,
    GoalTag.Kind.MODE: Mode.values,
}
MOST_TARGETS = 24


@dataclass(frozen=True)
class Target:
    """A sound at a place of a word, at a level of speech."""

    sound: str
    position: str = SpeechTarget.Position.ANY
    level: str = SpeechTarget.Level.WORD


@dataclass(frozen=True)
class GoalParts:
    """None leaves a part as it is; a new short-term goal without occupations gets the one its area mostly serves."""

    occupations: Sequence[str] | None = None
    life: Sequence[str] | None = None
    modes: Sequence[str] | None = None
    disciplines: Sequence[str] | None = None
    targets: Sequence[Target] | None = None
    levels: Mapping[int, str] | None = None

    def tags(self) -> dict[str, Sequence[str]]:
        """By kind of tag, those that are said."""
        every = {
            GoalTag.Kind.OCCUPATION.value: self.occupations,
            GoalTag.Kind.LIFE.value: self.life,
            GoalTag.Kind.MODE.value: self.modes,
        }
        return {kind: codes for kind, codes in every.items() if codes is not None}


NOTHING_SAID = GoalParts()


def write_parts(goal: Goal, parts: GoalParts, *, new: bool) -> list[str]:
    """Write the parts that are said, in the caller's transaction; returns which. Raises PlanRefused by field.

    A short-term goal keeps at least one occupation (S45), and one measured by attainment its five levels, which stay
    as they are once teaching began: they were written before, so that nobody moves the target.
    """
    tags = parts.tags()
    if new and goal.horizon == Goal.Horizon.SHORT and parts.occupations is None:
        tags[GoalTag.Kind.OCCUPATION.value] = [USUAL[goal.area]]
    problems = _problems(goal, parts, tags, new=new)
    if problems:
        raise PlanRefused(problems)
    for kind, codes in tags.items():
        _replace_tags(goal, kind, codes)
    if parts.disciplines is not None:
        goal.shared_by.all().delete()
        shared = [code for code in dict.fromkeys(parts.disciplines) if code != goal.discipline]
        owner = {"organisation_id": goal.organisation_id, "goal": goal}
        GoalDiscipline.objects.bulk_create(GoalDiscipline(**owner, discipline=code) for code in shared)
    if parts.targets is not None:
        _replace_targets(goal, parts.targets)
    if parts.levels and goal.measure == Measure.ATTAINMENT:
        _replace_levels(goal, parts.levels)
    said = {"disciplines": parts.disciplines, "targets": parts.targets, "levels": parts.levels}
    return [*tags, *(name for name, value in said.items() if value is not None)]


def _problems(goal: Goal, parts: GoalParts, tags: Mapping[str, Sequence[str]], *, new: bool) -> dict[str, str]:
    problems: dict[str, str] = {}
    fields = {"occupation": "occupations", "life": "life", "mode": "modes"}
    for kind, codes in tags.items():
        if not set(codes) <= set(KNOWN[kind]):
            problems[fields[kind]] = _("Choose from the list.")
    if goal.horizon == Goal.Horizon.SHORT and tags.get(GoalTag.Kind.OCCUPATION) == []:
        problems["occupations"] = _("Choose what of the child’s day it is part of.")
    if not set(parts.disciplines or ()) <= set(Discipline.values):
        problems["disciplines"] = _("Choose from the list.")
    return problems | _target_problems(parts.targets or ()) | _level_problems(goal, parts, new=new)


def _target_problems(targets: Sequence[Target]) -> dict[str, str]:
    known = all(
        one.sound.strip() and len(one.sound.strip()) <= 12
        and one.position in SpeechTarget.Position.values and one.level in SpeechTarget.Level.values
        for one in targets
    )  # fmt: skip
    if not known:
        return {"sounds": _("Write sounds of at most 12 letters, with commas between: s, r, sh.")}
    if len(targets) > MOST_TARGETS:
        return {"sounds": _("At most %(n)d targets in one goal: split it.") % {"n": MOST_TARGETS}}
    return {}


def _level_problems(goal: Goal, parts: GoalParts, *, new: bool) -> dict[str, str]:
    if goal.measure != Measure.ATTAINMENT:
        return {}
    stored = {one.level: one.text for one in goal.attainment_levels.all()} if not new else {}
    said = {level: text.strip() for level, text in (parts.levels or {}).items()} or stored
    if set(said) != set(ATTAINED) or not all(said.values()):
        return {"levels": _("Write all five levels: what one would see the child do at each.")}
    if len(set(said.values())) < len(said):
        return {"levels": _("Two levels read the same. Each must be one step from the next.")}
    if stored and said != stored and goal.phases.exclude(kind=GoalPhase.Kind.BASELINE).exists():
        return {"levels": _("Teaching began, so the levels stay as written. Set a new goal for other ones.")}
    return {}


def _replace_tags(goal: Goal, kind: str, codes: Iterable[str]) -> None:
    goal.tags.filter(kind=kind).delete()
    GoalTag.objects.bulk_create(
        GoalTag(organisation_id=goal.organisation_id, goal=goal, kind=kind, code=code) for code in dict.fromkeys(codes)
    )


def _replace_targets(goal: Goal, targets: Sequence[Target]) -> None:
    wanted = list(dict.fromkeys(Target(one.sound.strip(), one.position, one.level) for one in targets))
    stored = {Target(one.sound, one.position, one.level): one for one in goal.speech_targets.all()}
    for key, one in stored.items():
        if one.ended != (key not in wanted):
            one.ended = key not in wanted
            one.save(update_fields=["ended"])
    new = [one for one in wanted if one not in stored]
    SpeechTarget.objects.bulk_create(
        SpeechTarget(
            organisation_id=goal.organisation_id, goal=goal, number=number,
            sound=one.sound, position=one.position, level=one.level,
        )
        for number, one in enumerate(new, start=len(stored) + 1)
    )  # fmt: skip


def _replace_levels(goal: Goal, levels: Mapping[int, str]) -> None:
    goal.attainment_levels.all().delete()
    AttainmentLevel.objects.bulk_create(
        AttainmentLevel(organisation_id=goal.organisation_id, goal=goal, level=level, text=text.strip()[:200])
        for level, text in sorted(levels.items())
    )
