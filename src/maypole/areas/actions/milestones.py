"""Keeping what a parent saw, milestone by milestone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.areas.checklists import checklists
from maypole.areas.models import Answer, MilestoneAnswer, MilestoneNote
from maypole.audit.actions import record
from maypole.people.models import Child


@transaction.atomic
def answer_milestones(
    *, by: Actor, child: Child, answers: Mapping[str, str], now: datetime | None = None
) -> list[MilestoneAnswer]:
    """Keep each answer that differs from the newest one; “not yet” after “yes” is kept as lost (S44).

    `answers`: milestone id -> yes, not_yet or not_sure. Returns the rows that are new. No total is made of them.
    """
    known = checklists().by_id
    if not answers.keys() <= known.keys() or not set(answers.values()) <= set(Answer.values):
        raise ValidationError(_("That answer was not understood. Tap one of the three once more."))
    newest = {
        row.milestone: row for row in MilestoneAnswer.objects.current().filter(child=child, milestone__in=answers)
    }
    given = MilestoneAnswer.objects.filter(child=child, milestone__in=answers, answer=Answer.YES)
    once_seen = set(given.values_list("milestone", flat=True))
    now = now or timezone.now()
    rows = []
    for milestone, answer in answers.items():
        before = newest.get(milestone)
        if before is None or before.answer != answer:
            lost = answer == Answer.NOT_YET and milestone in once_seen
            rows.append(
                MilestoneAnswer(
                    organisation_id=by.organisation_id,
                    child=child,
                    by_id=by.user_id,
                    at=now,
                    milestone=milestone,
                    answer=answer,
                    lost=lost,
                )
            )
    MilestoneAnswer.objects.bulk_create(rows)
    if rows:
        ids = [row.milestone for row in rows]
        record(by=by, action="milestones.answer", about=child, child=child.pk, detail={"milestones": ids})
    return rows


@transaction.atomic
def note_milestones(*, by: Actor, child: Child, text: str, now: datetime | None = None) -> MilestoneNote:
    """A therapist's note for the team."""
    row = MilestoneNote(
        organisation_id=by.organisation_id, child=child, by_id=by.user_id, at=now or timezone.now(), text=text.strip()
    )
    row.full_clean(exclude=["organisation", "child", "by"])
    row.save(force_insert=True)
    record(by=by, action="milestones.note", about=row, child=child.pk)
    return row
