"""Versions of the plan: drafted from the newest signed one, signed by a therapist, accepted (or not) by a carer."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.editions import EditConflict
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.models import AboutChild, Carer, CarerRelation, Child, Organisation

from .errors import PlanRefused
from .models import Goal, PlanAcceptance, PlanGoal, PlanSignature, PlanVersion
from .wording import snapshot

REVIEW_AFTER = timedelta(weeks=12)
"""A look together at least every three months (research: domain §3.2)."""
FIRST_DOSE = {"sessions_a_week": 1.0, "minutes": 45}
COPIED = ("methods", "expectations", "risks", "settings", "sessions_a_week", "minutes")


class PlanFields(TypedDict, total=False):
    """What a version says besides its goals; `why` says what changed since the version before."""

    why: str
    methods: str
    expectations: str
    risks: str
    settings: str
    sessions_a_week: float
    minutes: int
    review_on: date


@transaction.atomic
def draft_plan(
    *, by: Actor, child: Child, edition: int | None = None, at: datetime | None = None, **fields: Unpack[PlanFields]
) -> PlanVersion:
    """The child's one draft, with the given fields: made from the newest signed version when there is none.

    It holds every open goal with the wording of today. Raises EditConflict when somebody saved after `edition` (0 says
    that there was no draft yet).
    """
    at = at or timezone.now()
    Child.objects.select_for_update().get(pk=child.pk)  # one writer at a time numbers this child's versions
    draft = PlanVersion.objects.drafts().filter(child=child).first()
    if draft is None:
        if edition:
            raise EditConflict
        draft = _next_version(by, child, at)
    else:
        draft.claim(edition)
    for name, value in fields.items():
        setattr(draft, name, value.strip() if isinstance(value, str) else value)
    draft.save()
    keep_wordings(child=child, draft=draft)
    record(by=by, action="plan.draft", about=draft, child=child.pk, detail={"fields": sorted(fields)})
    return draft


@transaction.atomic
def sign_plan(*, by: Actor, version: PlanVersion, seen: str | None = None, at: datetime | None = None) -> PlanSignature:
    """Sign, and fix, a draft. `seen` is the `digest` of what the signer read: EditConflict when it has changed.

    Raises PlanRefused while the child's strengths are empty (S1), while there is no goal, and when a later version
    does not say what changed.
    """
    if not by.can(Permission.SIGN_PLAN):
        raise PermissionDenied(Permission.SIGN_PLAN)
    version.claim(None)
    version.refresh_from_db()
    if PlanSignature.objects.filter(version=version).exists():
        raise PlanRefused(_("This version is signed already."))
    if seen is not None and seen != digest(version):
        raise EditConflict
    problems = _unsignable(version)
    if problems:
        raise PlanRefused(problems)
    signature = PlanSignature.objects.create(
        organisation_id=version.organisation_id, version=version, at=at or timezone.now(), by_id=by.user_id
    )
    record(by=by, action="plan.sign", about=version, child=version.child_id, detail={"number": version.number})
    return signature


@transaction.atomic
def accept_plan(
    *,
    by: Actor,
    version: PlanVersion,
    carer: Carer,
    accepted: bool,
    words: str = "",
    at: datetime | None = None,
) -> PlanAcceptance:
    """A carer's yes or no to the newest signed version; a no needs words, so that the plan can be changed.

    Raises PermissionDenied when the carer has no right to accept for this child.
    """
    relation = CarerRelation.objects.filter(child_id=version.child_id, carer=carer, ended_at__isnull=True).first()
    if relation is None or Permission.ACCEPT_PLAN not in relation.permissions:
        raise PermissionDenied(Permission.ACCEPT_PLAN)
    newest = PlanVersion.objects.signed().filter(child_id=version.child_id).first()
    if newest != version:
        raise PlanRefused(_("There is a newer plan. Please read that one."))
    if not accepted and not words.strip():
        raise PlanRefused({"words": _("Tell us what should be different. A few words are enough.")})
    answer = PlanAcceptance.objects.create(
        organisation_id=version.organisation_id,
        version=version,
        carer=carer,
        accepted=accepted,
        words=words.strip(),
        at=at or timezone.now(),
        by_id=by.user_id,
    )
    record(by=by, action="plan.accept", about=version, child=version.child_id, detail={"accepted": accepted})
    return answer


def keep_wordings(*, child: Child, draft: PlanVersion | None = None) -> None:
    """Write every open goal's wording of today into the child's draft, if there is one; signed versions stay."""
    draft = draft or PlanVersion.objects.drafts().filter(child=child).first()
    if draft is None:
        return
    language = Organisation.objects.values_list("language", flat=True).get(pk=draft.organisation_id)
    draft.goals.all().delete()
    PlanGoal.objects.bulk_create(
        PlanGoal(
            organisation_id=draft.organisation_id,
            version=draft,
            goal=goal,
            wording=snapshot(goal, child, language),
            order=order,
        )
        for order, goal in enumerate(open_goals(child))
    )


def open_goals(child: Child) -> list[Goal]:
    """Open goals: each long-term goal, then the steps towards it."""
    return in_order(list(Goal.objects.filter(child=child).open()))


def in_order(goals: list[Goal]) -> list[Goal]:
    """Each long-term goal, then the steps towards it; steps whose long-term goal is not among them come last."""
    longs = [goal for goal in goals if goal.horizon == Goal.Horizon.LONG]
    known = {goal.pk for goal in longs}
    tree = [one for long in longs for one in (long, *(goal for goal in goals if goal.parent_id == long.pk))]
    return tree + [goal for goal in goals if goal.parent_id and goal.parent_id not in known]


def digest(version: PlanVersion) -> str:
    """What a signer has read: changes with the text of the draft and with every goal in it."""
    own = [str(getattr(version, name)) for name in ("why", *COPIED, "review_on")]
    read = [*own, *version.goals.order_by("order", "id").values_list("wording", flat=True)]
    return hashlib.sha256("\x1f".join(read).encode()).hexdigest()[:16]


def _next_version(by: Actor, child: Child, at: datetime) -> PlanVersion:
    newest = PlanVersion.objects.filter(child=child).first()
    copied = {name: getattr(newest, name) for name in COPIED} if newest else dict(FIRST_DOSE)
    return PlanVersion.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        number=newest.number + 1 if newest else 1,
        review_on=timezone.localdate(at) + REVIEW_AFTER,
        at=at,
        by_id=by.user_id,
        **copied,
    )


def _unsignable(version: PlanVersion) -> list[str]:
    problems = []
    about = AboutChild.objects.filter(child_id=version.child_id).order_by("-at", "-id").first()
    if about is None or not about.strengths.strip():
        problems.append(_("First write what the child brings: a plan starts from strengths."))
    if version.number == 1 and not version.goals.filter(goal__horizon=Goal.Horizon.SHORT).exists():
        problems.append(_("Set at least one short-term goal, so that everybody knows what comes first."))
    if version.number > 1 and not version.why.strip():
        problems.append(_("Write what changed since the last version, and why."))
    return problems
