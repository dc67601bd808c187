"""`maypole worker`: do the work that outlives a request, one job after the other, and survive being killed.

The loop that claims and runs jobs is django-tasks-db's. Ours adds what it lacks: a fixed id under a lock, the repair of
what an earlier process of that id left behind, a plain read before the write lock is asked for, and an end when the
server that started it is gone.
"""

from __future__ import annotations

import argparse
import fcntl
import logging
import os
import signal
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from maypole.jobs.queue import forget, repair
from maypole.jobs.regular import ask

log = logging.getLogger("maypole.jobs")

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_QUESTIONS = 60.0
"""How often it is looked whether work that comes back by itself is due."""


class AlreadyAtWork(Exception):
    """Another process works under this id."""


class JobWorker(Worker):
    """Looks without a lock, then lets the library's loop empty the queue."""

    def __init__(self, worker_id: str, interval: float = SECONDS_BETWEEN_LOOKS) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )

    def watch(self) -> None:
        """Work until told to stop. SIGTERM lets the job at hand finish."""
        asked = float("-inf")
        while self.running:
            close_old_connections()
            if time.monotonic() - asked > SECONDS_BETWEEN_QUESTIONS:
                asked = time.monotonic()
                self.ask()
            if DBTaskResult.objects.ready().exists():
                self.run()
            elif self.running:
                time.sleep(self.interval)

    def ask(self) -> None:
        """Put in what comes back by itself. A database that is busy is asked again in a minute, and stops no job."""
        try:
            ask(timezone.now())
        except DatabaseError as problem:
            log.warning("work that comes back was not asked for: %s", problem)


def main(argv: list[str]) -> int:
    """The command; 1 when another process has this id."""
    parser = argparse.ArgumentParser(prog="maypole worker", description="Do the work that outlives a request.")
    parser.add_argument("--data", metavar="DIR", help="the clinic's folder (MAYPOLE_DATA, .data by default)")
    parser.add_argument("--id", default="worker", help="keep it over restarts; one process an id (default: worker)")
    parser.add_argument("--until-empty", action="store_true", help="stop when nothing is waiting")
    parser.add_argument("--with-parent", action="store_true", help="stop when standard input closes")
    options = parser.parse_args(argv)
    logging.getLogger("maypole").setLevel(logging.INFO)
    worker = JobWorker(options.id)
    worker.configure_signals()
    if options.with_parent:
        threading.Thread(target=_stop_with_parent, args=(worker,), daemon=True).start()
    try:
        with only_one(options.id):
            repaired = repair(options.id)
            if repaired.again or repaired.given_up:
                log.warning("%d jobs run again, %d were given up", repaired.again, repaired.given_up)
            forget(timezone.now())
            if options.until_empty:
                worker.run()
            else:
                worker.watch()
    except AlreadyAtWork as problem:
        print(f"maypole worker: {problem}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def only_one(worker_id: str) -> Iterator[None]:
    """Hold the id while working: a lock of the database server, or of a file beside the SQLite database."""
    words = f"another process already works as '{worker_id}'; give this one its own --id"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [0x4D61, zlib.crc32(worker_id.encode()) >> 1])
            if not cursor.fetchone()[0]:
                raise AlreadyAtWork(words)
        yield
        return
    name = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in worker_id)
    with (Path(settings.DATA) / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyAtWork(words) from None
        yield


def _stop_with_parent(worker: JobWorker) -> None:
    """The server holds the other end of standard input: when it is gone, even by SIGKILL, reading ends.

    A worker that was told already isn't told again: a second signal would end the job at hand.
    """
    while os.read(sys.stdin.fileno(), 1024):
        pass
    if worker.running:
        os.kill(os.getpid(), signal.SIGTERM)
