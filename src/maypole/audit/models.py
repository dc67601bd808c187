"""Who did what to whose record: append-only, hash-chained, without foreign keys so that it outlives everything."""

from __future__ import annotations

import hashlib
import json
from typing import ClassVar

from django.db import models

from maypole.access.classification import Classified

GENESIS = "0" * 64


class AuditEvent(models.Model):
    """One row of the chain. `detail` holds ids and field names, never clinical text: it outlives erasure."""

    classified: ClassVar[Classified] = Classified(
        identifying="actor",
        operational="number at organisation_id action object_type object_id child_id detail prev hash",
    )

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    organisation_id = models.UUIDField(null=True, db_index=True)
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    child_id = models.UUIDField(null=True, db_index=True)
    detail = models.JSONField(default=dict)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def digest(self) -> str:
        """SHA-256 over the previous hash and the canonical JSON of this row (research: reliability §7)."""
        fields = {
            "number": self.number,
            "at": self.at.isoformat(timespec="microseconds"),
            "organisation": str(self.organisation_id or ""),
            "actor": self.actor,
            "action": self.action,
            "object": [self.object_type, self.object_id],
            "child": str(self.child_id or ""),
            "detail": self.detail,
        }
        canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256((self.prev + canonical).encode()).hexdigest()
