"""Checks: planned in twos, fulfilled by sessions, derived anew; errors of rules for other measures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maypole.cores.progress.history import Datum
from maypole.cores.progress.mastery import ValueRule
from maypole.cores.progress.moves import Sighting
from maypole.mastery import checks
from maypole.mastery.models import PlannedProbe, ProbeOutcome
from maypole.mastery.odds import compared, odds, own
from maypole.mastery.probing import Check
from maypole.mastery.rules import in_a_row, usual_rule
from maypole.plan.models import GoalPhase
from maypole.plan.tests.rows import short_goal
from maypole.visits.actions import withdraw
from maypole.visits.models import Observation
from tests.cast import Cast

from .test_moves import START, confirm_all, held, moves_made, ruled

As = Callable[[str], Client]
DAY = timedelta(days=1)


def planned(cast: Cast, days: int, place: str = "clinic", person: str = "") -> PlannedProbe:
    goal = short_goal(cast)
    check = Check("maintenance", (START + days * DAY).date(), place, person)
    return checks.plan_probe(by=cast.actor("ines"), goal=goal, check=check, now=START - DAY)


@pytest.mark.mission("S89")
def test_keeping_is_proposed_only_after_two_places_or_people(cast: Cast) -> None:
    goal, _mastery, _phases = ruled(cast, baseline_points=1)
    for day in range(6):
        held(cast, goal, START + 2 * day * DAY, 0 if day == 0 else 5)
        confirm_all(cast, START + (2 * day + 1) * DAY)
    assert [end for _start, end, _at in moves_made(goal)] == ["teach", "generalise"]

    held(cast, goal, START + 14 * DAY, 5, "home")
    confirm_all(cast, START + 15 * DAY)

    assert moves_made(goal)[-1][:2] == ("generalise", "maintain")


@pytest.mark.parametrize(
    ("place", "person", "day", "made"),
    [("clinic", "", 1, True), ("clinic", "Ines", 9, True), ("home", "", 9, False), ("clinic", "Ada", 9, False),
     ("clinic", "", -1, False)],
)  # fmt: skip
def test_a_session_in_its_place_from_a_week_before_fulfils_a_check(
    cast: Cast, place: str, person: str, day: int, made: bool
) -> None:
    probe = planned(cast, 7, place, person)
    PlannedProbe.objects.update(at=START - 5 * DAY)
    held(cast, probe.goal, START + day * DAY, 5)
    assert ProbeOutcome.objects.filter(probe=probe, held=True).exists() == made


def test_one_session_fulfils_one_check_and_outcomes_follow_their_observations(cast: Cast) -> None:
    first = planned(cast, 3)
    check = Check("maintenance", (START + 5 * DAY).date(), "clinic")
    checks.plan_probe(by=cast.actor("ines"), goal=first.goal, check=check, now=START - DAY)
    held(cast, first.goal, START + 4 * DAY, 5)
    assert [one.probe_id for one in ProbeOutcome.objects.all()] == [first.pk]

    before = set(ProbeOutcome.objects.values_list("probe", "occasion", "at", "value", "correct", "trials", "held"))
    assert checks.renew_outcomes(first.goal) == 0
    ProbeOutcome.objects.all().delete()
    assert checks.renew_outcomes(first.goal) == 1
    after = set(ProbeOutcome.objects.values_list("probe", "occasion", "at", "value", "correct", "trials", "held"))
    assert after == before

    withdraw(by=cast.actor("ines"), observation=Observation.objects.earliest("recorded_at"), now=START + 6 * DAY)
    assert not ProbeOutcome.objects.exists(), "four tries are too few to count"


def test_the_usual_checks_are_two_weeks_apart_and_planned_once(cast: Cast, as_: As) -> None:
    goal = short_goal(cast)
    now = timezone.now()
    goal.phases.create(
        organisation=cast.clinic, kind=GoalPhase.Kind.MAINTAIN, starts_at=now - DAY, by=cast.users["ines"]
    )
    as_("ines").post(f"/goals/{goal.pk}/probes", {"usual": "1"})
    as_("ines").post(f"/goals/{goal.pk}/probes", {"usual": "1"})
    due = list(PlannedProbe.objects.values_list("due_on", "place"))
    assert [place for _day, place in due] == ["clinic", "home"]
    assert due[1][0] - due[0][0] == 14 * DAY


def test_today_says_which_checks_are_due(cast: Cast, as_: As) -> None:
    goal = short_goal(cast)
    check = Check("maintenance", timezone.localdate() + 2 * DAY, "school", "Ms Okafor")
    checks.plan_probe(by=cast.actor("ines"), goal=goal, check=check, now=timezone.now())
    html = as_("ines").get("/today").content.decode()
    assert "Check: “Ties her shoes”" in html
    assert "Maya, School, around" in html
    assert "Ties her shoes" not in as_("jiho").get("/today").content.decode()


def known(*values: float) -> list[Sighting]:
    return [
        Sighting(day, str(day), Datum(day, value, setting="clinic", person="Ines")) for day, value in enumerate(values)
    ]


def test_counts_err_by_poisson_and_other_values_by_their_own_scatter(cast: Cast) -> None:
    count = short_goal(cast, measure="count", baseline=1, criterion=6, scale_max=None)
    rule = in_a_row(count, usual_rule(count))
    assert isinstance(rule, ValueRule)
    found = odds(count, rule, own(count, known(2, 4)))
    assert found.false_chance is not None
    assert 0 < found.false_chance < (1 - (found.missed_chance or 0))

    seconds = short_goal(cast, measure="duration", baseline=300, criterion=60, improvement="decrease", scale_max=None)
    rule = in_a_row(seconds, usual_rule(seconds))
    assert odds(seconds, rule, own(seconds, known(90, 80, 100))).false_chance is None
    rows = compared(seconds, rule, own(seconds, known(90, 80, 100, 70, 85)))
    assert len(rows) == 2
    assert rows[1].false_chance is not None
    assert rows[1].false_chance <= (rows[0].false_chance or 0)
