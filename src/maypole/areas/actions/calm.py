"""Writing the calm-down plan: each save is a version, and nobody overwrites what they have not read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.editions import EditConflict
from maypole.areas.models import CalmPlan
from maypole.audit.actions import Detail, record
from maypole.people.models import Child


@transaction.atomic
def write_calm_plan(
    *, by: Actor, child: Child, texts: Mapping[str, str], read: int, why: str = "", now: datetime | None = None
) -> CalmPlan:
    """The next version. `read` is the number of the version it was written from (0: there was none).

    Raises EditConflict when somebody wrote a newer one meanwhile, ValidationError when a part or the reason is missing.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    newest = CalmPlan.objects.filter(child=child).order_by("-number").first()
    number = newest.number if newest else 0
    if number != read:
        raise EditConflict
    if newest and not why.strip():
        raise ValidationError({"why": _("Say in a few words what you changed, and why.")})
    plan = CalmPlan(
        organisation_id=by.organisation_id, child=child, by_id=by.user_id, at=now or timezone.now(), number=number + 1,
        why=why.strip(), **{name: texts.get(name, "").strip() for name in CalmPlan.TEXTS},
    )  # fmt: skip
    plan.full_clean(exclude=["organisation", "child", "by"])
    plan.save(force_insert=True)
    changed = [name for name in CalmPlan.TEXTS if getattr(newest, name, "") != getattr(plan, name)]
    detail: Detail = {"number": plan.number, "fields": changed}
    record(by=by, action="calm_plan.write", about=plan, child=child.pk, detail=detail)
    return plan
