"""Simulated visits and practice at home, as rows that are written in bulk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils.translation import get_language, override

from maypole.access.ids import new_id
from maypole.access.models import User
from maypole.home.models import HomeActivity, PracticeLog
from maypole.people.models import Room, StaffMember
from maypole.plan.models import Goal, Measure
from maypole.progress.history import PointRow
from maypole.visits.draft import Seen, compose
from maypole.visits.ingest import digest, sent
from maypole.visits.models import (
    Note,
    NoteSignature,
    NoteVersion,
    Observation,
    PromptLevel,
    Visit,
    VisitMood,
    VisitStatus,
)
from maypole.visits.points import summed
from maypole.visits.tally import Before, tally

from .clinic import World
from .family import Family
from .latent import Skill, prompt

AT_HOME = {PromptLevel.INDEPENDENT: 0.0, PromptLevel.VERBAL: 0.45, PromptLevel.PARTIAL: 0.75}


@dataclass
class Course:
    """A goal with the latent skill behind it and the points it has made so far.

    `way` makes one visit's observations of a kind of measure of its own, from the latent level.
    """

    goal: Goal
    skill: Skill
    taught_from: datetime | None = None
    points: list[PointRow] = field(default_factory=list)
    activity: HomeActivity | None = None
    active: bool = True
    way: Callable[[Goal, float, Random], list[dict[str, object]]] | None = None

    def weeks(self, at: datetime) -> float:
        return (at - self.taught_from).days / 7 if self.taught_from and at >= self.taught_from else 0.0


@dataclass
class Sheaf:
    """Everything that is written at once when a child's history is complete."""

    visits: list[Visit] = field(default_factory=list)
    statuses: list[VisitStatus] = field(default_factory=list)
    moods: list[VisitMood] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    versions: list[NoteVersion] = field(default_factory=list)
    signatures: list[NoteSignature] = field(default_factory=list)
    logs: list[PracticeLog] = field(default_factory=list)

    def write(self) -> None:
        """Parents before children; 500 rows a statement keep below SQLite's limit of variables."""
        Visit.objects.bulk_create(self.visits, batch_size=500)
        VisitStatus.objects.bulk_create(self.statuses, batch_size=500)
        VisitMood.objects.bulk_create(self.moods, batch_size=500)
        Observation.objects.bulk_create(self.observations, batch_size=500)
        Note.objects.bulk_create(self.notes, batch_size=500)
        NoteVersion.objects.bulk_create(self.versions, batch_size=500)
        NoteSignature.objects.bulk_create(self.signatures, batch_size=500)
        PracticeLog.objects.bulk_create(self.logs, batch_size=500)


@dataclass
class Story:
    """One family's history while it is being simulated."""

    world: World
    family: Family
    home: User
    sheaf: Sheaf = field(default_factory=Sheaf)


def plan_visit(
    story: Story,
    staff: StaffMember,
    room: Room | None,
    at: datetime,
    setting: str = "clinic",
) -> Visit:
    visit = Visit(
        organisation=story.world.clinic,
        child=story.family.child,
        staff=staff,
        room=room,
        setting=setting,
        starts_at=at,
        minutes=45,
        at=story.family.joined,
        by=user_of(staff),
    )
    story.sheaf.visits.append(visit)
    mark(story, visit, "planned", story.family.joined)
    return visit


def mark(story: Story, visit: Visit, state: str, at: datetime, why: str = "") -> None:
    story.sheaf.statuses.append(
        VisitStatus(organisation=story.world.clinic, visit=visit, state=state, at=at, by=visit.by, why=why)
    )


def hold_visit(story: Story, visit: Visit, courses: Sequence[Course], *, signed: bool) -> None:
    """A visit that took place: observations for each goal, mood, note."""
    at = visit.starts_at
    mark(story, visit, "started", at)
    mood = story.world.rng.choices(["keen", "okay", "tired", "stop"], [5, 4, 2, 0.4])[0]
    story.sheaf.moods.append(VisitMood(organisation=story.world.clinic, visit=visit, mood=mood, at=at, by=visit.by))
    tallies = []
    for number, course in enumerate(courses):
        rows = observe(story.world, visit, course, at + timedelta(minutes=4 + 12 * number))
        story.sheaf.observations += rows
        before = course.points[-1] if course.points else None
        shown = Before(before.at, before.value, before.correct, before.trials) if before else None
        tallies.append(tally(course.goal, rows, shown))
        course.points.append(point_row(rows))
    mark(story, visit, "finished", at + timedelta(minutes=visit.minutes))
    seen = Seen(
        name=story.family.child.given_name,
        staff=visit.staff.name,
        tallies=tallies,
        moods=[(mood, at)],
        next_visit=at + timedelta(days=7),
    )
    write_note(story, visit, note_text(seen, story.family.language), signed=signed)


def note_text(seen: Seen, language: str) -> dict[str, str]:
    """The drafted note; its summary for the family in the family's language, as a therapist who speaks it signs it."""
    text = vars(compose(seen))
    if language == get_language():
        return text
    with override(language):
        return text | {"family_summary": compose(seen).family_summary}


def write_note(story: Story, visit: Visit, text: dict[str, str], *, signed: bool) -> None:
    end = visit.starts_at + timedelta(minutes=visit.minutes + story.world.rng.randint(2, 90))
    note = Note(organisation=story.world.clinic, child=visit.child, visit=visit, at=end, by=visit.by)
    version = NoteVersion(organisation=story.world.clinic, note=note, number=1, at=end, by=visit.by, **text)
    story.sheaf.notes.append(note)
    story.sheaf.versions.append(version)
    if signed:
        story.sheaf.signatures.append(
            NoteSignature(organisation=story.world.clinic, version=version, at=end, by=visit.by)
        )


def observe(world: World, visit: Visit, course: Course, at: datetime) -> list[Observation]:
    """What this visit shows of one goal: tries, steps, a count, a duration or a rating, drawn from the latent skill."""
    goal, rng = course.goal, world.rng
    level = course.skill.chance(course.weeks(at), visit.setting, rng)

    def row(number: int, **what: object) -> Observation:
        return observation(
            visit.organisation_id, goal, visit.by, at + timedelta(seconds=40 * number), visit=visit, **what
        )

    if course.way:
        return [row(n, **what) for n, what in enumerate(course.way(goal, level, rng))]
    if goal.measure == Measure.TRIALS:
        return [row(n, **one_try(level, world)) for n in range(round(goal.scale_max or 10))]
    if goal.measure == Measure.STEPS:
        return [row(n, step=n + 1, **one_try(level, world)) for n in range(round(goal.scale_max or 5))]
    return [row(0, value=amount(goal, level))]


def one_try(level: float, world: World) -> dict[str, object]:
    if world.rng.random() < level:
        return {"correct": True, "prompt": "I"}
    helped = world.rng.random() < 0.85
    return {"correct": helped, "prompt": prompt(level, world.rng)}


def amount(goal: Goal, level: float) -> float:
    """A latent level (0 to 1) in the goal's unit; for goals that should go down the way runs backwards."""
    top = goal.scale_max or 5.0
    if goal.measure == Measure.RATING:
        return float(min(max(round(1 + level * 4), 1), 5))
    if goal.improvement == Goal.Improvement.DECREASE:
        return float(round((1 - level) * top))
    return float(round(level * top))


def observation(
    organisation: UUID, goal: Goal, recorder: User, at: datetime, *, visit: Visit | None = None, **what: object
) -> Observation:
    made = Observation(
        organisation_id=organisation,
        child_id=goal.child_id,
        goal=goal,
        visit=visit,
        measure=goal.measure,
        setting=visit.setting if visit else "home",
        occasion=visit.occasion if visit else at.date().isoformat(),
        recorder=recorder,
        with_whom=visit.staff.name if visit else recorder.name,
        recorded_at=at,
        received_at=at,
        **what,
    )
    made.digest = digest(sent(made), made.visit_id, recorder.pk)
    return made


def point_row(rows: Sequence[Observation]) -> PointRow:
    """The point these observations will make, for the reviews inside the simulation."""
    first = rows[0]
    value, k, n = summed(first.measure, rows, first.goal.scale_max)
    return PointRow(first.recorded_at, first.setting, first.with_whom, value, k, n, first.visit_id)


def practise(story: Story, course: Course, at: datetime) -> None:
    """One game at home, logged in two taps; a try is observed when the goal counts tries."""
    activity = course.activity
    assert activity is not None
    seen = None
    went = story.world.rng.choices(["easy", "right", "hard"], [2, 5, 1])[0]
    if course.goal.measure == Measure.TRIALS:
        level = course.skill.chance(course.weeks(at), "home", story.world.rng)
        draw = story.world.rng.random()
        help_needed = "I" if draw < level else "VB" if draw < level + 0.5 * (1 - level) else "PP"
        seen = observation(story.world.clinic.pk, course.goal, story.home, at, correct=True, prompt=help_needed)
        story.sheaf.observations.append(seen)
    story.sheaf.logs.append(
        PracticeLog(
            id=new_id(),
            organisation=story.world.clinic,
            child=story.family.child,
            activity=activity,
            played_on=at.date(),
            went="" if seen else went,
            minutes=activity.minutes,
            observation=seen,
            at=at,
            by=story.home,
        )
    )


def user_of(staff: StaffMember) -> User:
    assert staff.user is not None
    return staff.user
