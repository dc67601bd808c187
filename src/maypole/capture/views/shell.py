"""The app itself: a page without anybody's data, its service worker and its manifest. Any device may keep them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from maypole.access.gate import public
from maypole.capture.version import VERSION, files
from maypole.capture.words import words

SCOPE = "/capture"


@public
@never_cache
@require_GET
def capture(request: HttpRequest) -> HttpResponse:
    """The shell: words and structure only, so that it may lie in a device's cache."""
    answer = render(request, "capture/app.html", {"words": words(), "version": VERSION})
    answer["X-Maypole-Capture"] = VERSION
    return answer


@public
@never_cache
@require_GET
def capture_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the version and the list of what it keeps."""
    kept = [reverse("capture"), reverse("capture_manifest"), *files()]
    answer = render(request, "capture/worker.js", {"version": VERSION, "kept": kept}, content_type="text/javascript")
    answer["Service-Worker-Allowed"] = SCOPE
    return answer


@public
@require_GET
def capture_manifest(request: HttpRequest) -> HttpResponse:
    icon = {"src": static("maypole/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
    return JsonResponse(
        {
            "id": SCOPE,
            "name": _("Maypole visits"),
            "short_name": "Maypole",
            "description": _("Run visits with or without a connection."),
            "start_url": SCOPE,
            "scope": SCOPE,
            "display": "standalone",
            "background_color": "#fffdf8",
            "theme_color": "#2f5d50",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )
