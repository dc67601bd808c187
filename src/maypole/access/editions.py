"""Two people, one draft: the second save is told instead of silently winning."""

from __future__ import annotations

from django.db import models


class EditConflict(Exception):
    """Somebody saved since this copy was opened. Nothing was written."""


class Edited(models.Model):
    """A row whose text people edit: every save counts `edition` up, and a form carries the one it was opened with."""

    edition = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def claim(self, edition: int | None) -> None:
        """Take the next edition, in the caller's transaction; None takes it from whoever has it.

        Raises EditConflict when `edition` is no longer the newest.
        """
        rows = type(self)._default_manager.filter(pk=self.pk)
        if edition is not None:
            rows = rows.filter(edition=edition)
        if not rows.update(edition=models.F("edition") + 1):
            raise EditConflict
        self.refresh_from_db(fields=["edition"])
