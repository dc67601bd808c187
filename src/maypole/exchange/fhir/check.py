"""Whether a resource keeps the rules of FHIR R4's Observation: elements, types, cardinality, and invariants.

Structure only, from the specification's own tables (hl7.org/fhir/R4/observation.html, datatypes.html): no server and no
library is asked. Codes of foreign systems are checked against the few that Maypole writes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from .terms import CATEGORY, UCUM, UNITS, Json

Problems = list[str]
Check = Callable[[object, str], Problems]

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
CODE = re.compile(r"[^\s]+(\s[^\s]+)*")
DATE_TIME = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?"
    r"(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))"
)
"""A dateTime that has a time, and an instant: both with a zone."""
REFERENCE = re.compile(r"(Patient|Goal|Encounter|Observation|Practitioner)/[A-Za-z0-9\-.]{1,64}")
URL = re.compile(r"[a-z][a-z0-9+.\-]*:\S+")
STATUS = frozenset(
    {
        "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"
    }
)  # fmt: skip


def problems(resource: object) -> Problems:
    """Everything that is wrong, each with its path; none for a resource that keeps the rules."""
    if not isinstance(resource, dict):
        return ["Observation: no object"]
    found = [] if resource.get("resourceType") == "Observation" else ["resourceType: not Observation"]
    found += _element({name: item for name, item in resource.items() if name != "resourceType"}, "", OBSERVATION)
    found += [f"{name}: missing" for name in ("status", "code") if name not in resource]
    has_value = any(name.startswith("value") for name in resource)
    if has_value and "dataAbsentReason" in resource:
        found.append("obs-6: a value, and a reason why there is none")
    mine = _codes(resource.get("code"))
    if has_value and any(mine & _codes(part.get("code")) for part in _objects(resource.get("component"))):
        found.append("obs-7: a component has the code of the whole, which has a value")
    return found


def _codes(concept: object) -> set[tuple[object, object]]:
    given = concept if isinstance(concept, dict) else {}
    return {(each.get("system"), each.get("code")) for each in _objects(given.get("coding"))}


def _objects(value: object) -> list[Json]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _element(value: object, path: str, known: Mapping[str, Check]) -> Problems:
    """An object with these elements, not empty, with at most one value[x]."""
    if not isinstance(value, dict) or not value:
        return [f"{path}: no object, or an empty one"]
    found: Problems = []
    for name, item in value.items():
        inside = f"{path}.{name}" if path else name
        check = known.get(name)
        found += [f"{inside}: not known"] if check is None else check(item, inside)
    if sum(name.startswith("value") and name != "value" for name in value) > 1:
        found.append(f"{path}: more than one value")
    return found


def _of(known: Mapping[str, Check]) -> Check:
    return lambda value, path: _element(value, path, known)


def _many(one: Check) -> Check:
    """A list that is not empty."""

    def check(value: object, path: str) -> Problems:
        if not isinstance(value, list) or not value:
            return [f"{path}: no list, or an empty one"]
        return [problem for place, each in enumerate(value) for problem in one(each, f"{path}[{place}]")]

    return check


def _like(pattern: re.Pattern[str]) -> Check:
    def check(value: object, path: str) -> Problems:
        return [] if isinstance(value, str) and pattern.fullmatch(value) else [f"{path}: not as it must be"]

    return check


def _text(value: object, path: str) -> Problems:
    fine = isinstance(value, str) and value and not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", value)
    return [] if fine else [f"{path}: no text, or an empty one"]


def _whole(value: object, path: str) -> Problems:
    fine = isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31
    return [] if fine else [f"{path}: no integer of 32 bits"]


def _decimal(value: object, path: str) -> Problems:
    fine = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return [] if fine else [f"{path}: no decimal"]


def _flag(value: object, path: str) -> Problems:
    return [] if isinstance(value, bool) else [f"{path}: neither true nor false"]


def _status(value: object, path: str) -> Problems:
    return [] if value in STATUS else [f"{path}: no status"]


def _quantity(value: object, path: str) -> Problems:
    found = _element(value, path, QUANTITY)
    given = value if isinstance(value, dict) else {}
    if given.get("system") != UCUM or given.get("code") not in UNITS:
        found.append(f"{path}: qty-3, a code of UCUM is missing or not one of ours")
    return found


def _category(value: object, path: str) -> Problems:
    found = _many(_concept)(value, path)
    told = {system for each in _objects(value) for system, _code in _codes(each)}
    return found if CATEGORY in told else [*found, f"{path}: none of the observation categories"]


def _extension(value: object, path: str) -> Problems:
    """ext-1: a value or further extensions; ours have a value always."""
    found = _element(value, path, EXTENSION)
    given = value if isinstance(value, dict) else {}
    if "url" not in given or not any(name.startswith("value") for name in given):
        found.append(f"{path}: ext-1, no url or no value")
    return found


CODING: Mapping[str, Check] = MappingProxyType({"system": _like(URL), "code": _like(CODE), "display": _text})
_concept = _of({"coding": _many(_of(CODING)), "text": _text})
_identifier = _of({"system": _like(URL), "value": _text})
_reference = _of({"reference": _like(REFERENCE), "identifier": _identifier, "display": _text})
QUANTITY: Mapping[str, Check] = MappingProxyType(
    {"value": _decimal, "unit": _text, "system": _like(URL), "code": _like(CODE)}
)
VALUES: Mapping[str, Check] = MappingProxyType(
    {
        "valueQuantity": _quantity, "valueCodeableConcept": _concept, "valueString": _text, "valueBoolean": _flag,
        "valueInteger": _whole,
    }
)  # fmt: skip
EXTENSION: Mapping[str, Check] = MappingProxyType(
    {**VALUES, "url": _like(URL), "valueCode": _like(CODE), "valueReference": _reference}
)
COMPONENT: Mapping[str, Check] = MappingProxyType({**VALUES, "code": _concept, "dataAbsentReason": _concept})
OBSERVATION: Mapping[str, Check] = MappingProxyType(
    {
        **VALUES,
        "id": _like(ID), "extension": _many(_extension), "identifier": _many(_identifier), "status": _status,
        "category": _category, "code": _concept, "subject": _reference, "encounter": _reference,
        "effectiveDateTime": _like(DATE_TIME), "issued": _like(DATE_TIME), "performer": _many(_reference),
        "dataAbsentReason": _concept, "method": _concept, "component": _many(_of(COMPONENT)),
        "derivedFrom": _many(_reference),
    }
)  # fmt: skip
"""The elements that Maypole writes, each with its type; anything else is not known."""
