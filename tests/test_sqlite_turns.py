"""The writers' queue of SQLite: who waits longest is next, and a thread that comes back at once is not."""

from __future__ import annotations

import threading
import time

from maypole.site.sqlite.base import InTurn


def waiting(lock: InTurn, many: int) -> None:
    end = time.monotonic() + 10
    while len(lock.waiting) < many and time.monotonic() < end:
        time.sleep(0.001)


def test_it_is_handed_over_in_the_order_of_coming() -> None:
    lock, order = InTurn(), []

    def take(name: int) -> None:
        lock.acquire()
        order.append(name)
        lock.release()

    lock.acquire()
    threads = [threading.Thread(target=take, args=(name,)) for name in range(8)]
    for many, thread in enumerate(threads, 1):
        thread.start()
        waiting(lock, many)
    lock.release()
    for thread in threads:
        thread.join(10)

    assert order == list(range(8))
    assert not lock.held


def test_who_gives_it_back_and_wants_it_again_stands_at_the_end() -> None:
    lock, order = InTurn(), []

    def page() -> None:
        lock.acquire()
        order.append("page")
        lock.release()

    lock.acquire()
    thread = threading.Thread(target=page)
    thread.start()
    waiting(lock, 1)
    lock.release()
    lock.acquire()
    order.append("writer again")
    lock.release()
    thread.join(10)

    assert order == ["page", "writer again"]


def test_one_at_a_time() -> None:
    lock, inside, most = InTurn(), 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(50):
            lock.acquire()
            inside += 1
            most = max(most, inside)
            time.sleep(0)
            inside -= 1
            lock.release()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert most == 1
