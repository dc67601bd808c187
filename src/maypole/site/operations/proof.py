"""Is a restored database the one that was backed up? Every row by its table's hash, then the audit chain row by row."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from maypole.audit.verify import verify_chain
from maypole.site.operations import postgresql
from maypole.site.operations.archive import Manifest, Unusable
from maypole.site.operations.digests import Digests, differences, of_postgresql, of_sqlite


def prove_sqlite(manifest: Manifest, database: Path) -> None:
    """Raise Unusable unless `database`, which must be the one in force, holds what the manifest says."""
    _same(manifest, of_sqlite(database))
    try:
        _migrate()
        _chain(manifest)
    finally:
        connection.close()  # the log goes into the file, which may then be moved


def prove_postgresql(manifest: Manifest, dump: Path) -> None:
    """Read the dump into the database in force, which must be empty, and prove it."""
    if connection.introspection.table_names():
        raise Unusable("the database of MAYPOLE_DATABASE_URL is not empty")
    connection.close()
    try:
        postgresql.restore(dump)
    except postgresql.ToolProblem as problem:
        raise Unusable(str(problem)) from problem
    with transaction.atomic():
        _same(manifest, of_postgresql(connection))
    _migrate()
    _chain(manifest)


def _same(manifest: Manifest, found: Digests) -> None:
    lines = differences(manifest.tables, found)
    if lines:
        raise Unusable(f"its rows are not what was backed up: {'; '.join(lines[:3])}")


def _migrate() -> None:
    """An older backup is brought up to this version; a newer one can't be read."""
    executor = MigrationExecutor(connection)
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations) - set(_replaced(executor))
    ours = sorted(f"{app}.{name}" for app, name in unknown if app in executor.loader.migrated_apps)
    if ours:
        raise Unusable(f"it was made by a newer version of Maypole (it knows {ours[0]})")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _replaced(executor: MigrationExecutor) -> list[tuple[str, str]]:
    return [old for migration in executor.loader.replacements.values() for old in migration.replaces]


def _chain(manifest: Manifest) -> None:
    chain = verify_chain()
    if chain.problem:
        raise Unusable(f"its audit chain is broken: {chain.problem}")
    if (chain.rows, chain.head) != (manifest.audit_rows, manifest.audit_head) and manifest.audit_rows:
        raise Unusable(f"its audit chain ends at row {chain.rows}, should end at {manifest.audit_rows}")
