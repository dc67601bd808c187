"""One thread that writes what devices send, many requests in one commit (research: reliability §8.3).

On SQLite a commit waits for the disk, and only one can run at a time. So requests hand their work over and wait; the
thread takes all that waits, does each in a savepoint of one transaction, commits once and then lets every request
answer. While the disk works, the next group gathers: no request waits for others to come. PostgreSQL commits many at
once by itself, so there the work is done where it is asked for.

A request must not be inside a transaction of its own: it would hold the lock the thread waits for.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitedTooLong
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import OperationalError, connection, transaction

Result = TypeVar("Result")
MOST_IN_GROUP = 64
TURN_S = 0.05
"""After this long a group is committed though more of it waits: pages that write get their turn in between."""
MOST_WAITING = 256
PATIENCE_S = 20.0
"""How long a request waits. What it asked for may still be stored; a device that sends again is told so."""


class Busy(Exception):
    """Too much waits already, or it took too long: ask again in a moment."""


@dataclass
class Work(Generic[Result]):
    do: Callable[[], Result]
    done: Future[Result] = field(default_factory=Future)


class Writer:
    """The thread and its queue; started by the first request, and again should it ever end."""

    def __init__(self) -> None:
        self.waiting: queue.Queue[Work[object]] = queue.Queue(MOST_WAITING)
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None
        self.groups = 0
        self.works = 0

    def submit(self, do: Callable[[], Result]) -> Result:
        """Do this in the next group's transaction and return its result once that is on disk. Raises Busy."""
        work: Work[Result] = Work(do)
        self._watch()
        try:
            self.waiting.put_nowait(work)  # type: ignore[arg-type]  # a queue of every kind of result
        except queue.Full as full:
            raise Busy from full
        try:
            return work.done.result(PATIENCE_S)
        except WaitedTooLong as late:
            raise Busy from late

    def _watch(self) -> None:
        with self.starting:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, name="capture-writer", daemon=True)
                self.thread.start()

    def _run(self) -> None:
        while True:
            group = [self.waiting.get()]
            while len(group) < MOST_IN_GROUP:
                try:
                    group.append(self.waiting.get_nowait())
                except queue.Empty:
                    break
            self.write(group)

    def write(self, group: list[Work[object]]) -> None:
        """A group in as few transactions as its turns allow; when one fails, each work of it in one of its own: none
        spoils the others'."""
        while group:
            done = self._turn(group)
            group = group[done:]

    def _turn(self, group: list[Work[object]]) -> int:
        """As many of these as fit into one turn, in one transaction; how many they were."""
        end = time.monotonic() + TURN_S
        outcomes: list[tuple[Work[object], object, BaseException | None]] = []
        try:
            with transaction.atomic():
                for work in group:
                    outcomes.append(_try(work))
                    if time.monotonic() > end:
                        break
                _whole()
        except BaseException as failed:
            connection.close()
            if len(group) > 1:
                for work in group:
                    self._turn([work])
                return len(group)
            outcomes = [(group[0], None, failed)]
        self.groups += 1
        self.works += len(outcomes)
        for work, result, error in outcomes:
            if error is not None:
                work.done.set_exception(error)
            else:
                work.done.set_result(result)
        return len(outcomes)


def _whole() -> None:
    """SQLite may roll back by itself when the disk is full; a commit then would say yes to what is gone."""
    if connection.vendor == "sqlite" and not connection.connection.in_transaction:
        raise OperationalError("the transaction has ended by itself")


def _try(work: Work[object]) -> tuple[Work[object], object, BaseException | None]:
    try:
        with transaction.atomic():
            return work, work.do(), None
    except OperationalError:
        raise  # of the whole group: see `_whole`
    except Exception as error:
        return work, None, error


writer = Writer()


def written(do: Callable[[], Result]) -> Result:
    """The result of `do` once it is on disk: by the writer on SQLite in a file, else in a transaction right here."""
    in_file = connection.vendor == "sqlite" and not connection.is_in_memory_db()  # type: ignore[attr-defined]
    if in_file and not connection.in_atomic_block:
        return writer.submit(do)
    with transaction.atomic():
        return do()
