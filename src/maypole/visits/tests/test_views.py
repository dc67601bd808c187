"""Who gets to which page of a visit, what a page keeps, and how many questions it asks the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maypole.access.ids import new_id
from maypole.audit.models import AuditEvent
from maypole.people.models import Precaution
from maypole.visits import actions
from maypole.visits.draft import NoteText
from maypole.visits.models import NoteSignature, NoteVersion, Observation, Visit
from tests.cast import Cast

from .rows import NOW, finished, make_goal, planned, started, trial

As = Callable[[str], Client]
NOTE: dict[str, Any] = {"objective": "Ties her shoes: 2 of 3.", "family_summary": "Maya tied a shoe."}


def url(name: str, visit: Visit) -> str:
    return reverse(name, args=[visit.pk])


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


LADDER = {
    # page: people who get in; everyone else of the clinic is refused (403) or does not know of the child (404)
    "visit": ["ines", "ada", "lena", "rosa"],
    "note": ["ines", "ada", "lena", "rosa"],
    "note_amendment": ["ines", "ada", "lena"],
}
REFUSED = {
    "visit": {
        "daniel": 403,
        "maya": 403,
        "okafor": 403,
        "mona": 403,
        "bill": 403,
        "cora": 403,
        "fay": 403,
        "jiho": 404,
        "adam": 404,
        "eva": 404,
    },
    "note": {"daniel": 403, "maya": 403, "okafor": 403, "mona": 403, "jiho": 404, "eva": 404},
    "note_amendment": {"rosa": 403, "daniel": 403, "jiho": 404, "eva": 404},
}


@pytest.mark.parametrize("page", LADDER)
def test_who_may_reads_and_leaves_a_trace(cast: Cast, as_: As, page: str) -> None:
    visit = finished(cast, make_goal(cast))
    actions.sign_note(by=cast.actor("ines"), visit=visit, text=NoteText(**NOTE))

    for name in LADDER[page]:
        assert as_(name).get(url(page, visit)).status_code == 200, name

    reads = AuditEvent.objects.filter(action="child.read", child_id=cast.maya.pk)
    assert {event.actor for event in reads} == {str(cast.users[name].pk) for name in LADDER[page]}


@pytest.mark.parametrize("page", REFUSED)
def test_who_may_not_is_refused_or_knows_nothing(cast: Cast, as_: As, page: str) -> None:
    visit = finished(cast, make_goal(cast))
    actions.sign_note(by=cast.actor("ines"), visit=visit, text=NoteText(**NOTE))

    answers = {name: as_(name).get(url(page, visit)).status_code for name in REFUSED[page]}

    assert answers == REFUSED[page]


POSTS = [
    "visit_start",
    "visit_finish",
    "visit_cancellation",
    "visit_mood",
    "observations",
    "note_remark",
    "note_signature",
]


@pytest.mark.parametrize("name", POSTS)
def test_changes_need_a_post_by_someone_who_may(cast: Cast, as_: As, client: Client, name: str) -> None:
    visit = started(cast)

    assert as_("ines").get(url(name, visit)).status_code == 405
    assert client.post(url(name, visit)).status_code == 302
    assert as_("rosa").post(url(name, visit)).status_code == 403
    assert as_("mona").post(url(name, visit)).status_code == 403
    assert as_("jiho").post(url(name, visit)).status_code == 404
    assert as_("eva").post(url(name, visit)).status_code == 404


def test_an_unknown_visit_is_not_found(cast: Cast, as_: As) -> None:
    assert as_("ines").get(reverse("visit", args=[uuid4()])).status_code == 404


def test_a_family_reads_no_unsigned_note(cast: Cast, as_: As) -> None:
    visit = finished(cast, make_goal(cast))
    actions.draft_note(by=cast.actor("ines"), visit=visit, text=NoteText(**NOTE))

    assert as_("rosa").get(url("note", visit)).status_code == 404
    assert "Maya tied a shoe" not in as_("rosa").get(url("visit", visit)).content.decode()


def test_a_visit_is_planned_started_and_finished_by_pressing(cast: Cast, as_: As) -> None:
    client = as_("ines")
    form = {"staff": cast.staff["ines"].pk, "day": "2026-03-12", "time": "14:30", "minutes": 45, "setting": "clinic"}

    client.post(reverse("visit_new", args=[cast.maya.pk]), form)
    visit = Visit.objects.get()
    client.post(url("visit_start", visit))
    answer = client.post(url("visit_finish", visit))

    assert answer.headers["Location"] == url("note", visit)
    assert visit.starts_at.isoformat() == "2026-03-12T13:30:00+00:00"
    assert Visit.objects.with_state().get().state == "finished"


def test_a_wrong_plan_keeps_what_was_typed(cast: Cast, as_: As) -> None:
    form = {"staff": cast.staff["ines"].pk, "day": "2026-03-12", "time": "half past", "minutes": 7, "setting": "clinic"}

    answer = as_("ines").post(reverse("visit_new", args=[cast.maya.pk]), form)

    assert answer.status_code == 422
    assert 'value="half past"' in answer.content.decode()
    assert not Visit.objects.exists()


def test_only_the_childs_team_can_be_chosen(cast: Cast, as_: As) -> None:
    form = {"staff": cast.staff["jiho"].pk, "day": "2026-03-12", "time": "14:30", "minutes": 45, "setting": "clinic"}

    assert as_("ines").post(reverse("visit_new", args=[cast.maya.pk]), form).status_code == 422


@pytest.mark.mission("S107")
@pytest.mark.parametrize("page", ["visit", "note", "note_amendment"])
@pytest.mark.parametrize("make", [planned, started])
def test_precautions_stand_on_every_screen_of_a_visit(
    cast: Cast, as_: As, page: str, make: Callable[[Cast], Visit]
) -> None:
    visit = make(cast)
    if page == "note_amendment":
        visit = finished(cast, make_goal(cast))
        actions.sign_note(by=cast.actor("ines"), visit=visit, text=NoteText(**NOTE))

    shown = as_("ines").get(url(page, visit)).content.decode()

    assert 'aria-label="Precautions for Maya"' in shown
    assert "Nut allergy." in shown
    assert "Pen in the blue bag." in shown


@pytest.mark.mission("S107")
def test_precautions_stand_on_the_screen_that_plans_a_visit(cast: Cast, as_: As) -> None:
    assert "Pen in the blue bag." in as_("ines").get(reverse("visit_new", args=[cast.maya.pk])).content.decode()


def test_a_custody_limit_is_never_shown_to_a_carer(cast: Cast, as_: As) -> None:
    Precaution.objects.create(
        organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], kind="custody", title="Only Rosa collects."
    )
    visit = planned(cast)

    assert "Only Rosa collects" in as_("ines").get(url("visit", visit)).content.decode()
    assert "Only Rosa collects" not in as_("rosa").get(url("visit", visit)).content.decode()


def test_a_tap_without_script_is_one_observation_and_comes_back_to_its_target(cast: Cast, as_: As) -> None:
    goal, visit = make_goal(cast), started(cast)
    form = {"id": str(new_id()), "goal": goal.pk, "measure": "trials", "tap": "VB"}

    for _ in range(2):
        answer = as_("ines").post(url("observations", visit), form)

    assert answer.headers["Location"] == f"{url('visit', visit)}?goal={goal.pk}"
    assert [(row.prompt, row.correct) for row in Observation.objects.all()] == [("VB", True)]


@pytest.mark.parametrize(
    "form",
    [{}, {"tap": "I"}, {"measure": "trials", "tap": "XX"}, {"measure": "duration", "since": "now"}, {"tap": "1e999"}],
)
def test_a_tap_that_makes_no_sense_is_told_and_stored_nowhere(cast: Cast, as_: As, form: dict[str, str]) -> None:
    goal, visit = make_goal(cast), started(cast)

    answer = as_("ines").post(url("observations", visit), {"id": str(new_id()), "goal": goal.pk, **form}, follow=True)

    assert "toast--bad" in answer.content.decode()
    assert not Observation.objects.exists()


def test_a_stopwatch_without_script_counts_from_its_start(cast: Cast, as_: As) -> None:
    goal, visit = make_goal(cast, measure="duration"), started(cast)
    from django.utils import timezone

    since = (timezone.now() - timedelta(seconds=95)).isoformat()
    form = {"id": str(new_id()), "goal": goal.pk, "measure": "duration", "tap": "stop", "since": since}
    as_("ines").post(url("observations", visit), form)

    assert 94 <= (Observation.objects.get().value or 0) <= 97


def test_undo_without_script_is_a_withdrawal(cast: Cast, as_: As) -> None:
    goal, visit = make_goal(cast), started(cast)
    actions.observe(by=cast.actor("ines"), visit=visit, items=[trial(goal, "I"), trial(goal, "FP")])
    last = Observation.objects.get(prompt="FP")

    as_("ines").post(reverse("observation_withdrawal", args=[visit.pk, last.pk]))

    assert [row.prompt for row in Observation.objects.standing()] == ["I"]
    assert Observation.objects.count() == 3


@pytest.mark.mission("S61")
def test_a_note_is_made_from_data_with_one_button(cast: Cast, as_: As) -> None:
    goal = make_goal(cast)
    finished(cast, goal, "VB VB I", NOW - timedelta(weeks=1))
    visit, client = finished(cast, goal, "I VB I FP"), as_("ines")

    page = client.get(url("note", visit))
    drafted = page.context["form"].initial
    answer = client.post(url("note_signature", visit), {**drafted, "edition": page.context["edition"]})

    assert answer.status_code == 302
    assert "Ties her shoes: 2 of 4 tries without help." in drafted["objective"]
    assert "Help needed: a word (1), full help (1)." in drafted["objective"]
    assert "Last visit, 3 March: 1 of 3." in drafted["objective"]
    assert NoteVersion.objects.get().objective.replace("\r\n", "\n") == drafted["objective"]
    assert "2 of 4" in as_("rosa").get(url("note", visit)).content.decode()


def test_an_assistant_drafts_and_a_therapist_signs(cast: Cast, as_: As) -> None:
    visit = finished(cast, make_goal(cast))

    assert as_("ada").post(url("note", visit), NOTE | {"edition": 1}).status_code == 302
    refused = as_("ada").post(url("note_signature", visit), NOTE)  # nobody supervises her
    assert (refused.status_code, NoteSignature.objects.count()) == (422, 0)
    assert as_("ines").post(url("note_signature", visit), NOTE | {"edition": 2}).status_code == 302


def test_autosave_keeps_the_draft_and_answers_with_its_edition(cast: Cast, as_: As) -> None:
    visit = finished(cast, make_goal(cast))

    answer = as_("ines").post(url("note", visit), NOTE | {"edition": 1}, headers={"HX-Request": "true"})

    assert 'name="edition" value="2"' in answer.content.decode()
    assert NoteVersion.objects.get().objective == NOTE["objective"]


@pytest.mark.parametrize("page", ["note", "note_signature"])
def test_two_people_at_one_note_lose_nothing(cast: Cast, as_: As, page: str) -> None:
    visit = finished(cast, make_goal(cast))
    as_("ada").post(url("note", visit), NOTE | {"edition": 1})

    answer = as_("ines").post(url(page, visit), {"objective": "My own words", "edition": 1})

    assert answer.status_code == 409
    assert "My own words" in answer.content.decode()
    assert NoteVersion.objects.get().objective == NOTE["objective"]


def test_a_note_without_what_was_seen_keeps_the_rest(cast: Cast, as_: As) -> None:
    visit = finished(cast, make_goal(cast))

    answer = as_("ines").post(url("note_signature", visit), {"objective": " ", "plan": "More socks", "edition": 1})

    assert answer.status_code == 422
    assert "More socks" in answer.content.decode()


def test_an_amendment_asks_why_and_keeps_both_versions(cast: Cast, as_: As) -> None:
    visit, client = finished(cast, make_goal(cast)), as_("ines")
    client.post(url("note_signature", visit), NOTE | {"edition": 1})

    without = client.post(url("note_amendment", visit), {**NOTE, "objective": "3 of 3"})
    client.post(url("note_amendment", visit), {**NOTE, "objective": "3 of 3", "why": "One try was missing."})

    shown = client.get(url("note", visit)).content.decode()
    assert without.status_code == 422
    assert all(words in shown for words in ("3 of 3", "Ties her shoes: 2 of 3.", "One try was missing."))


def test_a_quick_note_lands_in_the_draft(cast: Cast, as_: As) -> None:
    visit, client = started(cast), as_("ines")

    client.post(url("note_remark", visit), {"words": "Laughed at the monster."})
    client.post(url("visit_mood", visit), {"mood": "stop"})
    client.post(url("visit_finish", visit))

    drafted = client.get(url("note", visit)).context["form"].initial
    assert drafted["subjective"].splitlines() == ["Laughed at the monster.", "Maya said stop, and we stopped."]


def test_an_empty_quick_note_is_told(cast: Cast, as_: As) -> None:
    answer = as_("ines").post(url("note_remark", started(cast)), {"words": ""})

    assert answer.status_code == 422
    assert "Write a word or two first." in answer.content.decode()


@pytest.mark.parametrize("page", ["visit", "note"])
def test_a_page_asks_the_same_number_of_questions_for_one_tap_and_for_thirty(cast: Cast, as_: As, page: str) -> None:
    make = started if page == "visit" else lambda cast: finished(cast, make_goal(cast, "Puts on socks"))
    client, small, large = as_("ines"), make(cast), make(cast)
    goals = [make_goal(cast, f"Goal {n}") for n in range(3)]
    actions.observe(by=cast.actor("ines"), visit=small, items=[trial(goals[0])])
    actions.observe(by=cast.actor("ines"), visit=large, items=[trial(goals[n % 3], "VB") for n in range(30)])

    assert queries(client, url(page, large)) == queries(client, url(page, small))


def test_calling_off_asks_why_and_keeps_the_visit(cast: Cast, as_: As) -> None:
    visit, client = planned(cast), as_("ines")

    without = client.post(url("visit_cancellation", visit), {"why": ""})
    client.post(url("visit_cancellation", visit), {"why": "Maya is ill"})

    assert without.status_code == 422
    assert "Maya is ill" in client.get(url("visit", visit)).content.decode()
