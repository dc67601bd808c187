"""Where a child stands between visits alone and company: gathered once, for the child's page and for a review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.people.models import Child
from maypole.visits.models import Visit, VisitMood

from .actions.company import visits_alone
from .gathering import RECENT
from .models import FunRating, GroupPlace, InCompany, ReadinessSeen, StepDecision
from .onward import Known, Onward, Together, onward
from .practised import Practised, practised
from .presence import presence
from .readiness import Line, fresh, lines, seen_rows, tallies_of


@dataclass
class Standing:
    """All that is known of one child in company at `now`; each part is asked for once, when it is first needed."""

    child: Child
    now: datetime

    @cached_property
    def steps(self) -> list[StepDecision]:
        """Every decision, newest first."""
        return list(StepDecision.objects.filter(child=self.child).select_related("by").newest_first()[:30])

    @property
    def choice(self) -> str:
        return self.steps[0].choice if self.steps else ""

    @cached_property
    def told(self) -> list[InCompany]:
        """How the child is best in company, newest first."""
        return list(InCompany.objects.filter(child=self.child).select_related("by").order_by("-at", "-id")[:10])

    @cached_property
    def seen(self) -> list[ReadinessSeen]:
        return seen_rows(self.child)

    @cached_property
    def goals(self) -> list[Practised]:
        return practised(self.child, timezone.localdate(self.now))

    @cached_property
    def alone(self) -> int:
        return visits_alone(self.child)

    @cached_property
    def together(self) -> Together:
        return together_of(self.child, self.now - RECENT)

    @property
    def lines(self) -> list[Line]:
        return lines(self.seen, self.goals, tallies_of(self.child, self.now - RECENT), self.now)

    @property
    def onward(self) -> Onward:
        known = Known(
            today=timezone.localdate(self.now),
            choice=self.choice,
            alone=self.alone,
            seen=fresh(self.seen, self.now),
            told=self.told[0] if self.told else None,
            together=self.together,
            goals=self.goals,
        )
        return onward(known)


def together_of(child: Child, since: datetime) -> Together:
    """The child's finished visits in company since then: how many, how many too much (said stop, or left early), and
    the child's word on fun. Four queries, however many visits."""
    moods = VisitMood.objects.filter(visit__child=child, visit__group_place__isnull=False, mood=VisitMood.Mood.STOP)
    stopped = set(moods.values_list("visit_id", flat=True))
    finished = Visit.objects.finished().filter(child=child).order_by().values("pk")
    places = GroupPlace.objects.filter(visit__in=finished, group_visit__starts_at__gte=since)
    hard = []
    for place in places.select_related("group_visit").prefetch_related("marks"):
        there = presence(place.marks.all(), place.group_visit.starts_at, place.group_visit.minutes)
        if not there.absent_why:
            hard.append(there.early > 0 or place.visit_id in stopped)
    fun = FunRating.objects.filter(visit__child=child, visit__group_place__isnull=False, at__gte=since)
    return Together(len(hard), sum(hard), tuple(fun.values_list("face", flat=True)))


@dataclass(frozen=True)
class Beside:
    """What a review shows beside the goals: a question, a suggestion with its reasons, and where it is decided."""

    title: str
    text: str
    reasons: tuple[str, ...]
    kind: str
    icon: str
    url: str
    action: str


def beside_review(child: Child, now: datetime) -> list[Beside]:
    """The next step towards company or back, proposed where a review is held (settings.BESIDE_REVIEW)."""
    found = Standing(child, now).onward
    action = _("Decide it with the family") if found.choice else _("See what is known")
    return [
        Beside(
            title=_("Alone or in company?"),
            text=found.text,
            reasons=found.reasons,
            kind=found.kind,
            icon=found.icon,
            url=reverse("company", args=[child.pk]),
            action=action,
        )
    ]
