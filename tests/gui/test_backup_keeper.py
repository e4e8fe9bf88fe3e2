"""The window keeps backups: after a minute, before an import, at the end; and offers one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.services.backups.rotation import list_backups
from desktop.services.settings import SettingsFile
from desktop.views.backup_keeper import EVERY_MS, FIRST_MS
from desktop.views.databases.opener import Folders
from desktop.views.imports.wizard import ImportWizard
from desktop.views.tab import TabPage
from tests.gui.conftest import destroy
from tests.gui.small_branch import CLOCK, copy_of, make_small_branch


class PlainTab(TabPage):
    """A tab, so that a database counts as shown."""

    key = "plain"

    def title(self) -> str:
        return "Plain"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_branch(tmp_path_factory.mktemp("branch"))


@pytest.fixture
def database(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("desktop.bootstrap.system_login", lambda: "li")
    return copy_of(template, tmp_path / "east.branchbook")


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    sheet = qapp.styleSheet()
    folders = Folders.under(tmp_path / "own")
    settings = SettingsFile(folders.settings)
    settings.change(language="en")
    program = Program(qapp, settings, folders, CLOCK, tabs=lambda: (PlainTab,))
    yield program
    finish(program)
    qapp.setStyleSheet(sheet)


def finish(program: Program) -> None:
    """End a program as closing its window does."""
    if shiboken6.isValid(program.window):
        program.window.close()
        program.close()
        destroy(program.window)
        destroy(program.runner)


def opened(program: Program, database: Path, qtbot: QtBot) -> Program:
    with qtbot.waitSignal(program.opener.opened, timeout=20_000):
        program.start(str(database))
    return program


def backups_of(database: Path) -> int:
    return len(list_backups(database.with_name(f"{database.name}-backups")))


def pressed(program: Program, words: str, qtbot: QtBot) -> None:
    buttons: dict[str, QPushButton] = {}

    def is_there() -> bool:
        found = program.window.messages.findChildren(QPushButton)
        buttons.update({one.text(): one for one in found})
        return words in buttons

    qtbot.waitUntil(is_there, timeout=20_000)
    buttons[words].click()


def test_a_minute_after_opening_and_then_every_half_hour(
    program: Program, database: Path, qtbot: QtBot
) -> None:
    opened(program, database, qtbot)
    timer = program.keeper._timer
    assert timer.isActive() and timer.interval() == FIRST_MS
    timer.timeout.emit()
    assert program.runner.wait_idle()
    assert backups_of(database) == 1
    assert timer.isActive() and timer.interval() == EVERY_MS
    timer.timeout.emit()
    assert program.runner.wait_idle()
    assert backups_of(database) == 1 and program.window.messages.text == ""


def test_before_an_import_and_when_the_database_is_closed(
    program: Program, database: Path, qtbot: QtBot
) -> None:
    opened(program, database, qtbot)
    program.window.menus.actions["import"].trigger()
    wizard = program.window.findChild(ImportWizard)
    assert wizard is not None
    wizard.reject()
    assert program.runner.wait_idle()
    assert backups_of(database) == 1
    shutil.rmtree(database.with_name(f"{database.name}-backups"))
    program.window.menus.actions["close"].trigger()
    assert program.runner.wait_idle()
    assert backups_of(database) == 1


def test_when_the_window_is_closed(program: Program, database: Path, qtbot: QtBot) -> None:
    opened(program, database, qtbot)
    finish(program)
    assert backups_of(database) == 1


def test_a_failure_is_told_once_and_work_goes_on(
    program: Program, database: Path, qtbot: QtBot
) -> None:
    opened(program, database, qtbot)
    database.with_name(f"{database.name}-backups").write_text("in the way", encoding="utf-8")
    program.keeper.keep()
    assert program.runner.wait_idle()
    assert program.window.messages.text.startswith("No backup could be made; your work goes on.")
    program.window.messages.close_message()
    program.keeper.keep()
    assert program.runner.wait_idle()
    assert program.window.messages.text == ""
    assert program.opener.services is not None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[:20_000], id="cut_off"),
        pytest.param(lambda content: b"Dear sirs,", id="no_database"),
    ],
)
def test_a_damaged_file_comes_with_its_newest_good_backup(
    program: Program,
    database: Path,
    qtbot: QtBot,
    damage: Callable[[bytes], bytes],
) -> None:
    opened(program, database, qtbot)
    program.window.menus.actions["close"].trigger()
    assert program.runner.wait_idle()
    content = damage(database.read_bytes())
    database.write_bytes(content)
    with qtbot.waitSignal(program.opener.refused, timeout=20_000):
        program.opener.open(str(database))
    with qtbot.waitSignal(program.opener.opened, timeout=20_000):
        pressed(program, "Go on with the backup", qtbot)
    services = program.opener.services
    assert Path(services.address).name.startswith("east-restored-")
    assert services.customers is not None and services.branch.name == "East branch"
    assert database.read_bytes() == content
