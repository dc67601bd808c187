"""What still keeps a draft from being signed, and what a signature leaves behind about the dose."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.evaluation.transfers import founded
from maypole.people.models import AboutChild

from .answers import open_objections
from .models import DoseChange, EpisodeOutlook, Goal, PlanDose, PlanVersion

MAIN_DOSE = ("mode", "sessions_a_week", "minutes", "weeks")


def unsignable(version: PlanVersion) -> list[str]:
    """Every reason at once: an evaluation, strengths, goals, an expected end, what changed, goals a carer did not agree
    to."""
    problems = []
    if starts_from_nothing(version):
        problems.append(
            _("First sign an evaluation, or document one from elsewhere: a plan of care starts from what was found.")
        )
    about = AboutChild.objects.filter(child_id=version.child_id).order_by("-at", "-id").first()
    if about is None or not about.strengths.strip():
        problems.append(_("First write what the child brings: a plan starts from strengths."))
    if version.number == 1 and not version.goals.filter(goal__horizon=Goal.Horizon.SHORT).exists():
        problems.append(_("Set at least one short-term goal, so that everybody knows what comes first."))
    if version.number > 1 and not version.why.strip():
        problems.append(_("Write what changed since the last version, and why."))
    if not EpisodeOutlook.objects.filter(episode__child=version.child_id, episode__ended_on__isnull=True).exists():
        problems.append(_("Say about how long therapy may take: a plan has an expected end."))
    return problems + _not_settled(version)


def starts_from_nothing(version: PlanVersion) -> bool:
    """The first plan that would hold, with neither a signed evaluation nor a documented transfer behind it (S25)."""
    return version_before(version) is None and not founded(version.child_id)


def _not_settled(version: PlanVersion) -> list[str]:
    """A goal of the version before that a carer did not agree to, neither worded anew nor talked through."""
    before = version_before(version)
    if before is None:
        return []
    now = {held.goal_id: held.wording for held in version.goals.all()}
    return [
        _("“%(goal)s” is not agreed yet. Change it, or write how the talk about it ended.")
        % {"goal": objection.held.goal.title}
        for objection in open_objections(before)
        if now.get(objection.held.goal_id) == objection.held.wording
    ]


def version_before(version: PlanVersion) -> PlanVersion | None:
    """The newest version below this one that holds."""
    return PlanVersion.objects.signed().filter(child_id=version.child_id, number__lt=version.number).first()


def same_dose(one: PlanVersion, other: PlanVersion) -> bool:
    """Whether two versions say the same of how often, how long and how."""
    if any(getattr(one, name) != getattr(other, name) for name in MAIN_DOSE):
        return False
    rows = PlanDose.objects.filter(version__in=[one, other]).values_list(
        "version", "mode", "times_a_week", "minutes", "weeks"
    )
    beside = {version.pk: {row[1:] for row in rows if row[0] == version.pk} for version in (one, other)}
    return beside[one.pk] == beside[other.pk]


def keep_dose_change(*, by: Actor, version: PlanVersion, at: datetime) -> DoseChange | None:
    """A row with day and reason when this version's dose is not the one before it (S51)."""
    before = version_before(version)
    why = version.dose_why.strip() or version.why.strip()
    if not why or (before is not None and same_dose(before, version)):
        return None
    change = DoseChange.objects.create(
        organisation_id=version.organisation_id,
        version=version,
        before=before,
        starts_on=version.dose_from or timezone.localdate(at),
        why=why,
        at=at,
        by_id=by.user_id,
    )
    record(by=by, action="plan.dose", about=change, child=version.child_id)
    return change
