"""Compile each django.po under a folder to the .mo file beside it, without gettext's own tools.

usage: compile_messages.py FOLDER
"""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_folder(folder: Path) -> list[Path]:
    """Compile what is newer than its .mo file; a fuzzy entry is left out, as gettext does."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        unfinished = target.with_suffix(".mo.part")
        with unfinished.open("wb") as file:
            write_mo(file, catalog)
        unfinished.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_folder(Path(sys.argv[1]))
