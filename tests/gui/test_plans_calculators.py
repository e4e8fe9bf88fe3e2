"""The page "Calculators" as it is used: by keys and clicks, without a database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.i18n import _
from desktop.services.calculators.examples import MAIN
from desktop.services.settings import ThemeChoice
from desktop.tone import Tone
from desktop.views.look import Look
from desktop.views.plans.calculators.page import CalculatorsPage
from desktop.views.plans.part_list import part_factories
from desktop.views.tab import TabContext
from desktop.views.tasks import TaskRunner
from tests.gui.part_page import column_of
from tests.gui.test_accessibility import _nameless


@pytest.fixture
def page(
    context: TabContext, look: Look, runner: TaskRunner, qtbot: QtBot
) -> Iterator[CalculatorsPage]:
    found = CalculatorsPage(context)
    qtbot.addWidget(found)
    found.resize(1200, 800)
    found.show()
    found.activateWindow()
    settle(found)
    yield found
    assert runner.wait_idle(20_000)


def settle(page: CalculatorsPage) -> None:
    """Let the answer come that a pause in typing would bring."""
    if page._soon.isActive():
        page._soon.stop()
        page.controller.calculate()
    for _round in range(2):
        assert page.context.runner.wait_idle(20_000)


def typed(page: CalculatorsPage, qtbot: QtBot, text: str) -> None:
    """Type into the cell that the keyboard is on, and press Enter or Tab at the end."""
    table = page.grids[MAIN].table
    keys, last = text[:-1], {"\n": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}[text[-1]]
    qtbot.keyClicks(table, keys[:1])
    editor = table.delegate.editor
    assert editor is not None
    qtbot.keyClicks(editor, keys[1:])
    qtbot.keyClick(editor, last)


def column(page: CalculatorsPage, key: str) -> list[str]:
    return column_of(page.answer.table.rows_model, key)


def test_figures_are_typed_by_keys_and_answered(page: CalculatorsPage, qtbot: QtBot) -> None:
    assert page.form is not None
    total = page.form.fields["total"].field
    qtbot.keyClicks(total, "100")
    page.grids[MAIN].table.stand_on(0)
    for text in ("a\t", "1\n"):
        typed(page, qtbot, text)
    table = page.grids[MAIN].table
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)
    table.stand_on(1)
    for text in ("b\t", "3\n"):
        typed(page, qtbot, text)
    settle(page)
    assert column(page, "amount") == ["25.00", "75.00"]
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(page)
    assert page.grids[MAIN].table.grid.text(1, 1) == ""


def test_the_list_has_twelve_and_its_keys_change_the_panel(
    page: CalculatorsPage, qtbot: QtBot
) -> None:
    assert page.list.model().rowCount() == 12
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.title.text() == "Fit rows and columns"
    assert list(page.grids) == ["", "rows", "cols"]
    qtbot.keyClick(page.list, Qt.Key.Key_End)
    assert page.title.text() == "Compare rates"
    settle(page)


def test_the_example_button_fills_and_cites(page: CalculatorsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.example, Qt.MouseButton.LeftButton)
    settle(page)
    assert column(page, "amount")[:2] == ["21.00", "16.00"]
    assert page.source.isVisible() and "Balinski" in page.source.text()
    qtbot.mouseClick(page.clear, Qt.MouseButton.LeftButton)
    settle(page)
    assert not page.source.isVisible()
    assert not page.answer.copy.isEnabled()


def test_a_block_is_pasted_copied_repeated_and_cleared(page: CalculatorsPage, qtbot: QtBot) -> None:
    table, control = page.grids[MAIN].table, Qt.KeyboardModifier.ControlModifier
    QGuiApplication.clipboard().setText("a\t1\nb\t2\n")
    table.stand_on(0)
    qtbot.keyClick(table, Qt.Key.Key_V, control)
    assert [table.grid.text(row, 1) for row in range(3)] == ["1", "2", ""]
    table.stand_on(1, "weight")
    qtbot.keyClick(table, Qt.Key.Key_D, control)
    assert table.grid.text(1, 1) == "1"
    table.selectColumn(1)
    qtbot.keyClick(table, Qt.Key.Key_C, control)
    assert QGuiApplication.clipboard().text().split("\n")[:3] == ["1", "1", ""]
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert [table.grid.text(row, 1) for row in range(2)] == ["", ""]
    table.stand_on(0)
    qtbot.keyClick(table, Qt.Key.Key_Minus, control)
    assert table.grid.text(0, 0) == "b"
    settle(page)


def test_a_refusal_stands_at_its_cell_and_its_button_leads_there(
    page: CalculatorsPage, qtbot: QtBot
) -> None:
    page.controller.fill_example()
    page.controller.edit(MAIN, [(2, "weight", "many"), (4, "weight", "-1")])
    settle(page)
    panel = page.grids[MAIN]
    assert panel.wrong.text() == (
        "Row 3, Weight: “many” is not a number. Write it in digits, such as 1234.50. "
        "1 other problem is marked in the table."
    )
    index = panel.table.grid.index(2, 1)
    assert "is not a number" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.DecorationRole) is not None
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Weight, row 3: many. ")
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    assert (panel.table.currentIndex().row(), panel.table.currentIndex().column()) == (2, 1)
    assert page.answer.table.rows_model.rowCount() == 0


def test_what_is_not_typed_yet_is_asked_for_and_not_marked(
    page: CalculatorsPage, qtbot: QtBot
) -> None:
    page.list.choose("funnel")
    settle(page)
    assert page.form is not None
    fields = page.form.fields
    qtbot.keyClicks(fields["gap"].field, "100")
    settle(page)
    assert (
        page.answer.table._empty_text == "Still needed: Average order, Hit rate, Field days left."
    )
    assert not any(field.line.isVisible() for field in fields.values())
    for name, text in (("order-value", "10"), ("hit-rate", ".5"), ("field-days", "5")):
        qtbot.keyClicks(fields[name].field, text)
    settle(page)
    assert (column(page, "visits"), column(page, "visits_per_day")) == (["20"], ["4"])


def test_a_refusal_of_an_option_stands_at_its_field(page: CalculatorsPage, qtbot: QtBot) -> None:
    page.list.choose("hu")
    page.controller.fill_example()
    assert page.form is not None
    field = page.form.fields["q"]
    qtbot.keyClick(field.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field.field, "0.3")
    settle(page)
    assert "Choose q above 0.35" in field.wrong.text() and field.wrong.isVisible()
    assert field.field.property("role") == "wrong"
    qtbot.keyClicks(field.field, "5")
    qtbot.keyClick(field.field, Qt.Key.Key_Backspace)
    qtbot.keyClick(field.field, Qt.Key.Key_Backspace)
    qtbot.keyClicks(field.field, "5")
    settle(page)
    assert not field.wrong.isVisible()
    assert column(page, "reward") == ["4.00", "5.50", "7.00", "3.50"]


def test_a_programme_of_visits_shows_curve_change_and_grounds(
    page: CalculatorsPage, qtbot: QtBot
) -> None:
    page.list.choose("callplan")
    qtbot.mouseClick(page.example, Qt.MouseButton.LeftButton)
    settle(page)
    panel = page.answer
    assert panel.more.isVisible()
    assert column(page, "visits") == ["18", "9", "9", "0"]
    assert panel.chart.chart is not None and panel.chart.chart.title.startswith("East: ")
    panel.table.select_row(1)
    assert panel.chart.chart.title == "West: sales by visits (9 planned, 12 at present)"
    steps = panel.steps.rows_model
    assert [steps.texts(line)[0] for line in range(steps.rowCount())] == [
        "-20%", "-10%", "as given", "+10%", "+20%",
    ]  # fmt: skip
    assert "One visit more is worth ¥638.54" in panel.marginal.text()
    assert "1 account gets no visit at all: South." in panel.assumed.text()
    page.list.choose("gonik")
    settle(page)
    assert not panel.more.isVisible()


def test_the_answer_is_copied_with_its_headers_and_exported(
    page: CalculatorsPage, qtbot: QtBot
) -> None:
    said: list[tuple[str, Tone]] = []
    page.message_requested.connect(lambda text, tone, _actions: said.append((text, tone)))
    page.list.choose("compare-rates")
    page.controller.fill_example()
    settle(page)
    qtbot.mouseClick(page.answer.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Name\tRate\tAt least\tAt most"
    assert len(lines) == 5
    assert said == [("The answer is on the clipboard.", Tone.INFO)]
    table = page.export_table()
    assert table is not None
    assert (table.title, len(table.rows), table.notes) == (
        "Compare rates", 4, (("interval", "Wilson, 95 %"),),
    )  # fmt: skip


def test_everything_has_a_name_and_tab_goes_as_one_reads(
    page: CalculatorsPage, qtbot: QtBot
) -> None:
    page.list.choose("callplan")
    page.controller.fill_example()
    settle(page)
    assert list(_nameless(page)) == []
    assert page.form is not None
    fields = list(page.form.fields.values())
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fields[0].field.hasFocus())
    for after in (fields[1].field, fields[2].field, page.grids[MAIN].open, page.grids[MAIN].table):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert page.focusWidget() is after


def test_a_new_language_and_a_dark_look_keep_what_was_typed(
    page: CalculatorsPage, look: Look
) -> None:
    page.controller.fill_example()
    settle(page)
    look.change_theme(ThemeChoice.DARK)
    look.change_language("zh_CN")
    settle(page)
    assert column(page, "amount")[:2] == ["21.00", "16.00"]
    assert page.grids[MAIN].table.grid.text(0, 0) == "Virginia"
    heads = [one.header for one in page.answer.table.rows_model.columns]
    assert heads == [_("Name"), _("Amount")]
    look.change_language("en")
    settle(page)


def test_the_page_is_the_last_of_the_plans_tab() -> None:
    last = part_factories()[-1]
    assert (last.key, last.load()) == ("calculators", CalculatorsPage)
