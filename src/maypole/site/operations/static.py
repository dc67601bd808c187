"""Static files with hashed names, collected into the data folder when the sources have changed."""

from __future__ import annotations

import hashlib
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from maypole import __version__


def collect_if_changed() -> bool:
    """Collect, and say whether that was needed. Collecting takes seconds; looking at the sources, milliseconds."""
    mark = Path(settings.STATIC_ROOT) / ".sources"
    print_now = fingerprint()
    if mark.exists() and mark.read_text() == print_now:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, stdout=StringIO())
    mark.write_text(print_now)
    return True


def fingerprint() -> str:
    """Names, sizes and times of every source, as one hash."""
    digest = hashlib.sha256(f"{__version__} {settings.STORAGES['staticfiles']['BACKEND']}".encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(name)).stat()
            digest.update(f"\n{name} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()
