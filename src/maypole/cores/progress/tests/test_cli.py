"""`maypole progress` as other people's scripts use it."""

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.cli import file_names, main
from maypole.cores.progress.series import Series
from maypole.cores.progress.tests.published import DATA, needs_data

RISING = [(1, "A", 10), (2, "A", 0), (3, "A", 10), *[(4 + i, "B", 15 + 5 * i) for i in range(12)]]
FLAT = [(1, "A", 10), (2, "A", 20), (3, "A", 10), *[(4 + i, "B", 10 + 10 * (i % 2)) for i in range(18)]]
KEYS = {"dataset", "case", "measure", "pair", "n_a", "n_b", "scale", "improvement"}
KEYS |= {"effects", "cdc", "level", "signal", "notes"}
WITH_ERROR = {"NAP", "Tau", "LRRi", "LRRd", "LOR", "LRM", "SMD", "SMD_pooled", "PoGO"}
BARE = {"Tau_U", "Tau_BC", "PND", "PEM", "PAND", "IRD"}
SIGNALS = {"too_early", "check_delivery", "keep", "watch", "adjust", "goal_met"}


def table(
    folder: Path, rows: Sequence[tuple[int, str, float]], *, more: str = "", cells: str = "", case: str = "Ana"
) -> str:
    lines = [f"{case},{session},{phase},{outcome},percentage{cells}" for session, phase, outcome in rows]
    path = folder / f"{case}.csv"
    path.write_text("\n".join([f"case,session,phase,outcome,scale{more}", *lines, ""]), encoding="utf-8")
    return str(path)


def answer(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    assert main([*argv, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_document_has_the_promised_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, table(tmp_path, RISING), "--goal", "80")
    (series,) = document["series"]
    assert set(document) == {"version", "series", "skipped"}
    assert set(series) == KEYS
    assert set(series["effects"]) == WITH_ERROR | BARE
    assert all(set(series["effects"][name]) == {"value", "se", "ci"} for name in WITH_ERROR)
    assert all(set(series["effects"][name]) == {"value"} for name in BARE)
    assert set(series["cdc"]) == {"exceeding_both", "n_b", "needed", "met"}
    assert set(series["level"]) == {"baseline", "now", "ci"}
    assert set(series["signal"]) == {"name", "p_goal", "reasons", "sentence"}


def test_rising_child_is_on_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (series,) = answer(capsys, table(tmp_path, RISING), "--goal", "90", "--review-after", "6")["series"]
    assert series["signal"]["name"] == "keep"
    assert series["signal"]["p_goal"] > 0.7
    assert len(series["signal"]["reasons"]) == 3
    assert series["effects"]["PoGO"]["value"] == pytest.approx(100 * (42.5 - 20 / 3) / (90 - 20 / 3))
    assert (series["cdc"], series["level"]["now"]) == ({"exceeding_both": 12, "n_b": 12, "needed": 10, "met": True}, 65)


def test_no_change_at_two_reviews_asks_for_a_change_of_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (series,) = answer(capsys, table(tmp_path, FLAT), "--goal", "80", "--review-after", "6")["series"]
    assert series["signal"]["name"] == "adjust"
    assert series["signal"]["p_goal"] < 0.1


def test_without_a_goal_or_treatment_it_is_too_early(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (series,) = answer(capsys, table(tmp_path, RISING))["series"]
    assert (series["signal"]["name"], series["signal"]["p_goal"]) == ("too_early", None)
    assert "no goal is given" in series["signal"]["sentence"]
    assert "PoGO: no goal is given" in series["notes"]
    (series,) = answer(capsys, table(tmp_path, RISING[:3]), "--goal", "80")["series"]
    assert series["signal"]["name"] == "too_early"
    assert series["effects"]["NAP"] == {"value": None, "se": None, "ci": None}
    assert any(note.startswith("NAP, Tau, Tau_U") for note in series["notes"])


def test_few_sessions_are_too_early_whatever_they_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (series,) = answer(capsys, table(tmp_path, RISING[:7]), "--goal", "20")["series"]
    assert series["signal"]["name"] == "too_early"
    assert any(note.startswith("fewer than five sessions") for note in series["notes"])


def test_tries_and_people_can_meet_the_goal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = ["Ines", "Rosa"]
    rows = [f"Ana,{i},A,10,percentage,1,10,Ines,clinic" for i in range(1, 4)]
    rows += [f"Ana,{i},B,100,percentage,10,10,{people[i % 2]},clinic" for i in range(4, 12)]
    path = tmp_path / "tries.csv"
    path.write_text("case,session,phase,outcome,scale,correct,trials,person,setting\n" + "\n".join(rows) + "\n")
    (series,) = answer(capsys, str(path), "--goal", "80")["series"]
    assert series["signal"]["name"] == "goal_met"
    path.write_text(path.read_text().replace("Ines", "").replace("Rosa", ""))
    (alone,) = answer(capsys, str(path), "--goal", "80")["series"]
    assert alone["signal"]["name"] == "keep"
    assert any("add the column person" in note for note in alone["notes"])


def test_several_settings_and_returning_phases_are_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(1, "A", 10), (2, "B", 20), (3, "A", 10), (4, "B", 30)]
    path = table(tmp_path, rows, more=",setting", cells=",clinic")
    Path(path).write_text(Path(path).read_text().replace("4,B,30,percentage,clinic", "4,B,30,percentage,home"))
    (series,) = answer(capsys, path)["series"]
    assert any(note.startswith("phases return") for note in series["notes"])
    assert any(note.startswith("sessions of several settings") for note in series["notes"])


def test_sessions_without_outcome_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, [(1, "A", 1), (2, "B", 3)])
    Path(path).write_text(Path(path).read_text() + "Ana,3,B,,percentage\n")
    document = answer(capsys, path)
    assert document["skipped"] == [{"file": path, "line": 4, "reason": "session 3 has no outcome"}]


def test_bad_input_is_two_and_nothing_on_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = table(tmp_path, RISING), table(tmp_path, [(1, "A", 1), (2, "Q", 3), (3, "B", 700)], case="Ben")
    graphs = tmp_path / "graphs"
    assert main([good, bad, "--json", "--svg", str(graphs)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        f"{bad}:3: phase 'Q' is neither A nor B",
        f"{bad}:4: outcome 700 cannot be a percentage",
    ]
    assert not graphs.exists()


@pytest.mark.parametrize(
    "argv", [[], ["x.csv", "--goal", "high"], ["x.csv", "--review-after", "0"], ["x.csv", "--goal", "inf"]]
)
def test_unusable_words_are_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2
    assert "usage: maypole progress" in capsys.readouterr().err


def test_goals_that_tries_cannot_have_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, RISING, more=",correct,trials", cells=",1,10")
    assert main([path, "--goal", "800"]) == 2
    assert "share between 0 and 1" in capsys.readouterr().err


def test_text_for_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([table(tmp_path, RISING), "--goal", "90"]) == 0
    out = capsys.readouterr().out
    assert "Pick any session before and any after" in out
    assert "12 of 12 points beyond both lines (10 needed)" in out
    assert "Tau_U" in out
    assert "Parker, A vs B - trend A" in out


def test_empty_table_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([table(tmp_path, [])]) == 0
    assert capsys.readouterr().out == "No sessions in these files.\n"
    assert answer(capsys, table(tmp_path, []))["series"] == []


def test_one_graph_a_series(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [table(tmp_path, RISING), table(tmp_path, RISING[:3], case="Ben")]
    assert main([*paths, "--goal", "80", "--svg", str(tmp_path / "graphs")]) == 0
    assert str(tmp_path / "graphs" / "Ana-1.svg") in capsys.readouterr().out
    written = sorted((tmp_path / "graphs").iterdir())
    assert [path.name for path in written] == ["Ana-1.svg", "Ben-1.svg"]
    assert all('class="chart chart--wide"' in path.read_text(encoding="utf-8") for path in written)


def test_names_of_graphs_are_safe_and_different() -> None:
    made = [Series.ab([1], [2], case=case) for case in ("../../etc", "Ana", "ana", "Ana", "…")]
    assert file_names(made) == ["etc-1.svg", "Ana-1.svg", "ana-1-2.svg", "Ana-1-3.svg", "1.svg"]


def test_long_names_stay_within_what_a_file_system_allows() -> None:
    made = [Series.ab([1], [2], case="é" * 300, measure="ü" * 300, dataset="ß" * 300) for _ in range(2)]
    names = file_names(made)
    assert len(set(names)) == 2
    assert all(len(name.encode()) < 200 for name in names)


def test_a_folder_that_cannot_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").write_text("")
    assert main([table(tmp_path, RISING), "--svg", str(tmp_path / "taken")]) == 2
    assert "maypole progress:" in capsys.readouterr().err


def test_command_starts_in_half_a_second_without_django() -> None:
    script = (
        "import sys; from maypole.command import main\n"
        "try: main(['progress', '--help'])\n"
        "except SystemExit: pass\n"
        "sys.exit('django' in sys.modules or 'scipy' in sys.modules)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, env={**os.environ})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


CELLS = st.sampled_from(["0", "1", "5", "99", "100", "1e12", "1e-99", "-3", "0.1", "", "NA", "nan", "1e13", "x", '"'])


@given(
    st.lists(st.tuples(st.sampled_from(["1", "2", "3", "4.5", "1e9", "-1e9"]), st.sampled_from("AAB"), CELLS, CELLS)),
    st.sampled_from(["count", "percentage", "other", "rate"]),
    st.sampled_from(["0", "1e12", "-5", "1e-99", "50"]),
)
def test_any_table_is_answered_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, str]], scale: str, goal: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    lines = [f"Ana,{i // 2}{session},{phase},{y},{scale},{extra}" for i, (session, phase, y, extra) in enumerate(rows)]
    path.write_text("\n".join(["case,session,phase,outcome,scale,observation_length_min", *lines, ""]))
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(path), "--json", "--goal", goal, "--svg", str(tmp_path_factory.getbasetemp() / "any")])
    assert code in {0, 2}
    assert (out.getvalue() == "") is (code == 2)
    assert (err.getvalue() == "") is (code == 0)
    if code == 0:
        json.loads(out.getvalue(), parse_constant=pytest.fail)


@needs_data
def test_every_published_file_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(path) for path in sorted((DATA / "single_case").glob("*.csv"))]
    document = answer(capsys, *paths)
    assert len(document["series"]) == 289
    assert {series["signal"]["name"] for series in document["series"]} <= SIGNALS
