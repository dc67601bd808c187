"""`maypole progress FILE.csv…`: effects, dual criteria, level and signal of single-case series."""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from maypole import __version__
from maypole.cores.progress.chart import chart_of
from maypole.cores.progress.criteria import criterion_lines
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.graph import draw
from maypole.cores.progress.read import read
from maypole.cores.progress.report import REVIEW_AFTER, Report, report
from maypole.cores.progress.sentences import say_figure
from maypole.cores.progress.series import Series

DESCRIPTION = """\
Reads single-case series in long form, one row a session, with the columns
case, session, phase (A or B) and outcome; optional: dataset, measure, pair,
scale (count, rate, proportion, percentage, other), improvement (increase,
decrease), observation_length_min, interval_length_s, n_intervals, goal,
setting, person, date, correct, trials. Says for each series how much changed,
how sure that is, and what a review would say. Nothing is written unless every
row of every file can be used; otherwise each bad row is one line FILE:LINE.
"""

PLAIN = {"Tau_U": " (Parker, A vs B - trend A; only for comparison)", "PoGO": " % of the way to the goal"}


def main(argv: list[str]) -> int:
    """Run the command; 0 when it did its work, 2 when the input was unusable."""
    options = parser().parse_args(argv)
    reading = read(options.files)
    if reading.problems:
        print("\n".join(map(str, reading.problems)), file=sys.stderr)
        return 2
    series = [with_goal(each, options.goal) for each in reading.series]
    try:
        reports = [report(each, options.review_after) for each in series]
        drawn = write_graphs(series, options.svg, options.review_after) if options.svg else []
    except (OSError, ProgressError) as error:
        print(f"maypole progress: {error}", file=sys.stderr)
        return 2
    if options.json:
        skipped = [{"file": place.file, "line": place.line, "reason": place.reason} for place in reading.skipped]
        document = {"version": __version__, "series": reports, "skipped": skipped}
        print(json.dumps(document, allow_nan=False))
    else:
        print("\n\n".join(map(told, reports)) or "No sessions in these files.")
        for place in (*reading.skipped, *drawn):
            print(place)
    return 0


def parser() -> argparse.ArgumentParser:
    wanted = argparse.ArgumentParser(
        prog="maypole progress", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    wanted.add_argument("files", nargs="+", metavar="FILE.csv")
    wanted.add_argument("--json", action="store_true", help="one JSON document on standard output")
    wanted.add_argument("--svg", metavar="DIR", help="write a graph of each series into this folder")
    wanted.add_argument(
        "--review-after",
        type=sessions,
        default=REVIEW_AFTER,
        metavar="N",
        help="treatment sessions between reviews; the goal is due at the next one (default %(default)s)",
    )
    wanted.add_argument("--goal", type=level, metavar="X", help="the goal, in place of any in the files")
    return wanted


def sessions(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of sessions")
    return int(text)


def level(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise argparse.ArgumentTypeError(f"{text!r} is not a level")
    return found


def with_goal(series: Series, goal: float | None) -> Series:
    return series if goal is None else replace(series, goal=goal)


def write_graphs(series: Sequence[Series], folder: str, review_after: int) -> list[str]:
    """One SVG file a series; all of them are drawn and written before the first takes its name."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    names = file_names(series)
    with tempfile.TemporaryDirectory(dir=target) as unfinished:
        for each, name in zip(series, names, strict=True):
            due = float(each.b_session[-1]) + review_after if each.goal is not None and each.n_b else None
            chart = replace(chart_of(each, goal_at=due), lines=criterion_lines(each))
            (Path(unfinished) / name).write_text(draw(chart) + "\n", encoding="utf-8")
        for name in names:
            (Path(unfinished) / name).replace(target / name)
    return [str(target / name) for name in names]


def file_names(series: Sequence[Series]) -> list[str]:
    """A name for each series from its own, made different where two would be the same."""
    names: list[str] = []
    for each in series:
        parts = (each.dataset, each.case, each.measure, each.pair)
        stem = "-".join(part for part in (re.sub(r"[^\w]+", "-", text).strip("-")[:60] for text in parts) if part)
        stem = stem.encode()[:180].decode(errors="ignore")  # file systems allow 255 bytes
        name, again = f"{stem}.svg", 1
        while name.lower() in {taken.lower() for taken in names}:
            again += 1
            name = f"{stem}-{again}.svg"
        names.append(name)
    return names


def told(found: Report) -> str:
    """A report as text for a person."""
    name = " | ".join(part for part in (found["dataset"], found["case"], found["measure"], found["pair"]) if part)
    lines = [name, f"  {found['signal']['sentence']}"]
    lines += [f"    - {reason}" for reason in found["signal"]["reasons"]]
    nap = found["effects"]["NAP"]
    if isinstance(nap["value"], float) and isinstance(nap["ci"], list):
        low, high = nap["ci"]
        lines.append(f"  {say_figure('nap', {'percent': nap['value'], 'low': low, 'high': high})}")
    lines.append(f"  sessions: {found['n_a']} baseline, {found['n_b']} treatment")
    for key, values in found["effects"].items():
        if isinstance(values["value"], float):
            ci = values.get("ci")
            shown = f" (likely {ci[0]:.2f} to {ci[1]:.2f})" if isinstance(ci, list) else ""
            label = PLAIN.get(key, "")
            lines.append(f"  {key:<11}{values['value']:8.3f}{shown}{label}")
    cdc = found["cdc"]
    if cdc["needed"] is not None and cdc["exceeding_both"] is not None:
        lines.append(f"  {cdc['exceeding_both']} of {cdc['n_b']} points beyond both lines ({cdc['needed']} needed)")
    return "\n".join([*lines, *(f"  note: {note}" for note in found["notes"])])
