"""From a worry to a child with one next step, and the row each change leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from maypole.audit.models import AuditEvent
from maypole.intake import actions
from maypole.intake.actions import LETTERS, Registration, new_reference
from maypole.intake.models import Enquiry, EnquiryStatus, NextStep
from maypole.people.invitations import AddressTaken
from maypole.people.models import Carer, Child, Diagnosis, StaffMember

if TYPE_CHECKING:
    from tests.cast import Cast

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
FRIDAY = date(2026, 3, 13)


def asked(cast: Cast, **words: str) -> Enquiry:
    enquiry = Enquiry(**{"concern": "She spills every spoonful."} | words)
    return actions.receive_enquiry(enquiry=enquiry, organisation=cast.clinic, now=NOW)


def registration(cast: Cast, evaluator: StaffMember | None = None, email: str = "") -> Registration:
    return Registration(
        child=Child(given_name="Mila", birth_date=date(2022, 5, 1)),
        carer=Carer(name="Ana", email=email) if email else None,
        relation="mother",
        evaluator=evaluator,
        step=NextStep(what="Call Ana", staff=cast.staff["fay"], due_on=FRIDAY),
        origin="https://birch.example/",
    )


def state(enquiry: Enquiry) -> str:
    return Enquiry.objects.with_state().get(pk=enquiry.pk).state


@pytest.mark.mission("S12")
def test_a_concern_alone_is_an_enquiry(cast: Cast) -> None:
    enquiry = asked(cast)

    assert Enquiry.objects.open().get() == enquiry
    assert (enquiry.child_name, enquiry.email, enquiry.phone) == ("", "", "")
    assert AuditEvent.objects.get().action == "enquiry.receive"


def test_an_enquiry_without_a_concern_is_refused_by_the_database(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(cast, concern="")


def test_the_same_words_sent_twice_are_one_enquiry(cast: Cast) -> None:
    assert asked(cast) == asked(cast)
    assert asked(cast, email="other@example.org") != asked(cast)
    assert Enquiry.objects.count() == 2


def test_the_trail_does_not_repeat_the_familys_words(cast: Cast) -> None:
    asked(cast, concern="A secret worry")

    assert "secret" not in str(AuditEvent.objects.values().get())


def test_a_number_can_be_told_on_the_phone() -> None:
    numbers = [new_reference() for _time in range(200)]

    assert {(len(number), number[4]) for number in numbers} == {(9, "-")}
    assert set("".join(numbers)) <= set(LETTERS) | {"-"}
    assert len(set(numbers)) == 200
    assert not set("01ILOU") & set(LETTERS)


def test_an_answer_and_a_closure_are_rows_with_words(cast: Cast) -> None:
    enquiry = asked(cast)
    actions.answer_enquiry(by=cast.actor("fay"), enquiry=enquiry, why="Called, will think", now=NOW)
    answered = state(enquiry)

    actions.close_enquiry(by=cast.actor("fay"), enquiry=enquiry, why="Goes elsewhere", now=NOW + timedelta(days=1))

    assert (answered, state(enquiry)) == ("contacted", "closed")
    assert not Enquiry.objects.open().exists()
    assert list(enquiry.statuses.order_by("at", "id").values_list("why", flat=True)) == [
        "", "Called, will think", "Goes elsewhere"
    ]  # fmt: skip


@pytest.mark.mission("S13")
@pytest.mark.mission("S12")
def test_a_child_is_registered_from_a_concern_with_no_diagnosis(cast: Cast) -> None:
    enquiry = asked(cast)

    child = actions.accept_enquiry(by=cast.actor("fay"), enquiry=enquiry, registration=registration(cast), now=NOW)

    enquiry.refresh_from_db()
    assert (enquiry.child, state(enquiry)) == (child, "accepted")
    assert Child.objects.in_state("waiting").filter(pk=child.pk).exists()
    assert not Diagnosis.objects.exists()


def test_with_an_evaluator_the_evaluation_has_begun(cast: Cast) -> None:
    who = cast.staff["jiho"]

    child = actions.accept_enquiry(
        by=cast.actor("fay"), enquiry=asked(cast), registration=registration(cast, evaluator=who), now=NOW
    )

    assert Child.objects.in_state("evaluating").filter(pk=child.pk).exists()
    assert [(row.staff, row.leads) for row in child.team.all()] == [(who, True)]


def test_what_the_child_loves_is_on_the_page_from_the_first_day(cast: Cast) -> None:
    enquiry = asked(cast, loves="Trains, singing")

    child = actions.accept_enquiry(by=cast.actor("fay"), enquiry=enquiry, registration=registration(cast), now=NOW)

    assert child.about_rows.get().loves == "Trains, singing"
    assert child.about_rows.get().strengths == ""


def test_a_registration_is_whole_or_not_at_all(cast: Cast) -> None:
    Carer.objects.create(organisation=cast.stranger, user=cast.users["eva"], name="Eva")
    enquiry, rows = asked(cast), Child.objects.count()
    told = registration(cast, email=cast.users["eva"].email)

    with pytest.raises(AddressTaken):
        actions.accept_enquiry(by=cast.actor("fay"), enquiry=enquiry, registration=told, now=NOW)

    assert (Child.objects.count(), state(enquiry), NextStep.objects.count()) == (rows, "received", 0)


def step(cast: Cast, what: str = "Call Rosa") -> NextStep:
    made = NextStep(what=what, staff=cast.staff["ines"], due_on=FRIDAY)
    return actions.set_next_step(by=cast.actor("ines"), child=cast.maya, step=made, now=NOW)


@pytest.mark.mission("S19")
def test_a_family_has_exactly_one_next_step(cast: Cast) -> None:
    first, second = step(cast, "Call Rosa"), step(cast, "Visit the school")

    first.refresh_from_db()
    assert list(NextStep.objects.open().filter(child=cast.maya)) == [second]
    assert (first.outcome, first.closed_at) == ("replaced", NOW)


@pytest.mark.mission("S19")
def test_the_database_refuses_a_second_open_step(cast: Cast) -> None:
    step(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        NextStep.objects.create(
            organisation=cast.clinic,
            child=cast.maya,
            by=cast.users["ines"],
            what="x",
            staff=cast.staff["ada"],
            due_on=FRIDAY,
        )


@pytest.mark.mission("S19")
@pytest.mark.parametrize("owner", ["nobody", "both"])
def test_the_database_refuses_a_step_without_one_owner(cast: Cast, owner: str) -> None:
    owners = {"staff": cast.staff["ines"], "carer": cast.rosa} if owner == "both" else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        NextStep.objects.create(
            organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], what="x", due_on=FRIDAY, **owners
        )


def test_a_step_is_done_once(cast: Cast) -> None:
    row = step(cast)

    done = [actions.complete_next_step(by=cast.actor("ines"), step=row, now=NOW) for _time in range(2)]

    assert done == [True, False]
    assert AuditEvent.objects.filter(action="next_step.complete").count() == 1


def test_a_completion_can_be_undone(cast: Cast) -> None:
    row = step(cast)
    actions.complete_next_step(by=cast.actor("ines"), step=row, now=NOW)

    again = actions.renew_next_step(by=cast.actor("ines"), step=row, now=NOW)

    assert (again.pk != row.pk, again.what, again.owner_name) == (True, "Call Rosa", "Ines")


def test_an_undo_does_not_push_out_a_newer_step(cast: Cast) -> None:
    row = step(cast)
    actions.complete_next_step(by=cast.actor("ines"), step=row, now=NOW)
    newer = step(cast, "Visit the school")

    assert actions.renew_next_step(by=cast.actor("ines"), step=row, now=NOW) == newer
    assert NextStep.objects.count() == 2


def test_only_those_who_answer_families_see_enquiries(cast: Cast) -> None:
    asked(cast)

    sees = {name for name in cast.users if Enquiry.objects.visible_to(cast.actor(name)).exists()}

    assert sees == {"lena", "fay", "mona"}
    assert EnquiryStatus.objects.get().by is None
