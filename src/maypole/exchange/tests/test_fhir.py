"""Every kind of measurement as a FHIR R4 Observation and back: nothing is lost, and the form keeps FHIR's rules."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from maypole.exchange.fhir.check import problems
from maypole.exchange.fhir.observations import Charted, Recorded, charted, observation, point, recorded
from maypole.exchange.fhir.terms import UNIT_OF, Json
from maypole.plan.models import Measure

AT = datetime(2026, 11, 22, 13, 50, 1, 123456, UTC)
PLAIN = Recorded(
    id=UUID(int=1), child_id=UUID(int=2), goal_id=UUID(int=3), visit_id=UUID(int=4), measure="trials", correct=True,
    prompt="VB", value=None, step=None, span_s=None, out_of=None, mode="", setting="clinic", occasion="visit-4",
    recorder_id=UUID(int=5), with_whom="Ines", material="red cup", recorded_at=AT, received_at=AT, device=UUID(int=6),
    sequence=2**40, utc_offset_minutes=-330, replaces_id=None, withdrawn=False, second=False,
)  # fmt: skip
NONE = replace(PLAIN, correct=None, prompt="", material="")
KINDS = {
    "trials": replace(PLAIN, correct=False, prompt="FP", step=3, mode="sign"),
    "steps": replace(PLAIN, measure="steps", step=32_767),
    "count": replace(NONE, measure="count", value=2.5, step=1),
    "rate": replace(NONE, measure="rate", value=7.0, span_s=33.3),
    "duration": replace(NONE, measure="duration", value=0.1),
    "latency": replace(NONE, measure="latency", value=12.25, correct=False),
    "whole": replace(NONE, measure="whole", correct=False, step=1, span_s=10.0),
    "partial": replace(NONE, measure="partial", correct=True, step=2, span_s=10.0),
    "momentary": replace(NONE, measure="momentary", correct=True, step=9, span_s=0.5),
    "product": replace(NONE, measure="product", value=7.0, out_of=9),
    "rating": replace(NONE, measure="rating", value=5.0),
    "attainment": replace(NONE, measure="attainment", value=-2.0),
}
CHARTED = Charted(
    id=UUID(int=7), child_id=UUID(int=2), goal_id=UUID(int=3), visit_id=None, measure="trials", setting="home",
    occasion="day-1", with_whom="", at=AT, value=2 / 3, correct=2, trials=3,
)  # fmt: skip


def through(resource: Json) -> Json:
    """As a file holds it."""
    read: Json = json.loads(json.dumps(resource, allow_nan=False))
    return read


def test_every_kind_of_measure_is_here() -> None:
    assert set(KINDS) == set(UNIT_OF) == set(Measure.values)


@pytest.mark.parametrize("row", KINDS.values(), ids=KINDS)
def test_an_observation_of_each_kind_comes_back_as_it_was(row: Recorded) -> None:
    made = through(observation(row, title="Ties her shoes"))

    assert problems(made) == []
    assert recorded(made) == row
    assert made["status"] == "final"


@pytest.mark.parametrize(
    "row",
    [
        replace(NONE, measure="count", withdrawn=True, replaces_id=UUID(int=8)),
        replace(PLAIN, replaces_id=UUID(int=8), visit_id=None),
        replace(PLAIN, device=None, sequence=None, with_whom="", utc_offset_minutes=0),
        replace(PLAIN, second=True),
        replace(PLAIN, utc_offset_minutes=15 * 60 + 1),
        replace(NONE, measure="latency", value=0.0),
        replace(NONE, measure="product", value=7.0),
        replace(NONE, measure="count", value=99_999.99),
        replace(PLAIN, material="çà et là\n", with_whom="周"),
    ],
    ids=[
        "withdrawn",
        "correction",
        "no device",
        "second",
        "far zone",
        "no answer told",
        "no total",
        "part of one",
        "letters",
    ],
)
def test_what_is_unusual_comes_back_too(row: Recorded) -> None:
    made = through(observation(row))

    assert problems(made) == []
    assert recorded(made) == row


def test_what_does_not_count_is_told_as_an_error() -> None:
    withdrawn = replace(NONE, withdrawn=True, replaces_id=UUID(int=8))

    assert observation(withdrawn)["status"] == "entered-in-error"
    assert observation(PLAIN, replaced=True)["status"] == "entered-in-error"


@pytest.mark.parametrize("measure", Measure.values)
def test_a_point_of_each_kind_comes_back_as_it_was(measure: str) -> None:
    k_of_n = measure not in {"count", "rate", "duration", "rating", "attainment"}
    row = replace(CHARTED, measure=measure, correct=2 if k_of_n else None, trials=3 if k_of_n else None)

    made = through(point(row, title="Ties her shoes"))

    assert problems(made) == []
    assert charted(made) == row


WRONG = {
    "no status": lambda made: made.pop("status"),
    "status": lambda made: made.update(status="done"),
    "two values": lambda made: made.update(valueInteger=1),
    "obs-6": lambda made: made.update(dataAbsentReason=made["category"][0]),
    "obs-7": lambda made: made["component"][0].update(code=made["code"]),
    "unit": lambda made: made["component"][1].update(valueQuantity={"value": 1, "system": "x:y", "code": "sec"}),
    "no zone": lambda made: made.update(effectiveDateTime="2026-11-22T10:00:00"),
    "empty list": lambda made: made.update(performer=[]),
    "empty text": lambda made: made["performer"][1].update(display=""),
    "strange": lambda made: made.update(weight=1),
    "extension": lambda made: made["extension"][0].pop("valueReference"),
    "reference": lambda made: made.update(subject={"reference": "Child/1"}),
    "a flag for a number": lambda made: made["component"][0].update(valueInteger=True),
    "not finite": lambda made: made["valueQuantity"].update(value=float("nan")),
}


@pytest.mark.parametrize("spoil", WRONG.values(), ids=WRONG)
def test_what_breaks_a_rule_is_found(spoil: object) -> None:
    made = observation(replace(KINDS["rate"], span_s=30.0))
    assert problems(made) == []
    spoilt = copy.deepcopy(made)

    spoil(spoilt)  # type: ignore[operator]

    assert problems(spoilt)
