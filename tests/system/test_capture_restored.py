"""A copied browser profile and a clinic that was restored, at the same time: the worst that numbers can meet."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from evidence.capture.clinic import Server, furnish
from evidence.capture.devices import Tally
from evidence.capture.model import THERE, Disk, Tab
from evidence.capture.oracle import of_sqlite
from tests.system.processes import free_port


def copied(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as read, sqlite3.connect(target) as written:
        read.backup(written)
    read.close()
    written.close()


def put_back(server: Server, backup: Path) -> None:
    """Stop, take the older database, start."""
    server.stop()
    for suffix in ("", "-wal", "-shm"):
        (server.data / f"maypole.sqlite3{suffix}").unlink(missing_ok=True)
    copied(backup, server.data / "maypole.sqlite3")
    server.start()


def sent_all(tab: Tab) -> bool:
    tab.quiet_until = 0.0
    return any(tab.send() for _ in range(20))


def test_a_copied_profile_and_a_restored_clinic_together_lose_nothing(data: Path, tmp_path: Path) -> None:
    """The copy uses a number that the clinic has forgotten; the original's first event under it comes again."""
    person = furnish(data)[0]
    tally, server = Tally(), Server(data, free_port())
    server.start()

    def tab_on(disk: Disk) -> Tab:
        tab = Tab(disk, person, server.port, tally.acked, frozenset())
        tab.timeout = 20.0
        return tab

    original = tab_on(Disk())
    for number in range(5):
        original.record(f"before {number}")
    assert sent_all(original)
    copied(data / "maypole.sqlite3", tmp_path / "backup.sqlite3")
    copy = tab_on(original.disk.clone())
    for number in range(3):
        original.record(f"forgotten {number}")
    assert sent_all(original)
    put_back(server, tmp_path / "backup.sqlite3")
    for number in range(6):
        copy.record(f"copy {number}")
    assert sent_all(copy)
    assert sent_all(copy)
    original.record("after")

    assert sent_all(original)
    server.stop()
    observations, receipts, devices, whole = of_sqlite(data)
    tokens = sorted(row[1] for row in observations)
    assert whole
    assert tokens == sorted(event["body"]["material"] for event in tally.acked.values())
    assert len(devices) == 2
    for device, _taken, highest, upto in devices:
        assert sorted(row[1] for row in receipts if row[0] == device) == list(range(1, highest + 1))
        assert upto == highest
    assert all(row.state == THERE for disk in (original.disk, copy.disk) for row in disk.rows[person.user].values())
