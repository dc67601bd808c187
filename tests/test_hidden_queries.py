"""A page that loads a relation row by row is an error in every test that opens it."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings
from zeal.errors import NPlusOneError
from zeal.middleware import zeal_middleware

from maypole.people.models import Site
from tests.cast import Cast


def row_by_row(request: HttpRequest) -> HttpResponse:
    return HttpResponse(", ".join(site.organisation.name for site in Site.objects.all()))


def at_once(request: HttpRequest) -> HttpResponse:
    return HttpResponse(", ".join(site.organisation.name for site in Site.objects.select_related("organisation")))


def test_a_planted_one_is_found(cast: Cast) -> None:
    Site.objects.create(organisation=cast.clinic, name="Another")

    with pytest.raises(NPlusOneError):
        zeal_middleware(row_by_row)(RequestFactory().get("/"))


def test_the_same_page_done_right_goes_through(cast: Cast) -> None:
    Site.objects.create(organisation=cast.clinic, name="Another")

    assert zeal_middleware(at_once)(RequestFactory().get("/")).status_code == 200


def test_every_test_runs_with_it(settings: Settings) -> None:
    assert settings.MIDDLEWARE[0] == "zeal.middleware.zeal_middleware"
