"""A job that takes its time and leaves traces, for the tests that kill its worker."""

from __future__ import annotations

import os
import time
from pathlib import Path

from maypole.jobs.progress import Watched
from maypole.jobs.task import task


@task
def count_slowly(progress: str, folder: str, steps: int, seconds: float) -> int:
    """Make one file a step, named by the step, so that doing it twice gives the same. Each attempt leaves a mark."""
    place = Path(folder)
    (place / f"attempt-{os.getpid()}-{time.monotonic_ns()}").touch()
    for number in Watched(progress).each(range(steps)):
        time.sleep(seconds)
        (place / f"step-{number}").touch()
    (place / "finished").write_text(str(steps))
    return steps


@task
def fall_over(progress: str) -> None:
    """A job that takes its worker down each time."""
    os._exit(3)
