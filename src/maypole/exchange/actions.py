"""Giving a file to be read, and bringing it in."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.cores.progress.read import Reading, read

from .models import Upload
from .series.actions import organisation_called
from .series.outline import Outline, outline


def read_upload(upload: Upload) -> Reading:
    """What the file holds; problems name the file as the person called it, and their lines."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.csv"
        path.write_text(upload.content, encoding="utf-8", newline="")
        return read([path])


def outline_of(upload: Upload, reading: Reading) -> Outline:
    return outline(reading.series, reading.skipped, organisation_called(upload.title))


@transaction.atomic
def look_at(*, by: Actor, name: str, title: str, content: str, now: datetime | None = None) -> Upload:
    """Keep the file and what an import would make of it. Nothing else is written."""
    upload = Upload(
        organisation_id=by.organisation_id,
        by_id=by.user_id,
        at=now or timezone.now(),
        name=name,
        title=title,
        content=content,
    )
    reading = read_upload(upload)
    found = outline_of(upload, reading)
    upload.report = {
        "goals": len(found.new),
        "children": found.children,
        "observations": found.observations,
        "same": len(found.same),
        "different": [one.key for one in found.different],
        "left_out": [f"{one.key}: {reason}" for one, reason in found.refused],
        "gaps": [f"{name}:{place.line}: {place.reason}" for place in found.skipped],
        "problems": [f"{name}:{place.line}: {place.reason}" for place in reading.problems],
    }
    upload.save()
    record(by=by, action="import.looked_at", about=upload, detail={"problems": len(reading.problems)})
    return upload
