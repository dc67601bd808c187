"""The offline app at its limits: 20,000 events that wait on one tablet, and a hundred tablets that come back."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evidence.capture.clinic import Person, Server, make
from evidence.capture.devices import Tally
from evidence.capture.model import WAITING, Disk, Mine, Row, Tab
from evidence.capture.oracle import of_sqlite

QUEUED, TAPS = 20_000, 300
TABLETS, EVENTS = 100, 1_000
BARS = {"tap_p99_ms": 50.0, "drain_s": 120.0, "reconnect_s": 60.0, "page_p99_ms": 1000.0}

FILL = """async ([user, child, visit, goal, many]) => {
  const { seal } = await import("/static/maypole/js/capture/vault.js");
  const { inTx } = await import("/static/maypole/js/capture/db.js");
  const { numbered, ownerOf } = await import("/static/maypole/js/capture/journal.js");
  const { here } = await import("/static/maypole/js/capture/session.js");
  const who = await here();
  const owner = ownerOf(who);
  for (let start = 0; start < many; start += 500) {
    const made = await Promise.all(Array.from({ length: 500 }, async () => {
      const id = crypto.randomUUID();
      const body = { goal, measure: "trials", correct: true, prompt: "I" };
      const event = { id, kind: "observation", at: new Date().toISOString(), skew: 0, child, visit, body };
      return { id, owner, visit, state: 0, kept: Date.now(), ...(await seal(who.key, id, event)) };
    }));
    await inTx(["meta", "events"], "readwrite", (tx) => numbered(tx, owner, (mine) => {
      made.forEach((row, i) => {
        const [seq, n] = [mine.seq + i + 1, mine.n + i + 1];
        tx.objectStore("events").add({ ...row, device: mine.device, seq, n });
      });
      return { ...mine, seq: mine.seq + made.length, n: mine.n + made.length };
    }));
  }
}"""
TAP = """async ([user, child, visit, goal, many]) => {
  const { record } = await import("/static/maypole/js/capture/journal.js");
  const { here } = await import("/static/maypole/js/capture/session.js");
  const who = await here();
  const times = [];
  for (let n = 0; n < many; n += 1) {
    const start = performance.now();
    const body = { goal, measure: "trials", correct: true, prompt: "I" };
    await record(who, { kind: "observation", child, visit, body });
    times.push(performance.now() - start);
  }
  return times;
}"""


LEFT = """async () => {
  const { lengths, ownerOf } = await import("/static/maypole/js/capture/journal.js");
  const { here } = await import("/static/maypole/js/capture/session.js");
  return (await lengths(ownerOf(await here()))).waiting;
}"""
MODULES = """Promise.all(["db", "vault", "journal", "session"].map(
  (name) => import(`/static/maypole/js/capture/${name}.js`)))"""
"""Loaded while there is a connection: the page's own are under hashed names."""


def run() -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="maypole-bench-capture-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        people = make(data)
        with running(data) as server:
            figures = {**one_tablet(Path(folder), server.port, people[0]), **many_tablets(data, server, people[0])}
    met = {f"{name} <= {bar:g}": figures[name] <= bar for name, bar in BARS.items()}
    print(json.dumps({**figures, **met}, indent=1))
    return {"figures": figures, "met": met}


@contextmanager
def running(data: Path) -> Iterator[Server]:
    from tests.system.processes import free_port

    server = Server(data, free_port())
    server.start()
    yield server
    server.stop()


def cpu_of(server: Server) -> float:
    """Processor seconds of all the server's processes so far: a busy machine changes them least."""
    assert server.process is not None
    ticks, group = 0, server.process.pid
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def one_tablet(folder: Path, port: int, person: Person) -> dict[str, float]:
    """Time from a tap to its commit with the queue full, offline; then how long the queue takes to reach the clinic."""
    from playwright.sync_api import sync_playwright

    from maypole.capture.tests.tablets import READY
    from tests.browser import FLAGS, chromium

    url = f"http://127.0.0.1:{port}"
    where: list[object] = [person.user, person.child, person.visit, person.goal]
    with sync_playwright() as playwright:
        tablet = playwright.chromium.launch_persistent_context(
            str(folder / "profile"), executable_path=chromium(), args=FLAGS, base_url=url
        )
        tablet.add_cookies([{"name": "sessionid", "value": person.session, "url": url}])
        page = tablet.new_page()
        page.goto("/capture")
        page.wait_for_selector("h1")
        page.evaluate(READY)
        page.evaluate("navigator.serviceWorker.ready")
        page.evaluate(MODULES)
        tablet.set_offline(True)
        page.evaluate(FILL, [*where, QUEUED])
        times = page.evaluate(TAP, [*where, TAPS])
        tablet.set_offline(False)
        start = time.perf_counter()
        page.evaluate("dispatchEvent(new Event('online'))")
        while page.evaluate(LEFT):
            page.wait_for_timeout(250)
        drain = time.perf_counter() - start
        tablet.close()
    ordered = sorted(times)
    return {
        "queued": QUEUED + TAPS, "tap_p50_ms": round(statistics.median(times), 1),
        "tap_p99_ms": round(ordered[int(len(ordered) * 0.99)], 1), "drain_s": round(drain, 1),
    }  # fmt: skip


def many_tablets(data: Path, server: Server, person: Person) -> dict[str, float]:
    """Every tablet sends all it has at once, while somebody opens pages."""
    before, cpu, port = len(of_sqlite(data)[0]), cpu_of(server), server.port
    tally = Tally()
    tabs = [_full(person, port, tally) for _ in range(TABLETS)]
    done = threading.Event()
    pages: list[float] = []
    reader = threading.Thread(target=_read, args=(port, person, pages, done), daemon=True)
    reader.start()
    start = time.perf_counter()
    threads = [threading.Thread(target=_drain, args=(tab,)) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    cpu = cpu_of(server) - cpu
    done.set()
    reader.join(30)
    pages.sort()
    stored = len(of_sqlite(data)[0]) - before
    return {
        "tablets": TABLETS, "events": TABLETS * EVENTS, "stored": stored, "reconnect_s": round(seconds, 1),
        "events_per_s": round(stored / seconds), "server_cpu_s_per_1000": round(1000 * cpu / stored, 3),
        "pages": len(pages), "page_p50_ms": round(1000 * statistics.median(pages or [0.0]), 1),
        "page_p99_ms": round(1000 * pages[int(len(pages) * 0.99)], 1) if pages else float("inf"),
    }  # fmt: skip


def _full(person: Person, port: int, tally: Tally) -> Tab:
    """A tablet with its queue, made without recording one by one."""
    disk, mine = Disk(), Mine()
    disk.mine[person.user] = mine
    at = datetime.now(UTC).isoformat()
    for number in range(1, EVENTS + 1):
        body = {"goal": person.goal, "measure": "trials", "correct": True, "prompt": "I"}
        event: dict[str, Any] = {
            "id": str(uuid.uuid4()), "kind": "observation", "at": at, "skew": 0, "child": person.child,
            "visit": person.visit, "body": body,
        }  # fmt: skip
        disk.put(person.user, Row(event, mine.device, number, number), WAITING)
    mine.seq = mine.n = EVENTS
    tab = Tab(disk, person, port, tally.acked, frozenset())
    tab.timeout = 8.0
    return tab


def _drain(tab: Tab) -> None:
    while not tab.send():
        time.sleep(0.05)


def _read(port: int, person: Person, times: list[float], done: threading.Event) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/today", headers={"Cookie": f"sessionid={person.session}"}
    )
    while not done.is_set():
        start = time.perf_counter()
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
        times.append(time.perf_counter() - start)
        time.sleep(0.2)
