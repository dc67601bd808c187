"""A goodbye from its signs to the follow-up, and back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maypole.cores.progress.readiness import Answer
from maypole.discharge import actions
from maypole.discharge.actions import Parts
from maypole.discharge.models import Comeback, Discharge, DischargeCompletion, FollowUp, FollowUpOutcome, GoalWord
from maypole.discharge.readiness import signs
from maypole.mastery.checks import plan_probe, renew_outcomes
from maypole.mastery.probing import Check
from maypole.people.models import ChildStatus
from maypole.plan.errors import PlanRefused
from maypole.plan.models import Episode, Goal
from maypole.progress.actions import plan_review
from maypole.progress.models import Review
from maypole.progress.tests.rows import taught_goal, tries
from maypole.visits.actions import plan_visit
from maypole.visits.models import Observation, Visit
from maypole.visits.points import rebuild
from tests.cast import Cast

As = Callable[[str], Client]
FIELDS: actions.Fields = {
    "reason": "goals", "why": "She does it alone.", "keep_going": "Shoes at the door\nDrums", "way_back": "Call us.",
    "watch_intro": "", "child_words": "I am first in line!",
}  # fmt: skip


def prepared(cast: Cast, **changed: object) -> Discharge:
    now, last = timezone.now(), timezone.localdate() + timedelta(days=1)
    asked = [(last + timedelta(days=91), cast.staff["ines"]), (last + timedelta(days=182), cast.staff["ines"])]
    parts = Parts(
        fading=[(timezone.localdate(), 0.5, 45, "with her father")],
        signs=[("Shoes stay open for two weeks", "Play it daily, then call us.")],
        follow_ups=asked,
    )
    fields = {**FIELDS, "last_on": last, "parts": parts} | changed
    return actions.prepare(by=cast.actor("ines"), child=cast.maya, now=now, **fields)  # type: ignore[arg-type]


def said(cast: Cast) -> Discharge:
    found = prepared(cast)
    actions.complete(by=cast.actor("ines"), discharge=found, now=timezone.now())
    return Discharge.objects.get(pk=found.pk)


@pytest.mark.mission("S102")
@pytest.mark.parametrize("missing", ["reason", "why", "last_on"])
def test_a_goodbye_needs_a_reason_and_a_day(cast: Cast, missing: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        prepared(cast, **{missing: None if missing == "last_on" else ""})
    assert missing in refused.value.message_dict
    assert not Discharge.objects.exists()


@pytest.mark.mission("S102")
@pytest.mark.parametrize("changed", [{"parts": Parts()}, {"way_back": ""}], ids=["no follow-up", "no way back"])
def test_goodbye_is_not_said_without_a_follow_up_day_and_a_way_back(cast: Cast, changed: dict[str, object]) -> None:
    found = prepared(cast, **changed)
    with pytest.raises(PlanRefused):
        actions.complete(by=cast.actor("ines"), discharge=found, now=timezone.now())
    assert not DischargeCompletion.objects.exists()
    assert Episode.objects.open().exists()


@pytest.mark.mission("S102")
def test_saying_goodbye_ends_what_is_ahead_and_keeps_the_record(cast: Cast) -> None:
    by, now = cast.actor("ines"), timezone.now()
    goal = taught_goal(cast)
    plan_review(by=by, child=cast.maya, on=timezone.localdate() + timedelta(days=40), now=now)
    later = plan_visit(by=by, child=cast.maya, staff=cast.staff["ines"], starts_at=now + timedelta(days=9))
    check = Check("maintenance", timezone.localdate() + timedelta(days=20), "home")
    plan_probe(by=by, goal=goal, check=check, now=now)

    said(cast)

    assert not Episode.objects.open().exists()
    assert Discharge.objects.get().last_on == timezone.localdate()
    assert cast.maya.statuses.latest("at").state == ChildStatus.State.DISCHARGED
    assert not Review.objects.due().exists()
    assert Review.objects.get().outlook == "ending"
    assert Visit.objects.with_state().get(pk=later.pk).state == "cancelled"
    assert goal.planned_probes.get().end.why == "Said goodbye"
    assert DischargeCompletion.objects.get().follow_up_on == FollowUp.objects.earliest("due_on").due_on
    assert Observation.objects.filter(goal=goal).exists()


@pytest.mark.mission("S102")
@pytest.mark.mission("S52")
def test_coming_back_restores_the_record_with_a_new_episode(cast: Cast, as_: As) -> None:
    said(cast)
    goal_count = Goal.objects.count()
    as_("ines").post(f"/children/{cast.maya.pk}/comeback", {"why": ""})
    assert not Comeback.objects.exists()

    assert as_("ines").post(f"/children/{cast.maya.pk}/comeback", {"why": "School starts."}).status_code == 302

    back = Comeback.objects.get()
    assert Episode.objects.open().get() == back.episode
    assert back.episode != back.discharge.episode
    assert cast.maya.statuses.latest("at").state == ChildStatus.State.ACTIVE
    assert Review.objects.due().exists()
    assert Goal.objects.count() == goal_count
    assert not FollowUp.objects.open().exists()
    assert "Start the plan" in as_("ines").get(f"/children/{cast.maya.pk}/goodbye").content.decode()


def test_follow_ups_are_done_once_and_late_ones_are_seen(cast: Cast, as_: As) -> None:
    said(cast)
    first = FollowUp.objects.earliest("due_on")
    FollowUp.objects.filter(pk=first.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    html = as_("mona").get("/clinic/goodbyes").content.decode()
    assert "3 days late" in html
    assert "One is late." in html
    path = f"/follow-ups/{first.pk}"
    assert as_("ines").post(path, {"outcome": "unreached", "words": ""}).status_code == 422
    assert as_("ines").post(path, {"outcome": "kept", "words": "Every morning."}).status_code == 302
    assert as_("ines").post(path, {"outcome": "lost", "words": "x"}).status_code == 422
    assert FollowUpOutcome.objects.get().outcome == "kept"
    assert "Goals reached" in as_("mona").get("/clinic/goodbyes").content.decode()


@pytest.mark.mission("S102")
def test_the_family_reads_and_prints_all_of_it_without_scores(cast: Cast, as_: As) -> None:
    goal = taught_goal(cast)
    prepared(cast)
    path = f"/children/{cast.maya.pk}/goodbye"
    html = as_("rosa").get(path).content.decode()
    assert "Less and less often" in html
    as_("rosa").post(f"/goals/{goal.pk}/family-word", {"matters": "yes", "achieved": "yes"})
    word = GoalWord.objects.get()
    assert (word.carer, word.matters, word.achieved) == (cast.rosa, True, True)
    goal.states.create(organisation=cast.clinic, state="met", by=cast.users["ines"])
    actions.complete(by=cast.actor("ines"), discharge=Discharge.objects.get(), now=timezone.now())

    html = as_("rosa").get(path).content.decode()
    for words in ("Maya, you did it!", "Ties her shoes", "Shoes stay open for two weeks", "Call us.", "Drums"):
        assert words in html
    certificate = as_("rosa").get(f"{path}/certificate").content.decode()
    assert "I am first in line!" in certificate
    assert "of 10" not in certificate
    assert "%" not in certificate.split("<article")[1].split("</article")[0]
    assert as_("okafor").get(path).status_code == 404


def test_the_certificate_speaks_the_familys_language(cast: Cast, as_: As) -> None:
    cast.rosa.language = "es"
    cast.rosa.save(update_fields=["language"])
    cast.daniel.language = "es"
    cast.daniel.save(update_fields=["language"])
    said(cast)
    html = as_("ines").get(f"/children/{cast.maya.pk}/goodbye/certificate").content.decode()
    assert "trabajó, jugó y no se rindió." in html


def test_signs_say_too_early_before_they_say_no(cast: Cast) -> None:
    goal = taught_goal(cast)
    found = signs(cast.maya, date(2026, 3, 10))
    assert [line.answer for line in found.goals[0].lines] == [Answer.EARLY] * 3
    actions.say_of_goal(
        by=cast.actor("rosa"), goal=goal, matters=True, achieved=False, carer=cast.rosa, now=timezone.now()
    )
    assert signs(cast.maya, date(2026, 3, 10)).goals[0].lines[2].answer is Answer.NOT_YET


def test_signs_say_yes_with_two_places_and_two_checks(cast: Cast) -> None:
    goal = taught_goal(cast, levels=(1, 0, 1, 2, *[10] * 9))
    now = timezone.now() - timedelta(days=40)
    for number in range(4):
        at = now + timedelta(days=16 * (number // 2) + number, hours=2)
        plan = Check("maintenance", timezone.localdate(at), "home")
        if number % 2 == 0:
            plan_probe(by=cast.actor("ines"), goal=goal, check=plan, now=at - timedelta(hours=1))
        tries(cast, goal, at, 10, setting="home")
    Observation.objects.filter(setting="home").update(received_at=timezone.now())
    rebuild([goal.pk])
    renew_outcomes(goal)

    lines = signs(cast.maya, timezone.localdate()).goals[0].lines

    assert [line.answer for line in lines[:2]] == [Answer.YES, Answer.YES]


def test_rows_of_the_goodbye_are_kept_as_typed(cast: Cast, as_: As) -> None:
    path = f"/children/{cast.maya.pk}/goodbye/edit"
    html = as_("ines").get(path).content.decode()
    assert "You need no new referral." in html
    last = timezone.localdate() + timedelta(days=30)
    data = {
        "reason": "moved", "why": "To the sea.", "last_on": last.isoformat(), "keep_going": "Drums", "watch_intro": "",
        "way_back": "Call.", "child_words": "", "edition": "0",
        "fading-TOTAL_FORMS": "1", "fading-INITIAL_FORMS": "0", "signs-TOTAL_FORMS": "2", "signs-INITIAL_FORMS": "0",
        "follow_ups-TOTAL_FORMS": "1", "follow_ups-INITIAL_FORMS": "0",
        "signs-0-look_for": "No words", "signs-0-what_to_do": "Call us",
        "follow_ups-0-due_on": (last + timedelta(days=90)).isoformat(),
        "follow_ups-0-owner": str(cast.staff["ines"].pk),
    }  # fmt: skip
    assert as_("ines").post(path, data | {"signs-1-look_for": "Half"}).status_code == 422
    assert as_("ines").post(path, data).status_code == 302
    found = Discharge.objects.get()
    assert (found.reason, found.signs.get().look_for, found.follow_ups.count()) == ("moved", "No words", 1)
    as_("ines").post(path, data | {"edition": str(found.edition), "why": "To the hills."})
    assert Discharge.objects.get().why == "To the hills."
    assert as_("ines").post(path, data | {"edition": "1", "why": "Late."}).status_code == 422
