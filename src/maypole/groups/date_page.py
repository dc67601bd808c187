"""One date of a group: what it rehearses, who is to come, and calling it off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.visits.models import Visit, VisitStatus
from maypole.visits.present import state_chip

from .actions.dates import BEGUN
from .actions.visits import zone_of
from .models import GroupVisit, Scenario
from .roster_present import adults, names_for

CALLED_OFF = (VisitStatus.State.CANCELLED, VisitStatus.State.MISSED)


class ScenarioForm(forms.Form):
    scenario = forms.ChoiceField(
        label=_("Scenario"), choices=[("", _("Nothing yet")), *Scenario.choices], required=False,
        help_text=_("Stands first on the group’s page in the visit. What was rehearsed indeed is tapped there."),
    )  # fmt: skip


class CallOffForm(forms.Form):
    why = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Every family reads it as you write it."))


@dataclass(frozen=True)
class Expected:
    """One child on this date: their own visit, how it stands, and why when it was called off."""

    name: str
    url: str
    chip: tuple[str, str, str]
    why: str


def date_page(
    actor: Actor,
    meeting: GroupVisit,
    *,
    scenario: ScenarioForm | None = None,
    off: CallOffForm | None = None,
) -> dict[str, object]:
    """The page; a bound form is shown again with what was typed. Its group carries term, site, room and adults."""
    group = meeting.group
    own = list(Visit.objects.with_state().filter(group_place__group_visit=meeting).select_related("child"))
    names = names_for(actor, (visit.child for visit in own))
    return {
        "meeting": meeting,
        "group": group,
        "on": timezone.localtime(meeting.starts_at, zone_of(group)),
        "adults": adults(group),
        "expected": _expected(own, names),
        "hidden": len({visit.child_id for visit in own} - names.keys()),
        "begun": any(visit.state in BEGUN for visit in own),
        "off": getattr(meeting, "off", None),
        "writes": actor.can(Permission.WRITE_NOTE),
        "scenario": scenario or ScenarioForm(initial={"scenario": meeting.scenario}),
        "call_off": off or CallOffForm(),
        "refused": [*(scenario.non_field_errors() if scenario else ()), *(off.non_field_errors() if off else ())],
    }


def _expected(own: Iterable[Visit], names: Mapping[UUID, str]) -> list[Expected]:
    """Each child this person may know of, by name; a visit that stands counts before one that was called off."""
    newest: dict[UUID, Visit] = {}
    for visit in sorted(own, key=lambda one: one.state not in CALLED_OFF):
        if visit.child_id in names:
            newest[visit.child_id] = visit
    rows = VisitStatus.objects.filter(visit__in=newest.values(), state__in=CALLED_OFF).order_by("at", "id")
    whys = dict(rows.values_list("visit_id", "why"))
    found = [
        Expected(names[child], reverse("visit", args=[visit.pk]), state_chip(visit), whys.get(visit.pk, ""))
        for child, visit in newest.items()
    ]
    return sorted(found, key=lambda one: one.name)
