"""The page "Week plan" as it is used: by keys, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind, NotMadeReason, WeekState
from desktop.services.weeks.data import LineState, WeekLine
from desktop.views.activity.tab import ActivityTab
from desktop.views.activity.week.dialogs import (
    AddVisitDialog,
    FateDialog,
    ProposalDialog,
    ReturnDialog,
)
from desktop.views.activity.week.page import WeekPage
from desktop.views.main_window import MainWindow
from desktop.views.tab import TabContext
from tests.gui.part_page import column_of, filled, in_front
from tests.gui.small_branch import copy_of, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

#: The clock stands on Monday 20 July 2026.
MONDAY = date(2026, 7, 20)
VISITS = (
    "rep_code,customer_code,date,next_visit_on\n"
    "R1,0001,2026-07-06,2026-07-22\nR1,0002,2026-07-07,2026-07-23\n"
)
PLANS = "rep_code,customer_code,date\nR1,0001,2026-07-13\n"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with two visits that name the next one, and a visit not made."""
    folder = tmp_path_factory.mktemp("weeks")
    files = {ImportKind.VISITS: VISITS, ImportKind.VISIT_PLANS: PLANS}
    return filled(make_small_branch(folder), files)


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    found = open_small(copy_of(template, tmp_path / "w.branchbook"))
    yield found
    found.close()


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[WeekPage]:
    with_page = in_front("week", WeekPage, window, context, services, qtbot, (ActivityTab,))
    with with_page as found:
        yield found


def settle(page: WeekPage) -> None:
    for _turn in range(3):
        assert page.context.runner.wait_idle(20_000)
        QApplication.processEvents()


def states(page: WeekPage) -> list[str]:
    return column_of(page.reps.rows_model, "state")


def lines(page: WeekPage) -> tuple[WeekLine, ...]:
    assert page.controller.sheet is not None
    return page.controller.sheet.lines


def press(page: WeekPage, qtbot: QtBot, name: str) -> None:
    button = page.panel.buttons[name]
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(page)


def test_a_week_is_proposed_planned_and_decided(page: WeekPage, qtbot: QtBot) -> None:
    assert states(page) == ["No plan", "No plan"]
    assert "proposed" in page.panel.state.text()
    page.actions_set["propose"].trigger()
    settle(page)
    dialog = page.dialog
    assert isinstance(dialog, ProposalDialog)
    assert "next visit agreed" in dialog.list.item(0).text()
    assert "100 points" in dialog.list.item(0).text()
    dialog.submit()
    settle(page)
    # The second customer is another rep's, so that he is not proposed but can be added.
    assert [(one.code, one.day.day) for one in lines(page)] == [("0001", 22)]
    page.actions_set["add"].trigger()
    form = page.dialog
    assert isinstance(form, AddVisitDialog)
    form.customer.setText("nobody")
    form.submit()
    assert form.isVisible()
    form.customer.setText("West Trade")
    form.day.setText("2026-07-23")
    form.submit()
    settle(page)
    assert [one.code for one in lines(page)] == ["0001", "0002"]
    page.panel.table.select_row(lines(page)[1].plan_id)
    page.actions_set["day5"].trigger()
    settle(page)
    assert lines(page)[1].day == MONDAY + timedelta(days=4)
    page.panel.table.select_row(lines(page)[1].plan_id)
    page.panel.table.setFocus()
    qtbot.keyClick(page.panel.table, Qt.Key.Key_Delete)
    settle(page)
    assert [one.code for one in lines(page)] == ["0001"]
    press(page, qtbot, "submit")
    assert states(page)[0] == "Submitted"
    press(page, qtbot, "return")
    back = page.dialog
    assert isinstance(back, ReturnDialog)
    back.note.setText("Add West Trade")
    back.submit()
    settle(page)
    assert "Add West Trade" in page.panel.state.text()
    press(page, qtbot, "submit")
    press(page, qtbot, "approve")
    assert states(page)[0] == "Approved"
    assert not page.panel.buttons["close"].isEnabled()


def test_a_visit_not_made_is_explained_moved_and_the_week_closed(
    page: WeekPage, qtbot: QtBot
) -> None:
    page.actions_set["before"].trigger()
    settle(page)
    assert [one.state for one in lines(page)] == [LineState.OPEN]
    press(page, qtbot, "submit")
    press(page, qtbot, "approve")
    press(page, qtbot, "explain")
    dialog = page.dialog
    assert isinstance(dialog, FateDialog)
    dialog.submit()
    assert dialog.isVisible()
    dialog.reason.setCurrentIndex(dialog.reason.findData(str(NotMadeReason.CUSTOMER_ABSENT)))
    dialog.day.setText("2026-07-24")
    dialog.submit()
    settle(page)
    assert lines(page)[0].state is LineState.MOVED
    assert "Nobody was there" in column_of(page.panel.table.rows_model, "why")[0]
    press(page, qtbot, "close")
    assert page.controller.sheet is not None
    assert page.controller.sheet.state is WeekState.RECONCILED
    page.today.click()
    settle(page)
    assert [one.day for one in lines(page)] == [date(2026, 7, 24)]


def test_the_week_is_printed_and_everything_has_a_name(page: WeekPage) -> None:
    page.actions_set["before"].trigger()
    settle(page)
    request = page.print_request()
    assert request is not None
    assert request.make_pdf().startswith(b"%PDF")
    assert page.export_table() is not None
    assert not list(_nameless(page))
    page.retranslate()
    assert page.reps.rows_model.rowCount() == 2
