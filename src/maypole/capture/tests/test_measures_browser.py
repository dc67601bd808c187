"""Every kind of measure, recorded by touch in the app, arrives as the observation it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from maypole.exchange.fhir.bundle import charted_of, recorded_of
from maypole.exchange.fhir.check import problems
from maypole.exchange.fhir.observations import charted, observation, point, recorded
from maypole.people.models import Child
from maypole.plan.models import Goal
from maypole.visits.models import Observation, Point
from maypole.visits.points import rebuild
from maypole.visits.tests.rows import make_goal, planned
from tests.cast import Cast

from .test_app_browser import at_the_clinic, begin

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[str], Client]
Open = Callable[..., Page]
MEASURES = (
    "trials", "steps", "count", "rate", "duration", "latency", "whole", "partial", "momentary", "rating", "attainment",
    "product",
)  # fmt: skip


def goal_of(cast: Cast, measure: str, child: Child | None = None) -> Goal:
    goal = make_goal(cast, f"Goal {measure}", measure, child)
    Goal.objects.filter(pk=goal.pk).update(span_s=2)
    return goal


def press(page: Page, *names: str) -> None:
    for name in names:
        page.locator(".panel:not([hidden])").get_by_role("button", name=name, exact=True).click()


def record(page: Page, measure: str) -> None:
    """What a thumb does for one observation of this kind (two for a count)."""
    panel = page.locator(".panel:not([hidden])")
    if measure in ("trials", "steps"):
        panel.locator(".tap--top").click()
    elif measure == "count":
        press(page, "One more", "One more")
    elif measure == "rate":
        press(page, "Start", "One more", "One more", "Stop")
    elif measure == "duration":
        press(page, "Start", "Stop")
    elif measure == "latency":
        press(page, "Asked", "It began", "Asked", "No answer")
    elif measure in ("whole", "partial", "momentary"):
        press(page, "Start")
        page.clock.fast_forward(2100)
        press(page, "Yes", "End")
    elif measure in {"rating", "attainment"}:
        panel.get_by_role("button").nth(3).click()
    else:
        panel.get_by_label("right", exact=True).fill("7")
        press(page, "Keep")


@pytest.mark.mission("S36", "S38", "S41")
@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_is_recorded_and_makes_a_point(cast: Cast, as_: As, open_page: Open, measure: str) -> None:
    goal = goal_of(cast, measure)
    planned(cast, timezone.now() - timedelta(minutes=1))
    page = begin(open_page, as_("ines"))
    page.clock.install()

    record(page, measure)
    at_the_clinic(page)

    rows = list(Observation.objects.order_by("sequence"))
    expect(page.locator(".panel:not([hidden]) .trials li")).to_have_count(len(rows))
    assert {row.measure for row in rows} == {measure}
    assert rebuild([goal.pk]) == 1
    assert Point.objects.get().value is not None
    check = ROWS.get(measure)
    assert check is None or check(rows), [vars(row) for row in rows]
    for row in rows:  # what a browser recorded is FHIR-ready, and comes back from it as it is
        made = json.loads(json.dumps(observation(recorded_of(row), title=goal.title)))
        assert (problems(made), recorded(made)) == ([], recorded_of(row))
    chart = Point.objects.select_related("goal").get()
    assert charted(json.loads(json.dumps(point(charted_of(chart))))) == charted_of(chart)


ROWS: dict[str, Callable[[list[Observation]], bool]] = {
    "count": lambda rows: [row.value for row in rows] == [1, 1],
    "rate": lambda rows: rows[0].value == 2 and (rows[0].span_s or 0) > 0,
    "latency": lambda rows: [row.correct for row in rows] == [True, False],
    "whole": lambda rows: (rows[0].correct, rows[0].step, rows[0].span_s) == (True, 1, 2),
    "rating": lambda rows: rows[0].value == 4,
    "attainment": lambda rows: rows[0].value == 1,
    "product": lambda rows: (rows[0].value, rows[0].out_of) == (7, 10),
}
