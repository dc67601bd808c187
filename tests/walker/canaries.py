"""A unique token in every sensitive text of the world, and where each was planted."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models

from maypole.access.classification import EVERYWHERE, Classified, DataClass
from maypole.people.models import Carer
from maypole.seals.triggers import sqlite

TOKEN = re.compile(rb"CNRY[0-9a-f]{16}")
ROOM = 20
CODES = {
    "access.User.password": "a hash",
    "access.User.email": "the account's key; its own test below",
    "audit.AuditEvent.actor": "an account's id",
    "evaluation.Finding.area": "a code",
    "people.Child.languages": "language codes",
    "plan.Goal.area": "a code",
    "plan.HowCard.topic": "a key",
    "plan.LineGoal.area": "a code",
    "plan.OutsideService.area": "a code",
    "progress.Decision.signal": "a code",
    "progress.Decision.reasons": "keys of reasons",
}
"""Sensitive fields that hold a code, not text: they are left as they are."""


@dataclass(frozen=True)
class Planted:
    """Where a token stands: model and field, and the row's child or organisation."""

    field: str
    child: str
    owner: str


def sensitive_fields(model: type[models.Model]) -> list[str]:
    """Names of the text fields of a model that are identifying or clinical."""
    classified = getattr(model, "classified", Classified())
    found = []
    for field in model._meta.concrete_fields:
        data_class = classified.of(field.name) or EVERYWHERE.of(field.name)
        text = isinstance(field, models.CharField | models.TextField) and not field.choices
        room = (field.max_length or ROOM) >= ROOM
        label = f"{model._meta.label}.{field.name}"
        wanted = data_class in (DataClass.IDENTIFYING, DataClass.CLINICAL) or (field.name == "why" and text)
        if wanted and text and room and label not in CODES:
            found.append(field.name)
    return found


def plant() -> dict[bytes, Planted]:
    """Overwrite every sensitive text of every row; return what stands where. Models without a row are an error."""
    planted: dict[bytes, Planted] = {}
    for model in apps.get_models():
        if not model.__module__.startswith("maypole.") or not (names := sensitive_fields(model)):
            continue
        rows = list(model._default_manager.all())
        assert rows, f"the world has no {model._meta.label}: add one in world.py"
        for row in rows:
            written = {name: token(model, row, name) for name in names}
            model._default_manager.filter(pk=row.pk).update(**{n: shown(model, n, t) for n, t in written.items()})
            for name, made in written.items():
                place = Planted(f"{model._meta.label}.{name}", child_of(row), str(row.pk))
                planted[made.encode()] = place
    return planted


def unseal() -> list[str]:
    """Signed plans can be planted in too: their triggers step aside. Returns what brings them back.

    Not within a test's transaction: after each request that is rolled back, SQLite would read the schema anew.
    """
    with connection.cursor() as cursor:
        names = [name for name, _statement in sqlite()]
        marks = ", ".join(["%s"] * len(names))
        cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN ({marks})", names)
        found = dict(cursor.fetchall())
        for name in found:
            cursor.execute(f"DROP TRIGGER {name}")
    return list(found.values())


def seal(statements: list[str]) -> None:
    """Bring the triggers back."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def token(model: type[models.Model], row: models.Model, name: str) -> str:
    return "CNRY" + hashlib.sha256(f"{model._meta.label}:{row.pk}:{name}".encode()).hexdigest()[:16]


def shown(model: type[models.Model], name: str, made: str) -> str:
    """A token as the field's kind needs it."""
    return f"{made}@x.example" if isinstance(model._meta.get_field(name), models.EmailField) else made


def child_of(row: models.Model) -> str:
    """The id of the child a row is about, by any path; the organisation's id when it is about none."""
    for path in ("child_id", "signature.version.child_id", "acceptance.version.child_id", "episode.child_id",
                 "objection.acceptance.version.child_id", "line.child_id", "card.child_id",
                 "goal.child_id", "visit.child_id", "version.child_id", "version.note.child_id", "question.child_id",
                 "note.child_id", "evaluation.child_id", "review.child_id", "precaution.child_id",
                 "food.child_id", "event.child_id", "request.child_id", "schedule.child_id",
                 "version.report.child_id", "report.child_id", "about.child_id", "held.child_id",
                 "preparation.child_id", "place.visit.child_id", "signature.version.note.child_id",
                 "proposal.goal.child_id", "probe.child_id", "discharge.child_id",
                 "follow_up.discharge.child_id"):  # fmt: skip
        found: object = row
        for part in path.split("."):
            found = getattr(found, part, None)
        if found:
            return str(found)
    if row._meta.label == "people.Child":
        return str(row.pk)
    if isinstance(row, Carer) and (relation := row.relations.first()):
        return str(relation.child_id)
    return str(getattr(row, "organisation_id", "") or "")
