"""The table of pictures names pages that exist, each once."""

from collections import Counter

import pytest
from django.urls import get_resolver

from tools.shot_pages import SHOTS, Shot


def test_every_picture_has_a_name_of_its_own() -> None:
    assert [name for name, count in Counter(shot.name for shot in SHOTS).items() if count > 1] == []


@pytest.mark.parametrize("shot", [shot for shot in SHOTS if shot.name != "not-found"], ids=lambda shot: shot.name)
def test_every_picture_is_of_a_page_that_exists(shot: Shot) -> None:
    named = {str(name) for name in get_resolver().reverse_dict}

    assert shot.name in named or shot.name.partition("-")[0] in named
