"""`maypole export clinic`: everything a clinic has as plain files, one line a row, readable without Maypole."""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

from django.db import models, transaction

from maypole import __version__
from maypole.audit.actions import record
from maypole.audit.models import AuditEvent
from maypole.people.models import Organisation

from .parts import FORMAT, columns, file_name, rows_of, tables
from .pictures import take_along

README = """What is in this folder

Everything Maypole held about one clinic on the day of the export.
*.jsonl  one row a line, as JSON; `maypole import clinic` reads these
*.csv    the same rows for a spreadsheet
manifest.json  what each file holds, with a checksum
photos/  the clinic’s pictures, by checksum
access_trail.jsonl  who did what to whose record; kept for reading, the new place starts a trail of its own

Passwords are not here. These files hold children's records: keep them as you keep the clinic's.
"""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="maypole export clinic", description="Write a clinic as plain files.")
    made.add_argument("folder", metavar="DIR", help="a folder that is empty or not there yet")
    made.add_argument("--data", help="folder of the clinic (default: MAYPOLE_DATA or .data)")
    made.add_argument("--organisation", help="short name of the organisation (needed when there are several)")
    return made


def main(argv: Sequence[str]) -> int:
    """0 when written, 2 when the organisation or the folder cannot be used."""
    asked = parser().parse_args(argv)
    folder = Path(asked.folder)
    organisation, problem = chosen(asked.organisation)
    if organisation is None:
        print(f"maypole export clinic: {problem}", file=sys.stderr)
        return 2
    if folder.exists() and any(folder.iterdir()):
        print(f"maypole export clinic: {folder} is not empty; nothing was written", file=sys.stderr)
        return 2
    rows = export(organisation, folder)
    print(f"{rows} rows of “{organisation.name}” are in {folder}")
    return 0


def chosen(slug: str | None) -> tuple[Organisation | None, str]:
    found = list(Organisation.objects.filter(slug=slug) if slug else Organisation.objects.all()[:20])
    if len(found) == 1:
        return found[0], ""
    if not found:
        return None, f"there is no organisation “{slug}”" if slug else "there is no organisation here yet"
    return None, "say which with --organisation: " + ", ".join(sorted(one.slug for one in found))


@transaction.atomic
def export(organisation: Organisation, folder: Path) -> int:
    """Write every table in one view of the database; returns how many rows. The export itself leaves a trace."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    record(by=None, action="organisation.exported", about=organisation)
    entries = [write_table(model, organisation, folder) for model in tables()]
    trail = AuditEvent.objects.filter(organisation_id=organisation.pk).order_by("number")
    entries.append(
        write_lines(folder / "access_trail.jsonl", AuditEvent, list(AuditEvent._meta.concrete_fields), trail)
    )
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "organisation": {"id": str(organisation.pk), "slug": organisation.slug, "name": organisation.name},
        "files": entries,
        "photos": take_along(organisation, folder),
    }
    (folder / "README.txt").write_text(README, encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return sum(int(str(entry["rows"])) for entry in entries)


def plain(value: object) -> str:
    """Times with all their microseconds (Django's own encoder cuts them), keys and decimals as text."""
    return value.isoformat() if isinstance(value, date | time) else str(value)


def write_table(model: type[models.Model], organisation: Organisation, folder: Path) -> dict[str, object]:
    fields = columns(model)
    rows = rows_of(model, organisation)
    with (folder / f"{model._meta.label}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field.attname for field in fields])
        writer.writerows(rows.values_list(*(field.attname for field in fields)).iterator())
    return write_lines(folder / file_name(model), model, fields, rows)


def write_lines(
    path: Path,
    model: type[models.Model],
    fields: list[models.Field[object, object]],
    rows: models.QuerySet[models.Model] | models.QuerySet[AuditEvent],
) -> dict[str, object]:
    """One JSON object a line; the entry for the manifest."""
    names = [field.attname for field in fields]
    digest, count = hashlib.sha256(), 0
    with path.open("wb") as file:
        for values in rows.values_list(*names).iterator(chunk_size=2000):
            given = dict(zip(names, values, strict=True))
            line = json.dumps(given, default=plain, ensure_ascii=False, sort_keys=True).encode() + b"\n"
            digest.update(line)
            file.write(line)
            count += 1
    return {"model": model._meta.label, "file": path.name, "rows": count, "sha256": digest.hexdigest(), "fields": names}
