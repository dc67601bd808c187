"""A large pool is solved by the worker: told honestly, done once, and never over somebody else's change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from maypole.access.editions import EditConflict
from maypole.groups.actions.arranging import move_child
from maypole.groups.models import Proposal
from maypole.groups.tasks import form_again, form_groups
from maypole.jobs.models import JobProgress
from tests.cast import Cast

from .rows import candidate, caseload, term
from .test_studio import proposed
from .test_studio_views import path, step

As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maypole.groups.views.studio.MANY", 2)


def queued() -> dict[str, Any]:
    told: dict[str, Any] = DBTaskResult.objects.get().args_kwargs["kwargs"]
    return told


def test_a_large_pool_is_left_to_the_worker_and_solved_once(cast: Cast, as_: As) -> None:
    caseload(cast, 4)
    chosen = {"term": term(cast).pk, "site": cast.site.pk, "discipline": "OT"}

    answer = as_("lena").post("/groups/studio", chosen)
    waiting = as_("lena").get(answer.headers["Location"]).content.decode()
    assert not Proposal.objects.exists()
    for _again in range(2):  # a worker can die after its work is done
        form_groups.call(**queued())

    proposal = Proposal.objects.get()
    assert "Forming groups for Autumn" in waiting
    assert proposal.best["status"] == "optimal"
    assert JobProgress.objects.get().result_path == path(proposal)


def test_solving_again_on_the_worker_keeps_locks_and_runs_once(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast, 4), as_("lena")
    lena.post(path(proposal, "locks"), step(proposal, place="g1", on="1"))
    for name in ("Mia", "Nia"):
        candidate(cast, name, months=70)

    lena.post(path(proposal, "solution"), step(proposal, gentle="0"))
    for _again in range(2):
        form_again.call(**queued())

    after = Proposal.objects.get()
    assert [row["members"] for row in after.places if row["locked"]] == [proposal.places[0]["members"]]
    assert len(after.problem["children"]) == 6


def test_the_worker_does_not_solve_over_a_change(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast, 4), as_("lena")
    old = step(proposal, gentle="1")
    lena.post(path(proposal, "solution"), old)
    child = proposal.places[0]["members"][0]
    move_child(by=cast.actor("lena"), proposal=Proposal.objects.get(), child=child, to="", edition=1)

    with pytest.raises(EditConflict):
        form_again.call(**queued())

    assert Proposal.objects.get().moves == [{"child": child, "from": "g1", "to": ""}]
    assert lena.post(path(proposal, "solution"), old).status_code == 409
