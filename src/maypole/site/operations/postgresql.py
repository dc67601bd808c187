"""PostgreSQL's own tools, called with the connection that is in force. The password goes by the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection


class ToolProblem(Exception):
    """pg_dump or pg_restore is missing or failed; the message is theirs."""


def dump(target: Path, snapshot: str) -> None:
    """Write the database, as one exported snapshot sees it, into `target`."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}")


def restore(source: Path) -> None:
    """Read a dump into the empty database that is in force, whole or not at all."""
    _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source))


def _run(tool: str, *words: str) -> None:
    path = shutil.which(tool)
    if path is None:
        raise ToolProblem(f"{tool} is needed and was not found; install PostgreSQL's client tools")
    settings = connection.settings_dict
    where = {"PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"]}
    secret = {"PGPASSWORD": settings["PASSWORD"]}
    environment = {**os.environ, **{name: str(value) for name, value in {**where, **secret}.items() if value}}
    database = f"--dbname={settings['NAME']}"
    done = subprocess.run([path, database, *words], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ToolProblem(f"{tool}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")
