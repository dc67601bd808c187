"""The examples in the docstrings are true."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["", ".ages", ".change", ".gas", ".intervals", ".metrics", ".sentences"])
def test_examples_hold(name: str) -> None:
    found = doctest.testmod(import_module(f"maypole.cores.scores{name}"))
    assert found.attempted > 0
    assert found.failed == 0
