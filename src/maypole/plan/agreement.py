"""Versions of the plan: drafted from the newest signed one, signed by a therapist, put right by an amendment."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.editions import EditConflict
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.access import needs_cosignature, supervisor_of
from maypole.people.models import Child, Organisation, StaffMember

from .errors import PlanRefused
from .models import Goal, PlanDose, PlanGoal, PlanMethod, PlanPerson, PlanSignature, PlanVersion
from .readiness import keep_dose_change, unsignable
from .wording import snapshot

REVIEW_AFTER = timedelta(weeks=12)
"""A look together at least every three months (research: domain §3.2)."""
FIRST_DOSE = {"sessions_a_week": 1.0, "minutes": 45}
PARTS: dict[type[Any], tuple[str, ...]] = {
    PlanMethod: (
        "code", "strategy_id", "name", "why", "source", "confidence", "limits", "here", "reviewed_on", "order",
    ),
    PlanDose: ("mode", "times_a_week", "minutes", "weeks", "order"),
    PlanPerson: ("name", "part", "staff_id", "carer_id", "party_id", "order"),
}  # fmt: skip
"""What a version holds in rows of its own, and the fields a next version takes over."""
COPIED = ("methods", "expectations", "risks", "settings", "mode", "sessions_a_week", "minutes", "weeks")


class PlanFields(TypedDict, total=False):
    """What a version says besides its goals; `why` says what changed since the version before."""

    why: str
    methods: str
    expectations: str
    risks: str
    settings: str
    mode: str
    sessions_a_week: float
    minutes: int
    weeks: int | None
    dose_why: str
    dose_from: date | None
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
def amend_plan(*, by: Actor, version: PlanVersion, why: str, at: datetime | None = None) -> PlanVersion:
    """A draft that puts a signed version right, with the reason; the signed one stays as it is.

    Raises PlanRefused without a reason, for a version that is not the newest one, and while there is a draft already.
    """
    if not why.strip():
        raise PlanRefused({"why": _("Write what has to be put right, and why.")})
    if PlanVersion.objects.drafts().filter(child_id=version.child_id).exists():
        raise PlanRefused(_("There is a draft already. Put it right there."))
    if PlanVersion.objects.filter(child_id=version.child_id).first() != version:
        raise PlanRefused(_("Only the newest version can be put right."))
    draft = draft_plan(by=by, child=version.child, why=why, review_on=version.review_on, at=at)
    draft.amends = version
    draft.save(update_fields=["amends"])
    record(by=by, action="plan.amend", about=draft, child=version.child_id, detail={"amends": version.number})
    return draft


@transaction.atomic
def sign_plan(*, by: Actor, version: PlanVersion, seen: str | None = None, at: datetime | None = None) -> PlanSignature:
    """Sign, and fix, a draft. `seen` is the `digest` of what the signer read: EditConflict when it has changed.

    Where the signer's licence asks for it, the version waits for their supervisor before a family is asked. Raises
    PlanRefused, with every reason at once: see `unsignable`.
    """
    if not by.can(Permission.SIGN_PLAN):
        raise PermissionDenied(Permission.SIGN_PLAN)
    Child.objects.select_for_update().get(
        pk=version.child_id
    )  # nobody signs or writes it between the look and the seal
    if PlanSignature.objects.filter(version=version).exists():
        raise PlanRefused(_("This version is signed already."))
    version.claim(None)
    version.refresh_from_db()
    if seen is not None and seen != digest(version):
        raise EditConflict
    at = at or timezone.now()
    waits, supervisor = cosigner_of(by, timezone.localdate(at))
    problems = unsignable(version)
    if waits and supervisor is None:
        problems.append(_("Your licence asks for a supervisor’s signature, and nobody is named as yours yet."))
    if problems:
        raise PlanRefused(problems)
    keep_dose_change(by=by, version=version, at=at)
    signature = PlanSignature.objects.create(
        organisation_id=version.organisation_id, version=version, cosigner=supervisor, at=at, by_id=by.user_id
    )
    record(by=by, action="plan.sign", about=version, child=version.child_id, detail={"number": version.number})
    return signature


def cosigner_of(by: Actor, day: date) -> tuple[bool, StaffMember | None]:
    """(whether the actor's signature waits for another, whose that is)."""
    if not needs_cosignature(by.staff_id, day):
        return False, None
    return True, supervisor_of(by.staff_id, day)


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
    """What a signer has read: changes with the text of the draft and with every part of it."""
    read = [str(getattr(version, name)) for name in ("why", *COPIED, "dose_why", "dose_from", "review_on")]
    read += version.goals.order_by("order", "id").values_list("wording", flat=True)
    for part, names in PARTS.items():
        read += [str(row) for row in part._default_manager.filter(version=version).values_list(*names)]
    return hashlib.sha256("\x1f".join(read).encode()).hexdigest()[:16]


def the_draft(by: Actor, child: Child, at: datetime | None) -> PlanVersion:
    """The child's one draft, made from the newest version when there is none. Its words keep their edition."""
    Child.objects.select_for_update().get(pk=child.pk)
    draft = PlanVersion.objects.drafts().filter(child=child).first()
    if draft is None:
        draft = _next_version(by, child, at or timezone.now())
        keep_wordings(child=child, draft=draft)
    return draft


def _next_version(by: Actor, child: Child, at: datetime) -> PlanVersion:
    newest = PlanVersion.objects.filter(child=child).first()
    copied = {name: getattr(newest, name) for name in COPIED} if newest else dict(FIRST_DOSE)
    made = PlanVersion.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        number=newest.number + 1 if newest else 1,
        review_on=timezone.localdate(at) + REVIEW_AFTER,
        at=at,
        by_id=by.user_id,
        **copied,
    )
    if newest:
        copy_parts(newest, made)
    return made


def copy_parts(source: PlanVersion, into: PlanVersion) -> None:
    """Methods, other doses and people of one version, in another that is a draft."""
    for part, names in PARTS.items():
        rows = part._default_manager.filter(version=source).order_by("order", "id")
        part._default_manager.bulk_create(
            part(organisation_id=into.organisation_id, version=into, **dict(zip(names, row, strict=True)))
            for row in rows.values_list(*names)
        )
