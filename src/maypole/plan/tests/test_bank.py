"""The goal bank: starting points in every area, and never a word of one's own written over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.test import Client

from maypole.audit.models import AuditEvent
from maypole.plan.amounts import parse, typed
from maypole.plan.bank import Suggestion, search, shipped
from maypole.plan.bank_fill import blank, fill
from maypole.plan.models import BankGoal, Goal, Measure, Occupation
from maypole.plan.models.measure import INTERVALS
from maypole.web.areas import AREAS
from tests.cast import Cast

from .rows import long_goal

As = Callable[[str], Client]
OWN = {
    "area": "play", "occupation": "play", "title": "Builds a den", "who_does": "Builds a den with a friend",
    "conditions": "", "from_years": "4", "to_years": "9", "measure": "count", "criterion": "2",
    "improvement": "increase",
}  # fmt: skip


@pytest.mark.mission("S33", "S34", "S40")
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_area_has_starting_points_across_ages(language: str) -> None:
    found = Counter(one.area for one in shipped(language))

    assert all(found[area.code] >= 6 for area in AREAS)
    assert all(any(one.from_months < 48 for one in shipped(language) if one.area == area.code) for area in AREAS)
    assert all(any(one.to_months >= 96 for one in shipped(language) if one.area == area.code) for area in AREAS)


@pytest.mark.parametrize("one", shipped("es"), ids=lambda one: one.code)
def test_each_starting_point_is_measurable_as_its_kind_is(one: Suggestion) -> None:
    whole = one.scale_max or len(one.steps) or 10

    assert parse(one.measure, typed(Goal(measure=one.measure), one.criterion), whole) == one.criterion
    assert one.occupation in Occupation.values
    assert all((one.title, one.who_does, one.conditions))
    assert bool(one.steps) == (one.measure == Measure.STEPS)
    assert len(one.levels) == (5 if one.measure == Measure.ATTAINMENT else 0)
    assert bool(one.span_s) == (one.measure in INTERVALS | {Measure.RATE, Measure.LATENCY})


def test_both_languages_hold_the_same_and_different_words() -> None:
    pairs = list(zip(shipped("en"), shipped("es"), strict=True))

    assert [one.code for one, _other in pairs] == [other.code for _one, other in pairs]
    assert all(one.title != other.title and len(one.steps) == len(other.steps) for one, other in pairs)
    assert all(len(one.levels) == len(other.levels) and bool(one.unit) == bool(other.unit) for one, other in pairs)


def test_a_search_knows_no_accents_and_puts_the_childs_age_first() -> None:
    assert "fm-buttons" in [one.code for one in search(shipped("es"), "BOTON mitad")]
    months = [one.suits(20) for one in search(shipped("en"), area="feeding", months=20)]
    assert months == sorted(months, reverse=True)
    assert any(months)


def test_a_suggestion_fills_what_is_empty_and_offers_the_rest() -> None:
    found = next(one for one in shipped("en") if one.code == "sc-shoes")
    typed_so_far = QueryDict("title=My+own+words&measure=&improvement=increase&scale_max=10&who_does=")

    filled = fill(typed_so_far, found)

    assert filled.initial["title"] == "My own words"
    assert filled.initial["who_does"] == found.who_does
    assert filled.initial["measure"] == "trials"
    assert [offer.field for offer in filled.offers] == ["title"]


def test_another_kind_of_measure_is_never_mixed_in() -> None:
    found = next(one for one in shipped("en") if one.code == "fe-sit")
    mine = QueryDict("measure=count&criterion=4&unit=bites")

    kept, taken = fill(mine, found), fill(mine, found, take="measure")

    assert (kept.initial["measure"], kept.initial["criterion"]) == ("count", "4")
    assert "measure" in [offer.field for offer in kept.offers]
    assert (taken.initial["measure"], taken.initial["criterion"]) == ("duration", "15:00")


def test_taking_an_offer_gives_up_only_that_field() -> None:
    found = next(one for one in shipped("en") if one.code == "sc-shoes")
    mine = QueryDict("title=Mine&who_does=Mine+too")

    filled = fill(mine, found, take="title")

    assert (filled.initial["title"], filled.initial["who_does"]) == (found.title, "Mine too")


@pytest.mark.parametrize("one", shipped("en"), ids=lambda one: one.code)
def test_every_starting_point_can_begin_a_form(one: Suggestion) -> None:
    start = blank(one)

    assert start["title"] == one.title
    assert start["occupations"] == [one.occupation]
    assert start["criterion"]


def test_the_builder_keeps_what_was_typed(cast: Cast, as_: As) -> None:
    long = long_goal(cast)

    page = as_("ines").post(
        f"/children/{cast.maya.pk}/goals/new?under={long.pk}",
        {"title": "Mine", "family_words": "Ours", "suggest": "sc-shoes"},
    )

    html = page.content.decode()
    assert page.status_code == 200
    assert 'value="Mine"' in html
    assert "Ties both shoelaces with a bow that holds" in html
    assert "Your words stayed" in html
    assert Goal.objects.count() == 1


def test_a_suggestion_that_is_not_there_is_404(cast: Cast, as_: As) -> None:
    long = long_goal(cast)
    path = f"/children/{cast.maya.pk}/goals/new?under={long.pk}"

    assert as_("ines").post(path, {"suggest": "no-such"}).status_code == 404


def test_suggestions_are_for_those_who_plan_for_this_child(cast: Cast, as_: As) -> None:
    path = f"/children/{cast.maya.pk}/goals/suggestions?in_area=play"

    html = as_("ines").get(path, headers={"HX-Request": "true"}).content.decode()

    assert "Plays pretend" in html or "more: search" in html
    assert as_("rosa").get(path, headers={"HX-Request": "true"}).status_code in (403, 404)
    assert as_("ines").get(path)["Location"] == "/goal-bank?in_area=play"


def test_a_clinic_keeps_its_own_wording_and_takes_it_out(cast: Cast, as_: As) -> None:
    assert as_("ines").post("/goal-bank", OWN).status_code == 302

    row = BankGoal.objects.get()
    assert (row.criterion, row.from_months, row.to_months) == (2, 48, 108)
    assert "Builds a den" in as_("ines").get("/goal-bank?words=den").content.decode()
    as_("ines").post(f"/goal-bank/{row.pk}/end")
    as_("ines").post(f"/goal-bank/{row.pk}/end")
    assert "Builds a den" not in as_("ines").get("/goal-bank?words=den").content.decode()
    actions = AuditEvent.objects.filter(action__startswith="bank.").values_list("action", flat=True)
    assert sorted(actions) == ["bank.kept", "bank.taken_out"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"criterion": "many"}, "Write a number, 0 or more."),
        ({"to_years": "2"}, "Choose an age after the first one."),
        ({"measure": "whole", "criterion": "80"}, "Write how long one interval is"),
        ({"title": ""}, "field--error"),
    ],
)
def test_a_wording_that_makes_no_sense_is_refused_in_words(
    cast: Cast, as_: As, changed: dict[str, str], words: str
) -> None:
    page = as_("ines").post("/goal-bank", OWN | changed)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert not BankGoal.objects.exists()


def test_the_bank_of_another_clinic_is_not_seen(cast: Cast, as_: As) -> None:
    as_("ines").post("/goal-bank", OWN)
    row = BankGoal.objects.get()
    BankGoal.objects.filter(pk=row.pk).update(organisation=cast.stranger)

    assert "Builds a den" not in as_("ines").get("/goal-bank").content.decode()
    assert as_("ines").post(f"/goal-bank/{row.pk}/end").status_code == 404


@pytest.mark.parametrize("who", ["rosa", "fay"])
def test_only_who_plans_keeps_the_bank(cast: Cast, as_: As, who: str) -> None:
    assert as_(who).get("/goal-bank").status_code == 403
