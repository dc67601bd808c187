"""Each audience is told what its list names and nothing else; and everybody is told the same figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from maypole.discharge.models import Discharge
from maypole.evaluation.actions import Found, open_evaluation, sign_evaluation
from maypole.home.models import HomeActivity, PracticeLog
from maypole.people.models import AboutChild, Carer, Child, Diagnosis, Precaution
from maypole.plan.models import Episode, PlanVersion
from maypole.progress.models import LifeEvent
from maypole.progress.tests.rows import taught_goal
from maypole.reports.audiences import MAY_CONTAIN, WRITTEN, Part
from maypole.reports.models import Audience, ReportVersion
from maypole.reports.pdf.document import pdf
from maypole.reports.present import report_page

from .rows import NOW, PERIOD, signed, text_of

if TYPE_CHECKING:
    from maypole.plan.models import Goal
    from tests.cast import Cast

As = Callable[[str], Client]
ALL = [audience.value for audience in Audience]
MARKED = {
    Part.NAME: "Xname",
    Part.BORN: "September 2019",
    Part.STRENGTHS: "Xstrength",
    Part.DIAGNOSIS: "Xdiagnosis",
    Part.FOUND: "Xfound",
    Part.GOALS_PLAIN: "Xfamilywords",
    Part.GOALS_MEASURED: "XWhodoes",
    Part.PLAN: "Xmethods",
    Part.STRATEGIES: "Xexpectations",
    Part.HOME: "Xgame",
    Part.ENDING: "Xkeepgoing",
}
"""A word that only this part may tell."""
NEVER = (
    "Xcustody",
    "Xnote",
    "Xloves",
    "Xmatters",
    "Xrisk",
    "Xpractice",
    "Xphone",
    "Xreason",
    "Xevent",
    "Xlives",
    "Xchild",
)
"""Words of the record that no report tells."""


def full_record(cast: Cast) -> Goal:
    """A marked word in every source."""
    goal = taught_goal(cast)
    owner = {"organisation": cast.clinic, "by": cast.users["ines"], "at": NOW}
    type(goal).objects.filter(pk=goal.pk).update(family_words="Xfamilywords", who_does="XWhodoes")
    Child.objects.filter(pk=cast.maya.pk).update(family_name="Xname", lives_with="Xlives")
    cast.maya.refresh_from_db()
    AboutChild.objects.create(**owner, child=cast.maya, strengths="Xstrength", loves="Xloves", matters="Xmatters")
    Diagnosis.objects.create(**owner, child=cast.maya, code="F82", label="Xdiagnosis")
    Precaution.objects.create(**owner, child=cast.maya, kind="custody", title="Xcustody")
    Carer.objects.filter(pk=cast.rosa.pk).update(phone="Xphone")
    LifeEvent.objects.create(**owner, child=cast.maya, kind="other", title="Xevent", starts_on=NOW.date())
    found = [Found(kind, "Xfound") for kind in ("strength", "challenge", "goal")]
    evaluation = open_evaluation(by=cast.actor("ines"), child=cast.maya, findings=found, seen="Xnote", reason="Xreason")
    sign_evaluation(by=cast.actor("ines"), evaluation=evaluation)
    plan_and_games(cast, goal)
    begun = owner | {"started_on": PERIOD[0]}
    episode = Episode.objects.get_or_create(child=cast.maya, ended_on=None, defaults=begun)[0]
    Discharge.objects.create(
        **(owner | {"why": "Xreason"}), child=cast.maya, episode=episode, reason="goals", last_on=PERIOD[1],
        keep_going="Xkeepgoing", child_words="Xchild",
    )  # fmt: skip
    return goal


def plan_and_games(cast: Cast, goal: Goal) -> None:
    from maypole.plan.models import PlanSignature

    owner = {"organisation": cast.clinic, "by": cast.users["ines"], "at": NOW}
    plan = PlanVersion.objects.create(
        **owner, child=cast.maya, number=1, methods="Xmethods", expectations="Xexpectations", risks="Xrisk",
        sessions_a_week=1, minutes=45, review_on=NOW.date(),
    )  # fmt: skip
    PlanSignature.objects.create(**owner, version=plan)
    game = HomeActivity.objects.create(
        **owner, child=cast.maya, goal=goal, title="Xgame", reason="Xreason", how="h", stop_rule="s", minutes=5,
        times_a_week=4,
    )  # fmt: skip
    PracticeLog.objects.create(**owner, child=cast.maya, activity=game, played_on=PERIOD[1], words="Xpractice")


def page_text(as_: As, version: ReportVersion) -> str:
    html = as_("ines").get(reverse("report", args=[version.report_id])).content.decode()
    article = html[html.index("<article class=") : html.index('<div class="row no-print">')]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", article)).split())


def pdf_text(version: ReportVersion) -> str:
    return text_of(pdf(report_page(version.report, version)))


@pytest.mark.mission("S101")
@pytest.mark.parametrize("audience", ALL)
def test_an_audience_is_told_what_its_list_names_and_nothing_else(cast: Cast, as_: As, audience: str) -> None:
    full_record(cast)
    version = signed(cast, audience)

    texts = {"page": page_text(as_, version), "pdf": pdf_text(version), "kept": str(version.content)}

    for where, text in texts.items():
        told = {part for part, word in MARKED.items() if word in text}
        assert told == set(MAY_CONTAIN[Audience(audience)]) & set(MARKED), where
        assert [word for word in NEVER if word in text] == [], where


@pytest.mark.mission("S101")
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_same_figure_is_the_same_for_every_audience_and_on_the_goal_page(
    cast: Cast, as_: As, language: str
) -> None:
    """The report says level, baseline and aim in the words of the goal page, in page and PDF."""
    goal = full_record(cast)
    client = as_("ines")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    now, was = shown_on(client.get(reverse("goal", args=[goal.pk])).content.decode())
    for audience in ("family", "school", "payer", "referrer", "discharge"):
        version = signed(cast, audience, language=language)
        for text in (page_text(as_, version), pdf_text(version)):
            assert f"{now} " in text, (audience, now)
            assert f"{was} " in text, (audience, was)


def shown_on(html: str) -> tuple[str, str]:
    """Level and baseline of a goal's page: “6 of 10”, “2 of 10”."""
    sentence = html[html.index("<b>") :]
    now = re.search(r"<b>(\d+ (?:of|de) \d+)</b>", sentence)
    was = re.search(r"\((?:was|antes)\D*(\d+ (?:of|de) \d+)\)", sentence)
    assert now is not None
    assert was is not None
    return now[1], was[1]


def test_every_figure_of_one_audience_is_that_of_every_other(cast: Cast) -> None:
    full_record(cast)
    figures: dict[str, set[tuple[str, str]]] = {}
    for audience in ("family", "school", "payer", "referrer", "discharge"):
        content = signed(cast, audience).content
        assert content is not None
        entries = [entry for section in content["sections"] for entry in section["entries"]]
        assert entries, audience
        figures[audience] = {(label, value) for entry in entries for label, value in entry["rows"]}

    common = set.intersection(*figures.values())
    assert {label for label, _value in common} == {"At the start", "Today", "Goal", "How it stands"}
    assert all({pair for pair in rows if pair[0] != "Sessions measured"} == common for rows in figures.values())


def test_every_graph_of_page_and_paper_is_drawn_from_the_same_frame(cast: Cast) -> None:
    from maypole.cores.progress.frame import frame_of
    from maypole.mastery.drawing import labels
    from maypole.reports.pdf.drawing import Graph
    from maypole.reports.pdf.fonts import Typesetter

    full_record(cast)
    version = signed(cast, "school")
    page = report_page(version.report, version)
    entry = next(entry for shown in page.sections for entry in shown.section.entries)
    assert entry.graph is not None

    drawing = Graph(entry.graph, labels(), 400, Typesetter())

    assert drawing.frame == frame_of([entry.graph], entry.graph, 760, round(760 * 0.63))


def test_the_handbook_lists_what_the_code_lists() -> None:
    """docs/reports.md shows the table that decides, part by part."""
    page = Path(__file__).parents[4] / "docs" / "reports.md"
    rows = {}
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == len(Audience) + 1 and cells[0].strip("`") in [part.value for part in Part]:
            rows[cells[0].strip("`")] = [bool(cell) for cell in cells[1:]]

    assert rows == {part.value: [part in MAY_CONTAIN[audience] for audience in Audience] for part in Part}
    assert set(WRITTEN) <= set(Part)
