"""What belongs to one organisation: every table of ours, found by its own definition."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from maypole.access.models import User
from maypole.access.records import Owned
from maypole.jobs.models import JobProgress
from maypole.people.models import Organisation

FORMAT = 1
STAYS = {JobProgress}
"""Rows about this machine's work, not about the clinic."""
NEVER = {"access.User.password", "access.User.last_login"}
"""Not exported: people set a new password where the clinic has moved to."""


def tables() -> Iterator[type[models.Model]]:
    """The models of a clinic, accounts and the organisation first."""
    yield Organisation
    yield User
    for model in apps.get_models():
        if issubclass(model, Owned) and model not in STAYS:
            yield model


def rows_of(model: type[models.Model], organisation: Organisation) -> models.QuerySet[models.Model]:
    """The organisation's rows of a table, in the order of their keys (which is the order of their making)."""
    manager = model._default_manager
    if model is Organisation:
        return manager.filter(pk=organisation.pk)
    if model is User:
        return manager.filter(memberships__organisation=organisation).distinct().order_by("pk")
    return manager.filter(organisation=organisation).order_by("pk")


def columns(model: type[models.Model]) -> list[models.Field[object, object]]:
    """The stored fields that are exported."""
    return [field for field in model._meta.concrete_fields if f"{model._meta.label}.{field.name}" not in NEVER]


def file_name(model: type[models.Model]) -> str:
    return f"{model._meta.label}.jsonl"
