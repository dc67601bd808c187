"""What may not go home, and why. The choking rule uses the age since birth and “puts things in the mouth” alone.

Source: research: domain §3.5 and the safety rules of the library (small parts under 36 months: 16 CFR 1501).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from maypole.people.models import Child, Precaution
from maypole.people.present import whole_months
from maypole.play.library import Activity

SMALL_PARTS_FROM_MONTHS = 36


def kinds(child: Child) -> frozenset[str]:
    """The kinds of precaution that hold for the child today."""
    return frozenset(Precaution.objects.in_force().filter(child=child).values_list("kind", flat=True))


def small_parts_refusals(child: Child, precautions: Collection[str], today: date) -> list[str]:
    """Why a game with small parts is not for this child today."""
    found = []
    if child.birth_date is None:
        found.append(_("It has small parts, and nobody noted when %(name)s was born.") % {"name": child.name})
    elif whole_months(child.birth_date, today) < SMALL_PARTS_FROM_MONTHS:
        found.append(_("It has small parts, and %(name)s is under 3: a choking risk.") % {"name": child.name})
    if Precaution.Kind.MOUTHING in precautions:
        found.append(
            _("It has small parts, and %(name)s still puts things in the mouth: a choking risk.") % {"name": child.name}
        )
    return found


def refusals(
    child: Child,
    precautions: Collection[str],
    today: date,
    *,
    entry: Activity | None = None,
    small_parts: bool = False,
    cleared: bool = False,
) -> list[str]:
    """Every reason why this game may not go home with this child today; empty when it may."""
    found = []
    if entry is not None and not entry.may_go_home:
        found.append(_("This game stays in the clinic: %(who)s.") % {"who": entry.supervision_label})
    if small_parts or (entry is not None and entry.small_parts):
        found += small_parts_refusals(child, precautions, today)
    if entry is not None and entry.needs_clearance and not cleared:
        found.append(
            _("Check the allergies and how eating goes first, and tick that you did.")
            if entry.area == "feeding"
            else _("Look at the movement precautions first (seizures, shunt, heart, neck), and tick that you did.")
        )
    return found
