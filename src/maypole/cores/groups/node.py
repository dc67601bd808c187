"""JSON texts as nodes that know their path: every flaw is named by where it stands, and on which line."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn, TypeVar

from maypole.cores.groups.errors import Flaw, GroupsError
from maypole.cores.groups.lines import line_numbers
from maypole.cores.groups.validate import DAY_NAMES, LARGEST

CLOCK = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")
LARGEST_FILE = 200_000_000
Value = TypeVar("Value")


class Node:
    """A value of the document with its path. A wrong type is noted and answered with a harmless stand-in, so that one
    reading finds all flaws."""

    def __init__(self, value: object, path: str, flaws: list[Flaw]) -> None:
        self.value, self.path, self.flaws = value, path, flaws

    def flaw(self, text: str) -> None:
        self.flaws.append(Flaw(self.path, text))

    def child(self, value: object, step: str) -> "Node":
        dot = "." if self.path and not step.startswith("[") else ""
        return Node(value, f"{self.path}{dot}{step}", self.flaws)

    def keys(self, required: str, optional: str = "") -> dict[str, "Node"]:
        """The known keys that are present; unknown and missing ones are flaws."""
        if not isinstance(self.value, dict):
            self.flaw(f"must be an object, not {kind(self.value)}")
            return {}
        known = required.split() + optional.split()
        for key in self.value:
            if key not in known:
                self.child(None, str(key)).flaw("unknown key")
        for key in required.split():
            if key not in self.value:
                self.flaw(f"needs {key!r}")
        return {key: self.child(value, key) for key, value in self.value.items() if key in known}

    def items(self) -> Iterator["Node"]:
        if not isinstance(self.value, list):
            self.flaw(f"must be a list, not {kind(self.value)}")
            return
        for index, value in enumerate(self.value):
            yield self.child(value, f"[{index}]")

    def text(self) -> str:
        if isinstance(self.value, str) and self.value.strip():
            if self.value.isprintable() and len(self.value) <= 200:
                return self.value
            self.flaw("must be printable and at most 200 characters long")
        else:
            self.flaw(f"must be a text that is not empty, not {kind(self.value)}")
        return ""

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def number(self) -> int:
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            if abs(self.value) <= LARGEST:
                return self.value
            self.flaw(f"must be between -{LARGEST} and {LARGEST}")
        else:
            self.flaw(f"must be a whole number, not {kind(self.value)}")
        return 1

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            self.flaw(f"must be true or false, not {kind(self.value)}")
        return self.value is True

    def minute(self) -> int:
        match = CLOCK.fullmatch(self.value) if isinstance(self.value, str) else None
        minute = int(match[1]) * 60 + int(match[2]) if match else 1441
        if minute > 1440:
            self.flaw(f"must be a time such as 14:30, not {kind(self.value)}")
            return 0
        return minute

    def day(self) -> str:
        if self.value not in DAY_NAMES:
            self.flaw(f"must be one of {', '.join(DAY_NAMES)}")
            return "mon"
        return str(self.value)


def kind(value: object) -> str:
    names: dict[type, str] = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    return names.get(type(value)) or json.dumps(value)[:40]


def text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise GroupsError([Flaw("", f"is larger than {LARGEST_FILE} bytes")])
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GroupsError([Flaw("", f"can't be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise GroupsError([Flaw("", f"is not UTF-8 text (byte {error.start})")]) from error


def with_lines(text: str, make: Callable[[Node], Value]) -> Value:
    value = json_from(text)
    flaws: list[Flaw] = []
    try:
        made = make(Node(value, "", flaws))
    except GroupsError as error:
        flaws.extend(error.flaws)
    if not flaws:
        return made
    lines = line_numbers(text)
    raise GroupsError([Flaw(flaw.path, flaw.text, lines.get(flaw.path, 1)) for flaw in flaws])


def json_from(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_no_twins, parse_constant=_refuse)
    except GroupsError:
        raise
    except json.JSONDecodeError as error:
        raise GroupsError([Flaw("", f"is not JSON: {error.msg} (column {error.colno})", error.lineno)]) from error
    except RecursionError as error:
        raise GroupsError([Flaw("", "is nested too deeply")]) from error
    except ValueError as error:  # a number of thousands of digits
        raise GroupsError([Flaw("", f"is not JSON that can be used: {error}")]) from error


def _refuse(name: str) -> NoReturn:
    raise GroupsError([Flaw("", f"is not JSON: {name} is not a number")])


def _no_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise GroupsError([Flaw("", f"has the key {twin!r} twice in one object")])
    return made
