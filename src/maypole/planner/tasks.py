"""What is sent by itself: the page before a first visit, and word of a change of approach."""

from __future__ import annotations

import logging

from django.utils import timezone

from maypole.access.permissions import Permission
from maypole.jobs.progress import Watched
from maypole.jobs.task import task

from .actions import preparing
from .models import ApproachChange
from .telling import carers_who, mail

log = logging.getLogger("maypole.planner")


@task()
def prepare_families() -> int:
    """Once an hour: write the pages of first visits that are near, and send every page not sent yet.

    A mail that does not leave is tried again at the next round. It is noted after it left, so that no mail server is
    waited for in a transaction: a worker that dies in between writes twice rather than never.
    """
    now = timezone.now()
    for visit in preparing.first_visits(now):
        preparing.prepare_first(visit=visit, now=now)
    sent = 0
    for page, carer in preparing.unsent(now):
        try:
            mail(carer, "planner/prepare.txt", page.child.organisation, "preparation", page.pk)
            sent += preparing.note_sent(preparation=page, carer=carer)
        except OSError:
            log.warning("a mail about preparation %s did not leave; it is tried again", page.pk)
    return sent


@task()
def tell_family(progress: str, change: str) -> None:
    """Say by mail that there is something to read. Once it is told, a repeated job tells nobody again."""
    row = ApproachChange.objects.select_related("child__organisation").get(pk=change)
    if row.told_at is None:
        for carer in carers_who(row.child_id, Permission.SEE_CLINICAL):
            mail(carer, "planner/changed.txt", row.child.organisation, "approach", row.child_id)
        ApproachChange.objects.filter(pk=row.pk).update(told_at=timezone.now())
    Watched(progress).tell(1, 1)
