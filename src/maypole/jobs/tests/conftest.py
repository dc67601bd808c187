"""A job that someone has asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from maypole.jobs.actions import begin
from maypole.jobs.models import JobProgress
from maypole.jobs.tests.tasks import letters
from tests.cast import Cast

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def job(cast: Cast) -> JobProgress:
    """The administrator's, waiting its turn."""
    return begin(by=cast.actor("adam"), task=letters, title="Reading a word", now=NOW, arguments={"word": "bow"})
