"""Database triggers that keep what was signed as it was signed, on both engines, whoever asks.

A migration that makes one of these tables anew (SQLite does that for most changes of a table) drops its triggers: it
has to run `install` of that table again.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

VERSIONS = "plan_planversion"
PARTS = ("plan_plangoal", "plan_planmethod", "plan_plandose", "plan_planperson")
"""Rows with a `version_id`: they belong to a version and are fixed with it."""
ANSWERS = (
    "plan_plansignature",
    "plan_plancosignature",
    "plan_planacceptance",
    "plan_goalobjection",
    "plan_objectionoutcome",
    "plan_planassent",
    "plan_dosechange",
)
"""Rows that say what somebody did: added once, never changed."""

SIGNED = "EXISTS (SELECT 1 FROM plan_plansignature WHERE version_id = {key})"
NO = "a signed plan cannot be changed"
STAYS = "an answer to a plan cannot be changed"


def sqlite() -> Iterator[tuple[str, str]]:
    """(name of the trigger, statement)."""
    for event in ("UPDATE", "DELETE"):
        yield _sqlite(VERSIONS, event, SIGNED.format(key="OLD.id"), NO)
        for table in PARTS:
            moved = f" OR {SIGNED.format(key='NEW.version_id')}" if event == "UPDATE" else ""
            yield _sqlite(table, event, SIGNED.format(key="OLD.version_id") + moved, NO)
        for table in ANSWERS:
            yield _sqlite(table, event, "1", STAYS)
    for table in PARTS:
        yield _sqlite(table, "INSERT", SIGNED.format(key="NEW.version_id"), NO)


def _sqlite(table: str, event: str, when: str, words: str) -> tuple[str, str]:
    name = f"seal_{table}_{event.lower()}"
    return (
        name,
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{words}'); END",
    )


POSTGRES_FUNCTIONS = (
    f"""CREATE FUNCTION seal_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF {SIGNED.format(key="OLD.id")} THEN RAISE EXCEPTION '{NO}'; END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$""",
    f"""CREATE FUNCTION seal_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP <> 'INSERT' AND {SIGNED.format(key="OLD.version_id")} THEN RAISE EXCEPTION '{NO}'; END IF;
      IF TG_OP <> 'DELETE' AND {SIGNED.format(key="NEW.version_id")} THEN RAISE EXCEPTION '{NO}'; END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$""",
    f"CREATE FUNCTION seal_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{STAYS}'; END $$",
)


def postgres() -> Iterator[str]:
    yield from POSTGRES_FUNCTIONS
    yield f"""CREATE TRIGGER seal_version BEFORE UPDATE OR DELETE ON {VERSIONS}
    FOR EACH ROW EXECUTE FUNCTION seal_version()"""
    for table in PARTS:
        yield f"""CREATE TRIGGER seal_part BEFORE INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION seal_part()"""
    for table in ANSWERS:
        yield f"""CREATE TRIGGER seal_answer BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION seal_answer()"""


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Run once, after the tables of plans exist."""
    if schema_editor.connection.vendor == "sqlite":
        for _name, statement in sqlite():
            schema_editor.execute(statement)
        return
    for statement in postgres():
        schema_editor.execute(statement.replace("%", "%%"))
