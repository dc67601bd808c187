"""The ladder of the next step: who sets it, who finishes it, how it is undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maypole.intake.actions import set_next_step
from maypole.intake.models import NextStep

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]
STEP = {"what": "Visit the school", "detail": "Second loop slips"}


def step_words(owner: str) -> dict[str, str]:
    return STEP | {"owner": owner, "due_on": (timezone.localdate() + timedelta(days=5)).isoformat()}


def open_step(cast: Cast, **owner: object) -> NextStep:
    step = NextStep(what="Call Rosa", due_on=timezone.localdate(), **(owner or {"staff": cast.staff["ines"]}))
    return set_next_step(by=cast.actor("ines"), child=cast.maya, step=step, now=timezone.now())


@pytest.mark.mission("S19")
def test_a_step_gets_an_owner_and_a_date(cast: Cast, as_: As) -> None:
    url = reverse("next_step", args=[cast.maya.pk])

    as_("ines").post(url, step_words(f"staff:{cast.staff['jiho'].pk}"))
    as_("fay").post(url, step_words(f"carer:{cast.rosa.pk}"))

    assert [step.owner_name for step in NextStep.objects.order_by("at")] == ["Jiho", "Rosa"]
    assert NextStep.objects.open().get().carer == cast.rosa


@pytest.mark.parametrize(
    "bad", [{"owner": "staff:nonsense"}, {"owner": ""}, {"due_on": "2020-01-01"}, {"what": ""}, {"due_on": "soon"}]
)
def test_a_step_that_lacks_something_keeps_the_words(cast: Cast, as_: As, bad: dict[str, str]) -> None:
    words = step_words(f"staff:{cast.staff['ines'].pk}") | bad

    response = as_("ines").post(reverse("next_step", args=[cast.maya.pk]), words)

    assert response.status_code == 422
    assert "Second loop slips" in response.content.decode()
    assert not NextStep.objects.exists()


def test_a_carer_of_another_child_cannot_get_the_step(cast: Cast, as_: As) -> None:
    words = step_words(f"carer:{cast.rosa.pk}")

    assert as_("jiho").post(reverse("next_step", args=[cast.noor.pk]), words).status_code == 422


STEPS = {
    "next_step": {"ines": 200, "ada": 200, "fay": 200, "mona": 200, "bill": 403, "rosa": 403, "jiho": 404, "eva": 404}
}


def test_who_may_set_a_step(cast: Cast, as_: As) -> None:
    url = reverse("next_step", args=[cast.maya.pk])

    assert {name: as_(name).get(url).status_code for name in STEPS["next_step"]} == STEPS["next_step"]
    assert as_("ines").delete(url).status_code == 405


def test_done_leads_to_the_next_one(cast: Cast, as_: As) -> None:
    open_step(cast)

    response = as_("ines").post(reverse("next_step_completion", args=[cast.maya.pk]))

    assert response.headers["Location"] == reverse("next_step", args=[cast.maya.pk])
    assert not NextStep.objects.open().exists()


def test_the_carer_who_has_it_can_finish_it(cast: Cast, as_: As) -> None:
    open_step(cast, carer=cast.rosa)
    url = reverse("next_step_completion", args=[cast.maya.pk])

    refused = as_("daniel").post(url).status_code
    response = as_("rosa").post(url)

    assert refused == 403
    assert response.headers["Location"] == reverse("child", args=[cast.maya.pk])
    assert NextStep.objects.get().outcome == "done"


def test_pressing_done_twice_is_told_kindly(cast: Cast, as_: As) -> None:
    open_step(cast)
    url, client = reverse("next_step_completion", args=[cast.maya.pk]), as_("ines")
    client.post(url)

    assert client.post(url).status_code == 302


@pytest.mark.parametrize(("name", "answer"), [("rosa", 403), ("bill", 403), ("okafor", 403), ("jiho", 404)])
def test_who_may_not_finish_a_step(cast: Cast, as_: As, name: str, answer: int) -> None:
    step = open_step(cast)

    assert as_(name).post(reverse("next_step_completion", args=[cast.maya.pk])).status_code == answer
    assert as_(name).post(reverse("next_step_renewal", args=[cast.maya.pk, step.pk])).status_code == answer


def test_a_completion_is_undone_from_the_toast(cast: Cast, as_: As) -> None:
    step, client = open_step(cast), as_("ines")
    page = client.post(reverse("next_step_completion", args=[cast.maya.pk]), follow=True)
    undo = reverse("next_step_renewal", args=[cast.maya.pk, step.pk])

    client.post(undo)

    assert f'action="{undo}"' in page.content.decode()
    assert NextStep.objects.open().get().what == "Call Rosa"


def test_steps_are_changed_by_post_only(cast: Cast, as_: As, client: Client) -> None:
    step = open_step(cast)
    urls = [
        reverse("next_step_completion", args=[cast.maya.pk]),
        reverse("next_step_renewal", args=[cast.maya.pk, step.pk]),
    ]

    assert [as_("ines").get(url).status_code for url in urls] == [405, 405]
    assert [client.post(url).status_code for url in urls] == [302, 302]
