"""A report from asked to given: what refuses, what stays, who reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.access.editions import EditConflict
from maypole.audit.models import AuditEvent
from maypole.people.models import Consent, Licence
from maypole.plan.actions import change_goal_state
from maypole.progress.tests.rows import taught_goal, tries
from maypole.reports.actions import (
    NotConsented,
    ReportRefused,
    give_report,
    reword_report,
    sign_report,
    write_report,
)
from maypole.reports.models import Report, ReportGiving, ReportText, ReportVersion
from maypole.reports.present import report_page
from maypole.visits.points import rebuild

from .rows import NOW, agree, asked, given, signed, version_of, written

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]


def page(version: ReportVersion) -> str:
    return reverse("report", args=[version.report_id])


def test_a_draft_is_kept_part_by_part_and_nothing_is_lost(cast: Cast) -> None:
    version = asked(cast, "school")
    by = cast.actor("ines")
    write_report(by=by, version=version, texts={"summary": "First."}, chosen=None, edition=1)

    write_report(by=by, version=version, texts={"ask": "A quiet corner."}, chosen=None, edition=2)

    assert dict(version.texts.values_list("part", "text")) == {"summary": "First.", "ask": "A quiet corner."}


def test_two_who_write_at_once_lose_no_word(cast: Cast, as_: As) -> None:
    version = asked(cast, "school")
    url, ines, lena = reverse("report_draft", args=[version.report_id]), as_("ines"), as_("lena")
    assert ines.post(url, {"edition": "1", "summary": "Ines wrote this."}).status_code == 302

    answer = lena.post(url, {"edition": "1", "summary": "Lena wrote that."})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Ines wrote this." in html
    assert "Lena wrote that." in html
    assert ReportText.objects.get(part="summary").text == "Ines wrote this."


def test_what_has_to_be_written_is_named_before_signing(cast: Cast) -> None:
    version = asked(cast, "payer")

    with pytest.raises(ReportRefused) as refused:
        sign_report(by=cast.actor("ines"), version=version, edition=1, now=NOW)

    assert refused.value.messages == ["Write “Why therapy is needed” first."]


def test_signing_what_somebody_changed_meanwhile_is_refused(cast: Cast) -> None:
    version = written(cast, asked(cast, "family"))

    with pytest.raises(EditConflict):
        sign_report(by=cast.actor("ines"), version=version, edition=1, now=NOW)


def test_a_signed_report_never_changes(cast: Cast) -> None:
    goal = taught_goal(cast)
    version = signed(cast, "family")
    before = report_page(version.report, version)
    tries(cast, goal, NOW, 10)
    rebuild([goal.pk])

    with pytest.raises(ReportRefused):
        write_report(by=cast.actor("ines"), version=version, texts={"summary": "!"}, chosen=None, edition=None)

    again = ReportVersion.objects.select_related("signature__by", "report__child", "report__party").get(pk=version.pk)
    assert report_page(again.report, again) == before


def test_a_new_wording_supersedes_and_the_old_one_stays(cast: Cast, as_: As) -> None:
    version = given(cast, "school")
    new = reword_report(by=cast.actor("ines"), report=version.report, why="A wrong date", now=NOW)
    new.report = version.report
    written(cast, new, "Put right.")
    assert "Put right." not in as_("okafor").get(page(version)).content.decode()
    new = version_of(version.report)
    sign_report(by=cast.actor("ines"), version=new, edition=new.edition, now=NOW)
    give_report(by=cast.actor("ines"), version=new, how="here", now=timezone.now())

    html = as_("okafor").get(page(version)).content.decode()

    assert "Put right." in html
    assert "A wrong date" in html
    assert "Written by a therapist." in as_("ines").get(page(version) + "?version=1").content.decode()


def test_a_draft_is_given_to_nobody(cast: Cast) -> None:
    version = asked(cast, "school")
    agree(cast, cast.okafor)

    with pytest.raises(ReportRefused, match="Sign it first"):
        give_report(by=cast.actor("ines"), version=version, how="here", now=timezone.now())


@pytest.mark.mission("S101")
def test_consent_is_looked_at_when_giving_and_at_each_opening(cast: Cast, as_: As) -> None:
    version, okafor = signed(cast, "school"), as_("okafor")
    with pytest.raises(NotConsented):
        give_report(by=cast.actor("ines"), version=version, how="here", now=timezone.now())
    assert not ReportGiving.objects.exists()
    agree(cast, cast.okafor)
    assert okafor.get(page(version)).status_code == 404
    give_report(by=cast.actor("ines"), version=version, how="here", now=timezone.now())
    opened = okafor.get(page(version)).status_code

    Consent.objects.filter(scope="reports").update(withdrawn_at=timezone.now())

    pdf = reverse("report_pdf", args=[version.report_id])
    assert (opened, okafor.get(page(version)).status_code, okafor.get(pdf).status_code) == (200, 404, 404)


def test_each_opening_outside_leaves_a_row(cast: Cast, as_: As) -> None:
    version = given(cast, "school")

    as_("okafor").get(page(version))

    event = AuditEvent.objects.filter(action="child.read", detail__what="report").get()
    assert (event.actor, event.child_id) == (str(cast.users["okafor"].pk), cast.maya.pk)


def test_an_outside_party_reads_only_what_was_written_to_them(cast: Cast, as_: As) -> None:
    agree(cast, cast.okafor)
    others = [given(cast, "family"), given(cast, "payer")]

    assert [as_("okafor").get(page(one)).status_code for one in others] == [404, 404]
    assert "Nothing to read" in as_("okafor").get(reverse("reports")).content.decode()


def test_the_family_reads_what_was_given_and_no_draft(cast: Cast, as_: As) -> None:
    school, draft = given(cast, "school"), asked(cast, "family")
    rosa = as_("rosa")

    assert rosa.get(page(school)).status_code == 200
    assert rosa.get(page(draft)).status_code == 404
    assert "School" in rosa.get(reverse("child_reports", args=[cast.maya.pk])).content.decode()
    assert as_("daniel").get(page(school)).status_code == 403
    assert as_("maya").get(page(school)).status_code == 404


def test_who_writes_no_reports_reads_and_does_nothing(cast: Cast, as_: As) -> None:
    version = signed(cast, "family")

    assert as_("ada").get(page(version)).status_code == 200
    assert as_("ada").post(reverse("report_giving", args=[version.report_id])).status_code == 403
    assert as_("jiho").get(page(version)).status_code == 404
    assert as_("eva").get(page(version)).status_code == 404


def test_a_report_is_not_written_to_the_wrong_kind(cast: Cast, as_: As) -> None:
    form = {"audience": "payer", "party": str(cast.okafor.pk), "language": "en", "starts_on": "2026-01-01",
            "ends_on": "2026-03-01"}  # fmt: skip

    answer = as_("ines").post(reverse("report_new", args=[cast.maya.pk]), form)

    assert answer.status_code == 422
    assert "not written to somebody of that kind" in answer.content.decode()


def test_goals_are_chosen_and_foreign_ones_name_nothing(cast: Cast) -> None:
    goal = taught_goal(cast)
    version = asked(cast, "school")
    strangers = ["01900000-0000-7000-8000-000000000000"]

    kept = write_report(by=cast.actor("ines"), version=version, texts={}, chosen=[*strangers, str(goal.pk)], edition=1)

    assert kept.chosen == [str(goal.pk)]
    change_goal_state(by=cast.actor("ines"), goal=goal, state="ended", why="let go", at=NOW)
    assert (
        write_report(by=cast.actor("ines"), version=version, texts={}, chosen=[str(goal.pk)], edition=None).chosen == []
    )


def test_the_family_reads_its_report_in_its_own_language(cast: Cast, as_: As) -> None:
    taught_goal(cast)
    version = signed(cast, "family", language="es")
    give_report(by=cast.actor("ines"), version=version, how="here", now=timezone.now())

    html = as_("rosa").get(page(version)).content.decode()

    assert '<article class="stack stack--l" lang="es">' in html
    assert "de marzo de 2026" in html


def test_the_desk_tells_what_waits_what_is_late_and_how_long_it_takes(cast: Cast, as_: As) -> None:
    given(cast, "family")
    late = asked(cast, "family")
    Report.objects.filter(pk=late.report_id).update(wanted_on=timezone.localdate() - timedelta(days=2))
    manager, therapist = as_("mona").get(reverse("reports")), as_("ines").get(reverse("reports"))

    assert "One is late" in manager.content.decode()
    assert [row[:2] for row in manager.context["turnaround"]] == [("Family", 1)]
    assert reverse("report", args=[late.report_id]) not in manager.content.decode()
    assert reverse("report", args=[late.report_id]) in therapist.content.decode()
    assert therapist.context["turnaround"] == []
    assert as_("jiho").get(reverse("reports")).context["late"] == []
    assert as_("fay").get(reverse("reports")).status_code == 403


def test_a_licence_in_training_signs_no_report(cast: Cast) -> None:
    day = NOW.date()
    Licence.objects.create(
        organisation=cast.clinic, staff=cast.staff["ines"], kind="OT", number="1", level="student",
        starts_on=day - timedelta(days=9), expires_on=day + timedelta(days=9),
    )  # fmt: skip
    version = written(cast, asked(cast, "family"))

    with pytest.raises(ReportRefused, match="supervisor’s signature"):
        sign_report(by=cast.actor("ines"), version=version, edition=version.edition, now=NOW)


def test_an_english_report_stays_english_for_a_reader_in_spanish(cast: Cast, as_: As) -> None:
    taught_goal(cast)
    version, ines = signed(cast, "family"), as_("ines")
    ines.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"

    html = ines.get(page(version)).content.decode()

    article = html[html.index("<article class=") : html.index('<div class="row no-print">')]
    assert "Goal 80 %" in article
    assert "Meta 80 %" not in article
