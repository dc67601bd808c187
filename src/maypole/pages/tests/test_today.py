"""Today: who comes next, the day, what is owed, and for whom the page is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.home import actions as home
from maypole.home.tests.test_actions import GAME
from maypole.intake.models import NextStep
from maypole.people.models import CareTeamMember, Supervision
from maypole.progress.models import Review
from maypole.visits import actions
from maypole.visits.draft import NoteText
from maypole.visits.tests.rows import NOW, finished, make_goal, planned, started
from tests.cast import Cast

As = Callable[[str], Client]
TODAY = "/today"


@pytest.fixture(autouse=True)
def _a_tuesday() -> object:
    """Tuesday 10 March 2026, 14:30 in the clinic."""
    with time_machine.travel(NOW, tick=False):
        yield


def shown(client: Client) -> str:
    answer = client.get(TODAY)
    assert answer.status_code == 200
    return answer.content.decode()


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.mark.mission("S107")
def test_the_next_child_comes_with_precautions_goals_and_last_time(cast: Cast, as_: As) -> None:
    goal = make_goal(cast)
    finished(cast, goal, "I I VB", at(-7 * 24 * 60))
    activity = home.give_activity(by=cast.actor("ines"), goal=goal, game=GAME)
    home.log_practice(by=cast.actor("rosa"), activity=activity, prompt="I", words="All by herself!")
    planned(cast, at(25))

    page = shown(as_("ines"))

    for words in (
        "Tuesday 10 March",
        "Maya is next, in 25 minutes.",
        "Pen in the blue bag.",
        "Ties her shoes: 2 of 3, on 3 March.",
    ):
        assert words in page, words
    assert "“All by herself!”" in page


def test_a_visit_under_way_comes_first(cast: Cast, as_: As) -> None:
    started(cast, at(-10))
    planned(cast, at(25))

    page = shown(as_("ines"))

    assert "Maya is here." in page
    assert "Then one more visit." in page
    assert "Go on with the visit" in page


def test_the_day_says_where_each_visit_stands(cast: Cast, as_: As) -> None:
    goal = make_goal(cast)
    first, second = finished(cast, goal, starts_at=at(-300)), finished(cast, goal, starts_at=at(-200))
    actions.sign_note(by=cast.actor("ines"), visit=first, text=NoteText(objective="Fine."))
    actions.cancel_visit(by=cast.actor("ines"), visit=planned(cast, at(-100)), why="Ill")
    planned(cast, at(60))

    page = shown(as_("ines"))

    assert all(words in page for words in ("Note signed", "Note waiting", "Called off", "Next"))
    assert f"/visits/{second.pk}/note" in page


def test_what_is_owed_is_notes_reviews_and_steps(cast: Cast, as_: As) -> None:
    ines = cast.users["ines"]
    finished(cast, make_goal(cast), starts_at=at(-24 * 60))
    shared = {"organisation": cast.clinic, "child": cast.maya, "by": ines}
    Review.objects.create(planned_on=date(2026, 3, 12), **shared)
    NextStep.objects.create(what="Call the school", staff=cast.staff["ines"], due_on=date(2026, 3, 11), **shared)

    page = shown(as_("ines"))

    assert "3 things" in page
    for words in ("Sign the note about Maya", "Look at Maya’s goals together", "Call the school"):
        assert words in page, words


def test_an_assistants_note_waits_with_the_therapist_who_leads(cast: Cast, as_: As) -> None:
    visit = planned(cast, at(-60), staff="ada")
    actions.start_visit(by=cast.actor("ada"), visit=visit, at=at(-60))
    actions.finish_visit(by=cast.actor("ada"), visit=visit, at=at(-15))
    before = shown(as_("ada"))

    actions.draft_note(by=cast.actor("ada"), visit=visit, text=NoteText(objective="Two of three."))

    assert "Write the note about Maya" in before
    assert "Write the note about Maya" not in shown(as_("ada"))
    assert "Sign the note about Maya" in shown(as_("ines"))


def test_a_visit_nobody_finished_or_spoke_of_is_not_forgotten(cast: Cast, as_: As) -> None:
    started(cast, at(-24 * 60))
    planned(cast, at(-48 * 60))

    page = shown(as_("ines"))

    assert "Finish the visit with Maya" in page
    assert "What became of the visit with Maya?" in page


def test_an_empty_day_says_so_and_where_to_go(cast: Cast, as_: As) -> None:
    page = shown(as_("ines"))

    assert all(words in page for words in ("No more visits today.", "No visits today", "Nothing to finish"))


def test_someone_who_left_the_team_sees_nothing_of_the_child(cast: Cast, as_: As) -> None:
    planned(cast, at(25))
    finished(cast, make_goal(cast), starts_at=at(-24 * 60))
    CareTeamMember.objects.filter(staff=cast.staff["ines"]).update(ended_at=timezone.now())

    assert "Maya" not in shown(as_("ines"))


def test_opening_the_next_child_is_audited(cast: Cast, as_: As) -> None:
    planned(cast, at(25))

    shown(as_("ines"))

    event = AuditEvent.objects.filter(action="child.read").first()
    assert event is not None
    assert event.detail == {"what": "today"}


@pytest.mark.parametrize(
    ("name", "status"),
    [("lena", 200), ("ada", 200), ("mona", 403), ("fay", 403), ("bill", 403), ("rosa", 403), ("maya", 403)],
)
def test_the_page_is_for_who_runs_visits(cast: Cast, as_: As, name: str, status: int) -> None:
    assert as_(name).get(TODAY).status_code == status


def test_signed_out_goes_to_the_door(cast: Cast, client: Client) -> None:
    assert client.get(TODAY).status_code == 302
    assert client.post(TODAY).status_code in (302, 405)


def test_the_page_asks_the_same_number_of_questions_for_one_visit_and_for_six(cast: Cast, as_: As) -> None:
    client, goal = as_("ines"), make_goal(cast)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(client)
        return len(captured)

    finished(cast, goal, starts_at=at(-7 * 24 * 60))
    planned(cast, at(25))
    shown(client)
    one = asked()
    for number in range(5):
        finished(cast, goal, starts_at=at(-60 * number - 100))
        planned(cast, at(60 + number))

    assert asked() == one


def test_a_supervised_assistant_signs_their_own_notes(cast: Cast, as_: As) -> None:
    visit = planned(cast, at(-60), staff="ada")
    actions.start_visit(by=cast.actor("ada"), visit=visit, at=at(-60))
    actions.finish_visit(by=cast.actor("ada"), visit=visit, at=at(-15))
    Supervision.objects.create(
        organisation=cast.clinic, staff=cast.staff["ada"], supervisor=cast.staff["ines"], started_on=date(2025, 1, 6)
    )

    assert "Sign the note about Maya" in shown(as_("ada"))
