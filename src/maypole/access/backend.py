"""Signing in is django-allauth's; finding who is signed in happens on every request, by a prepared query."""

from __future__ import annotations

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from .models import User
from .prepared import Prepared, columns, objects

_user = Prepared(lambda pk: User.objects.filter(pk=pk, is_active=True).values_list(*columns(User)), pk=UUID)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    def get_user(self, user_id: UUID) -> User | None:
        """The account, while it is active."""
        found = objects(User, _user(pk=user_id))
        return found[0] if found else None
