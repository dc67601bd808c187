"""A worker is killed in the middle of a job: the job runs again, to its end, and nothing stays stuck."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.system.processes import PATIENCE, ROOT, environment, in_django, maypole, serving, until


def enqueue(data: Path, call: str) -> None:
    in_django(data, f"from tests.system import slow_job\nslow_job.{call}")


def enqueue_count(data: Path, marks: Path, steps: int, seconds: float) -> None:
    marks.mkdir()
    key = "00000000-0000-7000-8000-000000000000"  # no row of this id: telling how far it has come is optional
    enqueue(data, f"count_slowly.enqueue(progress={key!r}, folder={str(marks)!r}, steps={steps}, seconds={seconds})")


def rows(data: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(data / "maypole.sqlite3") as database:
        found = database.execute(
            "SELECT status, worker_ids FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%slow_job%'"
        ).fetchall()
    database.close()
    return found


def start_worker(data: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "maypole", "worker", "--id", "w"]
    return subprocess.Popen(command, cwd=ROOT, env=environment(data))


def test_a_killed_workers_job_runs_again_to_its_end(data: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    enqueue_count(data, marks, steps=10, seconds=0.1)
    worker = start_worker(data)
    until((marks / "step-3").exists)
    worker.kill()
    worker.wait()
    assert rows(data) == [("RUNNING", '["w"]')]

    done = maypole(data, "worker", "--id", "w", "--until-empty")

    assert done.returncode == 0, done.stderr
    assert rows(data) == [("SUCCESSFUL", '["w", "w"]')]
    assert (marks / "finished").read_text() == "10"
    assert len(list(marks.glob("step-*"))) == 10
    assert len(list(marks.glob("attempt-*"))) == 2


def test_another_workers_job_is_left_alone(data: Path, tmp_path: Path) -> None:
    enqueue_count(data, tmp_path / "marks", steps=10, seconds=0.1)
    worker = start_worker(data)
    until((tmp_path / "marks" / "step-1").exists)
    worker.kill()
    worker.wait()

    maypole(data, "worker", "--id", "another", "--until-empty")

    assert rows(data) == [("RUNNING", '["w"]')]


def test_a_job_that_kills_its_worker_each_time_is_given_up(data: Path) -> None:
    enqueue(data, "fall_over.enqueue(progress='00000000-0000-7000-8000-000000000000')")

    codes = [maypole(data, "worker", "--id", "w", "--until-empty").returncode for _ in range(6)]

    assert codes == [3, 3, 3, 3, 3, 0]
    assert rows(data) == [("FAILED", '["w", "w", "w", "w", "w"]')]


def test_two_workers_cannot_share_an_id(data: Path, tmp_path: Path) -> None:
    enqueue_count(data, tmp_path / "marks", steps=20, seconds=0.1)
    worker = start_worker(data)
    until((tmp_path / "marks" / "step-0").exists)

    second = maypole(data, "worker", "--id", "w")

    assert second.returncode == 1
    assert "already works as 'w'" in second.stderr
    worker.send_signal(signal.SIGTERM)
    worker.wait(PATIENCE)


def test_sigterm_lets_the_job_at_hand_finish(data: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    with serving(data) as served:
        enqueue_count(data, marks, steps=10, seconds=0.1)
        until((marks / "step-2").exists)

        code = served.stop(signal.SIGTERM)

    assert code == 0
    assert rows(data) == [("SUCCESSFUL", '["worker"]')]


def test_a_dead_worker_is_started_again_by_the_server(data: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    with serving(data):
        enqueue(data, "fall_over.enqueue(progress='00000000-0000-7000-8000-000000000000')")
        enqueue_count(data, marks, steps=1, seconds=0.0)

        until((marks / "finished").exists, seconds=60)
