"""A job in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.jobs.models import JobProgress, JobState


@dataclass(frozen=True)
class JobPage:
    """What the page of a job says. `total` is 0 while nobody knows how long it takes."""

    title: str
    state: str
    sentence: str
    message: str
    done: int
    total: int
    is_over: bool
    failed: bool
    result_path: str


def job_page(progress: JobProgress) -> JobPage:
    state = progress.state
    return JobPage(
        title=progress.title,
        state=str(state.label),
        sentence=_sentence(progress, state),
        message="" if progress.is_over else progress.message,
        done=progress.done,
        total=progress.total,
        is_over=progress.is_over,
        failed=state == JobState.FAILED,
        result_path=progress.result_path if state == JobState.DONE else "",
    )


def _sentence(progress: JobProgress, state: JobState) -> str:
    if state == JobState.FAILED:
        return _(
            "It stopped before the end. What was finished until then is kept; the person who runs this can see why."
        )
    if state == JobState.DONE:
        return _("It is done.")
    if state == JobState.WAITING:
        return _("It begins as soon as the work before it is done.")
    if not progress.total:
        return _("It has begun.")
    return ngettext("%(done)d of %(total)d step is done.", "%(done)d of %(total)d steps are done.", progress.total) % {
        "done": progress.done,
        "total": progress.total,
    }
