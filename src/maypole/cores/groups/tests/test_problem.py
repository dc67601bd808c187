# ruff: noqa: E501 - a case a line reads better
import json
from dataclasses import replace
from pathlib import Path

import pytest

from maypole.cores.groups.document import problem_from, read_places, read_problem
from maypole.cores.groups.errors import Flaw, GroupsError
from maypole.cores.groups.lines import line_numbers
from maypole.cores.groups.problem import Place, clock
from maypole.cores.groups.sample import sample
from maypole.cores.groups.tests.make import adult, child, problem, room

CHILD: dict[str, object] = {
    "id": "c1",
    "site": "north",
    "discipline": "SLP",
    "age_months": 70,
    "goals": [{"skill": "turns", "level": 2}],
    "available": {"mon": [["14:30", "17:00"]]},
}
STAFF: dict[str, object] = {"id": "t1", "disciplines": ["SLP"], "sites": ["north"], "available": {}}
ROOM: dict[str, object] = {"id": "r1", "site": "north", "capacity": 6, "available": {}}


def document(**changes: object) -> str:
    return json.dumps({"children": [CHILD], "staff": [STAFF], "rooms": [ROOM]} | changes)


def flaws(text: str) -> list[str]:
    with pytest.raises(GroupsError) as caught:
        problem_from(text)
    return [str(flaw) for flaw in caught.value.flaws]


def test_only_children_staff_and_rooms_are_needed() -> None:
    made = problem_from(document())

    assert made.rules.duration_minutes == 45
    assert made.weights.placed == 1000
    assert made.children[0].available[0] == ((870, 1020),)
    assert made.children[0].group_allowed


def test_every_key_of_the_contract_is_read() -> None:
    full = CHILD | {
        "max_size": 4, "needs_support": True, "aggression": True, "noise_tolerance": "low", "languages": ["en"],
        "priority": 1, "waiting_weeks": 3, "family": "f1", "avoid": [], "together": [], "group_allowed": False,
        "previous": {"group": "g3", "staff": "t1", "day": "mon", "start": "15:00"},
    }  # fmt: skip
    rules = {
        "duration_minutes": 30, "size": {"min": 2, "max": 5}, "age_span_months": {"under_72": 12, "from_72": 18},
        "children_per_adult": {"under_36": 2, "under_60": 3, "from_60": 4, "needs_support": 2},
        "max_unresolved_aggression": 2, "slot_minutes": 5,
    }  # fmt: skip
    lock = {"members": ["c1"], "staff": "t1", "room": "r1", "day": "mon", "start": "15:00"}
    staff = STAFF | {"languages": ["en"], "max_groups": 8}

    made = problem_from(
        document(version=1, rules=rules, weights={"placed": 7}, children=[full], staff=[staff], locked=[lock])
    )

    assert (made.rules.span_from_72, made.rules.ratio_under_60, made.weights.placed) == (18, 3, 7)
    assert (made.children[0].previous.start, made.children[0].max_size, made.staff[0].max_groups) == (900, 4, 8)
    assert made.locked == (Place(("c1",), "t1", "r1", "mon", 900),)


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"colour": 1}, "colour: unknown key"),
        ({"version": 2}, "version: must be 1"),
        ({"rules": []}, "rules: must be an object, not a list"),
        ({"rules": {"size": {"min": 3, "max": 2}}}, "rules.size: min 3 is above max 2"),
        ({"rules": {"slot_minutes": 0}}, "rules.slot_minutes: must be between 1 and 1440, not 0"),
        ({"weights": {"placed": -1}}, "weights.placed: must be between 0 and 1000000, not -1"),
        ({"weights": {"placed": 2.5}}, "weights.placed: must be a whole number, not 2.5"),
        ({"weights": {"placed": True}}, "weights.placed: must be a whole number, not true or false"),
        ({"weights": {"placed": 10**9}}, "weights.placed: must be between -1000000 and 1000000"),
        ({"children": {}}, "children: must be a list, not an object"),
        ({"children": [CHILD, CHILD]}, "children[1].id: 'c1' is used twice"),
        ({"children": [CHILD | {"id": ""}]}, 'children[0].id: must be a text that is not empty, not ""'),
        ({"children": [CHILD | {"id": "a\nb"}]}, "children[0].id: must be printable and at most 200 characters long"),
        ({"children": [CHILD | {"id": None}]}, "children[0].id: must be a text that is not empty, not null"),
        ({"children": [{"id": "c1"}]}, "children[0]: needs 'site'"),
        ({"children": [CHILD | {"age_months": -1}]}, "children[0].age_months: must be between 0 and 1200, not -1"),
        ({"children": [CHILD | {"noise_tolerance": "x"}]}, "children[0].noise_tolerance: must be one of low, medium, high"),
        ({"children": [CHILD | {"aggression": 0}]}, "children[0].aggression: must be true or false, not 0"),
        ({"children": [CHILD | {"goals": [{"skill": "a", "level": 6}]}]}, "children[0].goals[0].level: must be between 1 and 5, not 6"),
        ({"children": [CHILD | {"goals": [{"skill": "a", "level": 1}] * 2}]}, "children[0].goals[1].skill: 'a' is listed twice"),
        ({"children": [CHILD | {"goals": [{"skill": f"s{k}", "level": 1} for k in range(33)]}]}, "children[0].goals: has 33 goals; at most 32 are read"),
        ({"children": [CHILD | {"available": {"mon": [["17:00", "14:30"]]}}]}, "children[0].available.mon[0]: ends before it starts"),
        ({"children": [CHILD | {"available": {"mon": [["14:30", "14:30"]]}}]}, "children[0].available.mon[0]: is empty: it ends when it starts"),
        ({"children": [CHILD | {"available": {"mon": [["24:00", "24:00"]]}}]}, "children[0].available.mon[0]: is outside the day (00:00 to 24:00)"),
        ({"children": [CHILD | {"available": {"mon": [["25:00", "26:00"]]}}]}, 'children[0].available.mon[0][0]: must be a time such as 14:30, not "25:00"'),
        ({"children": [CHILD | {"available": {"mon": [["08:00"]]}}]}, 'children[0].available.mon[0]: must be a pair of times such as ["14:30", "17:00"]'),
        ({"children": [CHILD | {"available": {"monday": []}}]}, "children[0].available.monday: unknown key"),
        ({"children": [CHILD | {"available": {"mon": [["08:00", "09:00"]] * 49}}]}, "children[0].available.mon: has 49 windows; at most 48 are read"),
        ({"children": [CHILD | {"avoid": ["c9"]}]}, "children[0].avoid[0]: no child has the id 'c9'"),
        ({"children": [CHILD | {"together": ["c1"]}]}, "children[0].together[0]: a child can't name itself"),
        ({"children": [CHILD | {"avoid": ["c2"]}, CHILD | {"id": "c2"}]}, "children[0].avoid[0]: is one-sided: 'c2' does not avoid 'c1'"),
        ({"children": [CHILD | {"languages": ["en", "en"]}]}, "children[0].languages[1]: 'en' is listed twice"),
        ({"children": [CHILD | {"previous": {"day": "someday"}}]}, "children[0].previous.day: must be one of mon, tue, wed, thu, fri, sat, sun"),
        ({"staff": [STAFF, STAFF]}, "staff[1].id: 't1' is used twice"),
        ({"staff": [STAFF | {"max_groups": -1}]}, "staff[0].max_groups: must be between 0 and 1000000, not -1"),
        ({"rooms": [ROOM, ROOM]}, "rooms[1].id: 'r1' is used twice"),
        ({"locked": [{"members": [], "staff": "t1", "room": "r1", "day": "mon", "start": "15:00"}]}, "locked[0].members: is empty"),
        ({"locked": [{"members": ["c9"], "staff": "t9", "room": "r9", "day": "mon", "start": "15:00"}]}, "locked[0].members[0]: no child has the id 'c9'"),
        ({"locked": [{"members": ["c1"], "staff": "t9", "room": "r9", "day": "mon", "start": "15:00"}]}, "locked[0].room: no room has the id 'r9'"),
        ({"locked": [{"members": ["c1"], "staff": "t1", "room": "r1", "day": "mon", "start": "15:00"}] * 2}, "locked[1].members[0]: 'c1' is already in locked[0]"),
    ],
)  # fmt: skip
def test_a_flaw_is_named_by_its_path(changes: dict[str, object], flaw: str) -> None:
    assert flaw in flaws(document(**changes))


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", "is not JSON: Expecting value (column 1)"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"a": NaN}', "is not JSON: NaN is not a number"),
        ('{"a": 1, "a": 2}', "has the key 'a' twice in one object"),
        ("[]", "must be an object, not a list"),
        ('{"children": ' + "9" * 5000 + "}", "is not JSON that can be used"),
    ],
)
def test_a_hostile_text_is_refused(text: str, flaw: str) -> None:
    assert any(found.startswith(flaw) for found in flaws(text))


def test_all_flaws_are_found_in_one_reading_with_their_lines() -> None:
    text = json.dumps(json.loads(document(children=[CHILD | {"priority": "x", "colour": 1}], rooms=3)), indent=1)

    with pytest.raises(GroupsError) as caught:
        problem_from(text)

    lines = text.split("\n")
    found = {flaw.path: lines[flaw.line - 1].strip() for flaw in caught.value.flaws}
    assert found == {
        "children[0].priority": '"priority": "x",',
        "children[0].colour": '"colour": 1',
        "rooms": '"rooms": 3',
    }


def test_line_numbers_follow_strings_with_quotes_and_brackets() -> None:
    text = '{"a\\"[": "x\\\\]",\n "b": [\n  {},\n  [],\n  -1.5e3, true]\n}'

    assert line_numbers(text) == {"": 1, 'a"[': 1, "b": 2, "b[0]": 3, "b[1]": 4, "b[2]": 5, "b[3]": 5}
    assert line_numbers(" 3") == {"": 1}


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b'"\xff"')
    for name, text in (("missing", "can't be read"), ("latin", "is not UTF-8 text"), (".", "can't be read")):
        with pytest.raises(GroupsError, match=text):
            read_problem(tmp_path / name)


def test_a_file_beyond_measure_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(200_000_001)

    with pytest.raises(GroupsError, match="is larger than"):
        read_problem(tmp_path / "large")


def test_the_hash_is_of_the_meaning_not_of_the_spelling() -> None:
    spelled = json.loads(document(version=1, locked=[], rules={"duration_minutes": 45}))

    assert problem_from(document()).hash == problem_from(json.dumps(spelled, indent=3)).hash
    assert problem_from(document()).hash != problem_from(document(weights={"placed": 999})).hash


def test_a_problem_made_by_code_is_checked_too() -> None:
    with pytest.raises(GroupsError, match="max_size"):
        problem(child("a", max_size=0))


def test_places_are_read_from_a_result(tmp_path: Path) -> None:
    group = {"id": "g1", "members": ["a"], "staff": "t", "room": "r", "day": "mon", "start": "15:00", "score": 3}
    file = tmp_path / "result.json"
    file.write_text(json.dumps({"version": 9, "groups": [group]}))

    assert read_places(file) == (Place(("a",), "t", "r", "mon", 900, "g1"),)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("[]", "needs 'groups'"),
        ('{"groups": 1}', "groups: must be a list"),
        ('{"groups": [1]}', "groups[0]: needs 'members'"),
        ('{"groups": [{"members": [1]}]}', "groups[0].members[0]: must be a text"),
    ],
)
def test_a_result_that_is_none_is_refused(tmp_path: Path, text: str, flaw: str) -> None:
    file = tmp_path / "result.json"
    file.write_text(text)

    with pytest.raises(GroupsError) as caught:
        read_places(file)

    assert any(str(found).startswith(flaw) for found in caught.value.flaws)


def test_flaws_print_their_path_if_they_have_one() -> None:
    assert str(Flaw("a.b", "is odd")) == "a.b: is odd"
    assert str(Flaw("", "is odd")) == "is odd"
    assert clock(905) == "15:05"


def test_samples_are_usable_seeded_and_of_the_asked_size() -> None:
    made = problem_from(json.dumps(sample(40, 2, 4, seed=3)))

    assert len(made.children) == 40
    assert len({(one.site, one.discipline) for one in made.children}) == 8
    assert sample(40, 2, 4, seed=3) == sample(40, 2, 4, seed=3) != sample(40, 2, 4, seed=4)
    assert any(one.previous.group for one in made.children)


def test_hand_made_problems_read_by_id() -> None:
    made = problem(child("a"), staff=(adult("t"),), rooms=(room("r"),))

    assert made.by_id["a"].age_months == 70
    assert made.staff_by_id["t"].sites == ("north",)
    assert made.room_by_id["r"].capacity == 6
    assert replace(made, locked=()).hash == made.hash
