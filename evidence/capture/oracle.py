"""What is true at the end, read from the database itself, past the application."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .devices import Device
from .model import ATTENTION

Rows = list[tuple[Any, ...]]
OBSERVATIONS = "SELECT id, material FROM visits_observation"
RECEIPTS = "SELECT device_id, sequence, status FROM capture_receipt"
DEVICES = "SELECT id, taken, highest, upto FROM capture_device"


def of_sqlite(data: Path) -> tuple[Rows, Rows, Rows, bool]:
    """Observations, receipts, devices, and whether the file is whole."""
    with sqlite3.connect(data / "maypole.sqlite3") as database:
        found = [database.execute(sql).fetchall() for sql in (OBSERVATIONS, RECEIPTS, DEVICES)]
        whole = database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    database.close()
    return found[0], found[1], found[2], whole


def of_postgresql(url: str) -> tuple[Rows, Rows, Rows, bool]:
    import psycopg

    with psycopg.connect(url) as database:
        found = [database.execute(sql.encode()).fetchall() for sql in (OBSERVATIONS, RECEIPTS, DEVICES)]
    return found[0], found[1], found[2], True


def _key(value: object) -> str:
    return str(value).replace("-", "")


def judge(
    acked: dict[str, dict[str, Any]], devices: Iterable[Device], found: tuple[Rows, Rows, Rows, bool]
) -> dict[str, int]:
    """Counts of everything that must be nought: lost, doubled, changed, gaps, wrong counts, a damaged file."""
    observations, receipts, told, whole = found
    stored = {_key(row[0]): row[1] for row in observations}
    aside = {
        _key(key): row.event["body"]["material"]
        for device in devices for rows in device.disk.rows.values() for key, row in rows.items()
        if row.state == ATTENTION
    }  # fmt: skip
    tokens = Counter(row[1] for row in observations)
    numbers: dict[str, list[int]] = {}
    for device, sequence, _status in receipts:
        numbers.setdefault(_key(device), []).append(sequence)
    counts = {_key(row[0]): row[1:] for row in told}
    return {
        "acknowledged": len(acked),
        "stored": len(observations),
        "lost": sum(_key(key) not in stored and _key(key) not in aside for key in acked),
        "set_aside_wrongly": sum(not material.startswith("poison") for material in aside.values()),
        "duplicated": sum(n - 1 for n in tokens.values()),
        "changed": sum(
            stored[_key(key)] != event["body"]["material"] for key, event in acked.items() if _key(key) in stored
        ),
        "gaps": sum(max(found) - len(set(found)) for found in numbers.values()),
        "numbers_missing": sum(_key(device) not in numbers for device in counts),
        "counts_wrong": sum(
            counts[device] != (len(found), max(found), max(found)) for device, found in numbers.items()
        ),
        "damaged": int(not whole),
    }


WRONG = (
    "lost", "set_aside_wrongly", "duplicated", "changed", "gaps", "numbers_missing", "counts_wrong", "damaged",
    "not_drained", "altered_taken",
)  # fmt: skip
