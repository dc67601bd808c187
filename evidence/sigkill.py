"""Kill writers at random moments, make backups meanwhile, and look for anything acknowledged that is not there."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.writers import Writer, load_django, start_writer

if TYPE_CHECKING:
    from evidence.__main__ import Outcome

NAME = "sigkill"
WRITERS = 3
ROUNDS = 70
STORY = """
Rounds of three processes write transactions of two rows (an organisation, and the audit row about it) through the
same settings as the server, and acknowledge each through a pipe only after COMMIT. At a random moment, 50 to 250 ms
later, all three get SIGKILL. In each fifth round `maypole backup` runs while they write, and is restored elsewhere.

Counted are transactions that were acknowledged and are not there (lost), organisations without their audit row or the
other way round (torn), integrity checks that found something (damaged), and backups that could not be made or whose
restore was refused. At the end the audit chain is walked from its first row.
"""


def run(seed: int) -> Outcome:
    """The campaign in a process of its own, for it forks."""
    with tempfile.TemporaryDirectory(prefix="maypole-sigkill-") as folder:
        counts = drill(Path(folder) / "data", ROUNDS, seed)
    return {"counts": counts, "passed": passed(counts), "page": STORY}


def passed(counts: dict[str, int]) -> bool:
    wrong = counts["lost"] + counts["torn"] + counts["damaged"] + counts["bad_backups"] + counts["broken_chains"]
    return wrong == 0 and counts["acknowledged"] > 0


def drill(data: Path, rounds: int, seed: int) -> dict[str, int]:
    """Run the rounds in a child process and return its counts."""
    command = [sys.executable, "-m", "evidence.sigkill", str(data), str(rounds), str(seed)]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    counts: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return counts


def main(data: Path, rounds: int, seed: int) -> dict[str, int]:
    """The child process: rounds of killing, then everything is counted."""
    chance = random.Random(seed)
    load_django(data)
    killed: list[Writer] = []
    damaged = bad_backups = backups = 0
    for number in range(rounds):
        writers = [start_writer(f"w{number}-{one}") for one in range(WRITERS)]
        time.sleep(chance.uniform(0.05, 0.25))
        if number % 5 == 4:
            backups += 1
            bad_backups += not backup_and_restore(data, number)
        for writer in writers:
            writer.kill()
        killed += writers
        damaged += number % 10 == 9 and not _is_whole(data)
    damaged += not _is_whole(data)
    lost, torn = _missing(data, killed)
    return {
        "kills": len(killed),
        "acknowledged": sum(len(writer.acknowledged) for writer in killed),
        "lost": lost,
        "torn": torn,
        "damaged": damaged,
        "backups": backups,
        "bad_backups": bad_backups,
        "broken_chains": not _chain_holds(),
    }


def backup_and_restore(data: Path, number: int) -> bool:
    """Back the clinic up and restore it beside; both must succeed, and restoring proves every row."""
    file, copy = data.parent / f"{number}.zip", data.parent / f"restored-{number}"
    command = [sys.executable, "-m", "maypole"]
    made = subprocess.run([*command, "backup", str(file)], stdout=subprocess.DEVNULL, check=False)
    environment = {name: value for name, value in os.environ.items() if name != "MAYPOLE_DATA"}
    restored = subprocess.run(
        [*command, "restore", str(file), "--data", str(copy)],
        env=environment,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return made.returncode == 0 and restored.returncode == 0


def _is_whole(data: Path) -> bool:
    with sqlite3.connect(data / "maypole.sqlite3") as database:
        answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    database.close()
    return bool(answer == "ok")


def _missing(data: Path, killed: list[Writer]) -> tuple[int, int]:
    """Acknowledged transactions without their rows, and transactions of which one row of the two is there."""
    with sqlite3.connect(data / "maypole.sqlite3") as database:
        stored = dict(database.execute("SELECT slug, id FROM people_organisation"))
        audited = {row[0].replace("-", "") for row in database.execute("SELECT object_id FROM audit_auditevent")}
    database.close()
    lost = sum(f"{writer.name}-{number}" not in stored for writer in killed for number in writer.acknowledged)
    torn = len({key.replace("-", "") for key in stored.values()} ^ (audited - {""}))
    return lost, torn


def _chain_holds() -> bool:
    from maypole.audit.verify import verify_chain

    return verify_chain().holds


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps({name: int(count) for name, count in found.items()}))
