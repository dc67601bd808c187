"""SIGKILL in the middle of writing: nothing that was acknowledged is lost. `make evidence ONLY=sigkill` does more."""

from __future__ import annotations

from pathlib import Path

from evidence import sigkill


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    counts = sigkill.drill(tmp_path / "data", rounds=17, seed=20261122)

    assert counts["kills"] >= 50
    assert counts["acknowledged"] > counts["kills"]
    assert (counts["lost"], counts["torn"], counts["damaged"]) == (0, 0, 0)
    assert counts["broken_chains"] == 0
    assert (counts["backups"], counts["bad_backups"]) == (3, 0)
