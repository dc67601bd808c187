"""What is sent by itself to the people who work here."""

from __future__ import annotations

import logging

from django.utils import timezone

from maypole.jobs.task import task

from .licences import ending, note_reminded
from .mails import mail_staff

log = logging.getLogger("maypole.people")


@task()
def remind_of_licences() -> int:
    """Once an hour: tell each holder of a licence that ends in 60, 30 and 7 days, once for each. Returns mails sent."""
    now = timezone.now()
    sent = 0
    for licence, days in ending(timezone.localdate(now)):
        staff = licence.staff
        if staff.user is None or not staff.user.is_active:
            continue
        try:
            mail_staff(staff, "people/licence_ends.txt", "colleague_licences", [staff.pk], licence=licence, days=days)
        except OSError:
            log.warning("a mail about licence %s did not leave; it is tried again", licence.pk)
            continue
        sent += note_reminded(licence=licence, days=days, now=now)
    return sent
