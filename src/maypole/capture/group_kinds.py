"""What happens in a visit of a group: each event belongs to one child's own visit, so no child's way is another's.

What all share is sent through the visit of one who is there; `body` never names a second child.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from maypole.groups.actions import running
from maypole.groups.models import FunRating, GroupPlace, GroupTally, PlaceMark, Scenario, SharedMoment
from maypole.visits import actions as visits
from maypole.visits.models import Visit, VisitStatus

from .place import Held, Place, here, only
from .wire import Event, Refused, choice, text, uuid, whole

MOST_OF_MOMENT = 300
OFF = (VisitStatus.State.CANCELLED, VisitStatus.State.MISSED)
Kind = PlaceMark.Kind


def _came(place: Place, event: Event) -> None:
    only(event.body)
    _mark(place, event, Kind.CAME)


def _left(place: Place, event: Event) -> None:
    only(event.body, "why")
    _running(here(place))
    _mark(place, event, Kind.LEFT, text(event.body, "why", 200))


def _absent(place: Place, event: Event) -> None:
    only(event.body, "why")
    why = text(event.body, "why", 200)
    if not why.strip():
        raise Refused("body.why", "incomplete")
    _mark(place, event, Kind.ABSENT, why)


def _mark(place: Place, event: Event, kind: Kind, why: str = "") -> None:
    own = _own(place)
    running.mark_place(by=place.by, place=own, kind=kind, why=why, at=place.at, id=event.id)


def _finished(place: Place, event: Event) -> None:
    only(event.body)
    own = _own(place)
    running.finish_place(by=place.by, place=own, at=place.at, id=event.id)


def _tally(place: Place, event: Event) -> None:
    only(event.body, "kind")
    kind = choice(event.body, "kind", list(GroupTally.Kind.values))
    visit = _running(_own(place).visit)
    running.tally(by=place.by, visit=visit, kind=kind, at=place.at, id=event.id)


def _tally_withdrawn(place: Place, event: Event) -> None:
    only(event.body, "replaces")
    row = GroupTally.objects.filter(pk=uuid(event.body, "replaces"), visit=here(place)).first()
    if row is None:
        raise Refused("body.replaces", "observation_unknown")
    running.withdraw_tally(by=place.by, row=row, at=place.at)


def _moment(place: Place, event: Event) -> None:
    only(event.body, "words", "scenario")
    words = text(event.body, "words", MOST_OF_MOMENT)
    scenario = choice(event.body, "scenario", ["", *Scenario.values], default="")
    if not words.strip() and not scenario:
        raise Refused("body.words", "incomplete")
    meeting = _own(place).group_visit
    running.add_moment(
        by=place.by, group_visit=meeting, words=words, scenario=scenario, at=place.at, id=event.id
    )  # fmt: skip


def _moment_withdrawn(place: Place, event: Event) -> None:
    only(event.body, "replaces")
    meeting = _own(place).group_visit
    row = SharedMoment.objects.filter(pk=uuid(event.body, "replaces"), group_visit=meeting).first()
    if row is None:
        raise Refused("body.replaces", "observation_unknown")
    running.withdraw_moment(by=place.by, row=row, at=place.at)


def _fun(place: Place, event: Event) -> None:
    only(event.body, "face")
    face = whole(event.body, "face", min(FunRating.Face.values), max(FunRating.Face.values))
    visit = _running(_own(place).visit)
    running.rate_fun(by=place.by, visit=visit, face=face, at=place.at, id=event.id)


def _own(place: Place) -> GroupPlace:
    """The child's place in the visit of the group. Held while the visit is not known or was called off."""
    visit = here(place)
    found = GroupPlace.objects.filter(visit=visit).select_related("group_visit").first()
    if found is None:
        raise Refused("visit", "not_in_a_group")
    found.visit = visit
    if visits.state_of(visit) in OFF:
        raise Held("visit_called_off")
    return found


def _running(visit: Visit) -> Visit:
    if visits.state_of(visit) not in visits.TAKES_TAPS:
        raise Held("not_under_way")
    return visit


GROUP: Mapping[str, Callable[[Place, Event], None]] = MappingProxyType(
    {
        "group.came": _came,
        "group.left": _left,
        "group.absent": _absent,
        "group.finished": _finished,
        "tally": _tally,
        "tally.withdrawn": _tally_withdrawn,
        "moment": _moment,
        "moment.withdrawn": _moment_withdrawn,
        "fun": _fun,
    }
)
"""Kinds of a group's visit, applied one by one."""
