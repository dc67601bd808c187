"""The ladder of each page from the first worry to the next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.intake.actions import receive_enquiry
from maypole.intake.models import Enquiry, NextStep
from maypole.people.models import Child, Organisation

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]
HELP = "/help/birch"


def asked(cast: Cast, concern: str = "He does not look when I call him.", **words: str) -> Enquiry:
    enquiry = Enquiry(concern=concern, **words)
    return receive_enquiry(enquiry=enquiry, organisation=cast.clinic, now=timezone.now())


@pytest.mark.mission("S12")
def test_anyone_can_ask_with_a_concern_only(cast: Cast, client: Client) -> None:
    page = client.post(HELP, {"concern": "Something is not right.", "reply_by": "email"}, follow=True)

    enquiry = Enquiry.objects.get()
    assert enquiry.reference in page.content.decode()
    assert "call us and say your number" in page.content.decode()


@pytest.mark.mission("S13")
def test_the_public_form_asks_for_no_diagnosis_and_no_referral(cast: Cast, client: Client) -> None:
    form = client.get(HELP).context["form"]

    assert [name for name, field in form.fields.items() if field.required] == ["concern", "reply_by"]
    assert not [name for name in form.fields if "diagnos" in name or "referr" in name]


def test_without_a_concern_every_other_word_stays(cast: Cast, client: Client) -> None:
    words = {"concern": " ", "child_name": "Mila <3", "loves": "trains", "reply_by": "phone"}

    response = client.post(HELP, words)

    assert response.status_code == 422
    assert "Mila &lt;3" in response.content.decode()
    assert "Nothing else is needed" in response.content.decode()
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"child_born": "2199-01-01"},
        {"child_born": "1969-01-01"},
        {"child_born": "yesterday"},
        {"email": "not an address"},
        {"reply_by": "pigeon"},
        {"website": "https://spam.example"},
        {"child_name": "x" * 200},
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(cast: Cast, client: Client, bad: dict[str, str]) -> None:
    words = {"concern": "He falls often.", "reply_by": "email"} | bad

    response = client.post(HELP, words)

    assert response.status_code == 422
    assert "He falls often." in response.content.decode()
    assert not Enquiry.objects.exists()


def test_one_address_cannot_flood_the_clinic_and_loses_no_word(cast: Cast, client: Client) -> None:
    cache.clear()
    for number in range(20):
        client.post(
            HELP, {"concern": f"Something is not right: {number}.", "reply_by": "email"}, REMOTE_ADDR="10.1.1.1"
        )

    refused = client.post(HELP, {"concern": "One more worry", "reply_by": "email"}, REMOTE_ADDR="10.1.1.1")
    other = client.post(HELP, {"concern": "Another family", "reply_by": "email"}, REMOTE_ADDR="10.1.1.2")

    assert refused.status_code == 422
    assert "One more worry" in refused.content.decode()
    assert "wait an hour" in refused.content.decode()
    assert other.status_code == 302
    assert Enquiry.objects.count() == 21


def test_an_enquiry_keeps_the_language_it_was_asked_in(cast: Cast, client: Client) -> None:
    words = {"concern": "No me mira.", "reply_by": "email"}

    client.post(HELP, words, headers={"Accept-Language": "es"})

    assert Enquiry.objects.get().language == "es"


def test_only_clinics_have_a_public_form(cast: Cast, client: Client) -> None:
    Organisation.objects.create(name="Series", slug="series", kind=Organisation.Kind.RESEARCH)

    assert [client.get(f"/help/{slug}").status_code for slug in ("series", "nowhere")] == [404, 404]


def test_the_number_shows_how_far_and_none_of_the_words(cast: Cast, client: Client) -> None:
    enquiry = asked(cast, "A secret worry", contact_name="Ana Secret", email="ana@example.org")

    page = client.get(reverse("help_sent", args=["birch", enquiry.reference.lower()])).content.decode()

    assert enquiry.reference in page
    assert "ecret" not in page
    assert client.get(reverse("help_sent", args=["stranger", enquiry.reference])).status_code == 404
    assert client.get(reverse("help_sent", args=["birch", "AAAA-AAAA"])).status_code == 404


@pytest.mark.parametrize("path", [HELP, HELP + "/AAAA-AAAA"])
def test_the_public_pages_refuse_other_methods(cast: Cast, client: Client, path: str) -> None:
    assert client.delete(path).status_code == 405


PAGES = ["enquiries", "enquiry", "enquiry_child", "enquiry_answer", "enquiry_closure"]


def address(page: str, enquiry: Enquiry) -> str:
    return reverse(page, args=[] if page == "enquiries" else [enquiry.pk])


@pytest.mark.parametrize("page", PAGES)
def test_enquiries_are_for_those_who_answer(cast: Cast, as_: As, page: str) -> None:
    url = address(page, asked(cast))
    send = "post" if page in ("enquiry_answer", "enquiry_closure") else "get"

    for name in ("ines", "ada", "bill", "cora", "adam", "rosa", "okafor", "maya"):
        assert getattr(as_(name), send)(url).status_code == 403, name


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_is_sent_to_sign_in(cast: Cast, client: Client, page: str) -> None:
    assert client.post(address(page, asked(cast))).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("page", PAGES[1:])
def test_an_enquiry_of_another_clinic_is_not_there(cast: Cast, as_: As, page: str) -> None:
    url = address(page, asked(cast))

    assert as_("eva").post(url).status_code in (404, 405)
    assert as_("fay").post(reverse(page, args=[uuid4()])).status_code in (404, 405)


@pytest.mark.parametrize(("page", "method"), [(page, "delete") for page in PAGES] + [("enquiry_answer", "get")])
def test_other_methods_are_refused(cast: Cast, as_: As, page: str, method: str) -> None:
    assert getattr(as_("fay"), method)(address(page, asked(cast))).status_code == 405


def test_the_inbox_shows_who_waits_longest_first(cast: Cast, as_: As) -> None:
    now = timezone.now()
    for days, name in ((1, "Ada"), (9, "Bo")):
        enquiry = Enquiry(concern=f"About {name}", child_name=name)
        receive_enquiry(enquiry=enquiry, organisation=cast.clinic, now=now - timedelta(days=days))

    response = as_("fay").get(reverse("enquiries"))

    assert [line.child for line in response.context["lines"]] == ["Bo", "Ada"]
    assert "for 9 days" in response.content.decode()


def test_reading_an_enquiry_leaves_a_row(cast: Cast, as_: As) -> None:
    as_("fay").get(address("enquiry", asked(cast)))

    assert AuditEvent.objects.values_list("action", flat=True)[0] == "enquiry.read"


def test_an_answer_is_written_down(cast: Cast, as_: As) -> None:
    enquiry = asked(cast)

    page = as_("fay").post(address("enquiry_answer", enquiry), {"why": "Called, comes on Monday"}, follow=True)

    assert "Called, comes on Monday" in page.content.decode()
    assert Enquiry.objects.with_state().get().state == "contacted"


@pytest.mark.parametrize("page", ["enquiry_answer", "enquiry_closure"])
def test_an_answer_without_words_changes_nothing(cast: Cast, as_: As, page: str) -> None:
    enquiry = asked(cast)

    assert as_("fay").post(address(page, enquiry), {"why": ""}).status_code == 422
    assert Enquiry.objects.with_state().get().state == "received"


def test_a_closed_enquiry_is_found_under_all(cast: Cast, as_: As) -> None:
    enquiry = asked(cast, child_name="Mila")
    as_("fay").post(address("enquiry_closure", enquiry), {"why": "Moved away"})

    listed = [as_("fay").get(reverse("enquiries") + query).context["lines"] for query in ("", "?show=all")]

    assert [len(lines) for lines in listed] == [0, 1]


def registration(cast: Cast) -> dict[str, str]:
    return {
        "given_name": "Mila",
        "birth_date": "2023-05-01",
        "pronouns": "she",
        "languages": "es",
        "carer_name": "Ana",
        "email": "Ana@example.org",
        "language": "es",
        "evaluator": str(cast.staff["ines"].pk),
        "what": "First visit",
        "owner": str(cast.staff["ines"].pk),
        "due_on": (timezone.localdate() + timedelta(days=3)).isoformat(),
    }


@pytest.mark.mission("S19")
def test_registering_ends_with_a_child_a_team_an_invitation_and_a_step(cast: Cast, as_: As) -> None:
    enquiry = asked(cast)

    response = as_("fay").post(address("enquiry_child", enquiry), registration(cast))

    child = Child.objects.get(given_name="Mila")
    assert response.headers["Location"] == reverse("child", args=[child.pk])
    assert child.team.get().staff == cast.staff["ines"]
    assert child.carer_relations.get().carer.email == "ana@example.org"
    assert NextStep.objects.open().get(child=child).owner_name == "Ines"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"given_name": ""}, "required"),
        ({"birth_date": "2199-01-01"}, "not a child’s birth date"),
        ({"birth_date": ""}, "required"),
        ({"due_on": "2020-01-01"}, "This day is over"),
        ({"email": "nonsense"}, "valid email"),
        ({"carer_name": ""}, "Whose address is it"),
        ({"owner": ""}, "required"),
        ({"owner": str(uuid4())}, "Select a valid choice"),
        ({"what": ""}, "required"),
    ],
)
def test_a_registration_that_lacks_something_says_what(cast: Cast, as_: As, bad: dict[str, str], said: str) -> None:
    words = registration(cast) | {"lives_with": "Grandma <Jo>"} | bad

    response = as_("fay").post(address("enquiry_child", asked(cast)), words)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert "Grandma &lt;Jo&gt;" in response.content.decode()
    assert not Child.objects.filter(given_name="Mila").exists()


def test_a_child_who_is_here_already_is_not_doubled_by_accident(cast: Cast, as_: As) -> None:
    Child.objects.create(organisation=cast.clinic, given_name="mila", birth_date=date(2023, 5, 1))
    url, client = address("enquiry_child", asked(cast)), as_("fay")

    warned = client.post(url, registration(cast))
    client.post(url, registration(cast) | {"really_new": "on"})

    assert warned.status_code == 422
    assert "registered here already" in warned.content.decode()
    assert Child.objects.filter(given_name__iexact="mila").count() == 2


def test_an_address_of_another_clinics_carer_is_refused_in_words(cast: Cast, as_: As) -> None:
    from maypole.people.models import Carer

    Carer.objects.create(organisation=cast.stranger, user=cast.users["eva"], name="Eva")
    words = registration(cast) | {"email": cast.users["eva"].email}

    response = as_("fay").post(address("enquiry_child", asked(cast)), words)

    assert response.status_code == 422
    assert "cannot be invited here" in response.content.decode()


def test_a_registered_enquiry_leads_to_its_child(cast: Cast, as_: As) -> None:
    enquiry, client = asked(cast), as_("fay")
    client.post(address("enquiry_child", enquiry), registration(cast))
    child = Child.objects.get(given_name="Mila")

    again = client.get(address("enquiry_child", enquiry))

    assert again.headers["Location"] == reverse("child", args=[child.pk])
    assert mail.outbox == []  # the worker sends it


def test_the_form_begins_with_what_the_family_told(cast: Cast, as_: As) -> None:
    enquiry = asked(cast, child_name="Mila Reyes", contact_name="Ana", email="ana@example.org", language="es")

    initial = as_("fay").get(address("enquiry_child", enquiry)).context["form"].initial

    assert (initial["given_name"], initial["family_name"], initial["carer_name"]) == ("Mila", "Reyes", "Ana")


def test_the_inbox_costs_the_same_for_one_and_ten(cast: Cast, as_: As) -> None:
    client, counts = as_("fay"), []
    for more in (1, 9):
        for number in range(more):
            asked(cast, f"Worry {more} {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("enquiries"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
