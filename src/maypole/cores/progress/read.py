"""Single-case series from CSV files in long form: one row a session. All problems are found before anything is used."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.series import BOUNDS, Improvement, Scale, Series

REQUIRED = ("case", "session", "phase", "outcome")
NAMES = ("dataset", "case", "measure", "pair")
CONSTANT = ("scale", "improvement", "observation_length_min", "interval_length_s", "n_intervals", "goal")
MISSING = {"", "NA", "N/A", "NaN", "nan", "."}
# float() also takes "1_000", "infinity" and digits of other scripts: typing errors in a table of measurements.
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
LARGEST = 64 * 1024 * 1024  # bytes; a clinic's whole history is far smaller
LONGEST = 2000  # sessions of one series: five years of days; figures over all pairs would take gigabytes beyond


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a file and what is to be said about it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What files hold: the series, rows without an outcome (gaps), and problems. Series only when there are none."""

    series: tuple[Series, ...]
    skipped: tuple[Place, ...]
    problems: tuple[Place, ...]


@dataclass(slots=True)
class Row:
    """One session as read."""

    place: Place
    names: tuple[str, str, str, str]
    session: float
    phase: str
    outcome: float
    constants: dict[str, str]
    setting: str = ""
    person: str = ""
    date: datetime.date | None = None
    correct: float = math.nan
    trials: float = math.nan


@dataclass(slots=True)
class Notebook:
    """Rows and complaints collected over all files."""

    rows: list[Row] = field(default_factory=list)
    skipped: list[Place] = field(default_factory=list)
    problems: list[Place] = field(default_factory=list)


class Bad(Exception):
    """Something that cannot be used; caught within this file."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.line = line


def read(paths: Sequence[str | Path]) -> Reading:
    """Every series in the files, in order of first appearance. One series may not go on in another file.

    Rows whose outcome is empty or NA are sessions without a measure: listed in `skipped`, kept as gaps in the series.
    Never raises for what stands in a file: each bad row is one problem with its line.
    """
    notebook = Notebook()
    for path in paths:
        read_file(str(path), notebook)
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in notebook.rows:
        groups.setdefault(row.names, []).append(row)
    series = [made for rows in groups.values() if (made := series_of(rows, notebook)) is not None]
    problems = tuple(sorted(notebook.problems, key=lambda place: (place.file, place.line)))
    return Reading(() if problems else tuple(series), tuple(notebook.skipped), problems)


def read_file(name: str, notebook: Notebook) -> None:
    """The rows of one file into the notebook; a file that is no table at all is one problem."""
    start = 1
    try:
        reader = csv.reader(io.StringIO(text_of(name), newline=""), strict=True)
        header = [cell.strip() for cell in next(reader)]
        wrong = header_problem(header)
        if wrong:
            raise Bad(wrong)
        start = reader.line_num + 1
        for cells in reader:
            if cells:
                take(name, start, header, cells, notebook)
            start = reader.line_num + 1
    except csv.Error as error:
        notebook.problems.append(Place(name, start, f"is not CSV: {error}"))
    except Bad as error:
        notebook.problems.append(Place(name, error.line, str(error)))


def text_of(name: str) -> str:
    try:
        if Path(name).stat().st_size > LARGEST:
            raise Bad("the file is too large")
        content = Path(name).read_bytes()
    except OSError as error:
        raise Bad(f"cannot be read: {error.strerror}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Bad("is not UTF-8 text", content[: error.start].count(b"\n") + 1) from None
    if "\0" in text:
        raise Bad("is not text: it holds a zero byte", text[: text.index("\0")].count("\n") + 1)
    if not text.strip():
        raise Bad("the file is empty")
    return text


def header_problem(header: Sequence[str]) -> str:
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        semicolons = any(";" in cell for cell in header)
        return f"the header lacks {', '.join(missing)}" + (" (columns are separated by commas)" if semicolons else "")
    twice = sorted({column for column in header if column and header.count(column) > 1})
    return f"the header has {twice[0]} twice" if twice else ""


def take(name: str, line: int, header: Sequence[str], cells: Sequence[str], notebook: Notebook) -> None:
    """One row into the notebook, as a row or as a problem."""
    if len(cells) != len(header):
        notebook.problems.append(Place(name, line, f"has {len(cells)} cells, the header has {len(header)}"))
        return
    values = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
    try:
        row = row_of(Place(name, line, ""), values)
    except Bad as error:
        notebook.problems.append(Place(name, line, str(error)))
        return
    notebook.rows.append(row)
    if math.isnan(row.outcome):
        notebook.skipped.append(Place(name, line, f"session {row.session:g} has no outcome"))


def row_of(place: Place, values: dict[str, str]) -> Row:
    if not values["case"]:
        raise Bad("the case is empty")
    phase = values["phase"].upper()
    if phase not in {"A", "B"}:
        raise Bad(f"phase {values['phase']!r} is neither A nor B")
    session = number(values["session"], "session")
    outcome = math.nan if values["outcome"] in MISSING else number(values["outcome"], "outcome")
    scale = member(Scale, values.get("scale") or "other", "scale")
    member(Improvement, values.get("improvement") or "increase", "improvement")
    low, high = BOUNDS[Scale(scale)]
    if not math.isnan(outcome) and not low <= outcome <= high:
        raise Bad(f"outcome {outcome:g} cannot be a {scale}")
    correct, trials = optional(values, "correct"), optional(values, "trials")
    if (correct >= 0) != (trials >= 0):
        raise Bad("correct and trials belong together")
    if correct > trials or trials < 1 or correct % 1 > 0 or trials % 1 > 0:
        raise Bad(f"{correct:g} correct of {trials:g} trials cannot be")
    return Row(
        place,
        (values.get("dataset", ""), values["case"], values.get("measure", ""), values.get("pair") or "1"),
        session,
        phase,
        outcome,
        {name: values.get(name, "") for name in CONSTANT},
        values.get("setting", ""),
        values.get("person", ""),
        day(values.get("date", "")),
        correct,
        trials,
    )


def number(text: str, name: str) -> float:
    if not NUMBER.fullmatch(text) or math.isinf(float(text)):
        raise Bad(f"{name} {text!r} is not a number")
    return float(text)


def optional(values: dict[str, str], name: str) -> float:
    text = values.get(name, "")
    if text in MISSING:
        return math.nan
    found = number(text, name)
    if found < 0:
        raise Bad(f"{name} {text} is below 0")
    return found


def member(kind: type[Scale] | type[Improvement], text: str, name: str) -> str:
    if text not in list(kind):
        raise Bad(f"{name} {text!r} is not one of {', '.join(kind)}")
    return text


def day(text: str) -> datetime.date | None:
    if text in MISSING:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Bad(f"date {text!r} is not a day like 2026-03-27") from None


def series_of(rows: list[Row], notebook: Notebook) -> Series | None:
    """The series of rows that share their names; what differs between its rows is a problem of the later row."""
    before = len(notebook.problems)
    notebook.problems += [Place(row.place.file, row.place.line, reason) for row, reason in contradictions(rows)]
    first = rows[0]
    known = {}
    for name in CONSTANT[2:]:
        text = first.constants[name]
        try:
            known[name] = None if text in MISSING else number(text, name)
        except Bad as error:
            notebook.problems.append(Place(first.place.file, first.place.line, str(error)))
    if len(notebook.problems) > before:
        return None
    dataset, case, measure, pair = first.names
    try:
        return Series.of(
            [row.session for row in rows],
            [row.phase for row in rows],
            [row.outcome for row in rows],
            dataset=dataset,
            case=case,
            measure=measure,
            pair=pair,
            scale=first.constants["scale"] or "other",
            improvement=first.constants["improvement"] or "increase",
            correct=column([row.correct for row in rows]),
            trials=column([row.trials for row in rows]),
            setting=texts([row.setting for row in rows]),
            person=texts([row.person for row in rows]),
            date=[row.date for row in rows] if any(row.date for row in rows) else (),
            **known,
        )
    except ProgressError as error:
        notebook.problems.append(Place(first.place.file, first.place.line, str(error)))
        return None


def contradictions(rows: list[Row]) -> Iterator[tuple[Row, str]]:
    first, seen = rows[0], dict[tuple[float, str, str], Row]()
    if len(rows) > LONGEST:
        yield rows[LONGEST], f"the series has {len(rows)} sessions, at most {LONGEST} can be worked with"
    for row in rows:
        if row.place.file != first.place.file:
            yield row, f"this series also stands in {first.place.file}"
        for name, text in row.constants.items():
            if text != first.constants[name]:
                yield row, f"{name} {text!r} was {first.constants[name]!r} on line {first.place.line}"
        earlier = seen.setdefault((row.session, row.setting, row.person), row)
        if earlier is not row:
            yield row, f"session {row.session:g} is already on line {earlier.place.line}"


def column(values: list[float]) -> list[float] | None:
    return None if all(math.isnan(value) for value in values) else values


def texts(values: list[str]) -> tuple[str, ...]:
    return tuple(values) if any(values) else ()
