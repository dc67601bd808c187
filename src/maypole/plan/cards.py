"""“How we all do it”: one current card per child and topic; every change is a new version of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.editions import EditConflict
from maypole.access.ids import new_id
from maypole.audit.actions import record
from maypole.people.models import Child

from .errors import PlanRefused
from .models import CardUse, HowCard, Place, Strategy

WORDS = ("title", "when", "steps", "say", "avoid")


@transaction.atomic
def keep_card(
    *,
    by: Actor,
    child: Child,
    words: Mapping[str, str],
    uses: Mapping[str, str],
    topic: str = "",
    seen: int = 0,
    code: str = "",
    strategy: Strategy | None = None,
    why: str = "",
    at: datetime | None = None,
) -> HowCard:
    """A new version of a card (without `topic` a new card): `words` by the names in `WORDS`, `uses` place -> who.

    `seen` is the number of the version that was open: EditConflict when somebody kept a newer one since. A later
    version says why it changed; the older ones stay readable.
    """
    Child.objects.select_for_update().get(pk=child.pk)
    before = newest_card(child.pk, topic) if topic else None
    if (before.number if before else 0) != seen:
        raise EditConflict
    said = {name: words.get(name, "").strip() for name in WORDS}
    _check(child, said, before, why)
    card = HowCard.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        topic=topic or new_id().hex,
        number=seen + 1,
        code=before.code if before else code,
        strategy=before.strategy if before else strategy,
        why=why.strip(),
        at=at or timezone.now(),
        by_id=by.user_id,
        **said,
    )
    CardUse.objects.bulk_create(
        CardUse(organisation_id=child.organisation_id, card=card, place=place, who=who.strip())
        for place, who in uses.items()
        if place in Place.values and who.strip()
    )
    record(by=by, action="card.keep", about=card, child=child.pk, detail={"number": card.number})
    return card


@transaction.atomic
def put_card_away(*, by: Actor, card: HowCard, why: str, at: datetime | None = None) -> HowCard:
    """Nobody uses the card any longer; it can be read, and taken up again as a new version."""
    if not why.strip():
        raise PlanRefused({"why": _("Write why nobody needs this card any longer.")})
    return _copy(by, card, why, away=True, at=at or timezone.now())


def newest_card(child: UUID, topic: str) -> HowCard | None:
    return HowCard.objects.filter(child=child, topic=topic).order_by("-number").first()


def _check(child: Child, said: Mapping[str, str], before: HowCard | None, why: str) -> None:
    missing = {}
    if not said["title"]:
        missing["title"] = _("Give the card a name everybody understands.")
    if not said["steps"]:
        missing["steps"] = _("Write the steps, one a line.")
    if before is not None and not why.strip():
        missing["why"] = _("Write what changed, so that everybody changes along.")
    same = HowCard.objects.current().filter(child=child, title__iexact=said["title"])
    if same.exclude(topic=before.topic if before else "").exists():
        missing["title"] = _("There is a card of this name already. Change that one: everybody follows one card.")
    if missing:
        raise PlanRefused(missing)


def _copy(by: Actor, card: HowCard, why: str, *, away: bool, at: datetime) -> HowCard:
    made = HowCard.objects.create(
        organisation_id=card.organisation_id,
        child=card.child,
        topic=card.topic,
        number=card.number + 1,
        code=card.code,
        strategy=card.strategy,
        why=why.strip(),
        away=away,
        at=at,
        by_id=by.user_id,
        **{name: getattr(card, name) for name in WORDS},
    )
    record(by=by, action="card.away", about=made, child=card.child_id)
    return made
