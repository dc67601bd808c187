"""The ladder of each page: open, not there, refused, signed out, wrong method, bad input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maypole.access.models import BreakGlass
from maypole.audit.models import AuditEvent
from maypole.people.models import Precaution

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]

OPEN = {
    "about": {"ines": 200, "ada": 200, "rosa": 200, "lena": 200, "fay": 403, "daniel": 403, "okafor": 403, "jiho": 404},
    "precautions": {"ines": 200, "rosa": 200, "maya": 200, "daniel": 200, "mona": 403, "okafor": 403, "eva": 404},
    "team": {"lena": 200, "mona": 200, "ines": 403, "rosa": 403, "jiho": 404},
}
POSTS = ["precaution_end", "precaution_renewal", "child_status", "team_end", "carer_invitation"]


@pytest.mark.parametrize("page", OPEN)
def test_who_may_open_the_page(cast: Cast, as_: As, page: str) -> None:
    url = reverse(page, args=[cast.maya.pk])

    assert {name: as_(name).get(url).status_code for name in OPEN[page]} == OPEN[page]


@pytest.mark.parametrize("page", OPEN)
def test_opening_leaves_a_row(cast: Cast, as_: As, page: str) -> None:
    as_("lena").get(reverse(page, args=[cast.maya.pk]))

    assert AuditEvent.objects.get().detail == {"what": page}


@pytest.mark.parametrize("page", OPEN)
def test_a_child_nobody_knows_is_not_there(cast: Cast, as_: As, page: str) -> None:
    assert as_("lena").get(reverse(page, args=[uuid4()])).status_code == 404
    assert as_("lena").get(f"/children/nonsense/{page}").status_code == 404


def address(cast: Cast, page: str) -> str:
    second = {
        "precaution_end": Precaution.objects.get().pk,
        "precaution_renewal": Precaution.objects.get().pk,
        "team_end": cast.maya.team.get(staff=cast.staff["ada"]).pk,
        "carer_invitation": cast.maya.carer_relations.get(carer=cast.rosa).pk,
    }
    return reverse(page, args=[cast.maya.pk, *([second[page]] if page in second else [])])


@pytest.mark.parametrize("page", POSTS)
def test_changes_are_posted(cast: Cast, as_: As, page: str) -> None:
    assert as_("lena").get(address(cast, page)).status_code == 405


@pytest.mark.parametrize("page", [*OPEN, *POSTS])
def test_signed_out_is_sent_to_sign_in(cast: Cast, client: Client, page: str) -> None:
    response = client.post(address(cast, page))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


REFUSED = {
    "precaution_end": {"fay": 403, "rosa": 403, "jiho": 404},
    "precaution_renewal": {"fay": 403, "maya": 403, "jiho": 404},
    "child_status": {"rosa": 403, "bill": 403, "jiho": 404},
    "team_end": {"ines": 403, "rosa": 403, "eva": 404},
    "carer_invitation": {"ines": 403, "daniel": 403, "eva": 404},
    "about": {"fay": 403, "okafor": 403, "jiho": 404},
    "precautions": {"fay": 403, "maya": 403, "jiho": 404},
    "team": {"ines": 403, "ada": 403, "eva": 404},
}


@pytest.mark.parametrize("page", REFUSED)
def test_who_may_not_post(cast: Cast, as_: As, page: str) -> None:
    url = address(cast, page)

    assert {name: as_(name).post(url, {"why": "x"}).status_code for name in REFUSED[page]} == REFUSED[page]
    assert not AuditEvent.objects.exists()


def test_words_about_a_child_are_kept(cast: Cast, as_: As) -> None:
    response = as_("rosa").post(reverse("about", args=[cast.maya.pk]), {"strengths": "Sings", "loves": "drums"})

    assert response.headers["Location"] == reverse("child", args=[cast.maya.pk])
    assert cast.maya.about_rows.order_by("-at")[0].loves == "drums"


@pytest.mark.mission("S1")
def test_without_a_strength_nothing_is_saved_and_every_word_stays(cast: Cast, as_: As) -> None:
    words = {"strengths": "  ", "matters": "Mornings without <tears>"}

    response = as_("ines").post(reverse("about", args=[cast.maya.pk]), words)

    assert response.status_code == 422
    assert "at least one strength" in response.content.decode()
    assert "Mornings without &lt;tears&gt;" in response.content.decode()
    assert cast.maya.about_rows.count() == 1


def test_a_precaution_is_added_and_shown(cast: Cast, as_: As) -> None:
    words = {"kind": "swallowing", "title": "Coughs on thin drinks", "advice": "Thicken"}

    page = as_("ines").post(reverse("precautions", args=[cast.maya.pk]), words, follow=True)

    assert "Coughs on thin drinks" in page.content.decode()


def test_a_precaution_without_a_title_keeps_the_advice(cast: Cast, as_: As) -> None:
    words = {"kind": "fear", "title": "", "advice": "Warn before loud things"}

    response = as_("ines").post(reverse("precautions", args=[cast.maya.pk]), words)

    assert (response.status_code, Precaution.objects.count()) == (422, 1)
    assert "Warn before loud things" in response.content.decode()


def test_a_custody_limit_is_for_those_who_work_here(cast: Cast, as_: As) -> None:
    by = cast.users["ines"]
    Precaution.objects.create(
        organisation=cast.clinic, child=cast.maya, by=by, kind="custody", title="Only Rosa collects her"
    )
    url = reverse("precautions", args=[cast.maya.pk])

    assert "Only Rosa collects her" in as_("ines").get(url).content.decode()
    assert "Only Rosa collects her" not in as_("rosa").get(url).content.decode()


def test_a_carer_cannot_set_a_custody_limit(cast: Cast, as_: As) -> None:
    words = {"kind": "custody", "title": "Not with Daniel"}

    assert as_("rosa").post(reverse("precautions", args=[cast.maya.pk]), words).status_code == 422


def test_an_ending_can_be_undone_from_the_toast(cast: Cast, as_: As) -> None:
    client = as_("ines")
    page = client.post(address(cast, "precaution_end"), {"why": "outgrown"}, follow=True)
    undo = reverse("precaution_renewal", args=[cast.maya.pk, Precaution.objects.get().pk])
    assert f'action="{undo}"' in page.content.decode()

    client.post(undo)

    assert cast.maya.precautions.in_force().count() == 1


def test_an_ending_without_a_reason_ends_nothing(cast: Cast, as_: As) -> None:
    as_("ines").post(address(cast, "precaution_end"), {"why": ""})

    assert cast.maya.precautions.in_force().count() == 1


def test_a_precaution_of_another_child_is_not_there(cast: Cast, as_: As) -> None:
    url = reverse("precaution_end", args=[cast.noor.pk, Precaution.objects.get().pk])

    assert as_("lena").post(url, {"why": "x"}).status_code == 404


@pytest.mark.parametrize(("state", "rows"), [("paused", 2), ("flying", 1), ("", 1)])
def test_a_state_is_one_of_ours(cast: Cast, as_: As, state: str, rows: int) -> None:
    response = as_("fay").post(reverse("child_status", args=[cast.maya.pk]), {"state": state, "why": "holidays"})

    assert response.status_code == 302
    assert cast.maya.statuses.count() == rows


def test_someone_joins_and_leaves_the_team(cast: Cast, as_: As) -> None:
    client = as_("mona")
    client.post(reverse("team", args=[cast.noor.pk]), {"staff": str(cast.staff["ines"].pk)})
    opened = as_("ines").get(reverse("about", args=[cast.noor.pk])).status_code
    member = cast.noor.team.get(staff=cast.staff["ines"])

    client.post(reverse("team_end", args=[cast.noor.pk, member.pk]))

    assert opened == 200
    assert as_("ines").get(reverse("about", args=[cast.noor.pk])).status_code == 404


def test_a_strangers_colleague_cannot_join(cast: Cast, as_: As) -> None:
    response = as_("mona").post(reverse("team", args=[cast.maya.pk]), {"staff": str(cast.staff["eva"].pk)})

    assert (response.status_code, cast.maya.team.count()) == (422, 2)


def test_an_invitation_is_queued_with_our_own_address(cast: Cast, as_: As) -> None:
    as_("mona").post(address(cast, "carer_invitation"))

    assert set(AuditEvent.objects.values_list("action", flat=True)) == {"carer.invite", "job.begin"}


EMERGENCY = {"name": "noor", "why": "A seizure in the waiting room"}


def test_an_emergency_opens_the_record(cast: Cast, as_: As) -> None:
    client = as_("ines")

    page = client.post(reverse("emergency"), EMERGENCY, follow=True)

    assert page.status_code == 200
    assert "Emergency access until" in page.content.decode()
    assert BreakGlass.objects.get().why == EMERGENCY["why"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "Liam"}, "No child of this name"),
        ({"why": ""}, "required"),
        ({"born": "2019-01-01"}, "No child of this name"),
        ({"born": "soon"}, "valid date"),
    ],
)
def test_an_emergency_that_cannot_be_opened_says_why(cast: Cast, as_: As, change: dict[str, str], said: str) -> None:
    response = as_("ines").post(reverse("emergency"), EMERGENCY | change)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not BreakGlass.objects.exists()


def test_two_children_of_one_name_are_told_apart_by_birth_date(cast: Cast, as_: As) -> None:
    from tests.cast import child

    born = date(2019, 9, 1)
    twin = child(cast.clinic, cast.site, "Noor", born, cast.users["ines"])
    both = as_("ines").post(reverse("emergency"), EMERGENCY)

    as_("ines").post(reverse("emergency"), EMERGENCY | {"born": born.isoformat()})

    assert "More than one child" in both.content.decode()
    assert BreakGlass.objects.get().child == twin


def test_a_record_that_is_open_anyway_needs_no_emergency(cast: Cast, as_: As) -> None:
    as_("ines").post(reverse("emergency"), {"name": "Maya", "why": "x"})

    assert not BreakGlass.objects.exists()


def test_the_emergency_door_is_for_therapists(cast: Cast, as_: As) -> None:
    answers = {name: as_(name).get(reverse("emergency")).status_code for name in ("ines", "ada", "fay", "rosa", "adam")}

    assert answers == {"ines": 200, "ada": 403, "fay": 403, "rosa": 403, "adam": 403}


@pytest.mark.parametrize("page", ["emergency", "organisation"])
def test_other_methods_are_refused(cast: Cast, as_: As, page: str) -> None:
    assert as_("ines").delete(reverse(page)).status_code == 405


def test_pages_about_a_child_cost_the_same_for_many_rows(cast: Cast, as_: As) -> None:
    client, url = as_("lena"), reverse("precautions", args=[cast.maya.pk])
    counts = []
    for more in (0, 9):
        for number in range(more):
            by = cast.users["ines"]
            Precaution.objects.create(
                organisation=cast.clinic, child=cast.maya, by=by, kind="fear", title=f"Fear {number}"
            )
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))

    assert counts[0] == counts[1]
