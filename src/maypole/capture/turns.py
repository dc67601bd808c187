"""How many batches this process takes at once, so that pages are answered while a hundred tablets come back.

Four threads answer everything (docs/adr/0002). Batches that wait for the writer would fill them, and every page would
stand behind them all. So a batch that finds its places taken is told so at once, before anything else is asked about
it: 503, come again in a moment. A single tap is small, and has one place more than the long queues.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

PATH = "/capture/events"
LARGE, SMALL = 2, 3
"""Batches at once: of any size, and with small ones."""
SMALL_BYTES = 8 * 1024


class Turns:
    """Middleware; the first of all, so that saying no costs next to nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.lock = threading.Lock()
        self.inside = 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH or request.method != "POST":
            return self.get_response(request)
        if not self._enter(_length(request)):
            return full()
        try:
            return self.get_response(request)
        finally:
            with self.lock:
                self.inside -= 1

    def _enter(self, length: int) -> bool:
        with self.lock:
            free = self.inside < (SMALL if length <= SMALL_BYTES else LARGE)
            self.inside += free
            return free


def _length(request: HttpRequest) -> int:
    told = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(told) if told.isdecimal() else 0


def full() -> HttpResponse:
    """Come again in a moment; not all at the same one."""
    answer = JsonResponse({"error": "busy", "path": "", "say": ""}, status=503)
    answer["Retry-After"] = str(random.randint(1, 2))  # noqa: S311 (spreads who comes again)
    return answer
