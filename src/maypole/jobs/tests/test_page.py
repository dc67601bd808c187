"""The page of a job: watch it, leave it, come back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from maypole.jobs.models import JobProgress

SignedIn = Callable[[str], Client]


def state(job: JobProgress, status: str, **more: object) -> str:
    DBTaskResult.objects.filter(pk=job.job).update(status=status)
    JobProgress.objects.filter(pk=job.pk).update(**more)
    return reverse("job", args=[job.pk])


def test_a_running_job_asks_again_and_has_a_link_for_those_without_script(as_: SignedIn, job: JobProgress) -> None:
    url = state(job, "RUNNING", done=3, total=44, message="file 4")

    page = as_("adam").get(url).content.decode()

    assert "3 of 44 steps are done." in page
    assert "file 4" in page
    assert f'hx-get="{url}" hx-trigger="every 2s"' in page
    assert f'<a href="{url}">Look again</a>' in page


def test_a_fragment_is_asked_for_by_htmx_alone(as_: SignedIn, job: JobProgress) -> None:
    page = as_("adam").get(state(job, "RUNNING"), headers={"HX-Request": "true"}).content.decode()

    assert page.strip().startswith("<section")
    assert "<html" not in page


def test_a_finished_job_stops_asking_and_leads_to_its_result(as_: SignedIn, job: JobProgress) -> None:
    page = as_("adam").get(state(job, "SUCCESSFUL", result_path="/imports/1")).content.decode()

    assert "It is done." in page
    assert 'href="/imports/1"' in page
    assert "hx-trigger" not in page


def test_a_failed_job_says_what_is_kept(as_: SignedIn, job: JobProgress) -> None:
    page = as_("adam").get(state(job, "FAILED", result_path="/imports/1")).content.decode()

    assert "What was finished until then is kept" in page
    assert "/imports/1" not in page


@pytest.mark.parametrize(("who", "status"), [("adam", 200), ("lena", 404), ("eva", 404)])
def test_only_its_owner_sees_it(as_: SignedIn, job: JobProgress, who: str, status: int) -> None:
    assert as_(who).get(reverse("job", args=[job.pk])).status_code == status


def test_signed_out_leads_to_the_door(client: Client, job: JobProgress) -> None:
    assert client.get(reverse("job", args=[job.pk])).status_code == 302


def test_it_is_only_read(as_: SignedIn, job: JobProgress) -> None:
    assert as_("adam").post(reverse("job", args=[job.pk])).status_code == 405
