"""The clinic's pages about groups: lists, one group, terms, rules, times, and families who still think."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from maypole.groups.actions.membership import join
from maypole.groups.actions.visits import plan_group_visits
from maypole.groups.models import (
    FreeTime,
    GroupAnswer,
    GroupMembership,
    GroupRules,
    GroupVisit,
    Term,
    TherapyGroup,
)
from maypole.people.models import Child, Room

from .rows import candidate
from .test_membership import group_of, some
from .test_roster import asked, carer_of

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.cast import Cast

As = Callable[[str], Client]


def soon(cast: Cast) -> TherapyGroup:
    """A group of a term that begins next Monday by today's calendar, so that pages find dates ahead."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    group = group_of(cast, *some(cast, "Ana", "Ben"))
    Term.objects.filter(pk=group.term_id).update(starts_on=monday, ends_on=monday + timedelta(weeks=14))
    GroupMembership.objects.filter(group=group).update(starts_on=monday)
    group.refresh_from_db()
    return group


def test_a_lead_sees_every_group_and_a_therapist_theirs(cast: Cast, as_: As) -> None:
    soon(cast)

    for name in ("lena", "mona", "ines"):
        assert "Turn-takers" in as_(name).get("/groups").content.decode()
    for name in ("jiho", "ada"):
        assert "Turn-takers" not in as_(name).get("/groups").content.decode()
    for name in ("fay", "rosa", "okafor"):
        assert as_(name).get("/groups").status_code == 403
    assert "Begin with a term" in as_("eva").get("/groups").content.decode()


def test_one_group_tells_who_is_in_it_and_what_comes(cast: Cast, as_: As) -> None:
    group = soon(cast)
    late = candidate(cast, "Cleo")
    first = group.term.starts_on
    join(
        by=cast.actor("lena"), group=group, child=late, way="trial", starts_on=first + timedelta(weeks=2),
        now=timezone.now(),
    )  # fmt: skip

    page = as_("lena").get(f"/groups/{group.pk}").content.decode()

    assert page.index("Ana") < page.index("Ben") < page.index("Cleo")
    assert "Cleo comes for the first time" in page
    assert "Too early to say" in page
    assert "Somebody joins" in page
    assert "Somebody joins" not in as_("ines").get(f"/groups/{group.pk}").content.decode()
    assert as_("jiho").get(f"/groups/{group.pk}").status_code == 404
    assert as_("eva").get(f"/groups/{group.pk}").status_code == 404


def test_who_leads_a_group_sees_no_name_of_a_child_they_do_not_treat(cast: Cast, as_: As) -> None:
    group = soon(cast)
    GroupMembership.objects.create(
        organisation=cast.clinic, group=group, child=cast.noor, way="trial", starts_on=group.term.starts_on,
        by=cast.users["lena"],
    )  # fmt: skip

    page = as_("ines").get(f"/groups/{group.pk}").content.decode()

    assert "Noor" not in page
    assert "A child you do not treat" in page


def test_joining_warns_then_takes_a_decision(cast: Cast, as_: As) -> None:
    group = soon(cast)
    elsewhere = candidate(cast, "Cleo")
    elsewhere.free_times.all().delete()
    sent = {
        "join-child": elsewhere.pk, "join-way": "trial", "join-starts_on": group.term.starts_on.isoformat(),
        "join-why": "Her mother said yes on the phone.",
    }  # fmt: skip
    lena = as_("lena")

    warned = lena.post(f"/groups/{group.pk}/joining", sent)
    assert warned.status_code == 422
    assert "Something to think of first" in warned.content.decode()
    assert "Her mother said yes on the phone." in warned.content.decode()

    done = lena.post(f"/groups/{group.pk}/joining", sent | {"join-all_the_same": "on"})
    assert done.status_code == 302
    assert GroupMembership.objects.get(child=elsewhere).why == "Her mother said yes on the phone."


def test_leaving_needs_a_reason_and_keeps_what_was_typed(cast: Cast, as_: As) -> None:
    group = soon(cast)
    row = GroupMembership.objects.filter(group=group).earliest("id")
    path, lena = f"/groups/{group.pk}/memberships/{row.pk}/end", as_("lena")
    last = (group.term.starts_on + timedelta(weeks=3)).isoformat()

    refused = lena.post(path, {f"leave-{row.pk}-last_day": last})
    assert refused.status_code == 422
    assert last in refused.content.decode()
    kept = {f"leave-{row.pk}-last_day": last, f"leave-{row.pk}-why": "Moves.", f"leave-{row.pk}-all_the_same": "on"}
    assert lena.post(path, kept).status_code == 302
    row.refresh_from_db()
    assert row.left_why == "Moves."


def test_the_visits_of_a_term_are_planned_with_one_press(cast: Cast, as_: As) -> None:
    group = soon(cast)

    as_("lena").post(f"/groups/{group.pk}/dates")

    assert GroupVisit.objects.filter(group=group).count() == 15
    assert as_("ines").post(f"/groups/{group.pk}/dates").status_code == 403


def test_a_second_adult_is_chosen_on_the_page(cast: Cast, as_: As) -> None:
    group = soon(cast)

    assert (
        as_("lena").post(f"/groups/{group.pk}/second-adult", {"adult-staff": cast.staff["ada"].pk}).status_code == 302
    )
    group.refresh_from_db()
    assert group.second_adult == cast.staff["ada"]
    answer = as_("lena").post(f"/groups/{group.pk}/second-adult", {"adult-staff": cast.staff["eva"].pk})
    assert answer.status_code == 422


def test_terms_are_made_and_changed_and_hold_their_visits(cast: Cast, as_: As) -> None:
    mona = as_("mona")
    sent = {"name": "Spring", "starts_on": "2027-02-01", "ends_on": "2027-05-14"}
    assert mona.post("/groups/terms", sent).status_code == 302
    assert mona.post("/groups/terms", sent | {"name": "spring"}).status_code == 422
    assert mona.post("/groups/terms", sent | {"name": "X", "ends_on": "2027-01-01"}).status_code == 422
    group = soon(cast)
    plan_group_visits(by=cast.actor("lena"), group=group, until=group.term.ends_on, now=timezone.now())

    short = {"name": "Short", "starts_on": "2027-06-01", "ends_on": "2027-07-01"}
    assert mona.post(f"/groups/terms/{group.term_id}", short).status_code == 422
    made = Term.objects.get(name="Spring")
    assert mona.post(f"/groups/terms/{made.pk}", sent | {"name": "Spring 2027"}).status_code == 302
    assert as_("ines").get("/groups/terms").status_code == 403
    assert as_("eva").get(f"/groups/terms/{made.pk}").status_code == 404


@pytest.mark.mission("S76")
def test_the_age_window_is_set_on_the_page_of_rules(cast: Cast, as_: As) -> None:
    lena = as_("lena")
    fields = ["minutes", "size_min", "size_max", "span_young", "span_old", "ratio_under_36", "ratio_under_60"]
    fields += ["ratio_from_60", "ratio_support"]
    usual = GroupRules()
    sent = {name: getattr(usual, name) for name in fields} | {"span_young": 12, "why": "Calmer."}
    sent |= {f"w_{name}": "usual" for name in ("shared_goal", "level_mix", "age_closeness", "size", "together")}
    sent |= {f"w_{name}": "usual" for name in ("same_staff", "same_time", "language", "waiting_week")}
    sent |= {"w_same_group": "double"}

    assert lena.post("/groups/rules", sent).status_code == 302
    kept = GroupRules.objects.get()
    assert (kept.span_young, kept.weights, kept.why) == (12, {"same_group": 160}, "Calmer.")
    assert lena.post("/groups/rules", sent | {"size_max": 1}).status_code == 422
    assert lena.post("/groups/rules", sent | {"span_young": 999}).status_code == 422
    assert as_("mona").get("/groups/rules").status_code == 403
    assert "Calmer." in lena.get("/groups/rules").content.decode()


def test_staff_and_rooms_have_weekly_times(cast: Cast, as_: As) -> None:
    mona, ines = as_("mona"), cast.staff["ines"]
    rows = {"times-TOTAL_FORMS": 1, "times-INITIAL_FORMS": 0, "times-0-weekday": 0, "times-0-begins": "14:00"}

    assert mona.post(f"/groups/times/staff/{ines.pk}", rows).status_code == 422
    assert mona.post(f"/groups/times/staff/{ines.pk}", rows | {"times-0-ends": "17:00"}).status_code == 302
    assert mona.post(f"/groups/times/rooms/{cast.room.pk}", rows | {"times-0-ends": "18:00"}).status_code == 302

    assert {(row.staff_id, row.room_id) for row in FreeTime.objects.standing()} == {
        (ines.pk, None),
        (None, cast.room.pk),
    }
    assert "Monday 14:00–17:00" in mona.get("/groups/times").content.decode()
    assert mona.get(f"/groups/times/staff/{cast.staff['eva'].pk}").status_code == 404


def test_who_still_waits_stands_first_and_front_desk_reads_no_words(cast: Cast, as_: As) -> None:
    _proposal, questions = asked(cast)
    carer = carer_of(cast, questions[0].child)
    GroupAnswer.objects.create(
        organisation=cast.clinic, question=questions[0], carer=carer, agreed=False, words="Mondays are swimming.",
        by=cast.users["fay"],
    )  # fmt: skip

    lead = as_("lena").get("/groups/questions").content.decode()
    desk = as_("fay").get("/groups/questions").content.decode()

    assert lead.index(questions[1].child.name) < lead.index("They answered") < lead.rindex(questions[0].child.name)
    assert "Mondays are swimming." in lead
    assert "Mondays are swimming." not in desk
    assert "Write down an answer" in desk
    assert as_("ines").get("/groups/questions").status_code == 403


def test_a_yes_on_paper_is_kept_with_who_said_it_and_who_wrote_it(cast: Cast, as_: As) -> None:
    _proposal, questions = asked(cast)
    carer, path = carer_of(cast, questions[0].child), f"/groups/questions/{questions[0].pk}/paper"
    fay = as_("fay")
    assert fay.get(path).status_code == 200
    assert fay.post(path, {"carer": carer.pk, "agreed": "no"}).status_code == 422
    assert fay.post(path, {"carer": cast.rosa.pk, "agreed": "yes"}).status_code == 422

    assert fay.post(path, {"carer": carer.pk, "agreed": "yes"}).status_code == 302

    row = GroupAnswer.objects.get()
    assert (row.carer, row.by, row.agreed) == (carer, cast.users["fay"], True)
    assert as_("jiho").get(path).status_code in (403, 404)


def test_pages_ask_as_often_for_many_as_for_few(
    cast: Cast,
    as_: As,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    group = soon(cast)
    plan_group_visits(by=cast.actor("lena"), group=group, until=group.term.ends_on, now=timezone.now())
    lena = as_("lena")
    lena.get("/groups")
    with django_assert_max_num_queries(40) as few:
        lena.get("/groups")
        lena.get(f"/groups/{group.pk}")
        lena.get("/groups/times")
    for number, child in enumerate(some(cast, "Cleo", "Dov", "Ema", "Finn")):
        other = TherapyGroup.objects.create(
            organisation=cast.clinic, term=group.term, site=cast.site, discipline="OT", name=f"G{number}",
            staff=cast.staff["ines"], room=cast.room, weekday=number, begins=group.begins, by=cast.users["lena"],
        )  # fmt: skip
        for where in (other, group):
            GroupMembership.objects.create(
                organisation=cast.clinic, group=where, child=child, way="trial", starts_on=group.term.starts_on,
                by=cast.users["lena"],
            )  # fmt: skip
        Room.objects.create(organisation=cast.clinic, site=cast.site, name=f"R{number}")
    with django_assert_num_queries(len(few.captured_queries)):
        lena.get("/groups")
        lena.get(f"/groups/{group.pk}")
        lena.get("/groups/times")


@pytest.mark.mission("S78")
def test_children_stand_by_name_and_never_by_how_they_do(cast: Cast, as_: As) -> None:
    """Zoe did best and Ana least: the order stays that of the alphabet, and no number compares them."""
    zoe, ana = candidate(cast, "Zoe", level=0.95), candidate(cast, "Ana", level=0.05)
    group = soon_with(cast, zoe, ana)

    page = as_("lena").get(f"/groups/{group.pk}").content.decode()

    assert page.index("Ana") < page.index("Zoe")
    for word in ("rank", "best", "score", "place 1", "first place", "winner", "%</td>"):
        assert word not in page.lower()


def soon_with(cast: Cast, *children: Child) -> TherapyGroup:
    group = soon(cast)
    GroupMembership.objects.filter(group=group).delete()
    for child in children:
        GroupMembership.objects.create(
            organisation=cast.clinic, group=group, child=child, way="trial", starts_on=group.term.starts_on,
            by=cast.users["lena"],
        )  # fmt: skip
    return group
