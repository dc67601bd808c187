"""Who acts: one person in one organisation, with the roles that hold right now."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

from .permissions import Permission
from .roles import ROLES, STAFF_ROLES, Role

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from .models import User


@dataclass(frozen=True)
class Actor:
    """Passed to every action as `by`; never ambient."""

    user_id: UUID
    name: str
    organisation_id: UUID
    organisation_name: str
    roles: frozenset[Role]
    time_zone: str = "UTC"
    staff_id: UUID | None = None
    carer_id: UUID | None = None
    outside_id: UUID | None = None
    child_id: UUID | None = None
    elsewhere: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Key and name of the other organisations this person has a role in."""

    @cached_property
    def everywhere(self) -> frozenset[Permission]:
        """Permissions on every child of the organisation, and on the organisation itself."""
        return frozenset().union(*(ROLES[role].everywhere for role in self.roles))

    @cached_property
    def on_team(self) -> frozenset[Permission]:
        """Permissions on children whose care team this person is on."""
        return frozenset().union(*(ROLES[role].on_team for role in self.roles)) | self.everywhere

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF_ROLES)

    @property
    def is_family(self) -> bool:
        return not self.is_staff

    def can(self, permission: Permission) -> bool:
        """Whether the permission holds for the organisation or at least for children in this person's care."""
        return permission in self.on_team

    @property
    def first_name(self) -> str:
        """How a page greets them."""
        return self.name.partition(" ")[0]

    @property
    def audit_name(self) -> str:
        return str(self.user_id)


class ActorRequest(HttpRequest):
    """A request of a signed-in person with an active role."""

    actor: Actor
    user: User
    htmx: HtmxDetails
    nav_counts: dict[str, int]
