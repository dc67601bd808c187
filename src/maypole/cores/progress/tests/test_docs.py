"""The pages about progress say what the code does, and their pictures are drawn by it."""

import doctest
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

from maypole.cores import progress
from maypole.cores.progress.cli import main
from maypole.cores.progress.effects import EFFECTS

ROOT = Path(__file__).resolve().parents[5]
DOCS = ROOT / "docs" / "progress"
MODULES = [
    module.name
    for module in walk_packages(progress.__path__, f"{progress.__name__}.")
    if ".tests" not in module.name and not module.ispkg
]


@pytest.mark.parametrize("name", [progress.__name__, f"{progress.__name__}.many", *MODULES])
def test_examples_in_docstrings(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_examples_in_the_library_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(DOCS / "library.md"), module_relative=False)
    assert result.attempted >= 25
    assert result.failed == 0


def test_pictures_are_drawn_from_the_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(DOCS / "examples.csv"), "--svg", str(tmp_path)]) == 0
    drawn = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "pictures").glob("*.svg")}
    assert kept.items() >= drawn.items(), (
        "run `maypole progress docs/progress/examples.csv --svg docs/progress/pictures`"
    )
    page = (DOCS / "figures.md").read_text(encoding="utf-8")
    assert all(f"pictures/{name}" in page for name in drawn)


def test_every_effect_is_explained() -> None:
    page = (DOCS / "figures.md").read_text(encoding="utf-8")
    words = {
        "LRRi": "`LRRi`",
        "LRRd": "`LRRd`",
        "Tau_U": "**Tau-U**",
        "Tau_BC": "**Tau-BC**",
        "SMD_pooled": "**SMD pooled**",
    }
    assert [name for name in EFFECTS if words.get(name, f"**{name}**") not in page] == []
