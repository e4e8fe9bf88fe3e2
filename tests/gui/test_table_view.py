"""The table: what it shows, copies, sums, sorts and keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.services.exports.people import CellKind
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.column import (
    Align,
    count_column,
    date_column,
    money_column,
    percent_column,
    status_column,
    text_column,
)
from desktop.views.itemmodels.row_table import ROW_ROLE, VALUE_ROLE
from desktop.views.look import Look
from desktop.views.sheet import cell_unit
from desktop.views.sort_header import SortHeader
from desktop.views.table_pane import TablePane
from desktop.views.table_selection import SelectionSums
from desktop.views.table_view import TableView
from tests.gui.conftest import destroy


@dataclass(frozen=True, slots=True)
class Row:
    """A customer's line."""

    id: int
    name: str
    sales: Decimal | None
    orders: int
    rate: Decimal | None
    day: date


COLUMNS = (
    text_column("name", "Customer", lambda row: row.name),
    money_column("sales", "Net sales", lambda row: row.sales, header_tip="Net of <tax>"),
    count_column("orders", "Orders", lambda row: row.orders),
    percent_column("rate", "Rate", lambda row: row.rate, tip=lambda row: "no <b>target</b>"),
    date_column("day", "Last order", lambda row: row.day),
    status_column("state", "State", lambda row: "Good", lambda row: Tone.GOOD),
)
ROWS = (
    Row(1, "Bao", Decimal("1234.50"), 3, Decimal("0.5"), date(2026, 11, 1)),
    Row(2, 'An "A"\nof two lines', None, 1, None, date(2026, 11, 2)),
    Row(3, "Cui", Decimal("-10.00"), 2, Decimal("0.25"), date(2026, 11, 3)),
)


@pytest.fixture
def table(qtbot: QtBot, look: Look) -> Iterator[TableView]:
    """Return a shown table of three rows."""
    found = TableView(COLUMNS, name="Customers", row_id=lambda row: row.id)
    found.resize(900, 300)
    found.set_rows(ROWS)
    found.show()
    yield found
    destroy(found)


def _select(table: TableView, top: int, left: int, bottom: int, right: int) -> None:
    model = table.rows_model
    part = QItemSelection(model.index(top, left), model.index(bottom, right))
    table.selectionModel().select(part, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def _shown(table: TableView, line: int) -> list[str]:
    model = table.rows_model
    return [model.index(line, place).data() for place in range(model.columnCount())]


def test_cells_show_formatted_words_and_keep_raw_values(table: TableView) -> None:
    assert _shown(table, 0) == ["Bao", "1,234.50", "3", "50.0%", "1 Nov 2026", "Good"]
    assert _shown(table, 1)[1] == "—"
    index = table.rows_model.index(0, 1)
    assert index.data(VALUE_ROLE) == Decimal("1234.50")
    assert index.data(ROW_ROLE) is ROWS[0]


def test_users_words_are_never_markup_in_tips(table: TableView) -> None:
    tip = table.rows_model.index(1, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip and "<b>" not in tip


def test_a_status_has_a_shape_beside_its_word(table: TableView) -> None:
    icon = table.rows_model.index(0, 5).data(Qt.ItemDataRole.DecorationRole)
    assert not icon.isNull()


def test_every_cell_has_a_name_for_the_reader(table: TableView) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    assert table.rows_model.index(0, 1).data(role) == "Net sales: 1,234.50"
    assert table.accessibleName() == "Customers"


def test_copy_gives_tab_separated_cells_with_quotes_kept(table: TableView, qtbot: QtBot) -> None:
    _select(table, 0, 0, 1, 2)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        'Bao\t1234.50\t3\n"An ""A""\nof two lines"\t\t1\n'
    )


def test_select_all_then_copy_takes_every_shown_cell(table: TableView, qtbot: QtBot) -> None:
    table.setColumnHidden(0, True)
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    table.copy_selection()
    assert QGuiApplication.clipboard().text().splitlines()[0] == (
        "1234.50\t3\t0.5\t2026-11-01\tGood"
    )


def test_enter_opens_the_current_row(table: TableView, qtbot: QtBot) -> None:
    table.select_row(3)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [ROWS[2]]


def test_find_asks_for_the_quick_filter(table: TableView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.filter_wanted):
        qtbot.keyClick(table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((0, 1, 2, 1), SelectionSums(3, 2, Decimal("1224.50"), 2)),
        ((0, 2, 2, 2), SelectionSums(3, 3, Decimal(6), 0)),
        ((0, 1, 2, 2), SelectionSums(6, 5)),
        ((0, 3, 2, 3), SelectionSums(3)),
        ((0, 1, 0, 1), SelectionSums(1)),
    ],
    ids=["money", "counts", "money and counts are not added", "rates are not added", "one cell"],
)
def test_a_selection_is_summed_where_it_means_something(
    table: TableView, qtbot: QtBot, cells: tuple[int, int, int, int], expected: SelectionSums
) -> None:
    with qtbot.waitSignal(table.selection_summed) as told:
        _select(table, *cells)
    assert told.args == [expected]


def test_a_click_on_a_header_sorts_and_undefined_stays_last(table: TableView, qtbot: QtBot) -> None:
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(1) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.id for row in table.rows_model.rows] == [3, 1, 2]
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row.id for row in table.rows_model.rows] == [1, 3, 2]


def test_sorting_is_left_to_the_service_where_it_wants_it(table: TableView) -> None:
    asked: list[tuple[str, bool]] = []
    table.rows_model.on_sort = lambda key, descending: asked.append((key, descending))
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert asked == [("sales", True)]
    assert table.rows_model.rows == ROWS


def test_the_current_row_stays_when_rows_are_reloaded(table: TableView) -> None:
    table.select_row(3)
    table.set_rows((ROWS[2], ROWS[0]))
    assert table.current_row() is ROWS[2]


def test_widths_order_and_hidden_columns_are_kept(
    table: TableView, settings: SettingsFile, qtbot: QtBot, look: Look
) -> None:
    table.keep_layout(settings, "accounts.customers")
    table.setColumnWidth(0, 222)
    table.horizontalHeader().moveSection(0, 2)
    table.column_layout.show_column(2, False)
    table.column_layout.flush()
    again = TableView(COLUMNS, name="Customers")
    again.keep_layout(SettingsFile(settings._path), "accounts.customers")
    assert [column.key for column in again.shown_columns()][:3] == ["sales", "name", "rate"]
    assert again.columnWidth(0) == 222
    assert again.isColumnHidden(2)
    destroy(again)


def test_a_column_of_a_newer_program_takes_its_defined_place(
    settings: SettingsFile, look: Look
) -> None:
    older = TableView((COLUMNS[0], COLUMNS[2]), name="Customers")
    older.keep_layout(settings, "list")
    older.horizontalHeader().moveSection(0, 1)
    older.column_layout.flush()
    newer = TableView(COLUMNS[:3], name="Customers")
    newer.keep_layout(settings, "list")
    assert [column.key for column in newer.shown_columns()] == ["orders", "name", "sales"]
    destroy(older)
    destroy(newer)


def test_the_column_menu_hides_columns_but_never_the_last(table: TableView) -> None:
    menu = QMenu()
    table.column_layout.fill_menu(menu)
    for action in menu.actions()[1:6]:
        action.setChecked(False)
    assert [column.key for column in table.shown_columns()] == ["name"]
    again = QMenu()
    table.column_layout.fill_menu(again)
    assert not again.actions()[0].isEnabled()
    destroy(menu)
    destroy(again)


def test_an_empty_table_says_why(table: TableView) -> None:
    table.set_empty_text("No visits in this period")
    with_rows = table.viewport().grab().toImage()
    table.set_rows(())
    table.resize(900, 300)
    empty = table.viewport().grab().toImage()
    ground = empty.pixelColor(5, 5)
    middle = empty.height() // 2
    drawn = [x for x in range(0, empty.width(), 1) for y in range(middle - 12, middle + 12)
             if empty.pixelColor(x, y) != ground]  # fmt: skip
    assert drawn and empty != with_rows


def test_rows_grow_with_the_text_size(table: TableView, look: Look, qtbot: QtBot) -> None:
    before = table.verticalHeader().defaultSectionSize()
    look.change_text_size(150)
    qtbot.waitUntil(lambda: table.verticalHeader().defaultSectionSize() > before * 1.3)


def test_the_line_of_totals_follows_the_columns(qtbot: QtBot, look: Look) -> None:
    pane = TablePane(COLUMNS, name="Customers", row_id=lambda row: row.id)
    pane.resize(900, 300)
    pane.show()
    pane.table.set_rows(ROWS)
    pane.set_totals({"sales": Decimal("1224.50"), "orders": 6})
    totals: Any = pane._totals
    words = [totals.model().index(0, place).data() for place in range(3)]
    assert words == ["Total", "1,224.50", "6"]
    pane.table.setColumnWidth(1, 321)
    assert totals.columnWidth(1) == 321
    pane.table.horizontalHeader().moveSection(0, 1)
    assert totals.horizontalHeader().logicalIndex(0) == 1
    pane.table.column_layout.show_column(2, False)
    assert totals.isColumnHidden(2)
    exported = pane.exported("Customers")
    assert [column.kind for column in exported.columns][:2] == [CellKind.MONEY, CellKind.TEXT]
    assert exported.total is not None and exported.total[:2] == (Decimal("1224.50"), "Total")
    destroy(pane)


@pytest.mark.parametrize("place", range(len(COLUMNS)))
def test_the_sort_arrow_stands_beside_the_words_of_its_header(table: TableView, place: int) -> None:
    header = table.horizontalHeader()
    assert isinstance(header, SortHeader)
    section = QRect(header.sectionViewportPosition(place), 0, header.sectionSize(place), 24)
    arrow = header.arrow_place(section, place)
    words = header.fontMetrics().horizontalAdvance(COLUMNS[place].header)
    margin = 2 * cell_unit(header.fontMetrics().height()) + 3
    assert section.contains(arrow)
    if COLUMNS[place].align is Align.END:
        assert arrow.right() < section.right() - margin - words
    else:
        assert arrow.left() > section.left() + margin + words
