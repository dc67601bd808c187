"""The published series and reference values that lie beside a development checkout; absent from a stranger's clone."""

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from maypole.cores.progress.read import read
from maypole.cores.progress.series import Series

DATA = Path(__file__).resolve().parents[6] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the published series are not beside this checkout")


@cache
def published() -> dict[tuple[str, str], Series]:
    """Every published series by (dataset, "case | measure | pair")."""
    reading = read(sorted((DATA / "single_case").glob("*.csv")))
    assert not reading.problems
    return {(series.dataset, series.key): series for series in reading.series}


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def vectors(name: str) -> Any:
    return json.loads((DATA / "analytic_vectors.json").read_text(encoding="utf-8"))[name]
