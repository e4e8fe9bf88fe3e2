"""Metrics side by side in the plan's editor, as they are used: typed, pasted, locked, saved."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import Dimension, ImportKind, Metric, PlanLevel
from desktop.services.drafts import DraftFolder
from desktop.services.imports.service import ImportFile
from desktop.services.plans.making_data import SaveBook
from desktop.services.plans.measures_data import (
    AddMeasure,
    CellTexts,
    MeasureEntry,
    SaveCells,
)
from desktop.services.plans.versions_data import MakePlan
from desktop.services.rules.plan_cube.data import Selection
from desktop.services.settings import ThemeChoice
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.plans.making.dialogs import SaveDialog
from desktop.views.plans.making.page import MakingPage
from desktop.views.tab import TabContext
from tests.gui.part_page import in_front
from tests.gui.small_branch import make_small_branch, open_small

SALES, COLLECTIONS, VISITS = Metric.SALES, Metric.COLLECTIONS, Metric.VISITS
CONTROL = Qt.KeyboardModifier.ControlModifier
#: Where the columns stand.
IN_SALES, IN_COLLECTIONS, IN_PROFIT, IN_VISITS, RATIO, COMPLAINTS = 0, 1, 2, 5, 6, 8


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a branch with a draft: 100.00 of sales, 12 visits, a measure with one target."""
    path = make_small_branch(tmp_path_factory.mktemp("side"))
    services = open_small(path)
    actor = services.require_writer()
    version_id = services.plan_versions.make(actor, MakePlan("Next", 2027)).created_id
    assert version_id is not None
    books = services.plan_making.books(version_id, (SALES, VISITS), PlanLevel.BASE)
    for book, amount in zip(books, (100_00, 12), strict=True):
        book.cube.edit(rep(0), amount)
    services.plan_making.save_all(
        actor, [SaveBook(book, (rep(0),), "begun", "typed") for book in books]
    )
    entry = MeasureEntry("Complaints", "cases", more_is_better=False)
    services.plan_measures.add(actor, AddMeasure(entry))
    own = services.plan_measures.book(version_id)
    key = (own.measures[0].id, own.people[0].rep_id, own.months[0].ordinal)
    services.plan_measures.save(actor, SaveCells(version_id, (CellTexts(key, target="3"),)))
    services.close()
    return path


def rep(place: int) -> Selection:
    return Selection().within(Dimension.REP, place)


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[MakingPage]:
    """Yield the page with the metrics side by side; what is unsaved at the end is nobody's."""
    with in_front("plan", MakingPage, window, context, services, qtbot) as found:
        box = box_of(found, "Columns")
        box.setCurrentIndex(box.findText("Metrics side by side"))
        settle(found)
        yield found
        found.saving.discard()
        settle(found)


def box_of(page: MakingPage, name: str) -> QComboBox:
    boxes = page.filters.findChildren(QComboBox)
    return next(box for box in boxes if box.accessibleName() == name)


def settle(page: MakingPage) -> None:
    assert page.context.runner.wait_idle(20_000)


def stand(page: MakingPage, row: int, column: int) -> None:
    """Go to a cell; row −1 is the line of totals."""
    sheet = page.controller.sheet
    assert sheet is not None
    at = (row if row >= 0 else len(sheet.rows), column)
    page.grid.stand_on(at)
    page.controller.choose(at)
    (page.grid.totals if row < 0 else page.grid.table).setFocus()


def write(page: MakingPage, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type into the current cell: the first key opens the field."""
    table = page.grid.totals if page.grid.totals.hasFocus() else page.grid.table
    QTest.keyClicks(table, text[0])
    editor = table.delegate.editor
    assert editor is not None
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, end)


def column(page: MakingPage, place: int) -> list[str]:
    """Return what a column says, its total last."""
    found = []
    for table in (page.grid.table, page.grid.totals):
        model = table.model_shown
        found += [str(model.index(row, place).data()) for row in range(model.rowCount())]
    return found


def status(page: MakingPage) -> list[str]:
    """Return whose totals the status line shows, and the four of them."""
    return [page.status.whose.text(), *(part.amount.text() for part in page.status.parts)]


def test_two_metrics_are_typed_and_taken_back_in_their_order(page: MakingPage) -> None:
    stand(page, 0, IN_SALES)
    write(page, "150.50", Qt.Key.Key_Tab)
    # A cell that had no line gets some, in its own metric alone.
    assert page.controller.at == (0, IN_COLLECTIONS)
    write(page, "90")
    stand(page, -1, IN_VISITS)
    assert status(page) == ["Visits", "12", "12", "12", "12"]
    write(page, "24")
    assert status(page) == ["Visits", "24", "24", "24", "24"]
    assert column(page, IN_SALES) == ["150.50", "0.00", "0.00", "150.50"]
    assert column(page, IN_COLLECTIONS) == ["90", "0", "0", "90"]
    assert column(page, RATIO)[0] == "59.8%"
    stand(page, -1, IN_SALES)
    assert status(page) == ["Net sales", *["¥150.50"] * 4]
    QTest.keyClick(page.grid.totals, Qt.Key.Key_Z, CONTROL)
    assert column(page, IN_VISITS)[-1] == "12" and column(page, IN_COLLECTIONS)[-1] == "90"
    QTest.keyClick(page.grid.totals, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(page.grid.totals, Qt.Key.Key_Z, CONTROL)
    assert column(page, IN_SALES)[-1] == "100"
    assert not page.controller.has_unsaved


def save(page: MakingPage) -> None:
    page.questions.ask_save()
    dialog = page.questions.dialog
    assert isinstance(dialog, SaveDialog)
    dialog.reason.setPlainText("Talked over")
    dialog.main_button.click()
    settle(page)


def test_both_are_saved_at_once_also_after_another_desk_was_first(
    page: MakingPage, services: Services, window: MainWindow
) -> None:
    stand(page, 0, IN_COLLECTIONS)
    write(page, "90")
    stand(page, 0, IN_VISITS)
    write(page, "24")
    other = open_small(Path(services.uow.database.url.database or ""))
    version_id = page.controller.version_id
    [theirs] = other.plan_making.books(version_id, (SALES,), PlanLevel.BASE)
    theirs.cube.edit(rep(1), 70_00)
    other.plan_making.save(other.require_writer(), SaveBook(theirs, (rep(1),), "theirs", "typed"))
    save(page)
    assert "saved this version first" in window.messages.text
    page.saving.load_theirs(keep=True)
    settle(page)
    assert column(page, IN_SALES) == ["100", "70", "0", "170"]
    save(page)
    assert page.status.unsaved.text() == "All saved"
    books = other.plan_making.books(version_id, (SALES, COLLECTIONS, VISITS), PlanLevel.BASE)
    assert [book.cube.total(rep(0)) for book in books] == [100_00, 90_00, 24]
    assert {book.version for book in books} == {theirs.version + 2}
    other.close()


def paste(page: MakingPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page.grid.table, Qt.Key.Key_V, CONTROL)


def test_a_block_over_metrics_is_checked_by_each_columns_unit(page: MakingPage) -> None:
    stand(page, 0, 4)
    paste(page, "3\t2.5\n")
    assert column(page, IN_VISITS)[0] == "12" and not page.controller.has_unsaved
    words = page.refusal.text
    assert "Li Na · Visits" in words and "not a whole number" in words
    wrong = page.grid.table.model_shown.index(0, IN_VISITS)
    assert "not a whole number" in wrong.data(Qt.ItemDataRole.ToolTipRole)
    assert "refused" in wrong.data(Qt.ItemDataRole.AccessibleTextRole)
    assert not wrong.data(Qt.ItemDataRole.DecorationRole).isNull()
    paste(page, "3\t5\t40%\n")
    assert "Computed" in page.refusal.text
    stand(page, 0, IN_SALES)
    paste(page, "1.50\t¥2\n3\t4\n")
    assert page.refusal.text == "" and wrong.data(Qt.ItemDataRole.DecorationRole) is None
    assert column(page, IN_SALES)[:2] == ["1.50", "3.00"]
    assert column(page, IN_COLLECTIONS)[:2] == ["2", "4"]
    QTest.keyClick(page.grid.table, Qt.Key.Key_Z, CONTROL)
    assert not page.controller.has_unsaved


def test_a_lock_is_of_its_metric_and_what_is_computed_cannot_be_typed(page: MakingPage) -> None:
    stand(page, 0, IN_VISITS)
    QTest.keyClick(page.grid.table, Qt.Key.Key_L, CONTROL)
    model, decoration = page.grid.table.model_shown, Qt.ItemDataRole.DecorationRole
    assert not model.index(0, IN_VISITS).data(decoration).isNull()
    assert model.index(0, IN_SALES).data(decoration) is None
    stand(page, -1, IN_VISITS)
    write(page, "5")
    # Of the 12 visits none is free.
    assert "5 is too little: 12 is locked" in page.refusal.text
    editor = page.grid.totals.delegate.editor
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    stand(page, 0, RATIO)
    QTest.keyClicks(page.grid.table, "5")
    assert page.grid.table.delegate.editor is None
    assert status(page)[0] == "Visits"
    assert "Computed from the two columns" in page.panel.words
    stand(page, 0, COMPLAINTS)
    assert column(page, COMPLAINTS) == ["3", "—", "—", "3"]
    assert "page “Measures”" in page.panel.words
    QTest.keyClick(page.grid.table, Qt.Key.Key_Delete)
    assert page.refusal.text == ""


def test_drafts_of_both_metrics_are_taken_up_beside_each_other(
    page: MakingPage, window: MainWindow, context: TabContext
) -> None:
    for place, text in ((IN_SALES, "140"), (IN_VISITS, "36")):
        stand(page, 0, place)
        write(page, text)
    page.saving.keep_draft()
    settle(page)
    drafts = DraftFolder(context.settings.drafts_folder).waiting(page.context.services.address)
    assert len(drafts) == 2
    page.controller.load()
    settle(page)
    assert not page.controller.has_unsaved
    front = window.front
    assert front is not None
    for draft in drafts:
        front.show_place({"draft": draft})
        settle(page)
    assert (column(page, IN_SALES)[0], column(page, IN_VISITS)[0]) == ("140", "36")
    page.saving.discard()
    assert not list(context.settings.drafts_folder.glob("*.draft"))


def test_a_cell_leads_to_its_metric_alone_and_back(page: MakingPage) -> None:
    stand(page, 0, IN_VISITS)
    write(page, "24")
    assert not page.actions_set["swap"].isEnabled()
    # Nothing is planned for the rep below: his customers come before his one territory.
    assert page.controller.ways_down()[0] is Dimension.CUSTOMER
    stand(page, 0, IN_VISITS)
    assert page.controller.ways_down()[0] is Dimension.MONTH
    page.controller.break_down(Dimension.MONTH)
    assert column(page, IN_VISITS)[-1] == "24"
    QTest.keyClick(page.grid.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.controller.at == (0, IN_VISITS)
    box = box_of(page, "Columns")
    box.setCurrentIndex(box.findText("Month"))
    settle(page)
    # The number that was typed is still there, and nothing was asked.
    assert column(page, 0) == ["24", "0", "0", "24"]
    assert status(page)[0] == ""
    table = page.export_table()
    assert table is not None and table.title == "Next, version 1: Visits"


def test_books_on_other_customers_stand_alone_until_the_numbers_are_saved(
    page: MakingPage, services: Services, tmp_path: Path
) -> None:
    columns = box_of(page, "Columns")
    page.controller.change(is_side=False, metric=SALES)
    page.controller.forget()
    page.controller.load()
    settle(page)
    stand(page, 0, 0)
    write(page, "7")
    source = tmp_path / "new.csv"
    source.write_text("code,name,rep_code\n0000,New,R1\n", encoding="utf-8")
    actor = services.require_writer()
    services.imports.run(actor, ImportFile(ImportKind.CUSTOMERS, source))
    columns.setCurrentIndex(columns.findText("Metrics side by side"))
    settle(page)
    assert columns.currentText() == "Month"
    assert "changed by another desk" in page.refusal.text
    save(page)
    columns.setCurrentIndex(columns.findText("Metrics side by side"))
    settle(page)
    assert page.refusal.text == "" and page.controller.desks.are_aligned
    assert page.grid.table.model_shown.columnCount() == 9


def test_headings_and_looks_follow_language_and_theme(page: MakingPage, look: Look) -> None:
    across, tip = Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    model = page.grid.table.model_shown
    stand(page, 0, IN_COLLECTIONS)
    assert model.headerData(IN_COLLECTIONS, across) == "Collections (¥)"
    assert "with tax" in str(model.headerData(RATIO, across, tip))
    look.change_language("zh_CN")
    settle(page)
    assert model.headerData(IN_COLLECTIONS, across) != "Collections (¥)"
    assert page.controller.state.is_side
    look.change_language("en")
    look.change_theme(ThemeChoice.DARK)
    look.change_text_size(150)
    settle(page)
    table = page.export_table()
    assert table is not None and table.title == "Next, version 1: metrics side by side"
    assert [one.header for one in table.columns][1:3] == ["Net sales (¥)", "Collections (¥)"]
    assert table.total is not None and table.total[1] == Decimal("100.00")
