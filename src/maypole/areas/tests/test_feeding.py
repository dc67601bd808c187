"""Foods by how they go, the food diary, and the advice that comes before everything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from maypole.access.ids import new_id
from maypole.areas.actions import feeding
from maypole.areas.forms.diary import MealForm
from maypole.areas.models import Food, FoodStanding, MealNote
from maypole.areas.present.record import food_groups
from tests.cast import Cast

from .rows import meal

As = Callable[[str], Client]


def note(cast: Cast, name: str = "Pasta", goes: str = "eats", **fields: object) -> FoodStanding:
    return feeding.note_food(by=cast.actor("ines"), child=cast.maya, name=name, goes=goes, **fields)  # type: ignore[arg-type]


@pytest.mark.mission("S39")
def test_the_repertoire_keeps_how_a_food_goes_and_in_which_texture(cast: Cast) -> None:
    note(cast, texture="soft, no sauce", level=6)
    note(cast, "Peas", "learning")

    eats, learning = food_groups(cast.maya)

    [(pasta, standing)] = eats.foods
    assert (pasta.name, standing.texture, standing.level) == ("Pasta", "soft, no sauce", 6)
    assert [food.name for food, _row in learning.foods] == ["Peas"]


def test_a_food_is_listed_once_and_its_newest_standing_counts(cast: Cast) -> None:
    note(cast)
    note(cast, " pasta ", "used_to")

    [group] = food_groups(cast.maya)

    assert Food.objects.count() == 1
    assert [row.goes for _food, row in group.foods] == ["used_to"]
    assert FoodStanding.objects.count() == 2


def test_a_level_beyond_seven_does_not_exist(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        note(cast, level=8)
    row = note(cast, level=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        FoodStanding.objects.filter(pk=row.pk).update(level=9)


@pytest.mark.mission("S39")
def test_a_parent_writes_in_the_food_diary_once(cast: Cast, as_: As) -> None:
    sent = {
        "id": str(new_id()), "happened_on": timezone.localdate().isoformat(), "place": "home", "meal": "dinner",
        "ate": "Soup", "went": "easy",
    }  # fmt: skip
    address = reverse("food_diary", args=[cast.maya.pk])

    assert as_("rosa").post(address, sent).status_code == 302
    assert as_("rosa").post(address, sent).status_code == 302

    assert MealNote.objects.get().ate == "Soup"


def test_a_wet_voice_is_answered_with_what_to_do_now(cast: Cast, as_: As) -> None:
    sent = {
        "id": str(new_id()), "happened_on": timezone.localdate().isoformat(), "place": "home", "meal": "snack",
        "ate": "Juice", "went": "hard", "warning": "on",
    }  # fmt: skip

    answer = as_("rosa").post(reverse("food_diary", args=[cast.maya.pk]), sent, follow=True)

    assert "call your doctor today" in answer.content.decode()
    assert MealNote.objects.get().warning


def test_the_diary_is_read_with_the_right_to_it_and_written_with_another(cast: Cast, as_: As) -> None:
    row = meal(cast)
    client = as_("daniel")

    assert "licked a pea" in client.get(reverse("food_diary", args=[cast.maya.pk])).content.decode()
    assert client.post(reverse("food_diary", args=[cast.maya.pk]), {}).status_code == 403
    assert client.post(reverse("meal_withdrawal", args=[row.pk])).status_code == 403


def test_a_meal_is_taken_back(cast: Cast, as_: As) -> None:
    row = meal(cast)

    assert as_("rosa").post(reverse("meal_withdrawal", args=[row.pk])).status_code == 302

    assert not MealNote.objects.standing().exists()


def test_a_food_is_kept_by_its_page(cast: Cast, as_: As) -> None:
    sent = {"name": "Toast", "goes": "some", "texture": "no crust", "level": "7"}

    answer = as_("ada").post(reverse("food_note", args=[cast.maya.pk]), sent)

    assert answer.status_code == 302
    assert FoodStanding.objects.get().level == 7
    assert as_("rosa").get(reverse("food_note", args=[cast.maya.pk])).status_code == 403


def test_the_family_reads_the_list(cast: Cast, as_: As) -> None:
    note(cast, texture="soft, no sauce", level=6)

    told = as_("rosa").get(reverse("area", args=[cast.maya.pk, "feeding"])).content.decode()

    assert "soft, no sauce" in told
    assert "IDDSI level 6" in told
    assert "iddsi.org" in told


def test_the_day_is_filled_in_as_the_browser_needs_it_in_every_language() -> None:
    with translation.override("es"):
        shown = str(MealForm()["happened_on"])

    assert f'value="{timezone.localdate().isoformat()}"' in shown
