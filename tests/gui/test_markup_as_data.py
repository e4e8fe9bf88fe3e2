"""F22: names that are markup are written as they were typed, in every label, tip, cell and box."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMenu,
    QTableView,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from desktop.app import Program
from desktop.services.settings import SettingsFile
from desktop.views.databases.opener import Folders
from desktop.views.imports.batches_dialog import BatchesDialog
from desktop.views.imports.wizard import ImportWizard
from desktop.views.pictures import wait_until_calm
from desktop.views.plans.tab import PlansTab
from desktop.views.tab import TabPage
from tests.gui import marked_branch as marks
from tests.gui.conftest import destroy
from tests.gui.markup_walk import rendered, written
from tests.gui.small_branch import CLOCK, copy_of

PAYLOADS = (
    marks.BOLD, marks.PICTURE, marks.LINK, marks.RULE, "<i>C1</i>", "<u>R1</u>", "<s>P1</s>",
    "<b>T</b>", "<b>0",
)  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return marks.make_marked_branch(tmp_path_factory.mktemp("marked"))


@pytest.fixture
def program(
    qapp: QApplication, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    place = tmp_path / "&amp;"
    place.mkdir()
    folders = Folders.under(place / "own")
    settings = SettingsFile(folders.settings)
    settings.change(language="en")
    sheet = qapp.styleSheet()
    monkeypatch.setattr("desktop.bootstrap.system_login", lambda: "li")
    found = Program(qapp, settings, folders, CLOCK)
    found.window.resize(1440, 900)
    found.start(str(copy_of(template, place / "marked.branchbook")))
    wait_until_calm(found.window, found.runner)
    yield found
    found.window.close()
    found.close()
    destroy(found.window)
    destroy(found.runner)
    qapp.setStyleSheet(sheet)


def _walk(program: Program, page: TabPage) -> Iterator[str]:
    """Make rows current, open them, turn the pages inside; yield what is rendered on the way."""
    wait_until_calm(program.window, program.runner)
    yield from rendered(program.window, PAYLOADS)
    for table in page.findChildren(QTableView):
        model = table.model()
        if not table.isVisible() or model is None:
            continue
        if table.selectionMode() == QAbstractItemView.SelectionMode.NoSelection:
            continue
        for row in range(min(model.rowCount(), 3)):
            column = table.horizontalHeader().logicalIndex(0)
            table.setCurrentIndex(model.index(row, column))
            wait_until_calm(program.window, program.runner)
            yield from rendered(program.window, PAYLOADS)
        if table.isVisible():
            QTest.keyClick(table, Qt.Key.Key_Return)
            wait_until_calm(program.window, program.runner)
            yield from rendered(program.window, PAYLOADS)
            program.window.tabs.bring(page.key)
    for action in page.menu_actions():
        # Three dots: it opens a dialog of its own.
        if action.isEnabled() and "…" not in action.text():
            action.trigger()
            wait_until_calm(program.window, program.runner)
            yield from rendered(program.window, PAYLOADS)
            program.window.tabs.bring(page.key)
    for pages in page.findChildren(QTabWidget):
        for at in range(pages.count()):
            pages.setCurrentIndex(at)
            wait_until_calm(program.window, program.runner)
            yield from rendered(program.window, PAYLOADS)


@pytest.mark.parametrize("key", ["plans", "activity", "information", "accounts", "appraisals"])
def test_no_tab_renders_what_was_typed(program: Program, key: str) -> None:
    program.window.tabs.bring(key)
    page = program.window.front
    assert page is not None and page.key == key
    assert sorted(set(_walk(program, page))) == []
    assert written(program.window, PAYLOADS) >= 2


def test_the_path_of_a_breakdown_renders_nothing(program: Program) -> None:
    program.window.tabs.bring("plans")
    wait_until_calm(program.window, program.runner)
    page = program.window.front
    assert isinstance(page, PlansTab)
    board = page.grid.table
    board.setCurrentIndex(board.model().index(0, board.horizontalHeader().logicalIndex(0)))
    for _level in range(2):
        menu = QMenu(page)
        page.fill_ways_down(menu)
        menu.actions()[0].trigger()
        wait_until_calm(program.window, program.runner)
        assert rendered(program.window, PAYLOADS) == []
        menu.deleteLater()
    tips = [widget.toolTip() for widget in page.findChildren(QWidget)]
    assert any(html.escape(marks.BOLD) in tip for tip in tips)


def test_no_dialog_of_the_branch_renders_what_was_typed(
    program: Program, template: Path, tmp_path: Path
) -> None:
    refused = tmp_path / "&amp;<b>.csv"
    refused.write_text(
        f'date,rep_code,customer_code,outcome\n{marks.BOLD},<u>R9</u>,"{marks.LINK}",x\n',
        encoding="utf-8",
    )
    program.show_batches()
    program.show_import(refused)
    wizard = program.window.findChild(ImportWizard)
    assert wizard is not None
    found: list[str] = []
    for _page in range(5):
        wait_until_calm(program.window, program.runner)
        found += rendered(program.window, (*PAYLOADS, "<b>", "<u>R9</u>"))
        if not wizard.go_on.isVisible() or not wizard.go_on.isEnabled():
            break
        wizard.go_on.click()
    assert written(wizard, (marks.BOLD, "<u>R9</u>", "<b>")) >= 1
    for dialog in (wizard, program.window.findChild(BatchesDialog)):
        assert dialog is not None
        dialog.close()
    assert sorted(set(found)) == []


@pytest.mark.expects_log("unforeseen error")
def test_messages_and_errors_are_written_as_they_are(program: Program) -> None:
    program.window.tell(f"Something about {marks.PICTURE}")
    program.window.show_error(ValueError(marks.BOLD))
    wait_until_calm(program.window, program.runner)
    shown: list[QWidget] = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    found = [text for widget in shown for text in rendered(widget, PAYLOADS)]
    assert sum(written(widget, PAYLOADS) for widget in shown) >= 1
    for widget in shown:
        if widget is not program.window:
            widget.close()
    assert found == []


def test_the_walker_finds_a_label_a_tip_a_cell_and_a_document(qapp: QApplication) -> None:
    box = QWidget()
    label = QLabel(f"about {marks.BOLD}", box)
    label.setToolTip(f"Back to {marks.LINK}")
    label.move(QPoint(0, 0))
    text = QTextEdit(box)
    text.setHtml(f"seen {marks.PICTURE}")
    assert len(rendered(box, PAYLOADS)) == 3
    destroy(box)
