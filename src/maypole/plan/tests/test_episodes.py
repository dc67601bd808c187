"""A stretch of therapy begins with an expected end and a day to look again, and is never open-ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from maypole.audit.models import AuditEvent
from maypole.plan.actions import PlanRefused, begin_episode, end_episode, extend_episode
from maypole.plan.episodes import current_episode
from maypole.plan.models import Episode
from tests.cast import Cast

from .rows import NOW

END = date(2026, 6, 30)


def begin(cast: Cast) -> Episode:
    return begin_episode(by=cast.actor("ines"), child=cast.noor, expected_end_on=END, at=NOW)


@pytest.mark.mission("S52")
def test_an_episode_has_an_expected_end_and_a_day_to_look_again(cast: Cast) -> None:
    begin(cast)

    found = current_episode(cast.noor)

    assert found is not None
    assert (found.started_on, found.expected_end_on, found.review_on) == (NOW.date(), END, date(2026, 4, 6))
    assert AuditEvent.objects.filter(action="episode.begin", child_id=cast.noor.pk).count() == 1


def test_a_longer_time_needs_a_reason_and_keeps_the_first(cast: Cast) -> None:
    begin(cast)
    with pytest.raises(PlanRefused, match="why it takes longer"):
        extend_episode(by=cast.actor("ines"), child=cast.noor, expected_end_on=date(2026, 9, 1), why=" ", at=NOW)

    later = NOW + timedelta(days=60)
    extend_episode(by=cast.actor("ines"), child=cast.noor, expected_end_on=date(2026, 9, 1), why="Surgery", at=later)

    found = current_episode(cast.noor)
    assert found is not None
    assert found.expected_end_on == date(2026, 9, 1)
    assert list(found.outlooks.values_list("expected_end_on", flat=True)) == [END, date(2026, 9, 1)]


@pytest.mark.parametrize("end", [NOW.date(), date(2030, 1, 1)])
def test_an_end_today_or_years_ahead_is_refused(cast: Cast, end: date) -> None:
    with pytest.raises(PlanRefused, match="within the next two years"):
        begin_episode(by=cast.actor("ines"), child=cast.noor, expected_end_on=end, at=NOW)

    assert not Episode.objects.filter(child=cast.noor).exists()


def test_a_second_episode_waits_for_the_end_of_the_first(cast: Cast) -> None:
    begin(cast)
    with pytest.raises(PlanRefused, match="under way already"):
        begin(cast)

    end_episode(by=cast.actor("ines"), child=cast.noor, why="Goals reached", at=NOW + timedelta(days=90))
    again = begin_episode(
        by=cast.actor("ines"), child=cast.noor, expected_end_on=date(2026, 12, 1), at=NOW + timedelta(days=120)
    )

    assert current_episode(cast.noor) == again


def test_the_database_refuses_two_open_episodes_and_an_end_without_a_reason(cast: Cast) -> None:
    first = begin(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.create(organisation=cast.clinic, child=cast.noor, by=cast.users["ines"], started_on=END)
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.filter(pk=first.pk).update(ended_on=END)
