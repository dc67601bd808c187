"""Methods, other doses and people of a draft: added and taken out one by one, so that two people lose no word."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict, TypeVar, Unpack

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maypole.access.actor import Actor
from maypole.audit.actions import record
from maypole.people.models import Child

from .agreement import the_draft
from .errors import PlanRefused
from .models import DoseMode, PlanDose, PlanMethod, PlanPerson, PlanVersion, Strategy

Part = PlanMethod | PlanDose | PlanPerson
Kept = TypeVar("Kept", PlanMethod, PlanDose, PlanPerson)
ASKED = {
    "name": gettext_lazy("Give it a name that a family understands."),
    "why": gettext_lazy("Say in plain words why this."),
    "source": gettext_lazy("Name where that is known from: author, year, kind of study."),
    "confidence": gettext_lazy("Say how sure one can be."),
}


class MethodFields(TypedDict, total=False):
    """Fields of a method: see `PlanMethod`."""

    code: str
    strategy: Strategy | None
    name: str
    why: str
    source: str
    confidence: str
    limits: str
    here: str
    reviewed_on: date | None


@transaction.atomic
def add_method(*, by: Actor, child: Child, at: datetime | None = None, **fields: Unpack[MethodFields]) -> PlanMethod:
    """A way of working into the child's draft (made when there is none). It names its source and confidence (S55)."""
    draft = the_draft(by, child, at)
    method = PlanMethod(organisation_id=child.organisation_id, version=draft, order=_last(PlanMethod, draft))
    for name, value in fields.items():
        setattr(method, name, value.strip() if isinstance(value, str) else value)
    missing = {name: str(words) for name, words in ASKED.items() if not getattr(method, name)}
    if missing:
        raise PlanRefused(missing)
    if PlanMethod.objects.filter(version=draft, name=method.name).exists():
        raise PlanRefused({"name": _("The plan names this already.")})
    return _kept(by, child, method)


@transaction.atomic
def adapt_method(*, by: Actor, method: PlanMethod, here: str, edition: int | None = None) -> PlanMethod:
    """How a method is done with this child. Raises EditConflict when somebody wrote after `edition`."""
    _draft(method)
    method.claim(edition)
    method.here = here.strip()
    method.save(update_fields=["here"])
    record(by=by, action="plan.method", about=method, child=method.version.child_id)
    return method


@transaction.atomic
def add_dose(
    *,
    by: Actor,
    child: Child,
    mode: str,
    times_a_week: float,
    minutes: int,
    weeks: int | None = None,
    at: datetime | None = None,
) -> PlanDose:
    """Time beside the main visits: one row for each way of meeting."""
    draft = the_draft(by, child, at)
    if mode not in DoseMode.values or mode == draft.mode:
        raise PlanRefused({"mode": _("Choose a way that the main visits are not.")})
    if PlanDose.objects.filter(version=draft, mode=mode).exists():
        raise PlanRefused({"mode": _("The plan says this already. Take it out first.")})
    dose = PlanDose(
        organisation_id=child.organisation_id,
        version=draft,
        mode=mode,
        times_a_week=times_a_week,
        minutes=minutes,
        weeks=weeks,
        order=_last(PlanDose, draft),
    )
    return _kept(by, child, dose)


@transaction.atomic
def add_person(*, by: Actor, child: Child, person: PlanPerson, at: datetime | None = None) -> PlanPerson:
    """Somebody who takes part (an unsaved row with name, part, and who it is where they are known here)."""
    draft = the_draft(by, child, at)
    person.name, person.part = person.name.strip(), person.part.strip()
    if not person.name or not person.part:
        raise PlanRefused({"part": _("Write who it is and what they do in the plan.")})
    if PlanPerson.objects.filter(version=draft, name=person.name).exists():
        raise PlanRefused({"name": _("This person is in the plan already.")})
    person.organisation_id, person.version, person.order = child.organisation_id, draft, _last(PlanPerson, draft)
    return _kept(by, child, person)


@transaction.atomic
def take_out(*, by: Actor, part: Part) -> None:
    """A method, dose or person out of the draft; signed versions keep theirs."""
    _draft(part)
    record(by=by, action="plan.take_out", about=part, child=part.version.child_id)
    part.delete()


def _draft(part: Part) -> None:
    if hasattr(part.version, "signature"):
        raise PlanRefused(_("This version is signed. Change the plan: that makes the next one."))


def _last(model: type[models.Model], draft: PlanVersion) -> int:
    newest = model._default_manager.filter(version=draft).aggregate(last=models.Max("order"))["last"]
    return 0 if newest is None else int(newest) + 1


def _kept(by: Actor, child: Child, part: Kept) -> Kept:
    part.save(force_insert=True)
    record(by=by, action=f"plan.add_{part._meta.model_name}", about=part, child=child.pk)
    return part
