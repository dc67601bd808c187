"""What reports are made of, read from the record once: facts in finished words, in the active language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.discharge.models import Discharge
from maypole.evaluation.models import Evaluation, Finding
from maypole.home.models import PracticeLog
from maypole.people.models import Child
from maypole.people.present import list_in_words
from maypole.plan.amounts import short
from maypole.plan.models import PlanVersion
from maypole.web.dates import day_year

from .figures import Figures, chosen_goals, figures
from .models import Audience, Report

Pair = tuple[str, str]


@dataclass(frozen=True)
class Material:
    """Everything any audience may be told. A section takes what its name says and nothing else."""

    name: str
    full_name: str
    born: str
    period: dict[str, str]
    strengths: tuple[str, ...]
    diagnoses: tuple[str, ...]
    found_on: str
    found: tuple[tuple[str, tuple[str, ...]], ...]
    plan: tuple[Pair, ...]
    strategies: tuple[str, ...]
    home: tuple[str, ...]
    ending: tuple[Pair, ...]
    figures: Figures


def material(report: Report, chosen: Sequence[str], today: date) -> Material:
    """The facts as they stand today: about a dozen queries, however many goals."""
    child, period = report.child, (report.starts_on, report.ends_on)
    version = PlanVersion.objects.filter(child=child).signed().order_by("-number").first()
    evaluation = Evaluation.objects.filter(child=child).signed().prefetch_related("findings").first()
    about = child.about_rows.order_by("-at", "-id").first()
    return Material(
        name=child.name,
        full_name=child.full_name,
        born=day_year(child.birth_date),
        period={"start": day_year(period[0]), "end": day_year(period[1])},
        strengths=tuple(_strength(*line) for line in about.strength_lines) if about else (),
        diagnoses=tuple(" ".join(filter(None, (row.code, row.label))) for row in child.diagnoses.order_by("at", "id")),
        found_on=day_year(evaluation.held_on) if evaluation else "",
        found=found(evaluation),
        plan=plan_of_care(version),
        strategies=lines(version.expectations) if version else (),
        home=home(child, period),
        ending=ending(child) if report.audience == Audience.DISCHARGE else (),
        figures=figures(child, chosen_goals(child, chosen), period, today),
    )


def _strength(name: str, detail: str) -> str:
    return f"{name}: {detail}" if detail else name


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def found(evaluation: Evaluation | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Strengths, challenges, goals of the newest signed evaluation, in that order."""
    if evaluation is None:
        return ()
    titles = {
        Finding.Kind.STRENGTH: _("Strengths"),
        Finding.Kind.CHALLENGE: _("Challenges"),
        Finding.Kind.GOAL: _("Goals"),
    }
    rows = list(evaluation.findings.all())
    return tuple((title, tuple(row.text for row in rows if row.kind == kind)) for kind, title in titles.items())


def plan_of_care(version: PlanVersion | None) -> tuple[Pair, ...]:
    """How often, how long, how, and when it is looked at again; from the signed plan that holds."""
    if version is None:
        return ()
    often = ngettext("%(n)s visit a week", "%(n)s visits a week", round(version.sessions_a_week)) % {
        "n": short(version.sessions_a_week)
    }
    pairs = [
        (_("Planned"), _("%(often)s of %(minutes)d minutes") % {"often": often, "minutes": version.minutes}),
        (_("Methods"), " ".join(lines(version.methods))),
        (_("Looked at again on"), day_year(version.review_on)),
    ]
    return tuple((label, value) for label, value in pairs if value)


def home(child: Child, period: tuple[date, date]) -> tuple[str, ...]:
    """How often each game was played in the period; a game nobody played is not held against a family."""
    rows = PracticeLog.objects.filter(child=child, played_on__range=period, withdrawn_at__isnull=True)
    counts: dict[str, int] = {}
    for title in rows.order_by("activity__at", "activity_id").values_list("activity__title", flat=True):
        counts[title] = counts.get(title, 0) + 1
    said = [
        ngettext("%(title)s: played %(n)d time", "%(title)s: played %(n)d times", count) % {"title": title, "n": count}
        for title, count in counts.items()
    ]
    return tuple(said)


def ending(child: Child) -> tuple[Pair, ...]:
    """The newest goodbye, in preparation or said; none while nobody has begun one."""
    goodbye = (
        Discharge.objects.filter(child=child).prefetch_related("signs", "follow_ups").order_by("-at", "-id").first()
    )
    if goodbye is None:
        return ()
    asks = list_in_words([day_year(row.due_on) for row in goodbye.follow_ups.all()])
    pairs = [
        (_("Why"), str(goodbye.get_reason_display())),
        (_("Last day"), day_year(goodbye.last_on)),
        (_("At home"), " · ".join(lines(goodbye.keep_going))),
        *((sign.look_for, sign.what_to_do) for sign in goodbye.signs.all()),
        (_("We ask how it goes on"), asks),
        (_("The way back"), goodbye.way_back.strip()),
    ]
    return tuple((label, value) for label, value in pairs if value)
