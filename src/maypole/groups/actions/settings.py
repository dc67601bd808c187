"""Terms, the rules by which groups are formed, and what each rule weighs."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.groups.models import GroupRules, GroupVisit, Term

from .studio import may_arrange


class RuleFields(TypedDict, total=False):
    minutes: int
    size_min: int
    size_max: int
    span_young: int
    span_old: int
    ratio_under_36: int
    ratio_under_60: int
    ratio_from_60: int
    ratio_support: int


@transaction.atomic
def make_term(*, by: Actor, name: str, starts_on: date, ends_on: date, now: datetime) -> Term:
    """The weeks for which groups are formed next. Raises ValidationError for a name that is taken or a wrong end."""
    _may_keep(by)
    term = Term(
        organisation_id=by.organisation_id, by_id=by.user_id, at=now,
        name=name.strip(), starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    _sound(term)
    term.save(force_insert=True)
    record(by=by, action="groups.term", about=term, detail=_days(term))
    return term


@transaction.atomic
def change_term(*, by: Actor, term: Term, name: str, starts_on: date, ends_on: date) -> Term:
    """Another name or other days; the trail keeps the old. Raises ValidationError when visits would lie outside."""
    _may_keep(by)
    before = _days(term)
    term.name, term.starts_on, term.ends_on = name.strip(), starts_on, ends_on
    _sound(term)
    held = GroupVisit.objects.filter(group__term=term)
    outside = held.filter(starts_at__date__lt=starts_on) | held.filter(starts_at__date__gt=ends_on)
    if outside.exists():
        raise ValidationError(_("Groups meet outside these days already. Choose days that hold all their visits."))
    term.save(update_fields=["name", "starts_on", "ends_on"])
    record(by=by, action="groups.term", about=term, detail=_days(term) | {"was": "–".join(before.values())})
    return term


@transaction.atomic
def set_rules(
    *, by: Actor, weights: dict[str, int], why: str, now: datetime, **fields: Unpack[RuleFields]
) -> GroupRules:
    """The rules from now on, as a new row; earlier ones are kept. Raises ValidationError out of range."""
    may_arrange(by)
    rules = GroupRules(
        organisation_id=by.organisation_id, by_id=by.user_id, at=now, why=why.strip(), weights=weights, **fields
    )
    if rules.size_max < rules.size_min:
        raise ValidationError({"size_max": _("At most can’t be below at least.")})
    rules.full_clean(exclude=["organisation", "by"])
    rules.save(force_insert=True)
    record(by=by, action="groups.rules", about=rules, detail={"size": f"{rules.size_min}-{rules.size_max}"})
    return rules


def _may_keep(by: Actor) -> None:
    """Terms and free times are kept by whoever decides who works with whom."""
    if Permission.ASSIGN_TEAM not in by.everywhere:
        raise PermissionDenied(Permission.ASSIGN_TEAM)


def _sound(term: Term) -> None:
    if term.ends_on <= term.starts_on:
        raise ValidationError({"ends_on": _("The term ends before it begins.")})
    taken = Term.objects.filter(organisation=term.organisation_id, name__iexact=term.name).exclude(pk=term.pk)
    if taken.exists():
        raise ValidationError({"name": _("There is a term of this name already.")})


def _days(term: Term) -> dict[str, str]:
    return {"from": term.starts_on.isoformat(), "until": term.ends_on.isoformat()}
