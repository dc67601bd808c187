"""Why a goal or a plan was not taken, in words for the person who tried."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class PlanRefused(ValidationError):
    """Nothing was written. `messages` say what is missing; by field where there is one."""

    def __str__(self) -> str:
        return " ".join(self.messages)
