"""docs/mission.md says what the marked tests prove: no more, no less."""

import pytest

from tools import mission


def test_the_page_lists_the_marked_tests() -> None:
    expected = mission.rows(mission.marked())
    shown = mission.PAGE.read_text().splitlines()

    missing = [row.table_line for row in expected if row.table_line not in shown]

    assert missing == [], "docs/mission.md is not current: run `make mission`"


def test_the_page_ends_with_the_total() -> None:
    assert mission.PAGE.read_text().splitlines()[-1] == mission.total(mission.rows(mission.marked()))


def test_one_failed_test_takes_the_proof_away() -> None:
    outcomes = {
        "S61": {"tests/a.py::test_x": "passed", "tests/b.py::test_y": "failed"},
        "S1": {"tests/a.py::z": "skipped"},
    }

    states = {row.element: row.state for row in mission.rows(outcomes)}

    assert (states["S61"], states["S1"], states["S2"]) == ("fail", "skip", "none")


def test_a_mark_with_a_slip_in_it_is_found() -> None:
    with pytest.raises(ValueError, match="S999"):
        mission.rows({"S999": {}})
