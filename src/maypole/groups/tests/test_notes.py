"""From one visit of a group as many private notes as children, and none of them names another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from maypole.audit.models import AuditEvent
from maypole.groups.actions.running import add_moment, mark_place, rate_fun, tally, write_shared
from maypole.groups.models import GroupVisit
from maypole.visits import actions
from maypole.visits.actions import draft_note, sign_note
from maypole.visits.draft import NoteText
from maypole.visits.models import NameConfirmed, NoteSignature, NoteVersion, Visit, VisitAttendance
from maypole.visits.naming import NamesFound, names_in
from maypole.visits.setup import keep_service
from maypole.visits.shown import composed, proposed_times
from maypole.visits.tests.rows import started
from maypole.visits.times import kinds_of, lines_of
from maypole.visits.together import others_of

from .meeting import BEFORE, MONDAY, place_of, planned_meeting, ran, three

if TYPE_CHECKING:
    from tests.cast import Cast

As = Callable[[str], Client]
LATER = MONDAY + timedelta(hours=2)


@pytest.fixture
def meeting(cast: Cast) -> GroupVisit:
    return ran(cast, *three(cast))


def visit_of(cast: Cast, meeting: GroupVisit) -> Visit:
    return place_of(meeting, cast.maya).visit


def sign(
    cast: Cast, visit: Visit, words: str, part: str = "objective", confirmed: dict[str, str] | None = None
) -> None:
    parts = {"objective": "She waited for the ball twice.", part: words}
    text = NoteText.of(parts, parts.pop("family_summary", ""))
    sign_note(by=cast.actor("ines"), visit=visit, text=text, at=LATER, confirmed=confirmed)


@pytest.mark.mission("S79", "S70")
def test_one_visit_makes_a_note_for_each_child_with_the_shared_words_and_their_own_data(
    cast: Cast, meeting: GroupVisit
) -> None:
    ines = cast.actor("ines")
    add_moment(by=ines, group_visit=meeting, scenario="party", at=MONDAY)
    add_moment(by=ines, group_visit=meeting, words="We blew out the candles.", at=MONDAY)
    for _twice in range(2):
        tally(by=ines, visit=visit_of(cast, meeting), kind="cheered", at=MONDAY)
    rate_fun(by=ines, visit=visit_of(cast, meeting), face=3, at=MONDAY)

    visits = Visit.objects.filter(group_place__group_visit=meeting).select_related("child", "staff")
    drafts = {visit.child.name: composed(visit, "en") for visit in visits}

    assert len(drafts) == 3
    assert all("We blew out the candles." in text.objective for text in drafts.values())
    assert all("We rehearsed: a birthday." in text.family_summary for text in drafts.values())
    assert "cheered a friend (2)" in drafts["Maya"].objective
    assert "fun, Maya said: a lot" in drafts["Maya"].objective
    assert "cheered" not in drafts["Benito"].objective + drafts["May"].family_summary


@pytest.mark.mission("S73", "S79")
@pytest.mark.parametrize("part", ["subjective", "objective", "assessment", "plan", "family_summary"])
@pytest.mark.parametrize(
    "words",
    ["She gave ben the ball.", "It was Benito’s turn.", "Next to B.O. today.", "Ask Pilar.", "MS NUNEZ said so."],
)
def test_a_note_with_another_childs_name_in_any_part_is_not_signed(
    cast: Cast, meeting: GroupVisit, part: str, words: str
) -> None:
    with pytest.raises(NamesFound):
        sign(cast, visit_of(cast, meeting), words, part)

    assert not NoteSignature.objects.exists()


def test_only_a_word_with_another_meaning_is_confirmed_and_the_reason_is_kept(cast: Cast, meeting: GroupVisit) -> None:
    visit = visit_of(cast, meeting)
    with pytest.raises(NamesFound):
        sign(cast, visit, "In May we go outside.", confirmed={"May": "  "})
    with pytest.raises(NamesFound):
        sign(cast, visit, "In May Ben comes again.", confirmed={"May": "The month."})
    with pytest.raises(NamesFound):
        sign(cast, visit, "May Núñez laughed.", confirmed={"May Núñez": "The month.", "May": "The month."})

    sign(cast, visit, "In May we go outside.", confirmed={"May": "The month."})

    kept = NameConfirmed.objects.get()
    assert (kept.word, kept.why, kept.version.note.visit_id) == ("May", "The month.", visit.pk)
    assert AuditEvent.objects.filter(action="note.name_confirmed").count() == 1


def test_an_amendment_and_its_reason_are_looked_at_too(cast: Cast, meeting: GroupVisit) -> None:
    visit = visit_of(cast, meeting)
    sign(cast, visit, "She waited.")

    def amend(words: str, why: str) -> None:
        at = LATER + timedelta(minutes=1)
        actions.amend_note(by=cast.actor("ines"), visit=visit, at=at, text=NoteText(objective=words), why=why)

    with pytest.raises(NamesFound):
        amend("She waited for Ben.", "Said more.")
    with pytest.raises(NamesFound):
        amend("She waited.", "It was Ben who pushed.")
    amend("She waited for another child.", "Said more.")

    assert NoteVersion.objects.filter(signature__isnull=False).count() == 2


def test_a_draft_may_name_whoever_and_a_visit_alone_names_whom_it_likes(cast: Cast, meeting: GroupVisit) -> None:
    visit, ines = visit_of(cast, meeting), cast.actor("ines")
    draft_note(by=ines, visit=visit, text=NoteText(objective="Ben and Maya laughed."), at=LATER)
    alone = actions.plan_visit(by=ines, child=cast.maya, staff=cast.staff["ines"], starts_at=MONDAY)

    with pytest.raises(NamesFound):
        sign_note(by=ines, visit=visit, at=LATER)

    assert others_of(alone) == []
    assert names_in(alone, {"objective": "Ben and Maya laughed."}) == []


def test_guests_of_other_children_and_members_who_left_are_not_named(cast: Cast, meeting: GroupVisit) -> None:
    maya, ben = place_of(meeting, cast.maya), meeting.places.exclude(visit__child=cast.maya)[0]
    owner = {"organisation": cast.clinic, "by": cast.users["ines"], "role": "watched"}
    VisitAttendance.objects.create(**owner, visit=ben.visit, name="Uncle Tadeo")
    VisitAttendance.objects.create(**owner, visit=maya.visit, name="Grandpa Ulises")

    found = names_in(maya.visit, {"objective": "Tadeo and Ulises sang; Rosa came; another Carer of May."})

    assert [each.word for each in found] == ["Tadeo", "May"]


def test_who_came_late_is_told_to_staff_and_not_to_the_family(cast: Cast) -> None:
    maya, ben, may = three(cast)
    meeting, ines = planned_meeting(cast, maya, ben, may), cast.actor("ines")
    mark_place(by=ines, place=place_of(meeting, ben), kind="came", at=MONDAY)
    mark_place(by=ines, place=place_of(meeting, maya), kind="came", at=MONDAY + timedelta(minutes=9))

    text = composed(visit_of(cast, meeting), "en")

    assert "Came 9 minutes late." in text.objective
    assert "late" not in text.family_summary
    assert "We were a group of 2 children." in text.family_summary


def test_the_page_shows_every_note_marks_the_name_and_keeps_what_was_typed(
    cast: Cast, meeting: GroupVisit, as_: As
) -> None:
    ines, visit = as_("ines"), visit_of(cast, meeting)
    page = ines.get(f"/groups/visits/{meeting.pk}/notes").content.decode()
    url = f"/groups/visits/{meeting.pk}/notes/{visit.pk}"

    refused = ines.post(url, {"sign": "1", "objective": "In May with Ben.", "family_summary": "A good day."})
    told = refused.content.decode()

    assert all(name in page for name in ("Benito", "May", "Maya"))
    assert page.count("Sign<span") == 3
    assert refused.status_code == 422
    assert "<mark>Ben</mark>" in told
    assert "A good day." in told
    fixed = {"sign": "1", "objective": "In May with another child.", "named_word": "May", "named_why": "The month."}
    assert ines.post(url, fixed).status_code == 302
    assert NoteSignature.objects.get().version.note.visit == visit
    assert "nobody’s name here: The month." in ines.get(f"/visits/{visit.pk}/note").content.decode()
    assert "The month." not in as_("rosa").get(f"/visits/{visit.pk}/note").content.decode()


def test_the_page_tells_when_two_adults_contradict_each_other(cast: Cast, meeting: GroupVisit, as_: As) -> None:
    place = place_of(meeting, cast.maya)
    before = as_("ines").get(f"/groups/visits/{meeting.pk}/notes").content.decode()
    mark_place(by=cast.actor("jiho"), place=place, kind="absent", why="Ill", at=MONDAY + timedelta(minutes=2))

    page = as_("ines").get(f"/groups/visits/{meeting.pk}/notes").content.decode()

    assert "One adult marked this child as away" not in before
    assert page.count("One adult marked this child as away") == 1


def test_what_is_shared_is_written_once_and_stands_in_every_note_nobody_began(
    cast: Cast, meeting: GroupVisit, as_: As
) -> None:
    url, client = f"/groups/visits/{meeting.pk}/shared", as_("ines")
    client.post(url, {"shared_text": "We had a picnic.", "edition": "1"})
    stale = client.post(url, {"shared_text": "We had a race.", "edition": "1"})

    page = client.get(f"/groups/visits/{meeting.pk}/notes").content.decode()

    assert stale.status_code == 409
    assert "We had a race." in stale.content.decode()
    assert page.count("We had a picnic.") == 1 + 3 * 2
    assert client.post(url, {"shared_text": "x" * 5000}).status_code == 422


def test_nobody_comes_in_who_does_not_lead_help_or_answer_for_the_clinic(
    cast: Cast, meeting: GroupVisit, as_: As
) -> None:
    url = f"/groups/visits/{meeting.pk}/notes"

    seen = {who: as_(who).get(url).status_code for who in ("ines", "jiho", "ada", "rosa", "eva", "fay")}

    assert seen == {"ines": 200, "jiho": 200, "ada": 404, "rosa": 404, "eva": 404, "fay": 404}


@pytest.mark.mission("S73", "S79")
def test_a_family_reads_its_own_childs_note_and_nothing_of_the_others(cast: Cast, meeting: GroupVisit, as_: As) -> None:
    write_shared(by=cast.actor("ines"), group_visit=meeting, text="We had a picnic.", edition=None, now=LATER)
    visit = visit_of(cast, meeting)
    sign_note(by=cast.actor("ines"), visit=visit, text=composed(visit, "en"), at=LATER)
    rosa = as_("rosa")

    pages = [rosa.get(f"/visits/{visit.pk}{path}").content.decode() for path in ("", "/note")]

    assert all("We had a picnic." in page for page in pages)
    assert not [name for name in ("Ben", "Ortiz", "May ", "Núñez", "Pilar") for page in pages if name in page]
    for place in meeting.places.exclude(visit=visit):
        assert rosa.get(f"/visits/{place.visit_id}").status_code == 404


def test_each_child_is_charged_for_the_group_and_the_minutes_they_were_there(cast: Cast) -> None:
    lena, ines = cast.actor("lena"), cast.actor("ines")
    keep_service(by=lena, name="Hands", company="alone", areas=["self_care"], at=BEFORE)
    together = keep_service(by=lena, name="In a group", company="group", rule="once", at=BEFORE)
    maya, ben, may = three(cast)
    meeting = planned_meeting(cast, maya, ben, may)
    for child, minute in ((maya, 12), (ben, 0), (may, 0)):
        place = place_of(meeting, child)
        mark_place(by=ines, place=place, kind="came", at=MONDAY + timedelta(minutes=minute))
        mark_place(by=ines, place=place, kind="left", at=MONDAY + timedelta(minutes=45))

    own = {child.name: place_of(meeting, child).visit for child in (maya, ben)}
    minutes = {name: proposed_times(visit).minutes for name, visit in own.items()}

    assert minutes == {"Maya": {together.pk: 33}, "Benito": {together.pk: 45}}
    assert [kind.name for kind in kinds_of(own["Maya"])] == ["In a group"]
    assert [line.units for line in lines_of([together], minutes["Maya"], "day")] == [1]
    assert [kind.name for kind in kinds_of(started(cast))] == ["Hands"]
