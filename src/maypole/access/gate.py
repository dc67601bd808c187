"""The door of a view: who may come in at all. What they may see inside is decided where objects are fetched."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from .actor import Actor, ActorRequest
from .permissions import Permission

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]
ActorView = Callable[Concatenate[ActorRequest, Rest], HttpResponse]


def signed_in(view: ActorView[Rest]) -> View[Rest]:
    """The view of a person with an active role; anyone signed in without one is refused in words (403)."""

    def entered(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not isinstance(getattr(request, "actor", None), Actor):
            raise PermissionDenied("no_role")
        return view(cast(ActorRequest, request), *args, **kwargs)

    update_wrapper(entered, view)
    return entered


def requires(permission: Permission) -> Callable[[ActorView[Rest]], View[Rest]]:
    """A view of the organisation's work that needs `permission` (403 without it)."""

    def decorate(view: ActorView[Rest]) -> View[Rest]:
        def entered(request: ActorRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            if not request.actor.can(permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        update_wrapper(entered, view)
        return signed_in(entered)

    return decorate


public = login_not_required
"""A view for anyone, signed in or not."""
