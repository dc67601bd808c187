"""`maypole backup FILE`: everything a clinic has in one file, while it goes on working."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import Error, connection, transaction

from maypole import __version__
from maypole.audit.actions import record
from maypole.audit.models import AuditEvent
from maypole.site.operations import postgresql
from maypole.site.operations.archive import FILES, MANIFEST, Manifest, Stored, add
from maypole.site.operations.digests import Digests, of_postgresql, of_sqlite

MADE_AGAIN = {"static"}
"""Folders of the data folder that the server makes itself."""
NOT_KEPT = (".lock", ".ticket", ".part")


def main(argv: list[str]) -> int:
    """0 when the file is complete on the disk; else nothing is left of it."""
    parser = argparse.ArgumentParser(prog="maypole backup", description="Write everything a clinic has into one file.")
    parser.add_argument("file", type=Path, help="a file of that name is replaced once the new one is complete")
    parser.add_argument("--data", metavar="DIR", help="the clinic's folder (MAYPOLE_DATA, .data by default)")
    options = parser.parse_args(argv)
    try:
        manifest = write(options.file.absolute())
    except (OSError, Error, sqlite3.Error, postgresql.ToolProblem) as problem:
        print(f"maypole backup: {problem}", file=sys.stderr)
        return 1
    rows = sum(table.rows for table in manifest.tables.values())
    print(f"{options.file}: {rows} rows in {len(manifest.tables)} tables, {len(manifest.files) - 1} files")
    print(f"audit chain: {manifest.audit_rows} rows, the newest is {manifest.audit_head}")
    return 0


def write(target: Path) -> Manifest:
    """Make the backup beside `target` and put it in its place when it is complete and on the disk."""
    record(by=None, action="backup.begin", detail={"file": target.name})
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        unfinished = Path(folder) / "backup.zip"
        manifest = _fill(unfinished, Path(folder))
        descriptor = os.open(unfinished, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
        unfinished.chmod(0o600)  # it holds records and keys
        unfinished.replace(target)
    descriptor = os.open(target.parent, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    return manifest


def _fill(unfinished: Path, folder: Path) -> Manifest:
    copy = folder / ("database.sqlite3" if connection.vendor == "sqlite" else "database.dump")
    tables, audit_rows, audit_head = _copy_sqlite(copy) if connection.vendor == "sqlite" else _copy_postgresql(copy)
    stored: dict[str, Stored] = {}
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        stored[copy.name] = add(archive, copy, copy.name)
        for path, name in _own_files(Path(settings.DATA), folder):
            stored[f"{FILES}/{name}"] = add(archive, path, f"{FILES}/{name}")
        manifest = Manifest(
            maypole=__version__,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            engine=connection.vendor,
            database=copy.name,
            audit_rows=audit_rows,
            audit_head=audit_head,
            tables=tables,
            files=stored,
        )
        archive.writestr(MANIFEST, manifest.to_json())
    return manifest


def _copy_sqlite(copy: Path) -> tuple[Digests, int, str]:
    """SQLite's online backup in one step: a reader's snapshot, which no writer waits for in WAL mode."""
    source = sqlite3.connect(connection.settings_dict["NAME"], timeout=20)
    target = sqlite3.connect(copy)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        whole = target.execute("PRAGMA integrity_check").fetchone()[0]
        if whole != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {whole}")
        table = AuditEvent._meta.db_table
        newest = f"SELECT number, hash FROM {table} ORDER BY number DESC LIMIT 1"  # noqa: S608 (our own name)
        rows, head = target.execute(newest).fetchone() or (0, "")
    finally:
        source.close()
        target.close()
    return of_sqlite(copy), int(rows), str(head)


def _copy_postgresql(copy: Path) -> tuple[Digests, int, str]:
    """pg_dump in the very snapshot that the digests are made from."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = str(cursor.fetchone()[0])
        postgresql.dump(copy, snapshot)
        newest = AuditEvent.objects.values_list("number", "hash").first() or (0, "")
        return of_postgresql(connection), newest[0], newest[1]


def _own_files(data: Path, working: Path) -> Iterator[tuple[Path, str]]:
    """The data folder's files except the database, what is made again, and locks."""
    database = Path(str(connection.settings_dict["NAME"])).name if connection.vendor == "sqlite" else None
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data)
        if path.is_symlink() or not path.is_file() or path.is_relative_to(working) or name.parts[0] in MADE_AGAIN:
            continue
        if path.suffix in NOT_KEPT or (database and len(name.parts) == 1 and name.name.startswith(database)):
            continue
        yield path, name.as_posix()
