"""A clinic's folder for tests with processes of their own: made once, copied for each test."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.processes import ROOT, environment


@pytest.fixture(scope="session")
def empty_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tables and static files, and nobody in it. Copy it, don't use it."""
    data = tmp_path_factory.mktemp("clinic") / "data"
    command = [sys.executable, "-m", "maypole.site.operations.prepare"]
    subprocess.run(command, cwd=ROOT, env=environment(data), check=True, timeout=120)
    return data


@pytest.fixture
def data(empty_clinic: Path, tmp_path: Path) -> Path:
    """A clinic's folder of this test's own."""
    return Path(shutil.copytree(empty_clinic, tmp_path / "data"))
