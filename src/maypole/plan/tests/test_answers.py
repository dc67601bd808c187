"""Who stands behind a version: carers, each for themselves; the child; a supervisor where the licence asks for one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from maypole.people.models import CarerRelation, Licence, Supervision
from maypole.plan.actions import (
    PlanRefused,
    accept_plan,
    amend_plan,
    change_goal,
    cosign_plan,
    draft_plan,
    end_episode,
    settle_objection,
    sign_plan,
    tell_assent,
)
from maypole.plan.answers import open_objections
from maypole.plan.models import GoalObjection, PlanSignature, PlanVersion
from tests.cast import Cast

from .rows import NOW, short_goal, signed_plan

LATER = NOW + timedelta(days=7)


def objected(cast: Cast) -> tuple[PlanVersion, GoalObjection]:
    """Version 1, which Rosa accepts but for the shoes."""
    version = signed_plan(cast)
    laces = version.goals.get(goal__title="Ties her shoes").goal
    accept_plan(
        by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, at=NOW,
        objections={laces.pk: "Velcro is enough for now"},
    )  # fmt: skip
    return version, GoalObjection.objects.get()


def test_one_goal_can_be_objected_to_while_the_plan_stands(cast: Cast) -> None:
    version, objection = objected(cast)

    assert version.acceptances.get().accepted
    assert open_objections(version) == [objection]


def test_an_objection_has_words(cast: Cast) -> None:
    version = signed_plan(cast)
    laces = version.goals.first()
    assert laces is not None
    with pytest.raises(PlanRefused, match="what should be different"):
        accept_plan(
            by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, objections={laces.goal_id: " "}
        )

    assert not version.acceptances.exists()


def test_the_next_version_is_not_signed_while_a_goal_is_not_settled(cast: Cast) -> None:
    objected(cast)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="Twice a week", at=LATER)

    with pytest.raises(PlanRefused, match="“Ties her shoes” is not agreed yet"):
        sign_plan(by=cast.actor("ines"), version=draft, at=LATER)


def test_a_goal_worded_anew_settles_it(cast: Cast) -> None:
    _version, objection = objected(cast)
    draft_plan(by=cast.actor("ines"), child=cast.maya, why="Velcro", at=LATER)
    change_goal(by=cast.actor("ines"), goal=objection.held.goal, who_does="Closes both velcro straps")

    sign_plan(by=cast.actor("ines"), version=PlanVersion.objects.drafts().get(), at=LATER)

    assert PlanVersion.objects.signed().count() == 2


def test_a_talk_that_is_written_down_settles_it(cast: Cast) -> None:
    version, objection = objected(cast)
    with pytest.raises(PlanRefused, match="Write in a sentence"):
        settle_objection(by=cast.actor("ines"), objection=objection, outcome="agreed", why=" ")

    settle_objection(by=cast.actor("ines"), objection=objection, outcome="agreed", why="Rosa tried it and likes it")

    assert open_objections(version) == []
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, why="Twice a week", at=LATER)
    sign_plan(by=cast.actor("ines"), version=draft, at=LATER)


def test_a_newer_answer_replaces_the_objection(cast: Cast) -> None:
    version, _objection = objected(cast)

    accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, at=LATER)

    assert open_objections(version) == []


@pytest.mark.mission("S46")
def test_each_carer_answers_for_themselves(cast: Cast) -> None:
    CarerRelation.objects.filter(carer=cast.daniel).update(rights="see_plan,accept_plan")
    version = signed_plan(cast)

    accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, at=NOW)
    accept_plan(by=cast.actor("daniel"), version=version, carer=cast.daniel, accepted=False, words="Less", at=NOW)

    assert [(row.carer, row.accepted) for row in version.acceptances.all()] == [
        (cast.rosa, True), (cast.daniel, False),
    ]  # fmt: skip


@pytest.mark.mission("S57")
def test_a_teen_says_not_yet_in_their_own_words(cast: Cast) -> None:
    version = signed_plan(cast)

    row = tell_assent(by=cast.actor("maya"), version=version, answer="not_yet", words="I hate laces", at=NOW)

    assert (row.shown, row.words, row.home_reads, row.by) == ("self", "I hate laces", False, cast.users["maya"])


@pytest.mark.mission("S57")
def test_staff_write_how_a_child_showed_it(cast: Cast) -> None:
    version = signed_plan(cast)
    with pytest.raises(PlanRefused, match="how the child told you"):
        tell_assent(by=cast.actor("ines"), version=version, answer="yes")
    with pytest.raises(PermissionDenied):
        tell_assent(by=cast.actor("rosa"), version=version, answer="yes", shown="said")

    assert tell_assent(by=cast.actor("ines"), version=version, answer="yes", shown="showed").home_reads


def fellow(cast: Cast, *, supervised: bool = True) -> None:
    """Ines holds a provisional licence; Lena answers for her."""
    first, last = date(2025, 1, 1), date(2027, 1, 1)
    Licence.objects.create(
        organisation=cast.clinic, staff=cast.staff["ines"], kind="OT", number="P1", level="provisional",
        starts_on=first, expires_on=last,
    )  # fmt: skip
    if supervised:
        Supervision.objects.create(
            organisation=cast.clinic, staff=cast.staff["ines"], supervisor=cast.staff["lena"], started_on=first
        )


@pytest.mark.mission("S3")
def test_a_provisional_licence_waits_for_the_supervisor(cast: Cast) -> None:
    fellow(cast)
    version = signed_plan(cast)

    assert not PlanVersion.objects.signed().exists()
    assert list(PlanVersion.objects.to_cosign(cast.staff["lena"].pk)) == [version]
    with pytest.raises(PlanRefused, match="newer plan"):
        accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True)

    cosign_plan(by=cast.actor("lena"), signature=version.signature, agreed=True, at=NOW)

    assert list(PlanVersion.objects.signed()) == [version]
    accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True)


def test_only_the_one_who_was_asked_cosigns_once(cast: Cast) -> None:
    fellow(cast)
    signature = signed_plan(cast).signature
    with pytest.raises(PermissionDenied):
        cosign_plan(by=cast.actor("ines"), signature=signature, agreed=True)
    with pytest.raises(PlanRefused, match="what should be different"):
        cosign_plan(by=cast.actor("lena"), signature=signature, agreed=False)

    cosign_plan(by=cast.actor("lena"), signature=signature, agreed=False, words="Name the risk of falls")

    assert not PlanVersion.objects.signed().exists()
    with pytest.raises(PlanRefused, match="answered this one"):
        cosign_plan(by=cast.actor("lena"), signature=signature, agreed=True)


def test_without_a_supervisor_it_is_not_signed(cast: Cast) -> None:
    fellow(cast, supervised=False)

    with pytest.raises(PlanRefused, match="nobody is named"):
        signed_plan(cast)

    assert not PlanSignature.objects.exists()


@pytest.mark.mission("S52")
def test_a_plan_without_an_expected_end_is_not_signed(cast: Cast) -> None:
    end_episode(by=cast.actor("ines"), child=cast.maya, why="Moved", at=NOW)
    short_goal(cast)
    draft = draft_plan(by=cast.actor("ines"), child=cast.maya, at=NOW)

    with pytest.raises(PlanRefused, match="how long therapy may take"):
        sign_plan(by=cast.actor("ines"), version=draft, at=NOW)


@pytest.mark.mission("S46")
def test_an_amendment_is_a_new_version_with_a_reason(cast: Cast) -> None:
    version = signed_plan(cast)
    with pytest.raises(PlanRefused, match="what has to be put right"):
        amend_plan(by=cast.actor("ines"), version=version, why="")

    draft = amend_plan(by=cast.actor("ines"), version=version, why="Wrong school day", at=LATER)

    assert (draft.number, draft.amends, draft.why) == (2, version, "Wrong school day")
    assert draft.review_on == version.review_on
    with pytest.raises(PlanRefused, match="a draft already"):
        amend_plan(by=cast.actor("ines"), version=version, why="Again")
