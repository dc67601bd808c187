"""Accounts and the roles they hold in an organisation, as dated rows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .classification import Classified
from .records import Happening, Owned, Record
from .roles import ROLES, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account that signs in by e-mail; without a password it can only be entered by a reset link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Record):
    """A person's account. What they may do comes from memberships and relationships, never from the account."""

    classified: ClassVar[Classified] = Classified(
        identifying="email name password last_login", operational="language is_active joined_at"
    )

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> MembershipQuerySet:
        """Roles that hold today."""
        return self.filter(ended_at__isnull=True)


class Membership(Owned):
    """One role of one account in one organisation, from a date until it ends."""

    classified: ClassVar[Classified] = Classified(identifying="user", operational="role started_at ended_at")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, ROLES[role].name) for role in Role])
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="one_active_membership_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class BreakGlass(Happening):
    """Emergency access to one child's record: with a reason, for a limited time, and seen by compliance."""

    classified: ClassVar[Classified] = Classified(operational="child until seen_at seen_by")

    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="emergencies")
    until = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(why=""), name="break_glass_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(seen_at__isnull=True, seen_by__isnull=True)
                | models.Q(seen_at__isnull=False, seen_by__isnull=False),
                name="break_glass_seen_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} until {self.until:%Y-%m-%d %H:%M}"
