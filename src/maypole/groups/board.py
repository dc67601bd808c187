"""Everything the studio shows of a proposal, read at once: as many queries for two children as for ninety."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from maypole.cores.groups.conflict import conflicts
from maypole.cores.groups.problem import Problem
from maypole.cores.groups.rules import Broken
from maypole.people.models import Child, Precaution, Room, StaffMember
from maypole.plan.models import Goal
from maypole.visits.models import Visit

from .dose import Dose, doses
from .gathering import skills_of
from .models import GroupAnswer, GroupQuestion, Proposal, StepDecision, TherapyGroup
from .table import Table, answer_of, bound_holds, judged, problem_of

WARNINGS = ("thin", "timeless", "undated", "goalless")


@dataclass(frozen=True)
class About:
    """What the lead wants beside a name. `alone`: finished visits alone; `exception`: why without them (S68)."""

    key: str
    name: str
    areas: tuple[str, ...]
    alone: int
    step: str
    exception: str
    precautions: tuple[str, ...]
    dose: Dose | None


@dataclass(frozen=True)
class Asked:
    """A family's question with its newest answer, None while they think about it."""

    question: GroupQuestion
    answer: GroupAnswer | None

    @property
    def state(self) -> str:
        if self.answer is None:
            return "waiting"
        return "yes" if self.answer.agreed else "no"


@dataclass(frozen=True)
class Board:
    """The table, judged, with the names it needs."""

    proposal: Proposal
    problem: Problem
    table: Table
    about: Mapping[str, About]
    adults: Mapping[str, str]
    rooms: Mapping[str, str]
    before: Mapping[str, str]
    warned: Mapping[str, tuple[str, ...]]

    @cached_property
    def names(self) -> dict[str, str]:
        """Words for every id that a rule can be about."""
        return {**self.adults, **self.rooms, **{key: about.name for key, about in self.about.items()}}

    @cached_property
    def kept_out(self) -> dict[str, list[Broken]]:
        """The smallest conflict of each child who is in no group of the table."""
        return conflicts(self.problem, answer_of(self.table))

    @cached_property
    def bound_holds(self) -> bool:
        return bound_holds(self.proposal.problem, self.proposal.places)


def board_of(proposal: Proposal) -> Board:
    problem = problem_of(proposal.problem)
    table = judged(problem, proposal.places, proposal.best.get("bound", 0))
    named: dict[str, list[str]] = {name: proposal.best.get(name, []) for name in WARNINGS}
    ids = {UUID(child.id) for child in problem.children} | {UUID(one) for found in named.values() for one in found}
    children = list(Child.objects.filter(pk__in=ids, organisation=proposal.organisation_id))
    about = about_children(children, proposal.discipline)
    former = {child.previous.group for child in problem.children if child.previous.group}
    return Board(
        proposal=proposal,
        problem=problem,
        table=table,
        about=about,
        adults=_named(StaffMember.objects.filter(pk__in=[one.id for one in problem.staff])),
        rooms=_named(Room.objects.filter(pk__in=[one.id for one in problem.rooms])),
        before=_named(TherapyGroup.objects.filter(pk__in=former)),
        warned={name: tuple(about[one].name for one in found if one in about) for name, found in named.items()},
    )


def about_children(children: Iterable[Child], discipline: str) -> dict[str, About]:
    """Seven queries, however many children."""
    rows = list(children)
    keys = [child.pk for child in rows]
    goals = [goal for found in skills_of(keys, discipline).values() for goal in found]
    told = doses(goals, timezone.localdate())
    finished = Visit.objects.finished().filter(child__in=keys, group_place__isnull=True)
    alone = dict(finished.order_by().values_list("child").annotate(count=Count("pk")))
    steps = {step.child_id: step for step in StepDecision.objects.filter(child__in=keys).order_by("at", "id")}
    areas: dict[UUID, list[str]] = defaultdict(list)
    for child, area in Goal.objects.filter(child__in=keys).being_worked_on().values_list("child_id", "area"):
        if area not in areas[child]:
            areas[child].append(area)
    precautions: dict[UUID, list[str]] = defaultdict(list)
    for row in Precaution.objects.in_force().filter(child__in=keys):
        precautions[row.child_id].append(row.title)
    names = told_apart(rows)
    return {
        str(child.pk): About(
            key=str(child.pk),
            name=names[child.pk],
            areas=tuple(areas[child.pk][:3]),
            alone=alone.get(child.pk, 0),
            step=steps[child.pk].get_choice_display() if child.pk in steps else "",
            exception=steps[child.pk].exception if child.pk in steps else "",
            precautions=tuple(precautions[child.pk]),
            dose=told.get(child.pk),
        )
        for child in rows
    }


def told_apart(children: Iterable[Child]) -> dict[UUID, str]:
    """What each is called; two of one name get as much of the family name as is needed."""
    rows = list(children)
    called = Counter(child.name for child in rows)
    initials = Counter((child.name, child.family_name[:1]) for child in rows)
    found = {}
    for child in rows:
        if called[child.name] == 1:
            found[child.pk] = child.name
        elif initials[child.name, child.family_name[:1]] == 1 and child.family_name:
            found[child.pk] = f"{child.name} {child.family_name[:1]}."
        else:
            found[child.pk] = f"{child.name} {child.family_name}".strip()
    return found


def asked_of(proposal: Proposal) -> list[Asked]:
    """The questions of this edition, each with its newest answer. Two queries."""
    questions = GroupQuestion.objects.filter(proposal=proposal, edition=proposal.edition).select_related("child")
    answers = GroupAnswer.objects.filter(question__proposal=proposal, question__edition=proposal.edition)
    newest = {row.question_id: row for row in answers.select_related("carer").order_by("at", "id")}
    rows = [Asked(question, newest.get(question.pk)) for question in questions]
    return sorted(rows, key=lambda row: (row.question.place, row.question.child.name))


def _named(rows: Iterable[StaffMember | Room | TherapyGroup]) -> dict[str, str]:
    return {str(row.pk): row.name for row in rows}
