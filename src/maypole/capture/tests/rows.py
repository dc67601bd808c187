"""What the tests of the app share: a device that numbers events, and sends them as its own code would."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone

from maypole.access.ids import new_id

Json = dict[str, Any]


@dataclass
class Tablet:
    """A device of one person in one organisation."""

    client: Client
    organisation: UUID
    child: UUID
    device: UUID = field(default_factory=uuid4)
    sequence: int = 0
    at: datetime = field(default_factory=lambda: timezone.now() - timedelta(minutes=50))

    def event(self, kind: str, visit: UUID, **body: Any) -> Json:
        self.sequence += 1
        self.at += timedelta(seconds=2)
        return {
            "id": str(new_id()), "device": str(self.device), "seq": self.sequence, "kind": kind,
            "at": self.at.isoformat(), "skew": 0, "child": str(self.child), "visit": str(visit), "body": body,
        }  # fmt: skip

    def tap(self, visit: UUID, goal: UUID, prompt: str = "I", correct: bool = True) -> Json:
        return self.event("observation", visit, goal=str(goal), measure="trials", correct=correct, prompt=prompt)

    def batch(self, events: list[Json], **more: Any) -> Json:
        return {
            "device": str(self.device), "organisation": str(self.organisation), "name": "Tablet 7", "app": "t",
            "unsent": len(events), "skew": 0, "events": events, **more,
        }  # fmt: skip

    def send(self, *events: Json, **more: Any) -> Any:
        data = json.dumps(self.batch(list(events), **more))
        return self.client.post("/capture/events", data, content_type="application/json")

    def told(self, *events: Json, **more: Any) -> list[tuple[str, str]]:
        """Status and reason of each event, in the order sent."""
        answer = self.send(*events, **more)
        assert answer.status_code == 200, answer.content
        return [(item["status"], item.get("reason", "")) for item in answer.json()["items"]]
