"""A small job for the tests."""

from maypole.jobs.progress import Watched
from maypole.jobs.task import task


@task
def letters(progress: str, word: str) -> str:
    return "".join(Watched(progress).each(list(word), say=lambda letter: f"letter {letter}"))
