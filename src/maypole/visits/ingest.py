"""Taking in observations so that a resend changes nothing (research: reliability §2.2 to 2.4).

The device makes the id. What was sent is put into one canonical form, whose SHA-256 is kept with the row: the same id
with the same digest is a replay and answered `ok`; the same id with another digest is a `conflict`, never an overwrite.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from maypole.access.prepared import Prepared, Row, insert_all
from maypole.plan.models import Goal, Measure, Mode, SpeechTarget, TaskStep

from .kinds import CHECKED, KINDS
from .models import Observation, PromptLevel
from .second import recorded_first

LEVELS = frozenset(PromptLevel.values)
_written = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
MODES = frozenset(Mode.values) | {""}


class Status(StrEnum):
    OK = "ok"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True)
class Item:
    """One observation as it was sent. `at` is the device's clock; without a device the server's clock counts."""

    id: UUID
    goal: UUID | None = None
    measure: str = ""
    correct: bool | None = None
    prompt: str = ""
    value: float | None = None
    step: int | None = None
    material: str = ""
    span_s: float | None = None
    out_of: int | None = None
    mode: str = ""
    at: datetime | None = None
    offset: int = 0
    device: UUID | None = None
    sequence: int | None = None
    replaces: UUID | None = None
    withdrawn: bool = False
    second: bool = False


@dataclass(frozen=True)
class Context:
    """Where a batch belongs: whose record, who recorded it, in which visit or at which occasion elsewhere."""

    organisation: UUID
    child: UUID
    recorder: UUID
    visit: UUID | None
    setting: str
    occasion: str
    with_whom: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of one item. `reason` is a code, see `present.REASONS`; `path` names the field it is about."""

    id: str
    status: Status
    reason: str = ""
    goal: UUID | None = None
    stored: bool = False
    occasion: str = ""
    path: str = ""


def canonical(item: Item, visit: UUID | None, recorder: UUID) -> str:
    """The one written form of what was sent: sorted keys, no spaces, times in UTC, numbers as floats.

    Without a device the time is the server's own and differs at each resend, so it is left out.
    """
    clock = item.at.astimezone(UTC).isoformat(timespec="microseconds") if item.device and item.at else None
    fields = {
        "id": str(item.id),
        "goal": None if item.withdrawn else str(item.goal),
        "measure": "" if item.withdrawn else item.measure,
        "correct": item.correct,
        "prompt": item.prompt,
        "value": None if item.value is None else repr(float(item.value)),
        "step": item.step,
        "material": item.material,
        "at": clock,
        "offset": item.offset if clock else 0,
        "device": str(item.device) if item.device else None,
        "sequence": item.sequence,
        "replaces": str(item.replaces) if item.replaces else None,
        "withdrawn": item.withdrawn,
        "visit": str(visit) if visit else None,
        "recorder": str(recorder),
    }
    # Newer fields are written only where they say something: what was sent before they existed keeps its digest.
    if item.span_s is not None:
        fields["span_s"] = repr(float(item.span_s))
    if item.out_of is not None:
        fields["out_of"] = item.out_of
    if item.mode:
        fields["mode"] = item.mode
    if item.second:
        fields["second"] = True
    return _written(fields)


def digest(item: Item, visit: UUID | None, recorder: UUID) -> str:
    return hashlib.sha256(canonical(item, visit, recorder).encode()).hexdigest()


def sent(row: Observation) -> Item:
    """What was sent to make this row, so that its digest can be checked."""
    return Item(
        id=row.pk,
        goal=row.goal_id,
        measure=row.measure,
        correct=row.correct,
        prompt=row.prompt,
        value=row.value,
        step=row.step,
        material=row.material,
        span_s=row.span_s,
        out_of=row.out_of,
        mode=row.mode,
        at=row.recorded_at,
        offset=row.utc_offset_minutes,
        device=row.device,
        sequence=row.sequence,
        replaces=row.replaces_id,
        withdrawn=row.withdrawn,
        second=row.second and not row.withdrawn,
    )


class Known(NamedTuple):
    """What must be known of a stored observation to judge another one."""

    id: UUID
    digest: str
    child_id: UUID
    visit_id: UUID | None
    goal_id: UUID
    measure: str
    setting: str
    occasion: str
    with_whom: str
    device: UUID | None
    sequence: int | None
    withdrawn: bool
    second: bool


def _stored(wanted: Q) -> QuerySet[Observation, Row]:
    return Observation.objects.filter(wanted).order_by().values_list(*Known._fields)


_known_id = Prepared(lambda id: _stored(Q(pk=id)), id=UUID)
_known_tap = Prepared(
    lambda id, device, sequence: _stored(Q(pk=id) | Q(device=device, sequence=sequence)),
    id=UUID,
    device=UUID,
    sequence=int,
)
_goal = Prepared(
    lambda goal: Goal.objects.filter(pk=goal).order_by().values_list("child_id", "measure", "scale_max"), goal=UUID
)


class Batch:
    """The state of one batch while it is taken in. Lives inside the caller's transaction."""

    def __init__(self, context: Context, items: Sequence[Item], now: datetime) -> None:
        self.context, self.now = context, now
        self.digests = {index: digest(item, context.visit, context.recorder) for index, item in enumerate(items)}
        self.items = items
        self.known = self._known()
        self.slots = {(row.device, row.sequence) for row in self.known.values() if row.device}
        self.goals: dict[UUID | None, tuple[UUID, str, float | None]] = {
            goal: row for goal in {item.goal for item in items if item.goal} for row in _goal(goal=goal)
        }
        self.steps = self._steps()
        targets = [item.replaces for item in items if item.replaces]
        self.replaced = set(
            Observation.objects.filter(replaces__in=targets).values_list("replaces_id", flat=True) if targets else ()
        )
        visit = context.visit if any(item.second for item in items) else None
        self.mine = recorded_first(visit, context.recorder) if visit else set()
        self.new: list[dict[str, Any]] = []

    def _known(self) -> dict[UUID, Known]:
        """Rows with an id, a target or a place in a device's order that this batch names: one query."""
        if len(self.items) == 1 and not self.items[0].replaces:
            [item] = self.items  # a single tap, which is what a visit is made of
            none = item.device is None or item.sequence is None
            rows = _known_id(id=item.id) if none else _known_tap(id=item.id, device=item.device, sequence=item.sequence)
            return {known.id: known for known in map(Known._make, rows)}
        return self._known_of_many()

    def _known_of_many(self) -> dict[UUID, Known]:
        ids = {item.id for item in self.items} | {item.replaces for item in self.items if item.replaces}
        wanted = Q(pk__in=ids)
        for device in {item.device for item in self.items if item.device}:
            wanted |= Q(device=device, sequence__in=[item.sequence for item in self.items if item.device == device])
        return {known.id: known for known in map(Known._make, _stored(wanted))}

    def _steps(self) -> set[tuple[UUID | None, int | None]]:
        """The numbers that a try may name: steps of a task, or targets of a speech goal."""
        found: set[tuple[UUID | None, int | None]] = set()
        for measure, numbered in ((Measure.STEPS, TaskStep), (Measure.TRIALS, SpeechTarget)):
            goals = {i.goal for i in self.items if i.goal and i.measure == measure and i.step is not None}
            if goals:
                found |= set(numbered._default_manager.filter(goal__in=goals).values_list("goal_id", "number"))
        return found

    def take(self, index: int) -> Answer | None:
        """Judge one item; None when it names an observation that is not known (yet)."""
        item, written = self.items[index], self.digests[index]
        before = self.known.get(item.id)
        if before is not None:
            same = before.digest == written
            status = Status.OK if same else Status.CONFLICT
            return Answer(str(item.id), status, "" if same else "other_content", before.goal_id, False, before.occasion)
        if item.replaces and item.replaces not in self.known:
            return None
        reason, path = self._refusal(item)
        if reason:
            return Answer(str(item.id), Status.REFUSED, reason, path=path)
        row = self._row(item, written)
        self.known[item.id] = Known(*[row[name] for name in Known._fields])
        self.new.append(row)
        if item.device:
            self.slots.add((item.device, item.sequence))
        if item.replaces:
            self.replaced.add(item.replaces)
        return Answer(str(item.id), Status.OK, "", row["goal_id"], True, row["occasion"])

    def _refusal(self, item: Item) -> tuple[str, str]:
        """A reason's code and the field it is about; two empty texts when there is none."""
        if item.device and (item.device, item.sequence) in self.slots:
            return "sequence_taken", "sequence"
        if item.replaces:
            target = self.known[item.replaces]
            if target.child_id != self.context.child or target.visit_id != self.context.visit or target.withdrawn:
                return "observation_unknown", "replaces"
            if target.id in self.replaced:
                return "already_replaced", "replaces"
            if not item.withdrawn and target.goal_id != item.goal:
                return "goal_unknown", "goal"
            if not item.withdrawn and target.second != item.second:
                return "observation_unknown", "replaces"
        if item.second and (self.context.visit is None or item.goal in self.mine):
            return "own_record", "second"
        return ("", "") if item.withdrawn else self._nonsense(item)

    def _nonsense(self, item: Item) -> tuple[str, str]:
        """Why the measurement itself cannot be: the same rules as the database's, with a reason and its field."""
        if item.goal not in self.goals or self.goals[item.goal][0] != self.context.child:
            return "goal_unknown", "goal"
        _child, measure, scale_max = self.goals[item.goal]
        if measure != item.measure:
            return "measure_changed", "measure"
        found = KINDS[measure].first_unfit({name: getattr(item, name) for name in CHECKED})
        if found[0]:
            return found
        if item.prompt and item.prompt not in LEVELS:
            return "incomplete", "prompt"
        if item.mode not in MODES:
            return "out_of_range", "mode"
        if measure == Measure.PRODUCT and (item.value or 0) > (item.out_of or scale_max or 10):
            return "out_of_range", "value"
        return self._unknown_step(item)

    def _unknown_step(self, item: Item) -> tuple[str, str]:
        """A step must be one of the task's; a target one of the goal's, where it has any."""
        named = (item.goal, item.step) in self.steps
        has_any = any(goal == item.goal for goal, _number in self.steps)
        wrong = item.measure == Measure.STEPS or (item.measure == Measure.TRIALS and item.step is not None and has_any)
        return ("step_unknown", "step") if wrong and not named else ("", "")

    def _row(self, item: Item, written: str) -> dict[str, Any]:
        """Its values by column. A withdrawal stands where its target stands, all else where the batch belongs."""
        target = self.known[item.replaces] if item.replaces else None
        goal = target.goal_id if item.withdrawn and target else item.goal
        assert goal is not None
        where = target or self.context
        return {
            "id": item.id,
            "organisation_id": self.context.organisation,
            "child_id": self.context.child,
            "goal_id": goal,
            "visit_id": self.context.visit,
            "measure": target.measure if item.withdrawn and target else item.measure,
            "correct": item.correct,
            "prompt": item.prompt,
            "value": item.value,
            "step": item.step,
            "setting": where.setting,
            "occasion": where.occasion,
            "recorder_id": self.context.recorder,
            "with_whom": where.with_whom,
            "material": item.material,
            "span_s": item.span_s,
            "out_of": item.out_of,
            "mode": item.mode,
            "recorded_at": item.at if item.at else self.now,
            "received_at": self.now,
            "device": item.device,
            "sequence": item.sequence,
            "utc_offset_minutes": item.offset,
            "replaces_id": item.replaces,
            "withdrawn": item.withdrawn,
            "second": target.second if target else item.second,
            "digest": written,
        }


def store(context: Context, items: Sequence[Item], now: datetime) -> list[Answer]:
    """Store what is new and say of each item what became of it, in the order sent. Runs in the caller's transaction.

    An item may come before the one it replaces: it is tried again until nothing new becomes known.
    """
    batch = Batch(context, items, now)
    answers: dict[int, Answer] = {}
    waiting = list(range(len(items)))
    while waiting:
        judged = {index: answer for index in waiting if (answer := batch.take(index)) is not None}
        answers |= judged
        waiting = [index for index in waiting if index not in judged]
        if not judged:
            answers |= {i: Answer(str(items[i].id), Status.REFUSED, "observation_unknown") for i in waiting}
            break
    return _insert(batch, [answers[index] for index in range(len(items))])


def _insert(batch: Batch, answers: list[Answer]) -> list[Answer]:
    """SQLite has one writer at a time, so what was absent is still absent. On PostgreSQL another transaction may have
    stored the same id since: read again. Never `ignore_conflicts` on SQLite: OR IGNORE also swallows a failed CHECK.
    """
    insert_all(Observation, batch.new, ignore=True)
    if connection.vendor == "sqlite":
        return answers
    there = dict(Observation.objects.filter(pk__in=[row["id"] for row in batch.new]).values_list("pk", "digest"))
    mine = {str(row["id"]): there.get(row["id"]) == row["digest"] for row in batch.new}
    return [
        answer if mine.get(answer.id, True) else Answer(answer.id, Status.CONFLICT, "other_content")
        for answer in answers
    ]


def touched(answers: Iterable[Answer]) -> dict[frozenset[str], list[UUID]]:
    """Goals of which something new was stored, by the occasions it was in: their points are made anew together."""
    found: dict[UUID, set[str]] = {}
    for answer in answers:
        if answer.stored and answer.goal:
            found.setdefault(answer.goal, set()).add(answer.occasion)
    together: dict[frozenset[str], list[UUID]] = {}
    for goal, occasions in found.items():
        together.setdefault(frozenset(occasions), []).append(goal)
    return together
