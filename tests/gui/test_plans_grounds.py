"""The page "Reasons" as it is used: by keys and clicks, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import Dimension, ImportKind, Metric
from desktop.services.plans.collection_targets_data import PayBasis
from desktop.services.plans.potentials_data import PotentialMethod
from desktop.services.plans.reasons import PlanReasons
from desktop.services.plans.versions_data import MakePlan
from desktop.services.rules.plan_cube.data import EVERYTHING, Method
from desktop.views.main_window import MainWindow
from desktop.views.plans.entry_table import EntryTable
from desktop.views.plans.grounds.dialogs import (
    MarketDialog,
    PotentialDialog,
    ProspectDialog,
    TakeDialog,
)
from desktop.views.plans.grounds.page import GroundsPage
from desktop.views.plans.grounds.state import GroundTab
from desktop.views.plans.making.page import MakingPage
from desktop.views.plans.tab import PlansTab
from desktop.views.tab import TabContext
from desktop.views.tasks import TaskRunner
from tests.gui.part_page import column_of, filled, in_front
from tests.gui.small_branch import make_small_branch
from tests.gui.test_accessibility import _nameless

D = Decimal
LEFT = Qt.MouseButton.LeftButton
SOLD = "invoice_no,invoice_date,customer_code,amount,tax,rep_code\n" + "\n".join(
    f"I{month:02d},2026-{month:02d}-10,000{1 + month % 2},300.00,39.00,R1" for month in range(1, 7)
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a branch that sold something, made once."""
    path = make_small_branch(tmp_path_factory.mktemp("grounds"))
    return filled(path, {ImportKind.INVOICES: SOLD})


class Seat:
    """The page in its window, and what a person does at it."""

    def __init__(
        self, qtbot: QtBot, window: MainWindow, runner: TaskRunner, services: Services
    ) -> None:
        self.qtbot, self.window, self.runner, self.services = qtbot, window, runner, services

    @property
    def page(self) -> GroundsPage:
        tab = self.window.front
        assert isinstance(tab, PlansTab)
        assert isinstance(tab.parts.current, GroundsPage)
        return tab.parts.current

    def wait(self) -> None:
        assert self.runner.wait_idle(20_000)

    def turn(self, tab: GroundTab) -> None:
        self.page.deck.setCurrentIndex(list(GroundTab).index(tab))
        self.wait()

    def press(self, key: str) -> None:
        button = self.page.panel.head.buttons[key]
        assert button.isEnabled()
        self.qtbot.mouseClick(button, LEFT)
        self.wait()

    def form(self, kind: type) -> object:
        assert isinstance(self.page.dialog, kind)
        return self.page.dialog

    def send(self) -> None:
        assert self.page.dialog is not None
        self.qtbot.mouseClick(self.page.dialog.main_button, LEFT)
        self.wait()

    def type(self, field: QLineEdit, text: str) -> None:
        field.selectAll()
        self.qtbot.keyClicks(field, text)

    @property
    def table(self) -> EntryTable:
        assert self.page.panel.entry is not None
        return self.page.panel.entry

    def column(self, key: str) -> list[str]:
        return column_of(self.page.panel.table.rows_model, key)

    def stand(self, line: int, key: str) -> None:
        model = self.table.rows_model
        place = [one.key for one in model.columns].index(key)
        self.table.setCurrentIndex(model.index(line, place))

    def type_cell(self, line: int, key: str, text: str) -> None:
        """Type into a cell and press Enter; the field may stay open."""
        self.stand(line, key)
        self.qtbot.keyClicks(self.table, text[0])
        editor = self.table.fields.editor
        assert editor is not None
        self.qtbot.keyClicks(editor, text[1:])
        self.qtbot.keyClick(editor, Qt.Key.Key_Return)
        self.wait()

    def message(self) -> str:
        return self.window.messages.text


@pytest.fixture
def seat(
    window: MainWindow, context: TabContext, services: Services, runner: TaskRunner, qtbot: QtBot
) -> Iterator[Seat]:
    with in_front("reasons", GroundsPage, window, context, services, qtbot):
        yield Seat(qtbot, window, runner, services)


@pytest.fixture
def version(services: Services) -> int:
    """Return a draft of 2027 that begins with what was sold."""
    made = services.plan_versions.make(services.require_writer(), MakePlan("Next", 2027, D(0)))
    assert made.created_id is not None
    return made.created_id


def test_a_branch_without_a_plan_is_told_what_to_do(seat: Seat) -> None:
    assert "There is no plan yet" in seat.page.panel.table._empty_text
    assert not seat.page.panel.head.buttons["new"].isEnabled()
    assert list(_nameless(seat.page)) == []
    # What customers could buy needs no plan.
    seat.turn(GroundTab.POTENTIAL)
    assert seat.column("name") == ["East Stores", "West Trade"]
    assert seat.column("sales") == ["900", "900"]


def test_a_figure_of_the_market_is_entered_refused_taken_out_and_put_back(
    version: int, seat: Seat
) -> None:
    seat.press("new")
    form = seat.form(MarketDialog)
    assert isinstance(form, MarketDialog)
    seat.type(form.name, "Lamps sold in the city")
    seat.type(form.value, "much")
    seat.send()
    assert "is not an amount" in form._fields["value"][1].text()
    assert form.name.text() == "Lamps sold in the city"
    seat.type(form.value, "5200000")
    seat.send()
    assert seat.page.dialog is None
    assert seat.column("value") == ["5,200,000"]
    assert seat.column("source") == ["Unsourced"]
    assert "1 figure has no source" in seat.page.panel.note.text()
    seat.table.setCurrentIndex(seat.table.rows_model.index(0, 1))
    seat.press("remove")
    assert seat.column("name") == []
    assert "was taken out" in seat.message()
    (put_back,) = [
        one for one in seat.window.messages.findChildren(QPushButton) if one.text() == "Put it back"
    ]
    seat.qtbot.mouseClick(put_back, LEFT)
    seat.wait()
    assert seat.column("value") == ["5,200,000"]


def test_the_own_sheet_is_filled_in_and_both_sheets_print(version: int, seat: Seat) -> None:
    seat.turn(GroundTab.OWN)
    assert "Fill in from the data" in seat.page.panel.table._empty_text
    seat.press("fill")
    assert seat.column("name")[0] == "Whole branch"
    assert seat.column("year2")[0] == "1,800"
    assert "up to 10 Jun 2026" in seat.page.panel.note.text()
    assert seat.page.panel.head.buttons["print"].isEnabled()
    request = seat.page.print_request()
    assert request is not None
    assert request.make_pdf().startswith(b"%PDF")
    table = seat.page.export_table()
    assert table is not None and "2026 to date" in str(table)


def test_potential_is_typed_pasted_and_refused_where_it_stands(seat: Seat) -> None:
    seat.turn(GroundTab.POTENTIAL)
    seat.type_cell(0, "amount", "3600")
    assert seat.column("amount")[0] == "3,600"
    assert seat.column("share")[0] == "25.0%"
    assert seat.column("untapped")[0] == "2,700"
    # A share without a potential is refused, and the field keeps what was typed.
    seat.type_cell(1, "target_share", "30")
    editor = seat.table.fields.editor
    assert editor is not None and editor.text() == "30"
    assert not seat.page.panel.refusal.isHidden()
    seat.qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert seat.page.panel.refusal.isHidden()
    QGuiApplication.clipboard().setText("4000\t\t\t\t40%\n5000\t\t\t\tmuch")
    seat.stand(0, "amount")
    seat.qtbot.keyClick(seat.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    seat.wait()
    assert "West Trade" in seat.page.panel.refusal.text()
    assert seat.column("amount")[0] == "3,600"
    QGuiApplication.clipboard().setText("4000\t\t\t\t40%\n5000\t\t\t\t50%")
    seat.qtbot.keyClick(seat.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    seat.wait()
    assert seat.column("amount") == ["4,000", "5,000"]
    assert seat.column("target_share") == ["40.0%", "50.0%"]


def test_a_calculation_gives_the_potential(seat: Seat) -> None:
    seat.turn(GroundTab.POTENTIAL)
    seat.stand(0, "code")
    seat.press("correct")
    form = seat.form(PotentialDialog)
    assert isinstance(form, PotentialDialog)
    form.method.setCurrentIndex(form.method.findData(str(PotentialMethod.INDEX)))
    seat.type(form.calculation, "1000000; 2%; 1%; 0.5%")
    # 0.5 × 2 + 0.3 × 1 + 0.2 × 0.5 = 1.4 % of a million.
    assert form.amount.text() == "14,000"
    seat.type(form.calculation, "many")
    seat.send()
    assert "cannot be calculated" in form._fields["calculation"][1].text()
    seat.type(form.calculation, "1000000; 2%; 1%; 0.5%")
    seat.send()
    assert seat.page.dialog is None
    assert seat.column("method")[0] == "Buying power index"
    assert seat.column("amount")[0] == "14,000"


def test_customers_from_below_and_prospects_become_the_targets(version: int, seat: Seat) -> None:
    seat.turn(GroundTab.BELOW)
    seat.type_cell(0, "base", "1000")
    seat.type_cell(0, "growth", "5")
    assert seat.column("total")[0] == "1,050"
    seat.type_cell(0, "churn", "500")
    # A probability is at most one: the field stays open with what was typed.
    assert "out of range" in seat.page.panel.refusal.text()
    editor = seat.table.fields.editor
    assert editor is not None and editor.text() == "500"
    seat.qtbot.keyClick(editor, Qt.Key.Key_Escape)
    seat.turn(GroundTab.PROSPECTS)
    seat.press("new")
    form = seat.form(ProspectDialog)
    assert isinstance(form, ProspectDialog)
    seat.type(form.name, "Harbour")
    seat.type(form.value, "600")
    seat.type(form.chance, "50")
    form.rep.setCurrentIndex(1)
    seat.send()
    assert seat.column("expected") == ["300"]
    seat.turn(GroundTab.BELOW)
    total = seat.services.plan_outlooks.book(version).total
    seat.press("take")
    ask = seat.form(TakeDialog)
    assert isinstance(ask, TakeDialog) and ask.prospects.isVisible()
    seat.send()
    book = seat.services.plan_outlooks.book(version)
    assert book.planned == book.total == total
    assert "just what the plan has" in seat.page.panel.note.text()
    bases = PlanReasons(seat.services.uow).bases(version, Metric.SALES)
    assert bases[0].pedigree.method == "bottom_up"


def test_collections_follow_terms_or_habit_and_become_targets(version: int, seat: Seat) -> None:
    seat.turn(GroundTab.COLLECTIONS)
    panel = seat.page.panel
    assert "each in the month that it falls due" in panel.note.text()
    by_terms = seat.column("year")
    panel.basis.setCurrentIndex(1)
    seat.wait()
    assert seat.page.controller.basis is PayBasis.HABIT
    # Nobody ever paid: by habit nothing comes in.
    assert seat.column("year") == ["0", "0"] != by_terms
    panel.basis.setCurrentIndex(0)
    seat.wait()
    seat.press("take")
    seat.send()
    assert seat.column("present") == by_terms == seat.column("year")
    bases = PlanReasons(seat.services.uow).bases(version, Metric.COLLECTIONS)
    assert bases[0].pedigree.method == "receivables_and_terms"


def test_the_editor_spreads_by_potential_once_there_is_a_figure(
    version: int, seat: Seat, services: Services
) -> None:
    tab = seat.window.front
    assert isinstance(tab, PlansTab)
    seat.turn(GroundTab.POTENTIAL)
    seat.type_cell(0, "amount", "100000")
    tab.parts.bring("plan")
    seat.wait()
    page = tab.parts.current
    assert isinstance(page, MakingPage)
    seat.qtbot.waitUntil(lambda: page.controller.desk is not None)
    seat.wait()
    words = [page.method.itemText(place) for place in range(page.method.count())]
    assert words[-2:] == ["By potential", "By untapped potential"]
    tip = page.method.itemData(len(words) - 1, Qt.ItemDataRole.ToolTipRole)
    assert "shares what his territory" in tip
    page.method.setCurrentIndex(len(words) - 1)
    desk = page.controller.desk
    assert desk is not None
    first = EVERYTHING.within(Dimension.CUSTOMER, 0)
    before, rest = desk.book.cube.total(first), desk.book.cube.total()
    assert not desk.give(EVERYTHING, rest + 10_000, Method.UNTAPPED)
    # Of the second customer nothing is untapped, so the whole rise is the first one's.
    assert desk.book.cube.total(first) == before + 10_000
    page.saving.discard()
    seat.wait()
