"""What slices beside this one have to say at a review: each is named in the settings, none is known here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from maypole.people.models import Child


class Beside(Protocol):
    """A question beside the goals: a suggestion with its reasons, and the page where it is decided."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...
    @property
    def kind(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def action(self) -> str: ...


Asked = Callable[[Child, datetime], Sequence[Beside]]


@cache
def _asked() -> tuple[Asked, ...]:
    return tuple(import_string(name) for name in settings.BESIDE_REVIEW)


def beside_review(child: Child, now: datetime) -> list[Beside]:
    """Everything that `settings.BESIDE_REVIEW` names has to say of this child, in that order."""
    return [one for ask in _asked() for one in ask(child, now)]
