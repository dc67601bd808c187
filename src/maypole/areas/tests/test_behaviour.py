"""Hard moments: before, what, after, how long; the same one twice is one; few are not counted; harm is reviewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maypole.access.ids import new_id
from maypole.areas.actions import behaviour
from maypole.areas.actions.behaviour import EventConflict
from maypole.areas.models import BehaviourEvent, FunctionHypothesis, IncidentReview
from maypole.areas.present.behaviour import ENOUGH, by_time, crossed
from maypole.areas.present.incidents import by_month
from maypole.audit.models import AuditEvent
from tests.cast import Cast

from .rows import event, meal

As = Callable[[str], Client]


def form(**changed: str) -> dict[str, str]:
    return {
        "id": str(new_id()), "opened_at": timezone.now().isoformat(), "antecedent": "asked",
        "behaviour_words": "Threw the cup", "consequence": "stopped", "lasted": "180", "place": "home",
    } | changed  # fmt: skip


def new(cast: Cast) -> str:
    return reverse("behaviour_new", args=[cast.maya.pk])


@pytest.mark.mission("S43")
def test_an_event_has_before_behaviour_after_and_duration(cast: Cast, as_: As) -> None:
    sent = form(before="Shoes, please", after="Shoes stayed off", intensity="As loud as a drill", place_words="Hall")

    assert as_("rosa").post(new(cast), sent).status_code == 302

    kept = BehaviourEvent.objects.get()
    assert (kept.antecedent, kept.behaviour, kept.consequence, kept.duration_s) == (
        "asked", "Threw the cup", "stopped", 180,
    )  # fmt: skip
    assert (kept.before, kept.intensity, kept.place_words) == ("Shoes, please", "As loud as a drill", "Hall")


@pytest.mark.mission("S43")
@pytest.mark.parametrize("missing", ["antecedent", "behaviour_words", "consequence", "lasted"])
def test_none_of_the_four_may_be_missing(cast: Cast, as_: As, missing: str) -> None:
    answer = as_("rosa").post(new(cast), form(**{missing: ""}))

    assert answer.status_code == 422
    assert not BehaviourEvent.objects.exists()


@pytest.mark.mission("S43")
@pytest.mark.parametrize("wrong", [{"antecedent": ""}, {"consequence": "magic"}, {"behaviour": ""}, {"duration_s": 0}])
def test_the_database_itself_refuses_half_an_event(cast: Cast, wrong: dict[str, object]) -> None:
    kept = event(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        BehaviourEvent.objects.filter(pk=kept.pk).update(**wrong)


@pytest.mark.mission("S43")
def test_the_first_question_is_whether_anyone_is_hurt(cast: Cast, as_: As) -> None:
    client = as_("rosa")

    first = client.get(new(cast)).content.decode()
    urgent = client.get(f"{new(cast)}?hurt=yes").content.decode()

    assert "Is anyone hurt" in first
    assert "antecedent" not in first
    assert cast.clinic.emergency_phone in urgent
    assert "keep the child in sight" in urgent


def test_what_is_logged_after_harm_is_marked_for_review(cast: Cast, as_: As) -> None:
    client = as_("rosa")
    told = client.get(f"{new(cast)}?hurt=later").context["form"]

    client.post(new(cast), form(hurt=str(told["hurt"].value())))

    assert BehaviourEvent.objects.unreviewed().count() == 1


def test_the_same_event_again_changes_nothing(cast: Cast) -> None:
    first = event(cast)
    again = event(cast, id=first.pk, at=first.happened_at)

    assert again.pk == first.pk
    assert AuditEvent.objects.filter(action="behaviour.record").count() == 1


def test_a_resent_form_is_the_same_event(cast: Cast, as_: As) -> None:
    sent, client = form(), as_("rosa")

    assert [client.post(new(cast), sent).status_code for _time in range(2)] == [302, 302]
    assert BehaviourEvent.objects.count() == 1


@pytest.mark.parametrize("changed", [{"duration_s": 600}, {"note": "more"}, {"who": "ines"}])
def test_the_same_id_with_other_content_is_a_conflict(cast: Cast, changed: dict[str, object]) -> None:
    first = event(cast)

    with pytest.raises(EventConflict):
        event(cast, **({"id": first.pk, "at": first.happened_at} | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("ago", [timedelta(days=31), timedelta(hours=-1)])
def test_only_the_last_30_days_are_taken(cast: Cast, ago: timedelta) -> None:
    with pytest.raises(ValidationError):
        event(cast, at=timezone.now() - ago)


def test_another_time_in_minutes_is_kept_in_seconds(cast: Cast, as_: As) -> None:
    as_("rosa").post(new(cast), form(lasted="other", minutes="4.5"))

    assert BehaviourEvent.objects.get().duration_s == 270


def test_words_used_before_are_offered_as_tiles(cast: Cast, as_: As) -> None:
    event(cast)
    event(cast, behaviour="Bit his hand")
    client = as_("rosa")

    told = client.get(f"{new(cast)}?hurt=no").content.decode()
    client.post(new(cast), form(behaviour="Bit his hand", behaviour_words=""))

    assert "Bit his hand" in told
    assert BehaviourEvent.objects.filter(behaviour="Bit his hand").count() == 2


@pytest.mark.mission("S43")
def test_too_few_events_are_said_to_be_too_few(cast: Cast, as_: As) -> None:
    event(cast)

    told = as_("ines").get(reverse("behaviour", args=[cast.maya.pk])).content.decode()

    assert "1 so far: too few to see a pattern" in told
    assert "<table" not in told


@pytest.mark.mission("S43")
def test_enough_events_are_counted_before_by_after(cast: Cast) -> None:
    rows = [event(cast, antecedent="asked" if n % 3 else "alone") for n in range(ENOUGH)]

    counts = crossed(rows)

    assert counts is not None
    assert [(row.name, row.numbers) for row in counts.rows] == [
        ("Was asked to do something", [6]),
        ("Nobody had time just then", [4]),
    ]
    assert crossed(rows[1:]) is None


def test_every_hour_falls_into_one_part_of_the_day(cast: Cast) -> None:
    start = timezone.localtime().replace(hour=0, minute=30) - timedelta(days=2)
    rows = [event(cast, at=start + timedelta(hours=hour)) for hour in range(24)]

    counts = by_time(rows)

    assert counts is not None
    assert [row.numbers for row in counts.rows] == [[6], [4], [4], [10]]


def test_a_guess_needs_a_reason_and_the_family_reads_it(cast: Cast, as_: As) -> None:
    words = {
        "behaviour": "Threw the cup", "function": "escape", "why": "", "teach": "Says “break”", "respond": "Give it",
    }  # fmt: skip
    with pytest.raises(ValidationError):
        behaviour.state_function(by=cast.actor("ines"), child=cast.maya, now=None, **words)

    sent = as_("ines").post(reverse("behaviour_function", args=[cast.maya.pk]), words | {"why": "6 of 10 when asked"})

    assert sent.status_code == 302
    assert FunctionHypothesis.objects.get().function == "escape"
    assert "6 of 10 when asked" in as_("rosa").get(reverse("behaviour", args=[cast.maya.pk])).content.decode()


@pytest.mark.parametrize("name", ["daniel", "maya", "okafor", "fay"])
def test_events_are_read_with_the_right_to_the_record_only(cast: Cast, as_: As, name: str) -> None:
    assert as_(name).get(reverse("behaviour", args=[cast.maya.pk])).status_code == 403


@pytest.mark.parametrize("name", ["daniel", "maya", "okafor", "fay"])
def test_events_are_logged_by_carers_with_the_right_and_by_staff(cast: Cast, as_: As, name: str) -> None:
    assert as_(name).post(new(cast), form()).status_code == 403
    assert as_("ada").post(new(cast), form()).status_code == 302


@pytest.mark.mission("S43")
def test_the_clinical_lead_reviews_harm_once(cast: Cast, as_: As) -> None:
    hurt = event(cast, hurt=True)
    client, address = as_("lena"), reverse("incident", args=[hurt.pk])
    sent = {"found": "The cup hit Leo", "changes": "Soft cups", "family_told_on": timezone.localdate().isoformat()}

    assert "Threw the cup" in client.get(reverse("incidents")).content.decode()
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 422

    assert IncidentReview.objects.get().changes == "Soft cups"
    assert not BehaviourEvent.objects.unreviewed().exists()


@pytest.mark.parametrize("name", ["ines", "mona", "rosa", "cora"])
def test_nobody_else_reviews(cast: Cast, as_: As, name: str) -> None:
    hurt = event(cast, hurt=True)

    assert as_(name).get(reverse("incidents")).status_code == 403
    assert as_(name).get(reverse("incident", args=[hurt.pk])).status_code == 403


def test_an_event_without_harm_is_no_incident(cast: Cast, as_: As) -> None:
    assert as_("lena").get(reverse("incident", args=[event(cast).pk])).status_code == 404


def test_the_trend_counts_every_month_also_the_empty_ones(cast: Cast) -> None:
    event(cast, hurt=True)
    event(cast, hurt=True)
    event(cast)

    months = by_month(cast.actor("lena"), timezone.localdate())

    assert len(months) == 6
    assert sum(n for _month, n in months) == 2


def test_a_reviewed_event_cannot_be_taken_back(cast: Cast, as_: As) -> None:
    kept, hurt = event(cast), event(cast, hurt=True)
    behaviour.review_incident(by=cast.actor("lena"), event=hurt, found="x", changes="y")

    for row in (kept, hurt):
        as_("rosa").post(reverse("behaviour_withdrawal", args=[row.pk]))

    assert list(BehaviourEvent.objects.standing()) == [hurt]


def test_the_list_asks_as_many_questions_with_ten_events_as_with_one(cast: Cast, as_: As) -> None:
    client, address = as_("ines"), reverse("behaviour", args=[cast.maya.pk])
    event(cast)
    meal(cast)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _number in range(9):
        event(cast)
    with CaptureQueriesContext(connection) as ten:
        client.get(address)

    assert len(ten) == len(one)
