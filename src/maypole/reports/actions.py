"""Ask for a report, write in it, sign it, give it, word it anew. Each with its audit row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.audit.actions import record
from maypole.people.access import consented, needs_cosignature, supervisor_of
from maypole.people.models import Child, Consent, OutsideParty, StaffMember

from .audiences import KINDS, WRITTEN, written_parts
from .content import frozen
from .figures import offered_goals
from .material import material
from .models import (
    Audience,
    Report,
    ReportGiving,
    ReportSchedule,
    ReportSignature,
    ReportText,
    ReportVersion,
)
from .sections import sections


class ReportRefused(ValidationError):
    """Nothing was written; `messages` say why."""


class NotConsented(ReportRefused):
    """The family has not agreed that this party reads reports, or does not agree any more."""


@dataclass(frozen=True)
class Wanted:
    """What report is asked for: whose eyes, which time, which language, by when."""

    audience: str
    party: OutsideParty | None
    language: str
    starts_on: date
    ends_on: date
    wanted_on: date | None = None


@transaction.atomic
def ask_report(
    *, by: Actor, child: Child, wanted: Wanted, now: datetime, schedule: ReportSchedule | None = None
) -> Report:
    """Begin a report with an empty draft that tells of the goals most likely wanted.

    Raises ReportRefused when the party is not of a kind this audience is written to.
    """
    check_party(child, wanted.audience, wanted.party)
    report = Report.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        audience=wanted.audience,
        party=wanted.party,
        language=wanted.language,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        wanted_on=wanted.wanted_on,
        schedule=schedule,
        by_id=by.user_id,
        at=now,
    )
    chosen = [str(goal.pk) for goal in offered_goals(child) if goal.state != "hold"]
    ReportVersion.objects.create(
        organisation_id=child.organisation_id, report=report, number=1, chosen=chosen, by_id=by.user_id, at=now
    )
    record(by=by, action="report.ask", about=report, child=child.pk, detail={"audience": report.audience})
    return report


def check_party(child: Child, audience: str, party: OutsideParty | None) -> None:
    """Raises ReportRefused when this audience's report cannot be written to this party."""
    if party is None and audience in KINDS and audience in (Audience.SCHOOL, Audience.PAYER, Audience.REFERRER):
        raise ReportRefused(_("Choose whom this report is written to."))
    wrong = party is not None and (
        party.organisation_id != child.organisation_id or party.kind not in KINDS.get(Audience(audience), ())
    )
    if wrong:
        raise ReportRefused(_("This report is not written to somebody of that kind. Choose another one."))


@transaction.atomic
def write_report(
    *, by: Actor, version: ReportVersion, texts: Mapping[str, str], chosen: Sequence[str] | None, edition: int | None
) -> ReportVersion:
    """Keep what the draft says by now; parts that are not named stay as they are.

    Raises EditConflict when somebody saved after `edition`, ReportRefused when it is signed.
    """
    version.claim(edition)
    _open(version)
    ReportText.objects.bulk_create(
        (
            ReportText(organisation_id=version.organisation_id, version=version, part=part, text=texts[part].strip())
            for part in written_parts(version.report.audience)
            if part in texts
        ),
        update_conflicts=True,
        update_fields=["text"],
        unique_fields=["version", "part"],
    )
    if chosen is not None:
        offered = [str(goal.pk) for goal in offered_goals(version.report.child)]
        version.chosen = [key for key in offered if key in set(chosen)]
        version.save(update_fields=["chosen"])
    record(by=by, action="report.write", about=version, child=version.report.child_id)
    return version


def _open(version: ReportVersion) -> None:
    if ReportSignature.objects.filter(version=version).exists():
        raise ReportRefused(_("This report is signed, so it stays as it is. Word it anew to change it."))


@transaction.atomic
def sign_report(*, by: Actor, version: ReportVersion, edition: int | None, now: datetime) -> ReportSignature:
    """Freeze every figure as it stands now, and sign.

    Raises ReportRefused with one message for each part that has to be written, or when the signer's licence asks for
    a supervisor; EditConflict when somebody saved after the `edition` that the signer read.
    """
    if not by.can(Permission.WRITE_REPORT) or by.staff_id is None:
        raise PermissionDenied(Permission.WRITE_REPORT)
    version.claim(edition)
    _open(version)
    today, report = timezone.localdate(now), version.report
    _may_sign(by, today)
    told = dict(version.texts.values_list("part", "text"))
    missing = [
        str(_("Write “%(part)s” first.") % {"part": WRITTEN[part].title})
        for part in written_parts(report.audience)
        if WRITTEN[part].required and not told.get(part, "").strip()
    ]
    if missing:
        raise ReportRefused(missing)
    with translation.override(report.language):
        version.content = frozen(sections(report.audience, material(report, version.chosen, today)))
    version.save(update_fields=["content"])
    staff = StaffMember.objects.get(pk=by.staff_id)
    signature = ReportSignature.objects.create(
        organisation_id=version.organisation_id, version=version, at=now, by_id=by.user_id,
        title=staff.title or staff.discipline,
    )  # fmt: skip
    record(by=by, action="report.sign", about=version, child=report.child_id, detail={"number": version.number})
    return signature


def _may_sign(by: Actor, today: date) -> None:
    if not needs_cosignature(by.staff_id, today):
        return
    answers = supervisor_of(by.staff_id, today)
    name = answers.name if answers else _("a supervisor")
    raise ReportRefused(
        _("Your licence asks for a supervisor’s signature: %(name)s signs this report.") % {"name": name}
    )


@transaction.atomic
def give_report(*, by: Actor, version: ReportVersion, how: str, now: datetime, scheduled: bool = False) -> ReportGiving:
    """Give a signed version to whom it is written to: the family, or the party outside if the consent holds now.

    Raises NotConsented when it does not, ReportRefused when the version is a draft or the party has no account.
    """
    report = version.report
    if not ReportSignature.objects.filter(version=version).exists():
        raise ReportRefused(_("Sign it first: a draft is given to nobody."))
    party = report.party
    if party is not None:
        if not consented(report.child_id, party.pk, Consent.Scope.REPORTS, now):
            raise NotConsented(_("The family does not agree that %(name)s reads reports.") % {"name": party.name})
        if how == ReportGiving.How.HERE and party.user_id is None:
            raise ReportRefused(_("%(name)s has no account here. Give it on paper.") % {"name": party.name})
    given = ReportGiving.objects.create(
        organisation_id=version.organisation_id, version=version, party=party, how=how, by_id=by.user_id, at=now
    )
    detail: dict[str, str | bool] = {"to": str(party.pk) if party else "family", "how": how, "scheduled": scheduled}
    record(by=by, action="report.give", about=version, child=report.child_id, detail=detail)
    return given


@transaction.atomic
def reword_report(*, by: Actor, report: Report, why: str, now: datetime) -> ReportVersion:
    """A new draft with the words of the signed version; that one stays as it is until the new one is given.

    Raises ReportRefused when a draft is open already, or no reason is given.
    """
    newest = report.versions.order_by("-number").first()
    assert newest is not None, "a report has a version from its beginning"
    if not ReportSignature.objects.filter(version=newest).exists():
        raise ReportRefused(_("There is a draft already."))
    if not why.strip():
        raise ReportRefused(_("Say what changes, for who read the version before."))
    made = ReportVersion.objects.create(
        organisation_id=report.organisation_id, report=report, number=newest.number + 1, chosen=newest.chosen,
        why=why.strip(), by_id=by.user_id, at=now,
    )  # fmt: skip
    ReportText.objects.bulk_create(
        ReportText(organisation_id=report.organisation_id, version=made, part=row.part, text=row.text)
        for row in newest.texts.all()
    )
    record(by=by, action="report.reword", about=made, child=report.child_id, detail={"number": made.number})
    return made
