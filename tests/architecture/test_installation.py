"""A plain installation, without the checkout, has all that the program needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.source import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the unpacked wheel, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [
            sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps",
            "--no-build-isolation", "--no-cache-dir", "--wheel-dir", str(folder), str(ROOT),
        ],
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("branchbook-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def _tracked(folder: Path) -> set[str]:
    """Return the files below the folder as a clone would have them, from that folder on."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_file_of_the_package(installed: Path) -> None:
    assert _tracked(ROOT / "desktop") - _tracked(installed / "desktop") == set()


def test_the_wheel_holds_fonts_catalogues_icons_and_help(installed: Path) -> None:
    # What only developers and the README need stays in the checkout.
    wanted = {
        path
        for path in _tracked(ROOT / "resources") - {"fonts/build.py"}
        if not path.startswith("pictures/")
    }
    assert {"fonts/NotoSansSC-Regular.ttf", "fonts/OFL.txt"} <= wanted
    assert _tracked(installed / "desktop" / "resources") == wanted


def test_the_wheel_holds_no_tests(installed: Path) -> None:
    tops = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert tops == {"desktop"}


def test_the_wheel_names_the_command(installed: Path) -> None:
    (entry,) = installed.glob("*.dist-info/entry_points.txt")
    assert "branchbook = desktop.cli:main" in entry.read_text(encoding="utf-8")


def test_the_installed_program_finds_its_resources_and_speaks_chinese(installed: Path) -> None:
    code = (
        "from desktop.paths import resources_folder as f; from desktop.i18n import _, speaking\n"
        "with speaking('zh_CN'): _('x')\n"
        "print(f())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=installed,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(ran.stdout.strip()) == (installed / "desktop" / "resources").resolve()
