"""What a new goodbye starts from: words and rows that the record suggests, all of them to be changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from maypole.home.models import HomeActivity
from maypole.people.models import Child, Organisation
from maypole.plan.models import Goal, PlanVersion

from .forms import in_months
from .models import Discharge

FADING = timedelta(weeks=6)
"""From once a week to every other week to goodbye."""


def offered(child: Child, today: date) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """(fields, rows) for a goodbye in six weeks, in the family's language."""
    last = today + FADING
    with override(child.family_language()):
        fields = {"last_on": last, "keep_going": keep_going(child), "way_back": way_back(child)}
        rows = {"fading": fading(child, today), "signs": signs(child), "follow_ups": follow_ups(child, last)}
    return fields, rows


def stored(discharge: Discharge) -> dict[str, list[dict[str, Any]]]:
    """The rows of a goodbye as the form shows them."""
    return {
        "fading": [{**row} for row in discharge.fading.values("from_on", "sessions_a_week", "minutes", "note")],
        "signs": [{**row} for row in discharge.signs.values("look_for", "what_to_do")],
        "follow_ups": [{**row} for row in discharge.follow_ups.values("due_on", "owner")],
    }


def keep_going(child: Child) -> str:
    """The games that are played at home now."""
    games = HomeActivity.objects.filter(child=child, ended_at__isnull=True).order_by("at")
    return "\n".join(games.values_list("title", flat=True))


def way_back(child: Child) -> str:
    phone = Organisation.objects.values_list("phone", flat=True).get(pk=child.organisation_id)
    call = _("Call us at {phone}.").format(phone=phone) if phone else _("Call us.")
    return " ".join([call, _("You need no new referral. We keep everything we wrote down, and somebody who knows"
                             " {name} calls you back within a week.").format(name=child.name)])  # fmt: skip


def fading(child: Child, today: date) -> list[dict[str, Any]]:
    """Half as often at once, and half of that for the last weeks; nothing without a plan."""
    plan = PlanVersion.objects.signed().filter(child=child).order_by("-number").first()
    if plan is None:
        return []
    steps = ((today + timedelta(weeks=1), 2), (today + timedelta(weeks=4), 4))
    return [
        {"from_on": day, "sessions_a_week": round(plan.sessions_a_week / part, 2), "minutes": plan.minutes}
        for day, part in steps
    ]


def signs(child: Child) -> list[dict[str, Any]]:
    """One for each short-term goal that was worked on, at most three."""
    goals = Goal.objects.filter(child=child, horizon=Goal.Horizon.SHORT).in_state("open", "met")[:3]
    return [
        {
            "look_for": _("“{goal}” gets hard again for two weeks").format(goal=goal.title),
            "what_to_do": _("Play the game for it every day for a week. If it stays hard, call us."),
        }
        for goal in goals
    ]


def follow_ups(child: Child, last: date) -> list[dict[str, Any]]:
    """After three and six months, by who leads."""
    lead = child.team.filter(ended_at__isnull=True).order_by("-leads", "started_at").first()
    return [{"due_on": in_months(last, months), "owner": lead.staff_id if lead else None} for months in (3, 6)]
