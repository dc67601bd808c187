"""Real processes for the tests of operations: the command, a server on a free port, and a clinic's folder for them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 30.0


def environment(data: Path, **more: str) -> dict[str, str]:
    """This process's environment without the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAYPOLE_", "DJANGO_"))}
    return {**kept, "MAYPOLE_DATA": str(data), **more}


def maypole(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`maypole WORDS` to its end."""
    command = [sys.executable, "-m", "maypole", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment(data, **more), capture_output=True, text=True, check=False, timeout=120
    )


def in_django(data: Path, statements: str, **more: str) -> str:
    """What the statements print in a process that has Django on this clinic."""
    code = (
        "import os, django\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'maypole.site.settings')\ndjango.setup()\n"
    )
    command = [sys.executable, "-c", code + statements]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(data, **more), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for the condition, and say so when it doesn't come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s in vain"
        time.sleep(0.02)


def answer(url: str) -> tuple[int, str]:
    """Status and body; 0 while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read().decode()
    except (urllib.error.URLError, ConnectionError):
        return 0, ""


def health(address: str) -> dict[str, str]:
    document: dict[str, str] = json.loads(answer(f"{address}/health")[1])
    return document


class Served:
    """A running `maypole serve`."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Send the signal once and wait for the end."""
        self.process.send_signal(sign)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(data: Path, *words: str, wait: bool = True, **more: str) -> Iterator[Served]:
    """Serve the clinic until the block ends; it is well when the block begins, unless nobody waits for that."""
    port = free_port()
    command = [sys.executable, "-m", "maypole", "serve", "--port", str(port), *words]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(data, **more), stdout=subprocess.PIPE, text=True)
    served = Served(process, f"http://127.0.0.1:{port}")
    try:
        if wait:
            until(lambda: answer(f"{served.address}/health")[0] == 200 or process.poll() is not None)
            assert process.poll() is None, "the server ended at once"
        yield served
    finally:
        with suppress(subprocess.TimeoutExpired):
            served.stop()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
