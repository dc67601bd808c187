"""Does it travel?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.beliefs import Belief, Measured, Tried
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.generalisation import Cell, CellStatus, Generalisation, Wanted, generalisation
from maypole.cores.progress.history import Datum
from maypole.cores.progress.sentences import headline, say


def tries(setting: str, person: str, *correct: int) -> list[Datum]:
    return [Datum(at, k, 10, setting=setting, person=person) for at, k in enumerate(correct)]


CLINIC = tries("clinic", "Inés", 8, 9, 8, 9, 9) + tries("clinic", "Rosa", 8, 8, 9)
HOME, SCHOOL = tries("home", "Rosa", 3, 4, 4, 3, 4), tries("school", "Ms Okafor", 2, 3)
WANTED = Wanted(goal=0.8, settings=("clinic", "home", "school"), persons=("Inés", "Rosa", "Ms Okafor"))


def cell(found: Generalisation, setting: str, person: str) -> Cell:
    return next(c for c in found.cells if (c.setting, c.person) == (setting, person))


def findings(found: Generalisation) -> list[tuple[str, object]]:
    return [(finding.key, finding.numbers.get("place")) for finding in found.findings]


def test_each_cell_has_its_own_estimate_and_status() -> None:
    found = generalisation(CLINIC + HOME + SCHOOL, WANTED)
    assert len(found.cells) == 9
    assert cell(found, "clinic", "Inés").status is CellStatus.REACHED
    assert cell(found, "clinic", "Rosa").status is CellStatus.UNSURE
    assert cell(found, "home", "Rosa").status is CellStatus.NOT_YET
    assert cell(found, "home", "Rosa").estimate == pytest.approx(0.36)


def test_two_sessions_are_too_early_and_have_no_interval() -> None:
    found = cell(generalisation(CLINIC + SCHOOL, WANTED), "school", "Ms Okafor")
    assert (found.status, found.low, found.high, found.chance) == (CellStatus.TOO_EARLY, None, None, None)
    assert found.sessions == 2


def test_empty_cells_are_named() -> None:
    found = generalisation(CLINIC + HOME, WANTED)
    assert ("school", "Inés") in {(c.setting, c.person) for c in found.empty}
    assert all(c.estimate is None and c.sessions == 0 for c in found.empty)


@pytest.mark.mission("S89")
def test_a_skill_of_the_clinic_only_is_a_finding() -> None:
    found = generalisation(CLINIC + HOME + SCHOOL, WANTED)
    assert findings(found)[:2] == [("generalisation_clinic_only", "home"), ("setting_early", "school")]
    assert say(found.findings[0]) == "9 of 10 at the clinic, but 4 of 10 at home: a skill of the clinic only, so far."
    assert all(headline(f, "es") and say(f, "es") for f in found.findings)


def test_a_skill_that_holds_at_home_is_no_gap() -> None:
    found = generalisation(CLINIC + tries("home", "Rosa", 9, 9, 8, 9), WANTED)
    assert findings(found)[0] == ("generalisation_holds", "home")


def test_a_small_difference_is_not_called_a_gap() -> None:
    found = generalisation(CLINIC + tries("home", "Rosa", 7, 8, 7), WANTED)
    assert findings(found)[0] == ("generalisation_unsure", "home")


def test_nothing_is_said_about_gaps_before_the_skill_is_there() -> None:
    found = generalisation(tries("clinic", "Inés", 2, 3, 2) + HOME, WANTED)
    assert not {key for key, _ in findings(found)} & {"generalisation_clinic_only", "generalisation_holds"}


def test_untried_places_are_named() -> None:
    assert ("place_untried", "home") in findings(generalisation(CLINIC, WANTED))


def test_the_next_probe_is_where_least_is_known_and_outside_the_clinic() -> None:
    found = generalisation(CLINIC + HOME + SCHOOL, WANTED)
    assert found.next_probe is not None
    assert found.next_probe.status is CellStatus.UNTRIED
    assert found.next_probe.setting in ("home", "school")


def test_pairs_that_cannot_happen_are_not_asked_for() -> None:
    possible = (("clinic", "Inés"), ("clinic", "Rosa"), ("home", "Rosa"), ("school", "Ms Okafor"))
    found = generalisation(CLINIC, replace(WANTED, possible=possible))
    assert {(c.setting, c.person) for c in found.cells} == set(possible)
    assert found.next_probe is not None
    assert (found.next_probe.setting, found.next_probe.person) in possible[2:]


def test_when_all_is_clear_there_is_nothing_to_ask() -> None:
    sure = [Datum(at, 100, 100, setting="clinic", person="Inés") for at in range(5)]
    assert generalisation(sure, Wanted(goal=0.5)).next_probe is None


def test_measured_values_work_alike() -> None:
    points = [Datum(p.at, 4.0 * p.value, setting=p.setting, person=p.person) for p in CLINIC + HOME]
    found = generalisation(points, replace(WANTED, goal=30.0))
    assert cell(found, "clinic", "Inés").status is CellStatus.REACHED
    assert findings(found)[0] == ("generalisation_clinic_only", "home")
    low, high = cell(found, "home", "Rosa").low, cell(found, "home", "Rosa").high
    assert low is not None
    assert high is not None
    assert low < 14.4 < high


def test_less_is_better_turns_the_matrix_round() -> None:
    points = [Datum(p.at, 10 - p.value, 10, setting=p.setting, person=p.person) for p in CLINIC + HOME]
    found = generalisation(points, replace(WANTED, goal=0.2, sign=-1.0))
    assert cell(found, "clinic", "Inés").status is CellStatus.REACHED
    assert findings(found)[0] == ("generalisation_clinic_only", "home")


def test_materials_are_a_third_side() -> None:
    points = [replace(p, material="laces") for p in CLINIC]
    found = generalisation(points, Wanted(goal=0.8, materials=("laces", "velcro")))
    assert {c.material for c in found.empty} == {"velcro"}


def test_a_point_outside_the_wanted_lists_still_has_its_cell() -> None:
    found = generalisation(CLINIC + tries("park", "Dad", 5, 5, 5), replace(WANTED, persons=("Inés",)))
    assert cell(found, "park", "Dad").sessions == 3


@pytest.mark.parametrize("points", [[], [Datum(0, 5.0), Datum(1, 5, 10)]])
def test_nothing_or_a_mixture_is_refused(points: list[Datum]) -> None:
    with pytest.raises(ProgressError):
        generalisation(points, WANTED)


BELIEFS = st.one_of(
    st.builds(Tried, st.floats(0.5, 60), st.floats(0.5, 60)),
    st.builds(Measured, st.floats(-1, 2), st.floats(0.01, 1), st.floats(0.5, 12)),
)


@given(BELIEFS, st.floats(0.05, 0.95), st.sampled_from([1.0, -1.0]))
def test_a_check_tells_between_nothing_and_one_bit(belief: Belief, goal: float, sign: float) -> None:
    assert 0.0 <= belief.information(goal, sign, 10) <= 1.0
    assert belief.reached(goal, sign) + belief.reached(goal, -sign) == pytest.approx(1.0)


@given(BELIEFS, BELIEFS)
def test_one_is_better_or_the_other(one: Belief, other: Belief) -> None:
    assert one.beats(other, 1.0) + other.beats(one, 1.0) == pytest.approx(1.0)
    low, high = one.interval()
    assert low < high


@given(st.floats(0.2, 0.8))
def test_more_tries_in_a_check_tell_more(goal: float) -> None:
    belief = Tried.of([(3, 6)])
    assert belief.information(goal, 1.0, 5) <= belief.information(goal, 1.0, 20) + 1e-9


def test_without_any_spread_two_equal_levels_are_not_called_different() -> None:
    equal = Measured(5.0, 0.0, 4.0)
    assert equal.beats(equal, 1.0) == 0.0
    assert Measured.of([], 0.0).spread > 0.0
