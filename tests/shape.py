"""Measure the source: lines of files and of functions without their docstring."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ("src", "tests", "bench", "evidence", "tools")


@dataclass(frozen=True, order=True)
class Measured:
    """Something that has a length, and where it stands."""

    lines: int
    name: str

    def __str__(self) -> str:
        return f"{self.lines:5} {self.name}"


def files(suffix: str, *folders: str) -> list[Measured]:
    """Files with this suffix, longest first; what Django writes itself (migrations) is left out."""
    found = [
        Measured(len(path.read_text().splitlines()), str(path.relative_to(ROOT)))
        for folder in folders
        for path in (ROOT / folder).rglob(f"*{suffix}")
        if not {"migrations", "__pycache__"} & set(path.parts)
    ]
    return sorted(found, reverse=True)


def functions() -> list[Measured]:
    """Functions and methods, longest first."""
    found = [measured for file in files(".py", *PYTHON) for measured in _functions_of(file.name)]
    return sorted(found, reverse=True)


def _functions_of(name: str) -> Iterator[Measured]:
    for node in ast.walk(ast.parse((ROOT / name).read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
            yield Measured(length, f"{name}:{node.lineno} {node.name}")


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1


def share(measured: list[Measured], part: float) -> int:
    """The length that this part of all does not exceed."""
    lengths = sorted(item.lines for item in measured)
    return lengths[min(len(lengths) - 1, int(len(lengths) * part))] if lengths else 0
