"""A clinic to record into, made in a process that ends; and its server, to be killed and started again.

usage: python -m evidence.capture.clinic   (MAYPOLE_DATA set): makes the clinic, prints who may sign in as JSON
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Person:
    """Somebody signed in, and where they record."""

    user: str
    session: str
    organisation: str
    child: str
    goal: str
    visit: str


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAYPOLE_", "DJANGO_"))}
    return {**kept, "MAYPOLE_DATA": str(data), **more}


def make(data: Path, url: str = "") -> list[Person]:
    """Tables and the cast in a new clinic; two people signed in, each with a visit under way."""
    more = {"MAYPOLE_DATABASE_URL": url} if url else {}
    command = [sys.executable, "-m", "maypole.site.operations.prepare"]
    subprocess.run(command, cwd=ROOT, env=environment(data, **more), check=True, capture_output=True)
    return furnish(data, url)


def furnish(data: Path, url: str = "") -> list[Person]:
    """The cast in a clinic that has its tables."""
    more = {"MAYPOLE_DATABASE_URL": url} if url else {}
    done = subprocess.run(
        [sys.executable, "-m", "evidence.capture.clinic"],
        cwd=ROOT, env=environment(data, **more), check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return [Person(**each) for each in json.loads(done.stdout.splitlines()[-1])]


def _furnish() -> list[dict[str, str]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maypole.site.settings")
    import django

    django.setup()
    from django.db import transaction
    from django.test import Client
    from django.utils import timezone

    from maypole.visits.tests.rows import make_goal, started
    from tests.cast import make_cast

    with transaction.atomic():
        cast = make_cast()
        goal, visit = make_goal(cast), started(cast, timezone.now())
    people = []
    for name in ("ines", "ada"):
        client = Client()
        client.force_login(cast.users[name], backend="maypole.access.backend.Backend")
        people.append(
            {
                "user": str(cast.users[name].pk), "session": client.cookies["sessionid"].value,
                "organisation": str(cast.clinic.pk), "child": str(cast.maya.pk), "goal": str(goal.pk),
                "visit": str(visit.pk),
            }
        )  # fmt: skip
    return people


class Server:
    """The clinic's server in a process group of its own; `mutant` breaks one rule on purpose (see mutants.py)."""

    def __init__(self, data: Path, port: int, url: str = "", mutant: str = "") -> None:
        self.data, self.port = data, port
        self.more = {"MAYPOLE_DATABASE_URL": url} if url else {}
        self.more |= {"CAPTURE_MUTANT": mutant} if mutant else {}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.data / "served.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "evidence.capture.served", str(self.port)],
                cwd=ROOT, env=environment(self.data, **self.more), start_new_session=True,
                stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE_S
        while not self.answers():
            if time.monotonic() > end:
                raise RuntimeError((self.data / "served.log").read_text()[-2000:])
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/capture/app.webmanifest", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def kill(self) -> None:
        """SIGKILL of all its processes."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, then wait: requests at hand are answered."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def in_django(self, statements: str) -> Any:
        """What the statements print as JSON, in a process with Django on this clinic."""
        code = "import json, os, django\nos.environ['DJANGO_SETTINGS_MODULE']='maypole.site.settings'\ndjango.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", code + statements], cwd=ROOT, env=environment(self.data, **self.more), check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    print(json.dumps(_furnish()))
