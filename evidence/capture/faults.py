"""The conductor: draws faults from a shuffled deck until enough were made, then lets everything drain and judges."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from .clinic import Person, Server
from .devices import Device, Tally
from .model import THERE, Mine, Row
from .oracle import WRONG, judge, of_postgresql, of_sqlite
from .proxy import MODES, SILENCE_S, Proxy

DEATHS = ("before_commit", "before_ack", "after_post", "before_settle", "after_seq")
SELDOM = 4
"""A restore is in every fourth pack only: each device then sends all it keeps, and must get through between two."""
CLOCKS = tuple(
    timedelta(seconds=seconds) for seconds in (-1826 * 86_400, 400 * 86_400, -3600, 90, -0.001)
)  # fmt: skip
"""Five years back, more than a year ahead, an hour of summer time, an unsteady clock, a step backwards."""


@dataclass
class Campaign:
    """One run. `faults` are drawn as in a pack of cards: each kind comes as often as every other."""

    data: Path
    persons: list[Person]
    ports: tuple[int, int]
    seed: int
    url: str = ""
    knobs: frozenset[str] = frozenset()
    mutant: str = ""
    pace: float = 0.05
    how_many_devices: int = 4
    patience_s: float = 120.0
    made: Counter[str] = field(default_factory=Counter)
    altered_taken: int = 0
    snapshot: Path | None = None

    def run(self, faults: int, kinds: Sequence[str] = (), least: int = 0) -> dict[str, int]:
        """Make this many faults (and go on until `least` observations were acknowledged); the counts at the end."""
        self.chance = random.Random(self.seed)
        self.server = Server(self.data, self.ports[1], self.url, self.mutant)
        self.server.start()
        self.proxy = Proxy(*self.ports)
        self.proxy.start()
        self.tally = Tally()
        self.devices = [self._device(f"d{number}", number) for number in range(self.how_many_devices)]
        for device in self.devices:
            device.start()
        try:
            self._faults(faults, kinds or self.kinds(), least)
            return self._end()
        finally:
            for device in self.devices:
                device.stopping = True
            self.proxy.stop()
            self.server.kill()

    def kinds(self) -> list[str]:
        """Every kind there is on this engine: the proxy's, and the methods below."""
        own = [name[4:] for name in dir(self) if name.startswith("_do_")]
        dies = [f"die:{point}" for point in DEATHS[:-1]]
        only_sqlite = {"restore", "db_lock"} if self.url else set()
        return sorted({*MODES, *own, *dies} - only_sqlite)

    def _device(self, name: str, number: int) -> Device:
        order = self.persons if number % 2 == 0 else self.persons[::-1]
        return Device(name, list(order), self.ports[0], self.tally, self.knobs, self.pace, self.seed)

    def _faults(self, faults: int, kinds: Sequence[str], least: int) -> None:
        deck: list[str] = []
        packs = 0
        while sum(self.made.values()) < faults or len(self.tally.acked) < least:
            if not deck:
                drawn = [kind for kind in kinds if kind != "restore" or packs % SELDOM == 0 or len(kinds) == 1]
                deck, packs = self.chance.sample(drawn, len(drawn)), packs + 1
            kind = deck.pop()
            self._make(kind)
            self.made[kind] += 1
            time.sleep(self.chance.uniform(0.0, 0.15))

    def _make(self, kind: str) -> None:
        device = self.chance.choice(self.devices)
        if kind in MODES:
            self.proxy.mode = kind
            before = self.proxy.hits[kind]
            end = time.monotonic() + 3.0
            time.sleep(self.chance.uniform(0.1, 0.3))
            while self.proxy.hits[kind] == before and time.monotonic() < end:
                time.sleep(0.02)  # a fault that nobody met is none
            self.proxy.mode = "pass"
        elif kind.startswith("die:"):
            device.tab.dying = kind[4:]
            time.sleep(0.1)
        else:
            made: Callable[[Device], None] = getattr(self, f"_do_{kind}")
            made(device)

    def _do_hang(self, _device: Device) -> None:
        """Silence without an end, for whoever is connected at that moment."""
        self.proxy.mode, self.proxy.silence_s = "blackhole", 600.0
        time.sleep(2.0)
        self.proxy.mode, self.proxy.silence_s = "pass", SILENCE_S

    def _do_kill_server(self, _device: Device) -> None:
        self.server.kill()
        time.sleep(self.chance.uniform(0.05, 0.5))
        self.server.start()

    def _do_restart_server(self, _device: Device) -> None:
        self.server.stop()
        self.server.start()

    def _do_db_lock(self, _device: Device) -> None:
        database = sqlite3.connect(self.data / "maypole.sqlite3", isolation_level=None, timeout=10)
        database.execute("BEGIN IMMEDIATE")
        time.sleep(1.5)
        database.execute("ROLLBACK")
        database.close()

    def _do_two_tabs(self, device: Device) -> None:
        """A second page on the same disk records and sends beside the first."""
        tab = device._open()
        for number in range(20):
            tab.record(f"{device.name} tab {sum(self.made.values())} {number}")
            tab.send()

    def _do_clock(self, device: Device) -> None:
        device.disk.clock = self.chance.choice(CLOCKS)
        time.sleep(0.2)
        device.disk.clock = timedelta()

    def _do_quota(self, device: Device) -> None:
        device.disk.full = True
        time.sleep(0.15)
        device.disk.full = False

    def _do_switch(self, device: Device) -> None:
        device.switch()

    def _do_poison(self, device: Device) -> None:
        device.poison = self.chance.choice((1, 60))
        time.sleep(0.2)

    def _do_clone(self, device: Device) -> None:
        """A copied profile: both go on with the same numbers until one learns that its are taken."""
        copied = self._device(f"clone{sum(self.made.values())}", 0)
        copied.persons, copied.disk, copied.current = device.persons, device.disk.clone(), device.current
        copied.tab = copied._open()
        for number in range(10):
            copied.tab.record(f"{copied.name} {number}")
        self.devices.append(copied)
        copied.recording = False
        before, end = device.count, time.monotonic() + 15.0
        copied.start()
        while time.monotonic() < end and (device.count < before + 30 or any(copied.disk.queue.values())):
            time.sleep(0.05)
        while time.monotonic() < end and any(device.disk.queue.values()):
            time.sleep(0.01)

    def _do_altered(self, device: Device) -> None:
        """Somebody sends an event again with other content: it must be answered as different."""
        user, end = device.persons[0].user, time.monotonic() + 5.0
        rows: list[Row] = []
        while not rows and time.monotonic() < end:
            time.sleep(0.05)
            with device.disk.lock:
                rows = [row for row in device.disk.rows.get(user, {}).values() if row.state == THERE]
        tab = device._open()
        tab.person = device.persons[0]
        if not rows or not tab.sign_in():
            return
        row = self.chance.choice(rows)
        tab.disk.mine.setdefault(tab.person.user, Mine())
        tab.port = self.ports[1]
        status, body, _skew = tab._post([row])  # as it was: a clinic that was restored knows it again
        if status != 200 or b'"ok"' not in body:
            return
        event = {**row.event, "body": {**row.event["body"], "material": "altered"}}
        status, body, _skew = tab._post([Row(event, row.device, row.seq, row.n)])
        if status == 200 and b'"different"' not in body:
            self.altered_taken += 1

    def _do_restore(self, _device: Device) -> None:
        """The clinic goes back to an older copy of itself, made while it was written to.

        Not before a device was told that something newer is there: a clinic that forgot nothing is no fault.
        """
        path = self.data / "older.sqlite3"
        self.snapshot = self.snapshot or self._copied(path)
        before, end = self._told(), time.monotonic() + 5.0
        while self._told() <= before and time.monotonic() < end:
            time.sleep(0.02)
        self.server.kill()
        for suffix in ("", "-wal", "-shm"):
            (self.data / f"maypole.sqlite3{suffix}").unlink(missing_ok=True)
        path.rename(self.data / "maypole.sqlite3")
        self.server.start()
        self.snapshot = self._copied(path)

    def _told(self) -> int:
        """How many events the devices believe to be at the clinic."""
        disks = [device.disk for device in self.devices]
        return sum(len(disk.rows[user]) - len(disk.queue.get(user, ())) for disk in disks for user in list(disk.rows))

    def _copied(self, path: Path) -> Path:
        with sqlite3.connect(self.data / "maypole.sqlite3") as source, sqlite3.connect(path) as target:
            source.backup(target)
        source.close()
        target.close()
        return path

    def _end(self) -> dict[str, int]:
        """Everything passes again: stop recording, let every queue drain, judge."""
        self.proxy.mode = "pass"
        for device in self.devices:
            device.recording = False
        time.sleep(0.3)
        for device in self.devices:
            device.stopping = True
        for device in self.devices:
            device.join(8)
        began = time.monotonic()
        self._wake_up()
        drained = [device.drain(began + self.patience_s) for device in self.devices]
        seconds = time.monotonic() - began
        time.sleep(2.0)  # doubled deliveries that are still under way
        found = of_postgresql(self.url) if self.url else of_sqlite(self.data)
        counts = judge(self.tally.acked, self.devices, found)
        return {
            "faults": sum(self.made.values()), "kinds": len(self.made), **counts,
            "not_drained": drained.count(False), "altered_taken": self.altered_taken,
            "kills_of_a_browser": self.tally.kills,
            "refused_for_want_of_room": self.tally.full, "drain_seconds": round(seconds),
        }  # fmt: skip

    def _wake_up(self) -> None:
        """After a restore a device learns of it with its next event: one each."""
        for device in self.devices:
            for place, _person in enumerate(device.persons):
                device.current = place
                tab = device._open()
                if device.disk.mine.get(tab.person.user):
                    device.count += 1
                    tab.record(f"{device.name} last {device.count} {place}")


def passed(counts: dict[str, int]) -> bool:
    return not any(counts[name] for name in WRONG) and counts["acknowledged"] > 0
