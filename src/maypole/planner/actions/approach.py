"""Discomfort seen, what changes and why; the family is told, incidents reach the clinical lead (S63)."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.jobs.actions import begin
from maypole.planner.models import ApproachChange, ChangeLook
from maypole.planner.tasks import tell_family


@transaction.atomic
def change_approach(*, by: Actor, change: ApproachChange, now: datetime) -> ApproachChange:
    """Keep an unsaved change about a child. Without a reason and words for the family there is none.

    The family finds it on its page at once and gets a mail; the mail says only that there is something to read.
    """
    for name in ("seen", "change", "why", "for_family"):
        if not getattr(change, name).strip():
            raise ValidationError({name: _("A change of approach says what was seen, what changes, and why.")})
    if change.visit is not None and change.visit.child_id != change.child_id:
        raise ValidationError({"visit": _("Choose a visit of this child.")})
    if change.goal is not None and change.goal.child_id != change.child_id:
        raise ValidationError({"goal": _("Choose a goal of this child.")})
    change.organisation_id, change.by_id, change.at = by.organisation_id, by.user_id, now
    change.save(force_insert=True)
    record(by=by, action="approach.changed", about=change, child=change.child_id, detail={"incident": change.incident})
    begin(by=by, task=tell_family, title=_("Word to the family"), now=now, arguments={"change": str(change.pk)})
    return change


@transaction.atomic
def look(*, by: Actor, change: ApproachChange, words: str, now: datetime) -> ChangeLook:
    """The clinical lead looked at an incident and says what follows. The first look is kept."""
    if not change.incident:
        raise ValidationError(_("Only an incident is looked at."))
    if not words.strip():
        raise ValidationError({"words": _("Say what follows, in a few words.")})
    row, made = ChangeLook.objects.get_or_create(
        about=change,
        defaults={"organisation_id": by.organisation_id, "by_id": by.user_id, "at": now, "words": words.strip()[:400]},
    )
    if made:
        record(by=by, action="approach.looked", about=change, child=change.child_id)
    return row
