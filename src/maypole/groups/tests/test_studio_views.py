"""The studio's pages: who may come in, what a table says, and that nothing is lost when something is refused."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maypole.audit.models import AuditEvent
from maypole.groups.actions.arranging import hold_child, move_child
from maypole.groups.actions.roster import ask_families
from maypole.groups.models import GroupRules, InCompany, PairWish, Proposal
from maypole.people.models import Precaution
from maypole.visits.models import Visit, VisitStatus
from tests.cast import Cast

from .rows import NOW, candidate, caseload, free, term
from .test_studio import proposed

As = Callable[[str], Client]


def path(proposal: Proposal, *rest: str) -> str:
    return "/".join(["/groups/studio", str(proposal.pk), *rest])


def step(proposal: Proposal, **told: object) -> dict[str, object]:
    return {"edition": Proposal.objects.get(pk=proposal.pk).edition, **told}


def test_a_proposal_is_begun_with_term_site_and_field(cast: Cast, as_: As) -> None:
    caseload(cast, 4)
    chosen = {"term": term(cast).pk, "site": cast.site.pk, "discipline": "OT"}

    answer = as_("lena").post("/groups/studio", chosen)

    proposal = Proposal.objects.get()
    assert answer.headers["Location"] == path(proposal)
    page = as_("lena").get(path(proposal)).content.decode()
    assert "4 of 4 children have a group." in page
    assert "Best possible, proven" in page


def test_with_nobody_to_group_the_choice_is_kept_and_the_reason_told(cast: Cast, as_: As) -> None:
    candidate(cast, "Ana")
    autumn = term(cast)

    page = as_("lena").post("/groups/studio", {"term": autumn.pk, "site": cast.site.pk, "discipline": "OT"})

    assert page.status_code == 422
    assert "First decide the step for each." in page.content.decode()
    assert f'value="{autumn.pk}" selected' in page.content.decode()


def test_before_there_is_a_term_the_studio_says_so(cast: Cast, as_: As) -> None:
    page = as_("lena").get("/groups/studio").content.decode()

    assert "Groups are formed for a term." in page
    assert "No proposal yet" in page


@pytest.mark.parametrize("who", ["ines", "mona", "fay", "rosa"])
def test_only_who_reads_every_record_comes_in(cast: Cast, as_: As, who: str) -> None:
    proposal = proposed(cast, 2)

    for address in ("/groups/studio", path(proposal), path(proposal, "wish")):
        assert as_(who).get(address).status_code == 403
    assert as_(who).post(path(proposal, "questions")).status_code == 403


def test_another_clinic_s_proposal_is_not_there(cast: Cast, as_: As) -> None:
    proposal = proposed(cast, 2)

    assert as_("eva").get(path(proposal)).status_code == 404
    assert as_("eva").post(path(proposal, "moves"), step(proposal, child="x", to="g1")).status_code == 404


@pytest.mark.mission("S74")
def test_a_card_shows_level_spread_and_models(cast: Cast, as_: As) -> None:
    proposal = proposed(cast, 4)

    page = as_("lena").get(path(proposal)).content.decode()

    assert "levels 1 to 4, 3 models a step ahead" in page
    assert "Models a step ahead." in page


@pytest.mark.mission("S68")
def test_a_card_shows_visits_alone_or_why_company_comes_first(cast: Cast, as_: As) -> None:
    proposal = proposed(cast, 2)
    child = UUID(proposal.places[0]["members"][0])
    cast.site.children.get(pk=child).stepdecision_rows.update(exception="Her sister is in it.")

    page = as_("lena").get(path(proposal)).content.decode()

    assert "0 visits alone" in page
    assert "Company first, because: Her sister is in it." in page


def test_precautions_and_support_stand_beside_the_name(cast: Cast, as_: As) -> None:
    children = caseload(cast, 2)
    Precaution.objects.create(
        organisation=cast.clinic, child=children[0], by=cast.users["lena"], kind="allergy", title="Nut allergy"
    )
    InCompany.objects.create(organisation=cast.clinic, child=children[1], needs_support=True, by=cast.users["lena"])
    as_("lena").post("/groups/studio", {"term": term(cast).pk, "site": cast.site.pk, "discipline": "OT"})

    page = as_("lena").get(path(Proposal.objects.get())).content.decode()

    assert "Nut allergy" in page
    assert "Needs an adult close by" in page
    assert "One adult for 2 children; your rule allows 2." in page


def test_tries_are_told_for_each_child(cast: Cast, as_: As) -> None:
    """Forty tries in four visits of 45 minutes: ten alone, five in a pair."""
    proposal = proposed(cast, 2)

    assert "about 5 tries here (alone: 10)" in as_("lena").get(path(proposal)).content.decode()


def test_a_page_asks_as_often_for_eight_as_for_two(cast: Cast, as_: As) -> None:
    lena, counts = as_("lena"), []
    for number in (2, 8):
        for name in ("Mia", "Nia", "Oli", "Pia", "Quin", "Rui")[: number - 2]:
            candidate(cast, name)
        proposal = proposed(cast, 2) if number == 2 else Proposal.objects.get(pk=begun(cast, lena))
        with CaptureQueriesContext(connection) as asked:
            lena.get(path(proposal))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def begun(cast: Cast, client: Client) -> str:
    answer = client.post("/groups/studio", {"term": term(cast, "Winter").pk, "site": cast.site.pk, "discipline": "OT"})
    return answer.headers["Location"].rpartition("/")[2]


def test_every_place_of_a_child_is_priced(cast: Cast, as_: As) -> None:
    proposal = proposed(cast)
    child = proposal.places[0]["members"][0]

    page = as_("lena").get(path(proposal, "children", child)).content.decode()
    piece = as_("lena").get(path(proposal, "children", child), headers={"HX-Request": "true"}).content.decode()

    assert page.count('data-price-to="') == piece.count('data-price-to="') == len(proposal.places)
    assert "Out of all groups" in page
    assert "<html" not in piece


def test_a_move_and_its_undo(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast), as_("lena")
    child, home = proposal.places[0]["members"][0], proposal.places[0]["id"]

    assert lena.post(path(proposal, "moves"), step(proposal, child=child, to="")).status_code == 302
    out = Proposal.objects.get()
    page = lena.get(path(proposal)).content.decode()
    assert child not in out.places[0]["members"]
    assert "points below the best possible" in page or "rule" in page
    assert f"{path(proposal, 'undo')}?edition={out.edition}" in page

    assert lena.post(f"{path(proposal, 'undo')}?edition={out.edition}").status_code == 302
    back = Proposal.objects.get()
    assert child in next(row for row in back.places if row["id"] == home)["members"]
    assert lena.post(path(proposal, "undo"), step(proposal)).status_code == 422
    trail = AuditEvent.objects.filter(child_id=child, action__startswith="groups.move").order_by("number")
    assert list(trail.values_list("action", flat=True)) == ["groups.move", "groups.move_back"]


def test_two_leads_at_once_lose_nothing(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast), as_("lena")
    told = step(proposal, child=proposal.places[0]["members"][0], to="")
    move_child(by=cast.actor("lena"), proposal=proposal, child=proposal.places[1]["members"][0], to="", edition=1)
    places = Proposal.objects.get().places

    page = lena.post(path(proposal, "moves"), told)

    assert page.status_code == 409
    assert "Somebody changed the table meanwhile" in page.content.decode()
    assert Proposal.objects.get().places == places


@pytest.mark.mission("S80")
def test_nobody_drags_two_who_are_to_be_apart_together(cast: Cast, as_: As) -> None:
    children = caseload(cast)
    PairWish.objects.create(
        organisation=cast.clinic, child=children[0], other=children[1], kind="apart", why="They bite.",
        by=cast.users["lena"],
    )  # fmt: skip
    lena = as_("lena")
    lena.post("/groups/studio", {"term": term(cast).pk, "site": cast.site.pk, "discipline": "OT"})
    proposal, one = Proposal.objects.get(), str(children[0].pk)
    there = next(row["id"] for row in proposal.places if str(children[1].pk) in row["members"])

    priced = lena.get(path(proposal, "children", one)).content.decode()
    refused = lena.post(path(proposal, "moves"), step(proposal, child=one, to=there))

    assert "Ana and Ben are to be apart." in priced or "Ben and Ana are to be apart." in priced
    assert f'name="to" value="{there}"' not in priced
    assert refused.status_code == 422
    assert Proposal.objects.get().places == proposal.places


@pytest.mark.mission("S67")
def test_nobody_drags_a_group_beyond_its_ratio(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast), as_("lena")
    full = max(proposal.places, key=lambda row: len(row["members"]))
    assert len(full["members"]) == GroupRules().size_max
    other = next(row for row in proposal.places if row["id"] != full["id"])

    answer = lena.post(path(proposal, "moves"), step(proposal, child=other["members"][0], to=full["id"]))

    assert answer.status_code == 422
    assert "too many for one adult" in answer.content.decode()


@pytest.mark.mission("S76")
def test_the_composer_obeys_the_age_window(cast: Cast, as_: As) -> None:
    free(cast, 14, 15, "0", staff=cast.staff["ines"])  # one hour a week: together, or somebody has no place
    for name, months in (("Ana", 60), ("Ben", 60), ("Cleo", 80), ("Dov", 80)):
        candidate(cast, name, months=months)
    chosen = {"term": term(cast).pk, "site": cast.site.pk, "discipline": "OT"}
    as_("lena").post("/groups/studio", chosen)
    together = Proposal.objects.get()
    GroupRules.objects.create(organisation=cast.clinic, span_young=12, by=cast.users["lena"])

    as_("lena").post("/groups/studio", chosen)

    apart = Proposal.objects.exclude(pk=together.pk).get()
    ages = {child["id"]: child["age_months"] for child in apart.problem["children"]}
    spans = [
        max(ages[one] for one in row["members"]) - min(ages[one] for one in row["members"]) for row in apart.places
    ]
    assert [len(row["members"]) for row in together.places] == [4]
    assert [len(row["members"]) for row in apart.places] == [2]
    assert spans == [0]


def test_lock_hold_and_solve_the_rest(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast), as_("lena")
    kept, held = proposal.places[0], proposal.places[1]["members"][0]
    lena.post(path(proposal, "locks"), step(proposal, place=kept["id"], on="1"))
    lena.post(path(proposal, "locks"), step(proposal, child=held, on="1"))

    assert lena.post(path(proposal, "moves"), step(proposal, child=held, to="")).status_code == 422
    assert lena.post(path(proposal, "moves"), step(proposal, child=kept["members"][0], to="")).status_code == 422
    candidate(cast, "Zoe", months=70)
    assert lena.post(path(proposal, "solution"), step(proposal, gentle="1")).status_code == 302

    after = Proposal.objects.get()
    spot = next(row for row in after.places if held in row["members"])
    assert [row["locked"] for row in after.places if row["members"] == kept["members"]] == [True]
    assert held in spot["held"]
    assert (spot["staff"], spot["day"], spot["start"]) == tuple(
        proposal.places[1][key] for key in ("staff", "day", "start")
    )
    assert "As few changes as possible, proven" in lena.get(path(proposal)).content.decode()


def test_an_unlocked_group_makes_the_proof_stale(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast), as_("lena")
    lena.post(path(proposal, "locks"), step(proposal, place=proposal.places[0]["id"], on="1"))
    lena.post(path(proposal, "solution"), step(proposal, gentle="0"))
    assert "Around what you locked" in lena.get(path(proposal)).content.decode()
    locked = next(row["id"] for row in Proposal.objects.get().places if row["locked"])

    lena.post(path(proposal, "locks"), step(proposal, place=locked, on="0"))

    page = lena.get(path(proposal)).content.decode()
    assert "Not known any more" in page
    assert "Best possible" not in page
    assert ask_families(by=cast.actor("lena"), proposal=Proposal.objects.get(), now=NOW)


def test_holding_needs_a_place(cast: Cast) -> None:
    proposal = proposed(cast)
    lena, child = cast.actor("lena"), proposal.places[0]["members"][0]
    move_child(by=lena, proposal=proposal, child=child, to="", edition=proposal.edition)

    with pytest.raises(Exception, match="Only a child in a group"):
        hold_child(by=lena, proposal=proposal, child=child, held=True, edition=proposal.edition)


def test_a_new_group_is_filled_by_hand(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast, 4), as_("lena")
    told = {"day": "fri", "start": "14:00", "staff": str(cast.staff["ines"].pk), "room": str(cast.room.pk)}

    assert lena.post(path(proposal, "groups"), step(proposal, **told)).status_code == 302
    for child in proposal.places[0]["members"][:2]:
        assert lena.post(path(proposal, "moves"), step(proposal, child=child, to="g2")).status_code == 302

    assert [len(row["members"]) for row in Proposal.objects.get().places] == [2, 2]
    assert lena.post(path(proposal, "groups"), step(proposal, day="fri")).status_code == 422


def test_who_is_left_out_gets_the_smallest_conflict_and_what_would_help(cast: Cast, as_: As) -> None:
    caseload(cast, 2)
    late = candidate(cast, "Zoe", months=70)
    late.free_times.all().delete()
    free(cast, 9, 10, "0", child=late)
    as_("lena").post("/groups/studio", {"term": term(cast).pk, "site": cast.site.pk, "discipline": "OT"})

    page = as_("lena").get(path(Proposal.objects.get())).content.decode()

    assert "One child without a group" in page
    assert "Those who would fit cannot come at the same times." in page
    assert "Another hour in common. Zoe is free Monday 09:00–10:00." in page


def test_why_not_with_another_child(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast), as_("lena")
    one, other = proposal.places[0]["members"][0], proposal.places[1]["members"][0]

    page = lena.get(f"{path(proposal, 'wish')}?child={one}&other={other}").content.decode()

    assert "could be together." in page
    assert "It would be possible in place of" in page or "The whole plan loses" in page
    assert lena.get(f"{path(proposal, 'wish')}?child={one}&other={one}").status_code == 422


def test_thin_data_and_children_without_a_birth_date_are_named(cast: Cast, as_: As) -> None:
    caseload(cast, 2)
    candidate(cast, "Thea", sessions=1)
    unborn = candidate(cast, "Uma")
    unborn.birth_date = None
    unborn.save()
    as_("lena").post("/groups/studio", {"term": term(cast).pk, "site": cast.site.pk, "discipline": "OT"})

    page = as_("lena").get(path(Proposal.objects.get())).content.decode()

    assert "Too few sessions to match on: Thea." in page
    assert "no birth date is known: Uma." in page


def test_a_visit_alone_counts_as_evidence(cast: Cast, as_: As) -> None:
    proposal = proposed(cast, 2)
    child = cast.site.children.get(pk=proposal.places[0]["members"][0])
    owner = {"organisation": cast.clinic, "by": cast.users["ines"]}
    visit = Visit.objects.create(**owner, child=child, staff=cast.staff["ines"], starts_at=NOW)
    VisitStatus.objects.create(**owner, visit=visit, state="finished", at=NOW)

    assert "1 visit alone" in as_("lena").get(path(proposal)).content.decode()
