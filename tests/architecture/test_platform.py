"""The platform: a sound pair of Python and Qt, the two commands, the licence."""

from __future__ import annotations

import importlib.util
import os
import sys
from types import ModuleType

import pytest
from PySide6.QtCore import QObject, Signal

from tests.architecture.source import ROOT


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    """Return dev.py as a module."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Bell(QObject):
    rung = Signal(object, bool)


def test_five_thousand_signals_do_not_cost_a_reference(qapp: object) -> None:
    bell = _Bell()
    heard: list[object] = []
    bell.rung.connect(lambda what, loud: heard.append((what, loud)))
    before = sys.getrefcount(None)
    for number in range(5000):
        bell.rung.emit(None if number % 2 else True, bool(number % 3))
    assert len(heard) == 5000
    heard.clear()
    assert sys.getrefcount(None) > before - 1000


def test_the_tests_run_offscreen() -> None:
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_the_dialogs_of_the_desktop_are_not_used(qapp: object) -> None:
    from PySide6.QtCore import QCoreApplication, Qt

    assert QCoreApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


def test_dev_uses_the_standard_library_alone() -> None:
    text = (ROOT / "dev.py").read_text(encoding="utf-8")
    names = [line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert [one for one in names if one.split(".")[0] not in sys.stdlib_module_names] == []


def test_the_stamp_tells_the_programs_installation_from_the_tests(dev: ModuleType) -> None:
    assert dev.key("") == dev.key("")
    assert dev.key("") != dev.key("test")


def test_dev_says_what_it_can_do(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["help"]) == 0
    said = capsys.readouterr().out
    assert [name for name in dev.COMMANDS if f"dev.py {name}" not in said] == []


def test_dev_refuses_an_unknown_command(dev: ModuleType) -> None:
    assert dev.main(["dance"]) == 2


@pytest.mark.parametrize("file", ["README.md", ".ci/run"])
def test_the_test_command_is_the_documented_one(file: str) -> None:
    assert "python dev.py test" in (ROOT / file).read_text(encoding="utf-8")


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
