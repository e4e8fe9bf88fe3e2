"""The page "Target sheets" as it is used: by keys and clicks, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import AnswerKind, ImportKind
from desktop.services.plans.sheets_data import RecordAnswer
from desktop.services.settings import ThemeChoice
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.pdf_preview import PdfPreview
from desktop.views.plans.sheets.answer_dialog import AnswerDialog, RemovalDialog
from desktop.views.plans.sheets.page import SheetsPage
from desktop.views.plans.tab import PlansTab
from desktop.views.tab import TabContext, TabPage
from tests.gui.part_page import cell_of, column_of, filled, in_front
from tests.gui.small_branch import CLOCK, copy_of, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

TARGETS = """
period,metric,amount,rep_code,customer_code
2026,sales,12000.00,,0001
2026,sales,600.00,R1,
2026,sales,2400.00,R2,
2026-12,sales,100.00,,
2026,visits,120,R1,
"""
SOLD = "invoice_no,invoice_date,customer_code,amount,rep_code\n" + "\n".join(
    f"I{year}{month:02d},{year}-{month:02d}-10,000{1 + month % 2},{net}.00,R1"
    for year, net in ((2024, 300), (2025, 500), (2026, 300))
    for month in range(1, 7 if year == 2026 else 13)
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with a plan in force, made once."""
    path = make_small_branch(tmp_path_factory.mktemp("sheets"))
    return filled(path, {ImportKind.INVOICES: SOLD, ImportKind.TARGETS: TARGETS})


class Accounts(TabPage):
    """A tab that is asked to show a customer."""

    key = "accounts"
    asked: object = None

    def show_place(self, facts: object) -> None:
        self.asked = facts


shown = partial(in_front, "sheets", SheetsPage, tabs=(PlansTab, Accounts))


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[SheetsPage]:
    with shown(window, context, services, qtbot) as found:
        yield found


def text_of(page: SheetsPage, line: int, key: str) -> str:
    return cell_of(page.pane.table.rows_model, line, key)


def column(page: SheetsPage, key: str) -> list[str]:
    return column_of(page.pane.table.rows_model, key)


def total(page: SheetsPage, key: str) -> str:
    model = page.pane._totals_model
    place = [one.key for one in page.pane.table.rows_model.columns].index(key)
    return str(model.data(model.index(0, place)))


def stand(page: SheetsPage, line: int) -> None:
    table = page.pane.table
    table.setFocus()
    table.setCurrentIndex(table.rows_model.index(line, 1))
    assert page.context.runner.wait_idle(20_000)


def asked(page: SheetsPage, qtbot: QtBot) -> AnswerDialog:
    """Press the button of the panel and return the open form."""
    qtbot.mouseClick(page.panel.answer, Qt.MouseButton.LeftButton)
    assert isinstance(page.dialog, AnswerDialog) and page.dialog.isVisible()
    return page.dialog


def save(page: SheetsPage, qtbot: QtBot) -> None:
    assert page.dialog is not None
    qtbot.mouseClick(page.dialog.main_button, Qt.MouseButton.LeftButton)
    assert page.context.runner.wait_idle(20_000)


def objected(page: SheetsPage, qtbot: QtBot, words: str = "Too much <b>by half</b>") -> None:
    """Let the current rep object."""
    dialog = asked(page, qtbot)
    dialog.kind.setCurrentIndex(dialog.kind.findData("objected"))
    dialog.words.setPlainText(words)
    save(page, qtbot)


def test_every_rep_stands_in_the_list_and_nobody_s_part_comes_last(page: SheetsPage) -> None:
    assert column(page, "code") == ["R1", "R2", ""]
    assert column(page, "name") == ["Li Na", "Bao Jie", "No rep"]
    assert column(page, "sales") == ["12,600", "2,400", "100"]
    assert column(page, "answer") == ["No answer yet", "No answer yet", ""]


def test_the_last_line_is_the_plan_and_says_that_it_ties(page: SheetsPage) -> None:
    assert (total(page, "name"), total(page, "sales")) == ("Whole plan", "15,100")
    assert total(page, "answer") == "0 of 2 accepted"
    assert page.note.text() == (
        "The sheets add up to the plan in all 2 metrics. 0.7% of it has no rep."
    )


def test_growth_is_against_the_customers_who_are_his_in_the_plan(page: SheetsPage) -> None:
    # 0001 is Li Na's: six months of 500 in 2025; 0002 is Bao Jie's.
    assert column(page, "sales_last") == ["3,000", "3,000", "0"]
    assert column(page, "sales_growth") == ["+320.0%", "-20.0%", "—"]


def test_the_panel_shows_the_current_rep(page: SheetsPage) -> None:
    stand(page, 1)
    panel = page.panel
    assert panel.figures.title.accessibleName() == "Bao Jie"
    assert panel.figures.attainment.text() == "¥2,400"
    assert panel.status.text() == "No answer yet"
    assert panel.quarters.rows_model.rowCount() == 1
    stand(page, 2)
    assert panel.figures.title.accessibleName() == "No rep"
    assert not panel.answer.isVisible() and not page.actions_set["sheet"].isEnabled()


def test_customers_who_bring_less_than_before_come_first(
    page: SheetsPage, window: MainWindow, qtbot: QtBot
) -> None:
    stand(page, 0)
    customers = page.panel.customers
    assert customers.rows_model.texts(0)[0] == "East Stores"
    customers.setFocus()
    customers.setCurrentIndex(customers.rows_model.index(0, 0))
    qtbot.keyClick(customers, Qt.Key.Key_Return)
    front = window.front
    assert isinstance(front, Accounts) and front.asked == {"customer_code": "0001"}


def test_enter_previews_the_sheet(page: SheetsPage, window: MainWindow, qtbot: QtBot) -> None:
    stand(page, 0)
    qtbot.keyClick(page.pane.table, Qt.Key.Key_Return)
    assert page.context.runner.wait_idle(20_000)
    preview = window.findChild(PdfPreview)
    assert preview is not None and preview.windowTitle() == "Target sheet of Li Na"
    preview.reject()


def test_print_previews_all_sheets_and_the_menu_the_summary(
    page: SheetsPage, window: MainWindow
) -> None:
    window.menus.actions["print"].trigger()
    assert page.context.runner.wait_idle(20_000)
    preview = window.findChild(PdfPreview)
    assert preview is not None and preview.windowTitle() == "Target sheets of the plan 2026 plan"
    preview.reject()
    preview.deleteLater()
    page.actions_set["summary"].trigger()
    assert page.context.runner.wait_idle(20_000)
    titles = {one.windowTitle() for one in window.findChildren(PdfPreview)}
    assert "Summary of the plan 2026 plan" in titles
    for one in window.findChildren(PdfPreview):
        one.reject()


def test_an_acceptance_is_written_down_and_shown_with_shape_and_word(
    page: SheetsPage, window: MainWindow, qtbot: QtBot
) -> None:
    stand(page, 0)
    dialog = asked(page, qtbot)
    assert dialog.day.text() == "2026-07-20"
    save(page, qtbot)
    assert page.dialog is None
    assert column(page, "answer") == ["Accepted", "No answer yet", ""]
    assert total(page, "answer") == "1 of 2 accepted"
    assert page.panel.said.text() == "Accepted on 20 Jul 2026."
    assert window.messages.text == "The answer of Li Na is written down."


def test_an_objection_needs_words_and_a_day_that_has_come(page: SheetsPage, qtbot: QtBot) -> None:
    stand(page, 0)
    dialog = asked(page, qtbot)
    dialog.kind.setCurrentIndex(1)
    dialog.day.setText("someday")
    save(page, qtbot)
    assert dialog._fields["day"][1].text() == "“someday” is no day."
    dialog.day.setText("2026-07-21")
    save(page, qtbot)
    assert dialog.isVisible()
    assert dialog._fields["day"][1].text() == "That day has not come yet."
    assert dialog._fields["text"][1].text() == "Write down what he objects to."
    dialog.words.setPlainText("The north")
    dialog.day.setText("19")
    save(page, qtbot)
    assert column(page, "answer")[0] == "Objected, no reply"


def test_the_words_of_an_objection_are_no_markup(page: SheetsPage, qtbot: QtBot) -> None:
    stand(page, 0)
    objected(page, qtbot)
    assert page.panel.said.text() == "Objected on 20 Jul 2026.\n“Too much <b>by half</b>”"
    assert page.panel.said.textFormat() == Qt.TextFormat.PlainText


def test_an_open_objection_opens_for_its_reply(page: SheetsPage, qtbot: QtBot) -> None:
    stand(page, 0)
    objected(page, qtbot)
    dialog = asked(page, qtbot)
    assert dialog.words.toPlainText() == "Too much <b>by half</b>"
    dialog.reply.setPlainText("Half of it")
    save(page, qtbot)
    assert column(page, "answer")[0] == "Objected, replied"
    assert "li replied on 20 Jul 2026: “Half of it”" in page.panel.said.text()
    # What was replied to stays; what he says now is a new answer.
    dialog = asked(page, qtbot)
    assert dialog.words.toPlainText() == "" and "Half of it" in dialog.before.text()
    save(page, qtbot)
    assert column(page, "answer")[0] == "Accepted"


def test_the_last_answer_is_corrected_or_removed_after_one_question(
    page: SheetsPage, qtbot: QtBot
) -> None:
    stand(page, 0)
    objected(page, qtbot)
    page.actions_set["correct"].trigger()
    dialog = page.dialog
    assert isinstance(dialog, AnswerDialog)
    qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    question = page.dialog
    assert isinstance(question, RemovalDialog) and question.isVisible()
    assert column(page, "answer")[0] == "Objected, no reply"
    save(page, qtbot)
    assert column(page, "answer")[0] == "No answer yet"
    assert not page.actions_set["correct"].isEnabled()


def test_two_desks_meet_and_nothing_typed_is_lost(
    page: SheetsPage, services: Services, qtbot: QtBot
) -> None:
    stand(page, 0)
    dialog = asked(page, qtbot)
    dialog.kind.setCurrentIndex(1)
    dialog.words.setPlainText("Mine")
    row = page.controller.row
    assert row is not None and row.rep_id is not None and page.controller.state.version_id
    services.target_sheets.record_answer(
        services.require_writer(),
        RecordAnswer(
            page.controller.state.version_id, row.rep_id, AnswerKind.ACCEPTED, CLOCK.today()
        ),
    )
    save(page, qtbot)
    assert dialog.isVisible() and dialog.words.toPlainText() == "Mine"
    assert "Somebody else wrote an answer meanwhile: Accepted on" in dialog.messages.text
    save(page, qtbot)
    assert page.dialog is None
    assert column(page, "answer")[0] == "Objected, no reply"
    assert len(page.controller.row.answers) == 2  # type: ignore[union-attr]


def test_filters_narrow_the_list_and_its_last_line(page: SheetsPage, qtbot: QtBot) -> None:
    stand(page, 0)
    objected(page, qtbot)
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.filters._quick, "bao")
    qtbot.keyClick(page.filters._quick, Qt.Key.Key_Return)
    assert column(page, "code") == ["R2"]
    assert (total(page, "name"), total(page, "sales")) == ("Total", "2,400")
    qtbot.keyClick(page.filters._quick, Qt.Key.Key_Escape)
    box = page.filters._choices["answer"][0]
    box.setCurrentIndex(box.findText("Objected, no reply"))
    assert column(page, "code") == ["R1"]
    box.setCurrentIndex(box.findText("Accepted"))
    assert column(page, "code") == []
    assert page.pane.table._empty_text == "No rep fits the filters."


def test_an_open_form_keeps_the_page_from_closing(page: SheetsPage, qtbot: QtBot) -> None:
    stand(page, 0)
    assert page.can_close()
    dialog = asked(page, qtbot)
    assert not page.can_close()
    dialog.reject()
    assert page.can_close()


def test_the_list_is_exported_with_its_plan(page: SheetsPage) -> None:
    table = page.export_table()
    assert table is not None and table.title == "Target sheets of the plan 2026 plan"
    assert dict(table.notes)["Plan"] == "2026 · 2026 plan · version 1 · In force"
    assert table.total is not None


def test_who_may_not_change_plans_reads_but_records_nothing(
    window: MainWindow, context: TabContext, template: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    services = open_small(copy_of(template, tmp_path / "other.branchbook"), "stranger")
    with shown(window, context, services, qtbot) as page:
        stand(page, 0)
        assert column(page, "sales")[0] == "12,600"
        assert not page.panel.answer.isEnabled() and not page.actions_set["answer"].isEnabled()
    services.close()


def test_a_branch_without_a_plan_says_what_to_do(
    window: MainWindow, context: TabContext, tmp_path: Path, qtbot: QtBot
) -> None:
    services = open_small(make_small_branch(tmp_path))
    with shown(window, context, services, qtbot) as page:
        assert page.pane.table._empty_text.startswith("There is no plan yet. Import targets")
        assert page.print_request() is None and page.export_table() is None
        page.controller.open_all()
        page.controller.open_summary()
        page.actions_set["answer"].trigger()
        assert page.dialog is None
    services.close()


def test_another_language_names_everything_again(page: SheetsPage, look: Look) -> None:
    stand(page, 0)
    look.change_language("zh_CN")
    look.change_theme(ThemeChoice.DARK)
    assert page.context.runner.wait_idle(20_000)
    assert column(page, "code") == ["R1", "R2", ""]
    assert all(
        one.textFormat() == Qt.TextFormat.PlainText
        for one in page.panel.findChildren(QLabel)
        if one.text()
    )
    look.change_language("en")


def test_everything_has_a_name_for_a_reader(page: SheetsPage, qtbot: QtBot) -> None:
    stand(page, 0)
    assert list(_nameless(page)) == []
    dialog = asked(page, qtbot)
    assert list(_nameless(dialog)) == []
    dialog.reject()


def test_f5_reads_again_and_keeps_the_rep(page: SheetsPage) -> None:
    stand(page, 1)
    page.force_reload()
    assert page.context.runner.wait_idle(20_000)
    assert page.pane.table.current_row().code == "R2"
