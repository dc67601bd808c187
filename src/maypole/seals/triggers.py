"""Database triggers that keep what was signed as it was signed, on both engines, whoever asks.

A migration that makes one of these tables anew (SQLite does that for most changes of a table) drops its triggers: it
has to run `install` of that table again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


@dataclass(frozen=True)
class Seal:
    """What is fixed by a signature: the versions, their parts (rows with a `version_id`), and answers.

    `answers` are rows that say what somebody did: added once, never changed.
    """

    name: str
    versions: str
    signatures: str
    parts: tuple[str, ...]
    answers: tuple[str, ...]
    no: str
    stays: str

    def signed(self, key: str) -> str:
        return f"EXISTS (SELECT 1 FROM {self.signatures} WHERE version_id = {key})"  # noqa: S608  our own names


PLANS = Seal(
    name="plan",
    versions="plan_planversion",
    signatures="plan_plansignature",
    parts=("plan_plangoal", "plan_planmethod", "plan_plandose", "plan_planperson"),
    answers=(
        "plan_plansignature",
        "plan_plancosignature",
        "plan_planacceptance",
        "plan_goalobjection",
        "plan_objectionoutcome",
        "plan_planassent",
        "plan_dosechange",
    ),
    no="a signed plan cannot be changed",
    stays="an answer to a plan cannot be changed",
)
NOTES = Seal(
    name="note",
    versions="visits_noteversion",
    signatures="visits_notesignature",
    parts=("visits_noteminutes",),
    answers=(
        "visits_notesignature",
        "visits_notecosignature",
        "visits_notetemplateversion",
        "visits_notesection",
    ),
    no="a signed note cannot be changed",
    stays="a signature and the shape of a note cannot be changed",
)
SEALS = (PLANS, NOTES)


def sqlite() -> Iterator[tuple[str, str]]:
    """(name of the trigger, statement)."""
    for seal in SEALS:
        for event in ("UPDATE", "DELETE"):
            yield _sqlite(seal.versions, event, seal.signed("OLD.id"), seal.no)
            for table in seal.parts:
                moved = f" OR {seal.signed('NEW.version_id')}" if event == "UPDATE" else ""
                yield _sqlite(table, event, seal.signed("OLD.version_id") + moved, seal.no)
            for table in seal.answers:
                yield _sqlite(table, event, "1", seal.stays)
        for table in seal.parts:
            yield _sqlite(table, "INSERT", seal.signed("NEW.version_id"), seal.no)


def _sqlite(table: str, event: str, when: str, words: str) -> tuple[str, str]:
    name = f"seal_{table}_{event.lower()}"
    return (
        name,
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{words}'); END",
    )


def _functions(seal: Seal) -> Iterator[str]:
    yield f"""CREATE FUNCTION seal_{seal.name}_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF {seal.signed("OLD.id")} THEN RAISE EXCEPTION '{seal.no}'; END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$"""
    yield f"""CREATE FUNCTION seal_{seal.name}_part() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP <> 'INSERT' AND {seal.signed("OLD.version_id")} THEN RAISE EXCEPTION '{seal.no}'; END IF;
      IF TG_OP <> 'DELETE' AND {seal.signed("NEW.version_id")} THEN RAISE EXCEPTION '{seal.no}'; END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END $$"""
    yield f"""CREATE FUNCTION seal_{seal.name}_answer() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '{seal.stays}'; END $$"""


def postgres() -> Iterator[str]:
    for seal in SEALS:
        yield from _functions(seal)
        yield f"""CREATE TRIGGER seal_version BEFORE UPDATE OR DELETE ON {seal.versions}
        FOR EACH ROW EXECUTE FUNCTION seal_{seal.name}_version()"""
        for table in seal.parts:
            yield f"""CREATE TRIGGER seal_part BEFORE INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION seal_{seal.name}_part()"""
        for table in seal.answers:
            yield f"""CREATE TRIGGER seal_answer BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION seal_{seal.name}_answer()"""


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Run once, after the tables of plans and notes exist."""
    if schema_editor.connection.vendor == "sqlite":
        for _name, statement in sqlite():
            schema_editor.execute(statement)
        return
    for statement in postgres():
        schema_editor.execute(statement.replace("%", "%%"))
