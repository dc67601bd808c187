"""Minutes of a note: read from the taps, put right by hand, checked against the visit, and counted in units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from maypole.visits import actions
from maypole.visits.draft import NoteText
from maypole.visits.ingest import Item
from maypole.visits.models import NoteMinutes, NoteVersion, ServiceKind, Visit
from maypole.visits.setup import end_service, keep_service, set_rules
from maypole.visits.shown import proposed_times
from maypole.visits.times import Times, kinds_of, lines_of
from tests.cast import Cast

from .rows import NOW, finished, make_goal, started, trial

As = Callable[[str], Client]


def service(
    cast: Cast, name: str, areas: tuple[str, ...] = (), rule: str = "timed", discipline: str = ""
) -> ServiceKind:
    return keep_service(by=cast.actor("lena"), name=name, areas=areas, rule=rule, discipline=discipline, at=NOW)


def tapped(cast: Cast) -> Visit:
    """45 minutes: shoes after 10 and 30, a game after 40."""
    shoes, game = make_goal(cast), make_goal(cast, "Takes turns")
    type(game).objects.filter(pk=game.pk).update(area="play")
    visit = started(cast)
    taps = ((shoes, 10), (shoes, 30), (game, 40))
    items: list[Item] = [trial(goal, at=NOW + timedelta(minutes=minute)) for goal, minute in taps]
    actions.observe(by=cast.actor("ines"), visit=visit, items=items, now=NOW + timedelta(minutes=41))
    actions.finish_visit(by=cast.actor("ines"), visit=visit, at=NOW + timedelta(minutes=45))
    return visit


def test_the_time_before_a_tap_belongs_to_its_goal(cast: Cast) -> None:
    hands, play = service(cast, "Hands", ("self_care", "fine_motor")), service(cast, "Play", ("play",))

    times = proposed_times(tapped(cast))

    assert (times.began, times.ended) == (NOW, NOW + timedelta(minutes=45))
    assert times.minutes == {hands.pk: 30, play.pk: 15}


def test_work_that_is_no_service_is_in_no_service_s_minutes(cast: Cast) -> None:
    play = service(cast, "Play", ("play",))

    assert proposed_times(tapped(cast)).minutes == {play.pk: 15}


def test_a_visit_left_open_overnight_is_as_long_as_planned(cast: Cast) -> None:
    visit = started(cast)
    actions.finish_visit(by=cast.actor("ines"), visit=visit, at=NOW + timedelta(hours=19))

    assert proposed_times(visit).length == 45


def test_signing_keeps_the_times_even_where_no_form_was_sent(cast: Cast) -> None:
    hands = service(cast, "Hands", ("self_care",))
    visit = finished(cast, make_goal(cast))

    actions.sign_note(by=cast.actor("ines"), visit=visit, text=NoteText(objective="Seen"))

    version = NoteVersion.objects.get()
    assert (version.began_at, version.ended_at) == (NOW, NOW + timedelta(minutes=45))
    assert list(NoteMinutes.objects.values_list("kind", "minutes")) == [(hands.pk, 45)]


def test_the_form_shows_changes_and_keeps_minutes(cast: Cast, as_: As) -> None:
    hands, play = service(cast, "Hands", ("self_care",)), service(cast, "Play")
    visit, client = finished(cast, make_goal(cast)), as_("ines")
    page = client.get(reverse("note", args=[visit.pk]))
    sent = {"objective": "Seen", "began": "14:30", "ended": "15:20", f"minutes-{hands.pk}": 24}

    client.post(reverse("note_signature", args=[visit.pk]), {**sent, f"minutes-{play.pk}": 23})
    shown = client.get(reverse("note", args=[visit.pk])).content.decode()

    assert [(line.kind.name, line.minutes, line.units) for line in page.context["lines"]] == [("Hands", 45, 3)]
    assert dict(NoteMinutes.objects.values_list("kind", "minutes")) == {hands.pk: 24, play.pk: 23}
    assert "14:30 to 15:20" in shown
    assert "24 min · 2 units" in shown
    assert "23 min · 1 unit<" in shown
    assert "unit" not in as_("rosa").get(reverse("note", args=[visit.pk])).content.decode()


def test_services_cannot_take_longer_than_the_visit(cast: Cast, as_: As) -> None:
    hands = service(cast, "Hands")
    visit = finished(cast, make_goal(cast))
    sent = {"objective": "My own words", "began": "14:30", "ended": "15:00", f"minutes-{hands.pk}": 31}

    answer = as_("ines").post(reverse("note_signature", args=[visit.pk]), sent)

    assert answer.status_code == 422
    assert "add up to 31 minutes, but the visit took 30" in answer.content.decode()
    assert "My own words" in answer.content.decode()
    assert not NoteMinutes.objects.exists()


@pytest.mark.parametrize("ended", ["14:30", "13:00", ""])
def test_the_end_comes_after_the_beginning(cast: Cast, as_: As, ended: str) -> None:
    visit = finished(cast, make_goal(cast))

    answer = as_("ines").post(
        reverse("note_signature", args=[visit.pk]), {"objective": "Seen", "began": "14:30", "ended": ended}
    )

    assert answer.status_code == 422


def test_autosave_answers_with_what_the_minutes_come_to(cast: Cast, as_: As) -> None:
    hands = service(cast, "Hands")
    visit = finished(cast, make_goal(cast))
    sent = {"objective": "Seen", "began": "14:30", "ended": "15:15", f"minutes-{hands.pk}": 23, "edition": 1}

    answer = as_("ines").post(reverse("note", args=[visit.pk]), sent, headers={"HX-Request": "true"})

    assert 'id="note-lines" hx-swap-oob="true"' in answer.content.decode()
    assert "2 units" in answer.content.decode()


def test_the_clinic_s_rule_decides_how_minutes_count(cast: Cast) -> None:
    kinds = [
        service(cast, "Hands"),
        service(cast, "Play"),
        service(cast, "Talk", rule="once"),
        service(cast, "Talk with family", rule="none"),
    ]
    minutes = {kind.pk: 8 for kind in kinds}

    assert [line.units for line in lines_of(kinds, minutes, "day")] == [1, 0, 1, None]
    assert [line.units for line in lines_of(kinds, minutes, "each")] == [1, 1, 1, None]


def test_a_note_names_the_services_of_its_field_and_of_none(cast: Cast) -> None:
    service(cast, "Hands", discipline="OT")
    service(cast, "Talk", discipline="SLP")
    ended = service(cast, "Old")
    end_service(by=cast.actor("lena"), service=ended, at=NOW)

    assert [kind.name for kind in kinds_of(started(cast))] == ["Hands"]


def test_another_wording_leaves_old_notes_alone(cast: Cast, as_: As) -> None:
    hands = service(cast, "Hands", ("self_care",))
    visit = finished(cast, make_goal(cast))
    actions.sign_note(by=cast.actor("ines"), visit=visit, text=NoteText(objective="Seen"))
    form = {
        "name": "Hands and tools",
        "code": "H9",
        "rule": "timed",
        "company": "both",
        "discipline": "",
        "areas": ["self_care"],
    }

    as_("lena").post(reverse("service_kind", args=[hands.pk]), form)

    assert [kind.name for kind in ServiceKind.objects.offered()] == ["Hands and tools"]
    assert NoteMinutes.objects.get().kind == hands


def test_times_that_cannot_be_are_refused_by_the_action_too(cast: Cast) -> None:
    visit = finished(cast, make_goal(cast))
    times = Times(NOW, NOW + timedelta(minutes=20), {service(cast, "Hands").pk: 21})

    with pytest.raises(ValidationError, match="21 minutes"):
        actions.draft_note(by=cast.actor("ines"), visit=visit, text=NoteText(objective="Seen"), times=times)


def test_a_lead_sets_the_rules(cast: Cast, as_: As) -> None:
    page = reverse("note_settings")

    wrong = as_("lena").post(page, {"hours": 0, "counting": "day"})
    as_("lena").post(page, {"hours": 24, "counting": "each", "licence_needed": "on"})

    assert wrong.status_code == 422
    assert "24 hours" in as_("ines").get(reverse("notes")).content.decode()
    assert set_rules(by=cast.actor("lena"), hours=36, licence_needed=False, counting="day").hours == 36


def test_autosave_names_no_services_where_the_clinic_has_none(cast: Cast, as_: As) -> None:
    visit = finished(cast, make_goal(cast))

    answer = as_("ines").post(
        reverse("note", args=[visit.pk]), {"objective": "Seen", "edition": 1}, headers={"HX-Request": "true"}
    )

    assert "note-lines" not in answer.content.decode()
    assert "Draft kept at the clinic" in answer.content.decode()
