"""From the table to the families and back: who is asked, what becomes real, and what it keeps busy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from maypole.groups.actions.roster import ask_families
from maypole.groups.models import GroupVisit, Proposal, Term, TherapyGroup
from maypole.groups.tasks import plan_term
from maypole.jobs.models import JobProgress
from maypole.visits.models import Visit
from tests.cast import Cast

from .rows import NOW, candidate
from .test_roster import agree
from .test_studio import proposed
from .test_studio_views import path, step

As = Callable[[str], Client]


def test_from_the_families_to_real_groups(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast, 4), as_("lena")
    assert lena.post(path(proposal, "questions")).status_code == 302
    questions = list(proposal.questions.all())
    for question in questions[:-1]:
        agree(cast, question)
    agree(cast, questions[-1], agreed=False, words="Mondays are swimming.")

    page = lena.get(path(proposal)).content.decode()
    assert "3 yes, 1 no, 0 waiting" in page
    assert "Mondays are swimming." in page
    nameless = lena.post(path(proposal, "publication"), {"name-g1": ""})
    assert nameless.status_code == 422
    assert lena.post(path(proposal, "publication"), {"name-g1": "Turn-takers"}).status_code == 302

    assert [(group.name, group.memberships.count()) for group in TherapyGroup.objects.all()] == [("Turn-takers", 3)]
    assert "1 group is real now." in lena.get(path(proposal)).content.decode()
    assert lena.post(path(proposal, "moves"), step(proposal, child="x", to="g1")).status_code == 422


def test_the_worker_plans_the_whole_term_once(cast: Cast, as_: As) -> None:
    proposal = proposed(cast, 4)
    for question in ask_families(by=cast.actor("lena"), proposal=proposal, now=NOW):
        agree(cast, question)
    soon = timezone.localdate() + timedelta(days=1)
    Term.objects.filter(pk=proposal.term_id).update(starts_on=soon, ends_on=soon + timedelta(days=20))
    as_("lena").post(path(proposal, "publication"), {"name-g1": "Turn-takers"})
    assert not GroupVisit.objects.exists()

    for _again in range(2):  # a worker can die after its work is done
        plan_term.call(**DBTaskResult.objects.get().args_kwargs["kwargs"])

    assert GroupVisit.objects.count() == 3
    assert Visit.objects.planned().filter(group_place__isnull=False).count() == 3 * 4
    assert JobProgress.objects.get().result_path == "/groups"


def test_a_group_that_is_too_small_after_the_answers_does_not_become_real(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast), as_("lena")
    lena.post(path(proposal, "questions"))
    for question in proposal.questions.filter(place="g1"):
        agree(cast, question)
    agree(cast, proposal.questions.filter(place="g2")[0])

    page = lena.get(path(proposal)).content.decode()
    lena.post(path(proposal, "publication"), {"name-g1": "Turn-takers"})

    assert "Too few said yes yet: it does not become real." in page
    assert [group.name for group in TherapyGroup.objects.all()] == ["Turn-takers"]


def test_taken_back_and_put_aside_each_with_a_reason(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast, 4), as_("lena")
    lena.post(path(proposal, "questions"))

    assert lena.post(path(proposal, "return"), {"why": ""}).status_code == 422
    assert lena.post(path(proposal, "return"), {"why": "The room is closed."}).status_code == 302
    assert lena.post(path(proposal, "removal"), {"why": " "}).status_code == 422
    assert lena.post(path(proposal, "removal"), {"why": "Two families moved."}).status_code == 302

    page = lena.get(path(proposal)).content.decode()
    assert "The room is closed." in page
    assert "Two families moved." in page
    assert "Put aside" in lena.get("/groups/studio").content.decode()


def test_what_is_real_keeps_adult_room_and_children_busy(cast: Cast, as_: As) -> None:
    proposal, lena = proposed(cast, 4), cast.actor("lena")
    for question in ask_families(by=lena, proposal=proposal, now=NOW):
        agree(cast, question)
    as_("lena").post(path(proposal, "publication"), {"name-g1": "Turn-takers"})
    group = TherapyGroup.objects.get()
    for name in ("Mia", "Nia"):
        candidate(cast, name)

    as_("lena").post("/groups/studio", {"term": group.term_id, "site": cast.site.pk, "discipline": "OT"})

    second = Proposal.objects.exclude(pk=proposal.pk).get()
    assert len(second.problem["children"]) == 2
    assert [(row["day"], row["start"]) for row in second.places] != [
        (row["day"], row["start"]) for row in proposal.places
    ]
