"""Families are asked before a group is real; who joins and leaves is kept with who and why."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maypole.access.permissions import Right
from maypole.groups.actions.arranging import move_child
from maypole.groups.actions.company import decide_step, say_seen, set_free_times, tell_company, wish_pair
from maypole.groups.actions.membership import join, leave
from maypole.groups.actions.roster import answer_question, ask_families, publish, take_back
from maypole.groups.actions.studio import propose
from maypole.groups.models import FreeTime, GroupMembership, GroupQuestion, InCompany, PairWish, Proposal, StepDecision
from maypole.groups.table import OUT
from maypole.people.models import Carer, CarerRelation, Child

from .rows import NOW, candidate, caseload, term

if TYPE_CHECKING:
    from maypole.groups.models import TherapyGroup
    from tests.cast import Cast


def asked(cast: Cast, count: int = 4) -> tuple[Proposal, list[GroupQuestion]]:
    caseload(cast, count)
    proposal = propose(by=cast.actor("lena"), term=term(cast), site=cast.site, discipline="OT", now=NOW)
    return proposal, ask_families(by=cast.actor("lena"), proposal=proposal, now=NOW)


def carer_of(cast: Cast, child: Child, rights: str = Right.ACCEPT_PLAN) -> Carer:
    carer = Carer.objects.create(organisation=cast.clinic, name=f"Parent of {child.name}")
    CarerRelation.objects.create(organisation=cast.clinic, child=child, carer=carer, rights=rights)
    return carer


def agree(cast: Cast, question: GroupQuestion, *, agreed: bool = True, words: str = "") -> None:
    carer = carer_of(cast, question.child)
    answer_question(by=cast.actor("rosa"), question=question, carer=carer, agreed=agreed, words=words, now=NOW)


def real(cast: Cast) -> TherapyGroup:
    proposal, questions = asked(cast)
    for question in questions:
        agree(cast, question)
    return publish(by=cast.actor("lena"), proposal=proposal, names={}, now=NOW)[0]


def test_a_group_is_real_only_for_those_whose_family_agreed(cast: Cast) -> None:
    proposal, questions = asked(cast)
    for question in questions[:-1]:
        agree(cast, question)
    agree(cast, questions[-1], agreed=False, words="Mondays are swimming.")

    groups = publish(by=cast.actor("lena"), proposal=proposal, names={"g1": "Turn-takers"}, now=NOW)

    members = set(GroupMembership.objects.values_list("child_id", flat=True))
    assert groups[0].name == "Turn-takers"
    assert members == {question.child_id for question in questions[:-1]}


@pytest.mark.mission("S73")
def test_a_question_names_no_other_child(cast: Cast) -> None:
    _proposal, questions = asked(cast)

    told = " ".join(str(value) for value in vars(questions[0]).values())

    others = [question.child for question in questions[1:]]
    assert not [child for child in others if str(child.pk) in told or child.given_name in told]


def test_a_no_needs_words_and_a_stranger_cannot_answer(cast: Cast) -> None:
    _proposal, questions = asked(cast)

    with pytest.raises(ValidationError):
        agree(cast, questions[0], agreed=False)
    with pytest.raises(PermissionDenied):
        answer_question(
            by=cast.actor("daniel"), question=questions[0], carer=cast.daniel, agreed=True, words="", now=NOW
        )


def test_back_on_the_table_the_old_answers_no_longer_count(cast: Cast) -> None:
    proposal, questions = asked(cast)
    for question in questions:
        agree(cast, question)
    lena = cast.actor("lena")

    take_back(by=lena, proposal=proposal, why="The room is closed.", now=NOW + timedelta(hours=1))
    again = ask_families(by=lena, proposal=proposal, now=NOW + timedelta(hours=2))

    assert {question.edition for question in again} == {questions[0].edition + 1}
    with pytest.raises(ValidationError, match="No family has agreed"):
        publish(by=lena, proposal=proposal, names={}, now=NOW + timedelta(hours=3))


def test_families_are_not_asked_while_a_rule_is_broken(cast: Cast) -> None:
    caseload(cast, 2)
    lena = cast.actor("lena")
    proposal = propose(by=lena, term=term(cast), site=cast.site, discipline="OT", now=NOW)
    alone = proposal.places[0]["members"][0]
    move_child(by=lena, proposal=proposal, child=alone, to=OUT, edition=proposal.edition)

    with pytest.raises(ValidationError, match="rule is broken"):
        ask_families(by=lena, proposal=proposal, now=NOW)

    assert not GroupQuestion.objects.exists()


@pytest.mark.mission("S67")
def test_a_roster_never_passes_its_most(cast: Cast) -> None:
    group = real(cast)
    group.most = GroupMembership.objects.filter(group=group).count()
    group.save()
    late = candidate(cast, "Zoe")

    with pytest.raises(ValidationError, match="full"):
        join(by=cast.actor("lena"), group=group, child=late, way="trial", starts_on=group.term.starts_on, now=NOW)


def test_leaving_keeps_what_was_and_needs_a_reason(cast: Cast) -> None:
    group, lena = real(cast), cast.actor("lena")
    first = GroupMembership.objects.filter(group=group).first()
    assert first is not None
    with pytest.raises(ValidationError):
        leave(by=lena, membership=first, last_day=date(2026, 10, 1), why=" ", now=NOW)

    leave(by=lena, membership=first, last_day=date(2026, 10, 1), why="Ready for the school club.", now=NOW)

    assert first in GroupMembership.objects.on(date(2026, 10, 1))
    assert first not in GroupMembership.objects.on(date(2026, 10, 2))
    with pytest.raises(ValidationError):
        leave(by=lena, membership=first, last_day=date(2026, 10, 8), why="Twice.", now=NOW)


@pytest.mark.mission("S68")
def test_without_visits_alone_a_group_needs_a_written_exception(cast: Cast) -> None:
    lena = cast.actor("lena")
    with pytest.raises(ValidationError, match="three visits alone"):
        decide_step(by=lena, child=cast.maya, choice="supplement", why="She asks for friends.", now=NOW)

    step = decide_step(
        by=lena,
        child=cast.maya,
        choice="supplement",
        why="She asks for friends.",
        exception="Her sister’s group has a place, and she knows everybody.",
        now=NOW,
    )

    assert step.exception


@pytest.mark.mission("S69")
def test_graduating_and_supplementing_are_both_possible_and_reversible(cast: Cast) -> None:
    lena, told = cast.actor("lena"), {"why": "We looked at it together.", "exception": "Known well from school."}

    for hour, choice in enumerate(("supplement", "graduate", "back", "trial", "not_yet")):
        decide_step(by=lena, child=cast.maya, choice=choice, now=NOW + timedelta(hours=hour), **told)

    kept = StepDecision.objects.filter(child=cast.maya).newest_first().values_list("choice", flat=True)
    assert list(kept) == ["not_yet", "trial", "back", "graduate", "supplement"]


def test_readiness_needs_evidence_and_is_never_a_gate(cast: Cast) -> None:
    lena = cast.actor("lena")
    with pytest.raises(ValidationError):
        say_seen(by=lena, child=cast.maya, skill="waits", seen="not_yet", words="", now=NOW)
    say_seen(by=lena, child=cast.maya, skill="waits", seen="not_yet", words="Left the table at once.", now=NOW)

    step = decide_step(by=lena, child=cast.maya, choice="trial", why="To learn it.", exception="She wants to.", now=NOW)

    assert step.choice == "trial"


def test_no_group_for_now_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        tell_company(by=cast.actor("lena"), child=cast.maya, now=NOW, not_now=True)

    assert not InCompany.objects.exists()


def test_a_new_wish_for_a_pair_ends_the_old_one(cast: Cast) -> None:
    lena = cast.actor("lena")
    wish_pair(by=lena, child=cast.maya, other=cast.noor, kind="together", why="", now=NOW)

    wish_pair(by=lena, child=cast.noor, other=cast.maya, kind="apart", why="They hurt each other.", now=NOW)

    assert [wish.kind for wish in PairWish.objects.standing()] == ["apart"]
    with pytest.raises(ValidationError):
        wish_pair(by=lena, child=cast.maya, other=cast.liam, kind="together", why="", now=NOW)


def test_new_times_end_the_old_ones_and_keep_them(cast: Cast) -> None:
    lena = cast.actor("lena")
    set_free_times(by=lena, child=cast.maya, windows=[(0, time(14), time(16))], now=NOW)

    set_free_times(by=lena, child=cast.maya, windows=[(2, time(15), time(17))], now=NOW + timedelta(days=1))

    assert [row.weekday for row in FreeTime.objects.standing()] == [2]
    assert FreeTime.objects.count() == 2
