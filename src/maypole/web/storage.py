"""Hashed static files in which our own ES modules import each other by hashed name."""

from __future__ import annotations

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites imports in maypole/*.js only: other packages' files hold import-like comments that stop collectstatic.

    The pattern is a private name of Django's; tests/test_static.py guards it on upgrades.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "maypole/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]
    )
