"""The runners of measurements and campaigns: what they know, what they refuse, what they write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import bench.__main__ as bench_runner
import evidence.__main__ as evidence_runner


class Counting:
    """A campaign that only counts."""

    NAME = "counting"

    def __init__(self, passed: bool) -> None:
        self.passed = passed

    def run(self, seed: int) -> evidence_runner.Outcome:
        return {"counts": {"things_seen": seed}, "passed": self.passed, "page": "We counted."}


@pytest.mark.parametrize("passed", [True, False])
def test_a_campaign_is_kept_with_its_circumstances(
    passed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_runner, "TARGET", tmp_path)

    assert evidence_runner.keep(Counting(passed), seed=7) == passed

    document = json.loads((tmp_path / "counting.json").read_text())
    assert document["command"] == "make evidence ONLY=counting"
    assert (document["seed"], document["counts"], document["passed"]) == (7, {"things_seen": 7}, passed)
    assert document["machine"].partition(" ")[0].isdigit()
    assert {"commit", "seconds"} <= set(document)
    page = (tmp_path / "counting.md").read_text()
    assert "| things seen | 7 |" in page
    assert ("It passed." in page) == passed


def test_every_campaign_has_a_name_of_its_own() -> None:
    assert {"sigkill", "restore"} <= set(evidence_runner.campaigns())


@pytest.mark.parametrize("runner", [bench_runner.main, evidence_runner.main])
def test_an_unknown_name_is_refused(runner: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert callable(runner)

    assert runner(["dancing"]) == 2

    assert "dancing" in capsys.readouterr().err


def test_kept_evidence_passed() -> None:
    kept = sorted(evidence_runner.TARGET.glob("*.json"))

    assert kept
    assert [path.name for path in kept if not json.loads(path.read_text())["passed"]] == []
    assert [path.name for path in kept if not path.with_suffix(".md").exists()] == []
