"""Migrate the database and collect static files, in a process of its own, so that its memory goes back.

usage: python -m maypole.site.operations.prepare
"""

from __future__ import annotations

import os

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maypole.site.settings")
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    from maypole.site.operations.static import collect_if_changed  # noqa: PLC0415 (needs the settings)

    collect_if_changed()


if __name__ == "__main__":
    main()
