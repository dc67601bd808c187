"""Preparing together: the stories of places and people, and a page for one family before a visit (S66)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.models import AboutChild, Carer
from maypole.planner.models import PersonStory, PlaceStory, Preparation, PreparationSent
from maypole.planner.telling import carers_who
from maypole.visits.models import Visit, VisitStatus

AHEAD = timedelta(days=4)
"""How long before the first visit a family gets its page: a weekend fits in between."""
Occasion = Preparation.Occasion


@transaction.atomic
def write_story(*, by: Actor, story: PlaceStory | PersonStory, edition: int | None = None) -> None:
    """Keep an unsaved story, or the changed words of one (EditConflict when somebody saved meanwhile)."""
    if story._state.adding:
        story.organisation_id, story.by_id = by.organisation_id, by.user_id
        story.save(force_insert=True)
    else:
        story.claim(edition)
        story.save()
    record(by=by, action="story.written", about=story)


@transaction.atomic
def prepare(*, by: Actor, preparation: Preparation, now: datetime) -> Preparation:
    """Keep an unsaved page about a planned visit of the child; the family is written to by the next hourly round."""
    visit = preparation.visit
    if visit.starts_at <= now or not Visit.objects.planned().filter(pk=visit.pk).exists():
        raise ValidationError(_("Choose a visit that is still to come."))
    if preparation.occasion == Occasion.FIRST and Preparation.objects.filter(visit=visit, occasion="first").exists():
        raise ValidationError(_("There is a page for this first visit already."))
    preparation.child_id, preparation.organisation_id = visit.child_id, visit.organisation_id
    preparation.by_id, preparation.at = by.user_id, now
    preparation.save(force_insert=True)
    record(by=by, action="preparation.written", about=preparation, child=visit.child_id)
    return preparation


@transaction.atomic
def prepare_first(*, visit: Visit, now: datetime) -> Preparation:
    """The page of a first visit that nobody wrote by hand, in the family's language. Twice is the same as once."""
    found = Preparation.objects.filter(visit=visit, occasion=Occasion.FIRST).first()
    if found:
        return found
    with translation.override(visit.child.family_language()):
        made = draft(visit)
    made.at, made.by_id = now, visit.by_id
    made.save(force_insert=True)
    record(by=None, action="preparation.drafted", about=made, child=visit.child_id)
    return made


def draft(visit: Visit, occasion: str = Occasion.FIRST) -> Preparation:
    """An unsaved page from what is known: the place's list of things to bring, and what comforts this child."""
    about = AboutChild.objects.filter(child=visit.child_id).order_by("-at", "-id").first()
    site = visit.room.site if visit.room else visit.staff.site
    place = PlaceStory.objects.filter(site=site, language=translation.get_language()).first() if site else None
    words = {"name": visit.child.name, "staff": visit.staff.name}
    happens = [
        _("%(staff)s says hello. Nobody has to say anything back.") % words,
        _("%(name)s may look around first, as long as it takes.") % words,
        _("%(name)s chooses the first game. You stay in the room.") % words,
        _("Whoever has had enough says stop, and we stop."),
        _("At the end we tell you what we saw, and when we meet again."),
    ]
    return Preparation(
        organisation_id=visit.organisation_id, child_id=visit.child_id, visit=visit, occasion=occasion,
        happens="\n".join(happens), bring=place.bring if place else "", comforts=about.calms if about else "",
    )  # fmt: skip


def first_visits(now: datetime) -> list[Visit]:
    """Planned visits of the next days whose child was never here before."""
    coming = Visit.objects.planned().filter(starts_at__gt=now, starts_at__lte=now + AHEAD)
    been = Visit.objects.in_state(VisitStatus.State.STARTED, VisitStatus.State.FINISHED).values("child")
    rows = coming.exclude(child__in=been).select_related("child__organisation", "staff__site", "room__site")
    firsts: dict[object, Visit] = {}
    for visit in rows.order_by("starts_at", "id"):
        firsts.setdefault(visit.child_id, visit)
    return list(firsts.values())


def unsent(now: datetime) -> list[tuple[Preparation, Carer]]:
    """Pages of visits to come, with the carers who may read them and were not written to yet."""
    rows = Preparation.objects.filter(visit__starts_at__gt=now, visit__in=Visit.objects.planned())
    waiting = []
    for page in rows.select_related("child__organisation", "visit").prefetch_related("sent"):
        told = {row.carer_id for row in page.sent.all()}
        waiting += [
            (page, carer) for carer in carers_who(page.child_id, Permission.SEE_CLINICAL) if carer.pk not in told
        ]
    return waiting


@transaction.atomic
def note_sent(*, preparation: Preparation, carer: Carer) -> bool:
    """Say that this carer was written to; False when somebody said so already."""
    _row, made = PreparationSent.objects.get_or_create(
        preparation=preparation, carer=carer,
        defaults={"organisation_id": preparation.organisation_id, "by_id": preparation.by_id, "at": timezone.now()},
    )  # fmt: skip
    if made:
        record(by=None, action="preparation.sent", about=preparation, child=preparation.child_id)
    return made
