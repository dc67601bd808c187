"""Telling how far a job has come, from inside its handler."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.utils import timezone

from maypole.jobs.models import JobProgress

Item = TypeVar("Item")

SECONDS_BETWEEN_WRITES = 1.0
"""Each word to the page is a write, and on SQLite one writer works at a time."""


class Watched:
    """The progress row of the running job.

    Words are written outside of the handler's own transactions or not at all: inside one they'd appear only at its end.
    """

    def __init__(self, progress: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.row = JobProgress.objects.filter(pk=progress)
        self.clock = clock
        self.written = float("-inf")

    def each(self, items: Sequence[Item], say: Callable[[Item], str] = lambda item: "") -> Iterator[Item]:
        """Go through `items`, telling before each which one it is. A repeated job begins again at nought."""
        self.tell(0, len(items))
        for number, item in enumerate(items):
            if self.clock() - self.written >= SECONDS_BETWEEN_WRITES:
                self.tell(number, len(items), say(item))
            yield item
        self.tell(len(items), len(items))

    def tell(self, done: int, total: int, message: str = "") -> None:
        """Write at once: `done` of `total`, and in words what is being done now (no names, no clinical text)."""
        self.written = self.clock()
        self.row.update(done=min(done, total), total=total, message=message[:300], changed_at=timezone.now())

    def leads_to(self, path: str) -> None:
        """Where the result can be seen, once there is one."""
        self.row.update(result_path=path)
