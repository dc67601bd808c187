"""The trail: chained, append-only by the database itself, and a changed row is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from maypole.audit.actions import mark_seen, record
from maypole.audit.models import GENESIS, AuditEvent
from maypole.audit.verify import verify_chain, verify_recent

if TYPE_CHECKING:
    from tests.cast import Cast

TABLE = "audit_auditevent"


def three_rows(cast: Cast) -> list[AuditEvent]:
    by = cast.actor("ines")
    return [record(by=by, action=f"test.{word}", about=cast.maya, child=cast.maya.pk) for word in ("a", "b", "c")]


def run(sql: str, *values: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def without_triggers() -> None:
    """As someone with the keys of the server could do it."""
    if connection.vendor == "sqlite":
        for name in ("audit_no_update", "audit_no_delete", "audit_chain"):
            run(f"DROP TRIGGER {name}")
    else:
        run(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")


def test_rows_are_numbered_and_chained(cast: Cast) -> None:
    first, second, third = three_rows(cast)

    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert [first.prev, second.prev, third.prev] == [GENESIS, first.hash, second.hash]
    assert verify_chain().holds
    assert verify_chain().rows == 3


def test_a_row_says_who_what_whose_and_where(cast: Cast) -> None:
    event = record(by=cast.actor("ines"), action="test", about=cast.maya, child=cast.maya.pk, detail={"fields": ["a"]})

    event.refresh_from_db()
    assert event.actor == str(cast.users["ines"].pk)
    assert event.organisation_id == cast.clinic.pk
    assert (event.object_type, event.object_id) == ("people.Child", str(cast.maya.pk))
    assert event.hash == event.digest()


def test_the_public_leaves_a_row_of_the_organisation_it_touched(cast: Cast) -> None:
    event = record(by=None, action="test", about=cast.maya)

    assert (event.actor, event.organisation_id) == ("public", cast.clinic.pk)


def test_what_is_rolled_back_leaves_no_row(cast: Cast) -> None:
    with transaction.atomic():
        three_rows(cast)
        transaction.set_rollback(True)

    assert AuditEvent.objects.count() == 0


REPLACE = {
    "sqlite": f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE} WHERE number = 2",
    "postgresql": f"INSERT INTO {TABLE} SELECT * FROM {TABLE} WHERE number = 2 "
    "ON CONFLICT (number) DO UPDATE SET action = 'forged'",
}


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {TABLE} SET action = 'forged' WHERE number = 2",
        f"UPDATE {TABLE} SET at = at",
        f"DELETE FROM {TABLE} WHERE number = 3",
        f"DELETE FROM {TABLE}",
        "replace",
    ],
)
def test_the_database_refuses_to_change_the_trail(cast: Cast, sql: str) -> None:
    rows = three_rows(cast)

    with pytest.raises(DatabaseError):
        run(REPLACE[connection.vendor] if sql == "replace" else sql)

    assert list(AuditEvent.objects.order_by("number").values_list("hash", flat=True)) == [row.hash for row in rows]


def test_the_database_refuses_a_row_that_does_not_follow(cast: Cast) -> None:
    newest = three_rows(cast)[-1]
    forged = AuditEvent(number=newest.number + 1, at=newest.at, actor="x", action="x", prev=GENESIS)
    forged.hash = forged.digest()

    with pytest.raises(DatabaseError), transaction.atomic():
        forged.save(force_insert=True)


def test_a_changed_row_is_named(cast: Cast) -> None:
    three_rows(cast)
    without_triggers()
    run(f"UPDATE {TABLE} SET actor = %s WHERE number = 2", "someone else")

    report = verify_chain()

    assert report.problem == "row 2 was changed after it was written"


def test_a_changed_row_with_a_new_hash_is_named_by_the_row_after_it(cast: Cast) -> None:
    three_rows(cast)
    without_triggers()
    forged = AuditEvent.objects.get(number=2)
    forged.action = "forged"
    run(f"UPDATE {TABLE} SET action = %s, hash = %s WHERE number = 2", forged.action, forged.digest())

    assert verify_chain().problem == "row 3 does not follow the row before it"


def test_a_missing_row_is_named(cast: Cast) -> None:
    three_rows(cast)
    without_triggers()
    run(f"DELETE FROM {TABLE} WHERE number = 2")

    assert verify_chain().problem == "row 2 is missing"


def test_the_newest_rows_can_be_checked_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    three_rows(cast)
    monkeypatch.setattr("maypole.audit.verify.RECENT", 2)

    report = verify_recent()

    assert (report.holds, report.rows) == (True, 2)


def test_an_empty_trail_holds(db: None) -> None:
    assert verify_recent().holds
    assert verify_chain().rows == 0


RACE = """
import django, sys, threading
django.setup()
from django.core.management import call_command
from django.db import connections, transaction
from maypole.audit.actions import record
from maypole.audit.models import AuditEvent
from maypole.audit.verify import verify_chain
call_command("migrate", "audit", verbosity=0)
def write():
    for _row in range(25):
        with transaction.atomic():
            record(by=None, action="test.race")
    connections.close_all()
writers = [threading.Thread(target=write) for _writer in range(4)]
[writer.start() for writer in writers]
[writer.join() for writer in writers]
print(AuditEvent.objects.count(), verify_chain().problem)
"""


def test_four_writers_at_once_do_not_fork_the_chain(tmp_path: Path) -> None:
    """In a process of their own, on a database in a file."""
    env = {**os.environ, "MAYPOLE_DATA": str(tmp_path), "MAYPOLE_DATABASE_URL": ""}
    env |= {"DJANGO_SETTINGS_MODULE": "maypole.site.settings"}

    done = subprocess.run([sys.executable, "-c", RACE], env=env, capture_output=True, text=True, check=False)

    assert done.stdout.split() == ["100", "None"], done.stderr


def test_a_seen_emergency_stays_seen_by_the_first(cast: Cast) -> None:
    from maypole.people.actions import open_in_emergency
    from tests.cast import LONG_AGO

    opened = open_in_emergency(by=cast.actor("ines"), child=cast.noor, why="a fall", now=LONG_AGO)
    for who in ("cora", "lena"):
        mark_seen(by=cast.actor(who), emergency=opened, now=LONG_AGO)

    opened.refresh_from_db()
    assert opened.seen_by_id == cast.users["cora"].pk
    assert AuditEvent.objects.filter(action="emergency.seen").count() == 1
