"""Spoil everything between a tap and the clinic, for long, and look for a single observation that is not there."""

from __future__ import annotations

import json
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.capture.clinic import Person, make
from evidence.capture.faults import Campaign, passed
from evidence.capture.mutants import MUTANTS, Mutant

if TYPE_CHECKING:
    from evidence.__main__ import Outcome

NAME = "capture_faults"
FAULTS, LEAST = 1_000, 100_000
ON_POSTGRESQL, LEAST_THERE = 120, 8_000
SIDE_BY_SIDE = 3
"""Parts at once, each with a server of its own: most of a fault is waiting."""
STORY = """
Four devices record all the time and hand in through a proxy to the real server (granian, `synchronous=FULL`); a device
is the protocol's own rules written once more in Python, for volume (`evidence/capture/model.py`), and the browser's
modules are driven against the same proxy in `make test`. Faults are drawn as from a pack of cards: connections cut in
the head, in the body, in either part of the answer; answers lost, halved, replaced by a hotel's page, a redirect,
other JSON, nothing, 401, 403, 413, 429, 500, 502, 503; silence; deliveries doubled, delayed, turned round; the server
killed, restarted, restored to an older copy of itself, its database locked; the browser killed before and after each
step; two tabs, a copied profile, another person, a wrong clock, no room left, an event that is refused, one that comes
again with other content. Each fault waits until a request has really met it.

At the end everything passes again, and the database itself is read: observations that were called saved and are not
there (lost), that are there twice, that differ, numbers missing in a device's order (gaps), devices whose counts are
wrong, queues that did not drain. Then the same for a shorter time on PostgreSQL. Last, {n} rules of the protocol are
broken one by one; whether that does harm was written down before (`evidence/capture/mutants.py`).
"""


def run(seed: int) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="maypole-capture-") as folder:
        base = Path(folder) / "base"
        base.mkdir()
        people = make(base)
        with ProcessPoolExecutor(SIDE_BY_SIDE, mp_context=get_context("spawn")) as parts:
            on_sqlite = parts.submit(_sqlite, base, people, Path(folder) / "sqlite", seed)
            on_postgresql = parts.submit(_postgresql, Path(folder) / "postgresql", seed)
            broken = {m.name: parts.submit(_mutant, base, people, Path(folder), m, seed) for m in MUTANTS}
            here, elsewhere = on_sqlite.result(), on_postgresql.result()
            caught = {name: part.result() for name, part in broken.items()}
        counts: dict[str, object] = dict(here)
        counts |= {f"postgresql_{name}": value for name, value in elsewhere.items()}
        good = passed(here) and (not elsewhere or passed(elsewhere))
    harmful = [mutant for mutant in MUTANTS if mutant.harmful]
    missed = [mutant.name for mutant in MUTANTS if caught[mutant.name] != mutant.harmful]
    counts |= {"mutants": len(MUTANTS), "harmful_mutants": len(harmful), "caught": sum(caught.values())}
    page = STORY.format(n=len(MUTANTS)) + _table(caught)
    return {"counts": counts, "passed": good and not missed, "page": page}


def _sqlite(base: Path, people: list[Person], data: Path, seed: int) -> dict[str, int]:
    shutil.copytree(base, data)
    return Campaign(data, people, _ports(), seed).run(FAULTS, least=LEAST)


def _postgresql(folder: Path, seed: int) -> dict[str, int]:
    """A shorter run; nothing where PostgreSQL is not installed, and the page then has no such lines."""
    from tests.system.postgresql import cluster, tools

    if tools() is None:
        return {}
    with cluster(folder) as running:
        url = running.create("capture")
        data = folder / "data"
        data.mkdir()
        return Campaign(data, make(data, url), _ports(), seed, url=url).run(ON_POSTGRESQL, least=LEAST_THERE)


def _mutant(base: Path, people: list[Person], folder: Path, mutant: Mutant, seed: int) -> bool:
    """Whether the oracle found harm with this rule broken."""
    data = folder / f"mutant-{mutant.name}"
    shutil.copytree(base, data)
    client = frozenset({mutant.name} if mutant.where == "client" else ())
    server = mutant.name if mutant.where == "server" else ""
    campaign = Campaign(data, people, _ports(), seed, knobs=client, mutant=server, how_many_devices=2, patience_s=20)
    counts = campaign.run(max(8, 3 * len(mutant.faults)), kinds=mutant.faults)
    shutil.rmtree(data)
    print(f"{mutant.name}: {json.dumps({name: counts[name] for name in counts if counts[name]})}", flush=True)
    return not passed(counts)


def _ports() -> tuple[int, int]:
    from tests.system.processes import free_port

    return free_port(), free_port()


def _table(caught: dict[str, bool]) -> str:
    rows = [
        f"| {mutant.what} | {mutant.where} | {'harm' if mutant.harmful else 'none'} |"
        f" {'harm found' if caught[mutant.name] else 'nothing found'} |"
        for mutant in MUTANTS
    ]
    return "\n\n| broken rule | where | foretold | outcome |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
