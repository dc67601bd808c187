"""The file a backup is: a ZIP with a manifest that says what is in it, down to each file's and each table's hash."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from maypole.site.operations.digests import Digests, TableDigest

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files"
"""The folder inside the archive under which the data folder's own files are."""
CHUNK = 1 << 20


class Unusable(Exception):
    """The file is not a backup that can be restored; the message says why."""


@dataclass(frozen=True)
class Stored:
    """Size and SHA-256 of one file of the archive."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup contains."""

    maypole: str
    made_at: str
    engine: str
    database: str
    audit_rows: int
    audit_head: str
    tables: Digests
    files: dict[str, Stored]

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        try:
            document = json.loads(text)
            if document.pop("format") != FORMAT:
                raise Unusable("this backup has a format that this version doesn't know")
            document["tables"] = {name: TableDigest(**table) for name, table in document["tables"].items()}
            document["files"] = {name: Stored(**file) for name, file in document["files"].items()}
            return cls(**document)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise Unusable(f"its manifest can't be read ({type(problem).__name__})") from problem


def add(archive: zipfile.ZipFile, path: Path, name: str) -> Stored:
    """Put the file at `path` into the archive and say what went in."""
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return _copy(source, target)


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        return Manifest.from_json(archive.read(MANIFEST).decode())
    except KeyError:
        raise Unusable("it has no manifest: this is not a backup of Maypole") from None


def unpack(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Write every file of the manifest below `folder`, and only those; each must have the size and hash it names."""
    there = set(archive.namelist())
    for name, wanted in manifest.files.items():
        parts = PurePosixPath(name).parts
        if PurePosixPath(name).is_absolute() or ".." in parts or not parts:
            raise Unusable(f"it names a file outside of itself: {name}")
        if name not in there:
            raise Unusable(f"{name} is missing")
        path = folder.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        try:
            with archive.open(name) as source, path.open("wb") as target:
                found = _copy(source, target)
        except (zipfile.BadZipFile, EOFError, OSError) as problem:
            raise Unusable(f"{name} can't be read: {problem}") from problem
        if found != wanted:
            raise Unusable(f"{name} is not what was backed up: its hash differs")


def _copy(source: IO[bytes], target: IO[bytes]) -> Stored:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(source):
        target.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    return Stored(size, digest.hexdigest())


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk
