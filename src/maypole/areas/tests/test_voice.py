"""Speaking with help: the line on every screen, and the register of devices."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from maypole.areas.actions import voice
from maypole.areas.models import AacProfile, Device, DeviceLoan
from maypole.people.models import Precaution
from maypole.visits.tests.rows import started
from tests.cast import Cast

As = Callable[[str], Client]
SENT = {
    "system": "Tablet with a picture board", "kind": "app", "access": "touch", "kept_at": "Around her neck",
    "partners": "Points while talking\nWaits", "vocabulary_size": "120",
}  # fmt: skip


def profile(cast: Cast, **changed: object) -> AacProfile:
    words = {"system": "Tablet", "kind": "app", "access": "touch", "partners": "Waits", **changed}
    return voice.write_profile(by=cast.actor("ines"), child=cast.maya, profile=AacProfile(**words))


def device(cast: Cast, number: str = "T-1") -> Device:
    return voice.add_device(by=cast.actor("mona"), name="Tablet", number=number)


@pytest.mark.parametrize(("name", "page"), [("ines", "child"), ("rosa", "child"), ("ines", "visit")])
def test_every_screen_where_the_child_is_met_says_within_reach(cast: Cast, as_: As, name: str, page: str) -> None:
    as_("ines").post(reverse("voice_edit", args=[cast.maya.pk]), SENT)
    key = started(cast).pk if page == "visit" else cast.maya.pk

    told = as_(name).get(reverse(page, args=[key])).content.decode()

    assert "speaks with: Tablet with a picture board" in told
    assert "Keep it within reach, always." in told


def test_new_words_replace_the_line_and_old_ones_stay_told_once(cast: Cast) -> None:
    first, same = profile(cast), profile(cast, partners="Waits longer")
    newer = profile(cast, system="Eye gaze board")

    holding = Precaution.objects.in_force().filter(child=cast.maya, kind="voice")

    assert first.precaution_id == same.precaution_id
    assert [row.pk for row in holding] == [newer.precaution_id]


def test_the_family_reads_what_a_good_partner_does(cast: Cast, as_: As) -> None:
    as_("ada").post(reverse("voice_edit", args=[cast.maya.pk]), SENT)

    told = as_("rosa").get(reverse("voice", args=[cast.maya.pk])).content.decode()

    assert "Points while talking" in told
    assert "Around her neck" in told
    assert as_("daniel").get(reverse("voice", args=[cast.maya.pk])).status_code == 403


def test_a_profile_without_partner_skills_is_refused(cast: Cast, as_: As) -> None:
    answer = as_("ines").post(reverse("voice_edit", args=[cast.maya.pk]), SENT | {"partners": ""})

    assert answer.status_code == 422
    assert not AacProfile.objects.exists()


def test_the_register_says_who_has_which_device_since_when(cast: Cast, as_: As) -> None:
    lent = device(cast)
    as_("ines").post(reverse("aac_loan", args=[lent.pk]), {"child": str(cast.maya.pk)})

    told = as_("mona").get(reverse("aac_devices")).content.decode()

    assert "With Maya since" in told
    assert "Number T-1" in told


def test_a_child_in_somebody_elses_care_is_not_named(cast: Cast, as_: As) -> None:
    voice.lend_device(by=cast.actor("mona"), device=device(cast), child=cast.noor)

    told = as_("ines").get(reverse("aac_devices")).content.decode()

    assert "somebody else’s care" in told
    assert "Noor" not in told


def test_a_device_is_with_one_child_until_it_is_back(cast: Cast, as_: As) -> None:
    lent = device(cast)
    loan = voice.lend_device(by=cast.actor("mona"), device=lent, child=cast.maya)
    with pytest.raises(ValidationError):
        voice.lend_device(by=cast.actor("mona"), device=lent, child=cast.noor)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeviceLoan.objects.create(organisation=cast.clinic, by=cast.users["mona"], device=lent, child=cast.noor)

    as_("ines").post(reverse("aac_return", args=[loan.pk]), {"condition": "A scratch"})

    assert DeviceLoan.objects.get().condition == "A scratch"
    assert voice.lend_device(by=cast.actor("mona"), device=lent, child=cast.noor)


@pytest.mark.parametrize("name", ["fay", "rosa", "cora"])
def test_who_lends_nothing_has_no_register(cast: Cast, as_: As, name: str) -> None:
    assert as_(name).get(reverse("aac_devices")).status_code == 403


def test_a_colleague_cannot_take_back_for_a_child_they_do_not_know(cast: Cast, as_: As) -> None:
    loan = voice.lend_device(by=cast.actor("mona"), device=device(cast), child=cast.maya)

    assert as_("jiho").post(reverse("aac_return", args=[loan.pk])).status_code == 404


def test_a_number_is_given_once(cast: Cast, as_: As) -> None:
    device(cast)

    answer = as_("mona").post(reverse("aac_devices"), {"name": "Board", "number": "T-1"})

    assert answer.status_code == 422
    assert Device.objects.count() == 1
