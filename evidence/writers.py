"""Processes that write into a clinic as its server does, and say so only after COMMIT; made to be killed.

One process loads Django and forks the writers, so that a round takes a fraction of a second.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path


def load_django(data: Path) -> None:
    """Django on the clinic in `data`, its tables made."""
    os.environ["MAYPOLE_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "maypole.site.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()  # a connection must not go through a fork


@dataclass
class Writer:
    """One forked process and what it acknowledged: the numbers of its transactions, in order."""

    name: str
    pid: int
    pipe: int
    acknowledged: list[int] = field(default_factory=list)

    def kill(self) -> None:
        """SIGKILL, then read what it had said."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        with os.fdopen(self.pipe, "rb") as said:
            self.acknowledged = [int(number) for number in said.read().split()]


def start_writer(name: str, most: int = sys.maxsize) -> Writer:
    """Fork a writer. Each of its transactions stores an organisation and an audit row about it, or neither."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Writer(name, pid, reading)
    os.close(reading)
    try:
        _write(name, writing, most)
    finally:
        os._exit(0)


def _write(name: str, pipe: int, most: int) -> None:
    from django.db import transaction

    from maypole.audit.actions import record
    from maypole.people.models import Organisation

    for number in range(most):
        with transaction.atomic():
            clinic = Organisation.objects.create(name=f"{name} {number}", slug=f"{name}-{number}")
            record(by=None, action="organisation.open", about=clinic)
        # Short writes into a pipe are atomic: an acknowledgement is there whole or not at all.
        os.write(pipe, b"%d\n" % number)
