"""`maypole serve`: starts, is well, finishes what was begun, and refuses what it can't do."""

from __future__ import annotations

import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from maypole.site.operations import prepared
from tests.system.processes import answer, free_port, health, maypole, serving, until


def test_it_is_well_and_says_where(data: Path) -> None:
    with serving(data) as served:
        assert served.process.stdout
        assert served.address in served.process.stdout.readline()
        assert health(served.address) == {"status": "ok", "version": "0.1.0", "database": "ok", "queue": "ok"}


def test_a_request_at_hand_is_finished_on_sigterm(data: Path) -> None:
    answers: list[tuple[int, str]] = []
    with serving(data, DJANGO_SETTINGS_MODULE="tests.system.slow_settings") as served:
        asking = threading.Thread(target=lambda: answers.append(answer(f"{served.address}/slow")))
        asking.start()
        time.sleep(0.5)

        code = served.stop(signal.SIGTERM)
        asking.join()

    assert answers == [(200, "finished")]
    assert code == 0


def test_told_to_stop_while_it_loads_it_stops(data: Path) -> None:
    with serving(data, wait=False) as served:
        assert served.process.stdout
        served.process.stdout.readline()  # then its processes begin to load
        time.sleep(0.3)

        assert served.stop() == 0


def test_nothing_stays_behind_when_it_is_killed(data: Path) -> None:
    with serving(data) as served:
        served.stop(signal.SIGKILL)

        until(lambda: answer(f"{served.address}/health")[0] == 0)

        until(lambda: maypole(data, "worker", "--until-empty").returncode == 0)


def test_one_folder_has_one_server(data: Path) -> None:
    with serving(data):
        second = maypole(data, "serve", "--port", str(free_port()))

    assert second.returncode == 1
    assert "another server" in second.stderr


def test_a_taken_port_is_told(data: Path) -> None:
    with serving(data) as served:
        second = maypole(data, "serve", "--port", served.address.rpartition(":")[2])

    assert second.returncode == 1
    assert "cannot listen" in second.stderr


def test_more_workers_need_postgresql(data: Path) -> None:
    done = maypole(data, "serve", "--workers", "2", "--port", str(free_port()))

    assert done.returncode == 2
    assert "PostgreSQL" in done.stderr


def test_a_demo_is_served_on_this_machine_only(data: Path) -> None:
    (data / "demo.json").write_text("{}")

    done = maypole(data, "serve", "--host", "0.0.0.0", "--port", str(free_port()))

    assert done.returncode == 2
    assert "this machine only" in done.stderr


@pytest.mark.parametrize("words", [["--port", "x"], ["--workers", "0"], ["--nonsense"]])
def test_unusable_words_end_with_2(data: Path, words: list[str]) -> None:
    assert maypole(data, "serve", *words).returncode == 2


def test_the_second_start_prepares_nothing(data: Path) -> None:
    with serving(data):
        mark = data / "static" / ".prepared"
        first = mark.stat().st_mtime_ns
    with serving(data):
        assert mark.stat().st_mtime_ns == first


@pytest.mark.parametrize("change", ["database", "setting", "mark"])
def test_what_changed_is_prepared_again(data: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAYPOLE_DATA", str(data))
    monkeypatch.delenv("MAYPOLE_DATABASE_URL", raising=False)
    assert not prepared.is_prepared()
    prepared.remember()
    assert prepared.is_prepared()

    if change == "database":
        with sqlite3.connect(data / "maypole.sqlite3") as database:
            database.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")
        database.close()
    elif change == "setting":
        monkeypatch.setenv("MAYPOLE_LANGUAGE", "es")
    else:
        (data / "static" / ".prepared").unlink()

    assert not prepared.is_prepared()
