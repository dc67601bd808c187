"""The examples in the docstrings of forecast, mastery, calibration and sentences are true."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["calibration", "forecast", "mastery", "mastery_errors", "sentences"])
def test_examples_hold(name: str) -> None:
    found = doctest.testmod(import_module(f"maypole.cores.progress.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
