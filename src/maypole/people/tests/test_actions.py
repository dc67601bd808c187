"""What happens to a child's profile, precautions, team and place in the loop, and the row each leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from maypole.access.models import BreakGlass
from maypole.audit.models import AuditEvent
from maypole.people import actions
from maypole.people.models import (
    AboutChild,
    CareTeamMember,
    Child,
    ChildStatus,
    Diagnosis,
    Precaution,
    PrecautionEnd,
)

if TYPE_CHECKING:
    from tests.cast import Cast

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


def newest_event() -> AuditEvent:
    event = AuditEvent.objects.first()
    assert event is not None
    return event


@pytest.mark.mission("S1")
def test_new_words_about_a_child_stand_before_the_old_ones(cast: Cast) -> None:
    words = AboutChild(strengths="Notices: when someone is left out\nSings", loves="drums")

    actions.write_about(by=cast.actor("ines"), child=cast.maya, about=words, now=NOW)

    newest = cast.maya.about_rows.order_by("-at", "-id")[0]
    assert newest.strength_lines == [("Notices", "when someone is left out"), ("Sings", "")]
    assert cast.maya.about_rows.count() == 2


def test_the_trail_names_changed_fields_and_no_words(cast: Cast) -> None:
    words = AboutChild(strengths="Keeps trying: when an animal needs help", loves="secret drums")

    actions.write_about(by=cast.actor("ines"), child=cast.maya, about=words, now=NOW)

    event = newest_event()
    assert (event.action, event.detail) == ("about.write", {"fields": ["loves"]})
    assert event.child_id == cast.maya.pk


def test_what_matters_is_told_in_the_carers_name(cast: Cast) -> None:
    words = AboutChild(strengths="Sings", matters="Mornings without tears")

    actions.write_about(by=cast.actor("rosa"), child=cast.maya, about=words, now=NOW)

    assert words.matters_by == "Rosa"


@pytest.mark.mission("S107")
def test_a_precaution_holds_until_someone_says_why_it_ends(cast: Cast) -> None:
    fear = Precaution(kind="fear", title="Hand dryers", advice="Warn first")
    actions.add_precaution(by=cast.actor("ines"), child=cast.maya, precaution=fear, now=NOW)
    holding = set(cast.maya.precautions.in_force().values_list("title", flat=True))

    actions.end_precaution(by=cast.actor("ines"), precaution=fear, why="She laughs at them now", now=NOW)

    assert holding == {"Nut allergy.", "Hand dryers"}
    assert not cast.maya.precautions.in_force().filter(pk=fear.pk).exists()
    assert newest_event().action == "precaution.end"


def test_a_precaution_ends_once(cast: Cast) -> None:
    nuts = Precaution.objects.get()
    for why in ("first", "second"):
        actions.end_precaution(by=cast.actor("ines"), precaution=nuts, why=why, now=NOW)

    assert PrecautionEnd.objects.get().why == "first"
    assert AuditEvent.objects.filter(action="precaution.end").count() == 1


def test_an_ended_precaution_can_hold_again_as_a_new_row(cast: Cast) -> None:
    nuts = Precaution.objects.get()
    actions.end_precaution(by=cast.actor("ines"), precaution=nuts, why="by mistake", now=NOW)

    again = actions.renew_precaution(by=cast.actor("ines"), precaution=nuts, now=NOW)

    assert (again.pk != nuts.pk, again.title) == (True, nuts.title)
    assert list(cast.maya.precautions.in_force()) == [again]


def test_a_precaution_that_holds_is_not_doubled(cast: Cast) -> None:
    nuts = Precaution.objects.get()

    assert actions.renew_precaution(by=cast.actor("ines"), precaution=nuts, now=NOW) == nuts
    assert Precaution.objects.count() == 1


@pytest.mark.mission("S13")
def test_a_child_reaches_active_without_any_diagnosis(cast: Cast) -> None:
    child = Child(given_name="Mila", birth_date=date(2022, 5, 1))
    by = cast.actor("lena")
    actions.register_child(by=by, child=child, state="waiting", why="", now=NOW)

    actions.set_status(by=by, child=child, state="active", why="", now=NOW + timedelta(days=1))

    assert Child.objects.in_state("active").filter(pk=child.pk).exists()
    assert not Diagnosis.objects.filter(child=child).exists()
    assert [row.state for row in ChildStatus.objects.filter(child=child).order_by("at")] == ["waiting", "active"]


def test_joining_the_team_leaves_a_row(cast: Cast) -> None:
    member = actions.assign(by=cast.actor("lena"), child=cast.maya, staff=cast.staff["jiho"], leads=False, now=NOW)

    assert newest_event().detail == {"staff": str(cast.staff["jiho"].pk), "leads": False}
    assert member in cast.maya.team.filter(ended_at__isnull=True)


def test_a_new_lead_takes_over_and_the_old_one_stays(cast: Cast) -> None:
    actions.assign(by=cast.actor("lena"), child=cast.maya, staff=cast.staff["jiho"], leads=True, now=NOW)

    standing = {row.staff.name: row.leads for row in cast.maya.team.filter(ended_at__isnull=True)}
    assert standing == {"Jiho": True, "Ines": False, "Ada": False}


def test_assigning_the_same_person_again_changes_nothing(cast: Cast) -> None:
    before = CareTeamMember.objects.count()

    actions.assign(by=cast.actor("lena"), child=cast.maya, staff=cast.staff["ines"], leads=True, now=NOW)

    assert CareTeamMember.objects.count() == before


def test_a_colleague_can_become_the_lead(cast: Cast) -> None:
    actions.assign(by=cast.actor("lena"), child=cast.maya, staff=cast.staff["ada"], leads=True, now=NOW)

    standing = {row.staff.name: row.leads for row in cast.maya.team.filter(ended_at__isnull=True)}
    assert standing == {"Ada": True, "Ines": False}


def test_an_assignment_ends_once(cast: Cast) -> None:
    member = cast.maya.team.get(staff=cast.staff["ada"])
    for _time in range(2):
        actions.end_assignment(by=cast.actor("lena"), member=member, now=NOW)

    member.refresh_from_db()
    assert member.ended_at == NOW
    assert AuditEvent.objects.filter(action="team.end").count() == 1


def test_emergency_access_lasts_an_hour_and_is_written_down(cast: Cast) -> None:
    opened = actions.open_in_emergency(by=cast.actor("ines"), child=cast.noor, why="a seizure", now=NOW)

    assert opened.until - opened.at == timedelta(minutes=60)
    assert (newest_event().action, newest_event().child_id) == ("emergency.open", cast.noor.pk)


def test_emergency_access_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.open_in_emergency(by=cast.actor("ines"), child=cast.noor, why="", now=NOW)

    assert not BreakGlass.objects.exists()
    assert not AuditEvent.objects.exists()


def test_another_organisation_needs_a_role_there(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        actions.choose_organisation(by=cast.actor("ines"), organisation=str(cast.stranger.pk))
