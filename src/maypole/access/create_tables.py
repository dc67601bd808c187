"""Every table of an app in one migration step.

Django renders the models again after each step of a migration, and with them all that they are related to: with a
hundred tables related to one organisation that takes a minute of work, for a new clinic and for every run of the tests.
Here the steps of a first migration change the state together, are rendered once, and each table is made as it ends up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, AlterUniqueTogether, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

PARTS = (AddConstraint, AddField, AddIndex, AlterUniqueTogether)


class CreateTables(Operation):
    """Steps that create models and add to them; nothing that changes a table which was there before.

    Raises TypeError on any other step: such a step needs a migration of its own.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)
        self.created = [step.name for step in self.operations if isinstance(step, CreateModel)]
        known = {name.lower() for name in self.created}
        for step in self.operations:
            if not isinstance(step, CreateModel) and not (isinstance(step, PARTS) and _about(step) in known):
                raise TypeError(f"{step.describe()}: not a part of a table that is created here")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered again when it is asked for, once
        for step in self.operations:
            step.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for name in self.created:
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for name in reversed(self.created):
            model = from_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Create {', '.join(self.created)}"


def _about(step: Operation) -> str:
    """The model a step adds to."""
    name = getattr(step, "model_name", None) or getattr(step, "name", "")
    return str(name).lower()
