"""The panel of a customer beside the grid, and the commands that print paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.errors import StorageError
from desktop.services.give_back.data import GiveBack
from desktop.services.settings import ThemeChoice
from desktop.views.accounts.tab import AccountsTab
from desktop.views.activity.give_back import GiveBackPanel
from desktop.views.activity.paper import SlipsDialog, WeekFormDialog
from desktop.views.activity.tab import ActivityTab
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.tab import PrintRequest, TabContext
from tests.gui.part_page import filled
from tests.gui.small_branch import CLOCK, copy_of, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

FILES = {
    ImportKind.INVOICES: (
        "invoice_no,invoice_date,due_date,customer_code,amount\nI1,2026-06-01,2026-07-01,0001,100\n"
    ),
    ImportKind.VISITS: (
        "rep_code,customer_code,date,outcome,minutes,next_visit_on\n"
        "R2,0001,2026-07-10,talked,30,2026-07-15\nR1,0002,2026-07-17,talked,30,\n"
    ),
    ImportKind.VISIT_PLANS: (
        "rep_code,customer_code,date,purpose\nR1,0001,2026-07-21,Talk of money\n"
    ),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a branch with an overdue invoice, two visits and a plan."""
    return filled(make_small_branch(tmp_path_factory.mktemp("give-back")), FILES)


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    found = open_small(copy_of(template, tmp_path / "branch.branchbook"))
    yield found
    found.close()


@pytest.fixture
def whole(context: TabContext, services: Services) -> TabContext:
    return replace(context, services=services, clock=CLOCK)


@pytest.fixture
def panel(whole: TabContext, look: Look, qtbot: QtBot) -> GiveBackPanel:
    found = GiveBackPanel(whole)
    qtbot.addWidget(found)
    found.resize(360, 700)
    found.show()
    return found


def ids(services: Services) -> dict[str, int]:
    return {one.code: one.id for one in services.entries.lookups().customers}


def test_the_panel_says_what_is_known_of_a_customer(
    panel: GiveBackPanel, services: Services, qtbot: QtBot
) -> None:
    assert "Here you see" in panel.empty.text() and not panel.name.isVisible()
    panel.show_customer(ids(services)["0001"], "R1")
    qtbot.waitUntil(panel.name.isVisible)
    assert (panel.name.text(), panel.empty.isVisible()) == ("East Stores", False)
    assert panel.points.words() == (
        "¥100.00 is overdue, the oldest by 16 days: agree on a day.",
        "A visit was agreed for 15 Jul 2026 and not made: say why.",
    )
    assert panel.promises.words() == ("Visit agreed for 15 Jul 2026, 2 days late",)
    assert not list(_nameless(panel))
    panel.show_customer(None, "R1")
    assert panel.empty.isVisible() and not panel.name.isVisible()


def test_the_panel_follows_the_look_and_reads_again(
    panel: GiveBackPanel, services: Services, look: Look, qtbot: QtBot
) -> None:
    panel.show_customer(ids(services)["0002"], "")
    qtbot.waitUntil(panel.name.isVisible)
    for theme in ThemeChoice.DARK, ThemeChoice.LIGHT:
        look.change_theme(theme)
    panel.retranslate()
    panel.reload()
    qtbot.waitUntil(lambda: not panel.grids["progress"].isVisible())
    assert panel.line.text().startswith("0002 · no class")


def test_what_stands_against_reading_is_said_in_the_panel_alone(
    panel: GiveBackPanel, whole: TabContext, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(_customer: int, _rep: str) -> GiveBack:
        raise StorageError("database_busy", address="East")

    monkeypatch.setattr(whole.services.give_back, "panel", refuse)
    panel.show_customer(1, "")
    qtbot.waitUntil(lambda: "Here you see" not in panel.empty.text())
    assert panel.empty.isVisible()


@pytest.fixture
def tab(window: MainWindow, whole: TabContext, qtbot: QtBot) -> Iterator[ActivityTab]:
    window.show_database("East", whole, [ActivityTab])
    window.tabs.bring("activity")
    found = window.front
    assert isinstance(found, ActivityTab)
    qtbot.waitUntil(found.isVisible)
    yield found
    assert whole.runner.wait_idle(20_000)
    window.hide_database()


def asked(tab: ActivityTab | AccountsTab) -> list[PrintRequest]:
    """Note what is asked to be printed, in the window's place."""
    tab.print_requested.disconnect()
    found: list[PrintRequest] = []
    tab.print_requested.connect(found.append)
    return found


def words_of(request: PrintRequest) -> str:
    pages = pdfium.PdfDocument(request.make_pdf())
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def test_slips_are_printed_for_a_rep_and_a_day_by_keys(tab: ActivityTab, qtbot: QtBot) -> None:
    requests = asked(tab)
    tab.paper.actions_set["slips"].trigger()
    qtbot.waitUntil(lambda: tab.paper.dialog is not None)
    dialog = tab.paper.dialog
    assert isinstance(dialog, SlipsDialog) and not list(_nameless(dialog))
    for field in (dialog.rep, dialog.day):
        QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(dialog.main_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.paper.dialog is None)
    (request,) = requests
    words = words_of(request)
    assert words.count("R1 · Li Na") == words.count("20 Jul 2026") == 4


def test_the_weekly_form_is_that_of_the_week_that_runs(tab: ActivityTab, qtbot: QtBot) -> None:
    requests = asked(tab)
    tab.paper.actions_set["week_form"].trigger()
    qtbot.waitUntil(lambda: tab.paper.dialog is not None)
    dialog = tab.paper.dialog
    assert isinstance(dialog, WeekFormDialog) and not list(_nameless(dialog))
    QTest.keyClick(dialog.main_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.paper.dialog is None)
    assert "Talk of money" in words_of(requests[0])
    # The menu of every page of the tab has both commands.
    assert set(tab.paper.actions) <= set(tab.menu_actions())


def test_from_thursday_on_the_next_week_is_offered(look: Look, qtbot: QtBot) -> None:
    for today, monday in ((22, 20), (23, 27)):
        dialog = WeekFormDialog((), date(2026, 7, today), None)
        qtbot.addWidget(dialog)
        assert dialog.request().day == date(2026, 7, monday)


def test_a_customers_page_is_printed_from_his_card(
    window: MainWindow, whole: TabContext, services: Services, qtbot: QtBot
) -> None:
    window.show_database("East", whole, [AccountsTab])
    window.tabs.bring("accounts")
    tab = window.front
    assert isinstance(tab, AccountsTab)
    requests = asked(tab)
    tab.show_place({"customer_id": ids(services)["0001"]})
    qtbot.waitUntil(lambda: tab.controller.card_side.card is not None)
    tab.actions_set["bag"].trigger()
    (request,) = requests
    assert request.title == "Page for East Stores"
    assert "¥100.00 is overdue" in words_of(request)
    assert whole.runner.wait_idle(20_000)
    window.hide_database()
