"""The family's week and the therapist's programme: who sees, who logs, what is kept, how many questions are asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.access.ids import new_id
from maypole.audit.models import AuditEvent
from maypole.home import actions
from maypole.home.models import HomeActivity, PracticeLog
from maypole.people.models import CarerRelation, Precaution
from maypole.plan.actions import accept_plan
from maypole.plan.models import Goal
from maypole.plan.tests.rows import NOW, signed_plan
from maypole.visits import actions as visits
from maypole.visits.draft import NoteText
from maypole.visits.models import Observation
from maypole.visits.tests.rows import finished, make_goal, planned
from tests.cast import Cast
from tools.messages import load, missing

from .test_actions import GAME, given_game

As = Callable[[str], Client]
WEEK = "/week"


def game_now(cast: Cast, goal: Goal | None = None, **fields: Any) -> HomeActivity:
    game = actions.Game(**{**GAME.__dict__, **fields})
    return actions.give_activity(by=cast.actor("ines"), goal=goal or make_goal(cast), game=game)


def shown(client: Client, address: str = WEEK) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.mission("S81", "S83")
def test_a_game_shows_its_goal_why_how_how_often_and_when_to_stop(cast: Cast, as_: As) -> None:
    game_now(cast)

    page = shown(as_("rosa"))

    for words in (
        "Sock monster race",
        "Ties her shoes",
        GAME.reason,
        "Roll the sock.",
        "4 times a week",
        GAME.stop_rule,
    ):
        assert words in page, words
    for kicker in ("Why", "How", "Stop when"):
        assert f">{kicker}</p>" in page


def test_two_taps_make_one_try_at_home_with_undo(cast: Cast, as_: As) -> None:
    activity, client = game_now(cast), as_("rosa")

    form = {"id": str(new_id()), "prompt": "I", "words": "At Grandma's"}
    first = client.post(reverse("practice", args=[activity.pk]), form, follow=True)
    client.post(reverse("practice", args=[activity.pk]), form)

    log = PracticeLog.objects.get()
    assert (log.words, Observation.objects.get().prompt) == ("At Grandma's", "I")
    assert reverse("practice_withdrawal", args=[log.pk]) in first.content.decode()


def test_undo_takes_the_log_and_the_try_back(cast: Cast, as_: As) -> None:
    activity, client = game_now(cast), as_("rosa")
    client.post(reverse("practice", args=[activity.pk]), {"prompt": "VB"})

    client.post(reverse("practice_withdrawal", args=[PracticeLog.objects.get().pk]))

    assert not PracticeLog.objects.standing().exists()
    assert not Observation.objects.standing().exists()


def test_yesterday_can_be_logged(cast: Cast, as_: As) -> None:
    activity = game_now(cast)

    as_("rosa").post(reverse("practice", args=[activity.pk]), {"prompt": "VB", "day": "1"})

    assert PracticeLog.objects.get().played_on == timezone.localdate() - timedelta(days=1)


@pytest.mark.parametrize(
    "form", [{}, {"prompt": "G"}, {"went": "easy"}, {"prompt": "I", "day": "9"}, {"prompt": "I", "id": "x"}]
)
def test_an_answer_that_does_not_fit_keeps_the_words(cast: Cast, as_: As, form: dict[str, str]) -> None:
    activity = game_now(cast)

    answer = as_("rosa").post(reverse("practice", args=[activity.pk]), {**form, "words": "Sang all along"})

    assert answer.status_code == 422
    assert 'value="Sang all along"' in answer.content.decode()
    assert not PracticeLog.objects.exists()


@pytest.mark.mission("S81")
def test_a_carer_without_the_right_to_log_reads_only(cast: Cast, as_: As) -> None:
    activity = game_now(cast)

    page = shown(as_("daniel"))
    answer = as_("daniel").post(reverse("practice", args=[activity.pk]), {"prompt": "I"})

    assert "Sock monster race" in page
    assert "We played" not in page
    assert answer.status_code == 403
    assert not PracticeLog.objects.exists()


def test_a_carer_without_any_right_sees_nothing_of_it(cast: Cast, as_: As) -> None:
    activity = game_now(cast)
    CarerRelation.objects.filter(carer=cast.daniel).update(rights="message")

    assert as_("daniel").get(WEEK).status_code == 403
    assert as_("daniel").post(reverse("practice", args=[activity.pk]), {"prompt": "I"}).status_code == 403


def test_a_carer_kept_away_by_a_court_sees_nothing(cast: Cast, as_: As) -> None:
    activity = game_now(cast)
    CarerRelation.objects.filter(carer=cast.rosa).update(blocked=True, legal_basis="Order 12/2026")

    assert "Sock monster" not in shown(as_("rosa"))
    assert as_("rosa").get(f"{WEEK}?child={cast.maya.pk}").status_code == 404
    assert as_("rosa").post(reverse("practice", args=[activity.pk]), {"prompt": "I"}).status_code == 404


def test_a_young_person_has_a_week_of_their_own(cast: Cast, as_: As) -> None:
    activity, client = game_now(cast), as_("maya")

    assert "We played" in shown(client)
    assert client.post(reverse("practice", args=[activity.pk]), {"prompt": "I"}).status_code == 302


@pytest.mark.parametrize("name", ["ines", "mona", "okafor", "eva", "adam"])
def test_the_week_is_the_familys(cast: Cast, as_: As, name: str) -> None:
    assert as_(name).get(WEEK).status_code == 403


def test_another_familys_child_is_not_found(cast: Cast, as_: As) -> None:
    assert as_("rosa").get(f"{WEEK}?child={cast.noor.pk}").status_code == 404


def test_signed_out_goes_to_the_door(cast: Cast, client: Client) -> None:
    activity = game_now(cast)

    assert client.get(WEEK).status_code == 302
    assert client.post(reverse("practice", args=[activity.pk]), {"prompt": "I"}).status_code == 302
    assert not PracticeLog.objects.exists()


def test_the_next_visit_is_told_only_with_the_right_to_the_schedule(cast: Cast, as_: As) -> None:
    planned(cast, timezone.now() + timedelta(days=2))

    assert "Next visit" in shown(as_("rosa"))
    assert "Next visit" not in shown(as_("daniel"))


@pytest.mark.mission("S61")
def test_the_family_reads_the_visit_in_plain_words_once_it_is_signed(cast: Cast, as_: As) -> None:
    visit = finished(cast, make_goal(cast), starts_at=timezone.now() - timedelta(hours=2))
    text = NoteText(objective="Objective words", family_summary="Maya tied a shoe today.")
    visits.draft_note(by=cast.actor("ines"), visit=visit, text=text)
    before = shown(as_("rosa"))

    visits.sign_note(by=cast.actor("ines"), visit=visit)

    assert "Maya tied a shoe today." not in before
    assert "Maya tied a shoe today." in shown(as_("rosa"))
    assert "Maya tied a shoe today." not in shown(as_("daniel"))


def test_the_first_time_alone_at_home_is_celebrated(cast: Cast, as_: As) -> None:
    activity, client = game_now(cast), as_("rosa")
    client.post(reverse("practice", args=[activity.pk]), {"prompt": "VB"})
    before = shown(client)

    client.post(reverse("practice", args=[activity.pk]), {"prompt": "I"})

    assert "with no help" not in before
    assert "Maya did it at home, with no help" in shown(client)


def test_a_game_rests_when_a_precaution_comes(cast: Cast, as_: As) -> None:
    game_now(cast, library="fm-01")
    Precaution.objects.create(
        organisation=cast.clinic, child=cast.maya, by=cast.users["ines"], kind="mouthing", title="Mouths toys."
    )

    page = shown(as_("rosa"))

    assert "Let this game rest." in page
    assert "We played" not in page


def test_the_week_speaks_spanish(cast: Cast, as_: As) -> None:
    game_now(cast)
    client = as_("rosa")
    client.cookies["language"] = "es"

    page = shown(client)

    for words in ("Hola, Rosa", "Tus minutos", "Por qué", "Cuándo parar", "Hemos jugado"):
        assert words in page, words


def test_every_string_of_home_and_of_visits_is_there_in_spanish() -> None:
    catalogue = load("es")
    absent = set(missing(catalogue))

    ours = [text for text in catalogue if any(place.startswith(("home/", "visits/")) for place, _ in text.locations)]

    assert len(ours) > 250
    assert [text.id for text in ours if (text.id if isinstance(text.id, str) else text.id[0]) in absent] == []


def test_an_empty_week_teaches(cast: Cast, as_: As) -> None:
    assert "Your therapist gives you a game when it helps" in shown(as_("rosa"))


def test_the_week_asks_the_same_number_of_questions_for_one_game_and_for_five(cast: Cast, as_: As) -> None:
    client = as_("rosa")

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(client)
        return len(captured)

    activity = game_now(cast)
    actions.log_practice(by=cast.actor("rosa"), activity=activity, prompt="I")
    shown(client)
    one = asked()
    for number in range(4):
        more = game_now(cast, make_goal(cast, f"Goal {number}"))
        actions.log_practice(by=cast.actor("rosa"), activity=more, prompt="I")

    assert asked() == one


STAFF = {"ines": 200, "ada": 200, "lena": 200, "jiho": 404, "mona": 403, "bill": 403, "adam": 404, "eva": 404}


def test_the_programme_is_for_who_cares_for_the_child(cast: Cast, as_: As) -> None:
    address = reverse("home_programme", args=[cast.maya.pk])

    assert {name: as_(name).get(address).status_code for name in STAFF} == STAFF
    assert as_("rosa").get(address).headers["Location"] == f"{WEEK}?child={cast.maya.pk}"
    assert AuditEvent.objects.filter(action="child.read", child_id=cast.maya.pk).count() == 3


def test_the_programme_says_days_played_of_days_chosen_and_no_blame(cast: Cast, as_: As) -> None:
    activity, today = game_now(cast), timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    for _ in range(2):
        actions.log_practice(
            by=cast.actor("rosa"), activity=activity, prompt="VB", played_on=max(monday, today), words="Fun"
        )

    page = shown(as_("ines"), reverse("home_programme", args=[cast.maya.pk]))

    assert "Played on 1 of 4 days this week." in page
    assert "“Fun”" in page


def test_only_who_sets_the_programme_may_give_and_end_games(cast: Cast, as_: As) -> None:
    activity = game_now(cast)
    new, end = reverse("home_activity_new", args=[cast.maya.pk]), reverse("home_activity_end", args=[activity.pk])

    assert as_("ada").get(new).status_code == 403
    assert as_("rosa").post(end).status_code == 403
    assert as_("jiho").post(end).status_code == 404
    assert as_("ines").get(end).status_code == 405
    assert as_("ines").post(end).status_code == 302
    assert not HomeActivity.objects.current().exists()


def library_form(goal: Goal, **fields: object) -> dict[str, object]:
    shared = {name: getattr(GAME, name) for name in ("title", "reason", "how", "stop_rule", "minutes", "times_a_week")}
    return {"goal": goal.pk, "library": "sc-01", **shared, **fields}


@pytest.mark.mission("S81")
def test_a_game_from_the_library_goes_home_in_two_pages(cast: Cast, as_: As) -> None:
    goal, client = make_goal(cast), as_("ines")
    address = reverse("home_activity_new", args=[cast.maya.pk])

    chooser = shown(client, f"{address}?area=self_care")
    picked = chooser.partition("?library=own")[2].partition("?library=")[2][:5]
    filled = client.get(f"{address}?library={picked}").context["form"].initial
    answer = client.post(address, {"goal": goal.pk, "library": picked, **filled})

    assert answer.status_code == 302
    assert HomeActivity.objects.get().library == picked
    assert all(filled[name] for name in ("reason", "how", "stop_rule"))


@pytest.mark.mission("S83")
@pytest.mark.parametrize("missing", ["reason", "how", "stop_rule"])
def test_the_form_refuses_a_game_without_why_how_or_stop(cast: Cast, as_: As, missing: str) -> None:
    form = library_form(make_goal(cast), **{missing: "  ", "materials": "Two old socks"})

    answer = as_("ines").post(reverse("home_activity_new", args=[cast.maya.pk]), form)

    assert answer.status_code == 422
    assert "Two old socks" in answer.content.decode()
    assert not HomeActivity.objects.exists()


def test_the_form_says_why_a_game_may_not_go_home(cast: Cast, as_: As) -> None:
    form = library_form(make_goal(cast), library="gm-07")

    answer = as_("ines").post(reverse("home_activity_new", args=[cast.maya.pk]), form)

    assert answer.status_code == 422
    assert "This game stays in the clinic" in answer.content.decode()


def test_a_goal_of_another_child_cannot_be_chosen(cast: Cast, as_: As) -> None:
    form = library_form(make_goal(cast, child=cast.noor))

    assert as_("ines").post(reverse("home_activity_new", args=[cast.maya.pk]), form).status_code == 422


@pytest.mark.parametrize("library", ["zz-99", "../etc"])
def test_an_unknown_game_is_not_found(cast: Cast, as_: As, library: str) -> None:
    assert as_("ines").get(reverse("home_activity_new", args=[cast.maya.pk]), {"library": library}).status_code == 404


@pytest.mark.mission("S107")
def test_precautions_stand_on_the_pages_about_home(cast: Cast, as_: As) -> None:
    game_now(cast)
    new = reverse("home_activity_new", args=[cast.maya.pk])
    pages = [reverse("home_programme", args=[cast.maya.pk]), new, f"{new}?library=own", f"{new}?library=sc-01"]

    assert all("Pen in the blue bag." in shown(as_("ines"), page) for page in pages)
    assert "Pen in the blue bag." in shown(as_("rosa"))


def test_given_game_of_the_past_still_counts_weeks(cast: Cast, as_: As) -> None:
    given_game(cast)

    page = shown(as_("ines"), reverse("home_programme", args=[cast.maya.pk]))

    assert page.count("Week of") == 4


def test_a_new_plan_is_asked_about_first_until_this_carer_has_answered(cast: Cast, as_: As) -> None:
    version = signed_plan(cast)
    asked = reverse("plan_acceptance", args=[cast.maya.pk])

    assert asked in shown(as_("rosa"), f"{WEEK}?child={cast.maya.pk}")
    accept_plan(by=cast.actor("rosa"), version=version, carer=cast.rosa, accepted=True, at=NOW)

    assert asked not in shown(as_("rosa"), f"{WEEK}?child={cast.maya.pk}")
