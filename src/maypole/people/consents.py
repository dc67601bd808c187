"""A family's yes to somebody outside: asked for, given on the phone or on paper, taken back; each is audited."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission, Right
from maypole.audit.actions import record

from .access import relation_of
from .models import Carer, Child, Consent, ConsentAnswer, ConsentRequest, OutsideParty


@dataclass(frozen=True)
class Terms:
    """What somebody may see, why, and until the end of which day (None: until it is taken back)."""

    scopes: tuple[str, ...]
    purpose: str
    ends_on: date | None = None

    def ends_at(self, zone: str) -> datetime | None:
        """The moment the last day is over where the clinic is."""
        if self.ends_on is None:
            return None
        return datetime.combine(self.ends_on + timedelta(days=1), time.min, ZoneInfo(zone))


@dataclass(frozen=True)
class Paper:
    """A consent signed on paper: by which carer, on which day. The paper itself stays in the clinic's file."""

    carer: Carer
    signed_on: date


@transaction.atomic
def ask_consent(*, by: Actor, child: Child, party: OutsideParty, terms: Terms, now: datetime) -> ConsentRequest:
    """Ask the family whether `party` may see this. Opens nothing. An older open question to the same party is over."""
    for open_one in child.consent_requests.filter(party=party, answer__isnull=True):
        ConsentAnswer.objects.create(
            organisation_id=child.organisation_id, request=open_one, agreed=False, by_id=by.user_id, at=now,
            why="asked anew",
        )  # fmt: skip
    asked = ConsentRequest.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        party=party,
        scopes=",".join(terms.scopes),
        ends_on=terms.ends_on,
        why=terms.purpose,
        by_id=by.user_id,
        at=now,
    )
    record(by=by, action="consent.ask", about=asked, child=child.pk, detail={"scopes": list(terms.scopes)})
    return asked


@transaction.atomic
def give_consent(
    *, by: Actor, child: Child, party: OutsideParty, terms: Terms, now: datetime, paper: Paper | None = None
) -> list[Consent]:
    """One row a scope, from now on. The carer gives it here, or staff keep what a carer signed on `paper`.

    A scope that holds already is replaced, so that its newest end and reason are the ones that hold. Raises
    PermissionDenied when the carer may not sign for this child (a court's block included).
    """
    signer = paper.carer if paper else _myself(by)
    relation = relation_of(child, signer.pk)
    if (
        relation is None
        or Right.SIGN_CONSENT not in relation.right_set
        or party.organisation_id != child.organisation_id
    ):
        raise PermissionDenied(Permission.GIVE_CONSENT)
    _close(child, party, terms.scopes, by, now)
    given = [
        Consent(
            organisation_id=child.organisation_id,
            child=child,
            party=party,
            scope=scope,
            purpose=terms.purpose,
            given_by=signer,
            starts_at=now,
            ends_at=terms.ends_at(by.time_zone),
            signed_on=paper.signed_on if paper else None,
            recorded_by_id=by.staff_id if paper else None,
        )
        for scope in dict.fromkeys(terms.scopes)
    ]
    for consent in Consent.objects.bulk_create(given):
        detail: dict[str, str | bool] = {"scope": consent.scope, "party": str(party.pk), "paper": paper is not None}
        record(by=by, action="consent.give", about=consent, child=child.pk, detail=detail)
    return given


def _myself(by: Actor) -> Carer:
    if by.carer_id is None:
        raise PermissionDenied(Permission.GIVE_CONSENT)
    return Carer.objects.get(pk=by.carer_id)


def _close(
    child: Child, party: OutsideParty, scopes: Collection[str] | None, by: Actor, now: datetime
) -> list[Consent]:
    """End what holds, now. Several rows of one scope end together, so that no second one keeps a door open."""
    rows = Consent.objects.select_for_update().filter(child=child, party=party, withdrawn_at__isnull=True)
    rows = rows.exclude(ends_at__lte=now)
    held = list(rows if scopes is None else rows.filter(scope__in=scopes))
    Consent.objects.filter(pk__in=[row.pk for row in held]).update(withdrawn_at=now, withdrawn_by_id=by.user_id)
    return held


@transaction.atomic
def withdraw_consent(
    *, by: Actor, child: Child, party: OutsideParty, now: datetime, scopes: Collection[str] | None = None
) -> int:
    """Take back every consent to `party` (or those to `scopes`), from the next click on; how many there were."""
    held = _close(child, party, scopes, by, now)
    for consent in held:
        detail = {"scope": consent.scope, "party": str(party.pk)}
        record(by=by, action="consent.withdraw", about=consent, child=child.pk, detail=detail)
    return len(held)


@transaction.atomic
def answer_request(*, by: Actor, request: ConsentRequest, scopes: Iterable[str], now: datetime) -> ConsentAnswer:
    """A carer's answer: yes to those of the asked `scopes` that are named, no when none is.

    Raises ValidationError when somebody has answered already, PermissionDenied as `give_consent` does.
    """
    if ConsentAnswer.objects.filter(request=request).exists():
        raise ValidationError(_("This question has been answered already."))
    wanted = set(scopes)
    agreed = tuple(scope.value for scope in request.asked if scope.value in wanted)
    answer = ConsentAnswer.objects.create(
        organisation_id=request.organisation_id, request=request, agreed=bool(agreed), by_id=by.user_id, at=now
    )
    record(by=by, action="consent.answer", about=answer, child=request.child_id, detail={"agreed": answer.agreed})
    if agreed:
        terms = Terms(agreed, request.why, request.ends_on)
        give_consent(by=by, child=request.child, party=request.party, terms=terms, now=now)
    return answer
