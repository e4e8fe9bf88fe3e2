"""The plan's editor as it is used: by keys and clicks, over a small branch in a real database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.bootstrap import Services
from desktop.enums import Dimension, ImportKind, Metric, PlanLevel
from desktop.services.drafts import DraftFolder
from desktop.services.imports.service import ImportFile
from desktop.services.plans.making_data import SaveBook
from desktop.services.plans.versions_data import MakePlan, PlanStep, TakeStep
from desktop.services.rules.plan_cube.data import EVERYTHING, Method, Selection
from desktop.views.main_window import MainWindow
from desktop.views.plans.making.dialogs import SaveDialog
from desktop.views.plans.making.page import MakingPage
from desktop.views.plans.tab import PlansTab
from desktop.views.tab import TabContext
from tests.gui.small_branch import CLOCK, copy_of, make_small_branch, open_small

# Hand-computed: 380.01 in all, of R1's customer 150.01 and of R2's 230; a return in May.
SOLD = """invoice_no,kind,invoice_date,customer_code,amount,rep_code,product_code
I1,invoice,2025-07-10,0001,100.00,R1,P1
I2,invoice,2025-08-10,0001,50.01,R1,P2
I3,invoice,2025-12-10,0002,250.00,R2,P1
I4,credit_note,2026-05-10,0002,20.00,R2,P1
I5,invoice,2026-06-10,0002,0.00,R2,P1
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a branch with sales of a year and a draft of the next one, ten percent above."""
    folder = tmp_path_factory.mktemp("making")
    path = make_small_branch(folder)
    services = open_small(path)
    source = folder / "invoices.csv"
    source.write_text(SOLD, encoding="utf-8")
    services.imports.run(services.require_writer(), ImportFile(ImportKind.INVOICES, source))
    command = MakePlan("Next", 2027, Decimal("0.10"))
    services.plan_versions.make(services.require_writer(), command)
    services.close()
    return path


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    found = open_small(copy_of(template, tmp_path / "copy.branchbook"))
    yield found
    found.close()


@pytest.fixture
def page(window: MainWindow, context: TabContext, services: Services) -> Iterator[MakingPage]:
    """Yield the page in front, loaded; what is unsaved at the end is nobody's."""
    whole = replace(context, services=services, clock=CLOCK)
    window.show_database("Test", whole, [PlansTab])
    tab = window.tabs.pages[0]
    assert isinstance(tab, PlansTab)
    tab.parts.bring("plan")
    found = tab.parts.current
    assert isinstance(found, MakingPage)
    settle(found)
    window.activateWindow()
    yield found
    found.saving.discard()
    settle(found)


def settle(page: MakingPage) -> None:
    assert page.context.runner.wait_idle()


def stand(page: MakingPage, row: int, column: int) -> None:
    """Go to a cell; −1 is the total."""
    sheet = page.controller.sheet
    assert sheet is not None
    at = (row if row >= 0 else len(sheet.rows), column if column >= 0 else len(sheet.columns))
    page.grid.stand_on(at)
    page.controller.choose(at)
    (page.grid.totals if row < 0 else page.grid.table).setFocus()


def write(page: MakingPage, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type into the current cell as a person does: the first key opens the field."""
    table = page.grid.totals if page.grid.totals.hasFocus() else page.grid.table
    QTest.keyClicks(table, text[0])
    editor = table.delegate.editor
    assert editor is not None
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, end)


def amounts(page: MakingPage) -> list[list[str]]:
    """Return what the table says, the total first in each row, the line of totals last."""
    found = []
    for table in (page.grid.table, page.grid.totals):
        model = table.model_shown
        found += [
            [str(model.index(row, place).data()) for place in range(model.columnCount())]
            for row in range(model.rowCount())
        ]
    return found


def total(page: MakingPage) -> str:
    return amounts(page)[-1][0]


def labels(page: MakingPage) -> list[str]:
    model = page.grid.table.model_shown
    rows = range(model.rowCount())
    return [str(model.headerData(row, Qt.Orientation.Vertical)).strip() for row in rows]


def answer(page: MakingPage, reason: str) -> None:
    """Type a reason into the open dialog and save."""
    dialog = page.questions.dialog
    assert isinstance(dialog, SaveDialog)
    dialog.reason.setPlainText(reason)
    dialog.main_button.click()
    settle(page)


def test_the_page_opens_with_reps_by_month_and_the_unassigned(page: MakingPage) -> None:
    assert labels(page) == ["Li Na", "Bao Jie", "Unassigned (no rep)"]
    # 110 % of 380.01, and no line below zero.
    assert total(page) == "418.01"
    assert amounts(page)[0][0] == "156.76"


def test_a_number_typed_in_a_cell_moves_its_row_column_and_total(page: MakingPage) -> None:
    stand(page, 0, 6)
    before = amounts(page)
    write(page, "300.00")
    after = amounts(page)
    assert after[0][7] == "300.00"
    assert Decimal(after[0][0]) - Decimal(before[0][0]) == 300 - Decimal(before[0][7])
    assert page.status.words.count("=") == 3
    assert "All equal" in page.status.words


def test_the_grand_total_is_typed_and_everything_follows(page: MakingPage) -> None:
    stand(page, -1, -1)
    write(page, "1,000.00")
    found = amounts(page)
    assert found[-1][0] == "1,000.00"
    rows = [Decimal(row[0].replace(",", "")) for row in found[:-1]]
    columns = [Decimal(one.replace(",", "")) for one in found[-1][1:]]
    assert sum(rows) == sum(columns) == 1000
    assert [part.amount.text() for part in page.status.parts] == ["¥1,000.00"] * 4
    assert page.status.times.text() == "Months = quarters = year: ¥1,000.00"


def test_a_percentage_changes_what_is_there(page: MakingPage) -> None:
    stand(page, -1, -1)
    write(page, "+10%")
    assert total(page) == "459.81"


def test_enter_goes_down_tab_right_and_arrows_finish(page: MakingPage) -> None:
    stand(page, 0, 0)
    write(page, "10", Qt.Key.Key_Tab)
    assert page.controller.at == (0, 1)
    write(page, "20", Qt.Key.Key_Return)
    assert page.controller.at == (1, 1)
    write(page, "30", Qt.Key.Key_Up)
    assert page.controller.at == (0, 1)
    assert amounts(page)[0][1:3] == ["10.00", "20.00"]
    assert amounts(page)[1][2] == "30.00"


def test_down_from_the_last_row_reaches_the_totals_and_up_comes_back(page: MakingPage) -> None:
    stand(page, 2, 3)
    QTest.keyClick(page.grid.table, Qt.Key.Key_Down)
    assert page.controller.at == (3, 3)
    assert page.grid.totals.hasFocus()
    QTest.keyClick(page.grid.totals, Qt.Key.Key_Up)
    assert page.controller.at == (2, 3)
    assert page.grid.table.hasFocus()


def test_escape_leaves_the_cell_as_it_was(page: MakingPage) -> None:
    before = amounts(page)
    stand(page, 0, 6)
    write(page, "77", Qt.Key.Key_Escape)
    assert amounts(page) == before
    assert not page.controller.has_unsaved


def test_an_impossible_total_is_refused_with_its_arithmetic_and_stays_typed(
    page: MakingPage,
) -> None:
    stand(page, 0, -1)
    QTest.keyClick(page.grid.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    stand(page, -1, -1)
    write(page, "100")
    editor = page.grid.totals.delegate.editor
    assert editor is not None and editor.text() == "100"
    assert editor.property("role") == "wrong"
    words = page.refusal.text
    # 156.76 is locked; the other 261.25 can go down to nothing.
    for amount in ("¥100.00 is too little", "¥156.76 is locked", "¥261.25 is free", "¥156.76 is"):
        assert amount in words
    assert total(page) == "418.01"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert page.refusal.text == ""


def test_a_refused_number_can_be_mended_in_place(page: MakingPage) -> None:
    stand(page, 0, 6)
    write(page, "abc")
    editor = page.grid.table.delegate.editor
    assert editor is not None
    assert "“abc” is not an amount" in page.refusal.text
    editor.selectAll()
    QTest.keyClicks(editor, "55")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert amounts(page)[0][7] == "55.00"
    assert page.refusal.text == ""


def test_a_refused_number_stays_when_another_cell_is_clicked(page: MakingPage) -> None:
    stand(page, 0, 6)
    write(page, "abc")
    page.grid.table.setCurrentIndex(page.grid.table.model_shown.index(1, 3))
    editor = page.grid.table.delegate.editor
    assert editor is not None and editor.text() == "abc" and editor.isVisible()


def test_locked_cells_show_a_padlock_and_say_so_and_the_same_key_unlocks(page: MakingPage) -> None:
    stand(page, 0, -1)
    index = page.grid.table.model_shown.index(0, 0)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    QTest.keyClick(page.grid.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert "locked" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    stand(page, -1, -1)
    write(page, "500")
    assert amounts(page)[0][0] == "156.76"
    stand(page, 0, -1)
    QTest.keyClick(page.grid.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_block_is_copied_and_pasted_as_one_step(page: MakingPage) -> None:
    stand(page, 0, 0)
    QGuiApplication.clipboard().setText("1\t2\n3\t4\n")
    QTest.keyClick(page.grid.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [row[1:3] for row in amounts(page)[:2]] == [["1.00", "2.00"], ["3.00", "4.00"]]
    page.grid.table.selectionModel().clear()
    stand(page, 0, 0)
    QTest.keyClick(page.grid.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1\n"
    QTest.keyClick(page.grid.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not page.controller.has_unsaved


def test_a_block_with_one_wrong_value_is_not_taken_at_all(page: MakingPage) -> None:
    before = amounts(page)
    stand(page, 0, 0)
    QGuiApplication.clipboard().setText("1\t-2\n")
    QTest.keyClick(page.grid.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert amounts(page) == before
    assert "from zero" in page.refusal.text


def test_delete_plans_nothing(page: MakingPage) -> None:
    stand(page, 0, -1)
    QTest.keyClick(page.grid.table, Qt.Key.Key_Delete)
    assert amounts(page)[0][0] == "0.00"
    assert total(page) == "261.25"


def test_undo_and_redo_go_over_everything(page: MakingPage) -> None:
    before = amounts(page)
    stand(page, -1, -1)
    write(page, "500")
    stand(page, 2, 3)
    write(page, "40")
    after = amounts(page)
    assert "Unassigned (no rep)" in labels(page)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(page.grid.table, Qt.Key.Key_Z, control)
    QTest.keyClick(page.grid.table, Qt.Key.Key_Z, control)
    assert amounts(page) == before
    assert not page.status.undo.isEnabled()
    QTest.keyClick(page.grid.table, Qt.Key.Key_Y, control)
    QTest.keyClick(page.grid.table, Qt.Key.Key_Y, control)
    assert amounts(page) == after


def test_what_has_no_rep_is_shown_with_its_share(page: MakingPage) -> None:
    assert page.status.unassigned.text() == "100.0% decomposed; 0.0% unassigned"
    stand(page, 2, 0)
    write(page, "41.80")
    assert total(page) == "459.81"
    # 41.80 of 459.81 is 9.1 %.
    assert page.status.unassigned.text() == "90.9% decomposed; 9.1% unassigned"


def test_limits_hold_and_crossed_ones_are_refused_at_their_field(page: MakingPage) -> None:
    stand(page, 0, 6)
    QTest.keyClick(page.grid.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    dialog = page.questions.dialog
    dialog.minimum.setText("90")
    dialog.maximum.setText("80")
    dialog.main_button.click()
    assert dialog.isVisible()
    assert "¥90.00 is above the maximum ¥80.00" in dialog.maximum.accessibleDescription()
    dialog.maximum.setText("120")
    dialog.main_button.click()
    assert not dialog.isVisible()
    stand(page, 0, 6)
    write(page, "130")
    assert "¥120.00 is the most" in page.refusal.text
    QTest.keyClick(page.grid.table.delegate.editor, Qt.Key.Key_Escape)
    assert "Maximum of each line" in page.panel.words


def test_a_cell_is_broken_down_and_the_path_leads_back(page: MakingPage) -> None:
    stand(page, 0, -1)
    page.controller.break_down(Dimension.CUSTOMER)
    settle(page)
    assert labels(page) == ["East Stores"]
    assert total(page) == "156.76"
    QTest.keyClick(page.grid.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert total(page) == "418.01"
    assert page.controller.at == (0, 12)


def test_any_two_dimensions_stand_in_rows_and_columns(page: MakingPage) -> None:
    page.controller.change(rows=Dimension.PRODUCT, columns=Dimension.QUARTER)
    assert labels(page) == ["Lamp", "Fan"]
    page.controller.change(rows=Dimension.QUARTER)
    assert page.controller.state.columns is Dimension.PRODUCT
    assert total(page) == "418.01"


def test_customers_without_a_plan_are_shown_when_asked_for(page: MakingPage) -> None:
    page.controller.change(rows=Dimension.CUSTOMER)
    assert labels(page) == ["East Stores", "West Trade"]
    page.with_empty.click()
    assert labels(page) == ["East Stores", "West Trade", "No customer (pools)"]


def test_a_number_spreads_like_last_year_where_there_is_one(page: MakingPage) -> None:
    place = page.method.findText("Like last year")
    assert place >= 0
    page.method.setCurrentIndex(place)
    page.controller.change(method=Method.PRIOR_YEAR)
    stand(page, -1, -1)
    # Last year's gains are 100, 50.01 and 250: a plan of the same sum is the same again.
    write(page, "400.01")
    assert [row[0] for row in amounts(page)[:2]] == ["150.01", "250.00"]
    assert "East Stores" not in labels(page)


def test_saving_asks_for_a_reason_and_writes_it_with_the_numbers(
    page: MakingPage, services: Services
) -> None:
    stand(page, 0, 6)
    write(page, "300")
    QTest.keyClick(page.grid.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    answer(page, "  ")
    assert page.questions.dialog.isVisible()
    assert "needs a reason" in page.questions.dialog.reason.accessibleDescription()
    answer(page, "Their letter of May")
    assert page.status.unsaved.text() == "All saved"
    again = services.plan_making.book(page.controller.version_id, Metric.SALES, PlanLevel.BASE)
    month = Selection().within(Dimension.MONTH, again.cube.axes.first_month + 6)
    assert again.cube.total(month.within(Dimension.REP, 0)) == 300_00
    stand(page, 0, 6)
    page.controller.ask_reasons()
    settle(page)
    assert "“Their letter of May”" in page.panel.words
    assert "Typed by hand" in page.panel.words


def test_a_saved_number_can_still_be_undone_and_saved_again(page: MakingPage) -> None:
    stand(page, 2, 6)
    write(page, "300")
    page.questions.ask_save()
    answer(page, "first")
    page.typing.undo()
    assert page.controller.has_unsaved
    page.questions.ask_save()
    answer(page, "taken back")
    assert not page.controller.has_unsaved
    page.controller.load()
    settle(page)
    assert total(page) == "418.01"


def theirs(page: MakingPage, services: Services, amount: int) -> None:
    """Let another desk give the last rep's year an amount."""
    other = open_small(Path(services.uow.database.url.database or ""))
    book = other.plan_making.book(page.controller.version_id, Metric.SALES, PlanLevel.BASE)
    selection = Selection().within(Dimension.REP, 1)
    book.cube.edit(selection, amount)
    command = SaveBook(book, (selection,), "theirs", "typed")
    other.plan_making.save(other.require_writer(), command)
    other.close()


def test_when_another_desk_saved_first_my_numbers_go_on_top_of_theirs(
    page: MakingPage, services: Services, window: MainWindow
) -> None:
    stand(page, 0, -1)
    write(page, "200")
    theirs(page, services, 500_00)
    page.questions.ask_save()
    answer(page, "mine")
    assert "saved this version first" in window.messages.text
    page.saving.load_theirs(keep=True)
    settle(page)
    assert [row[0] for row in amounts(page)[:2]] == ["200.00", "500.00"]
    page.questions.ask_save()
    assert page.questions.dialog.reason.toPlainText() == "mine"
    answer(page, "mine")
    assert not page.controller.has_unsaved


def test_when_another_desk_saved_first_mine_can_be_dropped(
    page: MakingPage, services: Services
) -> None:
    stand(page, 0, -1)
    write(page, "200")
    theirs(page, services, 500_00)
    page.saving.load_theirs(keep=False)
    settle(page)
    assert [row[0] for row in amounts(page)[:2]] == ["156.76", "500.00"]


def test_another_desks_numbers_come_by_themselves_where_nothing_is_typed(
    page: MakingPage, services: Services
) -> None:
    theirs(page, services, 500_00)
    page.reload()
    settle(page)
    assert amounts(page)[1][0] == "500.00"


def test_a_version_that_is_no_draft_is_read_only_and_says_so(
    page: MakingPage, services: Services
) -> None:
    card = services.plan_versions.card(page.controller.version_id)
    actor = services.require_writer()
    services.plan_versions.take_step(
        actor, TakeStep(card.version_id, card.version, PlanStep.SUBMIT)
    )
    page.reload()
    settle(page)
    assert "Only drafts are edited" in page.path.hint
    stand(page, 0, 6)
    QTest.keyClicks(page.grid.table, "5")
    assert page.grid.table.delegate.editor is None
    assert not page.status.save.isVisible()


def leave(page: MakingPage, press: str) -> bool:
    """Ask the page whether it may be left, and press a button of its question."""

    def act() -> None:
        dialog = page.questions.dialog
        assert isinstance(dialog, SaveDialog)
        dialog.reason.setPlainText("Leaving")
        for button in dialog.buttons.buttons():
            if button.text().replace("&", "") == press:
                button.click()

    QTimer.singleShot(0, act)
    return page.can_close()


@pytest.mark.parametrize(
    ("press", "may_leave", "left"),
    [("Cancel", False, "500.00"), ("Discard", True, "418.01"), ("Save", True, "500.00")],
)
def test_leaving_unsaved_numbers_asks_to_save_discard_or_stay(
    page: MakingPage, press: str, may_leave: bool, left: str
) -> None:
    stand(page, -1, -1)
    write(page, "500")
    assert leave(page, press) is may_leave
    assert page.controller.has_unsaved is (press == "Cancel")
    assert total(page) == left


def test_a_draft_is_kept_and_taken_up_again(
    page: MakingPage, window: MainWindow, context: TabContext
) -> None:
    stand(page, 2, 6)
    write(page, "123")
    page.saving.keep_draft()
    settle(page)
    [path] = list(context.settings.drafts_folder.glob("*.draft"))
    assert json.loads(path.read_text(encoding="utf-8"))["title"].startswith("Next, version 1")
    [draft] = DraftFolder(context.settings.drafts_folder).waiting(page.context.services.address)
    page.controller.load()
    settle(page)
    assert total(page) == "418.01"
    window.tabs.pages[0].show_place({"draft": draft})
    settle(page)
    assert total(page) == "541.01"
    page.saving.discard()
    assert not list(context.settings.drafts_folder.glob("*.draft"))


def test_another_metric_is_planned_from_nothing(page: MakingPage) -> None:
    page.controller.change(metric=Metric.VISITS)
    settle(page)
    assert total(page) == "0"
    assert page.status.unassigned.text() == "Nothing is planned yet."
    stand(page, 0, -1)
    write(page, "100")
    assert total(page) == "100"
    assert Dimension.PRODUCT not in [
        page.filters.findChildren(type(page.method))[2].itemData(n) for n in range(5)
    ]


def test_the_panel_shows_last_year_and_growth_of_the_same_figure(page: MakingPage) -> None:
    stand(page, 1, -1)
    words = page.panel.words
    # 230.00 last year, 261.25 planned: 13.6 % more.
    assert "¥230.00" in words
    assert "+13.6%" in words


def test_the_verdict_stands_beside_its_arithmetic(page: MakingPage) -> None:
    stand(page, -1, -1)
    page.controller.ask_reasons()
    settle(page)
    words = page.panel.words
    assert "Can it be reached?" in words
    assert "+10.0% on last year's ¥380.01" in words
    assert "Last year, grown" in words


def test_the_table_is_exported_with_its_totals(page: MakingPage) -> None:
    table = page.export_table()
    assert table is not None
    assert table.title == "Next, version 1: Net sales"
    assert table.total is not None and table.total[1] == Decimal("418.01")
    assert len(table.rows) == 3
    assert page.controller.desk is not None
    assert page.controller.desk.book.cube.total(EVERYTHING) == 418_01
