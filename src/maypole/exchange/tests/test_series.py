"""Published series: looked at, brought in once, and open as charts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from maypole.access.models import Membership
from maypole.exchange.models import ImportedSeries, Upload
from maypole.exchange.series.command import main
from maypole.exchange.tasks import import_series
from maypole.people.models import Organisation
from maypole.plan.models import Goal
from maypole.progress.history import histories
from maypole.visits.models import Observation
from tests.cast import Cast

PUBLISHED = Path(__file__).parents[5] / "shared" / "data" / "single_case"
HEAD = "dataset,case,measure,pair,session,phase,outcome,scale,improvement\n"
AB = "".join(f"Made,Ana,words,1,{n},{'A' if n < 6 else 'B'},{n},count,increase\n" for n in range(1, 13))
OWNER = ["--owner", "lena@birch.example"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "made.csv"
    path.write_text(HEAD + AB)
    return path


def test_a_dry_run_says_what_it_would_make_and_makes_nothing(
    cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(file), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["new"], told["children"], told["observations"], told["made"]) == (1, 1, 12, 0)
    assert not Observation.objects.exists()


def test_a_second_import_changes_nothing(cast: Cast, file: Path) -> None:
    assert main([str(file), *OWNER]) == 0
    before = (Goal.objects.count(), Observation.objects.count())
    assert main([str(file), *OWNER]) == 0
    assert (Goal.objects.count(), Observation.objects.count()) == before == (2, 12)


def test_series_live_in_an_organisation_of_their_own(cast: Cast, file: Path) -> None:
    main([str(file), *OWNER])
    goal = Goal.objects.get(horizon="short")
    assert goal.organisation.kind == Organisation.Kind.RESEARCH
    assert goal.organisation_id != cast.clinic.pk
    assert Membership.objects.filter(organisation=goal.organisation, user=cast.users["lena"], role="lead").exists()


def test_values_and_phases_arrive_as_published(cast: Cast, file: Path) -> None:
    main([str(file), *OWNER])
    goal = Goal.objects.get(horizon="short")
    history = histories([goal])[goal.pk]
    assert [point.value for point in history.baseline] == [1, 2, 3, 4, 5]
    assert [point.value for point in history.treatment] == [6, 7, 8, 9, 10, 11, 12]
    assert "stands in" in goal.conditions


def test_other_values_under_the_same_name_are_named_and_left_as_they_are(
    cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(file), *OWNER])
    file.write_text(HEAD + AB.replace(",12,B,12,", ",12,B,99,"))
    assert main([str(file), *OWNER]) == 0
    assert "different from what is there" in capsys.readouterr().out
    assert not Observation.objects.filter(value=99).exists()


def test_tries_arrive_as_tries(cast: Cast, tmp_path: Path) -> None:
    rows = "".join(
        f"T,Bo,tries,1,{n},{'A' if n < 4 else 'B'},{n * 10},percentage,increase,{n},10\n" for n in range(1, 9)
    )
    path = tmp_path / "tries.csv"
    path.write_text(HEAD.strip() + ",correct,trials\n" + rows)
    assert main([str(path), *OWNER]) == 0
    goal = Goal.objects.get(horizon="short")
    points = histories([goal])[goal.pk].points
    assert (goal.measure, goal.baseline, points[-1].correct, points[-1].trials) == ("trials", 2.0, 8, 10)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("case,session,phase\nAna,1,A\n", "the header lacks outcome"),
        (HEAD + "Made,Ana,words,1,1,C,3,count,increase\n", "neither A nor B"),
        (HEAD + "Made,Ana,words,1,one,A,3,count,increase\n", "is not a number"),
        (HEAD + AB + "Made,Ana,words,1\n", "cells"),
        ("", "empty"),
        (HEAD + "Made,Ana,words,1,1,A,\0,count,increase\n", "zero byte"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_nothing_is_written(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, reason: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content)
    assert main([str(path), *OWNER]) == 2
    first = capsys.readouterr().err.splitlines()[0]
    assert first.startswith(f"{path}:")
    assert reason in first
    assert not ImportedSeries.objects.exists()


def test_an_unknown_owner_is_refused(cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file), "--owner", "nobody@birch.example"]) == 2
    assert "--owner" in capsys.readouterr().err


def test_a_clinic_cannot_be_mixed_with_series(cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file), *OWNER, "--name", "birch"]) == 2
    assert "of their own" in capsys.readouterr().err


def test_the_web_looks_first_and_then_brings_in(cast: Cast, as_: Callable[[str], Client], file: Path) -> None:
    client = as_("adam")
    with file.open("rb") as given:
        answer = client.post(reverse("imports"), {"title": "Papers", "file": given})
    upload = Upload.objects.get()
    assert answer.url == reverse("import", args=[upload.pk])  # type: ignore[attr-defined]
    assert "1 goal" in client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    started = client.post(reverse("import_start", args=[upload.pk]))
    assert started.url.startswith("/jobs/")  # type: ignore[attr-defined]
    progress = started.url.rsplit("/", 1)[1]  # type: ignore[attr-defined]
    for _ in range(2):  # a job may run twice
        import_series.func(progress=progress, upload=str(upload.pk), user=str(cast.users["adam"].pk))
    assert Goal.objects.filter(horizon="short").count() == 1


def test_a_bad_upload_says_which_rows(cast: Cast, as_: Callable[[str], Client], tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(HEAD + "Made,Ana,words,1,1,C,3,count,increase\n")
    client = as_("adam")
    with path.open("rb") as given:
        answer = client.post(reverse("imports"), {"title": "Papers", "file": given})
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert "bad.csv:2: phase" in page


@pytest.mark.parametrize(("who", "status"), [("adam", 200), ("ines", 403), ("mona", 403), ("rosa", 403)])
def test_who_may_import(cast: Cast, as_: Callable[[str], Client], who: str, status: int) -> None:
    assert as_(who).get(reverse("imports")).status_code == status


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published series are not beside this checkout")
def test_all_published_series_import_and_open_as_charts(cast: Cast, as_: Callable[[str], Client]) -> None:
    files = sorted(str(path) for path in PUBLISHED.glob("*.csv"))
    assert len(files) == 44
    assert main([*files, *OWNER]) == 0
    goals = list(Goal.objects.filter(horizon="short"))
    assert len(goals) >= 286
    client = as_("lena")
    client.post(reverse("organisation"), {"organisation": str(goals[0].organisation_id)})
    for goal in goals:
        answer = client.get(reverse("goal", args=[goal.pk]))
        assert answer.status_code == 200, goal
        assert b'class="chart chart--wide"' in answer.content
