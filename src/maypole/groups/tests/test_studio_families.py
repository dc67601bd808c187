"""From the table to the families and back: who is asked, what becomes real, and what it keeps busy."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from maypole.groups.actions.roster import ask_families
from maypole.groups.models import Proposal, TherapyGroup
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
