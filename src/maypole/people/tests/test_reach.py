"""The only way to a child: seen or 404, allowed or 403, and each reading leaves a row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from maypole.access.models import BreakGlass
from maypole.access.permissions import Permission as P
from maypole.access.permissions import Right
from maypole.audit.models import AuditEvent
from maypole.people.access import consented, reach, read
from maypole.people.models import CarerRelation, CareTeamMember, Child, Consent

if TYPE_CHECKING:
    from tests.cast import Cast

SEES_MAYA = {"ines", "ada", "lena", "fay", "bill", "mona", "cora", "rosa", "daniel", "okafor", "maya"}
SEES_NOOR = {"jiho", "lena", "fay", "bill", "mona", "cora"}
READS_MAYA = {"ines", "ada", "lena", "rosa", "okafor", "maya"}


def reads(cast: Cast, name: str, child: Child, permission: P) -> str:
    try:
        reach(cast.actor(name), child.pk, permission)
    except Http404:
        return "not there"
    except PermissionDenied:
        return "refused"
    return "open"


def test_who_knows_of_a_child(cast: Cast) -> None:
    for child, sees in ((cast.maya, SEES_MAYA), (cast.noor, SEES_NOOR)):
        assert {name for name in cast.users if reads(cast, name, child, P.SEE_CHILD) == "open"} == sees


def test_the_query_and_the_door_agree(cast: Cast) -> None:
    for name in cast.users:
        listed = set(Child.objects.visible_to(cast.actor(name)))
        for child in (cast.maya, cast.noor, cast.liam):
            assert (child in listed) == (reads(cast, name, child, P.SEE_CHILD) == "open"), (name, child.name)


def test_who_reads_clinical_words(cast: Cast) -> None:
    answers = {name: reads(cast, name, cast.maya, P.SEE_CLINICAL) for name in cast.users}
    goals = {name for name in cast.users if reads(cast, name, cast.maya, P.SEE_GOALS) == "open"}

    assert goals == READS_MAYA
    assert {name for name, answer in answers.items() if answer == "open"} == READS_MAYA - {"okafor", "maya"}
    assert {name for name, answer in answers.items() if answer == "refused"} == SEES_MAYA - READS_MAYA | {
        "okafor",
        "maya",
    }


def test_a_stranger_clinic_sees_nothing(cast: Cast) -> None:
    assert reads(cast, "eva", cast.maya, P.SEE_CHILD) == "not there"
    assert reads(cast, "lena", cast.liam, P.SEE_CHILD) == "not there"


def test_leaving_the_team_closes_the_record(cast: Cast) -> None:
    CareTeamMember.objects.filter(staff=cast.staff["ines"]).update(ended_at=timezone.now())

    assert reads(cast, "ines", cast.maya, P.SEE_CHILD) == "not there"


def test_a_courts_block_wins_over_every_right(cast: Cast) -> None:
    CarerRelation.objects.filter(carer=cast.rosa).update(blocked=True, legal_basis="Order 12/2026")

    assert reads(cast, "rosa", cast.maya, P.SEE_CHILD) == "not there"


@pytest.mark.parametrize(
    ("right", "opens"),
    [
        (Right.SEE_HOME_LOG, {P.SEE_CHILD, P.SEE_HOME}),
        (Right.SEE_PLAN, {P.SEE_CHILD, P.SEE_GOALS, P.SEE_CLINICAL, P.SEE_SHARING}),
        (Right.WRITE_PROFILE, {P.SEE_CHILD, P.WRITE_PROFILE}),
        (Right.SEE_SCHEDULE, {P.SEE_CHILD}),
    ],
)
def test_a_carer_may_what_the_rights_say_and_no_more(cast: Cast, right: Right, opens: set[P]) -> None:
    CarerRelation.objects.filter(carer=cast.daniel).update(rights=right.value)

    assert reach(cast.actor("daniel"), cast.maya.pk, P.SEE_CHILD).permissions == opens


def test_a_consent_ends_the_day_it_is_withdrawn(cast: Cast) -> None:
    Consent.objects.update(withdrawn_at=timezone.now())

    assert reads(cast, "okafor", cast.maya, P.SEE_CHILD) == "not there"


def test_a_consent_to_the_name_opens_no_goals(cast: Cast) -> None:
    Consent.objects.update(scope=Consent.Scope.NAMES)

    assert reads(cast, "okafor", cast.maya, P.SEE_CHILD) == "open"
    assert reads(cast, "okafor", cast.maya, P.SEE_CLINICAL) == "refused"


def test_a_consent_holds_for_its_party_part_and_time_only(cast: Cast) -> None:
    now = timezone.now()
    given = Consent.objects.get()
    asked = (cast.maya.pk, cast.okafor.pk)

    assert consented(*asked, Consent.Scope.GOALS, now)
    assert not consented(*asked, Consent.Scope.REPORTS, now)
    assert not consented(cast.noor.pk, cast.okafor.pk, Consent.Scope.GOALS, now)
    assert not consented(*asked, Consent.Scope.GOALS, given.starts_at - timedelta(seconds=1))
    Consent.objects.update(ends_at=now)
    assert not consented(*asked, Consent.Scope.GOALS, now)


@pytest.mark.parametrize("scope", ["reports", "calm_plan", "school_line"])
def test_a_consent_to_one_part_opens_the_name_and_no_goals(cast: Cast, scope: str) -> None:
    Consent.objects.update(scope=scope)

    assert reads(cast, "okafor", cast.maya, P.SEE_CHILD) == "open"
    assert reads(cast, "okafor", cast.maya, P.SEE_GOALS) == "refused"


def test_a_consent_to_the_clinics_line_opens_its_goals(cast: Cast) -> None:
    Consent.objects.update(scope=Consent.Scope.CLINIC_LINE)

    assert reads(cast, "okafor", cast.maya, P.SEE_GOALS) == "open"
    assert reads(cast, "okafor", cast.maya, P.SEE_CLINICAL) == "refused"


def test_an_emergency_opens_one_record_to_read_until_it_ends(cast: Cast) -> None:
    now = timezone.now()
    until = now + timedelta(minutes=60)
    by = cast.users["ines"]
    opened = BreakGlass.objects.create(organisation=cast.clinic, child=cast.noor, by=by, why="a fall", until=until)

    answers = [reads(cast, "ines", cast.noor, what) for what in (P.SEE_CLINICAL, P.WRITE_PROFILE)]
    BreakGlass.objects.filter(pk=opened.pk).update(until=now)

    assert answers == ["open", "refused"]
    assert reads(cast, "ines", cast.noor, P.SEE_CHILD) == "not there"


def test_reading_leaves_one_row_with_what_was_opened(cast: Cast) -> None:
    read(cast.actor("ines"), cast.maya.pk, P.SEE_CLINICAL, "plan")

    event = AuditEvent.objects.get()
    assert (event.action, event.child_id, event.detail) == ("child.read", cast.maya.pk, {"what": "plan"})


def test_a_refused_reading_leaves_no_row(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        read(cast.actor("fay"), cast.maya.pk, P.SEE_CLINICAL, "plan")

    assert not AuditEvent.objects.exists()
