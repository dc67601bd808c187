"""The whole review: what to do next, how the family sees it, each goal, and what holds for all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from maypole.people.models import Child
from maypole.plan.models import Goal
from maypole.planner.panel import feelings_panel

from .attaining import scaled
from .beside import beside_review
from .forms import ReviewForm
from .next_action import next_action
from .panels import Panel, panels
from .support import suggestions
from .voices import Voices, voices

NEXT_LOOK = timedelta(days=42)


@dataclass(frozen=True)
class ReviewScene:
    child: Child
    today: date
    panels: list[Panel]
    voices: Voices
    form: ReviewForm

    @property
    def context(self) -> dict[str, object]:
        """What `progress/review.html` shows."""
        return {
            "child": self.child,
            "panels": self.panels,
            "voices": self.voices,
            "gas": scaled((panel.goal, panel.newest) for panel in self.panels),
            "form": self.form,
            "next": next_action([panel.seen for panel in self.panels], self.today) if self.panels else None,
            "precautions": list(self.child.precautions.in_force()),
            "beside": beside_review(self.child, timezone.now()),
            "feelings": feelings_panel(self.child, everywhere=True),
        }


def review_scene(child: Child, goals: Sequence[Goal], today: date, posted: Mapping[str, str] | None) -> ReviewScene:
    """Everything of a review that is opened or sent."""
    shown, heard = panels(child, goals, today, posted), voices(child)
    told = next((said.words for said in heard.said if said.words), "")
    words = suggestions(child, [panel.seen for panel in shown], [p.practice for p in shown if p.practice], told)
    form = ReviewForm(
        posted,
        initial={"look_again": today + NEXT_LOOK},
        words=[(word.key, word.text) for word in words],
        answered=heard.family,
    )
    return ReviewScene(child, today, shown, heard, form)
