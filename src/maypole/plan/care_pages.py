"""What the pages around a plan show: how it is carried out, who answered, what its draft holds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach
from maypole.people.models import Carer, CareTeamMember, Child, OutsideParty

from .answers import rule_of
from .care_present import assent_line, band, doses, methods, talks
from .episodes import current_episode
from .models import AcceptanceRule, DoseChange, HowCard, PlanAssent, PlanVersion

Context = dict[str, Any]


def spoken() -> str:
    """The language that is read now, as content files are named."""
    return (get_language() or "en")[:2]


def carried_out(actor: Actor, child: Child, version: PlanVersion | None, record: str) -> Context:
    """Time, ways of working, people, and about how long. `version` as `versions_of` fetches it."""
    episode = current_episode(child)
    around: Context = {"episode": episode, "band": band(episode), "cards": list(cards_of(child))}
    if version is None:
        return around
    return around | {
        "doses": doses(version),
        "methods": methods(version, spoken(), record),
        "people": list(version.people_rows.all()),
        "dose_changes": dose_changes(child),
        "talks": list(talks(version).values()),
        "assents": [
            (row, assent_line(row, child.name), row.home_reads or actor.is_staff) for row in newest_assents(version)
        ],
    }


def cards_of(child: Child) -> list[HowCard]:
    return list(HowCard.objects.current().filter(child=child).prefetch_related("uses"))


def dose_changes(child: Child) -> list[DoseChange]:
    """Every change of how often, how long or how, newest first, with what it was before and after."""
    rows = DoseChange.objects.filter(version__child=child).select_related("version", "before", "by")
    return list(rows.prefetch_related("version__dose_rows", "before__dose_rows").order_by("-starts_on", "-id"))


def newest_assents(version: PlanVersion) -> list[PlanAssent]:
    """The newest word of the child's own account, and the newest of what others saw."""
    newest = {row.shown == PlanAssent.Shown.SELF: row for row in version.assents.all()}
    return list(newest.values())


def yes_needed(child: Child) -> int:
    """How many carers must say yes by this clinic's rule: one, or all who may agree to plans."""
    if rule_of(child.organisation_id) == AcceptanceRule.Needs.ONE:
        return 1
    relations = child.carer_relations.filter(ended_at__isnull=True, blocked=False)
    return max(1, sum(Permission.ACCEPT_PLAN in relation.permissions for relation in relations))


def draft_parts(reached: Reach, draft: PlanVersion | None, record: str) -> Context:
    """The rows of a draft, and who could be named in it. `draft` as `versions_of` fetches it."""
    child = reached.child
    return {
        "doses": list(draft.dose_rows.all()) if draft else [],
        "methods": methods(draft, spoken(), record) if draft else [],
        "people": list(draft.people_rows.all()) if draft else [],
        "known": known_people(child),
    }


def known_people(child: Child) -> list[tuple[str, str, str]]:
    """(kind and key, name, what they are) of everybody around the child who is known here."""
    team = CareTeamMember.objects.filter(child=child, ended_at__isnull=True).select_related("staff")
    carers = Carer.objects.filter(relations__child=child, relations__ended_at__isnull=True, relations__blocked=False)
    parties = OutsideParty.objects.filter(consents__child=child).distinct()
    rows = [(f"staff:{one.staff_id}", one.staff.name, one.staff.get_discipline_display()) for one in team]
    rows += [(f"carer:{one.pk}", one.name, "") for one in carers]
    return rows + [(f"party:{one.pk}", one.name, one.get_kind_display()) for one in parties]
