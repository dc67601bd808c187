"""Has anything changed since this clinic was last prepared? Asked without Django, which would double the time to start.

The mark is a hash of all that preparing depends on; when it is as it was, migrations and static files are as they were.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import sysconfig
from pathlib import Path

import maypole
from maypole.site.environment import data_dir, env, is_demo
from maypole.site.operations.disk import network_problem

PACKAGE = Path(maypole.__file__).parent


def refusal(workers: int, host: str) -> str | None:
    """Why this clinic can't be served this way, or None."""
    data = data_dir()
    if not env("MAYPOLE_DATABASE_URL"):
        if workers > 1:
            return (
                "SQLite is served by one process, which is enough for one clinic. "
                "More workers need PostgreSQL: set MAYPOLE_DATABASE_URL."
            )
        if problem := network_problem(data):
            return problem
    if is_demo(data) and host not in ("127.0.0.1", "localhost", "::1"):
        return "a demo clinic has open doors, so it is served on this machine only."
    return None


def is_prepared() -> bool:
    """Whether the mark of the last preparation still holds. PostgreSQL may change without us, so it is always asked."""
    if env("MAYPOLE_DATABASE_URL"):
        return False
    mark = _mark()
    return mark.exists() and mark.read_text() == _state()


def remember() -> None:
    """Leave the mark: called after the clinic was prepared."""
    _mark().write_text(_state())


def _mark() -> Path:
    return data_dir() / "static" / ".prepared"


def _state() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(os.environ):
        if name.startswith(("MAYPOLE_", "DJANGO_")):
            digest.update(f"\n{name}={os.environ[name]}".encode())
    for folder, inner, files in os.walk(PACKAGE):
        inner[:] = sorted(set(inner) - {"__pycache__"})
        for name in sorted(files):
            state = os.stat(os.path.join(folder, name))
            digest.update(f"\n{folder}/{name} {state.st_size} {state.st_mtime_ns}".encode())
    # The names of installed packages contain their versions.
    digest.update("\n".join(sorted(os.listdir(sysconfig.get_path("purelib")))).encode())
    return f"{digest.hexdigest()} {_applied()}"


def _applied() -> str:
    """The newest migration in the database file, so that a file put there by hand is noticed."""
    file = data_dir() / "maypole.sqlite3"
    if not file.exists():
        return "no database"
    database = sqlite3.connect(file)
    try:
        return str(database.execute("SELECT count(*), max(id) FROM django_migrations").fetchone())
    except sqlite3.Error as problem:
        return type(problem).__name__
    finally:
        database.close()
