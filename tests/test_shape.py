"""No god files: the budgets of the house. Run with -s to see the tails."""

from collections.abc import Callable

import pytest

from tests.shape import PYTHON, Measured, files, functions, share

BUDGETS = [
    pytest.param("Python files", lambda: files(".py", *PYTHON), 400, id="python"),
    pytest.param("functions", functions, 60, id="functions"),
    pytest.param("templates", lambda: files(".html", "src"), 200, id="templates"),
    pytest.param("style sheets", lambda: files(".css", "src"), 300, id="css"),
    pytest.param("scripts", lambda: files(".js", "src"), 200, id="js"),
]


@pytest.mark.parametrize(("name", "measure", "most"), BUDGETS)
def test_stays_within_its_budget(name: str, measure: Callable[[], list[Measured]], most: int) -> None:
    measured = measure()

    tails = (
        f"median {share(measured, 0.5)}, p90 {share(measured, 0.9)}, longest {share(measured, 1.0)} (at most {most})"
    )
    print(f"\n{len(measured)} {name}: {tails}")
    print("\n".join(str(item) for item in measured[:3]))

    assert [str(item) for item in measured if item.lines > most] == []
