"""A roster never passes its most, the ratio or what is safe, on any date; who comes and goes too often is warned of."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maypole.audit.models import AuditEvent
from maypole.groups.actions.membership import Consider, join, leave, set_second_adult
from maypole.groups.actions.visits import plan_group_visits
from maypole.groups.each_date import concerns
from maypole.groups.models import GroupMembership, GroupRules, GroupVisit, InCompany, PairWish, TherapyGroup
from maypole.people.models import Child
from maypole.visits.models import Visit

from .rows import NOW, candidate, free, term

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.cast import Cast

FIRST = date(2026, 9, 7)


def group_of(cast: Cast, *children: Child, most: int = 4) -> TherapyGroup:
    """A group of Inés on Mondays at three, with these children from the first day of the term."""
    group = TherapyGroup.objects.create(
        organisation=cast.clinic, term=term(cast), site=cast.site, discipline="OT", name="Turn-takers",
        staff=cast.staff["ines"], room=cast.room, weekday=0, begins=time(15), most=most, at=NOW, by=cast.users["lena"],
    )  # fmt: skip
    for child in children:
        GroupMembership.objects.create(
            organisation=cast.clinic, group=group, child=child, way="trial", starts_on=FIRST, at=NOW,
            by=cast.users["lena"],
        )  # fmt: skip
    free(cast, 13, 18, staff=cast.staff["ines"])
    return group


def adding(
    cast: Cast, group: TherapyGroup, child: Child, on: date = FIRST, *, all_the_same: bool = False
) -> GroupMembership:
    return join(
        by=cast.actor("lena"), group=group, child=child, way="trial", starts_on=on, now=NOW, all_the_same=all_the_same
    )


def some(cast: Cast, *names: str, months: int = 72) -> list[Child]:
    return [candidate(cast, name, months=months) for name in names]


@pytest.mark.mission("S67")
def test_the_ratio_of_the_youngest_holds_on_every_date(cast: Cast) -> None:
    group = group_of(cast, *some(cast, "Ana", "Ben", "Cleo", months=30), most=6)
    late = candidate(cast, "Dov", months=30)

    with pytest.raises(ValidationError, match="at most 3"):
        adding(cast, group, late)

    assert GroupMembership.objects.count() == 3


@pytest.mark.mission("S67")
def test_a_second_adult_holds_twice_as_many_and_cannot_go_while_needed(cast: Cast) -> None:
    group, lena = group_of(cast, *some(cast, "Ana", "Ben", "Cleo", months=30), most=6), cast.actor("lena")

    set_second_adult(by=lena, group=group, staff=cast.staff["ada"], now=NOW)
    adding(cast, group, candidate(cast, "Dov", months=30))

    with pytest.raises(ValidationError, match="at most 3"):
        set_second_adult(by=lena, group=group, staff=None, now=NOW)
    group.refresh_from_db()
    assert group.second_adult == cast.staff["ada"]
    with pytest.raises(ValidationError):
        set_second_adult(by=lena, group=group, staff=group.staff, now=NOW)


@pytest.mark.mission("S67")
def test_a_place_that_somebody_takes_later_counts_from_that_day(cast: Cast) -> None:
    """Full only in the fourth week: a child who joins now would be one too many then."""
    group = group_of(cast, *some(cast, "Ana", "Ben"), most=3)
    adding(cast, group, candidate(cast, "Cleo"), FIRST + timedelta(weeks=3))

    with pytest.raises(ValidationError, match="28 September"):
        adding(cast, group, candidate(cast, "Dov"))


@pytest.mark.mission("S80")
def test_children_to_be_kept_apart_are_not_put_together_later(cast: Cast) -> None:
    ana, ben, cleo = some(cast, "Ana", "Ben", "Cleo")
    group = group_of(cast, ana, ben)
    PairWish.objects.create(
        organisation=cast.clinic, child=cleo, other=ana, kind="apart", why="They hurt each other.",
        by=cast.users["lena"],
    )  # fmt: skip

    with pytest.raises(ValidationError, match="apart") as refused:
        adding(cast, group, cleo, all_the_same=True)

    assert not isinstance(refused.value, Consider)


@pytest.mark.mission("S80")
def test_two_who_hurt_others_are_not_put_together(cast: Cast) -> None:
    ana, ben, cleo = some(cast, "Ana", "Ben", "Cleo")
    group = group_of(cast, ana, ben)
    for child in (ana, cleo):
        InCompany.objects.create(
            organisation=cast.clinic, child=child, unresolved_aggression=True, by=cast.users["lena"]
        )

    with pytest.raises(ValidationError, match="both hurt others"):
        adding(cast, group, cleo)


@pytest.mark.mission("S80")
def test_no_group_for_now_holds_for_a_group_that_is_real(cast: Cast) -> None:
    ana, ben, cleo = some(cast, "Ana", "Ben", "Cleo")
    InCompany.objects.create(
        organisation=cast.clinic, child=cleo, not_now=True, why="New at school.", by=cast.users["lena"],
        look_again_on=FIRST,
    )  # fmt: skip

    with pytest.raises(ValidationError, match="no group fits now"):
        adding(cast, group_of(cast, ana, ben), cleo)


@pytest.mark.mission("S76")
def test_the_age_window_is_a_setting_and_is_minded(cast: Cast) -> None:
    old, older = candidate(cast, "Ana", months=72), candidate(cast, "Ben", months=78)
    group, young = group_of(cast, old, older), candidate(cast, "Cleo", months=60)
    assert not concerns(group, list(spells_with(group, young)), FIRST)
    GroupRules.objects.create(organisation=cast.clinic, span_young=12, by=cast.users["lena"])

    with pytest.raises(Consider, match="18 months between the youngest and the oldest"):
        adding(cast, group, young)


def spells_with(group: TherapyGroup, child: Child) -> list[GroupMembership]:
    before = list(GroupMembership.objects.filter(group=group).select_related("child"))
    return [*before, GroupMembership(group=group, child=child, starts_on=FIRST)]


@pytest.mark.mission("S72")
def test_the_third_change_in_six_weeks_warns_before_it_is_made(cast: Cast) -> None:
    group = group_of(cast, *some(cast, "Ana", "Ben"))
    adding(cast, group, candidate(cast, "Cleo"), FIRST + timedelta(weeks=1))
    adding(cast, group, candidate(cast, "Dov"), FIRST + timedelta(weeks=2))
    first = GroupMembership.objects.filter(group=group).earliest("starts_on", "id")
    told: dict[str, Any] = {
        "membership": first,
        "last_day": FIRST + timedelta(weeks=4),
        "why": "Moves to another town.",
    }

    with pytest.raises(Consider, match="3 times within six weeks"):
        leave(by=cast.actor("lena"), now=NOW, **told)
    first.refresh_from_db()
    assert first.ends_on is None

    leave(by=cast.actor("lena"), now=NOW, all_the_same=True, **told)
    assert first.ends_on == FIRST + timedelta(weeks=4)


def test_one_child_left_is_something_to_think_of(cast: Cast) -> None:
    group = group_of(cast, *some(cast, "Ana", "Ben"))
    first = GroupMembership.objects.filter(group=group).earliest("starts_on", "id")

    with pytest.raises(Consider, match="only one child is left"):
        leave(by=cast.actor("lena"), membership=first, last_day=FIRST, why="Too loud.", now=NOW)


@pytest.mark.mission("S72")
def test_joining_and_leaving_flow_to_the_visits_ahead(cast: Cast) -> None:
    lena = cast.actor("lena")
    group = group_of(cast, *some(cast, "Ana", "Ben", "Cleo"))
    plan_group_visits(by=lena, group=group, until=FIRST + timedelta(weeks=4), now=NOW)
    third = FIRST + timedelta(weeks=2)

    row = adding(cast, group, candidate(cast, "Dov"), third)
    assert places(row) == [f"{third + timedelta(weeks=week)} planned" for week in (0, 1, 2)]

    leave(by=lena, membership=row, last_day=third + timedelta(days=1), why="Prefers to be alone.", now=NOW)
    assert [told.split()[1] for told in places(row)] == ["planned", "cancelled", "cancelled"]
    assert GroupVisit.objects.count() == 5


def places(row: GroupMembership) -> list[str]:
    found = Visit.objects.with_state().filter(child=row.child, group_place__isnull=False).order_by("starts_at")
    return [f"{visit.starts_at:%Y-%m-%d} {visit.state}" for visit in found]


def test_joining_is_for_a_day_ahead_of_this_term(cast: Cast) -> None:
    group, late = group_of(cast, *some(cast, "Ana", "Ben")), candidate(cast, "Cleo")

    for day in (NOW.date() - timedelta(days=1), FIRST - timedelta(days=1), FIRST + timedelta(weeks=30)):
        with pytest.raises(ValidationError, match="Choose a day"):
            adding(cast, group, late, day)


def test_a_child_without_a_birth_date_cannot_be_judged(cast: Cast) -> None:
    group, late = group_of(cast, *some(cast, "Ana", "Ben")), candidate(cast, "Cleo")
    late.birth_date = None
    late.save()

    with pytest.raises(ValidationError, match="birth date of Cleo"):
        adding(cast, group, late)


def test_only_who_forms_groups_changes_them_and_it_is_kept(cast: Cast) -> None:
    group, late = group_of(cast, *some(cast, "Ana", "Ben")), candidate(cast, "Cleo")
    for name in ("ines", "mona", "fay"):
        with pytest.raises(PermissionDenied):
            join(by=cast.actor(name), group=group, child=late, way="trial", starts_on=FIRST, now=NOW)

    adding(cast, group, late)

    assert AuditEvent.objects.filter(action="groups.join", child_id=late.pk).count() == 1


def test_looking_at_every_date_asks_as_often_for_many_as_for_few(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    group = group_of(cast, *some(cast, "Ana", "Ben"), most=12)
    spells = list(GroupMembership.objects.filter(group=group).select_related("child"))
    with django_assert_num_queries(8) as few:
        concerns(group, spells, FIRST)
    for week, child in enumerate(some(cast, "Cleo", "Dov", "Ema", "Finn"), 1):
        spells.append(GroupMembership(group=group, child=child, starts_on=FIRST + timedelta(weeks=week)))
    with django_assert_num_queries(len(few.captured_queries)):
        concerns(group, spells, FIRST)
