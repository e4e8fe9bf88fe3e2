"""The import wizard, driven by keys and clicks, with real files and a real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.changes import ChangeSet, Topic
from desktop.enums import ImportKind
from desktop.services.settings import SettingsFile
from desktop.views.imports.state import From, Step
from desktop.views.imports.wizard import ImportWizard
from desktop.views.look import Look
from desktop.views.tasks import TaskRunner
from tests.gui.conftest import destroy
from tests.gui.small_branch import copy_of, make_small_branch, open_small

ORDERS = (
    "order_no,order_date,customer_code,product_code,quantity,amount\n"
    "S1,2026-07-01,0001,P1,2,100.00\n"
    "S2,2026-07-02,0002,P2,1,50.005\n"
)
BAD_ORDERS = ORDERS + "S3,2026-02-30,0001,P1,1,10\nS4,2026-07-03,0009,P1,1,10\n"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_branch(tmp_path_factory.mktemp("branch"))


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    found = open_small(copy_of(template, tmp_path / "east.branchbook"))
    yield found
    found.close()


@pytest.fixture
def make_wizard(
    services: Services, runner: TaskRunner, settings: SettingsFile, look: Look
) -> Iterator[Callable[[], ImportWizard]]:
    made: list[ImportWizard] = []

    def make() -> ImportWizard:
        wizard = ImportWizard(services, runner, settings)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        wizard.show()
        made.append(wizard)
        return wizard

    yield make
    runner.wait_idle()
    for wizard in made:
        wizard.close()
        destroy(wizard)


@pytest.fixture
def wizard(make_wizard: Callable[[], ImportWizard]) -> ImportWizard:
    return make_wizard()


@pytest.fixture
def lead(runner: TaskRunner, qtbot: QtBot, tmp_path: Path) -> Callable[..., None]:
    """Return what chooses a file and a kind and goes on to the next page."""

    def go(wizard: ImportWizard, text: str | bytes, kind: ImportKind, name: str = "f.csv") -> None:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        choose(wizard, path, kind, qtbot)
        press_next(wizard, runner, qtbot)

    return go


def choose(wizard: ImportWizard, path: Path, kind: ImportKind, qtbot: QtBot) -> None:
    qtbot.keyClicks(wizard.file_page.path, str(path))
    box = wizard.file_page.kind
    box.setCurrentIndex(box.findData(kind))
    box.activated.emit(box.currentIndex())


def press_next(wizard: ImportWizard, runner: TaskRunner, qtbot: QtBot) -> None:
    assert runner.wait_idle()
    qtbot.mouseClick(wizard.go_on, Qt.MouseButton.LeftButton)
    assert runner.wait_idle(20_000)


def order_count(services: Services) -> int:
    return sum(row.row_count for row in services.imports.batches() if row.kind == "orders")


def xlsx(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def test_a_good_file_goes_in_and_the_tabs_hear_of_it(
    wizard: ImportWizard,
    lead: Callable[..., None],
    runner: TaskRunner,
    services: Services,
    qtbot: QtBot,
) -> None:
    heard: list[ChangeSet] = []
    runner.committed.connect(heard.append)
    lead(wizard, ORDERS, ImportKind.ORDERS)
    assert wizard.controller.state.step is Step.COLUMNS
    press_next(wizard, runner, qtbot)
    assert wizard.preview_page.good.text == "2 rows go in"
    assert wizard.preview_page.noted.text == "1 amount is rounded"
    assert order_count(services) == 0 and heard == []
    assert wizard.go_on.text().replace("&", "") == "Import 2 rows"
    press_next(wizard, runner, qtbot)
    assert wizard.result_page.title.text() == "2 rows went in"
    assert order_count(services) == 2
    assert [change.touches({Topic.ORDERS}) for change in heard] == [True]


def test_refused_rows_stand_with_words_at_their_cells_and_stop_the_import(
    wizard: ImportWizard, lead: Callable[..., None], runner: TaskRunner, qtbot: QtBot
) -> None:
    lead(wizard, BAD_ORDERS, ImportKind.ORDERS)
    press_next(wizard, runner, qtbot)
    page = wizard.preview_page
    assert page.refused.text == "2 rows are refused"
    assert not wizard.go_on.isEnabled()
    assert [one.row for one in page.problems.rows_model.rows] == [4, 5]
    row = page.table.rows_model.row(2)
    assert row.cells[1] == "2026-02-30" and "no day 30" in row.problems[1]
    assert page.table.rows_model.row(0).problems == ("",) * 6


def test_a_problem_leads_to_its_cell(
    wizard: ImportWizard, lead: Callable[..., None], runner: TaskRunner, qtbot: QtBot
) -> None:
    filler = "".join(f"T{n},2026-07-01,0001,P1,1,1\n" for n in range(300))
    lead(wizard, ORDERS + filler + "S9,2026-07-03,0001,P1,1,ten\n", ImportKind.ORDERS)
    press_next(wizard, runner, qtbot)
    page = wizard.preview_page
    page.problems.setFocus()
    qtbot.keyClick(page.problems, Qt.Key.Key_Down)
    assert page.table.currentIndex().data() == "ten"
    assert page.table.rows_model.rowCount() == 201


def test_good_rows_go_in_alone_and_the_refused_come_back_with_reasons(
    wizard: ImportWizard,
    lead: Callable[..., None],
    runner: TaskRunner,
    services: Services,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    lead(wizard, BAD_ORDERS, ImportKind.ORDERS)
    press_next(wizard, runner, qtbot)
    wizard.preview_page.good_only.click()
    press_next(wizard, runner, qtbot)
    assert order_count(services) == 2
    qtbot.mouseClick(wizard.result_page.save, Qt.MouseButton.LeftButton)
    dialog = wizard.result_page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "back.csv"))
    dialog.reject()
    assert runner.wait_idle()
    lines = (tmp_path / "back.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].endswith(",reason")
    assert [line.split(",")[0] for line in lines[1:]] == ["S3", "S4"]
    assert "back.csv" in wizard.messages.text


def test_an_import_is_undone_from_its_result(
    wizard: ImportWizard,
    lead: Callable[..., None],
    runner: TaskRunner,
    services: Services,
    qtbot: QtBot,
) -> None:
    lead(wizard, ORDERS, ImportKind.ORDERS)
    press_next(wizard, runner, qtbot)
    press_next(wizard, runner, qtbot)
    qtbot.mouseClick(wizard.result_page.undo, Qt.MouseButton.LeftButton)
    assert runner.wait_idle(20_000)
    assert "What goes: 2 × order." in wizard.messages.text
    assert services.imports.batches()[0].withdrawn_at is None
    confirm(wizard, qtbot)
    assert runner.wait_idle(20_000)
    assert wizard.result_page.title.text() == "The import was taken back"
    assert services.imports.batches()[0].withdrawn_at is not None
    assert not wizard.result_page.undo.isVisible()


def test_the_same_file_twice_is_refused_in_words(
    wizard: ImportWizard, lead: Callable[..., None], runner: TaskRunner, qtbot: QtBot
) -> None:
    lead(wizard, ORDERS, ImportKind.ORDERS)
    press_next(wizard, runner, qtbot)
    press_next(wizard, runner, qtbot)
    qtbot.mouseClick(wizard.result_page.another, Qt.MouseButton.LeftButton)
    lead(wizard, ORDERS, ImportKind.ORDERS)
    press_next(wizard, runner, qtbot)
    found = wizard.preview_page.problems.rows_model.rows
    assert "went in already as f.csv" in found[0].words
    assert not wizard.go_on.isEnabled()


def test_foreign_headers_are_mapped_and_remembered_for_the_next_file(
    make_wizard: Callable[[], ImportWizard],
    lead: Callable[..., None],
    runner: TaskRunner,
    services: Services,
    qtbot: QtBot,
) -> None:
    foreign = "Nr;Tag;Kunde;金额（万元）\nA1;2026-07-01;0001;1.25\n"
    wizard = make_wizard()
    lead(wizard, foreign, ImportKind.ORDERS)
    press_next(wizard, runner, qtbot)
    assert "Order no, Order date, Customer code" in wizard.messages.text
    for name, header in (("order_no", "Nr"), ("order_date", "Tag"), ("customer_code", "Kunde")):
        pick(wizard, name, header)
    press_next(wizard, runner, qtbot)
    assert wizard.preview_page.table.rows_model.row(0).cells[3] == "12,500.00"
    press_next(wizard, runner, qtbot)
    assert order_count(services) == 1

    again = make_wizard()
    lead(again, foreign.replace("A1", "A2"), ImportKind.ORDERS, "next.csv")
    assert again.controller.state.is_remembered
    press_next(again, runner, qtbot)
    assert again.preview_page.good.text == "1 row goes in"


def pick(wizard: ImportWizard, column: str, header: str) -> None:
    row = next(one for one in wizard.columns_page.rows if one.source.column.name == column)
    row.origin.setCurrentIndex(row.origin.findData(header))
    row.origin.activated.emit(row.origin.currentIndex())


def test_one_value_for_all_rows_and_a_column_left_out(
    wizard: ImportWizard, lead: Callable[..., None], runner: TaskRunner, qtbot: QtBot
) -> None:
    lead(wizard, ORDERS, ImportKind.ORDERS)
    rows = {row.source.column.name: row for row in wizard.columns_page.rows}
    rows["product_code"].origin.setCurrentIndex(0)
    rows["product_code"].origin.activated.emit(0)
    rows["status"].origin.setCurrentIndex(1)
    rows["status"].origin.activated.emit(1)
    assert rows["status"].source.origin is From.CONSTANT
    qtbot.keyClicks(rows["status"].value, "closed")
    press_next(wizard, runner, qtbot)
    names = [column.key for column in wizard.preview_page.table.rows_model.columns]
    assert "product_code" not in names
    assert wizard.preview_page.table.rows_model.row(0).cells[-1] == "closed"


def test_a_workbook_with_two_sheets_asks_which(
    wizard: ImportWizard, runner: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    book = xlsx(
        tmp_path / "two.xlsx",
        {
            "Reps": [["code", "name"], ["R8", "Sun"]],
            "More": [["code", "name"], ["R9", "Xu"]],
        },
    )
    choose(wizard, book, ImportKind.REPS, qtbot)
    press_next(wizard, runner, qtbot)
    assert wizard.controller.state.step is Step.SHEET
    qtbot.keyClick(wizard.sheet_page.list, Qt.Key.Key_Down)
    press_next(wizard, runner, qtbot)
    press_next(wizard, runner, qtbot)
    assert wizard.preview_page.table.rows_model.row(0).cells == ("R9", "Xu")


def test_an_empty_sheet_a_folder_and_a_missing_file_are_said_on_the_first_page(
    wizard: ImportWizard, runner: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    said = []
    empty = xlsx(tmp_path / "empty.xlsx", {"Sheet1": []})
    for path in (empty, tmp_path, tmp_path / "gone.csv"):
        wizard.file_page.path.clear()
        choose(wizard, path, ImportKind.ORDERS, qtbot)
        press_next(wizard, runner, qtbot)
        assert wizard.controller.state.step is Step.FILE
        said.append(wizard.messages.text)
    assert "empty" in said[0]
    assert "folder" in said[1]
    assert "no such file" in said[2]


def test_a_locked_file_is_said_and_can_be_tried_again(
    wizard: ImportWizard,
    runner: TaskRunner,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    with monkeypatch.context() as patch:

        def locked(_path: Path) -> bytes:
            raise PermissionError(13, "held")

        patch.setattr(Path, "read_bytes", locked)
        choose(wizard, path, ImportKind.ORDERS, qtbot)
        press_next(wizard, runner, qtbot)
        assert "another program holds it" in wizard.messages.text
    press_next(wizard, runner, qtbot)
    assert wizard.controller.state.step is Step.COLUMNS


def test_a_dropped_file_is_taken_and_its_kind_guessed(
    wizard: ImportWizard, runner: TaskRunner, tmp_path: Path
) -> None:
    path = tmp_path / "回款.csv"
    path.write_text("收款单号,date,客户编码,amount\nB1,2026-07-01,0001,5\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPoint(5, 5).toPointF(), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    wizard.file_page.dropEvent(drop)
    assert runner.wait_idle()
    assert wizard.file_page.path.text() == str(path)
    assert wizard.file_page.kind.currentData() == ImportKind.COLLECTIONS


def test_targets_ask_for_their_plan(
    wizard: ImportWizard, lead: Callable[..., None], runner: TaskRunner, qtbot: QtBot
) -> None:
    lead(wizard, "period,metric,amount,rep_code\n2026-07,sales,1000,R1\n", ImportKind.TARGETS)
    press_next(wizard, runner, qtbot)
    page = wizard.preview_page
    assert page.good.text == "1 row goes in"
    assert page.plan.hasFocus() and not wizard.go_on.isEnabled()
    assert "name" in wizard._waiting.text()
    qtbot.keyClicks(page.plan, "Plan 2026")
    page.plan.editingFinished.emit()
    assert runner.wait_idle(20_000)
    assert page.good.text == "1 row goes in"
    assert wizard.go_on.isEnabled()


def test_known_codes_are_changed_only_when_that_is_ticked(
    wizard: ImportWizard, lead: Callable[..., None], runner: TaskRunner, qtbot: QtBot
) -> None:
    lead(wizard, "code,name\n0001,East Stores Ltd\n", ImportKind.CUSTOMERS)
    press_next(wizard, runner, qtbot)
    page = wizard.preview_page
    assert "Change what is there already" in page.problems.rows_model.rows[0].words
    page.update_known.click()
    assert runner.wait_idle(20_000)
    assert page.good.text == "1 row goes in"


def test_going_back_keeps_the_columns_that_were_chosen(
    wizard: ImportWizard, lead: Callable[..., None], runner: TaskRunner, qtbot: QtBot
) -> None:
    lead(wizard, ORDERS.replace("order_no", "Nr"), ImportKind.ORDERS)
    pick(wizard, "order_no", "Nr")
    qtbot.mouseClick(wizard.back, Qt.MouseButton.LeftButton)
    assert wizard.controller.state.step is Step.FILE
    press_next(wizard, runner, qtbot)
    assert wizard.controller.state.missing == ()


def test_a_title_above_the_headers_is_skipped_by_one_click(
    wizard: ImportWizard, lead: Callable[..., None], runner: TaskRunner, qtbot: QtBot
) -> None:
    lead(wizard, "July orders,,,,,\n" + ORDERS, ImportKind.ORDERS)
    assert wizard.columns_page.skip.isVisible()
    qtbot.mouseClick(wizard.columns_page.skip, Qt.MouseButton.LeftButton)
    assert runner.wait_idle()
    assert wizard.controller.state.missing == ()
    press_next(wizard, runner, qtbot)
    assert wizard.preview_page.good.text == "2 rows go in"


def confirm(dialog: QDialog, qtbot: QtBot) -> None:
    buttons = dialog.messages.findChildren(QPushButton)
    shown = next(button for button in buttons if button.isVisible())
    qtbot.mouseClick(shown, Qt.MouseButton.LeftButton)
