"""The files that belong to rows: photos leave beside the tables and arrive checked, under their own digest."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from maypole.people.models import Organisation
from maypole.play.models import Photo

from .errors import Unusable


def take_along(organisation: Organisation, folder: Path) -> list[dict[str, object]]:
    """Copy every photo of the clinic into the folder, each once; the entries for the manifest.

    A file that is gone from the disk is left out: its row still says what it showed.
    """
    names = {photo.file_name: photo.digest for photo in Photo.objects.filter(organisation=organisation)}
    entries: list[dict[str, object]] = []
    for name, digest in sorted(names.items()):
        if not default_storage.exists(name):
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with default_storage.open(name) as stored:
            target.write_bytes(stored.read())
        entries.append({"file": name, "sha256": digest})
    return entries


def read(entries: list[dict[str, Any]], folder: Path) -> dict[str, bytes]:
    """The photos of an export by name. Raises Unusable for one that is missing or not as it was exported."""
    found: dict[str, bytes] = {}
    for entry in entries:
        digest = str(entry.get("sha256"))
        name = f"photos/{digest[:2]}/{digest}.jpg"  # built here: a name from outside could lead anywhere
        path = folder / name
        try:
            content = path.read_bytes()
        except (OSError, ValueError) as error:
            raise Unusable(f"{path}:1: cannot be read ({type(error).__name__})") from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise Unusable(f"{path}:1: is not as it was exported: its checksum differs")
        found[name] = content
    return found


def store(pictures: dict[str, bytes]) -> None:
    """Put them where this installation keeps its files; one that is here already is the same one."""
    for name, content in pictures.items():
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
