"""A clinic's own game goes home by the same rule of safety, and not once it is off the shelf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from maypole.home import actions
from maypole.home.models import HomeActivity
from maypole.people.models import Child
from maypole.play import actions as shelf
from maypole.play.models import OwnActivity
from maypole.visits.tests.rows import NOW, make_goal
from tests.cast import Cast

from .test_actions import GAME


def own_game(cast: Cast, **fields: Any) -> OwnActivity:
    given: dict[str, Any] = {
        "title": "Pea hunt", "area": "self_care", "places": "home", "from_months": 36, "to_months": 90, "minutes": 5,
        "materials": "peas", "steps": "Hunt.", "easier": "Few", "harder": "Many", "reason": "Small fingers.",
        "safety": "Count them.", "small_parts": True, "home_friendly": True,
    }  # fmt: skip
    own = shelf.write_activity(by=cast.actor("ines"), activity=OwnActivity(**given | fields), now=NOW)
    shelf.move_activity(by=cast.actor("ines"), activity=own, state="published", now=NOW)
    return own


@pytest.mark.mission("S59", "S81")
def test_an_own_game_is_chosen_like_any_other(cast: Cast, as_: Callable[[str], Client]) -> None:
    own, url = own_game(cast), f"/children/{cast.maya.pk}/home/new"
    make_goal(cast)

    assert b"Pea hunt" in as_("ines").get(f"{url}?q=pea").content
    assert b"Small fingers." in as_("ines").get(f"{url}?library={own.code}").content
    shelf.move_activity(by=cast.actor("ines"), activity=own, state="retired", why="Too small", now=NOW)
    assert as_("ines").get(f"{url}?library={own.code}").status_code == 404


def test_an_own_game_with_small_parts_never_goes_to_a_child_under_three(cast: Cast) -> None:
    Child.objects.filter(pk=cast.maya.pk).update(birth_date=date(2023, 6, 1))
    cast.maya.refresh_from_db()
    game = replace(GAME, library=own_game(cast).code)

    with pytest.raises(ValidationError, match="under 3"):
        actions.give_activity(by=cast.actor("ines"), goal=make_goal(cast), game=game, now=NOW)
    assert not HomeActivity.objects.exists()


def test_a_game_nobody_knows_is_not_given_without_its_rules(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="not in the library"):
        actions.give_activity(
            by=cast.actor("ines"), goal=make_goal(cast), game=replace(GAME, library="own-99"), now=NOW
        )
