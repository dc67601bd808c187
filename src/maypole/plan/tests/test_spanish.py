"""Everything of the plan and the evaluation is said in Spanish, and a family's plan is whole in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from maypole.evaluation.actions import sign_evaluation
from maypole.evaluation.tests.test_actions import NOW, opened
from tests.cast import Cast
from tools.messages import PACKAGE, load, messages, missing, sources

from .rows import signed_plan


@pytest.fixture(autouse=True)
def _afterwards_in_english() -> Iterator[None]:
    """A page in Spanish leaves the thread in Spanish; the next test should not find it so."""
    with translation.override("en"):
        yield


OURS = (PACKAGE / "plan", PACKAGE / "evaluation")


def test_nothing_is_missing() -> None:
    ours = {
        message if isinstance(message, str) else message[0]
        for path in sources()
        if path.is_relative_to(OURS[0]) or path.is_relative_to(OURS[1])
        for _name, _line, message, _comments, _context in messages(path)
    }
    catalogue = load("es")

    absent = ours & set(missing(catalogue)) | {text for text in ours if catalogue.get(text) is None}

    assert len(ours) > 200
    assert sorted(absent) == []


def test_a_family_reads_its_plan_in_spanish(cast: Cast, as_: Callable[[str], Client]) -> None:
    signed_plan(cast)
    rosa = as_("rosa")
    rosa.cookies["language"] = "es"

    html = rosa.get(f"/children/{cast.maya.pk}/plan").content.decode()

    assert "Al empezar: 1 de 10. Queremos llegar a 8 de 10 para el 27 de marzo de 2026." in html
    assert "in at least 8 of 10 tries without help" in html  # as it was signed


@pytest.mark.mission("S31")
def test_a_family_reads_the_three_columns_in_spanish(cast: Cast, as_: Callable[[str], Client]) -> None:
    evaluation = opened(cast)
    sign_evaluation(by=cast.actor("ines"), evaluation=evaluation, at=NOW)
    rosa = as_("rosa")
    rosa.cookies["language"] = "es"

    html = rosa.get(f"/evaluations/{evaluation.pk}").content.decode()

    assert [word in html for word in ("Fortalezas", "Dificultades", "Metas")] == [True] * 3
