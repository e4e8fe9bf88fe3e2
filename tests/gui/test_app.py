"""The program: window first, databases opened, made, missing, locked; the sample and its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import Program, unsound_pair, user_folders
from desktop.changes import Topic
from desktop.services.settings import SettingsFile
from desktop.views.databases.one_window import WindowClaim
from desktop.views.databases.opener import Folders
from desktop.views.databases.requests import CreateDatabase, OpenDatabase
from desktop.views.help_dialog import AboutDialog, HelpDialog
from desktop.views.imports.batches_dialog import BatchesDialog
from desktop.views.imports.wizard import ImportWizard
from desktop.views.tab import TabFactory, TabPage
from tests.gui.conftest import destroy
from tests.gui.small_branch import CLOCK, copy_of, make_small_branch


class PlainTab(TabPage):
    """A tab that shows how many imports there are."""

    key = "plain"
    name = "Plain"
    topics = frozenset({Topic.IMPORTS})


def plain_tabs() -> Sequence[TabFactory]:
    return (PlainTab,)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_branch(tmp_path_factory.mktemp("branch"))


@pytest.fixture
def database(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("desktop.bootstrap.system_login", lambda: "li")
    return copy_of(template, tmp_path / "east.branchbook")


@pytest.fixture
def make_program(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[], Program]]:
    made: list[Program] = []
    sheet = qapp.styleSheet()

    def make() -> Program:
        folders = Folders.under(tmp_path / "own")
        settings = SettingsFile(folders.settings)
        settings.change(language="en")
        program = Program(qapp, settings, folders, CLOCK, tabs=plain_tabs)
        made.append(program)
        return program

    yield make
    for program in made:
        finish(program)
    qapp.setStyleSheet(sheet)


def finish(program: Program) -> None:
    """End a program as closing its window does."""
    if shiboken6.isValid(program.window):
        program.window.close()
        program.close()
        destroy(program.window)
        destroy(program.runner)


def opened(program: Program, address: str, qtbot: QtBot) -> Program:
    with qtbot.waitSignal(program.opener.opened, timeout=20_000):
        program.start(address)
    return program


def test_the_window_stands_before_the_database_is_opened(
    make_program: Callable[[], Program], database: Path, qtbot: QtBot
) -> None:
    program = make_program()
    program.start(str(database))
    assert program.window.isVisible()
    assert program.opener.services is None and program.window.front is None
    qtbot.waitUntil(lambda: program.window.front is not None, timeout=20_000)
    assert program.window.windowTitle() == "East branch"
    assert program.banner.text == ""


def test_the_last_database_is_opened_again(
    make_program: Callable[[], Program], database: Path, qtbot: QtBot
) -> None:
    first = opened(make_program(), str(database), qtbot)
    finish(first)
    second = make_program()
    opened(second, "", qtbot)
    assert second.opener.services is not None
    assert second.opener.services.address == str(database)


def test_a_missing_file_is_told_and_can_be_looked_for_or_forgotten(
    make_program: Callable[[], Program], tmp_path: Path, qtbot: QtBot
) -> None:
    program = make_program()
    gone = tmp_path / "gone.branchbook"
    settings = program._settings
    settings.remember_database(str(gone))
    with qtbot.waitSignal(program.opener.refused, timeout=20_000):
        program.start()
    assert f"no database {gone}" in program.window.messages.text
    buttons = {one.text(): one for one in program.window.messages.findChildren(QPushButton)}
    assert list(buttons) == ["Browse…", "Try again", "Forget it"]
    qtbot.mouseClick(buttons["Forget it"], Qt.MouseButton.LeftButton)
    assert settings.value.recent == () and settings.value.last_database == ""


def test_a_file_that_is_no_database_leaves_the_open_one_open(
    make_program: Callable[[], Program], database: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    program = opened(make_program(), str(database), qtbot)
    wrong = tmp_path / "letter.db"
    wrong.write_text("Dear sirs,", encoding="utf-8")
    with qtbot.waitSignal(program.opener.refused, timeout=20_000):
        program.carry_out(OpenDatabase(str(wrong)))
    assert "not a database" in program.window.messages.text
    assert program.window.front is not None


def test_a_new_database_is_made_and_opened(
    make_program: Callable[[], Program], tmp_path: Path, qtbot: QtBot
) -> None:
    program = make_program()
    program.start()
    assert program.window.first_page.isVisible()
    path = tmp_path / "north.branchbook"
    with qtbot.waitSignal(program.opener.opened, timeout=20_000):
        program.carry_out(CreateDatabase(path, "North"))
    assert path.exists()
    assert program.window.windowTitle() == "North"
    assert program._settings.value.recent == (str(path),)


def test_a_second_start_raises_the_first_window(
    make_program: Callable[[], Program], database: Path, qtbot: QtBot
) -> None:
    first = opened(make_program(), str(database), qtbot)
    raised: list[bool] = []
    first.opener.raise_window = lambda: raised.append(True)
    second = make_program()
    with qtbot.waitSignal(second.opener.elsewhere, timeout=20_000) as told:
        second.start(str(database))
    assert told.args == [str(database), True]
    qtbot.waitUntil(lambda: raised == [True])
    assert second.opener.services is None
    assert "is open in a window already" in second.window.messages.text


def test_a_claim_is_free_again_when_the_database_is_closed(
    make_program: Callable[[], Program], database: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    program = opened(make_program(), str(database), qtbot)
    other = WindowClaim(tmp_path / "own" / "locks", str(database))
    assert not other.take()
    program.window.menus.actions["close"].trigger()
    assert other.take()
    other.release()
    assert program.window.first_page.isVisible()
    assert program._settings.value.last_database == ""


def test_ctrl_i_opens_the_wizard_and_ctrl_shift_i_the_imports_so_far(
    make_program: Callable[[], Program], database: Path, qtbot: QtBot
) -> None:
    program = opened(make_program(), str(database), qtbot)
    window = program.window
    window.menus.actions["import"].trigger()
    wizard = window.findChild(ImportWizard)
    assert wizard is not None and wizard.isVisible()
    wizard.reject()
    window.menus.actions["batches"].trigger()
    batches = window.findChild(BatchesDialog)
    assert batches is not None and batches.isVisible()
    assert program.runner.wait_idle()
    assert len(batches.table.rows_model.rows) == 3
    batches.accept()


def test_help_and_about_are_there(
    make_program: Callable[[], Program], database: Path, qtbot: QtBot
) -> None:
    program = opened(make_program(), str(database), qtbot)
    program.window.menus.actions["help"].trigger()
    shown = program.window.findChild(HelpDialog)
    assert shown is not None and "import" in shown.text.toPlainText()
    shown.close()
    program.window.menus.actions["about"].trigger()
    about = program.window.findChild(AboutDialog)
    assert about is not None and about.isVisible()
    about.reject()


def test_the_sample_is_marked_and_removed_by_one_click(
    make_program: Callable[[], Program],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def small_sample(path: Path, _words: str, login: str, step: Callable[[int, int], None]) -> None:
        from desktop.bootstrap import make_database
        from desktop.services.branches.data import MakeBranch

        make_database(str(path), MakeBranch("Sample branch", is_sample=True), CLOCK, login)
        step(1, 1)

    monkeypatch.setattr("desktop.services.sample.building.build_sample", small_sample)
    program = make_program()
    program.start()
    with qtbot.waitSignal(program.opener.opened, timeout=20_000):
        program.window.desk.ask_sample()
    path = tmp_path / "own" / "sample-en.db"
    assert path.exists()
    assert "invented data" in program.banner.text
    qtbot.mouseClick(program.banner.remove, Qt.MouseButton.LeftButton)
    assert program.runner.wait_idle()
    assert not path.exists()
    assert program.banner.text == "" and program.window.first_page.isVisible()
    assert program._settings.value.recent == ()


def test_a_stranger_may_look_and_is_told_that_he_cannot_change(
    make_program: Callable[[], Program],
    database: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("desktop.bootstrap.system_login", lambda: "stranger")
    program = opened(make_program(), str(database), qtbot)
    assert "does not know the user stranger" in program.window.messages.text


@pytest.mark.parametrize(
    ("python", "qt", "is_sound"),
    [
        ((3, 11), "6.12.0", False),
        ((3, 11), "6.11.3", True),
        ((3, 12), "6.12.0", True),
    ],
)
def test_the_pair_of_python_and_qt_that_dies_is_refused(
    python: tuple[int, int], qt: str, is_sound: bool
) -> None:
    assert (unsound_pair(python, qt) == "") is is_sound


def test_the_environment_says_where_settings_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRANCHBOOK_SETTINGS", str(tmp_path / "stick"))
    assert user_folders().settings == tmp_path / "stick" / "settings.json"


def test_after_the_first_paint_nothing_heavy_is_loaded(tmp_path: Path) -> None:
    heavy = ("pandas", "numpy", "reportlab", "alembic", "sqlalchemy", "pyqtgraph", "pypinyin")
    code = f"""
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop.app import FirstPaint, Program, user_folders
from desktop.clock import SystemClock
from desktop.services.settings import SettingsFile
app = QApplication([])
folders = user_folders()
program = Program(app, SettingsFile(folders.settings), folders, SystemClock())
FirstPaint(program.window).painted.connect(app.quit)
program.start()
app.exec()
print([name for name in {heavy!r} if name in sys.modules])
program.window.close()
program.close()
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "BRANCHBOOK_SETTINGS": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout.strip() == "[]"


def test_the_program_ends_in_order_when_its_window_is_closed(
    template: Path, tmp_path: Path
) -> None:
    database = copy_of(template, tmp_path / "end.branchbook")
    code = f"""
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop import app, cli
app.default_tabs = lambda: ()
shown = app.Program._show_opened
def close_soon(self, found):
    shown(self, found)
    QTimer.singleShot(0, self.window.close)
app.Program._show_opened = close_soon
sys.exit(cli.main(["--database", {str(database)!r}]))
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "BRANCHBOOK_SETTINGS": str(tmp_path / "own")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "own" / "logs" / "branchbook.log").exists()
    assert SettingsFile(tmp_path / "own" / "settings.json").value.recent == (str(database),)
