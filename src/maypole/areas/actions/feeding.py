"""Writing what a child eats, and the food diary."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.areas.models import Food, FoodStanding, MealNote
from maypole.audit.actions import record
from maypole.people.models import Child

from .sensory import check_day


@transaction.atomic
def note_food(
    *,
    by: Actor,
    child: Child,
    name: str,
    goes: str,
    texture: str = "",
    level: int | None = None,
    note: str = "",
    now: datetime | None = None,
) -> FoodStanding:
    """How one food goes from now on; the food is listed when it is new. Any case is the same food."""
    now = now or timezone.now()
    name = " ".join(name.split())
    owned = {"organisation_id": by.organisation_id, "by_id": by.user_id, "at": now}
    food = Food.objects.filter(child=child, name__iexact=name).first()
    if food is None:
        food = Food(child=child, name=name, **owned)
        food.full_clean(exclude=["organisation", "child", "by"])
        food.save(force_insert=True)
    row = FoodStanding(food=food, goes=goes, texture=texture.strip(), level=level, note=note.strip(), **owned)
    row.full_clean(exclude=["organisation", "food", "by"])
    row.save(force_insert=True)
    record(by=by, action="food.note", about=row, child=child.pk, detail={"food": str(food.pk)})
    return row


@transaction.atomic
def log_meal(
    *,
    by: Actor,
    child: Child,
    id: UUID,
    happened_on: date,
    meal: str,
    place: str,
    ate: str,
    went: str,
    words: str = "",
    warning: bool = False,
    now: datetime | None = None,
) -> MealNote:
    """One line of the food diary. The same `id` by the same person is the same line."""
    now = now or timezone.now()
    before = MealNote.objects.filter(pk=id).first()
    if before is not None:
        if before.child_id != child.pk or before.by_id != by.user_id:
            raise ValidationError(_("That was logged already, in another place. Nothing was changed."))
        return before
    check_day(happened_on, timezone.localdate(now))
    row = MealNote(
        id=id, organisation_id=by.organisation_id, child=child, by_id=by.user_id, at=now, happened_on=happened_on,
        meal=meal, place=place, ate=ate.strip(), went=went, words=words.strip(), warning=warning,
    )  # fmt: skip
    row.full_clean(exclude=["organisation", "child", "by"])
    row.save(force_insert=True)
    record(by=by, action="meal.log", about=row, child=child.pk, detail={"warning": warning})
    return row


@transaction.atomic
def withdraw_meal(*, by: Actor, meal: MealNote, now: datetime | None = None) -> None:
    """Take a line back. Twice is the same as once."""
    rows = MealNote.objects.filter(pk=meal.pk, withdrawn_at__isnull=True)
    if rows.update(withdrawn_at=now or timezone.now()):
        record(by=by, action="meal.withdraw", about=meal, child=meal.child_id)
