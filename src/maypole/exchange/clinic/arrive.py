"""`maypole import clinic`: read an exported clinic into a database that does not hold it yet."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from maypole.access.models import User
from maypole.audit.actions import record
from maypole.people.models import Organisation
from maypole.reports.schedules import wake_all

from . import pictures
from .errors import Unusable
from .parts import FORMAT, columns, file_name, tables


@dataclass
class Reading:
    """Every row of an export as unsaved objects, by model in the order they are written."""

    organisation: str
    name: str
    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="maypole import clinic", description="Bring an exported clinic in.")
    made.add_argument("folder", metavar="DIR", help="what `maypole export clinic` wrote")
    made.add_argument("--data", help="folder to bring it into (default: MAYPOLE_DATA or .data)")
    made.add_argument("--dry-run", action="store_true", help="only say what would be brought in")
    return made


def main(argv: Sequence[str]) -> int:
    """0 when it did its work, 2 when the folder cannot be used; then nothing is written."""
    asked = parser().parse_args(argv)
    call_command("migrate", interactive=False, verbosity=0)
    try:
        reading = read(Path(asked.folder))
        if Organisation.objects.filter(pk=reading.organisation).exists():
            print(f"“{reading.name}” is here already; nothing was changed")
            return 0
        check_accounts(reading, Path(asked.folder))
        if not asked.dry_run:
            write(reading)
    except Unusable as problem:
        print(problem, file=sys.stderr)
        return 2
    verb = "would bring in" if asked.dry_run else "brought in"
    print(f"{verb} {reading.count} rows of “{reading.name}”")
    return 0


def read(folder: Path) -> Reading:
    """All rows, checked against the manifest. Raises Unusable at the first thing that is wrong."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        entries = {entry["file"]: entry for entry in manifest["files"]}
        reading = Reading(manifest["organisation"]["id"], manifest["organisation"]["name"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{path}:1: this is not an exported clinic ({type(error).__name__})") from None
    if manifest.get("format") != FORMAT:
        raise Unusable(f"{path}:1: format {manifest.get('format')} is not known; this is Maypole with format {FORMAT}")
    reading.pictures = pictures.read(manifest.get("photos", []), folder)
    for model in tables():
        entry = entries.get(file_name(model))
        if entry is None:
            raise Unusable(f"{path}:1: {file_name(model)} is missing from the list")
        reading.rows[model] = list(rows(model, folder / entry["file"], entry))
    return reading


def rows(model: type[models.Model], path: Path, entry: dict[str, Any]) -> Iterator[models.Model]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unusable(f"{path}:1: cannot be read: {error.strerror}") from None
    if hashlib.sha256(content).hexdigest() != entry.get("sha256"):
        raise Unusable(f"{path}:1: is not as it was exported: its checksum differs")
    known = {column.attname: column for column in columns(model)}
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            given = json.loads(line)
            unknown = sorted(set(given) - set(known))
            if unknown:
                raise Unusable(f"{path}:{number}: there is no field {unknown[0]}")
            yield model(**{name: known[name].to_python(value) for name, value in given.items()})
        except (ValueError, TypeError, ValidationError) as error:
            raise Unusable(f"{path}:{number}: {error}") from None


def check_accounts(reading: Reading, folder: Path) -> None:
    """An address that somebody else has here cannot be taken over by an import."""
    emails = {row.email: row.pk for row in reading.rows[User] if isinstance(row, User)}
    for here in User.objects.filter(email__in=emails).only("email"):
        if here.pk != emails[here.email]:
            raise Unusable(f"{folder / file_name(User)}:1: {here.email} has another account here")


@transaction.atomic
def write(reading: Reading) -> None:
    """Every row in one transaction; relations between rows are checked at its end."""
    known = set(User.objects.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            for model, made in reading.rows.items():
                new = [row for row in made if model is not User or row.pk not in known]
                for row in new:
                    if isinstance(row, User):
                        row.set_unusable_password()
                model._default_manager.bulk_create(new, batch_size=200)
            wake_all(UUID(reading.organisation), timezone.now())
            record(
                by=None,
                action="organisation.imported",
                about=Organisation.objects.get(pk=reading.organisation),
                detail={"rows": reading.count},
            )
        pictures.store(reading.pictures)
    except IntegrityError as error:
        raise Unusable(f"manifest.json:1: the rows do not fit together: {error}") from None
