"""Groups are proposed from records, arranged by hand, locked, and judged at every move."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from maypole.access.editions import EditConflict
from maypole.audit.models import AuditEvent
from maypole.groups.actions.arranging import lock_group, move_child
from maypole.groups.actions.studio import drop, propose, propose_again
from maypole.groups.gathering import gathered
from maypole.groups.models import InCompany, PairWish, Proposal
from maypole.groups.table import OUT, judged, move, problem_of, verified

from .rows import NOW, candidate, caseload, free, term

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.cast import Cast


def proposed(cast: Cast, count: int = 8) -> Proposal:
    caseload(cast, count)
    return propose(by=cast.actor("lena"), term=term(cast), site=cast.site, discipline="OT", now=NOW)


def test_the_plan_is_proven_and_every_child_has_a_group(cast: Cast) -> None:
    proposal = proposed(cast)

    assert proposal.best["status"] == "optimal"
    assert sum(len(row["members"]) for row in proposal.places) == 8
    assert verified(problem_of(proposal.problem), proposal.places).legal


def test_levels_come_from_the_newest_sessions(cast: Cast) -> None:
    low, high = candidate(cast, "Ana", level=0.1), candidate(cast, "Ben", level=0.95)

    levels = {row["id"]: row["goals"] for row in gathered(term(cast), cast.site, "OT").document["children"]}

    assert levels[str(low.pk)] == [{"skill": "turn_taking", "level": 1}]
    assert levels[str(high.pk)] == [{"skill": "turn_taking", "level": 5}]


def test_a_term_far_ahead_is_planned_with_what_is_known_today(cast: Cast) -> None:
    candidate(cast, "Ana", level=0.95)
    ahead = timezone.localdate() + timedelta(days=200)

    found = gathered(term(cast, starts_on=ahead), cast.site, "OT")

    [row] = found.document["children"]
    assert not found.thin
    assert row["goals"] == [{"skill": "turn_taking", "level": 5}]
    assert row["waiting_weeks"] == max(0, (timezone.localdate() - NOW.date()).days // 7)
    assert row["age_months"] > 72  # as old as the child will be then


def test_thin_data_and_missing_times_are_named(cast: Cast) -> None:
    thin = candidate(cast, "Ana", sessions=2)
    thin.free_times.all().delete()

    found = gathered(term(cast), cast.site, "OT")

    assert found.thin == found.timeless == (thin.pk,)


def test_gathering_asks_as_often_for_many_as_for_few(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    when = term(cast)
    caseload(cast, 2)
    with django_assert_num_queries(15) as few:
        gathered(when, cast.site, "OT")
    for name in ("Mia", "Nia", "Oli", "Pia"):
        candidate(cast, name)
    with django_assert_num_queries(len(few.captured_queries)):
        gathered(when, cast.site, "OT")


def test_no_name_goes_into_the_problem(cast: Cast) -> None:
    proposal = proposed(cast)

    assert not [name for name in ("Ana", "Ben", "Ines", "Birch") if name in str(proposal.problem)]


@pytest.mark.mission("S80")
def test_children_to_be_kept_apart_are_never_together(cast: Cast) -> None:
    children = caseload(cast, 2)
    PairWish.objects.create(
        organisation=cast.clinic,
        child=children[0],
        other=children[1],
        kind="apart",
        why="They hurt each other last spring.",
        by=cast.users["lena"],
    )

    proposal = propose(by=cast.actor("lena"), term=term(cast), site=cast.site, discipline="OT", now=NOW)

    assert proposal.places == []
    assert {each["child"] for each in proposal.best["unplaced"]} == {str(child.pk) for child in children}


@pytest.mark.mission("S80")
def test_at_most_one_child_with_unresolved_aggression_in_a_group(cast: Cast) -> None:
    for child in caseload(cast, 2):
        InCompany.objects.create(
            organisation=cast.clinic, child=child, unresolved_aggression=True, by=cast.users["lena"]
        )

    proposal = propose(by=cast.actor("lena"), term=term(cast), site=cast.site, discipline="OT", now=NOW)

    assert proposal.places == []


@pytest.mark.mission("S67")
def test_a_move_beyond_the_most_breaks_a_rule_and_says_so(cast: Cast) -> None:
    proposal = proposed(cast)
    problem = problem_of(proposal.problem)
    first, second = proposal.places[:2]

    for child in second["members"]:
        told = move(problem, proposal.places, child, first["id"], proposal.best["bound"])

    assert {broken.rule for broken in told.breaks} & {"size", "ratio", "max_size", "children_per_adult"} or told.breaks
    assert told.change < 0


def test_moving_out_costs_a_place_and_back_costs_nothing(cast: Cast) -> None:
    proposal = proposed(cast)
    problem, lena = problem_of(proposal.problem), cast.actor("lena")
    child, home = proposal.places[0]["members"][0], proposal.places[0]["id"]

    out = move_child(by=lena, proposal=proposal, child=child, to=OUT, edition=proposal.edition)
    table = judged(problem, out.places, proposal.best["bound"])
    back = move_child(by=lena, proposal=proposal, child=child, to=home, edition=proposal.edition)

    assert child in table.left_out
    assert table.below > 0
    assert judged(problem, back.places, proposal.best["bound"]).below == 0


def test_what_is_locked_stays_when_the_rest_is_proposed_again(cast: Cast) -> None:
    proposal = proposed(cast)
    lena, kept = cast.actor("lena"), proposal.places[0]
    lock_group(by=lena, proposal=proposal, place=kept["id"], locked=True, edition=proposal.edition)
    candidate(cast, "Zoe", months=70)

    again = propose_again(by=lena, proposal=proposal, edition=proposal.edition, now=NOW)

    same = [row for row in again.places if row["members"] == kept["members"]]
    assert [(row["staff"], row["day"], row["start"], row["locked"]) for row in same] == [
        (kept["staff"], kept["day"], kept["start"], True)
    ]
    with pytest.raises(ValidationError, match="locked"):
        move_child(by=lena, proposal=again, child=kept["members"][0], to=OUT, edition=again.edition)


def test_two_people_at_one_table_do_not_overwrite_each_other(cast: Cast) -> None:
    proposal = proposed(cast)
    seen, child = proposal.edition, proposal.places[0]["members"][0]
    move_child(by=cast.actor("lena"), proposal=proposal, child=child, to=OUT, edition=seen)

    with pytest.raises(EditConflict):
        move_child(by=cast.actor("lena"), proposal=proposal, child=child, to=OUT, edition=seen)


def test_only_who_reads_every_record_arranges(cast: Cast) -> None:
    caseload(cast, 2)

    for name in ("ines", "mona", "fay"):
        with pytest.raises(PermissionDenied):
            propose(by=cast.actor(name), term=term(cast, name), site=cast.site, discipline="OT", now=NOW)


def test_fewer_than_two_children_are_no_group(cast: Cast) -> None:
    candidate(cast, "Ana")
    free(cast, 13, 18, staff=cast.staff["ines"])

    with pytest.raises(ValidationError, match="decide the step"):
        propose(by=cast.actor("lena"), term=term(cast), site=cast.site, discipline="OT", now=NOW)


def test_a_dropped_proposal_stays_readable_and_is_not_arranged_further(cast: Cast) -> None:
    proposal = proposed(cast)
    drop(by=cast.actor("lena"), proposal=proposal, why="Two families moved.", now=NOW)

    with pytest.raises(ValidationError):
        lock_group(by=cast.actor("lena"), proposal=proposal, place="g1", locked=True, edition=proposal.edition)

    assert Proposal.objects.with_state().get().state == "dropped"
    assert AuditEvent.objects.filter(action="groups.drop").exists()
