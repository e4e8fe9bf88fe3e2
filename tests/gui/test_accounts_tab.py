"""The Accounts tab as its users drive it: keys, clicks, figures followed and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.changes import ChangeSet, Topic
from desktop.models import Customer, Visit
from desktop.services.customers.data import AccountColumn
from desktop.services.customers.service import CustomersService
from desktop.services.plans.service import PlansService
from desktop.services.settings import SettingsFile
from desktop.services.uow import UnitOfWork
from desktop.views.accounts.state import CardPage, Documents
from desktop.views.accounts.tab import AccountsTab
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.tab import TabContext, TabPage
from desktop.views.table_view import TableView
from desktop.views.tasks import TaskRunner
from tests.integration.accounts_ledger import CLOCK, Ledger

LONG_NAME = "O'Hara & <b>Söhne</b> 🏬 Haushaltsgerätegroßhandlung Nord GmbH"


class ActivityPage(TabPage):
    """Stands for the Activity tab and notes where it was sent."""

    key = "activity"
    name = "Activity"

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.facts: list[Mapping[str, object]] = []

    def show_place(self, facts: Mapping[str, object]) -> None:
        self.facts.append(facts)


def make_ledger() -> Ledger:
    made = Ledger()
    made.territory("T0")
    made.territory("T1", "T0")
    made.rep("R1", territory="T1")
    made.rep("R2", leave=date(2026, 1, 31))
    made.customer("A-01", "R1", "T1", weight="B", credit_limit_minor=100_00)
    made.rows[Customer][0].update(name=LONG_NAME, name_key=LONG_NAME.casefold())
    made.customer("B-02", "R2", weight="A", is_key_account=True, pinyin="lml")
    made.customer("C-03", "R1")
    made.invoice("I1", "A-01", date(2026, 1, 10), date(2026, 2, 9), 300_00, tax=39_00, rep="R1")
    made.invoice("I2", "A-01", date(2025, 12, 1), date(2026, 1, 5), 100_00, rep="R1")
    made.invoice("I3", "B-02", date(2026, 3, 31), date(2026, 4, 30), 500_00)
    made.money("P1", "A-01", date(2026, 2, 1), 150_00)
    made.apply("P1", "I2", 100_00, date(2026, 2, 1))
    day = date(2026, 3, 2)
    made._add(
        Visit, rep_id=made.ids["R1"], customer_id=made.ids["A-01"], visited_on=day,
        month=day.year * 12 + day.month - 1, channel="on_site", is_attempt=False, purpose="Money",
        outcome="Promised", note="Will pay", note_key="will pay", state="posted", order_number="",
        keyed_at=CLOCK.now(), version=1,
    )  # fmt: skip
    return made


@pytest.fixture
def uow(new_sqlite_url: str) -> Iterator[UnitOfWork]:
    opened = make_ledger().write(new_sqlite_url)
    yield opened
    opened.database.close()


@pytest.fixture
def shown(
    window: MainWindow, uow: UnitOfWork, runner: TaskRunner, settings: SettingsFile
) -> AccountsTab:
    """Return the tab in the window, its list and first card loaded."""
    return open_tab(window, uow, runner, settings)


def open_tab(
    window: MainWindow, uow: UnitOfWork, runner: TaskRunner, settings: SettingsFile
) -> AccountsTab:
    services = SimpleNamespace(
        customers=CustomersService(uow, CLOCK), plans=PlansService(uow, CLOCK)
    )
    window.resize(1440, 900)
    window.show_database(
        "East", TabContext(services, runner, settings, CLOCK), [AccountsTab, ActivityPage]
    )
    assert runner.wait_idle()
    return cast(AccountsTab, window.tabs.pages[0])


def stand_on(table: TableView, line: int, key: str) -> None:
    """Put the keyboard on a cell by its column's key."""
    keys = [column.key for column in table.rows_model.columns]
    table.setFocus()
    # Not by the view: it would take a key that a test before held down for held still.
    table.selectionModel().setCurrentIndex(
        table.rows_model.index(line, keys.index(key)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )


def numbers(table: TableView) -> list[str]:
    return [row.document_no for row in table.rows_model.rows]


def words(widget: object) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]  # type: ignore[attr-defined]


def cell(table: TableView, line: int, key: str) -> str:
    keys = [column.key for column in table.rows_model.columns]
    return str(table.rows_model.index(line, keys.index(key)).data())


def test_the_list_the_bar_and_the_first_card_come_together(shown: AccountsTab) -> None:
    table = shown.list.table
    assert [row.code for row in table.rows_model.rows] == ["A-01", "B-02", "C-03"]
    assert cell(table, 0, AccountColumn.STATUS) == "Over limit"
    assert cell(table, 1, AccountColumn.REP) == "In custody of the branch manager"
    assert cell(table, 2, AccountColumn.AVAILABLE) == "—"
    assert shown.aging.chart is not None and "¥789.00" in shown.aging.chart.title
    assert LONG_NAME in words(shown.card)
    assert shown.card.figures[AccountColumn.RECEIVABLE].value_text() == "289.00"


def test_totals_below_tie_with_the_rows(shown: AccountsTab) -> None:
    rows = shown.list.table.rows_model.rows
    totals = shown.list.pane.exported("x").total
    keys = [column.key for column in shown.list.table.shown_columns()]
    assert totals is not None
    assert totals[keys.index(AccountColumn.RECEIVABLE)] == sum(row.receivable for row in rows)
    assert totals[keys.index(AccountColumn.NET_SALES)] == sum(row.net_sales for row in rows)


def test_down_shows_the_next_customers_card(
    shown: AccountsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    stand_on(shown.list.table, 0, AccountColumn.CODE)
    qtbot.keyClick(shown.list.table, Qt.Key.Key_Down)
    assert runner.wait_idle()
    assert "B-02" in words(shown.card)[1]


def test_enter_on_overdue_opens_the_overdue_documents_and_alt_left_comes_back(
    shown: AccountsTab, window: MainWindow, runner: TaskRunner, qtbot: QtBot
) -> None:
    stand_on(shown.list.table, 0, AccountColumn.OVERDUE)
    qtbot.keyClick(shown.list.table, Qt.Key.Key_Return)
    assert runner.wait_idle()
    documents = shown.card.documents
    assert shown.card.pages.currentWidget() is documents
    assert numbers(documents.table) == ["I1"]
    assert documents.pane.exported("x").total is not None
    assert documents.table.hasFocus()
    window.tabs.go_back()
    assert runner.wait_idle()
    assert shown.card.pages.currentIndex() == 0
    assert shown.list.table.hasFocus()


def test_a_double_click_on_net_sales_opens_the_lines_behind_it(
    shown: AccountsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    stand_on(shown.list.table, 0, AccountColumn.NET_SALES)
    index = shown.list.table.currentIndex()
    place = shown.list.table.visualRect(index).center()
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(shown.list.table.viewport(), left, pos=place)
    qtbot.mouseDClick(shown.list.table.viewport(), left, pos=place)
    assert runner.wait_idle()
    assert shown.card.pages.currentWidget() is shown.card.sales
    assert [row.number for row in shown.card.sales.table.rows_model.rows] == ["I1"]
    assert "1 line that is the figure" in words(shown.card.sales)


def test_a_figure_of_the_card_is_followed_by_the_keyboard(
    shown: AccountsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    button = shown.card.figures[AccountColumn.RECEIVABLE]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert runner.wait_idle()
    assert sorted(numbers(shown.card.documents.table)) == ["I1", "P1"]


def test_a_document_opens_its_lines_and_esc_puts_them_away(
    shown: AccountsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    documents = shown.card.documents
    assert documents.table.hasFocus()
    stand_on(documents.table, numbers(documents.table).index("I1"), "number")
    qtbot.keyClick(documents.table, Qt.Key.Key_Return)
    assert runner.wait_idle()
    assert documents.has_detail and documents.detail is not None
    assert cell(documents.detail.table, 0, "gross") == "339.00"
    documents.detail.table.setFocus()
    qtbot.keyClick(documents.detail.table, Qt.Key.Key_Escape)
    assert not documents.has_detail
    assert documents.table.hasFocus()


def test_open_overdue_and_all_documents_take_turns(
    shown: AccountsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    seen = []
    for _turn in range(3):
        qtbot.keyClick(shown, Qt.Key.Key_D, both)
        assert runner.wait_idle()
        seen.append((shown.card.which.currentText(), len(numbers(shown.card.documents.table))))
    assert seen == [("Overdue only", 1), ("All documents", 3), ("Open only", 2)]


def test_money_shows_what_it_paid_and_leads_to_the_document(
    shown: AccountsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    money = shown.card.money
    stand_on(money.table, 0, "number")
    assert cell(money.table, 0, "unapplied") == "50.00"
    qtbot.keyClick(money.table, Qt.Key.Key_Return)
    assert money.detail is not None and numbers(money.detail.table) == ["I2"]
    stand_on(money.detail.table, 0, "number")
    qtbot.keyClick(money.detail.table, Qt.Key.Key_Return)
    assert runner.wait_idle()
    row = shown.card.documents.table.current_row()
    assert row is not None and row.document_no == "I2"
    assert shown.controller.state.documents is Documents.ALL


def test_a_visit_is_shown_on_the_activity_tab(
    shown: AccountsTab, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    stand_on(shown.card.visits.table, 0, "day")
    qtbot.keyClick(shown.card.visits.table, Qt.Key.Key_Return)
    activity = cast(ActivityPage, window.tabs.front)
    assert activity.facts[0]["first"] == date(2026, 3, 2)
    assert activity.facts[0]["customer_id"] == shown.controller.state.customer_id


@pytest.mark.parametrize(("typed", "found"), [("b-0", "B-02"), ("LML", "B-02"), ("o'hara", "A-01")])
def test_the_quick_filter_finds_code_name_and_initials(
    shown: AccountsTab, runner: TaskRunner, qtbot: QtBot, typed: str, found: str
) -> None:
    shown.focus_filter()
    qtbot.keyClicks(shown.filters.quick, typed)
    qtbot.keyClick(shown.filters.quick, Qt.Key.Key_Down)
    assert runner.wait_idle()
    assert [row.code for row in shown.list.table.rows_model.rows] == [found]
    assert "1 of 3 rows" in words(shown.filters)
    assert shown.list.table.hasFocus()


def test_choices_filter_the_list_and_ctrl_shift_f_clears_them(
    shown: AccountsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    rep, place, weight, show = shown.filters.boxes
    assert [place.itemText(i).strip() for i in range(place.count())] == ["All", "T0", "T1"]
    rep.setCurrentIndex(rep.findData("custody"))
    assert runner.wait_idle()
    assert [row.code for row in shown.list.table.rows_model.rows] == ["B-02"]
    weight.setCurrentIndex(weight.findData("class:A"))
    show.setCurrentIndex(show.findData("overdue"))
    assert runner.wait_idle()
    assert shown.list.table.rows_model.rowCount() == 0
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(shown, Qt.Key.Key_F, both)
    assert runner.wait_idle()
    assert shown.list.table.rows_model.rowCount() == 3
    assert rep.currentText() == "All"


def test_a_bucket_of_the_bar_filters_the_list_and_again_shows_all(
    shown: AccountsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(shown.aging.hits))
    hit = next(one for one in shown.aging.hits if one.key == 2)
    shown.aging.bar_clicked.emit(hit.key)
    assert runner.wait_idle()
    assert [row.code for row in shown.list.table.rows_model.rows] == ["A-01"]
    assert shown.filters.boxes[3].currentText() == "31–60 days"
    shown.aging.bar_clicked.emit(2)
    assert runner.wait_idle()
    assert shown.list.table.rows_model.rowCount() == 3


def test_a_header_sorts_the_whole_list_and_once(
    shown: AccountsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    header = shown.list.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 8, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert runner.wait_idle()
    state = shown.controller.state
    assert (state.sort, state.descending) == (AccountColumn.CODE, False)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert runner.wait_idle()
    assert [row.code for row in shown.list.table.rows_model.rows] == ["C-03", "B-02", "A-01"]


def test_an_earlier_day_shows_what_stood_then(shown: AccountsTab, runner: TaskRunner) -> None:
    shown.filters.as_of.changed.emit(date(2026, 1, 31))
    assert runner.wait_idle()
    row = shown.list.table.rows_model.row(0)
    assert (row.code, row.receivable, row.overdue) == ("A-01", 439, 100)
    assert shown.card.figures[AccountColumn.OVERDUE].value_text() == "100.00"


def test_a_customer_can_be_asked_for_from_elsewhere(shown: AccountsTab, runner: TaskRunner) -> None:
    shown.filters.boxes[0].setCurrentIndex(1)
    assert runner.wait_idle()
    shown.show_place({"customer_code": "C-03"})
    assert runner.wait_idle()
    row = shown.list.table.current_row()
    assert row is not None and row.code == "C-03"
    assert shown.filters.boxes[0].currentText() == "All"


def test_f6_goes_between_list_and_card(shown: AccountsTab, qtbot: QtBot) -> None:
    shown.list.table.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_F6)
    assert shown.card.isAncestorOf(QApplication.focusWidget() or shown)
    qtbot.keyClick(shown, Qt.Key.Key_F6)
    assert shown.list.table.hasFocus()


def test_export_takes_the_list_that_has_the_keyboard(shown: AccountsTab, qtbot: QtBot) -> None:
    shown.list.table.setFocus()
    table = shown.export_table()
    assert table is not None and (table.title, len(table.rows)) == ("Customer accounts", 3)
    assert ("As of", "31 Mar 2026") in table.notes
    qtbot.keyClick(shown, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    table = shown.export_table()
    assert table is not None and table.title.startswith("Documents of O'Hara")


def test_selected_amounts_are_copied_and_summed(
    shown: AccountsTab, window: MainWindow, qtbot: QtBot
) -> None:
    table = shown.list.table
    keys = [column.key for column in table.rows_model.columns]
    place = keys.index(AccountColumn.RECEIVABLE)
    stand_on(table, 0, AccountColumn.RECEIVABLE)
    with qtbot.waitSignal(shown.selection_summed, check_params_cb=lambda s: s.total == 789):
        qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.currentIndex().column() == place
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "289.00\n500.00\n"


def test_money_that_comes_in_reloads_the_tab_in_front(
    shown: AccountsTab, runner: TaskRunner
) -> None:
    before = shown.controller.shown
    shown.note_changes(ChangeSet.of(Topic.COLLECTIONS))
    assert runner.wait_idle()
    assert shown.controller.shown is not before
    row = shown.list.table.current_row()
    assert row is not None and row.code == "A-01"


def test_every_word_follows_the_language(
    shown: AccountsTab, look: Look, monkeypatch: pytest.MonkeyPatch, runner: TaskRunner
) -> None:
    for name in ("words", "choices", "columns", "card_panel", "filters", "pictures"):
        module = __import__(f"desktop.views.accounts.{name}", fromlist=["_"])
        monkeypatch.setattr(module, "_", lambda text: f"«{text}»", raising=False)
    shown.retranslate()
    assert runner.wait_idle()
    assert shown.card.pages.tabText(1) == "«Documents»"
    assert shown.filters.boxes[0].itemText(0) == "«All»"
    assert cell(shown.list.table, 0, AccountColumn.STATUS) == "«Over limit»"
    assert shown.aging.chart is not None and shown.aging.chart.title.startswith("«")


def test_an_empty_branch_says_what_to_do(
    window: MainWindow, new_sqlite_url: str, runner: TaskRunner, settings: SettingsFile
) -> None:
    uow = Ledger().write(new_sqlite_url)
    tab = open_tab(window, uow, runner, settings)
    assert tab.controller.shown is not None
    assert tab.controller.shown.empty.startswith("There are no customers yet")
    assert "Choose a customer in the list to see the card." in words(tab.card)
    assert tab.export_table() is not None
    uow.database.close()


def test_everything_that_takes_the_keyboard_has_a_name(shown: AccountsTab) -> None:
    names: list[Callable[[], str]] = [
        shown.list.table.accessibleName, shown.filters.as_of.field.accessibleName,
        shown.card.which.accessibleName, shown.card.pages.accessibleName,
        *(box.accessibleName for box in shown.filters.boxes),
        *(page.table.accessibleName for page in shown.card.lists.values()),
        *(button.accessibleName for button in shown.card.figures.values()),
    ]  # fmt: skip
    assert all(name() for name in names)
    assert all(isinstance(one, QPushButton) for one in shown.card.figures.values())
    assert set(shown.card.lists) == set(CardPage) - {CardPage.OVERVIEW}
