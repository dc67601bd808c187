"""Consent given, asked for, kept from paper and taken back: what it opens, and that it ends at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.access.models import Membership, User
from maypole.access.permissions import Right
from maypole.access.roles import Role
from maypole.audit.models import AuditEvent
from maypole.jobs.models import JobProgress
from maypole.people.access import consented
from maypole.people.consents import Terms, ask_consent, give_consent
from maypole.people.models import CarerRelation, Consent, OutsideParty
from maypole.people.parties import invite_party, send_party_invitation

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]
NEW = {"name": "Mr Bell", "kind": "teacher", "institution": "Hill School", "email": "bell@school.example"}
TERMS = {"scopes": ["reports"], "purpose": "The same at school", "ends_on": ""}


def holds(cast: Cast, party: OutsideParty, scope: str) -> bool:
    return consented(cast.maya.pk, party.pk, scope, timezone.now())


def sharing(cast: Cast) -> str:
    return reverse("sharing", args=[cast.maya.pk])


def test_a_mother_shares_with_somebody_new_on_her_phone(cast: Cast, as_: As) -> None:
    answer = as_("rosa").post(reverse("sharing_new", args=[cast.maya.pk]), NEW | TERMS)

    party = OutsideParty.objects.get(name="Mr Bell")
    assert answer.status_code == 302
    assert holds(cast, party, "reports")
    assert not holds(cast, party, "goals")
    assert Membership.objects.filter(user=party.user, role=Role.OUTSIDE).count() == 1
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"party.add", "party.invite", "consent.give"} <= actions


def test_the_invitation_goes_to_them_alone_and_does_not_name_the_child(
    cast: Cast, as_: As, mailoutbox: list[EmailMessage]
) -> None:
    as_("rosa").post(reverse("sharing_new", args=[cast.maya.pk]), NEW | TERMS)
    party = OutsideParty.objects.get(name="Mr Bell")

    send_party_invitation.call(
        progress=str(JobProgress.objects.get().pk), party=str(party.pk), origin="https://c.example/"
    )

    assert [mail.to for mail in mailoutbox] == [["bell@school.example"]]
    assert "https://c.example/accounts/" in str(mailoutbox[0].body)
    assert "Maya " not in str(mailoutbox[0].body)
    assert party.user is not None
    User.objects.filter(pk=party.user.pk).update(last_login=timezone.now())
    party = OutsideParty.objects.select_related("user").get(pk=party.pk)
    again = invite_party(by=cast.actor("rosa"), party=party, child=cast.maya, origin="https://c/", now=timezone.now())
    assert again is None


def test_the_page_says_who_sees_what_since_when_until_when_and_why(cast: Cast, as_: As) -> None:
    Consent.objects.update(purpose="Same goals at school", ends_at=timezone.now() + timedelta(days=30))

    html = as_("rosa").get(sharing(cast)).content.decode()

    told = (
        "Ms Okafor",
        "Teacher",
        "Goals and progress",
        "Same goals at school",
        "Rosa agreed, 6 January 2025",
        "until",
    )
    assert [word for word in told if word not in html] == []
    assert AuditEvent.objects.filter(action="child.read", detail__what="sharing").count() == 1


@pytest.mark.mission("S5")
def test_an_outside_person_sees_what_the_consent_lists_until_it_ends(cast: Cast, as_: As) -> None:
    okafor, goals = as_("okafor"), reverse("plan", args=[cast.maya.pk])
    assert okafor.get(goals).status_code == 200
    Consent.objects.update(scope="reports")
    assert okafor.get(goals).status_code == 403
    assert okafor.get(reverse("child", args=[cast.maya.pk])).status_code == 200

    Consent.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

    assert okafor.get(reverse("child", args=[cast.maya.pk])).status_code == 404


def test_taking_back_ends_it_at_once_and_leaves_a_trace(cast: Cast, as_: As) -> None:
    okafor, rosa = as_("okafor"), as_("rosa")
    page = reverse("child", args=[cast.maya.pk])
    before = okafor.get(page).status_code

    rosa.post(reverse("consent_withdrawal", args=[cast.maya.pk, cast.okafor.pk]))

    assert (before, okafor.get(page).status_code) == (200, 404)
    row = Consent.objects.get()
    assert row.withdrawn_by == cast.users["rosa"]
    assert AuditEvent.objects.filter(action="consent.withdraw", child_id=cast.maya.pk).count() == 1
    assert "taken back on" in rosa.get(sharing(cast)).content.decode()


def test_one_part_is_taken_back_and_the_other_stays(cast: Cast, as_: As) -> None:
    by = cast.actor("rosa")
    give_consent(by=by, child=cast.maya, party=cast.okafor, terms=Terms(("reports",), "r"), now=timezone.now())

    as_("rosa").post(reverse("consent_withdrawal", args=[cast.maya.pk, cast.okafor.pk]), {"scope": "goals"})

    assert holds(cast, cast.okafor, "reports")
    assert not holds(cast, cast.okafor, "goals")


def test_giving_again_replaces_and_leaves_no_second_door(cast: Cast) -> None:
    terms = Terms(("goals",), "for longer", (timezone.now() + timedelta(days=9)).date())

    give_consent(by=cast.actor("rosa"), child=cast.maya, party=cast.okafor, terms=terms, now=timezone.now())

    assert [row.purpose for row in Consent.objects.in_force()] == ["for longer"]


def test_a_consent_lasts_to_the_end_of_its_day_where_the_clinic_is(cast: Cast) -> None:
    today = timezone.localdate()
    terms = Terms(("goals",), "today only", today)

    given = give_consent(by=cast.actor("rosa"), child=cast.maya, party=cast.okafor, terms=terms, now=timezone.now())

    ends_at = given[0].ends_at
    assert ends_at is not None
    assert ends_at.isoformat().startswith(f"{today + timedelta(days=1)}T00:00:00+0")


def test_staff_ask_and_nothing_opens_until_the_mother_says_yes(cast: Cast, as_: As) -> None:
    ines, rosa = as_("ines"), as_("rosa")
    url = reverse("sharing_party", args=[cast.maya.pk, cast.okafor.pk])
    ines.post(url, TERMS | {"scopes": ["reports", "calm_plan"], "way": "ask"})
    assert not holds(cast, cast.okafor, "reports")
    question = cast.maya.consent_requests.get()
    answer = reverse("consent_answer", args=[cast.maya.pk, question.pk])

    assert ines.post(answer, {"yes": "", "scopes": ["reports"]}).status_code == 403
    rosa.post(answer, {"yes": "", "scopes": ["reports", "goals"]})

    assert holds(cast, cast.okafor, "reports")
    assert not holds(cast, cast.okafor, "calm_plan")
    assert "answered already" in rosa.post(answer, {"no": ""}, follow=True).content.decode()


def test_a_no_opens_nothing(cast: Cast, as_: As) -> None:
    terms = Terms(("reports",), "for school")
    question = ask_consent(by=cast.actor("ines"), child=cast.maya, party=cast.okafor, terms=terms, now=timezone.now())

    as_("rosa").post(reverse("consent_answer", args=[cast.maya.pk, question.pk]), {"no": "", "scopes": ["reports"]})

    assert not holds(cast, cast.okafor, "reports")
    question.refresh_from_db()
    assert question.answer.agreed is False


def test_a_paper_consent_says_who_signed_when_and_who_kept_it(cast: Cast, as_: As) -> None:
    url = reverse("sharing_party", args=[cast.maya.pk, cast.okafor.pk])
    paper = {"way": "paper", "carer": str(cast.rosa.pk), "signed_on": "2026-01-05"}

    as_("fay").post(url, TERMS | paper)

    row = Consent.objects.get(scope="reports")
    assert (row.given_by, str(row.signed_on), row.recorded_by) == (cast.rosa, "2026-01-05", cast.staff["fay"])
    assert "Rosa signed on paper, 5 January 2026" in as_("rosa").get(sharing(cast)).content.decode()


def test_a_paper_of_a_carer_who_may_not_sign_is_refused(cast: Cast, as_: As) -> None:
    url = reverse("sharing_party", args=[cast.maya.pk, cast.okafor.pk])
    paper = {"way": "paper", "carer": str(cast.daniel.pk), "signed_on": "2026-01-05"}

    answer = as_("fay").post(url, TERMS | paper)

    assert answer.status_code == 422
    assert not holds(cast, cast.okafor, "reports")


def test_a_carer_blocked_by_a_court_cannot_share_nor_read_who_sees(cast: Cast, as_: As) -> None:
    CarerRelation.objects.filter(carer=cast.rosa).update(blocked=True, legal_basis="Order 12/2026")

    with pytest.raises(PermissionDenied):
        give_consent(
            by=cast.actor("rosa"), child=cast.maya, party=cast.okafor, terms=Terms(("reports",), "x"),
            now=timezone.now(),
        )  # fmt: skip
    assert as_("rosa").get(sharing(cast)).status_code == 404


def test_a_carer_without_the_right_to_sign_reads_and_cannot_share(cast: Cast, as_: As) -> None:
    CarerRelation.objects.filter(carer=cast.rosa).update(rights=Right.SEE_PLAN.value)

    assert as_("rosa").get(sharing(cast)).status_code == 200
    assert as_("rosa").post(reverse("sharing_new", args=[cast.maya.pk]), NEW | TERMS).status_code == 403
    assert Consent.objects.count() == 1


def test_the_address_of_a_colleague_is_not_made_an_outside_account(cast: Cast, as_: As) -> None:
    email = cast.users["jiho"].email

    answer = as_("rosa").post(reverse("sharing_new", args=[cast.maya.pk]), NEW | TERMS | {"email": email})

    assert answer.status_code == 422
    assert not Membership.objects.filter(user=cast.users["jiho"], role=Role.OUTSIDE).exists()
    assert not OutsideParty.objects.filter(name="Mr Bell").exists()


def test_a_payer_gets_no_account(cast: Cast, as_: As) -> None:
    as_("rosa").post(reverse("sharing_new", args=[cast.maya.pk]), NEW | TERMS | {"kind": "payer"})

    assert OutsideParty.objects.get(name="Mr Bell").user is None
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_nobody_finds_parties_of_other_children(cast: Cast, as_: As) -> None:
    other = OutsideParty.objects.create(organisation=cast.clinic, name="Dr Stranger")

    assert as_("rosa").get(reverse("sharing_party", args=[cast.maya.pk, other.pk])).status_code == 404


def test_one_row_or_ten_cost_the_same_queries(cast: Cast, django_assert_max_num_queries: Callable[..., object]) -> None:
    from maypole.people.sharing_present import sharing as shared

    for number in range(10):
        party = OutsideParty.objects.create(organisation=cast.clinic, name=f"P{number}")
        terms = Terms(("reports", "goals"), "x")
        give_consent(by=cast.actor("rosa"), child=cast.maya, party=party, terms=terms, now=timezone.now())
    with django_assert_max_num_queries(2):  # type: ignore[attr-defined]
        assert len(shared(cast.maya, timezone.now(), for_staff=True).now) == 11
