"""“Our child”: the same child in plain words, and only what this person's rights allow."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission as P
from maypole.access.permissions import Right
from maypole.access.prepared import Prepared
from maypole.discharge.access import goodbye_planned
from maypole.groups.asked import groups_for
from maypole.people.access import Reach, consented, relation_of
from maypole.people.models import Child, ChildStatus, Consent
from maypole.people.present import age, rights_in_words
from maypole.plan.asked import asked_of
from maypole.progress.how_it_goes import note_for
from maypole.visits.models import Visit, VisitStatus
from maypole.web.dates import weekday

from .child_present import about_of, around, at_home, goals_of, next_step_of, precautions_of, state_of
from .links import allowed, url


def where_we_are(state: str, name: str) -> str:
    """The child's place in the loop as one sentence for the family."""
    told = {
        ChildStatus.State.WAITING: _("%(name)s is waiting for a first visit."),
        ChildStatus.State.EVALUATING: _("We are getting to know %(name)s."),
        ChildStatus.State.ACTIVE: _("%(name)s comes to us for therapy."),
        ChildStatus.State.PAUSED: _("We are taking a break."),
        ChildStatus.State.DISCHARGED: _("We have said goodbye. You can always come back."),
    }
    return told[ChildStatus.State(state)] % {"name": name}


def family_page(reach: Reach, actor: Actor, now: datetime) -> dict[str, object]:
    """What a carer, the young person or an outside party reads about this child."""
    row, today = reach.child, timezone.localdate(now)
    close = actor.outside_id is None
    relation = relation_of(row, actor.carer_id) if actor.carer_id else None
    rights = relation.right_set if relation else frozenset()
    clinical = reach.can(P.SEE_CLINICAL)
    return {
        "child": row,
        "age": age(row, today),
        "mine": actor.child_id == row.pk,
        "outside": not close,
        "where": where_we_are(state_of(row), row.name) if close else "",
        "about": about_of(row) if clinical or actor.child_id == row.pk else None,
        "about_url": allowed(reach, P.WRITE_PROFILE, "about"),
        "precautions": precautions_of(actor, row) if close and reach.can(P.SEE_HOME) else [],
        "precautions_url": allowed(reach, P.WRITE_PROFILE, "precautions") if reach.can(P.SEE_HOME) else "",
        "goals": goals_of(reach, today),
        "next": next_step_of(reach, actor) if close else None,
        "home": at_home(reach, today),
        "week_url": url("week") if reach.can(P.SEE_HOME) else "",
        "plan_url": allowed(reach, P.SEE_GOALS, "plan") if close else "",
        "areas_url": allowed(reach, P.SEE_GOALS, "areas") if close else "",
        "calm_url": "" if close else _calm_plan(reach, actor, now),
        "sharing_url": allowed(reach, P.SEE_SHARING, "sharing"),
        "reports_url": allowed(reach, P.SEE_CLINICAL, "child_reports") if close else url("reports"),
        "measurements_url": allowed(reach, P.EXPORT_RECORD, "measurements") if clinical else "",
        "asked": asked_of(reach, actor),
        "groups_url": groups_for(row.pk) if close and reach.can(P.SEE_GOALS) else "",
        "visits": visits_ahead(row, now) if Right.SEE_SCHEDULE in rights or actor.child_id == row.pk else [],
        "people": around(reach, actor, now) if close else [],
        "how": note_for(actor, reach, today) if close else None,
        "how_url": url("how_it_goes", row.pk),
        "goodbye_url": allowed(reach, P.SEE_GOALS, "goodbye") if goodbye_planned(row.pk) else "",
        "feelings_url": allowed(reach, P.SEE_HOME, "feelings"),
        "company_url": allowed(reach, P.SEE_CLINICAL, "company") if close else "",
        "approach_url": allowed(reach, P.SEE_CLINICAL, "approach"),
        "tools_url": allowed(reach, P.SEE_CLINICAL, "child_equipment"),
        "rights": rights_in_words(relation) if relation else "",
    }


_ahead = Prepared(
    lambda child, now: (
        Visit.objects.filter(child=child, starts_at__gt=now)
        .in_state(VisitStatus.State.PLANNED)
        .order_by("starts_at")
        .values_list("starts_at", "staff__name")[:3]
    ),
    child=UUID,
    now=datetime,
)


def _calm_plan(reach: Reach, actor: Actor, now: datetime) -> str:
    """Where an outside party reads the calm-down plan, while the family's consent to it holds."""
    assert actor.outside_id is not None
    may = consented(reach.child.pk, actor.outside_id, Consent.Scope.CALM_PLAN, now)
    return url("calm_plan", reach.child.pk) if may else ""


def visits_ahead(child: Child, now: datetime) -> list[str]:
    """The next three visits: “Tuesday 10 March, 14:30, with Inés”."""
    return [
        _("%(day)s, %(time)s, with %(who)s")
        % {
            "day": weekday(starts_at),
            "time": f"{timezone.localtime(starts_at):%H:%M}",
            "who": who,
        }
        for starts_at, who in _ahead(child=child.pk, now=now)
    ]
