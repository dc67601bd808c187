"""Who outside sees what of a child, since when, until when and why, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maypole.web.dates import day_year

from .models import Child, Consent, ConsentRequest, OutsideParty

SEES: dict[str, tuple[Promise, Promise]] = {
    Consent.Scope.GOALS: (
        gettext_lazy("The goals and how they are going, with their graphs. No visit notes, no evaluation."),
        gettext_lazy("“Ties her shoes: 6 of 10 tries without help. The goal is 8 of 10 by June.”"),
    ),
    Consent.Scope.NAMES: (
        gettext_lazy("That your child comes here, and nothing else."),
        gettext_lazy("“Yes, she comes to us.”"),
    ),
    Consent.Scope.REPORTS: (
        gettext_lazy("The reports we write for them. You can read each of these too."),
        gettext_lazy("“School report, spring: what helps in class, and how the school goals are going.”"),
    ),
    Consent.Scope.CALM_PLAN: (
        gettext_lazy("What helps when it gets too much, step by step."),
        gettext_lazy("“Two choices. A song. A quiet corner for three minutes.”"),
    ),
    Consent.Scope.SCHOOL_LINE: (
        gettext_lazy("The part of the plan that is about school."),
        gettext_lazy("“Hand in the worksheet without being asked, by Easter.”"),
    ),
    Consent.Scope.CLINIC_LINE: (
        gettext_lazy("The part of the plan that is about the clinic."),
        gettext_lazy("“Once a week, 45 minutes, with these four goals.”"),
    ),
}
"""What each scope opens, and an example of what is read there."""


@dataclass(frozen=True)
class Held:
    """One scope that holds, or held."""

    scope: str
    label: str
    sees: str
    since: str
    until: str
    purpose: str
    given: str


@dataclass(frozen=True)
class Shared:
    """One outside party of this child. `address` is for staff, who write to them."""

    party: OutsideParty
    kind: str
    where: str
    held: list[Held]
    address: str

    @property
    def id(self) -> UUID:
        return self.party.pk


@dataclass(frozen=True)
class Asked:
    request: ConsentRequest
    scopes: list[tuple[str, str, str, str]]
    until: str


@dataclass(frozen=True)
class Sharing:
    asked: list[Asked]
    now: list[Shared]
    over: list[tuple[str, Held]]


def sharing(child: Child, now: datetime, *, for_staff: bool) -> Sharing:
    """Everything the sharing page tells: two queries, however many parties."""
    rows = list(
        Consent.objects.filter(child=child)
        .select_related("party__user", "given_by", "withdrawn_by", "recorded_by")
        .order_by("party__name", "starts_at", "id")
    )
    questions = child.consent_requests.filter(answer__isnull=True).select_related("party__user", "by")
    asked = list(questions.order_by("at", "id"))
    inside = [row for row in rows if holds(row, now)]
    parties = {row.party_id: row.party for row in inside}
    shared = [
        Shared(
            party=party,
            kind=str(OutsideParty.Kind(party.kind).label),
            where=party.institution,
            held=[held(row) for row in inside if row.party_id == key],
            address=party.email if for_staff else "",
        )
        for key, party in sorted(parties.items(), key=lambda pair: pair[1].name)
    ]
    over = [(row.party.name, held(row)) for row in reversed(rows) if not holds(row, now)]
    return Sharing([question(row) for row in asked], shared, over[:40])


def holds(row: Consent, now: datetime) -> bool:
    """What `in_force` asks the database, of a row at hand."""
    return row.starts_at <= now and row.withdrawn_at is None and (row.ends_at is None or row.ends_at > now)


def held(row: Consent) -> Held:
    return Held(
        scope=row.scope,
        label=str(Consent.Scope(row.scope).label),
        sees=str(SEES[row.scope][0]),
        since=day_year(row.starts_at),
        until=_until(row),
        purpose=row.purpose,
        given=_given(row),
    )


def _until(row: Consent) -> str:
    if row.withdrawn_at:
        said = {"day": day_year(row.withdrawn_at), "name": row.withdrawn_by.name if row.withdrawn_by else "–"}
        return _("taken back on %(day)s by %(name)s") % said
    if row.ends_at is None:
        return _("until it is taken back")
    last = row.ends_at - timedelta(seconds=1)  # it ends with the day, at midnight
    return _("until %(day)s") % {"day": day_year(last)}


def _given(row: Consent) -> str:
    if row.signed_on:
        said = {"name": row.given_by.name, "day": day_year(row.signed_on)}
        return _("%(name)s signed on paper, %(day)s") % said
    return _("%(name)s agreed, %(day)s") % {"name": row.given_by.name, "day": day_year(row.starts_at)}


def question(row: ConsentRequest) -> Asked:
    """A question of the clinic, each scope with what it opens and an example."""
    scopes = [(scope.value, str(scope.label), str(SEES[scope][0]), str(SEES[scope][1])) for scope in row.asked]
    return Asked(row, scopes, day_year(row.ends_on) if row.ends_on else "")
