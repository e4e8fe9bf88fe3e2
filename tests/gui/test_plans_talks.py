"""The page of the talks with headquarters: typed and clicked in the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from desktop.bootstrap import Services
from desktop.enums import BridgeKind, BridgeStatus, ImportKind, Metric, PlanSide
from desktop.errors import RuleViolation
from desktop.services.imports.service import ImportFile
from desktop.services.plans.talks_data import (
    AddBridgeItem,
    AddRound,
    BridgeEntry,
    ChangeRound,
    RoundEntry,
    Talks,
)
from desktop.services.plans.versions_data import MakePlan, PlanStep, TakeStep
from desktop.services.settings import SettingsFile, ThemeChoice
from desktop.tone import Tone
from desktop.views.language import LanguageSwitch
from desktop.views.look import Look
from desktop.views.main_window import MainWindow, WindowParts
from desktop.views.plans.tab import PlansTab
from desktop.views.plans.talks.item_dialog import ItemDialog
from desktop.views.plans.talks.page import TalksPage
from desktop.views.plans.talks.round_dialog import RoundDialog
from desktop.views.plans.talks.settling import Field, Rule
from desktop.views.tab import TabContext
from desktop.views.tasks import TaskRunner
from desktop.views.theme import Theme
from tests.gui.conftest import destroy
from tests.gui.small_branch import CLOCK, copy_of, make_small_branch, open_small

D = Decimal
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_branch(tmp_path_factory.mktemp("branch"))


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    return copy_of(template, tmp_path / "east.branchbook")


@pytest.fixture
def services(database: Path) -> Iterator[Services]:
    opened = open_small(database)
    yield opened
    opened.close()


@pytest.fixture
def version(services: Services) -> int:
    """Return a draft of 2027 without lines."""
    made = services.plan_versions.make(services.require_writer(), MakePlan("Next", 2027))
    assert made.created_id is not None
    return made.created_id


class Seat:
    """The page in its window, and what a person does at it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, runner: TaskRunner) -> None:
        self.qtbot, self.window, self.runner = qtbot, window, runner

    @property
    def page(self) -> TalksPage:
        return cast(TalksPage, cast(PlansTab, self.window.front).parts.current)

    @property
    def talks(self) -> Talks:
        talks = self.page.controller.talks
        assert talks is not None
        return talks

    def wait(self) -> None:
        assert self.runner.wait_idle(30_000)

    def press(self, button: QPushButton) -> None:
        assert button.isEnabled()
        self.qtbot.mouseClick(button, LEFT)
        self.wait()

    def press_round(self, key: str) -> None:
        self.press(self.page.lists.rounds_head.buttons[key])

    def press_item(self, key: str) -> None:
        self.press(self.page.lists.items_head.buttons[key])

    def type(self, field: object, text: str) -> None:
        field.selectAll()  # type: ignore[attr-defined]
        if text.isascii():
            self.qtbot.keyClicks(field, text)
        else:
            # Qt's test keys know ASCII alone; an input method's text comes as a whole.
            field.insert(text)  # type: ignore[attr-defined]

    def round_form(self) -> RoundDialog:
        assert isinstance(self.page.dialog, RoundDialog)
        return self.page.dialog

    def item_form(self) -> ItemDialog:
        assert isinstance(self.page.dialog, ItemDialog)
        return self.page.dialog

    def save(self) -> None:
        assert self.page.dialog is not None
        self.press(self.page.dialog.main_button)

    def name(self, side: str, amount: str, argument: str = "") -> None:
        """Enter a round by its form."""
        self.press_round(side)
        form = self.round_form()
        self.type(form.amount, amount)
        self.type(form.argument, argument)
        self.save()
        assert self.page.dialog is None

    def message(self) -> str:
        return self.window.messages.text

    def shown_words(self) -> str:
        return " ".join(one.text() for one in self.page.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def show(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Services], Seat]]:
    """Return what opens services in a window with the page in front."""
    settings, runner = SettingsFile(tmp_path / "settings.json"), TaskRunner()
    settings.change(language="en", theme=ThemeChoice.LIGHT)
    look = Look(settings, Theme(qapp), LanguageSwitch(qapp))
    look.apply()
    window = MainWindow(
        WindowParts(runner, settings, look, describe=repr, test_connection=lambda _request: "")
    )
    window.resize(1440, 900)
    window.show()

    def open_page(services: Services) -> Seat:
        context = TabContext(services, runner, settings, CLOCK)
        window.show_database("East", context, [PlansTab])
        assert runner.wait_idle(30_000)
        deck = cast(PlansTab, window.front).parts
        deck.bring("talks")
        # A layout shows what it takes in once the window has gone round.
        qtbot.waitUntil(lambda: deck.current is not None and deck.current.isVisible())
        assert runner.wait_idle(30_000)
        return Seat(qtbot, window, runner)

    yield open_page
    window.hide_database()
    assert runner.wait_idle(30_000)
    window.close()
    destroy(window)
    runner.shut_down()
    destroy(runner)
    qapp.setStyleSheet("")


@pytest.fixture
def seat(show: Callable[[Services], Seat], services: Services, version: int) -> Seat:
    return show(services)


def test_a_branch_without_a_plan_is_told_what_to_do(
    show: Callable[[Services], Seat], services: Services
) -> None:
    seat = show(services)
    assert "There is no plan yet" in seat.shown_words()
    assert not any(action.isEnabled() for action in seat.page.menu_actions())
    assert not any(one.isEnabled() for one in seat.page._file_buttons)


def test_the_numbers_of_both_sides_are_entered_and_the_bridge_stands(seat: Seat) -> None:
    assert "Enter headquarters' number and the branch's" in seat.page.bridge.chart.chart.empty
    seat.name("hq", "120万", "Market +20 %")
    assert "Enter the branch's number" in seat.page.bridge.chart.chart.empty
    seat.name("branch", "1,000,000", "Two dealers lost")
    assert [(one.side, one.amount, one.argument) for one in seat.talks.rounds] == [
        (PlanSide.HQ, D(1200000), "Market +20 %"),
        (PlanSide.BRANCH, D(1000000), "Two dealers lost"),
    ]
    chart = seat.page.bridge.chart.chart
    assert (chart.start, chart.end, chart.rest) == (D(1000000), D(1200000), D(200000))
    assert "16.67% of headquarters' number" in seat.page.bridge.verdict.text()
    assert seat.page.lists.rounds.rows_model.rowCount() == 2


def test_parts_of_the_bridge_shrink_the_unexplained_below_the_aim(seat: Seat) -> None:
    seat.name("hq", "1200000")
    seat.name("branch", "1000000")
    seat.press_item("item")
    form = seat.item_form()
    # The form begins with what is unexplained.
    assert form.amount.text() == "200,000"
    seat.type(form.amount, "195000")
    form.owner.setCurrentIndex(form.owner.findText("Bao Jie"))
    seat.type(form.evidence, "Yearbook")
    seat.save()
    item = seat.talks.items[0]
    assert (item.kind, item.amount, item.owner) == (
        BridgeKind.MARKET_GROWTH, D(195000), "Bao Jie",
    )  # fmt: skip
    assert item.owner_rep_id is not None
    assert "0.42% of headquarters' number: below the aim of 1%" in seat.page.bridge.verdict.text()
    assert [bar.amount for bar in seat.page.bridge.chart.chart.bars] == [
        D(1000000), D(195000), D(5000), D(1200000),
    ]  # fmt: skip


def test_what_the_other_side_says_is_noted_by_the_keyboard(
    seat: Seat, qtbot: QtBot, services: Services, version: int
) -> None:
    entry = BridgeEntry(BridgeKind.PRICE, D(10), "Finance")
    command = AddBridgeItem(version, Metric.SALES, entry)
    services.plan_talks.add_item(services.require_writer(), command)
    seat.page.force_reload()
    seat.wait()
    table = seat.page.lists.items
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    form = seat.item_form()
    assert form.owner.currentText() == "Finance"
    form.status.setCurrentIndex(form.status.findData(BridgeStatus.ACCEPTED))
    seat.save()
    assert seat.talks.items[0].status is BridgeStatus.ACCEPTED
    assert (seat.talks.items[0].owner, seat.talks.items[0].owner_rep_id) == ("Finance", None)


def test_what_cannot_be_read_is_said_at_its_field_and_stays(seat: Seat) -> None:
    seat.press_round("hq")
    form = seat.round_form()
    seat.type(form.amount, "a lot")
    seat.type(form.day, "yesterday")
    seat.type(form.argument, "Growth")
    seat.save()
    said = [one.text() for one in form.findChildren(QLabel)]
    assert any("“a lot” is not an amount" in words for words in said)
    assert any("“yesterday” is not a day" in words for words in said)
    assert form.argument.toPlainText() == "Growth"
    # A day to come and too many decimals are the service's to refuse.
    seat.type(form.amount, "1.005")
    seat.type(form.day, "+3")
    seat.save()
    said = [one.text() for one in form.findChildren(QLabel)]
    assert any("has more than 2 decimals" in words for words in said)
    assert any("still to come" in words for words in said)
    seat.type(form.amount, "5")
    seat.type(form.day, "-1")
    seat.save()
    assert seat.talks.rounds[0].amount == D(5)


def test_what_another_desk_made_is_told_and_saving_again_puts_mine_in_its_place(
    seat: Seat, database: Path
) -> None:
    seat.name("hq", "500")
    row = seat.talks.rounds[0]
    seat.page.lists.rounds.selectRow(0)
    seat.press_round("correct")
    other = open_small(database)
    other.plan_talks.change_round(
        other.require_writer(), ChangeRound(row.id, row.version, RoundEntry(D(510)))
    )
    other.close()
    form = seat.round_form()
    seat.type(form.amount, "520")
    seat.save()
    assert "it now says ¥510.00" in form.messages.text
    assert form.amount.text() == "520"
    seat.save()
    assert seat.talks.rounds[0].amount == D(520)


def test_what_is_taken_out_can_be_put_back(seat: Seat) -> None:
    seat.name("hq", "500", "Growth")
    seat.page.lists.rounds.selectRow(0)
    seat.press_round("remove")
    assert seat.talks.rounds == ()
    assert seat.message() == "“Headquarters, round 1” was taken out."
    back = seat.window.messages.findChildren(QPushButton)
    seat.press(next(one for one in back if one.text() == "Put it back"))
    assert [(one.amount, one.argument) for one in seat.talks.rounds] == [(D(500), "Growth")]


def test_an_earlier_round_stays(seat: Seat) -> None:
    seat.name("hq", "500")
    seat.name("hq", "480")
    seat.page.lists.rounds.selectRow(0)
    seat.press_round("remove")
    assert len(seat.talks.rounds) == 2
    assert "is not this side's last one" in seat.message()


def test_a_metric_has_talks_of_its_own(seat: Seat, services: Services, version: int) -> None:
    command = AddRound(version, Metric.VISITS, PlanSide.HQ, RoundEntry(D(900)))
    services.plan_talks.add_round(services.require_writer(), command)
    box = seat.page.filters._choices["metric"][0]
    box.setCurrentIndex(box.findData(Metric.VISITS))
    seat.wait()
    assert seat.talks.metric is Metric.VISITS
    assert seat.page.bridge.cells[1].value.text() == "900"


def test_hu_pays_best_where_the_truth_was_stated(seat: Seat) -> None:
    seat.name("hq", "100")
    seat.name("branch", "90")
    settled = seat.page.settle.settled
    assert settled is not None
    # Stated and reached 100 with w = 0.8, P = 1, D = 100: base 100, reward 0.
    assert [row.payoffs[2] for row in settled.rows][2] == 0
    assert all(row.is_best == tuple(i == j for i in range(5)) for j, row in enumerate(settled.rows))
    # 0.8 × 90 + 0.2 × 100.
    assert settled.base == D(92)
    seat.press(seat.page.settle.base_button)
    form = seat.round_form()
    assert form.amount.text() == "92"
    assert "HU's rule" in form.argument.toPlainText()
    seat.save()
    assert seat.talks.number_of(PlanSide.HQ) == D(92)


def test_parameters_under_which_the_truth_is_not_best_are_refused_with_the_reason(
    seat: Seat,
) -> None:
    seat.name("hq", "100")
    panel = seat.page.settle
    seat.type(panel.inputs[Field.PENALTY], "0.7")
    assert "here q is 0.7 and w·p is 0.8" in panel.words.text()
    assert panel.inputs[Field.PENALTY].property("role") == "wrong"
    assert not panel.table.isVisible()
    seat.type(panel.inputs[Field.PENALTY], "90%")
    assert panel.table.isVisible()
    seat.type(panel.inputs[Field.STEP], "x")
    assert "“x” is not a number" in panel.words.text()


def test_gonik_pays_a_hundred_and_twenty_for_a_forecast_that_is_met(seat: Seat) -> None:
    seat.name("hq", "500")
    panel = seat.page.settle
    panel.rule.setCurrentIndex(panel.rule.findData(Rule.GONIK))
    assert panel.settled is not None
    # Gonik's card (HBR, May 1978) for an objective of 500 pays 120 where forecast and sales
    # are 500.
    assert panel.settled.rows[2].payoffs[2] == 120
    model = panel.table.rows_model
    assert model.data(model.index(2, 3)) == "120.0%"
    assert not panel.inputs[Field.WEIGHT].isVisible()


def test_the_page_is_printed_once_both_numbers_are_there(seat: Seat) -> None:
    seat.name("hq", "500")
    request = seat.page.print_request()
    assert request is not None
    with pytest.raises(RuleViolation, match="bridge_one_sided"):
        request.make_pdf()
    seat.name("branch", "450")
    request = seat.page.print_request()
    assert request is not None
    assert request.make_pdf().startswith(b"%PDF")


def test_the_list_with_the_keyboard_is_exported(seat: Seat) -> None:
    seat.name("hq", "500")
    table = seat.page.export_table()
    assert table is not None
    assert table.rows[0][3] == D(500)
    seat.page.lists.items.setFocus()
    table = seat.page.export_table()
    assert table is not None
    assert table.rows == ()


def answered(path: Path, amount: float) -> None:
    """Store the workbook again with headquarters' number, as a spreadsheet does."""
    book = CalamineWorkbook.from_path(str(path))
    sheets = {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }
    head, first, *_rest = sheets["totals"]
    first[head.index("answer_amount")] = amount
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)


def test_the_plan_goes_out_and_the_answer_comes_back_as_a_round(seat: Seat, tmp_path: Path) -> None:
    seat.name("hq", "500")
    path = tmp_path / "plan"
    seat.page.exchange.write(seat.talks.card.version_id, path)
    seat.wait()
    path = tmp_path / "plan.xlsx"
    assert str(path) in seat.message()
    answered(path, 470)
    seat.page.exchange.read(path, True)
    seat.wait()
    dialog = seat.page.exchange.dialog
    assert dialog is not None
    model = dialog.table.rows_model
    assert [model.data(model.index(0, place)) for place in range(7)] == [
        "Totals", "2", "Net sales", "", "500.00", "470.00", "-30.00",
    ]  # fmt: skip
    seat.press(dialog.main_button)
    assert seat.page.exchange.dialog is None
    assert seat.talks.number_of(PlanSide.HQ) == D(470)


def test_a_file_that_does_not_fit_is_refused_in_the_message_bar(seat: Seat, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("lines").write_row(0, 0, ["a", "b"])
    seat.page.exchange.read(path, True)
    seat.wait()
    assert "no file that was sent to headquarters" in seat.message()
    assert seat.page.exchange.dialog is None


def test_the_files_are_asked_for(seat: Seat) -> None:
    seat.page.send_file()
    seat.page.read_answer()
    dialogs = seat.window.findChildren(QFileDialog)
    assert {one.acceptMode() for one in dialogs} == {
        QFileDialog.AcceptMode.AcceptSave, QFileDialog.AcceptMode.AcceptOpen,
    }  # fmt: skip
    for one in dialogs:
        one.reject()


def test_the_talks_of_an_agreed_version_are_kept_and_nothing_can_be_entered(
    seat: Seat, services: Services, version: int, database: Path
) -> None:
    actor = services.require_writer()
    # Only what has lines can be submitted.
    source = database.parent / "targets.csv"
    source.write_text("metric,period,customer_code,amount\nsales,2027-01,0001,100\n")
    services.imports.run(actor, ImportFile(ImportKind.TARGETS, source, plan="Sold"))
    card = next(one for one in services.plan_versions.cards() if one.name == "Sold")
    for step in (PlanStep.SUBMIT, PlanStep.AGREE):
        now = services.plan_versions.card(card.version_id)
        if step in now.steps:
            services.plan_versions.take_step(actor, TakeStep(now.version_id, now.version, step))
    seat.page.controller.choose(card.version_id)
    seat.wait()
    assert "talks are kept as they were" in seat.page.standing.text()
    assert seat.page.standing.isVisible()
    assert not seat.page.lists.rounds_head.buttons["hq"].isEnabled()
    assert seat.page.bridge.cells[4].value.text() == "¥100.00"
    seat.page.controller.choose(version)
    seat.wait()
    assert not seat.page.standing.isVisible()


def test_a_clerk_reads_and_enters_nothing(
    show: Callable[[Services], Seat], services: Services, version: int, database: Path
) -> None:
    services.plan_talks.add_round(
        services.require_writer(), AddRound(version, Metric.SALES, PlanSide.HQ, RoundEntry(D(5)))
    )
    guest = open_small(database, "nobody")
    seat = show(guest)
    assert len(seat.talks.rounds) == 1
    seat.page.lists.rounds.selectRow(0)
    heads = (seat.page.lists.rounds_head, seat.page.lists.items_head)
    assert not any(one.isEnabled() for head in heads for one in head.buttons.values())
    seat.window.hide_database()
    seat.wait()
    guest.close()


def test_the_page_speaks_chinese_when_the_window_does(seat: Seat, qapp: QApplication) -> None:
    seat.name("hq", "500")
    LanguageSwitch(qapp).speak("zh_CN")
    seat.wait()
    assert (
        seat.page.lists.rounds.rows_model.data(seat.page.lists.rounds.rows_model.index(0, 1))
        == "总部"
    )
    LanguageSwitch(qapp).speak("en")
    seat.wait()


def test_what_others_wrote_is_never_markup(seat: Seat) -> None:
    seat.name("hq", "500", "<b>bold</b>")
    model = seat.page.lists.rounds.rows_model
    assert model.data(model.index(0, 4)) == "<b>bold</b>"
    assert "<b>" not in str(model.data(model.index(0, 4), Qt.ItemDataRole.ToolTipRole))
    assert seat.page.bridge._tone is Tone.NONE
