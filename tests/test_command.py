"""The `maypole` command: what it knows, what it refuses, and that the cores start without Django."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from maypole import command


def run(*words: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; from maypole.command import main\n"
        "try: code = main(sys.argv[1:])\n"
        "except SystemExit as stop: code = stop.code or 0\n"
        "print('django loaded:', 'django' in sys.modules)\n"
        "raise SystemExit(code)"
    )
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("word", ["progress", "groups"])
def test_the_cores_commands_start_without_django(word: str) -> None:
    done = run(word, "--help")

    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout.lower()
    assert "django loaded: False" in done.stdout


@pytest.mark.parametrize("words", [["--help"], ["import", "--help"], ["--version"]])
def test_help_needs_no_django_either(words: list[str]) -> None:
    done = run(*words)

    assert done.returncode == 0
    assert "django loaded: False" in done.stdout


@pytest.mark.parametrize("part", command.PARTS, ids=lambda part: " ".join(part.words))
def test_every_part_is_there(part: command.Part) -> None:
    assert find_spec(part.module) is not None


def test_an_unknown_command_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["dance"]) == 2

    message = capsys.readouterr().err
    assert "dance" in message
    assert "serve" in message


def test_import_without_a_kind_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["import"]) == 2

    assert "series" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--data", "clinic", "x"], ["x", "--data=clinic"]])
def test_the_data_folder_reaches_the_settings(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAYPOLE_DATA", "elsewhere")

    rest = command._take_data(words)

    assert rest == ["x"]
    assert os.environ["MAYPOLE_DATA"].endswith("/clinic")


def test_a_data_folder_without_a_name_is_refused() -> None:
    with pytest.raises(SystemExit) as stop:
        command._take_data(["--data"])

    assert stop.value.code == 2
