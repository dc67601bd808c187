"""`maypole restore FILE`: make a clinic from a backup, in an empty data folder, and prove that it is the same."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from maypole.site.environment import data_dir, env
from maypole.site.operations.archive import FILES, Manifest, Unusable, read_manifest, unpack

DATABASE = "maypole.sqlite3"


def main(argv: list[str]) -> int:
    """0 when every row, file and link of the audit chain is as it was; 2 when the backup or the place can't be used."""
    parser = argparse.ArgumentParser(prog="maypole restore", description="Read a backup into an empty data folder.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", metavar="DIR", help="where to (MAYPOLE_DATA, .data by default); must be empty")
    options = parser.parse_args(argv)
    if options.data:
        os.environ["MAYPOLE_DATA"] = str(Path(options.data).absolute())
    target = data_dir()
    try:
        if target.exists() and any(target.iterdir()):
            raise Unusable(f"{target} is not empty; restore into a new folder")
        manifest = restore(options.file, target)
    except (Unusable, zipfile.BadZipFile, OSError) as problem:
        print(f"maypole restore: {options.file}: {problem}. Nothing was restored.", file=sys.stderr)
        return 2
    rows = sum(table.rows for table in manifest.tables.values())
    print(f"{target}: {rows} rows in {len(manifest.tables)} tables and {len(manifest.files) - 1} files, as backed up")
    print(f"audit chain: {manifest.audit_rows} rows hold, the newest is {manifest.audit_head}")
    return 0


def restore(file: Path, target: Path) -> Manifest:
    """Unpack and prove beside `target`, then put it in its place. What fails leaves nothing behind."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unproven = Path(tempfile.mkdtemp(dir=target.parent, prefix=".restoring-"))
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = read_manifest(archive)
            _fits(manifest)
            packed = unproven / "packed"
            unpack(archive, manifest, packed)
        data = packed / FILES
        data.mkdir(exist_ok=True, mode=0o700)
        if manifest.engine == "sqlite":
            (packed / manifest.database).replace(data / DATABASE)
        _prove(manifest, packed, data)
        if target.exists():
            target.rmdir()
        data.rename(target)
        target.chmod(0o700)
    finally:
        shutil.rmtree(unproven, ignore_errors=True)
    return manifest


def _fits(manifest: Manifest) -> None:
    here = "postgresql" if env("MAYPOLE_DATABASE_URL") else "sqlite"
    if manifest.engine != here:
        raise Unusable(f"it was made on {manifest.engine}, and MAYPOLE_DATABASE_URL says {here}")


def _prove(manifest: Manifest, packed: Path, data: Path) -> None:
    """Rows first, as they were stored; then, with Django on the restored data, migrations and the audit chain."""
    os.environ["MAYPOLE_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maypole.site.settings")
    import django  # noqa: PLC0415 (settings are read from here on, and know the restored folder)

    django.setup()
    from maypole.site.operations.proof import prove_postgresql, prove_sqlite  # noqa: PLC0415

    if manifest.engine == "sqlite":
        prove_sqlite(manifest, data / DATABASE)
    else:
        prove_postgresql(manifest, packed / manifest.database)
