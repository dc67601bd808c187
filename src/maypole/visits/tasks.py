"""What is sent by itself about notes."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from maypole.audit.actions import record
from maypole.jobs.task import task
from maypole.people.mails import mail_staff
from maypole.people.models import Organisation, StaffMember

from .models import NoteReminder
from .times import rules_of
from .waiting import owing

log = logging.getLogger("maypole.visits")


@task()
def remind_of_notes() -> int:
    """Once an hour: one mail a day to each colleague who owes notes that are late. Returns how many were sent.

    The mail says how many, and no child's name. It is noted after it left: a worker that dies in between writes twice
    rather than never.
    """
    now = timezone.now()
    sent = 0
    for clinic in Organisation.objects.filter(kind=Organisation.Kind.CLINIC).order_by("pk"):
        owed = owing(clinic.pk, now)
        told = NoteReminder.objects.filter(organisation=clinic, sent_on=timezone.localdate(now)).values("staff")
        people = StaffMember.objects.working().filter(pk__in=owed, user__is_active=True).exclude(pk__in=told)
        for staff in people.select_related("user", "organisation").order_by("pk"):
            sent += remind(staff, owed[staff.pk], rules_of(clinic.pk).hours, now)
    return sent


def remind(staff: StaffMember, notes: int, hours: int, now: datetime) -> int:
    """1 when the mail left, 0 when it did not: then the next round tries again."""
    try:
        mail_staff(staff, "visits/notes_late.txt", "notes", n=notes, hours=hours)
    except OSError:
        log.warning("a mail about late notes to %s did not leave; it is tried again", staff.pk)
        return 0
    with transaction.atomic():
        row = NoteReminder.objects.create(
            organisation_id=staff.organisation_id, staff=staff, sent_on=timezone.localdate(now), sent_at=now,
            notes=notes,
        )  # fmt: skip
        record(by=None, action="note.reminded", about=row, detail={"notes": notes})
    return 1
