"""Ways of working with their evidence, and the one card everybody follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maypole.access.editions import EditConflict
from maypole.plan.actions import PlanRefused
from maypole.plan.cards import keep_card, put_card_away
from maypole.plan.evidence import looked, review_evidence, write_strategy
from maypole.plan.library import KINDS, library, snapshot
from maypole.plan.models import HowCard, Strategy
from maypole.web.areas import BY_CODE
from tests.cast import Cast

from .rows import NOW

LEAVING = {"title": "Leaving the playground", "steps": "Say how many turns are left\nCount them\nGo", "say": "Two more"}


def leaving(cast: Cast) -> HowCard:
    return keep_card(by=cast.actor("ines"), child=cast.maya, words=LEAVING, uses={"home": "Rosa"}, at=NOW)


@pytest.mark.mission("S55")
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_shipped_strategy_has_source_confidence_and_limits(language: str) -> None:
    shipped = library(language).strategies

    assert len(shipped) >= 18
    for one in shipped:
        assert one.area in BY_CODE
        assert set(one.also) <= set(BY_CODE)
        assert one.sources
        assert all(source.kind in KINDS and 1950 < source.year < 2027 for source in one.sources), one.code
        assert all((one.name, one.why, one.limits, len(one.steps) >= 4)), one.code


def test_every_area_has_a_strategy() -> None:
    assert [area for area in BY_CODE if not library().for_area(area)] == []


def test_spanish_says_everything_anew() -> None:
    english, spanish = library("en"), library("es")

    same = [
        one.code
        for one, other in zip(english.strategies, spanish.strategies, strict=True)
        if one.why == other.why or one.steps == other.steps or one.limits == other.limits
    ]

    assert same == []
    assert "niños y jóvenes autistas" in snapshot(english.by_code["visual_schedule"], "es")["source"]


@pytest.mark.mission("S55")
def test_the_clinic_sees_when_evidence_was_looked_at(cast: Cast) -> None:
    before = {one.code: one for one in looked(cast.clinic.pk, "en")}["chaining"]
    assert before.due_on > before.reviewed_on

    at = NOW + timedelta(days=365)
    review_evidence(by=cast.actor("lena"), code="chaining", confidence="strong", why="Two new trials", at=at)

    rows = looked(cast.clinic.pk, "en")
    after = next(one for one in rows if one.code == "chaining")
    assert (after.reviewed_on, after.confidence, after.words) == (at.date(), "strong", "Two new trials")
    assert rows[-1] == after


def test_the_clinics_own_way_is_named_once(cast: Cast) -> None:
    own = {
        "name": "Songs", "area": "self_care", "why": "A tune", "source": "Own trial", "confidence": "low",
        "limits": "One child", "steps": "Sing", "reviewed_on": NOW.date(),
    }  # fmt: skip
    write_strategy(by=cast.actor("ines"), strategy=Strategy(**own), at=NOW)

    with pytest.raises(PlanRefused, match="of this name already"):
        write_strategy(by=cast.actor("lena"), strategy=Strategy(**own), at=NOW)


@pytest.mark.mission("S56")
def test_there_is_one_current_card_and_the_older_one_is_kept(cast: Cast) -> None:
    first = leaving(cast)
    second = keep_card(
        by=cast.actor("ada"), child=cast.maya, topic=first.topic, seen=1, words={**LEAVING, "say": "One more"},
        uses={"home": "Rosa", "school": "Ms Okafor"}, why="Two was too many",
    )  # fmt: skip

    assert list(HowCard.objects.current().filter(child=cast.maya)) == [second]
    assert HowCard.objects.get(pk=first.pk).say == "Two more"
    assert {use.place: use.who for use in second.uses.all()} == {"home": "Rosa", "school": "Ms Okafor"}


@pytest.mark.mission("S56")
def test_a_second_card_of_the_same_name_is_refused(cast: Cast) -> None:
    leaving(cast)

    with pytest.raises(PlanRefused, match="everybody follows one card"):
        keep_card(by=cast.actor("ada"), child=cast.maya, words={**LEAVING, "title": "leaving the Playground"}, uses={})


def test_two_people_change_a_card_and_the_second_is_told(cast: Cast) -> None:
    first = leaving(cast)
    keep_card(by=cast.actor("ines"), child=cast.maya, topic=first.topic, seen=1, words=LEAVING, uses={}, why="a")

    with pytest.raises(EditConflict):
        keep_card(by=cast.actor("ada"), child=cast.maya, topic=first.topic, seen=1, words=LEAVING, uses={}, why="b")


def test_a_card_changes_and_goes_away_for_a_reason(cast: Cast) -> None:
    first = leaving(cast)
    with pytest.raises(PlanRefused, match="what changed"):
        keep_card(by=cast.actor("ines"), child=cast.maya, topic=first.topic, seen=1, words=LEAVING, uses={})
    with pytest.raises(PlanRefused, match="nobody needs this card"):
        put_card_away(by=cast.actor("ines"), card=first, why="")

    put_card_away(by=cast.actor("ines"), card=first, why="She leaves on her own")

    assert not HowCard.objects.current().filter(child=cast.maya).exists()
    assert HowCard.objects.filter(child=cast.maya).count() == 2
