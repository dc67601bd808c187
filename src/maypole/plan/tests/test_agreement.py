"""Drafting, signing and accepting versions of the plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from maypole.access.editions import EditConflict
from maypole.audit.models import AuditEvent
from maypole.people.models import AboutChild, CarerRelation
from maypole.plan.actions import PlanRefused, accept_plan, change_goal, change_goal_state, draft_plan, sign_plan
from maypole.plan.agreement import digest
from maypole.plan.models import Goal, PlanAcceptance, PlanSignature, PlanVersion
from maypole.plan.reached import Shown
from tests.cast import Cast

from .rows import NOW, short_goal, signed_plan


@pytest.mark.mission("S1")
@pytest.mark.parametrize("strengths", [None, "", "  \n "])
def test_a_plan_cannot_be_signed_while_the_strengths_are_empty(cast: Cast, strengths: str | None) -> None:
    short_goal(cast)
    version = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)
    if strengths is None:
        AboutChild.objects.filter(child=cast.maya).delete()
    else:
        AboutChild.objects.create(
            organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], at=NOW, strengths=strengths
        )

    with pytest.raises(PlanRefused, match="a plan starts from strengths"):
        sign_plan(by=cast.actor("ines"), version=version, at=NOW)

    assert not PlanSignature.objects.exists()


@pytest.mark.mission("S1", "S46")
def test_a_plan_with_strengths_is_signed(cast: Cast) -> None:
    version = signed_plan(cast)

    assert (version.number, version.signature.by, version.signature.at) == (1, cast.users["ines"], NOW)
    assert AuditEvent.objects.filter(action="plan.sign", child_id=cast.maya.pk).count() == 1


def test_a_first_plan_without_a_goal_is_not_signed(cast: Cast) -> None:
    version = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)

    with pytest.raises(PlanRefused, match="at least one short-term goal"):
        sign_plan(by=cast.actor("ines"), version=version, at=NOW)


def test_a_manager_does_not_sign(cast: Cast) -> None:
    short_goal(cast)
    version = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)

    with pytest.raises(PermissionDenied):
        sign_plan(by=cast.actor("mona"), version=version, at=NOW)


def test_a_first_draft_plans_a_look_in_twelve_weeks(cast: Cast) -> None:
    version = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)

    assert (version.number, version.review_on) == (1, date(2026, 4, 6))


@pytest.mark.mission("S46")
def test_the_next_draft_copies_the_signed_version_and_holds_the_open_goals(cast: Cast) -> None:
    signed_plan(cast)
    other = short_goal(cast, title="Zips her coat", who_does="")
    change_goal_state(by=cast.actor("ines"), goal=other, state="met", shown=Shown(2, 1), at=NOW + timedelta(days=1))

    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="Twice a week", sessions_a_week=2, at=NOW)

    assert (draft.number, draft.methods, draft.sessions_a_week) == (2, "Backward chaining with a song.", 2)
    assert [held.goal.title for held in draft.goals.all()] == [
        "Gets dressed by herself", "Ties her shoes", "Gets dressed by herself",
    ]  # fmt: skip


def test_there_is_one_draft_at_a_time(cast: Cast) -> None:
    first = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW, methods="Songs")
    second = draft_plan(by=cast.actor("lena"), child=cast.maya, at=NOW, risks="Tired")

    assert (first.pk, second.methods, second.risks) == (second.pk, "Songs", "Tired")


def test_the_second_save_of_the_same_draft_is_told(cast: Cast) -> None:
    opened = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW).edition
    draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW, edition=opened, methods="Songs")

    with pytest.raises(EditConflict):
        draft_plan(by=cast.actor("lena"), child=cast.maya, at=NOW, edition=opened, methods="Drums")

    assert PlanVersion.objects.get().methods == "Songs"


def test_a_draft_form_that_outlived_its_signature_is_told(cast: Cast) -> None:
    signed_plan(cast)

    with pytest.raises(EditConflict):
        draft_plan(by=cast.actor("lena"), child=cast.maya, at=NOW, edition=1, methods="Drums")

    assert PlanVersion.objects.count() == 1


def test_a_plan_that_changed_after_it_was_read_is_not_signed(cast: Cast) -> None:
    goal = short_goal(cast)
    version = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)
    seen = digest(version)
    change_goal(by=cast.actor("lena"), goal=goal, criterion=9)

    with pytest.raises(EditConflict):
        sign_plan(by=cast.actor("ines"), version=version, seen=seen, at=NOW)

    assert sign_plan(by=cast.actor("ines"), version=version, seen=digest(version), at=NOW).version == version


@pytest.mark.mission("S46")
def test_a_signed_version_reads_as_it_was_signed(cast: Cast) -> None:
    version = signed_plan(cast)
    before = [held.wording for held in version.goals.all()]

    change_goal(by=cast.actor("ines"), goal=Goal.objects.get(horizon="short"), criterion=10, title="Ties a bow")
    draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW, methods="Drums")

    kept = PlanVersion.objects.get(number=1)
    assert ([held.wording for held in kept.goals.all()], kept.methods) == (before, "Backward chaining with a song.")


def test_a_signed_version_is_not_signed_again(cast: Cast) -> None:
    version = signed_plan(cast)

    with pytest.raises(PlanRefused, match="signed already"):
        sign_plan(by=cast.actor("lena"), version=version, at=NOW)


def test_a_later_version_says_what_changed(cast: Cast) -> None:
    signed_plan(cast)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)

    with pytest.raises(PlanRefused, match="what changed"):
        sign_plan(by=cast.actor("ines"), version=draft, at=NOW)


@pytest.mark.mission("S46")
def test_a_carer_accepts_a_version(cast: Cast) -> None:
    version = signed_plan(cast)

    accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, words="Yes, gladly", at=NOW)

    answer = PlanAcceptance.objects.get()
    assert (answer.version, answer.carer, answer.accepted, answer.words) == (version, cast.rosa, True, "Yes, gladly")


def test_a_no_needs_words(cast: Cast) -> None:
    version = signed_plan(cast)

    with pytest.raises(PlanRefused):
        accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=False, at=NOW)
    accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=False, words="Fewer visits", at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanAcceptance.objects.update(words="")


def test_a_carer_without_the_right_does_not_accept(cast: Cast) -> None:
    version = signed_plan(cast)

    with pytest.raises(PermissionDenied):
        accept_plan(by=cast.actor("daniel"), version=version, carer=cast.daniel, accepted=True, at=NOW)
    CarerRelation.objects.filter(carer=cast.rosa).update(blocked=True, legal_basis="Court order 12")
    with pytest.raises(PermissionDenied):
        accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, at=NOW)


def test_an_old_version_is_not_accepted(cast: Cast) -> None:
    old = signed_plan(cast)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="Twice a week", at=NOW)
    waiting = PlanVersion.objects.get(pk=old.pk)
    accept_plan(by=cast.actor("rosa"), version=waiting, carer=cast.rosa, accepted=True, at=NOW)
    sign_plan(by=cast.actor("ines"), version=draft, at=NOW)

    with pytest.raises(PlanRefused, match="newer plan"):
        accept_plan(by=cast.actor("rosa"), version=old, carer=cast.rosa, accepted=True, at=NOW)


@pytest.mark.mission("S51")
def test_a_change_of_dose_keeps_its_reason_and_date(cast: Cast) -> None:
    signed_plan(cast)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="Until Christmas", sessions_a_week=2, at=NOW)
    sign_plan(by=cast.actor("ines"), version=draft, at=NOW + timedelta(days=3))

    doses = PlanVersion.objects.order_by("number").values_list("sessions_a_week", "why", "signature__at")

    assert list(doses) == [(1, "", NOW), (2, "Until Christmas", NOW + timedelta(days=3))]


def test_a_version_number_is_used_once(cast: Cast) -> None:
    signed_plan(cast)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.filter(pk=draft.pk).update(number=1)
