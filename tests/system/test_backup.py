"""A backup is made while others write, and restored elsewhere: the same rows, the same files, a chain that holds."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from maypole.site.operations.digests import of_sqlite
from tests.system.processes import ROOT, environment, in_django, maypole, until

WRITE = """
from django.db import transaction
from maypole.audit.actions import record
from maypole.people.models import Organisation
for number in range({most}):
    with transaction.atomic():
        clinic = Organisation.objects.create(name=f"clinic {{number}}", slug=f"c-{{number}}")
        record(by=None, action="organisation.open", about=clinic)
"""


@pytest.fixture
def backup(data: Path, tmp_path: Path) -> Path:
    """A backup of a clinic with a few rows and a file."""
    in_django(data, WRITE.format(most=20))
    (data / "files" / "reports").mkdir(parents=True)
    (data / "files" / "reports" / "one.txt").write_text("a report")
    target = tmp_path / "clinic.zip"
    done = maypole(data, "backup", str(target))
    assert done.returncode == 0, done.stderr
    return target


def restore(file: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return maypole(target, "restore", str(file))


def spoil(backup: Path, target: Path, name: str, content: bytes | None) -> Path:
    """The backup with one member replaced, or left out."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        if content is not None:
            new.writestr(name, content)
    return target


def test_the_copy_has_the_same_rows_files_and_keys(data: Path, backup: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"

    done = restore(backup, copy)

    assert done.returncode == 0, done.stderr
    assert of_sqlite(copy / "maypole.sqlite3") == of_sqlite(data / "maypole.sqlite3")
    assert (copy / "files" / "reports" / "one.txt").read_text() == "a report"
    assert (copy / "keys" / "secret").read_text() == (data / "keys" / "secret").read_text()
    assert maypole(copy, "check").returncode == 0


def test_a_backup_under_load_is_one_moment_of_the_clinic(data: Path, tmp_path: Path) -> None:
    code = "import os, django\nos.environ['DJANGO_SETTINGS_MODULE'] = 'maypole.site.settings'\ndjango.setup()\n"
    writing = [sys.executable, "-c", code + WRITE.format(most=10**6)]
    writer = subprocess.Popen(writing, cwd=ROOT, env=environment(data))
    try:
        until(lambda: of_sqlite(data / "maypole.sqlite3")["people_organisation"].rows > 20)
        made = [maypole(data, "backup", str(tmp_path / f"{number}.zip")).returncode for number in range(3)]
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()

    restored = [restore(tmp_path / f"{number}.zip", tmp_path / f"copy-{number}") for number in range(3)]
    rows = [of_sqlite(tmp_path / f"copy-{number}" / "maypole.sqlite3") for number in range(3)]

    assert (made, [done.returncode for done in restored]) == ([0, 0, 0], [0, 0, 0])
    counts = [tables["people_organisation"].rows for tables in rows]
    assert counts == sorted(set(counts))
    # One audit row a clinic and one for each backup that had begun: no clinic without its row.
    assert [tables["audit_auditevent"].rows for tables in rows] == [n + at for at, n in enumerate(counts, 1)]


def test_a_folder_with_something_in_it_is_left_alone(data: Path, backup: Path) -> None:
    before = of_sqlite(data / "maypole.sqlite3")

    done = restore(backup, data)

    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert of_sqlite(data / "maypole.sqlite3") == before


def test_the_file_is_for_its_owner_only(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_no_lock_no_static_file_goes_in(backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        names = archive.namelist()

    assert sorted(names) == ["database.sqlite3", "files/files/reports/one.txt", "files/keys/secret", "manifest.json"]


@pytest.mark.parametrize("name", ["database.sqlite3", "files/keys/secret", "manifest.json"])
@pytest.mark.parametrize("content", [b"something else", None], ids=["changed", "missing"])
def test_a_spoiled_backup_is_refused_and_nothing_stays(
    backup: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    spoiled = spoil(backup, tmp_path / "spoiled.zip", name, content)

    done = restore(spoiled, tmp_path / "elsewhere")

    assert done.returncode == 2, done.stdout
    assert "Nothing was restored" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "elsewhere").exists()
    assert list(tmp_path.glob(".restoring-*")) == []


def test_a_row_changed_on_the_way_is_found(backup: Path, tmp_path: Path) -> None:
    """Even by someone who mends the file's own hash in the manifest."""
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        (tmp_path / "taken.sqlite3").write_bytes(archive.read("database.sqlite3"))
    with sqlite3.connect(tmp_path / "taken.sqlite3") as database:
        database.execute("UPDATE people_organisation SET name = 'Another' WHERE slug = 'c-3'")
    database.close()
    content = (tmp_path / "taken.sqlite3").read_bytes()
    stored = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest["files"]["database.sqlite3"] = stored
    half = spoil(backup, tmp_path / "half.zip", "database.sqlite3", content)
    spoiled = spoil(half, tmp_path / "spoiled.zip", "manifest.json", json.dumps(manifest).encode())

    done = restore(spoiled, tmp_path / "elsewhere")

    assert done.returncode == 2
    assert "people_organisation has rows that differ" in done.stderr


def test_a_name_that_leads_outside_is_refused(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["files"]["files/../../escaped"] = manifest["files"]["files/keys/secret"]
    spoiled = spoil(backup, tmp_path / "spoiled.zip", "manifest.json", json.dumps(manifest).encode())

    done = restore(spoiled, tmp_path / "elsewhere")

    assert done.returncode == 2
    assert "outside of itself" in done.stderr


def test_something_else_than_a_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")

    done = restore(tmp_path / "letter.txt", tmp_path / "elsewhere")

    assert done.returncode == 2
    assert "Nothing was restored" in done.stderr


def test_a_failed_backup_leaves_the_old_one(data: Path, backup: Path) -> None:
    before = backup.read_bytes()
    shutil.rmtree(data / "files")
    (data / "files").mkdir()
    file = data / "maypole.sqlite3"
    file.write_bytes(file.read_bytes()[: 4096 * 30])

    done = maypole(data, "backup", str(backup))

    assert done.returncode == 1
    assert backup.read_bytes() == before
    assert list(backup.parent.glob(".backup-*")) == []
