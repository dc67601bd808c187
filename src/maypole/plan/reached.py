"""When a goal may be called reached: it was reached with two people or in two places, not once with one (S89)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

WIDELY = 2
"""People or places in which a goal has to be reached before it is called reached."""

NOT_YET_WIDELY = _("Reached needs sessions at the goal with two people or in two places. Until then, keep going.")


@dataclass(frozen=True)
class Shown:
    """Different people and places of sessions at the goal since teaching began: the evidence that it was reached."""

    people: int
    places: int

    @property
    def widely(self) -> bool:
        return max(self.people, self.places) >= WIDELY


NOWHERE = Shown(people=0, places=0)
