"""The page “In company”: who reads and writes it, what it keeps, and that no family learns of another child."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.audit.models import AuditEvent
from maypole.groups.actions.company import choose_skill, decide_step, say_seen, set_free_times, tell_company, wish_pair
from maypole.groups.models import CompanyGoal, FreeTime, GroupTally, InCompany, PairWish, ReadinessSeen, StepDecision
from maypole.people.models import CareTeamMember
from maypole.visits.tests.rows import finished, make_goal, started
from tests.cast import Cast

As = Callable[[str], Client]
WORDS = "Waited for the swing while two others went."
SEEN = {"skill": "waits", "seen": "yes", "words": WORDS, "place": "school"}


def address(cast: Cast, name: str = "company", *more: object) -> str:
    return reverse(name, args=[cast.maya.pk, *more])


def text(cast: Cast, as_: As, who: str = "ines", name: str = "company") -> str:
    answer = as_(who).get(address(cast, name))
    assert answer.status_code == 200
    return answer.content.decode()


def seen(cast: Cast, skill: str = "waits", level: str = "yes", words: str = WORDS, days: int = 1) -> ReadinessSeen:
    now = timezone.now() - timedelta(days=days)
    return say_seen(by=cast.actor("ines"), child=cast.maya, skill=skill, seen=level, words=words, now=now)


READ = {
    "ines": 200, "lena": 200, "ada": 200, "rosa": 200, "jiho": 404, "eva": 404, "adam": 404,
    "fay": 403, "mona": 403, "cora": 403, "bill": 403, "daniel": 403, "okafor": 403, "maya": 403,
}  # fmt: skip
DECIDE = READ | {"ada": 403, "rosa": 403}
TREAT = READ | {"rosa": 403}


@pytest.mark.parametrize(
    ("name", "ladder"),
    [
        ("company", READ),
        ("company_times", TREAT),
        ("company_how", DECIDE),
        ("company_skills", DECIDE),
        ("company_step", DECIDE),
    ],
)
def test_who_may_open_what(cast: Cast, as_: As, name: str, ladder: dict[str, int]) -> None:
    assert {who: as_(who).get(address(cast, name)).status_code for who in ladder} == ladder


@pytest.mark.parametrize("name", ["company_seen", "company_wishes", "company_times"])
def test_who_may_not_write(cast: Cast, as_: As, name: str) -> None:
    refused = {"rosa": 403, "okafor": 403, "fay": 403, "jiho": 404, "eva": 404}

    assert {who: as_(who).post(address(cast, name), SEEN).status_code for who in refused} == refused
    assert not ReadinessSeen.objects.exists()


def test_the_page_begins_with_what_belongs_there(cast: Cast, as_: As) -> None:
    told = text(cast, as_)

    assert told.count("Nobody wrote yet") == 5
    assert "Using the toilet is not among them, and never a reason." in told
    assert "No visit alone yet." in told
    assert "No step decided yet." in told
    assert address(cast) in as_("ines").get(reverse("child", args=[cast.maya.pk])).content.decode()


@pytest.mark.mission("S69")
def test_what_somebody_saw_stands_with_when_where_and_by_whom(cast: Cast, as_: As) -> None:
    assert as_("ada").post(address(cast, "company_seen"), SEEN).status_code == 302

    told = text(cast, as_)
    assert WORDS in told
    assert "Ada," in told
    assert "School" in told
    assert AuditEvent.objects.get(action="company.seen").child_id == cast.maya.pk


@pytest.mark.parametrize("wrong", [{"words": ""}, {"seen": ""}, {"place": "moon"}, {"skill": "toilet"}])
def test_a_refused_line_keeps_what_was_typed(cast: Cast, as_: As, wrong: dict[str, str]) -> None:
    answer = as_("ines").post(address(cast, "company_seen"), SEEN | wrong)

    assert answer.status_code == 422
    assert "words" in wrong or WORDS in answer.content.decode()
    assert not ReadinessSeen.objects.exists()


@pytest.mark.mission("S68")
def test_numbers_from_visits_stand_beside_a_line_as_a_hint(cast: Cast, as_: As) -> None:
    goal, now = make_goal(cast, "Waits for a turn"), timezone.now()
    visit = finished(cast, goal, "I I VB I", starts_at=now - timedelta(days=2))
    choose_skill(by=cast.actor("ines"), goal=goal, skill="waiting", now=now)
    GroupTally.objects.bulk_create(
        GroupTally(organisation=cast.clinic, child=cast.maya, visit=visit, kind="turn", recorder=by, recorded_at=now)
        for by in [cast.users["ines"]] * 7
    )

    told = text(cast, as_)

    assert "“Waits for a turn”: 3 of 4 on" in told
    assert "Measured once in twelve weeks: too little to match on." in told
    assert "Took turns: 7 times in 1 visit in company" in told
    assert "1 visit alone so far." in told


def test_old_words_are_said_to_be_old(cast: Cast, as_: As) -> None:
    seen(cast, days=100)

    assert "more than twelve weeks ago" in text(cast, as_)


@pytest.mark.mission("S80")
def test_what_is_safe_is_told_and_kept(cast: Cast, as_: As) -> None:
    sent = {"most": "2", "noise": "low", "needs_support": "on", "unresolved_aggression": "on", "why": "Loud rooms."}
    assert as_("ines").post(address(cast, "company_how"), sent).status_code == 302
    as_("ines").post(address(cast, "company_how"), sent | {"most": "3"})

    told = text(cast, as_)
    assert InCompany.objects.count() == 2
    assert "Needs it quiet" in told
    assert "Hurts others at times, and there is no plan yet." in told


def test_no_group_for_now_needs_its_reason_and_gets_a_day(cast: Cast, as_: As) -> None:
    sent = {"most": "", "noise": "medium", "not_now": "on", "why": ""}
    assert as_("ines").post(address(cast, "company_how"), sent).status_code == 422
    assert as_("ines").post(address(cast, "company_how"), sent | {"why": "She moves house."}).status_code == 302

    row = InCompany.objects.get()
    assert row.look_again_on == timezone.localdate() + timedelta(weeks=12)
    assert "No group for now. We look at it again on" in text(cast, as_)
    past = sent | {"why": "Moving.", "look_again_on": "2020-01-01"}
    assert as_("ines").post(address(cast, "company_how"), past).status_code == 422


def test_goals_are_put_under_a_skill_and_out_again(cast: Cast, as_: As) -> None:
    goal, other = make_goal(cast, "Waits for a turn"), make_goal(cast, "Ties")
    sent = {str(goal.pk): "turn_taking", str(other.pk): "none"}
    assert as_("ines").post(address(cast, "company_skills"), sent).status_code == 302
    as_("ines").post(address(cast, "company_skills"), sent)
    assert [row.skill for row in CompanyGoal.objects.all()] == ["turn_taking"]

    told = text(cast, as_)
    assert "level 1 of 5: just beginning" in told
    assert "1 open goal is not practised in company." in told
    assert as_("ines").post(address(cast, "company_skills"), sent | {str(goal.pk): "juggling"}).status_code == 422
    as_("ines").post(address(cast, "company_skills"), sent | {str(goal.pk): "none"})
    assert "No goal is practised in company yet." in text(cast, as_)


def rows_of(*rows: tuple[str, str, str], initial: int = 0) -> dict[str, str]:
    sent = {"times-TOTAL_FORMS": str(len(rows)), "times-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(rows):
        for name, value in zip(("weekday", "begins", "ends"), row, strict=True):
            sent[f"times-{number}-{name}"] = value
    return sent


def test_times_are_added_and_taken_away(cast: Cast, as_: As) -> None:
    path = address(cast, "company_times")
    as_("ada").post(path, rows_of(("0", "14:00", "16:00"), ("2", "15:30", "17:00"), ("", "", "")))
    as_("ada").post(path, rows_of(("", "", ""), ("2", "15:30", "17:30"), initial=2))

    assert [str(row) for row in FreeTime.objects.standing()] == ["Wednesday 15:30–17:30"]
    assert FreeTime.objects.count() == 3
    assert "15:30–17:30" in text(cast, as_)


@pytest.mark.parametrize(
    "rows",
    [
        [("0", "16:00", "14:00")],
        [("0", "", "14:00")],
        [("0", "14:00", "16:00"), ("0", "15:00", "17:00")],
        [("9", "1", "x")],
    ],
)
def test_times_that_make_no_sense_come_back(cast: Cast, as_: As, rows: list[tuple[str, str, str]]) -> None:
    answer = as_("ines").post(address(cast, "company_times"), rows_of(*rows))

    assert answer.status_code == 422
    assert rows[0][2] in answer.content.decode()
    assert not FreeTime.objects.exists()


@pytest.mark.mission("S80")
def test_a_wish_is_made_beside_a_child_one_may_know_of(cast: Cast, as_: As) -> None:
    sent = {"other": str(cast.noor.pk), "kind": "apart", "why": "They hurt each other."}
    assert as_("ines").post(address(cast, "company_wishes"), sent).status_code == 422
    assert as_("lena").post(address(cast, "company_wishes"), sent | {"why": ""}).status_code == 422
    assert as_("lena").post(address(cast, "company_wishes"), sent).status_code == 302

    assert "Noor" in text(cast, as_, "lena")
    wish = PairWish.objects.standing().get()
    assert as_("lena").post(address(cast, "company_wish_end", wish.pk)).status_code == 302
    assert not PairWish.objects.standing().exists()


@pytest.mark.mission("S73")
def test_whoever_does_not_know_the_other_child_reads_no_name(cast: Cast, as_: As) -> None:
    now = timezone.now()
    wish = wish_pair(
        by=cast.actor("lena"), child=cast.noor, other=cast.maya, kind="apart", why="Noor is hurt.", now=now
    )
    seen(cast)
    told, family = text(cast, as_), text(cast, as_, "rosa")

    assert "a child you do not treat" in told
    assert "Noor" not in told + family
    assert as_("ines").post(address(cast, "company_wish_end", wish.pk)).status_code == 404
    CareTeamMember.objects.create(organisation=cast.clinic, child=cast.noor, staff=cast.staff["ines"])
    assert "Noor is hurt." in text(cast, as_)


@pytest.mark.mission("S69")
def test_the_family_reads_the_criteria_and_the_way_and_no_words_of_staff(cast: Cast, as_: As) -> None:
    seen(cast, words="Waited while Noor went.")
    words = {"why": "With Noor and Ben.", "exception": "Known from school."}
    decide_step(by=cast.actor("ines"), child=cast.maya, choice="trial", now=timezone.now(), **words)

    told = text(cast, as_, "rosa")

    assert "Waits a moment" in told
    assert "Often" in told
    assert "Trying a group a few times." in told
    assert "Noor" not in told


@pytest.mark.mission("S68")
def test_an_early_step_asks_for_the_exception_in_writing(cast: Cast, as_: As) -> None:
    sent = {"choice": "supplement", "why": "She asks for friends.", "family_view": "Glad about it."}
    refused = as_("ines").post(address(cast, "company_step"), sent)
    assert refused.status_code == 422
    assert "fewer than three visits alone" in refused.content.decode()
    assert "She asks for friends." in refused.content.decode()

    as_("ines").post(address(cast, "company_step"), sent | {"exception": "Her sister’s group has a place."})

    told = text(cast, as_)
    assert "Her sister’s group has a place." in told
    assert "The family: “Glad about it.”" in told


@pytest.mark.mission("S69")
def test_each_step_can_be_taken_back_and_stays_in_the_history(cast: Cast, as_: As) -> None:
    make_goal(cast)
    for day in range(3):
        finished(cast, make_goal(cast, f"Goal {day}"), starts_at=timezone.now() - timedelta(days=9 - day))
    for choice in ("trial", "supplement", "graduate", "back", "not_yet"):
        sent = {"choice": choice, "why": f"Because {choice}."}
        assert as_("ines").post(address(cast, "company_step"), sent).status_code == 302

    told = text(cast, as_)
    assert StepDecision.objects.newest_first()[0].choice == "not_yet"
    assert all(f"Because {choice}." in told for choice in ("trial", "supplement", "graduate", "back", "not_yet"))
    assert "Visits alone, for now." in told


def test_an_outsiders_visit_under_way_is_no_visit_alone(cast: Cast, as_: As) -> None:
    started(cast, timezone.now())

    assert "No visit alone yet." in text(cast, as_)


def test_opening_it_is_in_the_trail(cast: Cast, as_: As) -> None:
    text(cast, as_, "rosa")

    assert AuditEvent.objects.filter(action="child.read", child_id=cast.maya.pk, detail__what="company").count() == 1


def fill(cast: Cast, count: int) -> None:
    now, by = timezone.now(), cast.actor("lena")
    for number in range(count):
        goal = make_goal(cast, f"Goal {number}")
        choose_skill(by=by, goal=goal, skill="waiting", now=now)
        seen(cast, words=f"Seen {number}.", days=number)
        tell_company(by=by, child=cast.maya, now=now, most=2, why="Small.")
        decide_step(by=by, child=cast.maya, choice="not_yet", why=f"Because {number}.", now=now)
    windows = [(day % 7, time(8 + day // 7), time(9 + day // 7)) for day in range(count)]
    set_free_times(by=by, child=cast.maya, windows=windows, now=now)


@pytest.mark.parametrize("who", ["ines", "rosa"])
def test_ten_of_everything_ask_no_more_than_one(cast: Cast, as_: As, who: str) -> None:
    client = as_(who)
    fill(cast, 1)
    client.get(address(cast))
    with CaptureQueriesContext(connection) as one:
        client.get(address(cast))
    fill(cast, 9)
    with CaptureQueriesContext(connection) as ten:
        client.get(address(cast))

    assert len(ten) == len(one)
