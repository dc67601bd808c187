"""The clinic's health, and a page that takes its time."""

import time

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from maypole.access.gate import public


@public
def slow(request: HttpRequest) -> HttpResponse:
    time.sleep(1.5)
    return HttpResponse("finished")


urlpatterns = [path("slow", slow), path("", include("maypole.site.operations.urls"))]
