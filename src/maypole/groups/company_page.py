"""The page “In company” of one child: for the team all that is known; for the family the criteria and the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach
from maypole.people.models import Child
from maypole.web.dates import day_year

from .company_forms import SeenForm, WishForm
from .company_standing import Standing
from .models import FreeTime, GroupMembership, InCompany, PairWish, ReadinessSkill, StepDecision, Weekday
from .readiness import Line

Context = dict[str, Any]
Choice = StepDecision.Choice
WHERE: dict[str, Promise] = {
    "": gettext_lazy("Visits alone, for now."),
    Choice.NOT_YET: gettext_lazy("Visits alone, for now."),
    Choice.BACK: gettext_lazy("Back to visits alone, for now."),
    Choice.TRIAL: gettext_lazy("Trying a group a few times."),
    Choice.SUPPLEMENT: gettext_lazy("A group beside the visits alone."),
    Choice.GRADUATE: gettext_lazy("A group instead of visits alone."),
}


@dataclass(frozen=True)
class Wish:
    """A wish for a pair as this person may read it: the other child only where they may know of them."""

    key: UUID
    name: str
    kind: str
    kind_label: str
    why: str
    told: str

    @property
    def known(self) -> bool:
        return bool(self.name)


def team_page(actor: Actor, reached: Reach, now: datetime, **bound: Any) -> Context:
    """Everything the team reads and writes; a fixed number of queries. `bound`: a form that was refused."""
    child, standing = reached.child, Standing(reached.child, now)
    may_see = reached.can(Permission.RUN_VISIT)
    refused = bound.get("seen_form")
    lines = [(line, _seen_form(line, refused) if may_see else None) for line in standing.lines]
    return (
        _head(standing)
        | {
            "precautions": child.precautions.in_force().told_to(actor),
            "lines": lines,
            "refused": refused.line if refused else "",
            "onward": standing.onward,
            "told": standing.told[0] if standing.told else None,
            "told_facts": how_facts(standing.told[0]) if standing.told else [],
            "told_before": [(row, how_facts(row)) for row in standing.told[1:]],
            "goals": [one for one in standing.goals if one.skill],
            "goals_left": [one for one in standing.goals if not one.skill],
            "times": by_day(times_of(child)),
            "wishes": wishes_of(actor, child),
            "wish_form": WishForm(others=others_for(actor, child)) if may_see else None,
            "may_see": may_see,
            "may_decide": reached.can(Permission.DECIDE),
        }
        | bound
    )


def family_page(reached: Reach, now: datetime) -> Context:
    """The criteria, what was seen of each in one word, and the steps: no words in which another child could stand."""
    standing = Standing(reached.child, now)
    return _head(standing) | {"lines": standing.lines}


def _head(standing: Standing) -> Context:
    today = timezone.localdate(standing.now)
    placed = GroupMembership.objects.on(today).filter(child=standing.child).select_related("group__staff")
    return {
        "child": standing.child,
        "where": str(WHERE[standing.choice]),
        "alone": alone_words(standing.alone),
        "steps": standing.steps,
        "placed": [place_words(row) for row in placed],
    }


def _seen_form(line: Line, refused: SeenForm | None) -> SeenForm:
    if refused is not None and refused.line == line.skill:
        return refused
    return SeenForm(skill=line.skill)


def skill_or_first(sent: str) -> str:
    """The line a form came from; the first one when it names none of the five."""
    return sent if sent in ReadinessSkill.values else ReadinessSkill.values[0]


def alone_words(count: int) -> str:
    if not count:
        return _("No visit alone yet.")
    return ngettext("%(n)d visit alone so far.", "%(n)d visits alone so far.", count) % {"n": count}


def place_words(row: GroupMembership) -> str:
    """“Mondays at 15:00 with Inés, since 7 September 2026”."""
    return _("%(day)s at %(time)s with %(who)s, since %(since)s") % {
        "day": Weekday(row.group.weekday).label,
        "time": f"{row.group.begins:%H:%M}",
        "who": row.group.staff.name,
        "since": day_year(row.starts_on),
    }


def how_facts(row: InCompany) -> list[tuple[str, str]]:
    """How the child is best in company, as labelled words."""
    told = [
        (_("Most children at once"), str(row.most) if row.most else _("any size that fits")),
        (_("Noise"), str(row.get_noise_display())),
        (_("Adult"), _("one close by") if row.needs_support else _("as the group has")),
    ]
    if row.unresolved_aggression:
        told.append((_("Safety"), _("Hurts others at times, and there is no plan yet.")))
    return told


def times_of(child: Child) -> list[FreeTime]:
    return list(FreeTime.objects.standing().filter(child=child))


def by_day(rows: Iterable[FreeTime]) -> list[tuple[str, list[str]]]:
    """Each day with its times: [("Monday", ["14:00–16:00"])]."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(str(row.get_weekday_display()), []).append(f"{row.begins:%H:%M}–{row.ends:%H:%M}")
    return list(found.items())


def others_for(actor: Actor, child: Child) -> QuerySet[Child]:
    """Children this person may know of, for a wish beside this one."""
    return Child.objects.visible_to(actor).in_care().exclude(pk=child.pk)


def wishes_of(actor: Actor, child: Child) -> list[Wish]:
    """Standing wishes at whichever of the two they were written; a child one may not know of stays nameless."""
    rows = PairWish.objects.standing().filter(Q(child=child) | Q(other=child)).select_related("by").order_by("-at")
    found = [(row, row.other_id if row.child_id == child.pk else row.child_id) for row in rows]
    seen = Child.objects.visible_to(actor).filter(pk__in=[other for _row, other in found])
    names = {one.pk: one.name for one in seen}
    return [
        Wish(
            key=row.pk,
            name=names.get(other, ""),
            kind=row.kind,
            kind_label=str(row.get_kind_display()),
            why=row.why if other in names else "",
            told=_("%(name)s, %(day)s") % {"name": row.by.name, "day": day_year(row.at)},
        )
        for row, other in found
    ]


def wish_to_end(actor: Actor, child: Child, wish: UUID) -> Child | None:
    """The other child of a standing wish, where this person may know of both; None else."""
    row = PairWish.objects.standing().filter(Q(child=child) | Q(other=child), pk=wish).first()
    if row is None:
        return None
    other = row.other_id if row.child_id == child.pk else row.child_id
    return Child.objects.visible_to(actor).filter(pk=other).first()
