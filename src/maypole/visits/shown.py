"""What the pages of one visit show, read from the database in a constant number of queries."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import override

from maypole.access.permissions import Permission
from maypole.people.access import Reach
from maypole.plan.models import Goal

from . import draft, presence, said
from .models import NoteVersion, Observation, PaperSheet, Visit, VisitMood, VisitStatus
from .played import for_the_family, in_the_note, plans, played
from .present import hours_of
from .shapes import SOAP, Shape
from .tally import Tally, tallies
from .times import Times, kinds_of, proposed, span_of
from .together import joined, shared_in


def rows_of(visit: Visit) -> list[Observation]:
    """What stands of what was observed in this visit, in the order it happened."""
    return list(Observation.objects.standing().filter(visit=visit).order_by("recorded_at", "sequence", "id"))


def goals_of(visit: Visit) -> list[Goal]:
    """The short-term goals worked on now, and any other this visit has observations of."""
    open_now = Goal.objects.being_worked_on().filter(child=visit.child_id).values("pk")
    wanted = Q(pk__in=open_now) | Q(pk__in=Observation.objects.filter(visit=visit, second=False).values("goal"))
    return list(Goal.objects.filter(wanted))


def targets_of(visit: Visit) -> list[Goal]:
    """The same goals with everything their buttons need."""
    goals = goals_of(visit)
    prefetch_related_objects(goals, "task_steps", "speech_targets", "attainment_levels", "tags")
    return goals


def newest_version(visit: Visit) -> NoteVersion | None:
    """The newest version of the visit's note, with its signature."""
    rows = NoteVersion.objects.filter(note__visit=visit)
    told = rows.select_related("signature__by", "signature__cosigner", "signature__cosignature__by", "by")
    return told.order_by("-number").first()


def signed_version(visit: Visit) -> NoteVersion | None:
    """The newest version in force: what families read."""
    rows = NoteVersion.objects.in_force().filter(note__visit=visit).select_related("signature__by")
    return rows.order_by("-number").first()


def results(visit: Visit) -> list[Tally]:
    return tallies(visit, goals_of(visit), rows_of(visit))


def summary_of(visit: Visit, reached: Reach) -> dict[str, object]:
    """What a visit came to, and its note as far as this person may read it."""
    found = results(visit)
    note = signed_version(visit) if reached.can(Permission.SEE_NOTES) else None
    reasons = VisitStatus.objects.filter(visit=visit).exclude(why="").order_by("-at")
    return {
        "areas": tuple(dict.fromkeys(each.area for each in found)),
        "results": [(each, said.result(each), said.compared(each)) for each in found if each.n],
        "targets": [each for each in found if not each.n],
        "note": note,
        "newest_note": newest_version(visit) if note is None and reached.can(Permission.WRITE_NOTE) else None,
        "sheets": sheets_of(visit) if reached.can(Permission.RUN_VISIT) else [],
        "why": reasons.values_list("why", flat=True).first(),
        "goals": found,
        "there": presence.there(visit) if reached.can(Permission.RUN_VISIT) else [],
        "agreed": presence.agreed(visit) if reached.can(Permission.RUN_VISIT) else [],
        "played": played(visit),
    }


def proposed_times(visit: Visit) -> Times:
    """Begin, end and minutes of the services, as the taps tell them."""
    return proposed(visit, goals_of(visit), rows_of(visit), kinds_of(visit))


def sheets_of(visit: Visit) -> list[PaperSheet]:
    """Sheets of paper that were keyed in for this visit."""
    return list(PaperSheet.objects.standing().filter(visit=visit).select_related("observer", "by"))


def composed(visit: Visit, language: str, remarks: str = "", shape: Shape = SOAP) -> draft.NoteText:
    """The note drafted from this visit's data; its summary for the family in `language`, which is theirs."""
    later = Visit.objects.planned().filter(child=visit.child_id, starts_at__gt=visit.starts_at)
    games, things = plans([visit])[visit.pk]
    with override(language):
        told = joined(for_the_family(played(visit)), shared_in(visit).told)
    seen = draft.Seen(
        name=visit.child.name,
        staff=visit.staff.name,
        tallies=results(visit),
        moods=list(VisitMood.objects.filter(visit=visit).order_by("at", "id").values_list("mood", "at")),
        remarks=remarks,
        there=presence.sentence(visit),
        times=hours_of(*span_of(visit)),
        next_visit=later.order_by("starts_at").values_list("starts_at", flat=True).first(),
        played=joined(in_the_note(games, things), shared_in(visit).seen),
        played_told=told,
    )
    with override(language):
        summary = draft.compose(seen).family_summary
    return replace(draft.compose(seen, shape), family_summary=summary)
