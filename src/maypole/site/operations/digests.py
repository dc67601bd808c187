"""One hash a table over all its rows, so that a copy can be compared with what was copied, on either engine."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class TableDigest:
    """How many rows, and SHA-256 over them in the order of their key."""

    rows: int
    sha256: str


Digests = dict[str, TableDigest]


def of_sqlite(path: Path) -> Digests:
    """Digests of a SQLite file, read without Django: types as stored, no conversion in between."""
    with sqlite3.connect(path) as database:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        tables = [str(row[0]) for row in database.execute(names)]
        found = {name: _digest(map(repr, database.execute(_sorted(database, name)))) for name in tables}
    database.close()  # the context manager above ends the transaction, not the connection
    return found


def of_postgresql(connection: BaseDatabaseWrapper) -> Digests:
    """Digests of every table of the schema in use, in the connection's current transaction and so in its snapshot."""
    with connection.cursor() as cursor:
        for setting in ("TimeZone = 'UTC'", "DateStyle = 'ISO'", "extra_float_digits = 1"):
            cursor.execute(f"SET LOCAL {setting}")  # a row as text must not depend on the server's habits
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
        tables = [str(row[0]) for row in cursor.fetchall()]
    return {name: _of_postgresql_table(connection, name) for name in tables}


def differences(wanted: Digests, found: Digests) -> list[str]:
    """What doesn't agree, one line a table."""
    lines = [f"{name} is missing" for name in sorted(wanted.keys() - found.keys())]
    lines += [f"{name} was not in the backup" for name in sorted(found.keys() - wanted.keys())]
    for name in sorted(wanted.keys() & found.keys()):
        if wanted[name].rows != found[name].rows:
            lines.append(f"{name} has {found[name].rows} rows, should have {wanted[name].rows}")
        elif wanted[name] != found[name]:
            lines.append(f"{name} has rows that differ")
    return lines


def _sorted(database: sqlite3.Connection, name: str) -> str:
    columns = database.execute(f'PRAGMA table_info("{name}")').fetchall()
    keys = [f'"{column[1]}"' for column in sorted(columns, key=lambda column: int(column[5])) if column[5]]
    order = keys or [f'"{column[1]}"' for column in columns]
    return f'SELECT * FROM "{name}" ORDER BY {", ".join(order)}'  # noqa: S608 (names of our own schema)


def _of_postgresql_table(connection: BaseDatabaseWrapper, name: str) -> TableDigest:
    quoted = connection.ops.quote_name(name)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f'SELECT whole::text FROM {quoted} AS whole ORDER BY whole::text COLLATE "C"')  # noqa: S608
        return _digest(str(row[0]) for row in iter(cursor.fetchone, None))


def _digest(rows: Iterable[str]) -> TableDigest:
    digest, count = hashlib.sha256(), 0
    for row in rows:
        digest.update(row.encode())
        digest.update(b"\n")
        count += 1
    return TableDigest(count, digest.hexdigest())
