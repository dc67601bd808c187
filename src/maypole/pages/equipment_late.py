"""Equipment that may not be used, for the clinic's page."""

from __future__ import annotations

from datetime import date

from maypole.access.actor import Actor
from maypole.equipment.models import Equipment
from maypole.equipment.present import lines

from .clinic_present import SHOWN, Late, Some
from .links import url


def unusable(actor: Actor, today: date) -> Some[Late]:
    """What is overdue, failed or out of service, by name; what a family has is not missing. One query."""
    things = list(Equipment.objects.kept().filter(organisation=actor.organisation_id).select_related("site"))
    blocked = [line for line in lines(things, today) if line.blocked]
    found = [
        Late(line.item.name, line.words, line.item.site.name, url("equipment_item", line.item.pk)) for line in blocked
    ]
    return Some(found[:SHOWN], len(found))
