"""One thread, many requests, one commit: none spoils another's, and nobody is answered before the commit."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, OperationalError, connection

from maypole.capture import writer as module
from maypole.capture.writer import Busy, Work, Writer, written
from maypole.people.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)


def make(slug: str) -> Callable[[], str]:
    return lambda: Organisation.objects.create(name=slug, slug=slug).slug


def slugs() -> set[str]:
    return set(Organisation.objects.values_list("slug", flat=True))


def test_a_group_is_one_transaction_and_each_gets_its_own_answer() -> None:
    group = [Work(make(slug)) for slug in ("a", "b", "c")]

    Writer().write(group)  # type: ignore[arg-type]

    assert [work.done.result(0) for work in group] == ["a", "b", "c"]
    assert slugs() == {"a", "b", "c"}


def test_one_that_fails_spoils_nobody_elses() -> None:
    group = [Work(make(slug)) for slug in ("a", "a", "b")]

    Writer().write(group)  # type: ignore[arg-type]

    assert isinstance(group[1].done.exception(0), IntegrityError)
    assert (group[0].done.result(0), group[2].done.result(0)) == ("a", "b")
    assert slugs() == {"a", "b"}


def test_when_the_database_fails_each_is_tried_alone_and_only_what_is_stored_is_answered() -> None:
    def full() -> str:
        make("lost")()
        raise OperationalError("database or disk is full")

    group = [Work(make("a")), Work(full), Work(make("b"))]

    Writer().write(group)  # type: ignore[arg-type]

    assert (group[0].done.result(0), group[2].done.result(0)) == ("a", "b")
    assert isinstance(group[1].done.exception(0), OperationalError)
    assert slugs() == {"a", "b"}


def test_a_transaction_that_ended_by_itself_is_never_answered_as_stored() -> None:
    def ended() -> str:
        make("gone")()
        connection.connection.rollback()  # as SQLite does when the disk is full
        return "gone"

    work = Work(ended)
    Writer().write([work])  # type: ignore[list-item]

    assert work.done.exception(0) is not None
    assert slugs() == set()


def test_what_waits_goes_into_one_group(monkeypatch: pytest.MonkeyPatch) -> None:
    writer, seen = Writer(), []

    def note(group: list[Work[object]]) -> None:
        seen.append(len(group))
        for work in group:
            work.done.set_result(None)
        if len(seen) == 2:
            raise SystemExit  # the thread itself never ends

    monkeypatch.setattr(writer, "write", note)
    for _ in range(module.MOST_IN_GROUP + 8):
        writer.waiting.put_nowait(Work(lambda: None))
    with pytest.raises(SystemExit):
        writer._run()

    assert seen == [module.MOST_IN_GROUP, 8]


def test_too_much_waiting_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer()
    monkeypatch.setattr(writer, "_watch", lambda: None)
    monkeypatch.setattr(module, "PATIENCE_S", 0.01)

    for _ in range(module.MOST_WAITING):
        writer.waiting.put_nowait(Work(lambda: None))
    with pytest.raises(Busy):
        writer.submit(lambda: None)
    writer.waiting.get_nowait()
    with pytest.raises(Busy):
        writer.submit(lambda: None)


def test_in_memory_the_work_is_done_right_here() -> None:
    assert written(lambda: threading.current_thread().name) == threading.current_thread().name


def test_a_long_group_is_committed_in_turns_so_that_pages_come_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TURN_S", 0.0)
    writer, group = Writer(), [Work(make(slug)) for slug in ("a", "b", "c")]

    writer.write(group)  # type: ignore[arg-type]

    assert (writer.groups, writer.works) == (3, 3)
    assert [work.done.result(0) for work in group] == ["a", "b", "c"]
