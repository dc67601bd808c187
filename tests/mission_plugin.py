"""Write which mission elements the tests of this run prove: one outcome for each marked test function.

`tools/mission.py` names the file in MAYPOLE_MISSION_RESULTS; without it nothing is written.
"""

import json
import os
from pathlib import Path

import pytest

WORST_FIRST = ("failed", "skipped", "passed")
"""A test function with parameters is as good as its worst case."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Hand the marks to the reports: under xdist only those reach the process that counts."""
    for mark in item.iter_markers("mission"):
        item.user_properties.extend(("mission", element) for element in mark.args)


class Results:
    """Element → test function → outcome."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.outcomes: dict[str, dict[str, str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, element in report.user_properties:
            if name == "mission" and (report.when == "call" or report.outcome != "passed"):
                tests = self.outcomes.setdefault(str(element), {})
                function = report.nodeid.partition("[")[0]
                tests[function] = min(tests.get(function, "passed"), report.outcome, key=WORST_FIRST.index)

    def pytest_sessionfinish(self) -> None:
        self.target.write_text(json.dumps(self.outcomes, indent=1, sort_keys=True) + "\n")


def pytest_configure(config: pytest.Config) -> None:
    target = os.environ.get("MAYPOLE_MISSION_RESULTS")
    if target and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Results(Path(target)), "mission-results")
