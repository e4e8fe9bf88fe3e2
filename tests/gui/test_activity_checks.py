"""The page "Checks" as it is used: by keys, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services, open_services
from desktop.enums import ImportKind, Role
from desktop.models import AppUser, UserRole
from desktop.services.entries.data import EntryKind, SaveEntries
from desktop.services.entries.kinds import ENTRY_SPECS
from desktop.services.settings import ThemeChoice
from desktop.views.activity.checks.dialogs import DecideDialog, SampleDialog
from desktop.views.activity.checks.page import ChecksPage
from desktop.views.activity.tab import ActivityTab
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.tab import TabContext
from tests.gui.part_page import column_of, filled
from tests.gui.small_branch import CLOCK, copy_of, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

VISITS = "rep_code,customer_code,date,outcome,minutes\n" + "\n".join(
    f"R1,0001,2026-06-{day:02d},talked,30" for day in range(1, 31)
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with June's visits, two reports of the manager's and one of Ann's."""
    folder = tmp_path_factory.mktemp("checks")
    path = filled(make_small_branch(folder), {ImportKind.VISITS: VISITS})
    services = open_small(path)
    actor = services.require_writer()
    with services.uow.write(actor, "New user") as session:
        user = AppUser(
            branch_id=actor.branch_id, login="ann", login_key="ann", name="Ann", is_active=True
        )
        session.add(user)
        session.flush()
        session.add(UserRole(branch_id=actor.branch_id, user_id=user.id, role=str(Role.CLERK)))
    key(services, EntryKind.COLLECTIONS, receipt_no="A1", date="2026-07-17", method="cash",
        customer_code="0002", amount="12000")  # fmt: skip
    services.close()
    services = open_services(str(path), CLOCK, "ann")
    key(services, EntryKind.VISITS, rep_code="R1", date="2026-07-17", customer_code="0001",
        outcome="talked", minutes="2")  # fmt: skip
    key(services, EntryKind.EXPENSES, rep_code="R2", date="2026-07-17", category="entertainment",
        amount="320.50")  # fmt: skip
    services.close()
    return path


def key(services: Services, kind: EntryKind, **cells: str) -> None:
    row = tuple(cells.get(column, "") for column in ENTRY_SPECS[kind].keys)
    services.entries.save(services.require_writer(), SaveEntries(kind, (row,)))


@contextmanager
def shown(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[ChecksPage]:
    """Give the page in front of the window; take the database away after."""
    context = replace(context, services=services, clock=CLOCK)
    window.show_database("East", context, [ActivityTab])
    window.tabs.bring("activity")
    tab = window.front
    assert isinstance(tab, ActivityTab)
    tab.parts.bring("checks")
    page = tab.parts.current
    assert isinstance(page, ChecksPage)
    qtbot.waitUntil(page.isVisible)
    assert context.runner.wait_idle(20_000)
    yield page
    assert context.runner.wait_idle(20_000)
    window.hide_database()


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    found = open_small(copy_of(template, tmp_path / "c.branchbook"))
    yield found
    found.close()


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[ChecksPage]:
    with shown(window, context, services, qtbot) as found:
        yield found


def column(page: ChecksPage, name: str) -> list[str]:
    return column_of(page.table.rows_model, name)


def stand_on(page: ChecksPage, reason: str) -> None:
    page.table.selectRow(column(page, "reason").index(reason))


def test_open_looks_are_listed_with_why_and_what(page: ChecksPage) -> None:
    assert column(page, "reason") == ["High amount", "Odd length", "No guests named"]
    assert column(page, "what") == ["¥12,000.00", "2 minutes", "¥320.50"]
    assert page.note.text() == "To be looked at: 3. Done: 0."
    stand_on(page, "Odd length")
    assert page.panel.why.text() == "The visit took less than 5 minutes or more than 8 hours."
    assert page.panel.decide.isEnabled()


def test_ones_own_report_is_left_to_others(page: ChecksPage, qtbot: QtBot) -> None:
    stand_on(page, "High amount")
    assert page.panel.own.text().startswith("You keyed this report.")
    assert not page.panel.decide.isEnabled()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.dialog is None


def test_a_finding_is_entered_by_keys(page: ChecksPage, context: TabContext, qtbot: QtBot) -> None:
    stand_on(page, "Odd length")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    dialog = page.dialog
    assert isinstance(dialog, DecideDialog)
    dialog.submit()
    assert dialog.finding.accessibleDescription() == "Choose what was found."
    qtbot.keyClick(dialog.finding, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.finding, Qt.Key.Key_Down)
    dialog.submit()
    assert context.runner.wait_idle(20_000)
    assert dialog.note.accessibleDescription().startswith("Say what is wrong")
    qtbot.keyClicks(dialog.note, "Was not there")
    dialog.submit()
    qtbot.waitUntil(lambda: page.dialog is None)
    assert context.runner.wait_idle(20_000)
    qtbot.waitUntil(lambda: len(column(page, "reason")) == 2)
    page.filters.set_state(replace(page.filters.state(), choices={"standing": "done", "kind": ""}))
    page.filters.changed.emit(page.filters.state())
    assert column(page, "status") == ["Rejected"]
    assert column(page, "checked_by") != ["—"]


def test_a_sample_is_drawn_and_told_with_its_seed(
    page: ChecksPage, context: TabContext, qtbot: QtBot
) -> None:
    button = next(one for one in page.filters.findChildren(QPushButton) if "sample" in one.text())
    button.click()
    dialog = page.dialog
    assert isinstance(dialog, SampleDialog)
    assert dialog.month.currentText() == "Jun 2026"
    dialog.share.setText("much")
    dialog.submit()
    assert "above 0" in dialog.share.accessibleDescription()
    dialog.share.setText("10")
    with qtbot.waitSignal(page.message_requested) as told:
        dialog.submit()
    assert told.args is not None
    assert told.args[0].startswith("3 of 30 visits of Jun 2026 were drawn for a call back. Seed: ")
    assert context.runner.wait_idle(20_000)
    qtbot.waitUntil(lambda: column(page, "reason").count("Drawn for a call back") == 3)


def test_filters_that_nothing_fits_say_so_and_everything_has_a_name(
    page: ChecksPage, look: Look
) -> None:
    page.controller.filter(page.controller.state.standing, "", "nobody")
    assert column(page, "reason") == []
    assert page.export_table() is None
    assert not page.panel.decide.isVisible()
    page.controller.filter(page.controller.state.standing, "", "")
    assert list(_nameless(page)) == []
    look.change_theme(ThemeChoice.DARK)
    table = page.export_table()
    assert table is not None and len(table.rows) == 3
