"""Read a JSON document into a ``Problem``, or a result into its places.

Only shapes and types are judged here; what the values mean is judged in ``validate``.
"""

from pathlib import Path

from maypole.cores.groups.errors import GroupsError
from maypole.cores.groups.node import Node, text_of, with_lines
from maypole.cores.groups.problem import (
    DAYS,
    NEVER,
    Child,
    Goal,
    Place,
    Previous,
    Problem,
    Room,
    Rules,
    Staff,
    Week,
    Weights,
    Window,
)

RULE_PARTS = {
    "size": ("min max", "size_"),
    "age_span_months": ("under_72 from_72", "span_"),
    "children_per_adult": ("under_36 under_60 from_60 needs_support", "ratio_"),
}
RULE_NUMBERS = ("duration_minutes", "max_unresolved_aggression", "slot_minutes")
RESULT_KEYS = ("id", "members", "staff", "room", "day", "start")
CHILD_NEEDS = "id site discipline age_months goals available"
CHILD_MAY = (
    "max_size needs_support aggression noise_tolerance languages priority waiting_weeks family avoid together"
    " group_allowed previous"
)


def read_problem(path: Path) -> Problem:
    """The problem in a file. Raises ``GroupsError`` with each flaw's path and line."""
    return problem_from(text_of(path))


def problem_from(text: str) -> Problem:
    return with_lines(text, _problem)


def read_places(path: Path) -> tuple[Place, ...]:
    """The groups of a result: a whole result, or only ``{"groups": [...]}``. What else it says is not used."""
    return with_lines(text_of(path), _places)


def _problem(node: Node) -> Problem:
    keys = node.keys("children staff rooms", "version rules weights locked")
    if "version" in keys and keys["version"].value != 1:
        keys["version"].flaw("must be 1")
    children = tuple(_child(item) for item in keys["children"].items()) if "children" in keys else ()
    staff = tuple(_staff(item) for item in keys["staff"].items()) if "staff" in keys else ()
    rooms = tuple(_room(item) for item in keys["rooms"].items()) if "rooms" in keys else ()
    rules = _rules(keys["rules"]) if "rules" in keys else Rules()
    weights = _weights(keys["weights"]) if "weights" in keys else Weights()
    locked = tuple(_lock(item) for item in keys["locked"].items()) if "locked" in keys else ()
    if node.flaws:  # the stand-ins for what can't be read would only bring false alarms
        raise GroupsError(())
    return Problem(children, staff, rooms, rules, weights, locked)


def _rules(node: Node) -> Rules:
    made: dict[str, int] = {}
    for name, value in node.keys("", " ".join([*RULE_NUMBERS, *RULE_PARTS])).items():
        if name in RULE_NUMBERS:
            made[name] = value.number()
        else:
            known, prefix = RULE_PARTS[name]
            made |= {prefix + key: part.number() for key, part in value.keys("", known).items()}
    return Rules(**made)


def _weights(node: Node) -> Weights:
    return Weights(**{key: value.number() for key, value in node.keys("", " ".join(Weights.__slots__)).items()})


def _child(node: Node) -> Child:
    keys = node.keys(CHILD_NEEDS, CHILD_MAY)
    return Child(
        id=_text(keys, "id"),
        site=_text(keys, "site"),
        discipline=_text(keys, "discipline"),
        age_months=keys["age_months"].number() if "age_months" in keys else 0,
        goals=tuple(_goal(item) for item in keys["goals"].items()) if "goals" in keys else (),
        available=_week(keys["available"]) if "available" in keys else NEVER,
        max_size=keys["max_size"].number() if _given(keys, "max_size") else None,
        needs_support=_truth(keys, "needs_support", False),
        aggression=_truth(keys, "aggression", False),
        noise_tolerance=_text(keys, "noise_tolerance", "medium"),
        languages=_texts(keys, "languages"),
        priority=keys["priority"].number() if "priority" in keys else 0,
        waiting_weeks=keys["waiting_weeks"].number() if "waiting_weeks" in keys else 0,
        family=keys["family"].text() if _given(keys, "family") else None,
        avoid=_texts(keys, "avoid"),
        together=_texts(keys, "together"),
        group_allowed=_truth(keys, "group_allowed", True),
        previous=_previous(keys["previous"]) if _given(keys, "previous") else Previous(),
    )


def _text(keys: dict[str, Node], name: str, default: str = "") -> str:
    return keys[name].text() if name in keys else default


def _texts(keys: dict[str, Node], name: str) -> tuple[str, ...]:
    return keys[name].texts() if name in keys else ()


def _truth(keys: dict[str, Node], name: str, default: bool) -> bool:
    return keys[name].truth() if name in keys else default


def _given(keys: dict[str, Node], name: str) -> bool:
    """Present and not null: for the keys whose default is "none"."""
    return name in keys and keys[name].value is not None


def _goal(node: Node) -> Goal:
    keys = node.keys("skill level")
    return Goal(_text(keys, "skill"), keys["level"].number() if "level" in keys else 1)


def _previous(node: Node) -> Previous:
    keys = node.keys("", "group staff day start")
    return Previous(
        group=keys["group"].text() if _given(keys, "group") else None,
        staff=keys["staff"].text() if _given(keys, "staff") else None,
        day=keys["day"].day() if _given(keys, "day") else None,
        start=keys["start"].minute() if _given(keys, "start") else None,
    )


def _week(node: Node) -> Week:
    keys = node.keys("", " ".join(DAYS))
    return tuple(tuple(_window(item) for item in keys[day].items()) if day in keys else () for day in DAYS)


def _window(node: Node) -> Window:
    if not isinstance(node.value, list) or len(node.value) != 2:
        node.flaw('must be a pair of times such as ["14:30", "17:00"]')
        return (0, 1)
    start, end = node.items()
    return (start.minute(), end.minute())


def _staff(node: Node) -> Staff:
    keys = node.keys("id disciplines sites available", "languages max_groups")
    return Staff(
        id=_text(keys, "id"),
        disciplines=_texts(keys, "disciplines"),
        sites=_texts(keys, "sites"),
        available=_week(keys["available"]) if "available" in keys else NEVER,
        languages=_texts(keys, "languages"),
        max_groups=keys["max_groups"].number() if _given(keys, "max_groups") else None,
    )


def _room(node: Node) -> Room:
    keys = node.keys("id site capacity available")
    return Room(
        id=_text(keys, "id"),
        site=_text(keys, "site"),
        capacity=keys["capacity"].number() if "capacity" in keys else 0,
        available=_week(keys["available"]) if "available" in keys else NEVER,
    )


def _lock(node: Node) -> Place:
    return _place(node.keys("members staff room day start"))


def _place(keys: dict[str, Node]) -> Place:
    return Place(
        members=_texts(keys, "members"),
        staff=_text(keys, "staff"),
        room=_text(keys, "room"),
        day=keys["day"].day() if "day" in keys else "mon",
        start=keys["start"].minute() if "start" in keys else 0,
        id=_text(keys, "id"),
    )


def _places(node: Node) -> tuple[Place, ...]:
    """A result may come from a newer version, so what is not known here is passed over."""
    if not isinstance(node.value, dict) or "groups" not in node.value:
        node.flaw("needs 'groups': a result of this command, or its list of groups in an object")
        raise GroupsError(())
    places = []
    for item in node.child(node.value["groups"], "groups").items():
        known = item.value if isinstance(item.value, dict) else {}
        trimmed = Node({key: known[key] for key in known if key in RESULT_KEYS}, item.path, item.flaws)
        places.append(_place(trimmed.keys("members staff room day start", "id")))
    if node.flaws:
        raise GroupsError(())
    return tuple(places)
