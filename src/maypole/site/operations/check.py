"""`maypole check`: what is in force, and whether the clinic is well. One line a finding; 1 when something is wrong."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from maypole.audit.verify import verify_chain
from maypole.jobs.queue import report
from maypole.site.environment import VARIABLES, Variable
from maypole.site.operations.disk import file_system, network_problem, open_to_others, room


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, what was found, and whether that is a problem."""

    about: str
    words: str
    is_problem: bool = False

    def __str__(self) -> str:
        return f"{'PROBLEM' if self.is_problem else 'ok':<8} {self.about}: {self.words}"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="maypole check", description="Configuration, database, audit chain, disk.")
    parser.add_argument("--data", metavar="DIR", help="the clinic's folder (MAYPOLE_DATA, .data by default)")
    parser.parse_args(argv)
    print("\n".join(in_force()))
    print()
    found = list(findings())
    print("\n".join(str(finding) for finding in found))
    return 1 if any(finding.is_problem for finding in found) else 0


def in_force() -> list[str]:
    """Each setting with its value, and whether that is the default. Secrets are not shown."""
    return [
        f"{variable.name} = {_shown(variable)}{'' if _is_set(variable) else '  (default)'}   # {variable.meaning}"
        for variable in VARIABLES
    ]


def _is_set(variable: Variable) -> bool:
    return variable.value != variable.default


def _shown(variable: Variable) -> str:
    if variable.name.endswith("_KEY"):
        return "(hidden)" if variable.value else "(none)"
    if variable.name.endswith("_URL") and variable.value:
        parts = urlsplit(variable.value)
        return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"
    return variable.value or "(none)"


def findings() -> Iterator[Finding]:
    """Everything that is looked at. Without a database the rest can't be asked."""
    yield from _configuration()
    yield from _disk()
    try:
        database = list(_database())
    except Error as problem:
        yield Finding("database", f"does not answer: {problem}".strip(), is_problem=True)
        return
    yield from database
    if not any(finding.is_problem for finding in database):
        yield from _trail()
        yield from _queue()


def _configuration() -> Iterator[Finding]:
    yield Finding("demo", "this is a demo clinic with open doors" if settings.DEMO else "no")
    if settings.DEBUG:
        yield Finding("debug", "MAYPOLE_DEBUG shows error details to everyone; unset it", is_problem=True)
    reachable = set(settings.ALLOWED_HOSTS) - {"127.0.0.1", "localhost", "[::1]", "testserver"}
    if reachable and not settings.HTTPS:
        words = f"browsers reach {', '.join(sorted(reachable))} without MAYPOLE_HTTPS=1: sign-ins travel in the clear"
        yield Finding("https", words, is_problem=True)


def _disk() -> Iterator[Finding]:
    folder = Path(settings.DATA)
    space = room(folder)
    yield Finding(
        "disk",
        space.problem or f"{space.free / 1e9:.1f} GB free ({space.share:.0%})",
        is_problem=space.problem is not None,
    )
    if connection.vendor == "sqlite":
        problem = network_problem(folder)
        kind = file_system(folder) or "unknown"
        yield Finding("file system", problem or kind, is_problem=problem is not None)
    readable = open_to_others(folder)
    if readable:
        names = ", ".join(str(path) for path in readable)
        yield Finding("privacy", f"other accounts of this machine may read {names}; chmod go-rwx", is_problem=True)


def _database() -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        yield from _sqlite()
    else:
        yield _postgresql()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        words = f"{len(plan)} changes of the database are waiting; `maypole serve` applies them"
        yield Finding("migrations", words, is_problem=True)
    else:
        yield Finding("migrations", "all applied")


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
"""What keeps an acknowledged write (docs/adr/0002); 2 is FULL."""


def _sqlite() -> Iterator[Finding]:
    found = {name: _pragma(name) for name in PRAGMAS}
    wrong = [
        f"{name} is {found[name]}, should be {wanted}" for name, wanted in PRAGMAS.items() if found[name] != wanted
    ]
    shown = ", ".join(f"{name} {value}" for name, value in found.items())
    yield Finding("database settings", "; ".join(wrong) or shown, is_problem=bool(wrong))
    whole = str(_pragma("integrity_check"))
    yield Finding("database file", whole, is_problem=whole != "ok")
    with connection.cursor() as cursor:
        dangling = cursor.execute("PRAGMA foreign_key_check").fetchmany(3)
    if dangling:
        tables = ", ".join(f"{row[0]} row {row[1]}" for row in dangling)
        yield Finding("references", f"rows that point nowhere: {tables}", is_problem=True)


def _pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def _postgresql() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
        cursor.execute("SHOW synchronous_commit")
        waits = cursor.fetchone()[0]
        cursor.execute("SHOW fsync")
        to_disk = cursor.fetchone()[0]
    wrong = [
        words
        for words, is_wrong in (
            (f"PostgreSQL {version // 10000} is too old, 15 is needed", version < 150000),
            ("synchronous_commit is off: acknowledged writes may be lost", waits == "off"),
            ("fsync is off: a power cut destroys the database", to_disk == "off"),
        )
        if is_wrong
    ]
    shown = f"PostgreSQL {version // 10000}.{version % 10000}, synchronous_commit {waits}, fsync {to_disk}"
    return Finding("database settings", "; ".join(wrong) or shown, is_problem=bool(wrong))


def _trail() -> Iterator[Finding]:
    chain = verify_chain()
    if chain.problem:
        yield Finding("audit chain", f"{chain.problem} ({chain.rows} rows before it hold)", is_problem=True)
        return
    yield Finding("audit chain", f"{chain.rows} rows hold; the newest is {chain.head}")
    missing = missing_triggers()
    if missing:
        yield Finding("audit triggers", f"missing: {', '.join(missing)}; rows can be changed", is_problem=True)


def missing_triggers() -> list[str]:
    """Triggers of the trail that someone dropped: without them the table is open until the chain is looked at."""
    wanted = {
        "sqlite": {"audit_no_update", "audit_no_delete", "audit_chain"},
        "postgresql": {"audit_no_change", "audit_no_truncate", "audit_chain"},
    }[connection.vendor]
    question = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        return sorted(wanted - {row[0] for row in cursor.fetchall()})


def _queue() -> Iterator[Finding]:
    queue = report(timezone.now())
    shown = f"{queue.waiting} waiting, {queue.running} at work, {queue.failed} failed"
    yield Finding("queue", queue.problem or shown, is_problem=queue.problem is not None)
