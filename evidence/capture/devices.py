"""Devices that record all the time and send when they can, each in a thread of its own; they may be killed."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from .clinic import Person
from .model import Disk, Full, Killed, Tab

MOST_WAITING = 1500
"""A device that is this far behind records no more for now: the campaign is about faults, not about a slow machine."""


@dataclass
class Tally:
    """What the devices together called saved, and what was refused them."""

    acked: dict[str, dict[str, Any]] = field(default_factory=dict)
    full: int = 0
    kills: int = 0


class Device(threading.Thread):
    """One tablet. `persons[0]` uses it; during a switch the next one does."""

    def __init__(  # noqa: PLR0917
        self, name: str, persons: list[Person], port: int, tally: Tally, knobs: frozenset[str], pace: float, seed: int
    ) -> None:
        super().__init__(daemon=True, name=name)
        self.persons, self.port, self.tally, self.knobs, self.pace = persons, port, tally, knobs, pace
        self.chance = random.Random(f"{seed} {name}")
        self.disk = Disk()
        self.current = 0
        self.count = 0
        self.recording, self.stopping = True, False
        self.poison = 0
        self.tab = self._open()

    def _open(self) -> Tab:
        """A fresh page on the same disk: everything in memory is gone."""
        return Tab(self.disk, self.persons[self.current], self.port, self.tally.acked, self.knobs)

    def switch(self) -> None:
        self.current = (self.current + 1) % len(self.persons)
        self.tab = self._open()

    def run(self) -> None:
        while not self.stopping:
            try:
                self._turn()
            except Killed:
                self.tally.kills += 1
                self.tab = self._open()
            time.sleep(self.pace * self.chance.uniform(0.2, 1.8))

    def _turn(self) -> None:
        if self.recording and len(self.disk.queue.get(self.tab.person.user, {})) < MOST_WAITING:
            for _ in range(self.chance.randint(1, 30)):
                self._record(self.name)
        if self.poison:
            self.poison -= 1
            self._record(f"poison {self.name}", goal=self.persons[0].child)
        self.tab.send()

    def _record(self, name: str, goal: str = "") -> None:
        self.count += 1
        try:
            self.tab.record(f"{name} {self.count}", goal)
        except Full:
            self.tally.full += 1

    def drain(self, until: float) -> bool:
        """Everybody who used this device comes back and sends; whether everything went."""
        for place in range(len(self.persons)):
            self.current = place
            tab = self._open()
            if "no_retry" in self.knobs:
                tab.quiet_until = self.tab.quiet_until
            while self.disk.queue.get(tab.person.user) and time.monotonic() < until:
                try:
                    tab.send()
                except Killed:
                    tab = self._open()
                time.sleep(0.01)
            if self.disk.queue.get(tab.person.user):
                return False
        return True
