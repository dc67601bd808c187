"""A family is asked before a group is real, and sees of it what is its own child's: never another child's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.groups.actions.roster import answer_on_paper, answer_question, ask_families, take_back
from maypole.groups.actions.running import finish_place, mark_place, rate_fun, tally
from maypole.groups.actions.studio import propose
from maypole.groups.actions.visits import plan_group_visits
from maypole.groups.models import (
    GroupAnswer,
    GroupMembership,
    GroupPlace,
    GroupQuestion,
    GroupVisit,
    Proposal,
    StepDecision,
    TherapyGroup,
)
from maypole.people.models import CarerRelation, Child

from .rows import NAMES, NOW, caseload, term
from .test_membership import group_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.cast import Cast

As = Callable[[str], Client]
OTHERS = NAMES[1:4]


def asked_rosa(cast: Cast) -> tuple[Proposal, GroupQuestion]:
    """Four families are asked; Rosa is Ana's mother too, with every right."""
    children = caseload(cast, 4)
    CarerRelation.objects.create(organisation=cast.clinic, child=children[0], carer=cast.rosa)
    proposal = propose(by=cast.actor("lena"), term=term(cast), site=cast.site, discipline="OT", now=NOW)
    questions = ask_families(by=cast.actor("lena"), proposal=proposal, now=NOW)
    return proposal, next(one for one in questions if one.child_id == children[0].pk)


@pytest.mark.mission("S67", "S73")
def test_a_question_tells_size_and_adult_and_no_other_child(cast: Cast, as_: As) -> None:
    _proposal, question = asked_rosa(cast)

    page = as_("rosa").get(f"/groups/questions/{question.pk}").content.decode()

    assert "A group for Ana" in page
    assert f"{question.size} children, yours is one of them" in page
    assert question.staff.name in page
    assert "Ana waits for a turn" in page
    assert "Taking turns" in page
    assert not [name for name in OTHERS if name in page]


def test_the_question_comes_first_on_the_week_until_this_carer_has_answered(cast: Cast, as_: As) -> None:
    _proposal, question = asked_rosa(cast)
    week, rosa = f"/week?child={question.child_id}", as_("rosa")
    path = f"/groups/questions/{question.pk}"

    assert path in rosa.get(week).content.decode()
    assert rosa.post(path, {"agreed": "yes"}).status_code == 302
    assert path not in rosa.get(week).content.decode()


def test_a_no_with_words_and_then_a_yes(cast: Cast, as_: As) -> None:
    _proposal, question = asked_rosa(cast)
    path, rosa = f"/groups/questions/{question.pk}", as_("rosa")

    empty = rosa.post(path, {})
    assert empty.status_code == 422
    refused = rosa.post(path, {"agreed": "no", "words": " "})
    assert refused.status_code == 422
    assert "A few words are enough" in refused.content.decode()
    assert rosa.post(path, {"agreed": "no", "words": "Mondays are swimming."}).status_code == 302
    assert "Mondays are swimming." in rosa.get(path).content.decode()

    assert rosa.post(path, {"agreed": "yes", "words": ""}).status_code == 302
    assert list(GroupAnswer.objects.order_by("at", "id").values_list("agreed", flat=True)) == [False, True]
    assert AuditEvent.objects.filter(action="groups.answer", child_id=question.child_id).count() == 2


def test_a_question_is_for_who_may_accept_for_this_child(cast: Cast, as_: As) -> None:
    _proposal, question = asked_rosa(cast)
    path = f"/groups/questions/{question.pk}"
    CarerRelation.objects.create(organisation=cast.clinic, child=question.child, carer=cast.daniel, rights="see_plan")

    assert as_("daniel").get(path).status_code == 403
    assert as_("daniel").post(path, {"agreed": "yes"}).status_code == 403
    for name in ("okafor", "eva", "maya"):
        assert as_(name).get(path).status_code == 404
    assert not GroupAnswer.objects.exists()


def test_a_closed_question_says_so_and_takes_no_answer(cast: Cast, as_: As) -> None:
    proposal, question = asked_rosa(cast)
    take_back(by=cast.actor("lena"), proposal=proposal, why="The room is closed.", now=NOW + timedelta(hours=1))
    path, rosa = f"/groups/questions/{question.pk}", as_("rosa")

    assert "This question is closed" in rosa.get(path).content.decode()
    answer = rosa.post(path, {"agreed": "yes", "words": "We are glad."})

    assert answer.status_code == 422
    assert not GroupAnswer.objects.exists()


def test_the_childs_page_leads_to_the_question_until_it_is_answered(cast: Cast, as_: As) -> None:
    _proposal, question = asked_rosa(cast)
    page, rosa = f"/children/{question.child_id}", as_("rosa")
    assert f"/groups/questions/{question.pk}" in rosa.get(page).content.decode()

    rosa.post(f"/groups/questions/{question.pk}", {"agreed": "yes"})

    assert f"/groups/questions/{question.pk}" not in rosa.get(page).content.decode()
    assert f"/groups/questions/{question.pk}" in rosa.get(f"/children/{question.child_id}/groups").content.decode()


def test_on_paper_only_who_speaks_with_families_writes(cast: Cast) -> None:
    _proposal, question = asked_rosa(cast)
    told: dict[str, Any] = {"question": question, "agreed": True, "words": "", "now": NOW}

    with pytest.raises(PermissionDenied):
        answer_on_paper(by=cast.actor("ines"), carer=cast.rosa, **told)
    with pytest.raises(PermissionDenied):
        answer_on_paper(by=cast.actor("fay"), carer=cast.daniel, **told)
    with pytest.raises(ValidationError):
        answer_question(by=cast.actor("rosa"), question=question, carer=cast.rosa, agreed=False, words="", now=NOW)
    answer_on_paper(by=cast.actor("fay"), carer=cast.rosa, **told)

    assert GroupAnswer.objects.get().by == cast.users["fay"]


def met(cast: Cast) -> tuple[TherapyGroup, Child]:
    """Rosa's Ana and three others met last week; the next weeks are planned."""
    children = caseload(cast, 4)
    CarerRelation.objects.create(organisation=cast.clinic, child=children[0], carer=cast.rosa)
    group = group_of(cast, *children)
    today = timezone.localdate()
    group.term.starts_on, group.term.ends_on = today - timedelta(weeks=3), today + timedelta(weeks=8)
    group.term.save()
    GroupMembership.objects.filter(group=group).update(starts_on=group.term.starts_on)
    before = timezone.now() - timedelta(weeks=3)
    plan_group_visits(by=cast.actor("lena"), group=group, until=group.term.ends_on, now=before)
    held = GroupVisit.objects.filter(group=group, starts_at__lt=timezone.now() - timedelta(hours=1)).latest("starts_at")
    by = cast.actor("ines")
    for place in GroupPlace.objects.filter(group_visit=held).select_related("visit"):
        mark_place(by=by, place=place, kind="came", at=held.starts_at)
        mine = place.visit.child_id == children[0].pk
        for _each in range(3 if mine else 9):
            tally(by=by, visit=place.visit, kind="turn" if mine else "cheered", at=held.starts_at)
        rate_fun(by=by, visit=place.visit, face=3, at=held.starts_at)
        finish_place(by=by, place=place, at=held.starts_at + timedelta(minutes=45))
    return group, children[0]


@pytest.mark.mission("S73", "S78")
def test_a_family_sees_its_own_child_in_the_group_and_nobody_else(cast: Cast, as_: As) -> None:
    _group, ana = met(cast)

    page = as_("rosa").get(f"/children/{ana.pk}/groups").content.decode()

    assert "4 children, yours is one of them" in page
    assert "Took turns · 3" in page
    assert "Cheered" not in page  # what others did, however often, is no part of it
    assert "Mondays, 15:00 to 15:45" in page
    assert not [name for name in OTHERS if name in page]


@pytest.mark.mission("S78")
def test_no_page_or_answer_puts_children_in_an_order_of_how_they_do(cast: Cast, as_: As) -> None:
    """The levels are turned around; every page about the group stays the same, letter by letter."""
    group, ana = met(cast)
    pages = {"rosa": f"/children/{ana.pk}/groups", "lena": f"/groups/{group.pk}", "ines": f"/groups/{group.pk}"}
    before = {name: body_of(as_(name), path) for name, path in pages.items()}
    from maypole.visits.models import Point

    for point in Point.objects.filter(child__in=Child.objects.exclude(pk=ana.pk)):
        Point.objects.filter(pk=point.pk).update(value=1 - point.value)

    assert {name: body_of(as_(name), path) for name, path in pages.items()} == before


def body_of(client: Client, path: str) -> str:
    """A page without what is new at each request."""
    import re

    fresh = r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": "[^"]*"'
    return re.sub(fresh, "", client.get(path).content.decode())


def test_the_team_sees_the_childs_groups_and_others_nothing(cast: Cast, as_: As) -> None:
    group, ana = met(cast)
    path = f"/children/{ana.pk}/groups"

    assert f"/groups/{group.pk}" in as_("ines").get(path).content.decode()
    assert as_("fay").get(path).status_code == 403
    assert as_("jiho").get(path).status_code == 404
    assert "No group at the moment" in as_("rosa").get(f"/children/{cast.maya.pk}/groups").content.decode()
    assert as_("okafor").get(f"/children/{cast.maya.pk}/groups").status_code == 403


@pytest.mark.mission("S69")
def test_the_page_says_what_becomes_of_the_visits_alone(cast: Cast, as_: As) -> None:
    _proposal, question = asked_rosa(cast)
    path = f"/groups/questions/{question.pk}"
    assert "The visits alone go on as they are." in as_("rosa").get(path).content.decode()

    StepDecision.objects.create(
        organisation=cast.clinic, child=question.child, choice="graduate", why="Ready.", by=cast.users["lena"]
    )

    assert "Going back is always possible." in as_("rosa").get(path).content.decode()


def test_a_family_page_asks_as_often_for_many_groups(
    cast: Cast,
    as_: As,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    group, ana = met(cast)
    rosa = as_("rosa")
    rosa.get(f"/children/{ana.pk}/groups")
    with django_assert_max_num_queries(40) as few:
        rosa.get(f"/children/{ana.pk}/groups")
    for number in range(4):
        other = TherapyGroup.objects.create(
            organisation=cast.clinic, term=group.term, site=cast.site, discipline="OT", name=f"G{number}",
            staff=cast.staff["ines"], room=cast.room, weekday=number, begins=group.begins, by=cast.users["lena"],
        )  # fmt: skip
        GroupMembership.objects.create(
            organisation=cast.clinic, group=other, child=ana, way="trial", starts_on=group.term.starts_on,
            by=cast.users["lena"],
        )  # fmt: skip
    with django_assert_num_queries(len(few.captured_queries)):
        rosa.get(f"/children/{ana.pk}/groups")
