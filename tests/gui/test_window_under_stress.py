"""The window under stress: who asks the database, closing and switching at work, what is left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import Engine, event, text

from desktop.app import Program
from desktop.bootstrap import Services, open_services
from desktop.enums import ImportKind
from desktop.services.imports.service import ImportFile
from desktop.services.settings import SettingsFile
from desktop.views.databases.opener import Folders
from desktop.views.pictures import wait_until_calm
from desktop.views.tabs import tab_factories
from tests.gui.conftest import destroy
from tests.gui.cycles import cycles, left_over, together
from tests.gui.marked_branch import make_marked_branch
from tests.gui.small_branch import CLOCK, LOGIN, copy_of, make_small_branch

#: Enough to tell a leak (one object a cycle) from what is kept for ever.
CYCLES = 4


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_marked_branch(tmp_path_factory.mktemp("marked"))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_branch(tmp_path_factory.mktemp("other"))


@pytest.fixture
def program(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr("desktop.bootstrap.system_login", lambda: LOGIN)
    folders = Folders.under(tmp_path / "own")
    settings = SettingsFile(folders.settings)
    settings.change(language="en")
    sheet = qapp.styleSheet()
    found = Program(qapp, settings, folders, CLOCK)
    found.window.resize(1280, 800)
    yield found
    if shiboken6.isValid(found.window):
        found.window.close()
        found.close()
        destroy(found.window)
        destroy(found.runner)
    qapp.setStyleSheet(sheet)


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Return the statements that are sent to any database from the window's thread."""
    found: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if threading.current_thread() is threading.main_thread():
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    yield found
    event.remove(Engine, "before_cursor_execute", hear)


def _open(program: Program, path: Path) -> None:
    program.start(str(path))
    wait_until_calm(program.window, program.runner)
    assert program.window.front is not None


def _tour(program: Program) -> None:
    """Do in each tab what a user does: rows, keys, letters, every action without a dialog."""
    window = program.window
    for key in window.tabs.keys:
        window.tabs.bring(key)
        wait_until_calm(window, program.runner)
        page = window.front
        assert page is not None
        tables = [one for one in page.findChildren(QTableView) if one.isVisible()]
        for table in tables[:1]:
            for press in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Return):
                QTest.keyClick(table, press)
                wait_until_calm(window, program.runner)
        window.tabs.bring(key)
        page.focus_filter()
        QTest.keyClicks(QApplication.focusWidget() or page, "de")
        for action in page.menu_actions():
            if action.isEnabled() and "…" not in action.text():
                action.trigger()
                wait_until_calm(window, program.runner)
                window.tabs.bring(key)
        page.export_table()
        wait_until_calm(window, program.runner)


def test_no_statement_is_sent_from_the_windows_thread(
    program: Program, template: Path, tmp_path: Path, asked: list[str]
) -> None:
    _open(program, copy_of(template, tmp_path / "a.branchbook"))
    _tour(program)
    program.show_batches()
    program.show_import()
    wait_until_calm(program.window, program.runner)
    for dialog in program.window.findChildren(QWidget):
        if dialog.isWindow() and dialog.isVisible():
            dialog.close()
    assert asked == []


def test_a_statement_from_the_windows_thread_would_be_found(
    template: Path, tmp_path: Path, asked: list[str]
) -> None:
    services = open_services(str(copy_of(template, tmp_path / "b.branchbook")), CLOCK, LOGIN)
    asked.clear()
    with services.uow.read() as session:
        session.execute(text("SELECT 1"))
    services.close()
    assert asked[-1] == "SELECT 1"


def _orders(folder: Path, count: int) -> Path:
    path = folder / "orders.csv"
    rows = [f"S{n},2026-07-{n % 28 + 1:02d},0001,{n}.00" for n in range(1, count + 1)]
    head = "order_no,order_date,customer_code,amount"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


def _count(path: Path) -> int:
    services = open_services(str(path), CLOCK, LOGIN)
    with services.uow.read() as session:
        found = int(session.execute(text("SELECT count(*) FROM sales_order")).scalar_one())
    services.close()
    return found


@pytest.mark.parametrize("wait_for_start", [True, False])
def test_closing_during_an_import_leaves_all_of_it_or_nothing(
    program: Program, other: Path, tmp_path: Path, wait_for_start: bool
) -> None:
    path = copy_of(other, tmp_path / "c.branchbook")
    _open(program, path)
    services = program.opener.services
    assert services is not None
    began = threading.Event()

    def bring() -> object:
        began.set()
        order = ImportFile(ImportKind.ORDERS, _orders(tmp_path, 800))
        return services.imports.run(services.require_writer(), order)

    program.runner.command(bring, lambda _done: None, owner=program.window)
    if wait_for_start:
        began.wait(20)
    program.window.close()
    program.close()
    destroy(program.window)
    destroy(program.runner)
    assert _count(path) in (0, 800)


def test_closing_while_every_tab_is_asking_ends_in_order(
    program: Program, template: Path, tmp_path: Path
) -> None:
    _open(program, copy_of(template, tmp_path / "d.branchbook"))
    for key in program.window.tabs.keys:
        program.window.tabs.bring(key)
    for page in program.window.tabs.pages:
        page.force_reload()
    program.window.close()
    program.close()
    destroy(program.window)
    destroy(program.runner)


def _open_at_once(program: Program, path: Path, qtbot: QtBot) -> Services:
    """Open a database as soon as the opener can, whatever the tabs of the last one still ask."""
    with qtbot.waitSignal(program.opener.opened, timeout=20_000):
        program.opener.open(str(path))
    assert program.opener.services is not None
    return program.opener.services


def test_switching_the_database_at_work_shows_the_new_one_alone(
    program: Program, template: Path, other: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    first = copy_of(template, tmp_path / "one.branchbook")
    second = copy_of(other, tmp_path / "two.branchbook")
    _open(program, first)
    for turn in range(4):
        for key in program.window.tabs.keys:
            program.window.tabs.bring(key)
        for page in program.window.tabs.pages:
            page.force_reload()
        path = (second, first)[turn % 2]
        services = _open_at_once(program, path, qtbot)
        assert services.address == str(path)
    program.window.tabs.bring("accounts")
    _open_at_once(program, second, qtbot)
    program.window.tabs.bring("accounts")
    wait_until_calm(program.window, program.runner)
    page = program.window.front
    assert page is not None
    table = page.export_table()
    assert table is not None
    assert {row[1] for row in table.rows} == {"East Stores", "West Trade"}
    assert program.window.windowTitle() == "East branch"


_NAMES = (
    *(f"tab {factory.key}" for factory in tab_factories()),
    "dialog new", "dialog connect", "dialog help", "dialog keys", "dialog about", "dialog import",
    "dialog batches", "dialog bug",
)  # fmt: skip


@pytest.mark.expects_log("unforeseen error")
def test_opening_and_closing_leaves_nothing_behind(
    program: Program, template: Path, tmp_path: Path
) -> None:
    _open(program, copy_of(template, tmp_path / "e.branchbook"))
    found = cycles(program)
    assert tuple(found) == _NAMES
    if _leaks(together(program, found)):
        # Only then is it worth the time to look at each on its own.
        assert [(name, *one) for name, cycle in found.items() for one in _leaks(cycle)] == []
        raise AssertionError("something is left behind, though by no tab or dialog alone")


def _leaks(cycle: Callable[[], None]) -> list[tuple[str, int]]:
    """Return of what each cycle left one behind, and how many were left."""
    return [(kind, count) for kind, count in left_over(cycle, CYCLES).items() if count >= CYCLES]


def test_a_dialog_that_stays_would_be_found(
    program: Program, template: Path, tmp_path: Path
) -> None:
    _open(program, copy_of(template, tmp_path / "f.branchbook"))
    kept: list[QWidget] = []
    make: Callable[[], None] = lambda: kept.append(QWidget(program.window))  # noqa: E731
    assert left_over(make, 3)["QWidget"] == 3
