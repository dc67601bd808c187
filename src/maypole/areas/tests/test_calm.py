"""The calm-down plan: versions, two writers, and the school that reads it while the family agrees."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.access.editions import EditConflict
from maypole.areas.actions.calm import write_calm_plan
from maypole.areas.models import CalmPlan
from maypole.areas.present.calm import changes
from maypole.people.models import Consent
from tests.cast import Cast

from .rows import CALM, calm_plan, consent, event, sense

As = Callable[[str], Client]


def address(cast: Cast) -> str:
    return reverse("calm_plan", args=[cast.maya.pk])


@pytest.mark.mission("S37")
@pytest.mark.parametrize("name", ["ines", "rosa", "maya"])
def test_the_plan_is_read_by_the_family_and_the_young_person(cast: Cast, as_: As, name: str) -> None:
    calm_plan(cast)

    told = as_(name).get(address(cast)).content.decode()

    assert all(words in told for words in ("Hums louder", "Say it once, softly", "Nobody holds her", "A song"))


@pytest.mark.mission("S37")
def test_the_school_reads_it_by_consent_and_stops_at_once_when_it_is_withdrawn(cast: Cast, as_: As) -> None:
    calm_plan(cast)
    client = as_("okafor")
    assert client.get(address(cast)).status_code == 403

    given = consent(cast)
    assert "Nobody holds her" in client.get(address(cast)).content.decode()

    Consent.objects.filter(pk=given.pk).update(withdrawn_at=timezone.now())
    assert client.get(address(cast)).status_code == 404


@pytest.mark.mission("S37")
def test_a_consent_that_runs_out_closes_the_page(cast: Cast, as_: As) -> None:
    calm_plan(cast)
    given = consent(cast)
    Consent.objects.filter(pk=given.pk).update(ends_at=timezone.now())

    assert as_("okafor").get(address(cast)).status_code == 404


@pytest.mark.mission("S37")
def test_by_consent_one_sees_that_page_and_nothing_else(cast: Cast, as_: As) -> None:
    calm_plan(cast)
    calm_plan(cast, helps="A drum")
    sense(cast)
    event(cast)
    consent(cast)
    client, child = as_("okafor"), cast.maya.pk

    told = client.get(address(cast)).content.decode()

    assert "A drum" in told
    assert "Two choices" not in told
    for name in ("areas", "sensory_diary", "food_diary", "voice", "behaviour", "behaviour_new", "milestones", "plan"):
        assert client.get(reverse(name, args=[child])).status_code == 403


@pytest.mark.mission("S37")
def test_the_outside_partys_page_leads_there(cast: Cast, as_: As) -> None:
    calm_plan(cast)
    consent(cast)

    told = as_("okafor").get(reverse("child", args=[cast.maya.pk])).content.decode()

    assert address(cast) in told


def test_the_family_sees_who_else_may_read_it(cast: Cast, as_: As) -> None:
    calm_plan(cast)
    consent(cast)

    assert "Ms Okafor" in as_("rosa").get(address(cast)).content.decode()


def test_each_version_says_what_changed_and_why(cast: Cast) -> None:
    calm_plan(cast)
    calm_plan(cast, helps="A song\nA drum")

    [edition] = changes(list(CalmPlan.objects.all()))

    assert edition.version.why == "Learnt something"
    assert [part.lines for part in edition.added] == [["A drum"]]
    assert [part.lines for part in edition.removed] == [["Two choices"]]


def test_a_change_without_a_reason_is_refused(cast: Cast) -> None:
    calm_plan(cast)

    with pytest.raises(ValidationError):
        write_calm_plan(by=cast.actor("ines"), child=cast.maya, texts=CALM, read=1)


def test_nobody_overwrites_what_they_have_not_read(cast: Cast) -> None:
    calm_plan(cast)

    with pytest.raises(EditConflict):
        write_calm_plan(by=cast.actor("lena"), child=cast.maya, texts=CALM, read=0, why="Mine")
    assert CalmPlan.objects.count() == 1


def test_two_writers_lose_no_word(cast: Cast, as_: As) -> None:
    calm_plan(cast)
    calm_plan(cast, helps="A drum")
    sent = CALM | {"helps": "A swing", "edition": "1", "why": "It worked"}
    client, edit = as_("lena"), reverse("calm_plan_edit", args=[cast.maya.pk])

    answer = client.post(edit, sent)

    told = answer.content.decode()
    assert answer.status_code == 409
    assert "A swing" in told
    assert "A drum" in told
    assert 'class="errors"' in told  # an older draft of the browser stays away from the newer version
    assert 'name="edition" value="2"' in told
    assert client.post(edit, sent | {"edition": "2"}).status_code == 302
    assert CalmPlan.objects.count() == 3


@pytest.mark.parametrize("name", ["rosa", "ada", "okafor"])
def test_only_who_plans_writes_it(cast: Cast, as_: As, name: str) -> None:
    assert as_(name).get(reverse("calm_plan_edit", args=[cast.maya.pk])).status_code == 403


def test_a_plan_without_what_nobody_does_is_not_kept(cast: Cast, as_: As) -> None:
    sent = CALM | {"nobody": "", "edition": "0"}

    answer = as_("ines").post(reverse("calm_plan_edit", args=[cast.maya.pk]), sent)

    assert answer.status_code == 422
    assert not CalmPlan.objects.exists()
