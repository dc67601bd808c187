"""An evaluation as it is read: three columns, strengths first."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maypole.web.dates import day_year

from .models import Evaluation, Finding

HEADINGS: dict[str, tuple[Promise, Promise]] = {
    Finding.Kind.STRENGTH: (gettext_lazy("Strengths"), gettext_lazy("What %(name)s brings")),
    Finding.Kind.CHALLENGE: (gettext_lazy("Challenges"), gettext_lazy("What is hard today")),
    Finding.Kind.GOAL: (gettext_lazy("Goals"), gettext_lazy("What should become possible")),
}


class Column(NamedTuple):
    kind: str
    title: str
    hint: str
    findings: list[Finding]


def columns(findings: list[Finding], name: str) -> list[Column]:
    """Strengths, challenges, goals: always all three, so that a missing one is seen."""
    return [
        Column(kind, str(title), str(hint) % {"name": name}, [row for row in findings if row.kind == kind])
        for kind, (title, hint) in HEADINGS.items()
    ]


def ribbons(findings: list[Finding]) -> tuple[str, ...]:
    """The skill areas spoken of, in order."""
    return tuple(dict.fromkeys(row.area for row in findings if row.area))


def standing(evaluation: Evaluation) -> str:
    """Who signed it and when, or that it can still change. Reads staff and signature.by: select them."""
    signature = getattr(evaluation, "signature", None)
    if signature is None:
        return _("A draft by %(name)s. The family sees it once it is signed.") % {"name": evaluation.staff.name}
    return _("Signed by %(name)s on %(day)s.") % {"name": signature.by.name, "day": day_year(signature.at)}
