"""A plan that is signed on its page has a day of review in the list of those who look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from maypole.plan.actions import draft_plan
from maypole.plan.agreement import digest
from maypole.plan.models import PlanSignature, PlanVersion
from maypole.plan.tests.rows import short_goal
from maypole.progress.models import Review
from tests.cast import Cast

As = Callable[[str], Client]


def sign(as_: As, cast: Cast, seen: str = "") -> None:
    """Sign the draft; `seen` is what was read, by itself the draft as it stands."""
    read = seen or digest(PlanVersion.objects.drafts().get())
    as_("ines").post(reverse("plan_signature", args=[cast.maya.pk]), {"seen": read})


@pytest.mark.mission("S99")
def test_signing_a_plan_plans_its_review(cast: Cast, as_: As) -> None:
    short_goal(cast)
    version = draft_plan(by=cast.actor("ines"), child=cast.maya)

    sign(as_, cast)

    review = Review.objects.due().get(child=cast.maya)
    assert review.planned_on == version.review_on
    assert cast.maya.name in as_("ines").get(reverse("reviews")).content.decode()


def test_the_next_version_moves_the_one_review(cast: Cast, as_: As) -> None:
    short_goal(cast)
    draft_plan(by=cast.actor("ines"), child=cast.maya)
    sign(as_, cast)
    draft_plan(by=cast.actor("ines"), child=cast.maya, why="More often", sessions_a_week=2)

    sign(as_, cast)

    assert PlanSignature.objects.count() == 2
    assert [row.planned_on for row in Review.objects.due()] == [PlanVersion.objects.get(number=2).review_on]


def test_a_plan_that_was_not_signed_plans_nothing(cast: Cast, as_: As) -> None:
    short_goal(cast)
    draft_plan(by=cast.actor("ines"), child=cast.maya)

    sign(as_, cast, "something else was read")

    assert not PlanSignature.objects.exists()
    assert not Review.objects.exists()
