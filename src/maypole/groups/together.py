"""What a child's own visit in a group adds to their note: who may not be named in it, and what happened in company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.cores.names.find import Person
from maypole.people.models import CarerRelation, Child
from maypole.visits.models import Visit, VisitAttendance
from maypole.visits.together import Other, Shared

from .attendance import attendance
from .models import FunRating, GroupPlace, GroupTally, GroupVisit, Scenario, SharedMoment
from .presence import Presence

CHILD, FAMILY, GUEST = (
    gettext_lazy("another child of the group"),
    gettext_lazy("the family of another child"),
    gettext_lazy("somebody who came with another child"),
)
NOBODY = Shared()


class InGroups:
    """Visits in groups, as the notes need them."""

    def others(self, visit: Visit) -> Sequence[Other]:
        """Everybody who ever was in this group, their families, and guests of this visit: four queries."""
        place = place_of(visit)
        return others_of(place.group_visit, visit) if place else []

    def shared(self, visit: Visit) -> Shared:
        """In the reader's language. Six queries."""
        place = place_of(visit)
        return shared_of(place, visit) if place else NOBODY

    def minutes(self, visit: Visit) -> int | None:
        """By the marks of who came and left. Three queries."""
        place = place_of(visit)
        return attendance([place.group_visit])[visit.pk].minutes if place else None

    def notes(self, visit: Visit) -> str:
        place = place_of(visit)
        return reverse("group_notes", args=[place.group_visit_id]) if place else ""


def place_of(visit: Visit) -> GroupPlace | None:
    return GroupPlace.objects.filter(visit=visit).select_related("group_visit").first()


def others_of(meeting: GroupVisit, visit: Visit) -> list[Other]:
    """Members of any time, because a child who left last month is missed, and talked about, today."""
    ever = Q(groupmembership_rows__group=meeting.group_id) | Q(visit_rows__group_place__group_visit=meeting)
    children = list(Child.objects.filter(ever).exclude(pk=visit.child_id).distinct().order_by("pk"))
    own = CarerRelation.objects.filter(child=visit.child_id).values("carer")
    relations = CarerRelation.objects.filter(child__in=[child.pk for child in children]).exclude(carer__in=own)
    carers = relations.order_by("carer").values_list("carer__name", flat=True).distinct()
    there = VisitAttendance.objects.filter(visit__group_place__group_visit=meeting).exclude(visit=visit)
    guests = there.exclude(name="").order_by("name").values_list("name", flat=True).distinct()
    return [
        *(Other(Person(child.given_name, child.family_name, child.called), str(CHILD)) for child in children),
        *(Other(Person.named(name), str(FAMILY)) for name in carers),
        *(Other(Person.named(name), str(GUEST)) for name in guests),
    ]


def shared_of(place: GroupPlace, visit: Visit) -> Shared:
    """One child's part of a visit in company: what all did, and their own tallies, never another's."""
    meeting = place.group_visit
    moments = list(SharedMoment.objects.standing().filter(group_visit=meeting).order_by("at", "id"))
    tallies = Counter(GroupTally.objects.standing().filter(visit=visit).values_list("kind", flat=True))
    fun = FunRating.objects.filter(visit=visit).order_by("-at", "-id").first()
    there = attendance([meeting])
    size = sum(each.was_there for each in there.values())
    words = {"name": visit.child.name, "n": size}
    all_did = [_size(size) % words, rehearsed(meeting, moments), shared_words(meeting, moments)]
    own = [_tallied(visit.child.name, tallies)] if tallies else []
    said = [_("Asked whether it was fun, %(name)s said: %(answer)s.") % {**words, "answer": _face(fun)}] if fun else []
    return Shared(
        seen="\n".join(part for part in (*all_did, *_times(there[visit.pk]), *own, *said) if part),
        told="\n".join(part for part in (*all_did, *own, *said) if part),
    )


def shared_words(meeting: GroupVisit, moments: Sequence[SharedMoment]) -> str:
    """What was written in one place for all; before anybody wrote there, the moments as they were kept."""
    return meeting.shared_text.strip() or "\n".join(moment.words for moment in moments if moment.words)


def rehearsed(meeting: GroupVisit, moments: Sequence[SharedMoment]) -> str:
    """The scenes of this visit (S70); what was planned when nobody said otherwise."""
    scenes = list(dict.fromkeys(moment.scenario for moment in moments if moment.scenario)) or [meeting.scenario]
    named = [str(Scenario(scene).label).lower() for scene in scenes if scene]
    return _("We rehearsed: %(scenes)s.") % {"scenes": ", ".join(named)} if named else ""


def _size(size: int) -> str:
    if size < 2:
        return _("%(name)s was the only child of the group today.")
    return ngettext("We were a group of %(n)d child.", "We were a group of %(n)d children.", size)


def _tallied(name: str, tallies: Counter[str]) -> str:
    kinds = [(GroupTally.Kind(kind), tallies[kind]) for kind in GroupTally.Kind.values if tallies[kind]]
    told = ", ".join(_("%(what)s (%(times)d)") % {"what": str(kind.label).lower(), "times": n} for kind, n in kinds)
    return _("%(name)s with the others: %(told)s.") % {"name": name, "told": told}


def _times(there: Presence) -> list[str]:
    lines = []
    if there.late:
        lines.append(ngettext("Came %(n)d minute late.", "Came %(n)d minutes late.", there.late) % {"n": there.late})
    if there.early:
        text = ngettext("Left %(n)d minute early.", "Left %(n)d minutes early.", there.early)
        lines.append(text % {"n": there.early})
    return lines


def _face(fun: FunRating) -> str:
    return str(FunRating.Face(fun.face).label).lower()
