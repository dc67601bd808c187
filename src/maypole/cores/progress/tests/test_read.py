"""Reading CSV files: what is a series, what is a gap, and that every bad row is named with its line."""

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.read import LARGEST, LONGEST, read

HEADER = "case,session,phase,outcome"


def written(folder: Path, text: str | bytes, name: str = "x.csv") -> str:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def problems(folder: Path, text: str | bytes) -> list[str]:
    found = read([written(folder, text)])
    assert found.problems
    assert found.series == ()
    return [str(problem).removeprefix(str(folder) + "/") for problem in found.problems]


def test_least_file(tmp_path: Path) -> None:
    found = read([written(tmp_path, f"{HEADER}\nAna,1,A,2\nAna,2,B,5\n")])
    (series,) = found.series
    assert (series.case, series.pair, series.scale, series.improvement) == ("Ana", "1", "other", "increase")
    assert (series.a.tolist(), series.b.tolist()) == ([2], [5])
    assert (found.skipped, found.problems) == ((), ())


def test_every_column(tmp_path: Path) -> None:
    header = (
        "dataset,case,measure,pair,session,phase,outcome,scale,improvement,observation_length_min,interval_length_s,"
        "n_intervals,goal,setting,person,date,correct,trials,remark"
    )
    second = "d,Ana,m,2,2,b,70,percentage,increase,10,20,30,80,home,Rosa,2026-03-27,7,10,x"
    first = "d,Ana,m,2,1,a,10,percentage,increase,10,20,30,80,clinic,Ines,,1,10,"
    (series,) = read([written(tmp_path, f"\ufeff{header}\r\n{second}\r\n{first}\r\n")]).series
    assert (series.dataset, series.measure, series.pair, series.goal, series.n_intervals) == ("d", "m", "2", 80, 30)
    assert (series.setting, series.person) == (("clinic", "home"), ("Ines", "Rosa"))
    assert series.date == (None, datetime.date(2026, 3, 27))
    assert series.trials is not None
    assert series.trials.tolist() == [10, 10]


def test_series_are_told_apart_and_keep_their_order(tmp_path: Path) -> None:
    rows = "B,1,A,1\nA,1,A,1\nB,2,B,3\n"
    assert [s.case for s in read([written(tmp_path, f"{HEADER}\n{rows}")]).series] == ["B", "A"]


def test_rows_without_an_outcome_are_gaps_and_are_listed(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\nAna,1,A,2\nAna,2,A,NA\n\nAna,3,B,\n")
    found = read([path])
    assert [str(place) for place in found.skipped] == [
        f"{path}:3: session 2 has no outcome",
        f"{path}:5: session 3 has no outcome",
    ]
    assert (found.series[0].n_a, found.series[0].n_b, len(found.series[0].session)) == (1, 0, 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x.csv:1: the file is empty"),
        ("  \n \n", "x.csv:1: the file is empty"),
        ("case,session,phase\n", "x.csv:1: the header lacks outcome"),
        (
            "case;session;phase;outcome\n",
            "x.csv:1: the header lacks case, session, phase, outcome (columns are separated",
        ),
        (f"{HEADER},case\n", "x.csv:1: the header has case twice"),
        (f"{HEADER}\nAna,1,A\n", "x.csv:2: has 3 cells, the header has 4"),
        (f"{HEADER}\nAna,1,A,2,3\n", "x.csv:2: has 5 cells, the header has 4"),
        (f"{HEADER}\n,1,A,2\n", "x.csv:2: the case is empty"),
        (f"{HEADER}\nAna,1,C,2\n", "x.csv:2: phase 'C' is neither A nor B"),
        (f"{HEADER}\nAna,x,A,2\n", "x.csv:2: session 'x' is not a number"),
        (f"{HEADER}\nAna,,A,2\n", "x.csv:2: session '' is not a number"),
        (f"{HEADER}\nAna,1,A,1_000\n", "x.csv:2: outcome '1_000' is not a number"),
        (f"{HEADER}\nAna,1,A,inf\n", "x.csv:2: outcome 'inf' is not a number"),
        (f"{HEADER}\nAna,1,A,1e999\n", "x.csv:2: outcome '1e999' is not a number"),
        (f"{HEADER}\nAna,1,A,٣\n", "x.csv:2: outcome '٣' is not a number"),
        (f"{HEADER}\nAna,1,A,=1+1\n", "x.csv:2: outcome '=1+1' is not a number"),
        (f'{HEADER}\nAna,1,A,"2,5"\n', "x.csv:2: outcome '2,5' is not a number"),
        (f"{HEADER},scale\nAna,1,A,2,percent\n", "x.csv:2: scale 'percent' is not one of"),
        (f"{HEADER},scale\nAna,1,A,150,percentage\n", "x.csv:2: outcome 150 cannot be a percentage"),
        (f"{HEADER},improvement\nAna,1,A,2,up\n", "x.csv:2: improvement 'up' is not one of"),
        (f"{HEADER},date\nAna,1,A,2,27/03/2026\n", "x.csv:2: date '27/03/2026' is not a day like"),
        (f"{HEADER},correct,trials\nAna,1,A,2,3,\n", "x.csv:2: correct and trials belong together"),
        (f"{HEADER},correct,trials\nAna,1,A,2,3,2\n", "x.csv:2: 3 correct of 2 trials cannot be"),
        (f"{HEADER},correct,trials\nAna,1,A,2,0,0\n", "x.csv:2: 0 correct of 0 trials cannot be"),
        (f"{HEADER},correct,trials\nAna,1,A,2,1.5,2\n", "x.csv:2: 1.5 correct of 2 trials cannot be"),
        (f"{HEADER},correct,trials\nAna,1,A,2,-1,2\n", "x.csv:2: correct -1 is below 0"),
        (f"{HEADER},goal\nAna,1,A,2,high\n", "x.csv:2: goal 'high' is not a number"),
        (f"{HEADER},n_intervals\nAna,1,A,2,0\n", "x.csv:2: n_intervals must be above 0"),
        (f"{HEADER},goal\nAna,1,A,2,9\nAna,2,B,3,8\n", "x.csv:3: goal '8' was '9' on line 2"),
        (f"{HEADER}\nAna,1,A,2\nAna,1,B,3\n", "x.csv:3: session 1 is already on line 2"),
        (f'{HEADER}\nAna,1,A,2\n"Ana,2,B,3\n', "x.csv:3: is not CSV: unexpected end of data"),
        (f"{HEADER}\nAna,1,A,2\0\n", "x.csv:2: is not text: it holds a zero byte"),
        (f"{HEADER}\nAn\xe1,1,A,2\n".encode("latin-1"), "x.csv:2: is not UTF-8 text"),
    ],
)
def test_bad_files_are_named_by_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert problems(tmp_path, text)[0].startswith(said)


def test_every_bad_row_is_named_at_once(tmp_path: Path) -> None:
    rows = 'Ana,1,A,2\nAna,x,A,2\n"An\na",3,Q,2\nAna,4,B,y\n'
    found = problems(tmp_path, f"{HEADER}\n{rows}")
    assert [line.split(": ")[0] for line in found] == ["x.csv:3", "x.csv:4", "x.csv:6"]


def test_sessions_may_repeat_in_another_setting_or_with_another_person(tmp_path: Path) -> None:
    text = f"{HEADER},setting,person\nAna,1,A,2,clinic,Ines\nAna,1,A,1,home,Rosa\nAna,1,A,1,home,Ben\n"
    assert read([written(tmp_path, text)]).series[0].n_a == 3


def test_a_series_may_not_go_on_in_another_file(tmp_path: Path) -> None:
    first = written(tmp_path, f"{HEADER}\nAna,1,A,2\n", "a.csv")
    second = written(tmp_path, f"{HEADER}\nAna,2,B,2\n", "b.csv")
    assert [str(p) for p in read([first, second]).problems] == [f"{second}:2: this series also stands in {first}"]


def test_endless_series_are_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, f"{HEADER}\n" + "".join(f"Ana,{i},A,1\n" for i in range(LONGEST + 1)))
    assert found == ["x.csv:2002: the series has 2001 sessions, at most 2000 can be worked with"]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.csv")
    assert [str(p) for p in read([missing]).problems] == [f"{missing}:1: cannot be read: No such file or directory"]
    assert "Is a directory" in str(read([tmp_path]).problems[0])
    large = written(tmp_path, HEADER)
    os.truncate(large, LARGEST + 1)
    assert [str(p) for p in read([large]).problems] == [f"{large}:1: the file is too large"]


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_bring_it_down(tmp_path_factory: pytest.TempPathFactory, content: bytes, headed: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes((HEADER.encode() + b"\n" if headed else b"") + content)
    found = read([path])
    assert found.problems == () or found.series == ()
    assert all(1 <= place.line <= 1 + content.count(b"\n") + content.count(b"\r") + 1 for place in found.problems)
