"""The pages around a plan: parts, episode, cards, services, evidence, co-signature, and what each person says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from maypole.people.models import Licence, Supervision
from maypole.plan.cards import keep_card
from maypole.plan.lines import open_school_line
from maypole.plan.models import (
    AcceptanceRule,
    Episode,
    GoalObjection,
    HowCard,
    LineEntry,
    OutsideService,
    PlanAssent,
    PlanDose,
    PlanMethod,
    PlanPerson,
    PlanVersion,
    ServiceLine,
    Strategy,
)
from maypole.plan.parts import add_method
from tests.cast import Cast

from .rows import signed_plan

As = Callable[[str], Client]
CARD = {"title": "Leaving", "steps": "Say two more turns\nCount\nGo", "who-home": "Rosa"}


def test_a_method_from_the_library_goes_into_the_draft_with_its_evidence(cast: Cast, as_: As) -> None:
    page = f"/children/{cast.maya.pk}/plan/parts"

    assert as_("ines").post(page, {"add": "known", "code": "chaining"}).status_code == 302

    row = PlanMethod.objects.get()
    assert (row.code, row.confidence) == ("chaining", "moderate")
    assert "Slocum & Tiger (2011)" in row.source
    assert "Slocum &amp; Tiger (2011)" in as_("ines").get(f"/children/{cast.maya.pk}/plan/edit").content.decode()


def test_the_same_method_twice_is_told(cast: Cast, as_: As) -> None:
    page, ines = f"/children/{cast.maya.pk}/plan/parts", as_("ines")
    ines.post(page, {"add": "known", "code": "chaining"})

    answer = ines.post(page, {"add": "known", "code": "chaining"})

    assert answer.status_code == 422
    assert "The plan names this already." in answer.content.decode()


def test_an_own_method_without_a_source_is_kept_in_the_form(cast: Cast, as_: As) -> None:
    fields = {"add": "method", "name": "Songs", "why": "A tune", "confidence": "low"}

    answer = as_("ines").post(f"/children/{cast.maya.pk}/plan/parts", fields)

    assert answer.status_code == 422
    assert "A tune" in answer.content.decode()
    assert not PlanMethod.objects.exists()


def test_time_and_people_are_added_and_taken_out(cast: Cast, as_: As) -> None:
    page, ines = f"/children/{cast.maya.pk}/plan/parts", as_("ines")
    ines.post(page, {"add": "dose", "mode": "home", "times_a_week": "5", "minutes": "10"})
    ines.post(page, {"add": "person", "known": f"carer:{cast.rosa.pk}", "part": "Plays on school mornings"})
    person = PlanPerson.objects.get()

    assert (person.name, person.carer) == ("Rosa", cast.rosa)
    assert ines.post(f"{page}/{person.pk}/removal").status_code == 302
    assert (PlanPerson.objects.count(), PlanDose.objects.count()) == (0, 1)


def test_the_second_writer_of_a_method_sees_both_texts(cast: Cast, as_: As) -> None:
    method = add_method(
        by=cast.actor("ines"), child=cast.maya, name="Songs", why="A tune", source="Own", confidence="low"
    )
    page = f"/children/{cast.maya.pk}/plan/parts/{method.pk}/method"
    as_("ines").post(page, {"here": "With the train song", "edition": method.edition})

    answer = as_("lena").post(page, {"here": "With drums", "edition": method.edition})

    told = answer.content.decode()
    assert answer.status_code == 409
    assert "With the train song" in told
    assert "With drums" in told


@pytest.mark.mission("S52")
def test_the_family_reads_about_how_long(cast: Cast, as_: As) -> None:
    signed_plan(cast)

    told = as_("rosa").get(f"/children/{cast.maya.pk}/plan").content.decode()

    assert "About 20 to 23 months in all, until about December 2026." in told


def test_an_episode_begins_and_changes_for_a_reason(cast: Cast, as_: As) -> None:
    page, jiho = f"/children/{cast.noor.pk}/episode", as_("jiho")
    today = timezone.localdate()
    end = today.replace(year=today.year + 1)

    assert jiho.post(page, {"started_on": today, "expected_end_on": end}).status_code == 302
    assert jiho.post(page, {"expected_end_on": end, "why": ""}).status_code == 422
    assert jiho.post(page, {"expected_end_on": end, "why": "Surgery"}).status_code == 302
    assert Episode.objects.get(child=cast.noor).outlooks.count() == 2


def test_a_carer_says_yes_but_one_goal_should_be_different(cast: Cast, as_: As) -> None:
    version = signed_plan(cast)
    laces = version.goals.get(goal__title="Ties her shoes").goal_id

    as_("rosa").post(
        f"/children/{cast.maya.pk}/plan/acceptance",
        {"version": version.pk, "accepted": "yes", f"goal-{laces}": "Velcro is enough"},
    )

    objection = GoalObjection.objects.get()
    told = as_("ines").get(f"/children/{cast.maya.pk}/plan").content.decode()
    assert (objection.words, objection.acceptance.accepted) == ("Velcro is enough", True)
    assert "Not agreed, being discussed" in told
    assert "Yes, with one thing to talk about" in told
    ended = {"outcome": "agreed", "why": "We try until summer"}
    as_("ines").post(f"/children/{cast.maya.pk}/plan/talks/{objection.pk}", ended)
    assert "We try until summer" in as_("rosa").get(f"/children/{cast.maya.pk}/plan").content.decode()


@pytest.mark.mission("S57")
def test_a_teens_words_stay_with_the_team_unless_they_say_so(cast: Cast, as_: As) -> None:
    signed_plan(cast)
    page = f"/children/{cast.maya.pk}/plan"
    assert as_("maya").post(f"{page}/assent", {"answer": "not_yet", "words": "I hate laces"}).status_code == 302

    assert "I hate laces" in as_("ines").get(page).content.decode()
    assert "I hate laces" in as_("maya").get(page).content.decode()
    assert "I hate laces" not in as_("rosa").get(page).content.decode()

    as_("maya").post(f"{page}/assent", {"answer": "yes", "words": "Velcro is fine", "home_reads": "on"})
    assert "Velcro is fine" in as_("rosa").get(page).content.decode()
    assert PlanAssent.objects.count() == 2


def test_a_supervisor_reads_and_signs_beside(cast: Cast, as_: As) -> None:
    owner = {"organisation": cast.clinic, "staff": cast.staff["jiho"]}
    first, last = date(2025, 1, 1), timezone.localdate().replace(year=2099)
    Licence.objects.create(**owner, kind="SLP", number="1", level="provisional", starts_on=first, expires_on=last)
    Supervision.objects.create(**owner, supervisor=cast.staff["ines"], started_on=first)
    as_("jiho").post(f"/children/{cast.noor.pk}/episode", {"started_on": "2025-01-06", "expected_end_on": _ahead()})
    told = {"evaluated_by": "Harbour Clinic", "written_on": "2025-01-02", "document": "Report."}
    as_("jiho").post(f"/children/{cast.noor.pk}/transfers/new", told)
    _noors_plan(cast, as_)
    version = PlanVersion.objects.get(child=cast.noor)

    assert "Noor" in as_("ines").get("/plans/to-cosign").content.decode()
    assert as_("lena").get(f"/plans/{version.pk}/cosignature").status_code == 404
    assert "Says three words" in as_("ines").get(f"/plans/{version.pk}/cosignature").content.decode()
    assert as_("ines").get(f"/children/{cast.noor.pk}/plan").status_code == 404
    assert "Waits for Ines" in as_("jiho").get(f"/children/{cast.noor.pk}/plan").content.decode()

    as_("ines").post(f"/plans/{version.pk}/cosignature", {"agreed": "yes"})

    assert PlanVersion.objects.signed().filter(pk=version.pk).exists()


def _ahead() -> str:
    return str(timezone.localdate().replace(year=timezone.localdate().year + 1))


def _noors_plan(cast: Cast, as_: As) -> None:
    from maypole.plan.actions import GoalFields, draft_plan, set_goal, sign_plan

    jiho = cast.actor("jiho")
    words: GoalFields = {"area": "speech_language", "family_words": "that she asks", "due_on": date(2099, 1, 1)}
    talks: GoalFields = {**words, "title": "Talks with friends"}
    long = set_goal(by=jiho, child=cast.noor, **talks)
    says: GoalFields = {**words, "title": "Says three words", "measure": "count", "baseline": 0, "criterion": 3}
    set_goal(by=jiho, child=cast.noor, parent=long, **says)
    sign_plan(by=jiho, version=draft_plan(by=jiho, child=cast.noor))


@pytest.mark.mission("S56", "S88")
def test_a_card_is_written_read_at_home_and_changed(cast: Cast, as_: As) -> None:
    ines = as_("ines")
    assert ines.post(f"/children/{cast.maya.pk}/cards/new?from=choice", CARD).status_code == 302
    card = HowCard.objects.get()

    told = as_("rosa").get(f"/cards/{card.pk}").content.decode()
    assert "Say two more turns" in told
    assert "Rosa" in as_("rosa").get(f"/children/{cast.maya.pk}/cards").content.decode()
    changed = {**CARD, "say": "Two more", "why": "Same words", "edition": 1}
    assert ines.post(f"/cards/{card.pk}/edit", changed).status_code == 302
    assert "There is a newer version" in as_("rosa").get(f"/cards/{card.pk}").content.decode()


def test_the_second_to_change_a_card_sees_both_texts(cast: Cast, as_: As) -> None:
    words = {"title": "Leaving", "steps": "Go"}
    card = keep_card(by=cast.actor("ines"), child=cast.maya, words=words, uses={})
    as_("ines").post(f"/cards/{card.pk}/edit", {**CARD, "steps": "Sing first", "why": "a", "edition": 1})

    answer = as_("lena").post(f"/cards/{card.pk}/edit", {**CARD, "steps": "Drum first", "why": "b", "edition": 1})

    told = answer.content.decode()
    assert answer.status_code == 409
    assert "Sing first" in told
    assert "Drum first" in told
    assert 'name="edition" value="2"' in told


@pytest.mark.mission("S53")
def test_a_parent_tells_of_the_school_and_the_same_area_is_shown(cast: Cast, as_: As) -> None:
    signed_plan(cast)
    page = f"/children/{cast.maya.pk}/services"
    fields = {"kind": "school", "institution": "Oak School", "area": "self_care", "goals": "Zips her coat"}
    assert as_("rosa").post(page, fields).status_code == 302

    told = as_("ines").get(page).content.decode()
    assert "Zips her coat" in told
    assert "We work on the same area" in told
    service = OutsideService.objects.get()
    as_("rosa").post(f"{page}/{service.pk}/end")
    assert "We work on the same area" not in as_("ines").get(page).content.decode()


@pytest.mark.mission("S53", "S54")
def test_the_school_line_is_written_and_read_apart(cast: Cast, as_: As) -> None:
    new = {"institution": "Oak School", "party": cast.okafor.pk, "staff": cast.staff["jiho"].pk}
    assert as_("lena").post(f"/children/{cast.maya.pk}/lines", new).status_code == 302
    line = ServiceLine.objects.get()
    page = f"/lines/{line.pk}"
    entry = {"add": "entry", "kind": "note", "held_on": "2026-01-12", "title": "In class", "words": "Sat long"}
    assert as_("jiho").post(page, entry).status_code == 302
    assert as_("okafor").post(page, {"add": "goal", "area": "fine_motor", "words": "Copies a line"}).status_code == 302

    assert "Sat long" in as_("rosa").get(page).content.decode()
    assert as_("ines").get(page).status_code == 404
    assert "Maya" in as_("okafor").get("/lines").content.decode()
    assert as_("rosa").post(page, entry).status_code == 403
    as_("lena").post(f"{page}/closure", {"why": "Moved"})
    assert as_("jiho").get(page).status_code == 404
    assert LineEntry.objects.count() == 1


@pytest.mark.mission("S55")
def test_the_clinic_reads_and_renews_its_evidence(cast: Cast, as_: As) -> None:
    assert "Hoare et al. (2019)" in as_("mona").get("/strategies").content.decode()
    assert as_("mona").post("/strategies/review", {"key": "choice"}).status_code == 403

    reviewed = {"key": "choice", "confidence": "strong", "why": "A new review"}
    assert as_("ines").post("/strategies/review", reviewed).status_code == 302
    own = {
        "name": "Songs", "area": "self_care", "why": "A tune", "source": "Own", "confidence": "low",
        "limits": "One child", "steps": "Sing", "reviewed_on": "2026-01-12",
    }  # fmt: skip
    assert as_("ines").post("/strategies/new", own).status_code == 302
    told = as_("mona").get("/strategies").content.decode()
    assert "A new review" in told
    assert Strategy.objects.get().name in told


def test_a_manager_sees_days_and_counts_and_sets_whose_yes_is_asked_for(cast: Cast, as_: As) -> None:
    signed_plan(cast)
    told = as_("mona").get("/plans").content.decode()
    assert "Maya" in told
    assert "Ties her shoes" not in told

    as_("mona").post("/plans/rule", {"needs": "all", "why": "Both parents decide"})

    assert AcceptanceRule.objects.get().needs == "all"
    assert as_("ines").get("/plans").status_code == 403


@pytest.mark.parametrize("who", ["rosa", "okafor", "maya", "daniel", "mona", "jiho", "eva"])
def test_who_plans_nothing_opens_no_page_of_the_draft(cast: Cast, as_: As, who: str) -> None:
    card = keep_card(by=cast.actor("ines"), child=cast.maya, words={"title": "Leaving", "steps": "Go"}, uses={})
    open_school_line(by=cast.actor("lena"), child=cast.maya, institution="Oak", party=cast.okafor)
    client, child = as_(who), f"/children/{cast.maya.pk}"

    answers = {
        page: client.get(page).status_code
        for page in (f"{child}/plan/parts", f"{child}/episode", f"{child}/cards/new", f"/cards/{card.pk}/edit")
    }

    assert set(answers.values()) <= {403, 404}, answers
