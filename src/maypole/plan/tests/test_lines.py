"""School and clinic: two records around one child, which share only by the family's consent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from maypole.access.permissions import Permission
from maypole.people.access import reach
from maypole.people.models import Consent
from maypole.plan.access import line_for, lines_of
from maypole.plan.actions import PlanRefused
from maypole.plan.lines import (
    close_line,
    end_service,
    open_school_line,
    tell_service,
    write_line_entry,
    write_line_goal,
)
from maypole.plan.models import OutsideService, ServiceLine
from tests.cast import LONG_AGO, Cast

DAY = date(2026, 1, 12)


@pytest.fixture
def line(cast: Cast) -> ServiceLine:
    """Okafor keeps Maya's school line, and Jiho works in it under the school's contract. No consent names the lines."""
    Consent.objects.filter(child=cast.maya).delete()
    made = open_school_line(
        by=cast.actor("lena"), child=cast.maya, institution="Oak School", party=cast.okafor, staff=cast.staff["jiho"]
    )
    jiho = cast.actor("jiho")
    write_line_goal(by=jiho, line=made, area="fine_motor", words="Copies from the board")
    write_line_entry(by=jiho, line=made, kind="note", title="Class visit", words="Sat for 20 minutes", held_on=DAY)
    return made


def consent(cast: Cast, scope: str) -> Consent:
    return Consent.objects.create(
        organisation=cast.clinic, child=cast.maya, party=cast.okafor, scope=scope, purpose="both services",
        given_by=cast.rosa, starts_at=LONG_AGO,
    )  # fmt: skip


def refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except (Http404, PermissionDenied):
        return True
    return False


@pytest.mark.mission("S54")
def test_a_school_line_has_no_charge_and_the_ferpa_flag(cast: Cast, line: ServiceLine) -> None:
    assert (line.charged, line.is_education_record, line.get_regime_display()) == (
        False, True, "School record (FERPA)",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceLine.objects.filter(pk=line.pk).update(charged=True)


@pytest.mark.mission("S53", "S5")
def test_the_clinics_side_does_not_see_the_school_line_without_consent(cast: Cast, line: ServiceLine) -> None:
    ines = cast.actor("ines")
    assert refused(lambda: line_for(ines, line.pk))
    assert refused(lambda: line_for(cast.actor("lena"), line.pk))
    assert lines_of(ines, cast.maya.pk) == []

    given = consent(cast, "school_line")
    assert line_for(ines, line.pk) == (line, False)
    assert lines_of(ines, cast.maya.pk) == [line]

    given.withdrawn_at = timezone.now()
    given.save()
    assert refused(lambda: line_for(ines, line.pk))
    assert lines_of(ines, cast.maya.pk) == []


@pytest.mark.mission("S53", "S5")
@pytest.mark.parametrize("who", ["okafor", "jiho"])
def test_working_in_the_school_line_opens_nothing_of_the_clinics(cast: Cast, line: ServiceLine, who: str) -> None:
    actor = cast.actor(who)

    assert line_for(actor, line.pk) == (line, True)
    assert refused(lambda: reach(actor, cast.maya.pk, Permission.SEE_GOALS))
    assert refused(lambda: reach(actor, cast.maya.pk, Permission.SEE_CHILD))


@pytest.mark.mission("S53")
def test_consent_opens_the_clinics_goals_to_the_school_until_it_is_withdrawn(cast: Cast, line: ServiceLine) -> None:
    okafor = cast.actor("okafor")
    given = consent(cast, "clinic_line")

    assert reach(okafor, cast.maya.pk, Permission.SEE_GOALS).child == cast.maya
    assert refused(lambda: reach(okafor, cast.maya.pk, Permission.SEE_NOTES))

    given.withdrawn_at = timezone.now()
    given.save()
    assert refused(lambda: reach(okafor, cast.maya.pk, Permission.SEE_GOALS))
    assert line_for(okafor, line.pk)[1]


def test_a_consent_to_one_side_does_not_open_the_other(cast: Cast, line: ServiceLine) -> None:
    consent(cast, "clinic_line")
    assert refused(lambda: line_for(cast.actor("ines"), line.pk))

    Consent.objects.all().delete()
    consent(cast, "school_line")
    assert refused(lambda: reach(cast.actor("okafor"), cast.maya.pk, Permission.SEE_GOALS))


def test_a_carer_reads_the_school_line_and_a_stranger_does_not(cast: Cast, line: ServiceLine) -> None:
    assert line_for(cast.actor("rosa"), line.pk) == (line, False)
    for who in ("daniel", "eva", "mona", "maya"):
        assert refused(lambda who=who: line_for(cast.actor(who), line.pk)), who  # type: ignore[misc]


def test_only_who_works_in_a_line_writes_in_it(cast: Cast, line: ServiceLine) -> None:
    consent(cast, "school_line")
    with pytest.raises(PermissionDenied):
        write_line_goal(by=cast.actor("ines"), line=line, area="play", words="Plays")

    close_line(by=cast.actor("lena"), line=line, why="School year ended")

    assert refused(lambda: line_for(cast.actor("jiho"), line.pk))
    with pytest.raises(PlanRefused, match="closed"):
        write_line_goal(by=cast.actor("jiho"), line=line, area="play", words="Plays")


@pytest.mark.mission("S53")
def test_a_parent_tells_of_the_school_therapist(cast: Cast) -> None:
    service = tell_service(
        by=cast.actor("rosa"), child=cast.maya,
        service=OutsideService(kind="school", institution="Oak School", therapist="Mr Hale", goals="Sits in a circle"),
    )  # fmt: skip

    end_service(by=cast.actor("rosa"), service=service)

    kept = OutsideService.objects.get()
    assert (kept.by, kept.therapist, kept.ended_on) == (cast.users["rosa"], "Mr Hale", timezone.localdate())
