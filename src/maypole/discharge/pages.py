"""Everything the pages of a goodbye show."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from maypole.access.permissions import Permission
from maypole.people.access import Reach
from maypole.people.models import Child
from maypole.plan.models import Goal, GoalState

from .access import newest
from .forms import DischargeForm, Lists
from .models import Comeback, Discharge, DischargeCompletion, FollowUp, FollowUpOutcome
from .offered import offered, stored
from .present import dose, follow_up_row, gain_row, goal_rows, summary
from .readiness import signs

Context = dict[str, object]


def open_goodbye(child: Child) -> Discharge | None:
    """The goodbye that can be read or prepared now; None after a comeback, when a new one may begin."""
    found = newest(child.pk)
    return None if found is not None and hasattr(found, "comeback") else found


def staff_goodbye(reach: Reach, today: date) -> Context:
    found, seen = open_goodbye(reach.child), signs(reach.child, today)
    done = found is not None and hasattr(found, "completion")
    return {
        "child": reach.child,
        "goodbye": found,
        "done": done,
        "goals": goal_rows(seen),
        "gain": gain_row(seen),
        "summary": summary(seen),
        "may_decide": reach.can(Permission.DECIDE),
        "earlier": list(Comeback.objects.filter(discharge__child=reach.child).select_related("discharge", "by")),
    } | (plan_of(found, today) if found else {})


def plan_of(found: Discharge, today: date) -> Context:
    live = hasattr(found, "completion") and not hasattr(found, "comeback")
    rows = found.follow_ups.select_related("owner", "outcome")
    return {
        "fading": [(step, dose(step)) for step in found.fading.all()],
        "signs": list(found.signs.all()),
        "follow_ups": [follow_up_row(row, today, live=live) for row in rows],
        "home": [line for line in found.keep_going.splitlines() if line.strip()],
    }


def family_goodbye(reach: Reach, carer: bool, today: date) -> Context:
    """Before goodbye: what is planned, and the family's word on each goal. After it: the celebration and the rest."""
    found = open_goodbye(reach.child)
    said = found is not None and hasattr(found, "completion")
    return {
        "child": reach.child,
        "goodbye": found,
        "done": said,
        "reached": reached_goals(reach.child),
        "ask": goal_rows(signs(reach.child, today)) if found and not said and carer else [],
        "may_say": carer and reach.can(Permission.ACCEPT_PLAN),
    } | (plan_of(found, today) if found else {})


def reached_goals(child: Child) -> list[Goal]:
    return list(Goal.objects.filter(child=child, horizon=Goal.Horizon.SHORT).in_state(GoalState.State.MET))


def certificate(reach: Reach, found: Discharge, names: list[str]) -> Context:
    """No numbers and no scores: a name, what the child can do now, a day, and who was there."""
    done: DischargeCompletion = found.completion
    return {"child": reach.child, "goodbye": found, "day": done.at.date(), "reached": reached_goals(reach.child),
            "names": names}  # fmt: skip


def edit_page(reach: Reach, form: DischargeForm, lists: Lists, found: Discharge | None, edition: int) -> Context:
    return {"child": reach.child, "form": form, "lists": lists, "goodbye": found, "edition": edition}


def blank(child: Child, found: Discharge | None, today: date) -> tuple[DischargeForm, Lists]:
    """The forms as stored, or with what the record suggests."""
    if found is not None:
        return DischargeForm(instance=found), Lists(child, initial=stored(found))
    fields, rows = offered(child, today)
    return DischargeForm(initial=fields), Lists(child, initial=rows)


def clinic_goodbyes(organisation_id: UUID, today: date) -> Context:
    """Counts by reason, what follow-ups found, and those that wait: a constant number of queries."""
    done = Discharge.objects.done().filter(organisation_id=organisation_id)
    reasons = Counter(done.values_list("reason", flat=True))
    follow_ups = FollowUp.objects.filter(organisation_id=organisation_id)
    made = FollowUpOutcome.objects.filter(organisation_id=organisation_id).values_list(
        "outcome", "follow_up__due_on", "follow_up__discharge__last_on"
    )
    waiting = follow_ups.open().select_related("discharge__child", "owner", "outcome").order_by("due_on", "id")[:50]
    outcomes = Counter((_soon(due_on, last_on), outcome) for outcome, due_on, last_on in made)
    return {
        "total": sum(reasons.values()),
        "back": Comeback.objects.filter(organisation_id=organisation_id).count(),
        "reasons": [(Discharge.Reason(key).label, count) for key, count in reasons.most_common()],
        "outcomes": [
            (FollowUpOutcome.Outcome(key).label, outcomes[True, key], outcomes[False, key])
            for key in FollowUpOutcome.Outcome.values
        ],
        "asked": sum(outcomes.values()),
        "waiting": [(row.discharge.child.name, follow_up_row(row, today, live=True)) for row in waiting],
        "overdue": follow_ups.overdue(today).count(),
        "preparing": Discharge.objects.preparing().filter(organisation_id=organisation_id).count(),
        "title": _("Goodbyes"),
    }


def follow_ups_late(organisation_id: UUID, today: date) -> int:
    """How many families nobody has asked in time: a line on the clinic's page."""
    return FollowUp.objects.overdue(today).filter(organisation=organisation_id).count()


def _soon(due_on: date, last_on: date) -> bool:
    """Whether a follow-up was the one of about three months."""
    return (due_on - last_on).days <= 135
