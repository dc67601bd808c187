"""`maypole serve`: the application server and the worker of one clinic, started and stopped together.

This process holds no Django: it prepares the clinic in a process that ends, then looks after two that stay.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from maypole.site.environment import data_dir, is_demo
from maypole.site.operations.prepared import is_prepared, refusal, remember

BLOCKING_THREADS = 4
"""One process with four threads reads and writes SQLite best (docs/adr/0002); each PostgreSQL process has as many."""
SECONDS_BEFORE_WORKER = 1.0
"""The first page is waited for, the first job is not: the server has the processors to itself while it starts."""
SECONDS_BETWEEN_LIVES = 2.0


def main(argv: list[str]) -> int:
    """Serve until SIGTERM or SIGINT; requests and the job at hand are finished first."""
    options = _options(argv)
    if options.data:
        os.environ["MAYPOLE_DATA"] = str(Path(options.data).absolute())
    if problem := _port_problem(options.host, options.port):
        print(f"maypole serve: {problem}", file=sys.stderr)
        return 1
    if problem := refusal(options.workers, options.host):
        print(f"maypole serve: {problem}", file=sys.stderr)
        return 2
    if code := _prepare():
        return code
    lock = _lock(data_dir() / "server.lock")
    if lock is None:
        print("maypole serve: another server already serves this data folder.", file=sys.stderr)
        return 1
    print(_greeting(options.host, options.port), flush=True)
    jobs = WorkerKeeper([sys.executable, "-m", "maypole", "worker", "--with-parent"])
    jobs.start()
    try:
        _serve(options.host, options.port, options.workers)
    finally:
        jobs.stop()
        lock.close()
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="maypole serve", description="Serve the clinic, with its worker.")
    parser.add_argument("--data", metavar="DIR", help="the clinic's folder (MAYPOLE_DATA, .data by default)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes; more than one needs PostgreSQL")
    options = parser.parse_args(argv)
    if options.workers < 1:
        parser.error("--workers must be at least 1")
    return options


def _port_problem(host: str, port: int) -> str | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as problem:
            return f"cannot listen on {host} port {port}: {getattr(problem, 'strerror', None) or problem}"
    return None


def _prepare() -> int:
    if is_prepared():
        return 0
    command = [sys.executable, "-m", "maypole.site.operations.prepare"]
    code = subprocess.run(command, check=False).returncode  # noqa: S603 (our own module)
    if code == 0:
        remember()
    return code


def _lock(path: Path) -> IO[str] | None:
    """One server a data folder: two would each believe that they alone write."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _greeting(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    lines = [f"Maypole answers on {address}"]
    if is_demo(data_dir()):
        lines.append(f"This is a demo clinic; nobody in it is real. Choose who to be on {address}/demo")
    return "\n".join(lines)


def _serve(host: str, port: int, workers: int) -> None:
    server = MPServer(
        "maypole.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.serve(target_loader=load, wrap_loader=False)


def load() -> Callable[..., object]:
    """In the server's own process: the application, and an end when the process that looks after it is gone."""
    _end_when_told_to()
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
    from maypole.site.wsgi import application  # noqa: PLC0415 (in the child only)

    return application


def _end_when_told_to() -> None:
    """Let SIGTERM end this process while it loads; afterwards Granian's own handler finishes the requests at hand.

    A forked process begins with the handlers of the one it comes from. Those only note the signal, so a stop within the
    first second and a half would be waited for without end.
    """
    inherited = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the other one passes it on
    if getattr(inherited, "interrupt_signal", False):
        sys.exit(0)  # told before this line


class WorkerKeeper:
    """Keeps one worker process alive. It holds the worker's standard input, whose closing ends the worker."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        """Ask the worker to end, and wait: the job at hand is finished first."""
        self.stopping.set()
        self._close()
        self.thread.join()

    def _keep(self) -> None:
        self.stopping.wait(SECONDS_BEFORE_WORKER)
        while not self.stopping.is_set():
            self.process = subprocess.Popen(  # noqa: S603 (our own command)
                self.command,
                stdin=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for this process, which passes it on once
            )
            if self.stopping.is_set():
                self._close()
            code = self.process.wait()
            if not self.stopping.wait(SECONDS_BETWEEN_LIVES) and code:
                print(f"maypole serve: the worker ended with {code}; it is started again.", file=sys.stderr)

    def _close(self) -> None:
        if self.process and self.process.stdin:
            self.process.stdin.close()
