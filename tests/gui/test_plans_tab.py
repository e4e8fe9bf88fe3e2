"""The Plans tab as it is used: by keys and clicks, over a small branch in a real database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.changes import ChangeSet, Topic
from desktop.clock import FixedClock
from desktop.enums import Dimension, Metric
from desktop.periods import Month
from desktop.services.settings import ThemeChoice
from desktop.tone import Tone
from desktop.views.itemmodels.row_table import ROW_ROLE
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.plans.tab import PlansTab
from desktop.views.plans.words import Show
from desktop.views.tab import Place, TabContext, TabPage
from tests.integration.plans_branch import SmallBranch, Sold, small_branch

JULY = Month.at(2026, 7)


@pytest.fixture
def branch(new_sqlite_url: str, context: TabContext) -> Iterator[SmallBranch]:
    """Yield two people with a plan from July on, and a document that nobody sold."""
    made = small_branch(new_sqlite_url, FixedClock(context.clock.now()))
    made.territory("T")
    made.rep("R1", None, "T")
    made.rep("R2", None, "T")
    made.customer("C1", "R1", "T", "A")
    made.customer("C2", "R2", "T", "B")
    version = made.plan(2026)
    for month in range(6):
        made.target(version, JULY.plus(month), 100_000, rep="R1")
        made.target(version, JULY.plus(month), 200_000, rep="R2")
    made.sell(date(2026, 7, 2), "C1", [Sold(None, None, 60_000, None)], "R1", "T")
    made.sell(date(2026, 7, 6), "C1", [Sold(None, None, 30_000, None)], "R1", "T")
    made.sell(date(2026, 8, 6), "C2", [Sold(None, None, 250_000, None)], "R2", "T")
    made.sell(date(2026, 8, 7), "C2", [Sold(None, None, 5_000, None)], None, None)
    made.summarise()
    made.save()
    yield made
    made.uow.database.close()


class Accounts(TabPage):
    """A tab that is asked to show a customer."""

    key = "accounts"
    asked: object = None

    def title(self) -> str:
        return "Accounts"

    def show_place(self, facts: object) -> None:
        self.asked = facts


@pytest.fixture
def tab(window: MainWindow, context: TabContext, branch: SmallBranch) -> PlansTab:
    """Return the tab in its window, loaded."""
    services = SimpleNamespace(plans=branch.service)
    window.show_database("Test", replace(context, services=services), [PlansTab, Accounts])
    page = window.tabs.pages[0]
    assert isinstance(page, PlansTab)
    settle(page)
    return page


def settle(tab: PlansTab) -> None:
    assert tab.context.runner.wait_idle()


def texts(tab: PlansTab) -> list[tuple[str, ...]]:
    """What the board's visible cells say, line by line, the totals last."""
    table = tab.grid.table
    places = [p for p in range(table.rows_model.columnCount()) if not table.isColumnHidden(p)]
    lines = [tab.grid.table.rows_model.texts(n) for n in range(table.rows_model.rowCount())]
    lines.append(tab.grid.totals.rows_model.texts(0))
    return [tuple(line[place] for place in places) for line in lines]


def stand(tab: PlansTab, line: int, place: int) -> None:
    table = tab.grid.table
    table.setFocus()
    table.setCurrentIndex(table.rows_model.index(line, place))
    settle(tab)


def crumbs(tab: PlansTab) -> list[str]:
    # Those that were taken away live on until Qt deletes them.
    links = [one for one in tab.path.findChildren(QPushButton) if not one.isHidden()]
    return [link.text() for link in links]


def test_the_board_opens_with_attainment_by_rep_and_quarter(tab: PlansTab) -> None:
    assert texts(tab) == [
        ("", "No rep", "—", "—", "—", "—", "50"),
        ("R1", "Name R1", "15.0%", "30.0%", "0.0%", "6,000", "900"),
        ("R2", "Name R2", "20.8%", "41.7%", "0.0%", "12,000", "2,500"),
        ("", "Total", "19.2%", "38.3%", "0.0%", "18,000", "3,450"),
    ]
    assert tab.path.hint == ""
    assert "Plan in force: Plan" in tab.path.plan_button.text()


def test_the_totals_tie_with_the_rows_and_columns(tab: PlansTab) -> None:
    tab.controller.change(show=Show.ACTUAL, columns=Dimension.MONTH)
    settle(tab)
    rows = [tab.grid.table.rows_model.row(n) for n in range(3)]
    total = tab.grid.totals.rows_model.row(0)
    assert total.total.actual == sum(row.total.actual for row in rows)
    for place, foot in enumerate(total.cells):
        column = [row.cells[place] for row in rows]
        assert foot.actual == sum((c.actual for c in column if c is not None), Decimal(0))


def test_the_current_cell_is_shown_beside(tab: PlansTab) -> None:
    assert tab.side.figures.title.accessibleName() == "Whole branch"
    stand(tab, 1, 3)
    panel = tab.side.figures
    assert panel.title.accessibleName() == "Name R1"
    assert panel.place.text() == "Q3 2026"
    assert panel.attainment.text() == "30.0%"
    assert panel.status.text() == "At risk"
    facts = {cell.name.accessibleName(): cell.value.text() for cell in panel.facts}
    assert facts["Target"] == "¥3,000.00"
    # 900 in 28 working days to 7 August; 2,100 are missing with 38 working days left.
    assert facts["Usual day"] == "¥32.14"
    assert facts["Needed per day"] == "¥55.26"
    assert facts["Needed to usual"] == "1.72×"
    assert tab.side.bars.chart is not None and tab.side.pace.chart is not None
    assert tab.side.pace.chart.title == "Pace: Name R1, Q3 2026"


def test_enter_opens_the_lines_that_add_up_to_the_figure_and_alt_left_comes_back(
    tab: PlansTab, window: MainWindow, qtbot: QtBot
) -> None:
    stand(tab, 1, 3)
    qtbot.keyClick(tab.grid.table, Qt.Key.Key_Return)
    settle(tab)
    assert tab.pages.currentWidget() is tab.lines
    assert tab.lines.table.rows_model.rowCount() == 2
    notes = [label.text() for label in tab.lines.findChildren(QLabel)]
    assert "2 lines; they add up to the figure, ¥900.00." in notes
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(tab)
    assert tab.pages.currentWidget() is tab.splitter
    assert tab.grid.current() == ("R1", "2026-Q3")
    assert tab.grid.table.hasFocus()


def test_escape_leaves_the_lines(tab: PlansTab, qtbot: QtBot) -> None:
    stand(tab, 2, 2)
    qtbot.keyClick(tab.grid.table, Qt.Key.Key_Return)
    settle(tab)
    qtbot.keyClick(tab.lines.table, Qt.Key.Key_Escape)
    settle(tab)
    assert tab.pages.currentWidget() is tab.splitter


def test_a_double_click_on_a_total_opens_the_lines_of_all(tab: PlansTab, qtbot: QtBot) -> None:
    totals = tab.grid.totals
    place = totals.visualRect(totals.rows_model.index(0, 2)).center()
    qtbot.mouseClick(totals.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(totals.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(tab)
    assert tab.lines.table.rows_model.rowCount() == 4


def test_a_line_leads_to_its_customer(tab: PlansTab, window: MainWindow, qtbot: QtBot) -> None:
    stand(tab, 1, 3)
    qtbot.keyClick(tab.grid.table, Qt.Key.Key_Return)
    settle(tab)
    qtbot.keyClick(tab.lines.table, Qt.Key.Key_Return)
    accounts = window.tabs.pages[1]
    assert isinstance(accounts, Accounts)
    assert window.front is accounts
    assert accounts.asked == {"customer_code": "C1"}


def test_a_figure_without_documents_says_so(
    tab: PlansTab, window: MainWindow, qtbot: QtBot
) -> None:
    stand(tab, 1, 4)
    qtbot.keyClick(tab.grid.table, Qt.Key.Key_Return)
    assert window.messages.text == "No documents lie behind this figure."
    assert tab.pages.currentWidget() is tab.splitter


def test_a_cell_is_broken_down_by_key_and_alt_up_goes_back(tab: PlansTab, qtbot: QtBot) -> None:
    stand(tab, 1, 3)
    qtbot.keyClick(tab.grid.table, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    menu = next(menu for menu in tab.findChildren(QMenu) if menu.isVisible())
    chosen = next(one for one in menu.actions() if one.text() == "Customer")
    menu.setActiveAction(chosen)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    settle(tab)
    assert crumbs(tab) == ["Whole branch"]
    assert [line[1] for line in texts(tab)] == ["No customer", "Name C1", "Total"]
    assert tab.controller.state.columns is Dimension.MONTH
    # Without a desktop the window does not become active again by itself.
    tab.window().activateWindow()
    qtbot.waitUntil(tab.window().isActiveWindow)
    qtbot.keyClick(tab.grid.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle(tab)
    assert tab.grid.current() == ("R1", "2026-Q3")
    assert crumbs(tab) == []


def test_a_crumb_leads_back_to_its_board(tab: PlansTab, qtbot: QtBot) -> None:
    tab.controller.break_down("R2", None, Dimension.CUSTOMER)
    settle(tab)
    link = next(one for one in tab.path.findChildren(QPushButton) if not one.isHidden())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    settle(tab)
    assert tab.controller.state.path == ()
    assert tab.grid.current() == ("R2", None)


def test_the_menu_of_a_cell_offers_lines_and_ways_down(tab: PlansTab) -> None:
    stand(tab, 1, 3)
    menu = QMenu(tab)
    tab._fill_cell_menu(menu, None)
    below = menu.actions()[1].menu()
    assert isinstance(below, QMenu)
    words = [action.text() for action in below.actions()]
    assert "Customer" in words and "Month" in words
    assert "Rep" not in words and "Quarter" not in words


def test_typing_filters_the_rows_and_the_totals_stay_those_of_all(
    tab: PlansTab, qtbot: QtBot
) -> None:
    tab.focus_filter()
    qtbot.keyClicks(tab.quick, "r2")
    qtbot.keyClick(tab.quick, Qt.Key.Key_Return)
    assert [line[1] for line in texts(tab)] == ["Name R2", "Total"]
    assert texts(tab)[-1][2] == "19.2%"
    assert tab.grid.table.hasFocus()
    qtbot.keyClicks(tab.quick, "x")
    qtbot.keyClick(tab.quick, Qt.Key.Key_Return)
    assert tab.grid.totals.isHidden()


def test_the_filters_change_rows_columns_and_metric(tab: PlansTab) -> None:
    tab.filters.set_state(
        replace(
            tab.filters.state(),
            choices={**tab.filters.state().choices, "metric": Metric.VISITS},
        )
    )
    settle(tab)
    assert tab.controller.state.metric is Metric.VISITS
    assert tab.path.hint == ""
    assert tab.grid.table._empty_text == "No targets and no visits in this period."
    assert tab.grid.totals.isHidden()


def test_a_metric_without_targets_shows_actuals_and_says_why(tab: PlansTab) -> None:
    tab.controller.change(metric=Metric.NEW_CUSTOMERS)
    settle(tab)
    assert tab.path.hint.startswith("The plan has no targets for new customers")
    assert texts(tab)[-1][2] == "2"


def test_a_header_sorts_and_keeps_its_order_when_another_figure_is_shown(
    tab: PlansTab, qtbot: QtBot
) -> None:
    header = tab.grid.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 10, header.height() // 2)
    for _click in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [line[1] for line in texts(tab)] == ["Name R2", "Name R1", "No rep", "Total"]
    tab.controller.change(show=Show.ACTUAL)
    settle(tab)
    assert [line[1] for line in texts(tab)] == ["Name R2", "Name R1", "No rep", "Total"]


def test_status_has_a_shape_and_its_words(tab: PlansTab) -> None:
    model = tab.grid.table.rows_model
    index = model.index(1, 2)
    column = model.columns[2]
    assert column.tone is not None and column.tip is not None
    assert column.tone(index.data(ROW_ROLE)) is Tone.BAD
    assert "At risk: pace" in column.tip(index.data(ROW_ROLE))
    assert "At risk" in str(index.data(int(Qt.ItemDataRole.ToolTipRole)))


def test_names_and_total_stay_in_place_while_the_months_scroll(
    tab: PlansTab, window: MainWindow
) -> None:
    tab.controller.change(columns=Dimension.MONTH)
    settle(tab)
    window.resize(900, 600)
    assert tab.grid.frozen.isHidden()
    tab.grid.table.horizontalScrollBar().setValue(120)
    assert not tab.grid.frozen.isHidden()
    assert tab.grid.totals.horizontalScrollBar().value() == 120
    assert tab.grid.frozen.columnWidth(1) == tab.grid.table.columnWidth(1)


def test_what_is_shown_can_be_copied_and_exported(tab: PlansTab, qtbot: QtBot) -> None:
    stand(tab, 1, 3)
    tab.grid.table.selectRow(1)
    qtbot.keyClick(tab.grid.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("R1\tName R1\t0.150000\t0.300000")
    table = tab.export_table()
    assert table is not None
    assert table.title == "Net sales by Rep and Quarter"
    assert [column.header for column in table.columns][:4] == ["Code", "Rep", "Total", "Q3"]
    assert table.total is not None and table.total[1] == "Total"
    assert ("Plan", "Plan") in table.notes


def test_the_menu_of_the_board_exports_it(tab: PlansTab) -> None:
    tab.grid.table.export_wanted.emit()
    dialog = tab.window().findChild(QFileDialog)
    assert dialog is not None and dialog.isVisible()
    dialog.reject()


def test_the_lines_are_exported_while_they_are_open(tab: PlansTab) -> None:
    tab.controller.open_lines("R1", None)
    settle(tab)
    table = tab.export_table()
    assert table is not None
    assert table.title == "Net sales · Name R1 · 2026"
    assert len(table.rows) == 2


def test_a_bar_opens_its_lines(tab: PlansTab) -> None:
    stand(tab, 2, 2)
    tab.side.bars.bar_clicked.emit("2026-Q3")
    settle(tab)
    assert tab.lines.table.rows_model.rowCount() == 1


def test_a_plan_without_targets_in_the_period_is_told(
    tab: PlansTab, window: MainWindow, context: TabContext, branch: SmallBranch
) -> None:
    branch.plan(2026, "Stretch", "draft")
    branch.save()
    tab.force_reload()
    settle(tab)
    tab.path.menu.aboutToShow.emit()
    assert [action.text() for action in tab.path.menu.actions()] == [
        "The plan in force", "Plan", "Stretch",
    ]  # fmt: skip
    tab.path.menu.actions()[2].trigger()
    settle(tab)
    assert tab.path.plan_button.text() == "Plan: Stretch"
    assert tab.path.hint.startswith("The plan has no targets for net sales")


def test_changes_elsewhere_reload_the_board(tab: PlansTab, branch: SmallBranch) -> None:
    branch.sell(date(2026, 9, 1), "C1", [Sold(None, None, 10_000, None)], "R1", "T")
    branch.summarise()
    branch.save()
    tab.note_changes(ChangeSet.of(Topic.INVOICES))
    settle(tab)
    assert texts(tab)[1][-1] == "1,000"


def test_the_tab_speaks_the_language_of_the_moment(tab: PlansTab, look: Look) -> None:
    look.change_language("zh_CN")
    settle(tab)
    tab.controller.choose("R1", "2026-Q3")
    settle(tab)
    assert tab.side.figures.place.text() == "2026年第3季度"
    look.change_language("en")
    settle(tab)
    assert tab.side.figures.place.text() == "Q3 2026"


def test_another_look_is_taken_at_once(tab: PlansTab, look: Look) -> None:
    look.change_theme(ThemeChoice.DARK)
    look.change_text_size(125)
    settle(tab)
    assert tab.grid.totals.rows_model.rowCount() == 1


def test_another_tab_can_ask_for_a_row(tab: PlansTab, window: MainWindow) -> None:
    window.tabs.setCurrentIndex(1)
    window.tabs.follow(Place("plans", {"metric": "sales", "rows": "rep", "code": "R2"}))
    settle(tab)
    assert window.front is tab
    assert tab.grid.current() == ("R2", None)


def test_columns_widths_of_the_panes_are_kept(tab: PlansTab, qtbot: QtBot) -> None:
    tab.splitter.setSizes([500, 500])
    tab.splitter.splitterMoved.emit(500, 1)
    qtbot.waitUntil(lambda: tab.context.settings.layout("plans.splitter") is not None)
