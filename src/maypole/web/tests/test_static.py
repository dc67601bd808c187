"""What collectstatic makes: every import hashed and there, the stylesheet whole."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.management import call_command
from pytest_django import Settings

SPECIFIER = re.compile(r"""(?:^|;)\s*(?:import|export)\b[^;"']*["'](\.{1,2}/[^"']+)["']|\bimport\(["']([^"']+)""", re.M)
HASHED = re.compile(r"\.[0-9a-f]{12}\.(js|css|svg)$")


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "maypole.web.storage.ModuleStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def hashed_modules(folder: Path) -> list[Path]:
    return [path for path in folder.glob("maypole/**/*.js") if HASHED.search(path.name)]


def test_every_import_is_hashed_and_there(collected: Path) -> None:
    imports = [
        (module, found)
        for module in hashed_modules(collected)
        for pair in SPECIFIER.findall(module.read_text())
        for found in pair
        if found
    ]

    assert len(imports) >= 6
    assert [found for module, found in imports if not HASHED.search(found)] == []
    assert [found for module, found in imports if not (module.parent / found).resolve().is_file()] == []


def test_the_specifier_pattern_sees_an_unhashed_import() -> None:
    planted = 'import { a } from "./a.js";\nimport "./b.js";\nconst c = await import("./c.js");'

    found = [one or other for one, other in SPECIFIER.findall(planted)]

    assert found == ["./a.js", "./b.js", "./c.js"]


def test_the_stylesheet_arrives_whole(collected: Path) -> None:
    folder = collected / "maypole/css"
    (sheet,) = [path for path in folder.glob("maypole.*.css") if HASHED.search(path.name)]
    text = sheet.read_text()

    assert "@import" not in text
    assert ".precaution--stick" in text
    assert text.count("{") == text.count("}")
    assert sheet.with_name(f"{sheet.name}.gz").is_file()


def test_a_changed_component_changes_the_stylesheets_name(collected: Path, settings: Settings) -> None:
    sheets = {path.name for path in (collected / "maypole/css").glob("maypole.*.css")}
    other = collected.parent / "other"
    (other / "maypole/css").mkdir(parents=True)
    (other / "maypole/css/card.css").write_text(".card { color: red; }\n")
    settings.STATICFILES_DIRS = [other]
    settings.STATIC_ROOT = collected.parent / "second"

    call_command("collectstatic", interactive=False, verbosity=0)

    assert {path.name for path in (collected.parent / "second/maypole/css").glob("maypole.*.css")} - sheets


def test_every_imported_stylesheet_is_there() -> None:
    folder = Path(__file__).parent.parent / "static/maypole/css"
    named = set(re.findall(r'^@import "([^"]+)"', (folder / "maypole.css").read_text(), re.M))

    there = {str(path.relative_to(folder)) for path in folder.rglob("*.css")} - {"maypole.css"}

    assert named == there


def test_django_still_has_the_private_pattern_we_narrow() -> None:
    pattern, rules = HashedFilesMixin._js_module_import_aggregation_patterns  # type: ignore[attr-defined]

    assert pattern == "*.js"
    assert len(rules) >= 2
