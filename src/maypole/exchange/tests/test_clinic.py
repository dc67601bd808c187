"""A clinic leaves as plain files, and arrives elsewhere as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from maypole.access.models import User
from maypole.capture.models import OfflineKey
from maypole.exchange.clinic import arrive, leave
from maypole.exchange.clinic.parts import rows_of, tables
from maypole.jobs.models import JobProgress
from maypole.people.models import Child, Organisation
from maypole.play.models import Photo
from maypole.seals.triggers import sqlite
from tests.walker.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    assert leave.main([str(tmp_path / "out"), "--organisation", "birch"]) == 0
    return tmp_path / "out"


def remove(organisation: Organisation) -> None:
    """As if the clinic had never been here."""
    keys = {model: list(rows_of(model, organisation).values_list("pk", flat=True)) for model in tables()}
    JobProgress.objects.filter(organisation=organisation).delete()
    OfflineKey.objects.filter(user__in=keys[User]).delete()  # stays behind, like a password
    with connection.cursor() as cursor:  # signed plans cannot be deleted; those against adding stay for the arrival
        for name in (name for name, _statement in sqlite() if name.endswith("_delete")):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    with connection.constraint_checks_disabled():
        for model, gone in keys.items():
            model._default_manager.filter(pk__in=gone)._raw_delete(using="default")


def snapshot(organisation: Organisation) -> dict[str, list[dict[str, object]]]:
    hidden = {"password", "last_login"}
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name not in hidden}
            for row in rows_of(model, organisation).values()
        ]
        for model in tables()
    }


def test_every_row_of_the_clinic_and_of_no_other_is_exported(world: World, folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    rows = {entry["model"]: entry["rows"] for entry in manifest["files"]}
    assert [model for model, count in rows.items() if not count] == []
    everything = "".join(path.read_text() for path in folder.glob("*.jsonl"))
    assert str(world.cast.maya.pk) in everything
    assert str(world.cast.liam.pk) not in everything
    assert "argon2" not in everything
    assert '"password"' not in everything


def test_it_arrives_as_it_was(world: World, folder: Path) -> None:
    clinic = world.cast.clinic
    before = snapshot(clinic)
    remove(clinic)
    assert not Child.objects.filter(organisation_id=clinic.pk).exists()
    assert arrive.main([str(folder), "--dry-run"]) == 0
    assert not Organisation.objects.filter(pk=clinic.pk).exists()
    assert arrive.main([str(folder)]) == 0
    assert snapshot(clinic) == before
    assert not any(user.has_usable_password() for user in User.objects.filter(email__endswith="@birch.example"))


def test_its_pictures_come_along_and_a_changed_one_does_not_come_in(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = Photo.objects.get(organisation=world.cast.clinic)
    remove(world.cast.clinic)
    default_storage.delete(photo.file_name)
    kept = (folder / photo.file_name).read_bytes()
    (folder / photo.file_name).write_bytes(b"another picture")

    assert arrive.main([str(folder)]) == 2
    assert "checksum" in capsys.readouterr().err
    (folder / photo.file_name).write_bytes(kept)
    assert arrive.main([str(folder)]) == 0
    assert default_storage.exists(photo.file_name)


def test_bringing_it_in_again_changes_nothing(world: World, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = snapshot(world.cast.clinic)
    assert arrive.main([str(folder)]) == 0
    assert "here already" in capsys.readouterr().out
    assert snapshot(world.cast.clinic) == before


def test_a_changed_file_is_refused_and_nothing_is_written(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remove(world.cast.clinic)
    path = folder / "people.Child.jsonl"
    path.write_text(path.read_text().replace("Maya", "Mary"))
    assert arrive.main([str(folder)]) == 2
    assert "people.Child.jsonl:1: is not as it was exported" in capsys.readouterr().err
    assert not Organisation.objects.filter(slug="birch").exists()


def test_a_folder_that_is_no_export_is_refused(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert arrive.main([str(tmp_path)]) == 2
    assert "manifest.json:1: this is not an exported clinic" in capsys.readouterr().err


def test_somebody_elses_address_is_not_taken_over(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remove(world.cast.clinic)
    User.objects.create_user("rosa@birch.example", name="Another Rosa")
    assert arrive.main([str(folder)]) == 2
    assert "has another account here" in capsys.readouterr().err


def test_a_full_folder_and_an_unknown_name_are_refused(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert leave.main([str(folder), "--organisation", "birch"]) == 2
    assert leave.main([str(folder / "new"), "--organisation", "nobody"]) == 2
    assert leave.main([str(folder / "new")]) == 2
    told = capsys.readouterr().err
    assert "is not empty" in told
    assert "birch, stranger" in told
