"""The examples in the docstrings of forecast, mastery, calibration and sentences, and on the library page, are true."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest


@pytest.mark.parametrize("name", ["calibration", "forecast", "mastery", "mastery_errors", "sentences"])
def test_examples_hold(name: str) -> None:
    found = doctest.testmod(import_module(f"maypole.cores.progress.{name}"))
    assert found.attempted > 0
    assert found.failed == 0


def test_examples_of_the_library_page_hold() -> None:
    page = Path(__file__).resolve().parents[5] / "docs" / "progress" / "judging.md"
    found = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert found.attempted > 20
    assert found.failed == 0
