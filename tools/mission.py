"""Which of the mission's elements are proven? Runs the marked tests, prints a line each, writes docs/mission.md.

`make mission` prints `S61 pass 3 tests/…` and last `83 of 107 proven`. An element is proven when it has at least one
marked test and all of them passed: a skipped test proves nothing.
"""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "mission.md"
RESULTS = ROOT / ".cache" / "mission.json"
HEAD = """# The mission, element by element

Written by `make mission`: it runs every test that is marked with an element and shows which are proven.
An element is proven when it has at least one marked test and all of them pass.

| element | what it asks for | done when | state | tests | where |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """One element: what it asks for and the outcome of each test function that is marked with it."""

    element: str
    title: str
    done_when: str
    outcomes: tuple[tuple[str, str], ...]

    @property
    def state(self) -> str:
        outcomes = {outcome for _, outcome in self.outcomes}
        if not outcomes:
            return "none"
        return next((word for word in ("fail", "skip") if any(word in outcome for outcome in outcomes)), "pass")

    @property
    def files(self) -> list[str]:
        return sorted({test.partition("::")[0] for test, _ in self.outcomes})

    @property
    def line(self) -> str:
        return " ".join([self.element, self.state, str(len(self.outcomes)), *self.files])

    @property
    def table_line(self) -> str:
        files = "<br>".join(f"`{file}`" for file in self.files)
        return f"| {self.element} | {self.title} | {self.done_when} | {self.state} | {len(self.outcomes)} | {files} |"


def rows(outcomes: dict[str, dict[str, str]]) -> list[Row]:
    """A row for each element, in the mission's order. An unknown element is an error: a mark with a slip in it."""
    elements = json.loads((ROOT / "docs" / "mission_elements.json").read_text())
    unknown = sorted(set(outcomes) - {item["id"] for item in elements})
    if unknown:
        raise ValueError(f"tests are marked with elements that do not exist: {', '.join(unknown)}")
    return [
        Row(item["id"], item["element"], item["done_when"], tuple(sorted(outcomes.get(item["id"], {}).items())))
        for item in elements
    ]


def page(table: list[Row]) -> str:
    """The text of docs/mission.md."""
    return HEAD + "\n".join(row.table_line for row in table) + f"\n\n{total(table)}\n"


def total(table: list[Row]) -> str:
    return f"{sum(row.state == 'pass' for row in table)} of {len(table)} proven"


def marked() -> dict[str, dict[str, str]]:
    """Every marked test function as the source has it, taken as passed: what docs/mission.md says when all is well."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted([*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "src").rglob("tests/**/test_*.py")]):
        tree = ast.parse(file.read_text())
        everywhere = [element for node in tree.body if _is_pytestmark(node) for element in _elements(node)]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                own = [element for decorator in node.decorator_list for element in _elements(decorator)]
                for element in (*everywhere, *own):
                    found.setdefault(element, {})[f"{file.relative_to(ROOT)}::{node.name}"] = "passed"
    return found


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
    )


def _elements(node: ast.AST) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "mission":
            yield from (str(argument.value) for argument in call.args if isinstance(argument, ast.Constant))


def main() -> int:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.unlink(missing_ok=True)
    # The page's own test would compare with the page that this run is about to write.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--tb=short",
        "-m",
        "mission",
        "-n",
        "2",
        "--deselect",
        "tests/test_mission.py",
    ]
    environment = {**os.environ, "MAYPOLE_MISSION_RESULTS": str(RESULTS)}
    code = subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False).returncode
    if not RESULTS.exists():
        print("The marked tests could not be run; what pytest said stands above.", file=sys.stderr)
        return 1
    table = rows(json.loads(RESULTS.read_text()))
    PAGE.write_text(page(table))
    print("\n".join(row.line for row in table))
    print(total(table))
    return 0 if code in (0, 5) else 1


if __name__ == "__main__":
    raise SystemExit(main())
