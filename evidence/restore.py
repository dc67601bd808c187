"""Back up again and again while others write, restore each elsewhere, and compare row by row."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.sigkill import backup_and_restore
from evidence.writers import load_django, start_writer

if TYPE_CHECKING:
    from evidence.__main__ import Outcome

NAME = "restore"
ROUNDS = 20
WRITERS = 3
STORY = """
Three processes write all the time, each transaction two rows (an organisation, and the audit row about it). Twenty
times meanwhile `maypole backup` makes a file and `maypole restore` reads it into an empty folder elsewhere, which
compares every file, every table's rows and every link of the audit chain with what was backed up, and refuses on
any difference. Each copy must be one moment of the clinic: as many audit rows as organisations and backups begun so
far. Then the writers stop, and the last copy must equal the clinic itself, table by table.
"""


def run(seed: int) -> Outcome:
    """The campaign in a process of its own, for it forks. Chance has no part in it but the clock, so no seed."""
    root = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory(prefix="maypole-restore-") as folder:
        command = [sys.executable, "-m", "evidence.restore", folder]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    counts: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    wrong = counts["refused"] + counts["torn"] + counts["tables_that_differ"]
    return {"counts": counts, "passed": wrong == 0 and counts["backups"] == ROUNDS + 1, "page": STORY}


def main(folder: Path) -> dict[str, int]:
    """The child process."""
    data = folder / "data"
    load_django(data)
    from maypole.site.operations.digests import Digests, differences, of_sqlite

    def copied(number: int) -> Digests | None:
        good = backup_and_restore(data, number)
        return of_sqlite(folder / f"restored-{number}" / "maypole.sqlite3") if good else None

    writers = [start_writer(f"w{number}") for number in range(WRITERS)]
    copies = [copied(number) for number in range(ROUNDS)]
    for writer in writers:
        writer.kill()
    last = copied(ROUNDS)
    torn = sum(
        copy["audit_auditevent"].rows != copy["people_organisation"].rows + number
        for number, copy in enumerate(copies, 1)
        if copy
    )
    return {
        "backups": len(copies) + 1,
        "refused": sum(copy is None for copy in (*copies, last)),
        "torn": torn,
        "rows_in_the_last": sum(table.rows for table in last.values()) if last else 0,
        "tables_that_differ": len(differences(of_sqlite(data / "maypole.sqlite3"), last or {})),
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
