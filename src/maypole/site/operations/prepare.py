"""What must be true before the server takes requests. A process of its own, so that its memory goes back.

usage: python -m maypole.site.operations.prepare [--workers N] [--host HOST]
"""

from __future__ import annotations

import argparse
import os
import sys


def main(argv: list[str]) -> int:
    """0 when the clinic can be served; 2 with the reason in words when it can't be."""
    parser = argparse.ArgumentParser(prog="maypole serve")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--host", default="127.0.0.1")
    options = parser.parse_args(argv)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maypole.site.settings")
    import django  # noqa: PLC0415 (settings are read from here on)

    django.setup()
    problem = refusal(options.workers, options.host)
    if problem:
        print(f"maypole serve: {problem}", file=sys.stderr)
        return 2
    _migrate_and_collect()
    return 0


def refusal(workers: int, host: str) -> str | None:
    """Why this clinic can't be served this way, or None."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from maypole.site.operations.disk import network_problem  # noqa: PLC0415

    if connection.vendor == "sqlite":
        if workers > 1:
            return (
                "SQLite is served by one process, which is enough for one clinic. "
                "More workers need PostgreSQL: set MAYPOLE_DATABASE_URL."
            )
        if problem := network_problem(settings.DATA):
            return problem
    if settings.DEMO and host not in ("127.0.0.1", "localhost", "::1"):
        return "a demo clinic has open doors, so it is served on this machine only."
    return None


def _migrate_and_collect() -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    from maypole.site.operations.static import collect_if_changed  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    collect_if_changed()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
