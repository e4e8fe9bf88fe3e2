"""The Appraisals tab as it is used: by keys and clicks, over a small branch in a real database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.changes import ChangeSet, Topic
from desktop.services.appraisals.service import AppraisalsService
from desktop.services.settings import ThemeChoice
from desktop.views.appraisals.dialogs import BatchDialog, TroubleDialog
from desktop.views.appraisals.tab import AppraisalsTab
from desktop.views.itemmodels.row_table import VALUE_ROLE
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.pdf_preview import PdfPreview
from desktop.views.tab import TabContext, TabPage
from desktop.views.tasks import TaskRunner
from tests.databases import Copying
from tests.gui.test_accessibility import _nameless
from tests.integration.activity_branch import BranchBuilder, building, opened


def fill(build: BranchBuilder) -> None:
    """Two reps of two managers, with a plan, sales, visits and an overdue invoice."""
    build.branch()
    build.territory("N")
    build.rep("M")
    build.rep("A", "M", "N")
    build.rep("B")
    build.rep("C", "B")
    build.product("P1", "G1")
    for customer, rep in (("C1", "A"), ("C2", "C")):
        build.customer(customer, rep)
    build.targets("sales", "A", {"07": 1000, "08": 1000, "09": 2000})
    build.invoice("07-10", "C1", "A", 3800, cost=1200, product="P1", due="08-10")
    build.invoice("09-12", "C2", "C", 1200, product="P1", due="12-12")
    build.invoice("05-12", "C2", "C", 90, product="P1", due="12-12")
    for day in range(1, 30):
        build.visit(f"07-{day:02d}", "A", "C1", "09:00", "09:30")
    build.visit("09-16", "C", "C2")
    build.visit("10-09", "C", "C2")  # so that the third quarter is over
    build.summarise()


class Elsewhere(TabPage):
    """A tab that is asked to show something."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.asked: Mapping[str, object] = {}

    def show_place(self, facts: Mapping[str, object]) -> None:
        self.asked = facts


def make(url: str) -> None:
    with building(url) as build:
        fill(build)


@pytest.fixture
def tab(
    filled_file: Copying,
    window: MainWindow,
    context: TabContext,
    runner: TaskRunner,
) -> Iterator[AppraisalsTab]:
    """Yield the tab in front of a window, its first figures read."""
    with opened(filled_file(make, migrated=True)) as uow:
        services = SimpleNamespace(appraisals=AppraisalsService(uow, context.clock))
        window.show_database(
            "East",
            replace(context, services=services),
            [
                AppraisalsTab,
                *(
                    type(key, (Elsewhere,), {"key": key})
                    for key in ("plans", "activity", "accounts")
                ),
            ],
        )
        assert runner.wait_idle(20_000)
        yield window.tabs.pages[0]  # type: ignore[misc]
        assert runner.wait_idle(20_000)
        window.hide_database()


def codes(tab: AppraisalsTab) -> list[str]:
    return [row.rep_code for row in tab.pane.table.rows_model.rows]


def stand(tab: AppraisalsTab, rep: str, column: str) -> None:
    """Put the keyboard on a cell."""
    model = tab.pane.table.rows_model
    place = [one.key for one in model.columns].index(column)
    tab.pane.table.setCurrentIndex(model.index(model.line_of(rep), place))
    tab.pane.table.setFocus()


def page_text(tab: AppraisalsTab) -> str:
    import io

    assert tab.card.page is not None
    reader = pypdf.PdfReader(io.BytesIO(tab.card.page.pdf.content))
    return reader.pages[0].extract_text()


def test_the_last_closed_quarter_is_shown_with_the_page_of_the_first_rep(
    tab: AppraisalsTab,
) -> None:
    assert tab.picker._field.text() == "Q3 2026"
    assert codes(tab) == ["A", "C"]
    assert tab.card.page is not None and tab.card.page.code == "A"
    assert "Name A" in page_text(tab)
    assert tab.card.canvas is not None and tab.card.canvas.isVisible()


def test_results_stand_beside_the_process(tab: AppraisalsTab) -> None:
    model = tab.pane.table.rows_model
    texts = dict(zip((one.key for one in model.columns), model.texts(0), strict=True))
    assert (texts["net_sales"], texts["attainment"], texts["status"]) == (
        "3,800", "95.0%", "Behind",
    )  # fmt: skip
    assert texts["visits"] != "0" and texts["overdue_rate"] == "100.0%"


def test_the_last_line_is_the_branch(tab: AppraisalsTab) -> None:
    totals = tab.pane._totals_model
    columns = [one.key for one in tab.pane.table.rows_model.columns]
    index = totals.index(0, columns.index("net_sales"))
    assert totals.data(index, VALUE_ROLE) == 5000
    assert totals.data(totals.index(0, columns.index("name"))) == "Branch"


def test_arrow_keys_go_through_the_pages(
    tab: AppraisalsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    stand(tab, "A", "code")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(tab.pane.table, key)
    assert runner.wait_idle()
    assert tab.card.page is not None and tab.card.page.code == "C"
    assert "Name C" in page_text(tab)


@pytest.mark.parametrize(
    ("column", "key"),
    [("net_sales", "plans"), ("visits", "activity"), ("overdue_rate", "accounts")],
)
def test_enter_on_a_figure_opens_its_rows_and_alt_left_comes_back(
    tab: AppraisalsTab, window: MainWindow, runner: TaskRunner, qtbot: QtBot, column: str, key: str
) -> None:
    stand(tab, "C", column)
    qtbot.keyClick(tab.pane.table, Qt.Key.Key_Return)
    front = window.front
    assert isinstance(front, Elsewhere) and front.key == key
    assert "C" in (front.asked.get("rep"), front.asked.get("code"))
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert runner.wait_idle()
    assert window.front is tab
    assert tab.pane.table.current_row().rep_code == "C"


def test_enter_on_a_name_opens_the_page_to_print(
    tab: AppraisalsTab, window: MainWindow, runner: TaskRunner, qtbot: QtBot
) -> None:
    stand(tab, "A", "name")
    qtbot.keyClick(tab.pane.table, Qt.Key.Key_Return)
    assert runner.wait_idle()
    preview = window.findChild(PdfPreview)
    assert preview is not None and preview.isVisible()
    assert preview._content == tab.card.page.pdf.content
    preview.reject()


def test_ctrl_p_prints_the_page_that_is_shown(
    tab: AppraisalsTab, window: MainWindow, runner: TaskRunner
) -> None:
    window.menus.actions["print"].trigger()
    assert runner.wait_idle()
    preview = window.findChild(PdfPreview)
    assert preview is not None
    assert preview.windowTitle() == "Scorecard of Name A, Q3 2026"
    preview.reject()


def test_the_quick_filter_and_the_manager_narrow_the_list(
    tab: AppraisalsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    qtbot.keyClick(tab, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(tab.filters._quick, "name c")
    qtbot.keyClick(tab.filters._quick, Qt.Key.Key_Return)
    assert codes(tab) == ["C"]
    assert tab.pane.table.hasFocus()
    assert runner.wait_idle()
    assert tab.card.page is not None and tab.card.page.code == "C"
    qtbot.keyClick(tab.filters._quick, Qt.Key.Key_Escape)
    box = tab.filters._choices["manager"][0]
    assert [box.itemText(n) for n in range(box.count())] == ["All managers", "Name B", "Name M"]
    box.setCurrentIndex(2)
    assert codes(tab) == ["A"]
    assert tab.filters._hit_words.text() == "1 of 2 rows"


def test_an_earlier_period_reads_again_and_an_empty_one_says_so(
    tab: AppraisalsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    qtbot.mouseClick(tab.picker._before, Qt.MouseButton.LeftButton)
    assert tab.pane.table._empty_text == "Reading the figures of Q2 2026…"
    assert runner.wait_idle(20_000)
    assert tab.controller.book is not None and tab.controller.book.period.start.month == 4
    assert tab.pane.table.rows_model.texts(1)[2] == "90"


def test_the_page_can_be_zoomed_and_fitted(tab: AppraisalsTab, qtbot: QtBot) -> None:
    fitted = tab.card.zoom
    assert tab.card.canvas is not None
    assert tab.card.canvas.minimumWidth() <= tab.card.area.viewport().width()
    tab.actions_set["larger"].trigger()
    assert tab.card.zoom > fitted
    tab.actions_set["smaller"].trigger()
    tab.actions_set["fit"].trigger()
    assert tab.card.zoom == pytest.approx(fitted)


def test_a_zoomed_page_stays_zoomed_for_the_next_rep(
    tab: AppraisalsTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    tab.actions_set["larger"].trigger()
    zoom = tab.card.zoom
    stand(tab, "C", "code")
    assert runner.wait_idle()
    assert tab.card.page is not None and tab.card.page.code == "C"
    assert tab.card.zoom == zoom


def test_the_page_is_saved_where_the_user_says(
    tab: AppraisalsTab, window: MainWindow, runner: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.mouseClick(tab.card.save_button, Qt.MouseButton.LeftButton)
    dialog = tab.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("scorecard_A_Name-A_2026-Q3.pdf")
    dialog.fileSelected.emit(str(tmp_path / "card.pdf"))
    dialog.reject()
    assert runner.wait_idle()
    assert (tmp_path / "card.pdf").read_bytes() == tab.card.page.pdf.content
    assert "card.pdf" in window.messages.text


def test_all_scorecards_go_into_a_folder(
    tab: AppraisalsTab, window: MainWindow, runner: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    tab.actions_set["all"].trigger()
    dialog = tab.findChild(BatchDialog)
    assert dialog is not None and dialog.isVisible()
    assert dialog.who.currentText() == "All 2 reps"
    dialog.folder.setText(str(tmp_path / "nowhere"))
    qtbot.mouseClick(dialog.main_button, Qt.MouseButton.LeftButton)
    assert runner.wait_idle()
    assert dialog.isVisible() and "nowhere is not a folder" in dialog._fields["folder"][1].text()
    target = tmp_path / "cards"
    target.mkdir()
    dialog.folder.setText(str(target))
    qtbot.mouseClick(dialog.main_button, Qt.MouseButton.LeftButton)
    assert runner.wait_idle()
    assert sorted(path.name for path in target.iterdir()) == [
        "scorecard_A_Name-A_2026-Q3.pdf", "scorecard_C_Name-C_2026-Q3.pdf",
    ]  # fmt: skip
    assert window.messages.text == f"2 scorecards were written to {target}."
    assert "Open folder" in [one.text() for one in window.messages.findChildren(QPushButton)]
    assert tab.context.settings.value.export_folder == str(target)


def test_a_batch_offers_the_reps_shown_and_one_file(
    tab: AppraisalsTab, runner: TaskRunner, tmp_path: Path
) -> None:
    tab.filters._choices["manager"][0].setCurrentIndex(1)
    dialog = tab.ask_batch()
    assert dialog is not None
    assert [dialog.who.itemText(n) for n in range(2)] == ["The rep shown", "All 2 reps"]
    dialog.who.setCurrentIndex(1)
    dialog.how.setCurrentIndex(1)
    dialog.folder.setText(str(tmp_path))
    dialog.submit()
    assert runner.wait_idle()
    assert len(pypdf.PdfReader(tmp_path / "scorecards_2026-Q3.pdf").outline) == 2


def test_what_went_wrong_in_a_batch_is_listed(
    tab: AppraisalsTab, window: MainWindow, runner: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "scorecard_A_Name-A_2026-Q3.pdf").mkdir()
    dialog = tab.ask_batch()
    assert dialog is not None
    dialog.folder.setText(str(tmp_path))
    dialog.submit()
    assert runner.wait_idle()
    assert "1 could not be written" in window.messages.text
    buttons = {one.text(): one for one in window.messages.findChildren(QPushButton)}
    qtbot.mouseClick(buttons["Show what went wrong"], Qt.MouseButton.LeftButton)
    trouble = tab.findChild(TroubleDialog)
    assert trouble is not None
    assert trouble.table.rows_model.texts(0)[0] == "A Name A"
    trouble.reject()


def test_a_change_reads_again_and_keeps_the_rep(tab: AppraisalsTab, runner: TaskRunner) -> None:
    stand(tab, "C", "visits")
    before = tab.controller.book
    runner.command(lambda: ChangeSet.of(Topic.VISITS), lambda _r: None, owner=tab)
    assert runner.wait_idle(20_000)
    assert tab.controller.book is not before
    assert tab.pane.table.current_row().rep_code == "C"
    assert tab.card.page is not None and tab.card.page.code == "C"


def test_cells_are_copied_and_the_list_is_exported(tab: AppraisalsTab, qtbot: QtBot) -> None:
    stand(tab, "A", "net_sales")
    qtbot.keyClick(tab.pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "3800.00\n"
    table = tab.export_table()
    assert table is not None
    assert table.title == "Scorecards of Q3 2026"
    assert [row[0] for row in table.rows] == ["A", "C"]
    assert table.total is not None and table.total[2] == 5000
    assert dict(table.notes)["Period"] == "Q3 2026"


def test_a_rows_menu_leads_to_the_rows_behind(tab: AppraisalsTab) -> None:
    menu = QMenu(tab)
    tab._fill_menu(menu, tab.pane.table.rows_model.row(0))
    assert [one.text() for one in menu.actions() if one.text()][:3] == [
        "Sales and targets", "Visits", "Overdue items",
    ]  # fmt: skip


def test_language_and_colours_change_at_once(
    tab: AppraisalsTab, look: Look, runner: TaskRunner
) -> None:
    assert tab.card.page is not None
    english = tab.card.page.pdf.content
    look.change_language("zh_CN")
    assert runner.wait_idle()
    assert tab.card.page.pdf.content != english
    look.change_language("en")
    look.change_theme(ThemeChoice.DARK)
    assert runner.wait_idle()
    assert tab.card.page.pdf.content == english
    assert tab.card.print_button.text() == "Print…"


def test_everything_that_takes_keys_has_a_name(tab: AppraisalsTab) -> None:
    assert list(_nameless(tab)) == []
    dialog = tab.ask_batch()
    assert dialog is not None
    assert list(_nameless(dialog)) == []
    dialog.reject()
