"""A PostgreSQL of this test run's own: private folder, free port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.system.processes import free_port


def tools() -> Path | None:
    """The folder of initdb and pg_ctl; Debian keeps them out of PATH."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "pg_ctl").exists()), None)


class Cluster:
    """A running server."""

    def __init__(self, port: int) -> None:
        self.port = port

    def create(self, name: str) -> str:
        """A new empty database; its address for MAYPOLE_DATABASE_URL."""
        where = ["--host=127.0.0.1", f"--port={self.port}", "--username=postgres"]
        subprocess.run(["createdb", *where, name], check=True, capture_output=True)
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Make a cluster in `folder`, run it, and end it with the block."""
    place = tools()
    assert place is not None
    port, data = free_port(), folder / "cluster"
    folder.mkdir(exist_ok=True)
    as_owner = _as_other_user(folder)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c shared_buffers=32MB"
    start = ["-o", options, "-l", str(folder / "log"), "-w", "start"]
    subprocess.run(
        [*as_owner, place / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"],
        check=True,
        capture_output=True,
    )
    subprocess.run([*as_owner, place / "pg_ctl", "-D", data, *start], check=True, stdout=subprocess.DEVNULL)
    try:
        yield Cluster(port)
    finally:
        subprocess.run(
            [*as_owner, place / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"], check=False, capture_output=True
        )


def _as_other_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return []
    shutil.chown(folder, "postgres", "postgres")
    for parent in [folder, *folder.parents]:
        if parent.stat().st_uid == 0 and parent != Path("/") and parent.is_relative_to("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o011)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
