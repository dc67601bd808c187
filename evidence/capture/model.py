"""The device's half of the protocol, rule for rule as in js/capture (journal.js, sender.js, settle.js), for volume.

A `Disk` is what survives when a browser is killed; a `Tab` is what does not. A write to the disk is one step: number
and the event together, as in one strict transaction. `Knobs` break one rule each, to prove that the oracle sees it.
"""

from __future__ import annotations

import copy
import heapq
import http.client
import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from .clinic import Person

WAITING, THERE, ATTENTION = 0, 1, 2
FIRST_BATCH, LARGEST_BATCH = 50, 500
TIMEOUT_S = 1.5
"""The app waits 8 s; here all waits are shorter by as much, so that a campaign holds many faults."""
Json = dict[str, Any]


class Killed(Exception):
    """The browser is gone."""


class Full(Exception):
    """The device keeps nothing more."""


@dataclass
class Row:
    event: Json
    device: str
    seq: int
    n: int
    state: int = WAITING


@dataclass
class Mine:
    """One person's numbers on one device."""

    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    seq: int = 0
    n: int = 0
    mark: str = ""


@dataclass
class Disk:
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    queue: dict[str, dict[str, Row]] = field(default_factory=dict)
    mine: dict[str, Mine] = field(default_factory=dict)
    skew: int | None = None
    full: bool = False
    clock: timedelta = timedelta()
    lock: Any = field(default_factory=threading.RLock)
    sending: Any = field(default_factory=threading.Lock)

    def clone(self) -> Disk:
        """A copied browser profile: same numbers, and both go on."""
        with self.lock:
            copied = Disk(copy.deepcopy(self.rows), {}, copy.deepcopy(self.mine), self.skew)
        for user, rows in copied.rows.items():
            for row in rows.values():
                copied.put(user, row, row.state)
        return copied

    def put(self, user: str, row: Row, state: int) -> None:
        """Write a row in this state; the queue is an index of those that wait."""
        row.state = state
        self.rows.setdefault(user, {})[row.event["id"]] = row
        queue = self.queue.setdefault(user, {})
        if state == WAITING:
            queue[row.event["id"]] = row
        else:
            queue.pop(row.event["id"], None)


class Tab:
    """One page of the app as one person. `acked` collects what its screen called saved."""

    def __init__(self, disk: Disk, person: Person, port: int, acked: dict[str, Json], knobs: frozenset[str]) -> None:
        self.disk, self.person, self.port, self.acked, self.knobs = disk, person, port, acked, knobs
        self.token, self.cookie, self.asked = "", "", ""
        self.dying = ""
        self.timeout = 600.0 if "no_timeout" in knobs else TIMEOUT_S
        self.quiet_until, self.wait, self.most = 0.0, 0.02, FIRST_BATCH
        self.busy_s = 0.0

    def point(self, name: str) -> None:
        """A place where the browser may be killed."""
        if self.dying == name:
            raise Killed(name)

    def record(self, token: str, goal: str = "") -> None:
        """Keep one observation; it is acked when it is on disk. Raises Full, and then nothing is kept."""
        now = datetime.now(UTC) + self.disk.clock
        body = {
            "goal": goal or self.person.goal,
            "measure": "trials",
            "correct": True,
            "prompt": "I",
            "material": token,
        }
        event: Json = {
            "id": str(uuid.uuid4()), "kind": "observation", "at": now.isoformat(), "skew": self.disk.skew,
            "child": self.person.child, "visit": self.person.visit, "body": body,
        }  # fmt: skip
        if "ack_before_commit" in self.knobs:
            self.acked[event["id"]] = event
        self.point("before_commit")
        with self.disk.lock:
            if self.disk.full:
                raise Full
            mine = self.disk.mine.setdefault(self.person.user, Mine())
            mine.seq, mine.n = mine.seq + 1, mine.n + 1
            row = Row(event, mine.device, mine.seq, mine.n)
            if "seq_split" in self.knobs:
                self.point("after_seq")
            self.disk.put(self.person.user, row, WAITING)
        self.point("before_ack")
        self.acked[event["id"]] = event

    def waiting(self) -> list[Row]:
        """The next batch, in the order of recording."""
        with self.disk.lock:
            rows = self.disk.queue.get(self.person.user, {}).values()
            return heapq.nsmallest(self.most, rows, key=lambda row: row.n)

    def send(self) -> bool:
        """Send until nothing is left or something is in the way; True when nothing is left."""
        if time.monotonic() < self.quiet_until:
            return False
        held = self.disk.sending.acquire(blocking=False)
        if not held and "no_lock" not in self.knobs:
            return False
        try:
            done = self._drain()
        finally:
            if held:
                self.disk.sending.release()
        self.wait = 0.02 if done else min(self.wait * 2, 0.3)
        pause = self.busy_s * random.uniform(0.5, 1.5) or self.wait
        self.quiet_until = 0.0 if done else time.monotonic() + pause
        if not done and "no_retry" in self.knobs:
            self.quiet_until = float("inf")
        return done

    def _drain(self) -> bool:
        renewed = False
        while rows := self.waiting():
            if "delete_before_send" in self.knobs:
                self._move(rows, THERE)
            began = time.monotonic()
            status, body, skew = self._post(rows)
            quick = status == 200 and time.monotonic() - began < self.timeout / 4
            self.most = min(self.most * 2, LARGEST_BATCH) if quick else max(self.most // 2, FIRST_BATCH)
            if status in (401, 403):
                if "clear_on_401" in self.knobs:
                    self._move(rows, THERE)
                if renewed or not self.sign_in():
                    return False
                renewed = True
                continue
            self.point("before_settle")
            if status != 200 or not self._settle(rows, body, skew):
                return False
        return True

    def _move(self, rows: list[Row], state: int) -> None:
        with self.disk.lock:
            for row in rows:
                self._put(row, state)

    def _put(self, row: Row, state: int) -> None:
        self.disk.put(self.person.user, row, state)

    def sign_in(self) -> bool:
        """A fresh token for the same person."""
        headers = {"Cookie": f"sessionid={self.person.session}"}
        status, body, cookies = self._ask("GET", "/capture/session", None, headers)
        told = _parsed(body)
        if status != 200 or not isinstance(told, dict) or told.get("user") != self.person.user:
            return False
        self.token = told["token"]
        crumb = next((part.split(";")[0] for part in cookies if part.startswith("csrftoken=")), self.cookie)
        self.cookie = crumb
        return True

    def _post(self, rows: list[Row]) -> tuple[int, bytes, int | None]:
        events = [{**row.event, "device": row.device, "seq": row.seq} for row in rows]
        if "new_id_each_time" in self.knobs:
            events = [{**event, "id": str(uuid.uuid4())} for event in events]
        with self.disk.lock:
            mine = self.disk.mine[self.person.user]
        batch = {
            "device": mine.device, "organisation": self.person.organisation, "name": "model", "app": "model",
            "unsent": len(rows), "skew": self.disk.skew, "mark": mine.mark, "events": events,
        }  # fmt: skip
        self.asked = mine.mark
        headers = {
            "Cookie": f"sessionid={self.person.session}; {self.cookie}", "X-CSRFToken": self.token,
            "Content-Type": "application/json",
        }  # fmt: skip
        status, body, told = self._ask("POST", "/capture/events", json.dumps(batch).encode(), headers)
        self.point("after_post")
        date = next((part[5:] for part in told if part.startswith("date=")), "")
        later = next((part[6:] for part in told if part.startswith("later=")), "")
        self.busy_s = float(later) if status == 503 and later else 0.0
        there = parsedate_to_datetime(date) if date else None
        return status, body, round((there - datetime.now(UTC) - self.disk.clock).total_seconds()) if there else None

    def _ask(self, method: str, path: str, body: bytes | None, headers: Json) -> tuple[int, bytes, list[str]]:
        """Status (0 for no answer), body, cookies and date."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            read = answer.read()
            found = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
            later = f"later={answer.getheader('retry-after') or ''}"
            return answer.status, read, [*found, f"date={answer.getheader('date') or ''}", later]
        except (OSError, http.client.HTTPException):
            return 0, b"", []
        finally:
            connection.close()

    def _settle(self, rows: list[Row], body: bytes, skew: int | None) -> bool:
        """Mark what the parsed answer names, as settle.js does; whether it named anything."""
        parsed = _parsed(body)
        if "trust_200" in self.knobs:
            self._move(rows, THERE)
            return True
        if not isinstance(parsed, dict) or not isinstance(parsed.get("items"), list):
            if "trust_json" in self.knobs and isinstance(parsed, dict):
                self._move(rows, THERE)
            return False
        told = {item.get("id"): item for item in parsed["items"] if isinstance(item, dict)}
        with self.disk.lock:
            mine, settled = self.disk.mine[self.person.user], 0
            if mine.mark != self.asked:
                return False  # another tab's answer came in between
            self.disk.skew = skew if skew is not None else self.disk.skew
            for row in rows:
                settled += self._settle_one(row, told.get(row.event["id"]), mine)
            if "whole_batch" in self.knobs and settled:
                self._move(rows, THERE)
            self._marked(mine, told, parsed)
        return settled > 0

    def _settle_one(self, row: Row, item: Json | None, mine: Mine) -> bool:
        if item is None:
            if "new_id_each_time" in self.knobs:
                self._put(row, THERE)
            return False
        status, reason = item.get("status"), item.get("reason")
        if status in ("ok", "held"):
            self._put(row, THERE)
        elif reason == "sequence_taken" and "keep_number" not in self.knobs:
            if row.device == mine.device:
                mine.device, mine.seq = str(uuid.uuid4()), 0
            mine.seq += 1
            row.device, row.seq = mine.device, mine.seq
        elif status in ("refused", "different") and "poison_blocks" not in self.knobs:
            self._put(row, THERE if "refused_gone" in self.knobs else ATTENTION)
        else:
            return False
        return True

    def _marked(self, mine: Mine, told: dict[Any, Json], parsed: Json) -> None:
        """The clinic does not know the mark it gave: what this answer does not name goes again, with the new mark."""
        if parsed.get("forgot") and "no_restore" not in self.knobs:
            for row in self.disk.rows[self.person.user].values():
                if row.state != WAITING and row.event["id"] not in told:
                    self._put(row, WAITING)
        if not (mine.mark and "keep_mark" in self.knobs):
            mine.mark = parsed.get("mark", mine.mark)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None
