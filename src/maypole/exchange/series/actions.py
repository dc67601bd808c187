"""Brings published series in as children, goals and observations of an organisation of their own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from maypole.access.actor import Actor
from maypole.access.middleware import actor_for
from maypole.access.models import Membership, User
from maypole.access.roles import Role
from maypole.audit.actions import record
from maypole.cores.progress.series import Scale, Series
from maypole.exchange.models import ImportedSeries
from maypole.people.models import AboutChild, Child, ChildStatus, Organisation
from maypole.plan.actions import set_goal, start_phase
from maypole.plan.models import Goal, GoalPhase, Measure
from maypole.progress import figures
from maypole.visits import ingest
from maypole.visits.models import Observation, Setting
from maypole.visits.points import rebuild

from .outline import Outline, digest, key

DAY_ONE = datetime(2000, 1, 3, 12, tzinfo=UTC)
"""Published series number their sessions and give no dates: session n stands n days after this day."""
AREA = "cognitive_attention"
NOTHING_KNOWN = "From a published study: nothing personal is known about this child."
STAND_IN = "No goal was published with this series; {what} stands in for one."
UNITS = {Scale.COUNT: "", **{scale: unit for unit, scale in figures.UNITS.items()}}
TOPS = {Scale.PROPORTION: 1.0, Scale.PERCENTAGE: 100.0}
KINDS = {"A": GoalPhase.Kind.BASELINE, "B": GoalPhase.Kind.TEACH}
Watch = Callable[[Sequence[Series]], Iterable[Series]]


@transaction.atomic
def collection(*, owner: User, name: str) -> Actor:
    """The organisation of published series called `name`, made when missing. Returns its owner, who leads it."""
    slug = slugify(name)[:50] or "published-series"
    organisation, made = Organisation.objects.get_or_create(
        slug=slug, defaults={"name": name, "kind": Organisation.Kind.RESEARCH}
    )
    if organisation.kind != Organisation.Kind.RESEARCH:
        raise ValueError(f"“{organisation.name}” is a clinic; published series need an organisation of their own")
    Membership.objects.get_or_create(user=owner, organisation=organisation, role=Role.LEAD, ended_at=None)
    actor = actor_for(owner, str(organisation.pk))
    assert actor is not None
    if made:
        record(by=actor, action="organisation.made", about=organisation)
    return actor


def bring_in(*, by: Actor, found: Outline, watch: Watch = lambda series: series) -> int:
    """Make a goal of every new series; each in a transaction of its own, so that a stop loses at most the one at work.

    Repeating it is harmless: what is there already is left as it is. Returns how many goals were made.
    """
    return sum(bring_in_one(by=by, series=series) for series in watch(found.new))


@transaction.atomic
def bring_in_one(*, by: Actor, series: Series) -> bool:
    """One series as a goal with its phases, observations and points; False when it is there already."""
    dataset, case, measure, pair = key(series)
    rows = ImportedSeries.objects.filter(organisation_id=by.organisation_id)
    if rows.filter(dataset=dataset, case=case, measure=measure, pair=pair).exists():
        return False
    child = child_of(by, dataset, case)
    times = clock(series)
    goal = goal_of(by, child, series, times)
    observe(by, goal, series, times)
    rebuild([goal.pk])
    imported = ImportedSeries.objects.create(
        organisation_id=by.organisation_id, by_id=by.user_id, dataset=dataset, case=case, measure=measure, pair=pair,
        digest=digest(series), child=child, goal=goal,
    )  # fmt: skip
    record(by=by, action="series.imported", about=imported, child=child.pk, detail={"sessions": len(times)})
    return True


def child_of(by: Actor, dataset: str, case: str) -> Child:
    """The child a case stands for; cases of other datasets with the same name are other children."""
    known = ImportedSeries.objects.filter(organisation_id=by.organisation_id, dataset=dataset, case=case)
    if found := known.select_related("child").first():
        return found.child
    owner = {"organisation_id": by.organisation_id, "by_id": by.user_id}
    child = Child.objects.create(
        organisation_id=by.organisation_id, given_name=case[:80], family_name=f"({dataset})"[:80] if dataset else "",
        birth_date=None, languages="",
    )  # fmt: skip
    AboutChild.objects.create(child=child, strengths=NOTHING_KNOWN, **owner)
    ChildStatus.objects.create(child=child, state=ChildStatus.State.ACTIVE, **owner)
    return child


def clock(series: Series) -> list[datetime]:
    """When each session was: its date where one is given, else days after DAY_ONE; equal times are kept in order."""
    found: list[datetime] = []
    for index, session in enumerate(series.session):
        day = series.date[index] if series.date else None
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else DAY_ONE + timedelta(days=float(session))
        found.append(max(at, found[-1] + timedelta(seconds=1)) if found else at)
    return found


def goal_of(by: Actor, child: Child, series: Series, times: Sequence[datetime]) -> Goal:
    """A long-term goal named by the measure, and below it the goal whose points the series are."""
    tries = series.correct is not None and series.trials is not None
    name = series.measure or "Outcome"
    title = (name if series.pair == "1" else f"{name}, phase pair {series.pair}")[:120]
    top = float(np.nanmax(series.trials)) if tries and series.trials is not None else TOPS.get(series.scale)
    # A goal by tries is told in tries out of `top`; the series may tell the same in percent or as a share.
    factor = (top or 1.0) / TOPS[series.scale] if tries and series.scale in TOPS else 1.0
    aim, stand_in = aim_of(series)
    common = {
        "area": AREA,
        "family_words": "(published series)",
        "due_on": times[-1].date(),
        "starts_on": times[0].date(),
    }
    upper = set_goal(by=by, child=child, title=name[:120], at=times[0], **common)  # type: ignore[arg-type]
    goal = set_goal(
        by=by, child=child, parent=upper, title=title, measure=Measure.TRIALS if tries else Measure.COUNT,
        unit=UNITS[series.scale], improvement=series.improvement, baseline=float(series.a.mean()) * factor,
        criterion=aim * factor, scale_max=top, conditions=stand_in, phase=KINDS[str(series.phase[0])],
        at=times[0], **common,  # type: ignore[arg-type]
    )  # fmt: skip
    for before, index in pairwise(range(len(times))):
        if series.phase[index] != series.phase[before]:
            start_phase(by=by, goal=goal, kind=KINDS[str(series.phase[index])], starts_at=times[index], at=times[index])
    return goal


def aim_of(series: Series) -> tuple[float, str]:
    """The goal as published, else the first stand-in that is better than the baseline; and a word on what stands in."""
    start = float(series.a.mean())
    best = float((series.sign * series.b).max()) * series.sign
    candidates = [
        (series.goal, ""),
        (float(series.b[-3:].mean()), STAND_IN.format(what="the mean of its last three sessions")),
        (best, STAND_IN.format(what="its best session")),
    ]
    better = ((aim, word) for aim, word in candidates if aim is not None and series.sign * (aim - start) > 1e-9)
    return next(better, (start + series.sign, STAND_IN.format(what="one more than the baseline")))


def observe(by: Actor, goal: Goal, series: Series, times: Sequence[datetime]) -> None:
    """Every measured session as observations: k of n tries where the series says so, else its one value."""
    made: list[Observation] = []
    for index, value in enumerate(series.outcome):
        if math.isnan(value):
            continue
        setting = series.setting[index] if series.setting else ""
        where = setting if setting in Setting.values else Setting.CLINIC.value
        draft = Draft(by=by, goal=goal, at=times[index], setting=where, occasion=f"session:{index}")
        if goal.measure == Measure.TRIALS and series.correct is not None and series.trials is not None:
            if not math.isnan(series.trials[index]):
                made += draft.tries(int(series.correct[index]), int(series.trials[index]))
        else:
            made.append(draft.row(0, value=float(value)))
    Observation.objects.bulk_create(made, batch_size=500)


@dataclass(frozen=True)
class Draft:
    """What the observations of one session have in common."""

    by: Actor
    goal: Goal
    at: datetime
    setting: str
    occasion: str

    def tries(self, correct: int, trials: int) -> list[Observation]:
        """The study tells how many were correct, not which: the first ones stand for them."""
        return [self.row(number, correct=number < correct, prompt="I") for number in range(trials)]

    def row(self, number: int, **what: object) -> Observation:
        made = Observation(
            organisation_id=self.by.organisation_id,
            child_id=self.goal.child_id,
            goal=self.goal,
            measure=self.goal.measure,
            setting=self.setting,
            occasion=self.occasion,
            recorder_id=self.by.user_id,
            recorded_at=self.at + timedelta(milliseconds=number),
            received_at=timezone.now(),
            **what,
        )
        made.digest = ingest.digest(ingest.sent(made), None, self.by.user_id)
        return made


def organisation_called(name: str) -> UUID | None:
    """The key of the collection with this name, None while there is none."""
    found = Organisation.objects.filter(slug=slugify(name)[:50] or "published-series").values_list("pk", flat=True)
    return found.first()
