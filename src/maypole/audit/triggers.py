"""Database triggers that refuse any change to the trail, on both engines, whoever asks."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be changed'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'the audit trail cannot be deleted'); END""",
    # INSERT OR REPLACE gets past the delete trigger, so an existing number is refused here too.
    """CREATE TRIGGER audit_chain BEFORE INSERT ON audit_auditevent
    WHEN NEW.prev <> coalesce((SELECT hash FROM audit_auditevent ORDER BY number DESC LIMIT 1), printf('%064d', 0))
      OR NEW.number <> coalesce((SELECT max(number) FROM audit_auditevent), 0) + 1
    BEGIN SELECT RAISE(ABORT, 'an audit row must follow the newest one'); END""",
)
POSTGRES = (
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit trail cannot be changed or deleted'; END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    """CREATE FUNCTION audit_follow() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE newest RECORD;
    BEGIN
      SELECT number, hash INTO newest FROM audit_auditevent ORDER BY number DESC LIMIT 1;
      IF NEW.prev <> coalesce(newest.hash, repeat('0', 64)) OR NEW.number <> coalesce(newest.number, 0) + 1 THEN
        RAISE EXCEPTION 'an audit row must follow the newest one';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER audit_chain BEFORE INSERT ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION audit_follow()""",
)


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Run by the first migration, after the table exists."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(
            statement.replace("%", "%%") if schema_editor.connection.vendor != "sqlite" else statement
        )
