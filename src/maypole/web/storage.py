"""Hashed static files: our ES modules import each other by hashed name, and the stylesheet arrives as one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "maypole/css/maypole.css"
_IMPORT = re.compile(r'^@import "([\w./-]+)" layer\((\w+)\);$', re.MULTILINE)

Paths = MutableMapping[str, tuple[Storage, str]]


def joined(read: Callable[[str], str]) -> str:
    """The style sheet with every imported file in its place: forty requests before the first paint become one."""
    folder = STYLESHEET.rpartition("/")[0]
    return _IMPORT.sub(lambda m: f"@layer {m[2]} {{\n{read(f'{folder}/{m[1]}')}}}\n", read(STYLESHEET))


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """Rewrites imports in maypole/*.js only: other packages' files hold import-like comments that stop collectstatic.

    The pattern is a private name of Django's; tests/test_static.py guards it on upgrades.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "maypole/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]
    )

    def post_process(self, paths: Paths, dry_run: bool = False, **options: object) -> Iterator[object]:
        if not dry_run and STYLESHEET in paths:
            self._join_stylesheet(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _join_stylesheet(self, paths: Paths) -> None:
        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read().decode())

        whole = joined(read)
        self.delete(STYLESHEET)
        self.save(STYLESHEET, ContentFile(whole.encode()))
        paths[STYLESHEET] = (self, STYLESHEET)
