"""What must not stand in the repository: addresses of registries, paths of one machine, built files, loose ends."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Each pattern has a bracket in it, so that this file does not match itself.
FORBIDDEN = {
    "a registry's host": r"p[y]pi\.o[r]g|pythonh[o]sted|n[p]mjs\.|d[e]bian\.o[r]g",
    "a path of one machine": r"(^|[\s\"'`=(:])/(wor[k]|far[m]|roo[t]|hom[e]/\w+)/",
    "a loose end": r"\b(T[O]DO|F[I]XME|X[X]X)\b",
}
BUILT = re.compile(r"\.min\.(js|css)$|\.(mo|pyc|map)$|(^|/)(node_modules|vendor|dist|build|static_collected)/")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def lines_with(pattern: str) -> list[str]:
    found = []
    for name in tracked():
        text = (ROOT / name).read_bytes().decode(errors="ignore")
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_repository_names_no(what: str) -> None:
    assert lines_with(FORBIDDEN[what]) == []


def test_nothing_built_is_tracked() -> None:
    assert [name for name in tracked() if BUILT.search(name)] == []


def test_the_patterns_find_what_they_are_for() -> None:
    planted = ["see https://py" + "pi.org/project/x", " /ro" + "ot/x/y", "# TO" + "DO: later"]

    assert [
        re.search(pattern, line) is not None for pattern, line in zip(FORBIDDEN.values(), planted, strict=True)
    ] == [
        True,
        True,
        True,
    ]


def test_lock_files_pin_every_package_with_a_hash() -> None:
    for name in ("base.txt", "test.txt"):
        entries = re.split(r"\n(?=\S)", (ROOT / "requirements" / name).read_text().strip())
        packages = [entry for entry in entries if not entry.startswith("#")]

        assert packages
        assert [entry for entry in packages if "==" not in entry or "--hash=sha256:" not in entry] == []
