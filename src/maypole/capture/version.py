"""The version of the app: it changes when any of its files does, and a device then fetches them anew."""

from __future__ import annotations

import hashlib
import os
import re
from functools import cache
from pathlib import Path, PurePosixPath

from django.contrib.staticfiles import finders
from django.templatetags.static import static

HERE = Path(__file__).resolve().parent
MODULES = tuple(sorted(str(path.relative_to(HERE / "static")) for path in (HERE / "static").rglob("*.js")))
SHARED = (
    "maypole/js/visit/localtime.js",
    "maypole/js/visit/uuid7.js",
    "maypole/css/maypole.css",
    "maypole/icon.svg",
)


@cache
def _version() -> str:
    found = hashlib.sha256()
    for name in (*MODULES, *SHARED):
        if source := finders.find(name):
            found.update(Path(str(source)).read_bytes())
    for path in sorted((HERE / "templates" / "capture").glob("*")):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


VERSION = _version()


def stranded() -> list[str]:
    """Modules that the app imports and would not find without a connection. A test wants none."""
    imported = re.compile(r'^import .* from "([\w./-]+)";$', re.MULTILINE)
    missing = []
    for name in MODULES:
        text = (HERE / "static" / name).read_text()
        for target in imported.findall(text):
            found = str(PurePosixPath(os.path.normpath(PurePosixPath(name).parent / target)))
            missing += [found] if found not in (*MODULES, *SHARED) else []
    return missing


def files() -> list[str]:
    """Addresses of everything the app needs to start without a connection."""
    return [static(name) for name in (*MODULES, *SHARED)]
