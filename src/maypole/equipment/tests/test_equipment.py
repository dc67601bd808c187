"""The register: what may be used, what may not, and why; loans and trials."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.equipment import actions
from maypole.equipment.models import Equipment, EquipmentLoan, EquipmentTrial
from maypole.equipment.present import refusal
from tests.cast import Cast

NOW = datetime(2026, 3, 10, 13, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def make(cast: Cast, kind: str = "swing", every: int | None = 90, **fields: Any) -> Equipment:
    thing = Equipment(site=cast.site, name=fields.pop("name", "Platform swing"), kind=kind, inspect_every_days=every)
    for name, value in fields.items():
        setattr(thing, name, value)
    return actions.enter(by=cast.actor("mona"), equipment=thing, now=NOW - timedelta(days=400))


def inspected(cast: Cast, thing: Equipment, on: date = TODAY, passed: bool = True) -> Equipment:
    why = "" if passed else "A frayed rope"
    actions.check(by=cast.actor("mona"), equipment=thing, kind="inspection", on=on, passed=passed, why=why, now=NOW)
    return Equipment.objects.with_standing().get(pk=thing.pk)


@pytest.mark.mission("S60")
def test_a_swing_may_not_be_used_before_its_first_inspection(cast: Cast) -> None:
    swing = Equipment.objects.with_standing().get(pk=make(cast).pk)

    assert not swing.usable(TODAY)
    assert "never been inspected" in refusal(swing, TODAY)


@pytest.mark.mission("S60")
@pytest.mark.parametrize(("ago", "usable"), [(0, True), (90, True), (91, False)])
def test_an_inspection_holds_for_its_days_and_no_day_longer(cast: Cast, ago: int, usable: bool) -> None:
    swing = inspected(cast, make(cast), TODAY - timedelta(days=ago))

    assert swing.usable(TODAY) is usable
    assert bool(refusal(swing, TODAY)) is not usable


@pytest.mark.mission("S60")
def test_a_failed_inspection_blocks_until_a_newer_one_passed(cast: Cast) -> None:
    swing = inspected(cast, make(cast), TODAY - timedelta(days=1), passed=False)
    assert "failed" in refusal(swing, TODAY)

    assert inspected(cast, swing).usable(TODAY)


def test_a_failed_inspection_says_what_was_wrong(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        actions.check(
            by=cast.actor("mona"), equipment=make(cast), kind="inspection", on=TODAY, passed=False, why=" ", now=NOW
        )


def test_out_of_service_needs_a_reason_and_is_told(cast: Cast) -> None:
    ball = make(cast, "ball", None)
    with pytest.raises(ValidationError):
        actions.set_state(by=cast.actor("ines"), equipment=ball, state="out", why="", now=NOW)

    actions.set_state(by=cast.actor("ines"), equipment=ball, state="out", why="A leak", now=NOW)

    assert "A leak" in refusal(Equipment.objects.with_standing().get(pk=ball.pk), TODAY)
    assert AuditEvent.objects.filter(action="equipment.out").exists()


def test_the_database_refuses_a_swing_nobody_inspects(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(cast, every=None)


def lend(cast: Cast, thing: Equipment, due: date = TODAY + timedelta(days=14)) -> EquipmentLoan:
    loan = EquipmentLoan(equipment=thing, child=cast.maya, due_back_on=due, words="For meals")
    return actions.lend(by=cast.actor("ines"), loan=loan, now=NOW)


@pytest.mark.mission("S60")
def test_what_is_overdue_is_not_lent_and_what_is_lent_is_not_here(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        lend(cast, make(cast))
    spoon = make(cast, "cutlery", None, name="Bent spoon")

    loan = lend(cast, spoon)

    assert "with a family" in refusal(Equipment.objects.with_standing().get(pk=spoon.pk), TODAY)
    with pytest.raises(ValidationError):
        lend(cast, spoon)
    actions.take_back(by=cast.actor("ines"), loan=loan, now=NOW)
    assert Equipment.objects.with_standing().get(pk=spoon.pk).usable(TODAY)


def test_the_register_shows_first_what_may_not_be_used(cast: Cast, as_: Callable[[str], Client]) -> None:
    make(cast, "ball", None, name="A ball")
    make(cast, name="Zebra swing")

    page = as_("mona").get("/equipment").content.decode()

    assert page.index("Zebra swing") < page.index("A ball")
    assert "Never inspected" in page


def test_an_inspection_is_noted_on_the_page_of_the_thing(cast: Cast, as_: Callable[[str], Client]) -> None:
    swing, mona = make(cast), as_("mona")
    sent = {"kind": "inspection", "on": timezone.localdate().isoformat(), "passed": "yes"}

    assert mona.post(f"/equipment/{swing.pk}/checks", sent).status_code == 302

    assert b"Fit for use" in mona.get(f"/equipment/{swing.pk}").content
    assert mona.post(f"/equipment/{swing.pk}/checks", sent | {"passed": "no"}).status_code == 422


def test_a_stranger_finds_no_thing_of_this_clinic(cast: Cast, as_: Callable[[str], Client]) -> None:
    swing = make(cast)

    assert as_("eva").get(f"/equipment/{swing.pk}").status_code == 404
    assert as_("rosa").get("/equipment").status_code == 403


@pytest.mark.mission("S60")
def test_a_trial_is_told_to_the_family_with_where_to_get_it(cast: Cast, as_: Callable[[str], Client]) -> None:
    spoon = make(cast, "cutlery", None, name="Bent spoon", where_to_get="The town’s lending library")
    sent = {
        "what": "A bent spoon",
        "equipment": str(spoon.pk),
        "on": "2026-03-01",
        "outcome": "helps",
        "words": "Less spilled",
    }

    assert as_("ines").post(f"/children/{cast.maya.pk}/equipment/trials", sent).status_code == 302

    told = as_("rosa").get(f"/children/{cast.maya.pk}/equipment").content.decode()
    assert EquipmentTrial.objects.get().outcome == "helps"
    assert "Less spilled" in told
    assert "lending library" in told
    assert as_("jiho").get(f"/children/{cast.maya.pk}/equipment").status_code == 404


def test_the_register_asks_equally_often_for_one_thing_or_ten(cast: Cast, as_: Callable[[str], Client]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    mona, counts = as_("mona"), []
    for wanted in (1, 10):
        for number in range(Equipment.objects.count(), wanted):
            thing = make(cast, "cutlery", None, name=f"Spoon {number}")
            lend(cast, thing)
        mona.get("/equipment")
        with CaptureQueriesContext(connection) as seen:
            mona.get("/equipment")
        counts.append(len(seen))

    assert counts[0] == counts[1]
