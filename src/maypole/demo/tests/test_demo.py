"""The demo clinic: made once, alive, honest about itself, and its doors open only there."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from maypole.demo.command import main
from maypole.demo.latent import logit, skill
from maypole.demo.personas import PERSONAS
from maypole.home.models import PracticeLog
from maypole.people.models import Child, Organisation, Precaution, StaffMember
from maypole.plan.models import Goal, PlanAcceptance
from maypole.progress.models import Review
from maypole.visits.models import Note, Observation, Point, Visit, VisitStatus
from maypole.visits.points import rebuild
from tests.cast import Cast

CONTRACT = {
    "therapist", "slp", "lead", "front-desk", "manager", "biller", "parent", "parent-es", "restricted-parent", "teen",
    "compliance", "administrator",
}  # fmt: skip


@pytest.fixture
def clinic(db: None, settings: Settings, tmp_path: Path) -> Path:
    settings.DATA, settings.DEMO = tmp_path, True
    assert main(["--children", "5", "--weeks", "20", "--seed", "3"]) == 0
    return tmp_path


def test_a_demo_is_alive(clinic: Path) -> None:
    assert StaffMember.objects.count() == 14
    assert Child.objects.count() == 6  # five, and the young person
    for model in (Visit, Observation, Point, Note, PracticeLog, PlanAcceptance):
        assert model._default_manager.count() > 4, model
    assert Review.objects.exclude(held_at=None).count() > 4
    assert Precaution.objects.filter(child__given_name="Maya").count() == 2


def test_a_short_history_has_no_future(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.DATA, settings.DEMO = tmp_path, True
    assert main(["--children", "12", "--weeks", "4"]) == 0

    now = timezone.now()
    assert not Child.objects.filter(registered_at__gt=now).exists()
    assert not VisitStatus.objects.filter(at__gt=now).exists()
    assert Visit.objects.in_state("finished").filter(starts_at__gt=now - timedelta(hours=2)).exists()


def test_making_it_again_changes_nothing(clinic: Path) -> None:
    before = (Child.objects.count(), Observation.objects.count())
    assert main([]) == 0
    assert (Child.objects.count(), Observation.objects.count()) == before
    assert json.loads((clinic / "demo.json").read_text())["children"] == 5


def test_its_points_are_what_its_observations_say(clinic: Path) -> None:
    goals = list(Goal.objects.filter(horizon="short").values_list("pk", flat=True))
    assert rebuild(goals) == 0


def test_every_persona_signs_in_with_one_click_and_lands_on_a_page(clinic: Path) -> None:
    assert {persona.slug for persona in PERSONAS} >= CONTRACT
    for persona in PERSONAS:
        client = Client()
        client.post(reverse("demo_sign_in"), {"persona": persona.slug})
        assert client.get("/", follow=True).status_code == 200, persona.slug


def test_the_page_says_that_nobody_is_real(clinic: Path) -> None:
    page = Client().get(reverse("demo")).content.decode()
    assert "Nobody in it is real" in page
    assert all(persona.slug in page for persona in PERSONAS)


def test_an_unknown_persona_is_not_found(clinic: Path) -> None:
    assert Client().post(reverse("demo_sign_in"), {"persona": "nobody"}).status_code == 404


def test_outside_a_demo_the_doors_do_not_exist(cast: Cast) -> None:
    assert Client().get(reverse("demo")).status_code == 404
    assert Client().post(reverse("demo_sign_in"), {"persona": "therapist"}).status_code == 404


def test_a_real_clinic_is_never_mixed_with_a_demo(
    cast: Cast, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA = tmp_path
    assert main([]) == 2
    assert "a folder of its own" in capsys.readouterr().err
    assert not Organisation.objects.filter(slug="maypole-demo").exists()


@pytest.mark.parametrize("words", [["--children", "0"], ["--weeks", "1000"]])
def test_impossible_sizes_are_refused(words: list[str]) -> None:
    assert main(words) == 2


def test_most_simulated_children_learn_and_some_do_not() -> None:
    skills = [skill(0.1, 0.8, Random(seed)) for seed in range(200)]
    learners = sum(one.top >= logit(0.8) for one in skills)
    assert 120 < learners < 190


def test_a_skill_lags_elsewhere_and_catches_up() -> None:
    one = skill(0.1, 0.8, Random(5))
    one.wobble = 0.0
    gaps = [one.logit(week, "clinic", Random(1)) - one.logit(week, "school", Random(1)) for week in (0, 30)]
    assert gaps[0] > 2 * gaps[1] > 0
