"""Reports about Maya: a goal with a history, a plan, an evaluation, and people outside."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from contextlib import suppress
from datetime import UTC, date, datetime

from django.utils import timezone

from maypole.people.consents import Terms, give_consent
from maypole.people.models import OutsideParty
from maypole.reports.actions import Wanted, ask_report, give_report, sign_report, write_report
from maypole.reports.audiences import written_parts
from maypole.reports.models import Report, ReportVersion
from tests.cast import Cast

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
PERIOD = (date(2026, 1, 1), date(2026, 3, 9))
KIND = {"school": "teacher", "payer": "payer", "referrer": "doctor"}


def party_for(cast: Cast, audience: str) -> OutsideParty | None:
    """Whom a report of this audience is written to; her teacher has an account, the others read paper."""
    if audience == "school":
        return cast.okafor
    if audience not in KIND:
        return None
    return OutsideParty.objects.get_or_create(organisation=cast.clinic, name=f"The {audience}", kind=KIND[audience])[0]


def agree(cast: Cast, party: OutsideParty, now: datetime | None = None) -> None:
    """Rosa agrees that this party reads reports."""
    terms = Terms(("reports",), "so that we all know")
    give_consent(by=cast.actor("rosa"), child=cast.maya, party=party, terms=terms, now=now or timezone.now())


def asked(cast: Cast, audience: str, *, language: str = "en", now: datetime = NOW) -> ReportVersion:
    """A report of this audience with its draft."""
    wanted = Wanted(audience, party_for(cast, audience), language, *PERIOD)
    report = ask_report(by=cast.actor("ines"), child=cast.maya, wanted=wanted, now=now)
    return version_of(report)


def version_of(report: Report) -> ReportVersion:
    version = report.versions.order_by("-number")[0]
    version.report = report
    return version


def written(cast: Cast, version: ReportVersion, text: str = "Written by a therapist.") -> ReportVersion:
    texts = {part.value: text for part in written_parts(version.report.audience)}
    return write_report(by=cast.actor("ines"), version=version, texts=texts, chosen=None, edition=version.edition)


def signed(cast: Cast, audience: str, *, language: str = "en", now: datetime = NOW) -> ReportVersion:
    version = written(cast, asked(cast, audience, language=language, now=now))
    sign_report(by=cast.actor("ines"), version=version, edition=version.edition, now=now)
    return ReportVersion.objects.select_related("signature__by", "report__party", "report__child").get(pk=version.pk)


def given(cast: Cast, audience: str) -> ReportVersion:
    version = signed(cast, audience)
    if version.report.party:
        agree(cast, version.report.party)
    how = "here" if version.report.party is None or version.report.party.user_id else "paper"
    give_report(by=cast.actor("ines"), version=version, how=how, now=timezone.now())
    return version


def text_of(pdf: bytes) -> str:
    """The words of an uncompressed or compressed PDF in reading order, as the standard fonts write them."""
    words: list[str] = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S):
        data = stream
        if data.rstrip().endswith(b"~>"):
            data = a85decode(data.rstrip(), adobe=False) if data.startswith(b"<~") else a85decode(data.rstrip()[:-2])
        with suppress(zlib.error):
            data = zlib.decompress(data)
        for shown in re.findall(rb"\(((?:[^()\\]|\\.)*)\) ?Tj", data):
            words.append(unescaped(shown))
    return " ".join(" ".join(words).split())


def unescaped(shown: bytes) -> str:
    plain = re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8)]), shown)
    return re.sub(rb"\\(.)", rb"\1", plain).decode("cp1252", "replace")
