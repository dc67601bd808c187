"""Names that a FHIR reader needs: code systems, extensions and units. Plain data, no Django.

FHIR R4 4.0.1. Codes are our own where no open vocabulary has them; units are UCUM's.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

Json = dict[str, Any]

MEASURE = "urn:x-maypole:measure"
PART = "urn:x-maypole:part"
HELP = "urn:x-maypole:help"
MODE = "urn:x-maypole:mode"
METHOD = "urn:x-maypole:method"
EXTENSION = "urn:x-maypole:"
"""Extensions of our own: setting, occasion, replaces, second-observer, utc-offset-minutes."""
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
PERTAINS_TO_GOAL = "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal"
UCUM = "http://unitsofmeasure.org"
URI = "urn:ietf:rfc:3986"
"""The system of identifiers that are URIs, as a person's or a device's `urn:uuid:`."""

UNITS: Mapping[str, str] = MappingProxyType(
    {"s": "seconds", "/min": "a minute", "1": "share", "{count}": "times", "{score}": "points", "{level}": "level"}
)
"""UCUM code and what a person reads."""
UNIT_OF: Mapping[str, str] = MappingProxyType(
    {
        "trials": "1", "steps": "1", "product": "1", "whole": "1", "partial": "1", "momentary": "1",
        "count": "{count}", "rate": "/min", "duration": "s", "latency": "s", "rating": "{score}",
        "attainment": "{level}",
    }
)  # fmt: skip
"""What the value of a point is told in, by kind of measure."""
SAYS: Mapping[str, str] = MappingProxyType(
    {
        "trials": "Tries, with the help needed", "steps": "Steps of a task", "count": "Count",
        "rate": "How often a minute", "duration": "Duration", "latency": "Time until it starts",
        "whole": "Whole interval", "partial": "Partial interval", "momentary": "Momentary time sampling",
        "product": "Items right of a finished piece", "rating": "Rating 1 to 5",
        "attainment": "Goal attainment, five levels",
    }
)  # fmt: skip
"""Display of each measure. English, as codes are; texts for people stand beside them."""


def coded(system: str, code: str, display: str = "") -> Json:
    """A CodeableConcept with one code."""
    return {"coding": [{"system": system, "code": code} | ({"display": display} if display else {})]}


def code_of(concept: Json, system: str) -> str:
    """The code of this system in a CodeableConcept; nothing when there is none."""
    return next((str(each["code"]) for each in concept.get("coding", ()) if each.get("system") == system), "")


def quantity(value: float, unit: str) -> Json:
    return {"value": value, "unit": UNITS[unit], "system": UCUM, "code": unit}


def reference(kind: str, key: object) -> Json:
    return {"reference": f"{kind}/{key}"}


def key_of(given: Json | None) -> str:
    """The id in a relative reference."""
    return str(given["reference"]).partition("/")[2] if given else ""


def extension(name: str, kind: str, value: object) -> Json:
    """An extension of our own; `kind` is the type after `value`."""
    return {"url": f"{EXTENSION}{name}", f"value{kind}": value}
