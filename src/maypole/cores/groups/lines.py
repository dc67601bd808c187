"""On which line of a JSON text does each path stand? Used only when there is a flaw to report."""

import json
import re

TEXT = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
SPACE = re.compile(r"[ \t\r\n]*")
SCALAR = re.compile(r"[^,\]\}\s]+")


def line_numbers(text: str) -> dict[str, int]:
    """
    >>> line_numbers('{"a":\\n [1,\\n 2]}')
    {'': 1, 'a': 2, 'a[0]': 2, 'a[1]': 3}
    """
    json.loads(text)  # what follows trusts that the text is JSON
    found: dict[str, int] = {}
    starts = [match.start() for match in re.finditer("\n", text)]
    for path, position in _walk(text):
        found.setdefault(path, _line(starts, position))
    return found


def _line(starts: list[int], position: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] < position:
            low = middle + 1
        else:
            high = middle
    return low + 1


def _walk(text: str) -> list[tuple[str, int]]:
    """Each value's path and position, with a stack of its own: a deep document must not end in a deep recursion."""
    places: list[tuple[str, int]] = []
    stack: list[tuple[str, int]] = []  # the path of the open list or object, and the next index (-1: an object)
    position = _skip(text, 0)
    path = ""
    while True:
        places.append((path, position))
        if text[position] in "[{":
            stack.append((path, 0 if text[position] == "[" else -1))
            position = _skip(text, position + 1)
            if text[position] not in "]}":
                path, position = _enter(text, position, stack)
                continue
        else:
            position = _after_scalar(text, position)
        position = _close(text, position, stack)
        if not stack:
            return places
        path, position = _enter(text, _skip(text, position + 1), stack)


def _close(text: str, position: int, stack: list[tuple[str, int]]) -> int:
    position = _skip(text, position)
    while stack and text[position] in "]}":
        stack.pop()
        position = _skip(text, position + 1)
    return position


def _enter(text: str, position: int, stack: list[tuple[str, int]]) -> tuple[str, int]:
    above, index = stack[-1]
    if index >= 0:
        stack[-1] = (above, index + 1)
        return f"{above}[{index}]", position
    end = _after_scalar(text, position)
    key = str(json.loads(text[position:end]))
    position = _skip(text, _skip(text, end) + 1)
    return (f"{above}.{key}" if above else key), position


def _after_scalar(text: str, position: int) -> int:
    match = (TEXT if text[position] == '"' else SCALAR).match(text, position)
    assert match is not None  # the text was read as JSON before
    return match.end()


def _skip(text: str, position: int) -> int:
    match = SPACE.match(text, position)
    return match.end() if match is not None else position
