"""What was recorded leaves as a FHIR Bundle, and every row of it comes back as it stands in the database."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.exchange.fhir.bundle import bundle_of, charted_of, recorded_of
from maypole.exchange.fhir.check import problems
from maypole.exchange.fhir.observations import charted, recorded
from maypole.people.models import CarerRelation
from maypole.plan.models import Measure
from maypole.visits import actions
from maypole.visits.ingest import digest, sent
from maypole.visits.models import Observation, Point
from maypole.visits.tests.rows import NOW, make_goal, started, undo
from maypole.visits.tests.test_kinds import some
from tests.cast import Cast

As = Callable[[str], Client]


def measured(cast: Cast) -> None:
    """A finished visit with some of every kind, one of each taken back."""
    chance, by, visit = random.Random(5), cast.actor("ines"), started(cast)
    for measure in Measure.values:
        goal = make_goal(cast, f"Goal by {measure}", measure)
        items = [some(goal, chance, number) for number in (1, 2, 3)]
        actions.observe(by=by, visit=visit, items=[*items, undo(items[1].id)], now=NOW)
    actions.finish_visit(by=by, visit=visit, at=NOW)


def download(client: Client, cast: Cast) -> Any:
    answer = client.get(f"/children/{cast.maya.pk}/measurements")
    assert answer.status_code == 200
    return answer


@pytest.mark.mission("S36")
def test_every_observation_and_point_of_a_child_comes_back_from_the_file(cast: Cast, as_: As) -> None:
    measured(cast)
    answer = download(as_("rosa"), cast)
    made = [entry["resource"] for entry in json.loads(answer.content)["entry"]]
    points = [each for each in made if "method" in each]
    rows = [each for each in made if "method" not in each]

    assert [problem for each in made for problem in problems(each)] == []
    assert {recorded(each) for each in rows} == {recorded_of(row) for row in Observation.objects.all()}
    assert {charted(each) for each in points} == {charted_of(row) for row in Point.objects.select_related("goal")}
    assert (len(rows), len(points)) == (48, 12)
    assert answer.headers["Content-Type"].startswith("application/fhir+json")
    assert ".fhir.json" in answer.headers["Content-Disposition"]


def test_what_comes_back_has_the_digest_that_was_kept(cast: Cast) -> None:
    measured(cast)
    made = {each["resource"]["id"]: each["resource"] for each in bundle_of(cast.maya, NOW)["entry"]}

    for row in Observation.objects.all():
        back = recorded(json.loads(json.dumps(made[str(row.pk)])))
        again = Observation(**vars(back))
        assert digest(sent(again), back.visit_id, back.recorder_id) == row.digest


def test_what_was_taken_back_is_told_as_an_error(cast: Cast) -> None:
    measured(cast)
    standing = {str(key) for key in Observation.objects.standing().values_list("pk", flat=True)}
    rows = [each["resource"] for each in bundle_of(cast.maya, NOW)["entry"] if "method" not in each["resource"]]

    assert {each["id"] for each in rows if each["status"] == "final"} == standing


def test_taking_it_along_needs_the_right_and_leaves_a_trace(cast: Cast, as_: As) -> None:
    path = f"/children/{cast.maya.pk}/measurements"
    download(as_("lena"), cast)
    assert AuditEvent.objects.filter(action="child.read", detail__what="measurements").count() == 1
    assert [as_(name).get(path).status_code for name in ("ines", "daniel", "jiho", "eva")] == [403, 403, 404, 404]

    rosa = CarerRelation.objects.get(carer=cast.rosa, child=cast.maya)
    CarerRelation.objects.filter(pk=rosa.pk).update(
        rights=",".join(right for right in rosa.rights.split(",") if right != "export")
    )
    assert as_("rosa").get(path).status_code == 403


def test_many_observations_cost_as_many_queries_as_one(cast: Cast) -> None:
    goal, visit, by = make_goal(cast), started(cast), cast.actor("ines")
    chance = random.Random(1)
    counts = []
    for number in (1, 30):
        actions.observe(by=by, visit=visit, items=[some(goal, chance, n) for n in range(number)], now=NOW)
        with CaptureQueriesContext(connection) as caught:
            bundle_of(cast.maya, timezone.now())
        counts.append(len(caught))
    assert counts == [2, 2]
