"""The command as its users call it: documents in, documents out, exit codes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from maypole.cores.groups.cli import main
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.sample import sample


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A problem, its result, and the same problem after a leader's Monday has gone."""
    made = tmp_path_factory.mktemp("groups")
    document: Any = sample(40, 1, 1, seed=2)
    (made / "problem.json").write_text(json.dumps(document))
    (made / "result.json").write_text(run("--json", made / "problem.json"))
    leader = json.loads((made / "result.json").read_text())["groups"][0]["staff"]
    for person in document["staff"]:
        if person["id"] == leader:
            person["available"].pop(next(iter(person["available"])))
    (made / "changed.json").write_text(json.dumps(document))
    return made


def run(*words: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "maypole.cores.groups.cli", *map(str, words)], capture_output=True, text=True, check=True
    )
    assert not done.stderr
    return done.stdout


def told(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert main([str(word) for word in (*words, "--json")]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_result_has_all_the_contract_asks_for(folder: Path) -> None:
    result = json.loads((folder / "result.json").read_text())

    assert list(result) == [
        "version", "status", "objective", "bound", "gap", "seconds", "seed", "problem_hash", "groups", "unplaced",
    ]  # fmt: skip
    assert (result["version"], result["status"], result["gap"], result["seed"]) == (1, "optimal", 0.0, 0)
    assert result["problem_hash"] == problem_from((folder / "problem.json").read_text()).hash
    assert sum(group["score"] for group in result["groups"]) == result["objective"] == result["bound"]
    for group in result["groups"]:
        assert sum(group["terms"].values()) == group["score"]
        assert len(group["reasons"]) == 3
    for left in result["unplaced"]:
        assert left["conflict"][0].keys() == {"rule", "detail"}
        assert left["reasons"]


def test_the_result_passes_the_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = json.loads((folder / "result.json").read_text())

    verdict = told(capsys, folder / "problem.json", "--check", folder / "result.json")

    assert (verdict["legal"], verdict["violations"], verdict["objective"]) == (True, [], result["objective"])
    assert [group["terms"] for group in verdict["groups"]] == [group["terms"] for group in result["groups"]]


def test_a_spoilt_result_fails_the_check(folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    result = json.loads((folder / "result.json").read_text())
    result["groups"][0]["members"] = ["c9999"]
    (tmp_path / "spoilt.json").write_text(json.dumps(result))

    assert main([str(folder / "problem.json"), "--check", str(tmp_path / "spoilt.json")]) == 0
    assert "not legal: 1 violations" in capsys.readouterr().out
    assert main([str(folder / "problem.json"), "--why", "c0001", "--of", str(tmp_path / "spoilt.json")]) == 2
    assert "is not legal for this problem" in capsys.readouterr().err


def test_groups_are_the_same_bytes_each_time(folder: Path) -> None:
    again = json.loads(run(folder / "problem.json", "--json", "--seed", 0, "--time-limit", 30))
    before = json.loads((folder / "result.json").read_text())

    assert json.dumps(again["groups"]) == json.dumps(before["groups"])


def test_planning_again_moves_few(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = told(capsys, folder / "changed.json", "--from", folder / "result.json")

    assert result["status"] == "optimal"
    before = {m: (g["staff"], g["day"], g["start"]) for g in all_groups(folder) for m in g["members"]}
    after = {m: (g["staff"], g["day"], g["start"]) for g in result["groups"] for m in g["members"]}
    assert result["moved"] == [child for child in sorted(before) if after.get(child) != before[child]]
    assert result["notes"] == [f"{len(result['moved'])} of {len(before)} children move; no plan moves fewer than {len(result['moved'])}."]  # noqa: E501  # fmt: skip


def all_groups(folder: Path) -> list[Any]:
    return list(json.loads((folder / "result.json").read_text())["groups"])


def test_why_here(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    group = all_groups(folder)[0]

    why = told(capsys, folder / "problem.json", "--why", group["members"][0])

    assert (why["group"], why["terms"]) == (group["id"], group["terms"])
    assert why["adds"] > 0
    assert len(why["others"]) == len(all_groups(folder)) - 1


def test_why_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    child = all_groups(folder)[0]["members"][0]
    options = ["--of", folder / "result.json", "--why", child]

    for group in all_groups(folder)[1:6]:
        there = told(capsys, folder / "problem.json", *options, "--in", group["id"])["there"]
        assert there["group"] == group["id"]
        assert bool(there["broken"]) == (there["price"] is None)


def test_why_nowhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = json.loads((folder / "result.json").read_text())
    left = result["unplaced"][0]

    why = told(capsys, folder / "problem.json", "--why", left["child"], "--of", folder / "result.json")

    assert (why["group"], why["conflict"]) == (None, left["conflict"])


def test_text_says_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["--check", folder / "result.json"], ["--why", "c0001"]):
        assert main([str(word) for word in (folder / "problem.json", *words)]) == 0
    text = capsys.readouterr().out

    assert text.startswith("optimal: ")
    assert " without a group:" in text
    assert "legal; " in text
    assert "child: c0001" in text


def test_a_time_limit_is_taken(folder: Path) -> None:
    assert main([str(folder / "problem.json"), "--time-limit", "30"]) == 0


def test_samples_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sample", "12", "--sites", "2", "--disciplines", "2", "--seed", "4"]) == 0

    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(sample(12, 2, 2, 4)))


def test_locks_that_cannot_hold_are_told(folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    document = json.loads((folder / "problem.json").read_text())
    room = document["rooms"][0]["id"]
    document["locked"] = [{"members": ["c0001"], "staff": "t001", "room": room, "day": "sun", "start": "15:00"}]
    (tmp_path / "locked.json").write_text(json.dumps(document))

    result = told(capsys, tmp_path / "locked.json")

    assert (result["status"], result["groups"], result["objective"]) == ("infeasible", [], 0)
    assert "locked[0]: 1 children, at least 2" in result["notes"]
    assert told(capsys, tmp_path / "locked.json", "--from", folder / "result.json")["status"] == "infeasible"
    assert main([str(tmp_path / "locked.json")]) == 0
    assert "infeasible" in capsys.readouterr().out


def test_flaws_are_lines_on_standard_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text('{"children": [\n {"id": 3}],\n "staff": [], "rooms": []}')

    assert main([str(file), "--json"]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert f"{file}:2: children[0].id: must be a text that is not empty, not 3" in err.splitlines()
    assert all(line.startswith(f"{file}:") for line in err.splitlines())


@pytest.mark.parametrize(
    "words",
    [[], ["--in", "g1"], ["p.json", "--in", "g1"], ["--sample", "0"], ["p.json", "--time-limit", "0"], ["--nonsense"]],
)
def test_words_that_make_no_sense_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "usage" in capsys.readouterr().err


def test_unknown_names_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder / "problem.json"), "--why", "nobody"]) == 2
    assert main([str(folder / "problem.json"), "--why", "c0001", "--in", "g99"]) == 2
    err = capsys.readouterr().err

    assert "no child has the id 'nobody'" in err
    assert "has the id 'g99'" in err


def test_help_is_quick_and_needs_neither_django_nor_arrays(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "PROBLEM.json" in capsys.readouterr().out
    code = (
        "import sys, time; from maypole.cores.groups.cli import main; main(['--help']);"
        "assert not {'django', 'numpy', 'highspy'} & set(sys.modules); assert time.process_time() < 0.5"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
