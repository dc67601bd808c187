"""The same operations on PostgreSQL: prepare, check, back up under load, restore, two workers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system import postgresql
from tests.system.processes import ROOT, environment, health, in_django, maypole, serving
from tests.system.test_backup import WRITE

pytestmark = [
    pytest.mark.skipif(postgresql.tools() is None, reason="PostgreSQL's server is not installed here"),
    pytest.mark.xdist_group("postgresql"),  # one server for all of them
]

ENGINE = (
    "src/maypole/audit/tests/test_trail.py",
    "src/maypole/seals/tests",
    "src/maypole/visits/tests/test_ingest.py",
    "src/maypole/capture/tests/test_protocol.py",
)
"""Tests of what leans on the engine: triggers, constraints, row locks and taking in what devices send."""
COUNTS = """
from maypole.audit.verify import verify_chain
from maypole.people.models import Organisation
report = verify_chain()
print(Organisation.objects.count(), report.rows, report.holds)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgresql.Cluster]:
    with postgresql.cluster(tmp_path_factory.mktemp("postgresql")) as running:
        yield running


@pytest.fixture(scope="module")
def clinic(server: postgresql.Cluster, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder and the address of a database with tables and twenty clinics."""
    data, url = tmp_path_factory.mktemp("clinic") / "data", server.create("clinic")
    subprocess.run(
        [sys.executable, "-m", "maypole.site.operations.prepare"],
        cwd=ROOT,
        env=environment(data, MAYPOLE_DATABASE_URL=url),
        check=True,
        timeout=120,
    )
    in_django(data, WRITE.format(most=20), MAYPOLE_DATABASE_URL=url)
    return data, url


def test_it_is_well(clinic: tuple[Path, str]) -> None:
    data, url = clinic

    done = maypole(data, "check", MAYPOLE_DATABASE_URL=url)

    assert done.returncode == 0, done.stdout
    assert "synchronous_commit on, fsync on" in done.stdout
    assert "audit chain: 20 rows hold" in done.stdout


def test_several_processes_serve_it(clinic: tuple[Path, str]) -> None:
    data, url = clinic

    with serving(data, "--workers", "2", MAYPOLE_DATABASE_URL=url) as served:
        assert health(served.address)["status"] == "ok"
        assert served.stop() == 0


def test_a_dropped_trigger_is_named(clinic: tuple[Path, str], server: postgresql.Cluster) -> None:
    data, url = clinic
    drop = "from django.db import connection\nconnection.cursor().execute('ALTER TABLE audit_auditevent {} TRIGGER {}')"
    in_django(data, drop.format("DISABLE", "audit_no_truncate"), MAYPOLE_DATABASE_URL=url)

    done = maypole(data, "check", MAYPOLE_DATABASE_URL=url)
    in_django(data, drop.format("ENABLE", "audit_no_truncate"), MAYPOLE_DATABASE_URL=url)

    assert done.returncode == 1
    assert "missing: audit_no_truncate" in done.stdout


def test_the_trail_cannot_be_emptied(clinic: tuple[Path, str]) -> None:
    data, url = clinic
    empty = """
from django.db import DatabaseError, connection
try:
    connection.cursor().execute("TRUNCATE audit_auditevent")
except DatabaseError as refused:
    print("refused", refused)
"""

    assert in_django(data, empty, MAYPOLE_DATABASE_URL=url).startswith("refused")
    assert in_django(data, COUNTS, MAYPOLE_DATABASE_URL=url) == "20 20 True"


def test_what_leans_on_the_engine_holds_here_too(server: postgresql.Cluster, tmp_path: Path) -> None:
    options = ["-q", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", f"--basetemp={tmp_path / 'inner'}"]
    command = [sys.executable, "-m", "pytest", *options, *ENGINE]
    here = environment(tmp_path / "data", MAYPOLE_DATABASE_URL=server.create("engine"))

    done = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, text=True, check=False, timeout=400)

    assert done.returncode == 0, done.stdout[-4000:]
    assert "skipped" not in done.stdout.splitlines()[-1]


def test_a_backup_under_load_is_restored_into_an_empty_database(
    clinic: tuple[Path, str], server: postgresql.Cluster, tmp_path: Path
) -> None:
    data, url = clinic
    code = "import os, django\nos.environ['DJANGO_SETTINGS_MODULE'] = 'maypole.site.settings'\ndjango.setup()\n"
    more = WRITE.format(most=10**6).replace("c-{number}", "later-{number}")
    settings = environment(data, MAYPOLE_DATABASE_URL=url)
    writer = subprocess.Popen([sys.executable, "-c", code + more], cwd=ROOT, env=settings)
    try:
        made = maypole(data, "backup", str(tmp_path / "clinic.zip"), MAYPOLE_DATABASE_URL=url)
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    empty = server.create("restored")

    done = maypole(tmp_path / "copy", "restore", str(tmp_path / "clinic.zip"), MAYPOLE_DATABASE_URL=empty)

    assert (made.returncode, done.returncode) == (0, 0), made.stderr + done.stderr
    clinics, rows, holds = in_django(tmp_path / "copy", COUNTS, MAYPOLE_DATABASE_URL=empty).split()
    # One audit row a clinic, and one for the backup itself: the copy is one moment.
    assert (int(rows), holds) == (int(clinics) + 1, "True")


def test_a_database_with_something_in_it_is_left_alone(clinic: tuple[Path, str], tmp_path: Path) -> None:
    data, url = clinic
    maypole(data, "backup", str(tmp_path / "clinic.zip"), MAYPOLE_DATABASE_URL=url)

    done = maypole(tmp_path / "copy", "restore", str(tmp_path / "clinic.zip"), MAYPOLE_DATABASE_URL=url)

    assert done.returncode == 2
    assert "is not empty" in done.stderr


def test_a_backup_of_postgresql_is_not_read_into_sqlite(clinic: tuple[Path, str], tmp_path: Path) -> None:
    data, url = clinic
    maypole(data, "backup", str(tmp_path / "clinic.zip"), MAYPOLE_DATABASE_URL=url)

    done = maypole(tmp_path / "copy", "restore", str(tmp_path / "clinic.zip"))

    assert done.returncode == 2
    assert "made on postgresql" in done.stderr


def test_a_killed_workers_job_runs_again(clinic: tuple[Path, str], tmp_path: Path) -> None:
    data, url = clinic
    place = shutil.copytree(data, tmp_path / "data")
    call = "from tests.system import slow_job\nslow_job.fall_over.enqueue(progress='x')"
    in_django(place, call, MAYPOLE_DATABASE_URL=url)

    codes = [
        maypole(place, "worker", "--id", "p", "--until-empty", MAYPOLE_DATABASE_URL=url).returncode for _ in range(6)
    ]

    assert codes == [3, 3, 3, 3, 3, 0]
