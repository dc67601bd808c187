"""Pages of evaluations: who may, what they show, what they keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maypole.audit.models import AuditEvent
from maypole.evaluation.actions import sign_evaluation
from maypole.evaluation.models import Evaluation, Finding
from tests.cast import Cast

from .test_actions import FOUND, NOW, opened

As = Callable[[str], Client]
NOBODY = "00000000-0000-7000-8000-000000000000"


def sheet(**changed: str) -> dict[str, str]:
    """What the form posts: one finding in each list."""
    posted = {
        "held_on": "2026-01-12",
        "reason": "Mornings",
        "seen": "Played shop",
        "summary": "Maya sings.",
        "edition": "1",
    }
    texts = {"strength": "Keeps trying", "challenge": "Buttons", "goal": "Gets dressed"}
    for kind, text in texts.items():
        posted |= {f"{kind}-TOTAL_FORMS": "2", f"{kind}-INITIAL_FORMS": "0"}
        posted |= {f"{kind}-0-text": text, f"{kind}-0-area": "self_care", f"{kind}-1-text": "", f"{kind}-1-area": ""}
    return posted | changed


def paths(cast: Cast, evaluation: Evaluation) -> dict[str, str]:
    return {
        "evaluations": f"/children/{cast.maya.pk}/evaluations",
        "evaluation_new": f"/children/{cast.maya.pk}/evaluations/new",
        "evaluation": f"/evaluations/{evaluation.pk}",
        "evaluation_edit": f"/evaluations/{evaluation.pk}/edit",
        "evaluation_signature": f"/evaluations/{evaluation.pk}/signature",
    }


READS = ["evaluations", "evaluation"]
WRITES = ["evaluation_new", "evaluation_edit"]


READ = {
    "ines": 200, "lena": 200, "ada": 200, "rosa": 200, "jiho": 404, "eva": 404, "adam": 404,
    "fay": 403, "mona": 403, "cora": 403, "bill": 403, "daniel": 403, "okafor": 403, "maya": 403,
}  # fmt: skip
WRITE = READ | {"ada": 403, "rosa": 403}


@pytest.mark.parametrize("page", READS + WRITES)
def test_who_may_open_what(cast: Cast, as_: As, page: str) -> None:
    evaluation = opened(cast)
    if page == "evaluation":
        sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, at=NOW)
    ladder, path = (WRITE if page in WRITES else READ), paths(cast, evaluation)[page]

    assert {who: as_(who).get(path).status_code for who in ladder} == ladder


def test_who_may_sign(cast: Cast, as_: As) -> None:
    path = paths(cast, opened(cast))["evaluation_signature"]
    refused = {"ada": 403, "rosa": 403, "okafor": 403, "jiho": 404, "eva": 404}

    assert {who: as_(who).post(path, {"edition": "1"}).status_code for who in refused} == refused
    assert not hasattr(Evaluation.objects.get(), "signature")
    assert as_("ines").post(path, {"edition": "1"}).status_code == 302
    assert hasattr(Evaluation.objects.get(), "signature")


def test_signed_out_goes_to_the_door(cast: Cast, client: Client) -> None:
    for page, path in paths(cast, opened(cast)).items():
        response = client.get(path)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login"), page


def test_other_methods_are_refused(cast: Cast, as_: As) -> None:
    every, ines = paths(cast, opened(cast)), as_("ines")
    wrong = {"evaluations": "post", "evaluation": "post", "evaluation_signature": "get", "evaluation_edit": "delete"}

    assert {page: getattr(ines, method)(every[page]).status_code for page, method in wrong.items()} == dict.fromkeys(
        wrong, 405
    )


@pytest.mark.parametrize("page", ["evaluation", "evaluation_edit"])
def test_an_unknown_evaluation_is_nowhere(cast: Cast, as_: As, page: str) -> None:
    missing = paths(cast, Evaluation(pk=NOBODY))[page]

    assert as_("ines").get(missing).status_code == 404


def test_a_draft_is_not_for_the_family(cast: Cast, as_: As) -> None:
    evaluation = opened(cast)

    page, listed = (
        as_("rosa").get(f"/evaluations/{evaluation.pk}"),
        as_("rosa").get(paths(cast, evaluation)["evaluations"]),
    )

    assert (page.status_code, listed.context["rows"]) == (404, [])


@pytest.mark.mission("S31")
@pytest.mark.parametrize("who", ["ines", "rosa"])
def test_the_report_has_three_columns_strengths_first(cast: Cast, as_: As, who: str) -> None:
    evaluation = opened(cast)
    sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, at=NOW)

    html = as_(who).get(f"/evaluations/{evaluation.pk}").content.decode()

    places = [html.index(words) for words in ("Keeps trying", "Buttons and laces", "Gets dressed by herself")]
    assert html.count('class="col col--') == 3
    assert places == sorted(places)


def test_a_new_evaluation_is_kept_as_a_draft(cast: Cast, as_: As) -> None:
    response = as_("ines").post(f"/children/{cast.maya.pk}/evaluations/new", sheet())

    made = Evaluation.objects.get()
    assert response["Location"] == f"/evaluations/{made.pk}"
    assert (made.held_on, made.summary) == (date(2026, 1, 12), "Maya sings.")
    assert [(row.kind, row.text) for row in made.findings.all()] == [
        ("strength", "Keeps trying"), ("challenge", "Buttons"), ("goal", "Gets dressed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"held_on": ""}, "This field is required"),
        ({"held_on": "2999-01-01"}, "Choose today or a day before"),
        ({"strength-0-text": "x" * 401}, "at most 400"),
        ({"goal-0-area": "juggling"}, "A line needs a look"),
    ],
)
def test_bad_input_keeps_the_text_and_says_why(cast: Cast, as_: As, changed: dict[str, str], words: str) -> None:
    response = as_("ines").post(f"/children/{cast.maya.pk}/evaluations/new", sheet(**changed))

    html = response.content.decode()
    assert (response.status_code, Evaluation.objects.count()) == (422, 0)
    assert words in html
    assert "Played shop" in html


def test_a_form_without_its_lists_is_refused_not_broken(cast: Cast, as_: As) -> None:
    response = as_("ines").post(f"/children/{cast.maya.pk}/evaluations/new", {"held_on": "2026-01-12", "seen": "Shop"})

    assert response.status_code == 422
    assert "Shop" in response.content.decode()


@pytest.mark.parametrize("edition", ["1", "", "x", "²", "9" * 30])
def test_the_second_of_two_saves_sees_both_texts(cast: Cast, as_: As, edition: str) -> None:
    path = paths(cast, opened(cast))["evaluation_edit"]
    as_("lena").post(path, sheet(seen="Built a tower"))

    response = as_("ines").post(path, sheet(seen="Played shop", edition=edition))

    html = response.content.decode()
    assert response.status_code == 409
    assert "Built a tower" in html
    assert "Played shop" in html
    assert Evaluation.objects.get().seen == "Built a tower"


def test_after_a_conflict_the_next_save_goes_through(cast: Cast, as_: As) -> None:
    path = paths(cast, opened(cast))["evaluation_edit"]
    as_("lena").post(path, sheet(seen="Built a tower"))
    edition = as_("ines").post(path, sheet(seen="Played shop")).context["edition"]

    response = as_("ines").post(path, sheet(seen="Both", edition=str(edition)))

    assert (response.status_code, Evaluation.objects.get().seen) == (302, "Both")


def test_a_signed_evaluation_is_not_written(cast: Cast, as_: As) -> None:
    evaluation = opened(cast)
    sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, at=NOW)
    path = paths(cast, evaluation)["evaluation_edit"]

    opening = as_("ines").get(path)
    saving = as_("ines").post(path, sheet(edition=str(evaluation.edition)))

    assert opening["Location"] == f"/evaluations/{evaluation.pk}"
    assert (saving.status_code, "stays as it is" in saving.content.decode()) == (422, True)
    assert Finding.objects.filter(text="Keeps trying").count() == 1


def test_signing_without_strengths_says_what_is_missing(cast: Cast, as_: As) -> None:
    evaluation = opened(cast, ())

    response = as_("ines").post(paths(cast, evaluation)["evaluation_signature"], {"edition": "1"})

    assert response.status_code == 422
    assert "at least one strength" in response.content.decode()


def test_signing_what_somebody_changed_is_refused(cast: Cast, as_: As) -> None:
    evaluation = opened(cast)
    as_("lena").post(paths(cast, evaluation)["evaluation_edit"], sheet())

    response = as_("ines").post(paths(cast, evaluation)["evaluation_signature"], {"edition": "1"}, follow=True)

    assert "Somebody changed it" in response.content.decode()
    assert not hasattr(Evaluation.objects.get(), "signature")


def test_reading_is_audited(cast: Cast, as_: As) -> None:
    as_("ines").get(f"/evaluations/{opened(cast).pk}")

    assert AuditEvent.objects.get(action="child.read").detail == {"what": "evaluation"}


def test_the_list_costs_the_same_for_one_and_ten(cast: Cast, as_: As) -> None:
    ines, path = as_("ines"), f"/children/{cast.maya.pk}/evaluations"
    sign_evaluation(by=cast.actor("ines"), evaluation=opened(cast), at=NOW)
    ines.get(path)
    with CaptureQueriesContext(connection) as one:
        ines.get(path)
    for _n in range(9):
        sign_evaluation(by=cast.actor("ines"), evaluation=opened(cast), at=NOW)
    with CaptureQueriesContext(connection) as ten:
        assert len(ines.get(path).context["rows"]) == 10

    assert len(one) == len(ten)


def test_the_report_costs_the_same_for_three_and_thirty_findings(cast: Cast, as_: As) -> None:
    few, many = opened(cast), opened(cast, FOUND * 10)
    ines = as_("ines")
    ines.get(f"/evaluations/{few.pk}")
    with CaptureQueriesContext(connection) as short:
        ines.get(f"/evaluations/{few.pk}")
    with CaptureQueriesContext(connection) as long:
        ines.get(f"/evaluations/{many.pk}")

    assert len(short) == len(long)
