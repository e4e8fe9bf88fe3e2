"""The page of the budget: typed and clicked in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import BudgetDriverKind, ExpenseCategory, ImportKind
from desktop.services.plans.budget_data import (
    AddDriver,
    BudgetBook,
    ChangeDriver,
    DivideBy,
    DriverEntry,
    PutLines,
)
from desktop.services.plans.work_data import AddTask, TaskEntry
from desktop.views.main_window import MainWindow
from desktop.views.plans.budget.dialogs import AmountDialog, CommitmentDialog, DriverDialog
from desktop.views.plans.budget.expenses_dialog import ExpensesDialog
from desktop.views.plans.budget.page import BudgetPage
from desktop.views.plans.budget.state import RowsBy, Show
from desktop.views.plans.tab import PlansTab
from desktop.views.tab import TabContext
from desktop.views.tasks import TaskRunner
from tests.gui.part_page import filled, in_front
from tests.gui.small_branch import make_small_branch, open_small

D = Decimal
LEFT = Qt.MouseButton.LeftButton
TARGETS = """
period,metric,amount,rep_code
2026-07,sales,10000,R1
2026-07,visits,40,R1
2026-08,visits,10,R2
"""
EXPENSES = """
date,rep_code,category,amount,note
2026-07-02,R1,travel,450.00,Train
2026-07-03,R2,travel,80.00,Fuel
2026-07-06,R1,gift,60.00,<b>Tea</b>
"""
PER_VISIT = DriverEntry(ExpenseCategory.TRAVEL, BudgetDriverKind.PER_VISIT, D("12.50"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with a plan in force and expenses, made once."""
    path = make_small_branch(tmp_path_factory.mktemp("budget"))
    return filled(path, {ImportKind.TARGETS: TARGETS, ImportKind.EXPENSES: EXPENSES})


class Seat:
    """The page in its window, and what a person does at it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, runner: TaskRunner) -> None:
        self.qtbot, self.window, self.runner = qtbot, window, runner

    @property
    def page(self) -> BudgetPage:
        tab = self.window.front
        assert isinstance(tab, PlansTab) and isinstance(tab.parts.current, BudgetPage)
        return tab.parts.current

    @property
    def book(self) -> BudgetBook:
        book = self.page.controller.book
        assert book is not None
        return book

    def wait(self) -> None:
        assert self.runner.wait_idle(20_000)

    def press(self, button: QPushButton) -> None:
        assert button.isEnabled()
        self.qtbot.mouseClick(button, LEFT)
        self.wait()

    def press_driver(self, key: str) -> None:
        self.press(self.page.lists.head.buttons[key])

    def press_promise(self, key: str) -> None:
        self.press(self.page.panel.head.buttons[key])

    def driver_form(self) -> DriverDialog:
        assert isinstance(self.page.dialog, DriverDialog)
        return self.page.dialog

    def promise_form(self) -> CommitmentDialog:
        assert isinstance(self.page.dialog, CommitmentDialog)
        return self.page.dialog

    def texts(self, place: int) -> list[str]:
        return list(self.page.lists.table.rows_model.texts(place))

    def words(self) -> str:
        return " ".join(one.text() for one in self.page.findChildren(QLabel) if one.isVisible())


@contextmanager
def seated(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[Seat]:
    with in_front("budget", BudgetPage, window, context, services, qtbot):
        yield Seat(qtbot, window, context.runner)


@pytest.fixture
def seat(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[Seat]:
    with seated(window, context, services, qtbot) as found:
        yield found


def budgeted(services: Services) -> None:
    """Enter 12.50 a visit and write its lines."""
    actor, version = services.require_writer(), services.plan_versions.cards()[0].version_id
    made = services.plan_budgets.add_driver(actor, AddDriver(version, PER_VISIT)).created_id
    services.plan_budgets.put(actor, PutLines(version, ((made or 0, 1),)))


def test_a_branch_without_a_plan_is_told_what_to_do(
    window: MainWindow, context: TabContext, qtbot: QtBot, tmp_path: Path
) -> None:
    services = open_small(make_small_branch(tmp_path))
    with seated(window, context, services, qtbot) as seat:
        assert "There is no plan yet" in seat.words()
        assert not any(action.isEnabled() for action in seat.page.menu_actions())
        assert seat.page.export_table() is None
    services.close()


def test_a_budget_is_made_from_what_it_grows_with(seat: Seat) -> None:
    assert "There is no budget yet" in seat.words()
    assert seat.texts(0)[:2] == ["Travel", "No budget"]
    seat.press_driver("add")
    form = seat.driver_form()
    seat.qtbot.keyClicks(form.rate, "-3")
    form.kind.setCurrentIndex(form.kind.findData(BudgetDriverKind.PER_VISIT))
    seat.press(form.main_button)
    assert "is not a rate of zero or more" in form.rate.accessibleDescription()
    assert form.rate.text() == "-3"
    form.rate.clear()
    seat.qtbot.keyClicks(form.rate, "12.50")
    seat.press(form.main_button)
    assert seat.page.dialog is None

    (driver,) = seat.book.drivers
    assert (driver.computed, driver.put) == (D(625), D(0))
    assert "Write the lines again" in seat.words()
    seat.press_driver("put")
    assert "¥625.00" in seat.window.messages.text
    # Of 625.00 are 530.00 spent: 500.00 in July, which is overspent, and 125.00 in August.
    assert seat.texts(0)[:2] == ["Travel", "Within · 85%"]
    keys = [column.key for column in seat.page.lists.table.rows_model.columns]
    assert seat.texts(0)[keys.index("month6")] == "-30"
    assert "Write the lines again" not in seat.words()


def test_a_changed_driver_is_out_of_date_and_one_taken_out_comes_back(
    seat: Seat, services: Services
) -> None:
    budgeted(services)
    seat.page.force_reload()
    seat.wait()
    lists = seat.page.lists
    lists.drivers.selectRow(0)
    seat.press_driver("change")
    form = seat.driver_form()
    assert form.rate.text() == "12.5"
    form.rate.setText("20")
    (driver,) = seat.book.drivers
    other = replace(PER_VISIT, note="Another desk")
    services.plan_budgets.change_driver(
        services.require_writer(), ChangeDriver(driver.id, driver.version, other)
    )
    seat.press(form.main_button)
    assert "Another desk changed it meanwhile" in form.messages.text
    assert form.rate.text() == "20"
    form.reject()
    seat.page.force_reload()
    seat.wait()
    lists.drivers.selectRow(0)
    seat.press_driver("remove")
    assert seat.book.drivers == ()
    back = seat.window.messages.findChildren(QPushButton)
    seat.press(next(one for one in back if one.text() == "Put it back"))
    assert [one.entry.note for one in seat.book.drivers] == ["Another desk"]


def test_more_than_is_left_needs_a_reason_and_is_released(seat: Seat, services: Services) -> None:
    budgeted(services)
    seat.page.force_reload()
    seat.wait()
    seat.press_promise("promise")
    form = seat.promise_form()
    assert form.category.currentData() == ExpenseCategory.TRAVEL
    seat.press(form.main_button)
    assert form.amount.accessibleDescription() and form.text.accessibleDescription()
    seat.qtbot.keyClicks(form.amount, "100")
    seat.qtbot.keyClicks(form.text, "A trip")
    seat.press(form.main_button)
    assert form.reason.accessibleDescription() == (
        "¥100.00 is more than the ¥0.00 that is left of ¥500.00. Give a reason to promise it all "
        "the same."
    )
    seat.qtbot.keyClicks(form.reason, "The fair")
    seat.press(form.main_button)
    assert seat.page.dialog is None
    (row,) = seat.book.commitments
    assert (row.amount, row.reason) == (D(100), "The fair")
    promises = seat.page.panel.promises
    assert "Open, over budget" in promises.rows_model.texts(0)
    assert seat.texts(0)[1] == "Overspent · 101%"

    promises.selectRow(0)
    seat.press_promise("release")
    assert "Released 20 Jul" in promises.rows_model.texts(0)
    assert not seat.page.panel.head.buttons["release"].isEnabled()


def test_an_amount_is_typed_and_divided(seat: Seat) -> None:
    assert seat.page.lists.table.select_row("gift")
    seat.press(seat.page._amount_button)
    form = seat.page.dialog
    assert isinstance(form, AmountDialog)
    assert form.category.currentData() == ExpenseCategory.GIFT
    seat.qtbot.keyClicks(form.amount, "much")
    seat.press(form.main_button)
    assert "is not an amount" in form.amount.accessibleDescription()
    form.amount.clear()
    seat.qtbot.keyClicks(form.amount, "120")
    form.by.setCurrentIndex(form.by.findData(DivideBy.REP))
    seat.press(form.main_button)
    assert seat.page.dialog is None
    row = next(one for one in seat.book.by_category if one.key == "gift")
    assert (row.total.budget, row.months[6].remaining) == (D(120), D(60))


def test_an_amount_pays_for_a_task_and_is_typed_again(seat: Seat, services: Services) -> None:
    entry = TaskEntry("Repair days", date(2026, 7, 6), date(2026, 7, 10))
    command = AddTask(seat.book.card.plan_id, entry)
    task = services.plan_work.add_task(services.require_writer(), command).created_id
    assert not seat.page.lists.typed.isVisible()
    seat.page.force_reload()
    seat.wait()
    seat.press(seat.page._amount_button)
    form = seat.page.dialog
    assert isinstance(form, AmountDialog)
    seat.qtbot.keyClicks(form.amount, "120")
    # What is typed stays when a task is chosen afterwards.
    form.task.setCurrentIndex(form.task.findData(task))
    assert form.amount.text() == "120"
    seat.press(form.main_button)
    assert seat.page.dialog is None
    typed = seat.page.lists.typed.table
    assert typed.isVisible()
    assert list(typed.rows_model.texts(0))[1:] == ["120.00", "Repair days"]
    typed.setFocus()
    exported = seat.page.export_table()
    assert exported is not None and exported.title == "Typed amounts"
    assert exported.rows[0][2] == "Repair days"

    typed.selectRow(0)
    seat.qtbot.keyClick(typed, Qt.Key.Key_Return)
    again = seat.page.dialog
    assert isinstance(again, AmountDialog)
    assert (again.amount.text(), again.task.currentData()) == ("120", task)
    again.amount.setText("0")
    seat.press(again.main_button)
    assert seat.book.typed == () and not typed.isVisible()


def test_the_expenses_behind_a_row_are_listed(seat: Seat) -> None:
    table = seat.page.lists.table
    assert table.select_row("gift")
    seat.qtbot.keyClick(table, Qt.Key.Key_Return)
    seat.wait()
    dialog = seat.page.dialog
    assert isinstance(dialog, ExpensesDialog)
    texts = list(dialog.pane.table.rows_model.texts(0))
    assert texts[1:4] == ["Li Na", "Gifts", "60.00"]
    assert (texts[5], texts[7]) == ("Without a visit", "<b>Tea</b>")
    assert "1 claim, 1 of them without a visit" in " ".join(
        one.text() for one in dialog.findChildren(QLabel)
    )
    dialog.accept()

    seat.page.controller.choose(None, RowsBy.REP, Show.ACTUAL)
    assert [seat.texts(0)[0], seat.texts(1)[0]] == ["Li Na", "Bao Jie"]
    exported = seat.page.export_table()
    assert exported is not None and exported.title == "Budget of the plan 2026 plan"
    seat.page.panel.bar_clicked.emit(6)
    seat.wait()
    assert isinstance(seat.page.dialog, ExpensesDialog)
    assert seat.page.dialog.pane.table.rows_model.rowCount() == 2
    seat.page.dialog.accept()
