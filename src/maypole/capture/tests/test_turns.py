"""Batches that find no place are told so at once, and the pages' threads stay free."""

from __future__ import annotations

import threading

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from maypole.capture.turns import LARGE, SMALL, SMALL_BYTES, Turns
from maypole.site.operations.serve import BLOCKING_THREADS


class Slow:
    """A server whose answers wait until they are let go."""

    def __init__(self) -> None:
        self.let_go, self.seen = threading.Event(), threading.Semaphore(0)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.seen.release()
        assert self.let_go.wait(10)
        return HttpResponse("done")


def batch(size: int) -> HttpRequest:
    return RequestFactory().post("/capture/events", b"x" * size, content_type="application/json")


def test_a_thread_is_always_left_for_pages() -> None:
    assert LARGE < SMALL < BLOCKING_THREADS


def test_when_all_places_are_taken_a_batch_is_told_to_come_again() -> None:
    slow = Slow()
    turns = Turns(slow)
    inside = [threading.Thread(target=turns, args=(batch(SMALL_BYTES + 1),)) for _ in range(LARGE)]
    for thread in inside:
        thread.start()
        assert slow.seen.acquire(timeout=10)

    refused = turns(batch(SMALL_BYTES + 1))
    tap = threading.Thread(target=turns, args=(batch(400),))
    tap.start()
    assert slow.seen.acquire(timeout=10)
    full = turns(batch(400))
    slow.let_go.set()
    for thread in (*inside, tap):
        thread.join(10)

    assert (refused.status_code, full.status_code) == (503, 503)
    assert refused.headers["Retry-After"] in {"1", "2"}
    assert turns(batch(SMALL_BYTES + 1)).content == b"done"


def test_a_place_is_given_back_when_the_answer_fails() -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise ValueError("broken")

    turns = Turns(broken)
    for _ in range(SMALL + 1):
        with pytest.raises(ValueError, match="broken"):
            turns(batch(10))


def test_other_pages_never_wait_for_a_place(client: Client, db: None) -> None:
    turns = Turns(lambda request: HttpResponse("page"))
    turns.inside = SMALL

    assert turns(RequestFactory().get("/capture/events")).content == b"page"
    assert turns(RequestFactory().post("/today")).content == b"page"
