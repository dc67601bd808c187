"""`maypole check` says in words what is wrong, and ends with 1."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.system.processes import in_django, maypole

THREE_ROWS = """
from maypole.audit.actions import record
for action in ("one", "two", "three"):
    record(by=None, action=action)
"""


@contextmanager
def opened(data: Path) -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(data / "maypole.sqlite3") as database:
        yield database
    database.close()


def test_a_well_clinic_has_no_problem(data: Path) -> None:
    in_django(data, THREE_ROWS)

    done = maypole(data, "check")

    assert done.returncode == 0, done.stdout
    assert "audit chain: 3 rows hold" in done.stdout
    assert "journal_mode wal, synchronous 2, foreign_keys 1, recursive_triggers 1" in done.stdout
    assert "PROBLEM" not in done.stdout


def test_every_setting_is_listed_and_no_secret(data: Path) -> None:
    done = maypole(
        data, "check", MAYPOLE_SECRET_KEY="do-not-tell", MAYPOLE_EMAIL_URL="smtp://ann:hush@mail.example:587"
    )

    assert "MAYPOLE_TIME_ZONE = UTC  (default)" in done.stdout
    assert "smtp://mail.example:587" in done.stdout
    assert "do-not-tell" not in done.stdout
    assert "hush" not in done.stdout


def test_a_changed_audit_row_is_named(data: Path) -> None:
    in_django(data, THREE_ROWS)
    with opened(data) as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE audit_auditevent SET actor = 'someone else' WHERE number = 2")

    done = maypole(data, "check")

    assert done.returncode == 1
    assert "PROBLEM  audit chain: row 2 was changed after it was written" in done.stdout


def test_a_dropped_trigger_is_named(data: Path) -> None:
    with opened(data) as database:
        database.execute("DROP TRIGGER audit_no_delete")

    done = maypole(data, "check")

    assert done.returncode == 1
    assert "audit triggers: missing: audit_no_delete" in done.stdout


def test_a_damaged_database_is_told(data: Path) -> None:
    file = data / "maypole.sqlite3"
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 40] = b"\x5a" * (4096 * 37)
    file.write_bytes(content)

    done = maypole(data, "check")

    assert done.returncode == 1
    assert "PROBLEM" in done.stdout
    assert "Traceback" not in done.stderr


def test_waiting_migrations_are_told(data: Path) -> None:
    with opened(data) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'jobs'")

    done = maypole(data, "check")

    assert done.returncode == 1
    assert "changes of the database are waiting" in done.stdout


@pytest.mark.parametrize("words", [["check"], ["worker"], ["backup", "clinic.zip"]])
def test_a_slip_in_the_folders_name_makes_no_clinic(tmp_path: Path, words: list[str]) -> None:
    done = maypole(tmp_path / "sleep", *words)

    assert done.returncode == 1
    assert "there is no clinic in" in done.stderr
    assert not (tmp_path / "sleep").exists()


def test_a_folder_that_others_may_read_is_told(data: Path) -> None:
    data.chmod(0o755)

    done = maypole(data, "check")

    assert done.returncode == 1
    assert "PROBLEM  privacy" in done.stdout


def test_a_job_that_waits_too_long_is_told_here_and_by_health(data: Path) -> None:
    in_django(data, "from tests.system import slow_job\nslow_job.fall_over.enqueue(progress='x')")
    with opened(data) as database:
        database.execute("UPDATE django_tasks_database_dbtaskresult SET enqueued_at = '2026-01-01 00:00:00'")

    done = maypole(data, "check")
    asked = "from django.test import Client\nanswer = Client().get('/health', headers={'host': 'localhost'})\n"
    health = in_django(data, asked + "print(answer.status_code, answer.json()['status'], answer.json()['queue'])")

    assert done.returncode == 1
    assert "is a worker running?" in done.stdout
    assert health.startswith("503 trouble the oldest job has waited since 2026-01-01")


def test_names_reached_without_https_are_told(data: Path) -> None:
    done = maypole(data, "check", MAYPOLE_HOSTS="clinic.example,localhost")

    assert done.returncode == 1
    assert "browsers reach clinic.example without MAYPOLE_HTTPS=1" in done.stdout
