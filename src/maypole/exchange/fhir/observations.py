"""A measurement as a FHIR R4 Observation, and back without a loss: all twelve kinds, withdrawals and corrections.

One tap is one Observation: what happened is its value; what belongs to it (help, step, seconds watched, of how many)
are its components. A point of a chart is an Observation too, of method `point`. Nothing here asks the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from .terms import (
    ABSENT,
    CATEGORY,
    EXTENSION,
    HELP,
    MEASURE,
    METHOD,
    MODE,
    PART,
    PERTAINS_TO_GOAL,
    SAYS,
    UNIT_OF,
    URI,
    Json,
    code_of,
    coded,
    extension,
    key_of,
    quantity,
    reference,
)

HELPED = frozenset({"trials", "steps"})
INTERVALS = frozenset({"whole", "partial", "momentary"})
SECONDS = frozenset({"duration", "latency"})
FURTHEST = 14 * 60
"""Minutes from UTC that a FHIR time may be; more is told apart."""
MOST_INTEGER = 2**31 - 1


@dataclass(frozen=True)
class Recorded:
    """One observation: the columns of `visits.Observation` under their own names, without organisation and digest."""

    id: UUID
    child_id: UUID
    goal_id: UUID
    visit_id: UUID | None
    measure: str
    correct: bool | None
    prompt: str
    value: float | None
    step: int | None
    span_s: float | None
    out_of: int | None
    mode: str
    setting: str
    occasion: str
    recorder_id: UUID
    with_whom: str
    material: str
    recorded_at: datetime
    received_at: datetime
    device: UUID | None
    sequence: int | None
    utc_offset_minutes: int
    replaces_id: UUID | None
    withdrawn: bool
    second: bool


@dataclass(frozen=True)
class Charted:
    """One point of a chart: the columns of `visits.Point`, without organisation, with its goal's measure."""

    id: UUID
    child_id: UUID
    goal_id: UUID
    visit_id: UUID | None
    measure: str
    setting: str
    occasion: str
    with_whom: str
    at: datetime
    value: float
    correct: int | None
    trials: int | None


def observation(row: Recorded, *, replaced: bool = False, title: str = "") -> Json:
    """The resource. `replaced`: a later one stands in its place, so readers must not count it; `title`: the goal's."""
    offset = row.utc_offset_minutes
    near = abs(offset) <= FURTHEST
    extensions = [] if near else [extension("utc-offset-minutes", "Integer", offset)]
    if row.replaces_id:
        extensions.append(extension("replaces", "Reference", reference("Observation", row.replaces_id)))
    if row.second:
        extensions.append(extension("second-observer", "Boolean", True))
    made = _frame(row, title, row.recorded_at.astimezone(timezone(timedelta(minutes=offset if near else 0))))
    made["extension"] += extensions
    if row.device:
        made["identifier"] = [{"system": f"urn:uuid:{row.device}", "value": str(row.sequence)}]
    made["status"] = "entered-in-error" if row.withdrawn or replaced else "final"
    made["issued"] = _written(row.received_at)
    made["performer"].insert(0, {"identifier": {"system": URI, "value": f"urn:uuid:{row.recorder_id}"}})
    if row.withdrawn:
        return made | {"dataAbsentReason": coded(ABSENT, "error", "Error")}
    value, parts = _value(row)
    return made | value | ({"component": parts} if parts else {})


def point(row: Charted, *, title: str = "") -> Json:
    """A point of a chart. k of n are components where the kind has them."""
    made = _frame(row, title, row.at.astimezone(UTC)) | {"method": coded(METHOD, "point", "Point of a chart")}
    parts = [
        _part(name, {"valueInteger": value})
        for name, value in (("correct", row.correct), ("trials", row.trials))
        if value is not None
    ]
    made |= {"status": "final", "valueQuantity": quantity(row.value, UNIT_OF[row.measure])}
    return made | ({"component": parts} if parts else {})


def recorded(resource: Json) -> Recorded:
    """The observation in a resource that `observation` made, also after it was JSON; else KeyError or ValueError."""
    at = datetime.fromisoformat(resource["effectiveDateTime"])
    known, parts = _extensions(resource), _parts(resource)
    identifier = next(iter(resource.get("identifier", ())), None)
    people, measure = resource["performer"], code_of(resource["code"], MEASURE)
    withdrawn = "dataAbsentReason" in resource
    correct, value = (None, None) if withdrawn else _read_value(measure, resource, parts)
    return Recorded(
        id=UUID(resource["id"]),
        child_id=UUID(key_of(resource["subject"])),
        goal_id=_goal(resource),
        visit_id=_key(resource.get("encounter")),
        measure=measure,
        correct=correct,
        prompt=code_of(parts.get("help", {}).get("valueCodeableConcept", {}), HELP),
        value=value,
        step=parts.get("step", {}).get("valueInteger"),
        span_s=_float(parts.get("watched", {}).get("valueQuantity", {}).get("value")),
        out_of=parts.get("out-of", {}).get("valueInteger"),
        mode=code_of(parts.get("mode", {}).get("valueCodeableConcept", {}), MODE),
        setting=known["setting"]["valueCode"],
        occasion=known["occasion"]["valueString"],
        recorder_id=UUID(people[0]["identifier"]["value"].removeprefix("urn:uuid:")),
        with_whom=next((each["display"] for each in people if "display" in each), ""),
        material=parts.get("material", {}).get("valueString", ""),
        recorded_at=at.astimezone(UTC),
        received_at=datetime.fromisoformat(resource["issued"]).astimezone(UTC),
        device=UUID(identifier["system"].removeprefix("urn:uuid:")) if identifier else None,
        sequence=int(identifier["value"]) if identifier else None,
        utc_offset_minutes=_offset(at, known),
        replaces_id=_key(known.get("replaces", {}).get("valueReference")),
        withdrawn=withdrawn,
        second="second-observer" in known,
    )


def charted(resource: Json) -> Charted:
    """The point in a resource that `point` made."""
    known, parts = _extensions(resource), _parts(resource)
    return Charted(
        id=UUID(resource["id"]),
        child_id=UUID(key_of(resource["subject"])),
        goal_id=_goal(resource),
        visit_id=_key(resource.get("encounter")),
        measure=code_of(resource["code"], MEASURE),
        setting=known["setting"]["valueCode"],
        occasion=known["occasion"]["valueString"],
        with_whom=next((each["display"] for each in resource.get("performer", ()) if "display" in each), ""),
        at=datetime.fromisoformat(resource["effectiveDateTime"]).astimezone(UTC),
        value=float(resource["valueQuantity"]["value"]),
        correct=parts.get("correct", {}).get("valueInteger"),
        trials=parts.get("trials", {}).get("valueInteger"),
    )


def _frame(row: Recorded | Charted, title: str, at: datetime) -> Json:
    """What both have: whose, of which goal, when, where, on which occasion, with whom."""
    made: Json = {
        "resourceType": "Observation",
        "id": str(row.id),
        "extension": [
            {"url": PERTAINS_TO_GOAL, "valueReference": reference("Goal", row.goal_id)},
            extension("setting", "Code", row.setting),
            extension("occasion", "String", row.occasion),
        ],
        "status": "final",
        "category": [coded(CATEGORY, "therapy", "Therapy")],
        "code": coded(MEASURE, row.measure, SAYS[row.measure]) | ({"text": title} if title else {}),
        "subject": reference("Patient", row.child_id),
        "effectiveDateTime": _written(at),
    }
    if row.visit_id:
        made["encounter"] = reference("Encounter", row.visit_id)
    if isinstance(row, Recorded) or row.with_whom:
        made["performer"] = [{"display": row.with_whom}] if row.with_whom else []
    return made


def _written(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _value(row: Recorded) -> tuple[Json, list[Json]]:
    """The value by kind, and what belongs to it."""
    value: Json
    number, parts = row.value or 0.0, list[Json]()
    if row.measure in HELPED | INTERVALS:
        value = {"valueBoolean": bool(row.correct)}
    elif row.measure in SECONDS:
        value = {"valueQuantity": quantity(number, "s")}
        if row.correct is not None:
            parts.append(_part("response", {"valueBoolean": row.correct}))
    elif row.measure == "rate":
        value = {"valueQuantity": quantity(60.0 * number / (row.span_s or 60.0), "/min")}
        parts.append(_part("counted", _number(number, "{count}")))
    else:
        value = _number(number, "{count}" if row.measure == "product" else UNIT_OF[row.measure])
    if row.prompt:
        parts.append(_part("help", {"valueCodeableConcept": coded(HELP, row.prompt)}))
    if row.step is not None:
        parts.append(_part("step", {"valueInteger": row.step}))
    if row.span_s is not None:
        parts.append(_part("watched", {"valueQuantity": quantity(row.span_s, "s")}))
    if row.out_of is not None:
        parts.append(_part("out-of", {"valueInteger": row.out_of}))
    if row.mode:
        parts.append(_part("mode", {"valueCodeableConcept": coded(MODE, row.mode)}))
    if row.material:
        parts.append(_part("material", {"valueString": row.material}))
    return value, parts


def _number(value: float, unit: str) -> Json:
    whole = value.is_integer() and abs(value) <= MOST_INTEGER
    return {"valueInteger": int(value)} if whole else {"valueQuantity": quantity(value, unit)}


def _part(name: str, value: Json) -> Json:
    return {"code": coded(PART, name)} | value


def _read_value(measure: str, resource: Json, parts: dict[str, Json]) -> tuple[bool | None, float | None]:
    if measure in HELPED | INTERVALS:
        return resource["valueBoolean"], None
    told = parts["counted"] if measure == "rate" else resource
    value = told["valueInteger"] if "valueInteger" in told else told["valueQuantity"]["value"]
    return parts.get("response", {}).get("valueBoolean"), float(value)


def _extensions(resource: Json) -> dict[str, Json]:
    return {each["url"].removeprefix(EXTENSION): each for each in resource.get("extension", ())}


def _parts(resource: Json) -> dict[str, Json]:
    return {code_of(each["code"], PART): each for each in resource.get("component", ())}


def _goal(resource: Json) -> UUID:
    return UUID(key_of(_extensions(resource)[PERTAINS_TO_GOAL]["valueReference"]))


def _key(given: Json | None) -> UUID | None:
    return UUID(key_of(given)) if given else None


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


def _offset(at: datetime, known: dict[str, Json]) -> int:
    if "utc-offset-minutes" in known:
        return int(known["utc-offset-minutes"]["valueInteger"])
    offset = at.utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
