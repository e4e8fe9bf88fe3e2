"""The wizard from a rep's gap to his week plan, by keys and clicks, over a small branch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.services.drafts import DraftFolder
from desktop.services.settings import ThemeChoice
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.pdf_preview import PdfPreview
from desktop.views.plans.programmes.choices import ColleagueDialog, TemplateDialog
from desktop.views.plans.programmes.judged_dialog import JudgedDialog
from desktop.views.plans.programmes.state import Step
from desktop.views.plans.programmes.typed_table import TypedTable
from desktop.views.plans.programmes.wizard import ProgrammeWizard
from desktop.views.plans.sheets.page import SheetsPage
from desktop.views.tab import TabContext
from tests.gui.part_page import filled, in_front
from tests.gui.small_branch import copy_of, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

CUSTOMERS = "code,name,rep_code,class\n0003,<b>Old</b> Mill,R1,B\n"
TARGETS = """
period,metric,amount,rep_code,customer_code
2026,sales,9600.00,,0001
2026,sales,2400.00,R2,
"""
SOLD = "invoice_no,invoice_date,customer_code,amount,rep_code\n" + "\n".join(
    f"I{year}{month:02d},{year}-{month:02d}-10,0001,{net}.00,R1"
    for year, net in ((2025, 500), (2026, 400))
    for month in range(1, 8 if year == 2026 else 13)
)
VISITS = "date,start,end,rep_code,customer_code\n" + "\n".join(
    f"2026-{month:02d}-{day:02d},09:00,09:30,R1,{customer}"
    for month in range(1, 8)
    for day, customer in ((3, "0001"), (9, "0001"), (15, "0003"))
)
WAIT = 20_000


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with visits, sales and a plan in force, made once."""
    path = make_small_branch(tmp_path_factory.mktemp("programmes"))
    return filled(
        path,
        {
            ImportKind.CUSTOMERS: CUSTOMERS,
            ImportKind.INVOICES: SOLD,
            ImportKind.VISITS: VISITS,
            ImportKind.TARGETS: TARGETS,
        },
    )


shown = partial(in_front, "sheets", SheetsPage)


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[SheetsPage]:
    with shown(window, context, services, qtbot) as found:
        yield found
        assert context.runner.wait_idle(WAIT)
        wizard = found.programmes.wizard
        if wizard is not None:
            wizard.leave_now()


def opened(page: SheetsPage, line: int = 0) -> ProgrammeWizard:
    """Open the wizard of a line of the list."""
    table = page.pane.table
    table.setCurrentIndex(table.rows_model.index(line, 1))
    page.actions_set["programme"].trigger()
    assert page.context.runner.wait_idle(WAIT)
    wizard = page.programmes.wizard
    assert wizard is not None and wizard.isVisible()
    return wizard


def press(button: QWidget, qtbot: QtBot, page: SheetsPage) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.context.runner.wait_idle(WAIT)


def onto(wizard: ProgrammeWizard, step: Step, qtbot: QtBot, page: SheetsPage) -> None:
    """Press "Next" until the step is there."""
    while wizard.controller.state is not None and wizard.controller.state.step is not step:
        press(wizard.go_on, qtbot, page)


def type_into(table: TypedTable, line: int, key: str, text: str, qtbot: QtBot) -> None:
    """Type into a cell, and Enter."""
    keys = [column.key for column in table.rows_model.columns]
    table.setFocus()
    table.setCurrentIndex(table.rows_model.index(line, keys.index(key)))
    table.edit(table.currentIndex())
    editor = table.delegate.editor
    assert editor is not None
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def cell(table: TypedTable, line: int, key: str) -> str:
    keys = [column.key for column in table.rows_model.columns]
    return table.rows_model.texts(line)[keys.index(key)]


def bar_button(wizard: ProgrammeWizard, words: str) -> QPushButton:
    return next(one for one in wizard.messages.findChildren(QPushButton) if one.text() == words)


def days_of(wizard: ProgrammeWizard) -> list[date]:
    assert wizard.controller.state is not None
    return [one.day for one in wizard.controller.state.plan or ()]


def test_every_step_shows_its_arithmetic_and_verdict_in_plain_words_with_names(
    page: SheetsPage, look: Look, qtbot: QtBot
) -> None:
    wizard = opened(page)
    look.change_theme(ThemeChoice.DARK)
    assert wizard.windowTitle() == "Programme of Li Na"
    assert wizard.verdict.verdict.text() in ("Feasible", "Stretch", "Infeasible")
    assert "Up to +10% is feasible, up to +30% a stretch." in wizard.verdict.capacity.text()
    assert wizard.gap_page.arithmetic.text().startswith("¥")
    helps = {wizard.help.text()}
    for _step in range(3):
        press(wizard.go_on, qtbot, page)
        helps.add(wizard.help.text())
        assert list(_nameless(wizard)) == []
        assert wizard.verdict.result.text().startswith("Expected with these visits")
    assert len(helps) == 4 and not wizard.go_on.text().endswith("Next")
    qtbot.keyClick(wizard, Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    assert wizard.controller.state is not None and wizard.controller.state.step is Step.VISITS
    labels = [one for one in wizard.findChildren(QLabel) if one.text()]
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in labels)
    look.change_theme(ThemeChoice.LIGHT)


def test_customers_are_left_out_and_visits_typed_and_nonsense_keeps_its_field(
    page: SheetsPage, qtbot: QtBot
) -> None:
    wizard = opened(page)
    onto(wizard, Step.CUSTOMERS, qtbot, page)
    table = wizard.customers_page.table
    assert [row.customer.name for row in table.rows_model.rows] == [
        "East Stores",
        "<b>Old</b> Mill",
    ]
    table.setCurrentIndex(table.rows_model.index(0, 1))
    before = wizard.controller.rows[0].visits
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.rows_model.texts(0)[0] == "–" and wizard.controller.rows[0].visits == 0
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert wizard.controller.rows[0].visits == before > 0
    # And on the next page their visits are typed.
    press(wizard.go_on, qtbot, page)
    typed = wizard.visits_page.table
    words = wizard.verdict.result.text()
    type_into(typed, 0, "visits", "90", qtbot)
    assert cell(typed, 0, "visits") == "90" and typed.currentIndex().row() == 1
    assert wizard.verdict.result.text() != words
    assert wizard.verdict.verdict.text() == "Infeasible"
    type_into(typed, 1, "visits", "often", qtbot)
    editor = typed.delegate.editor
    assert editor is not None and editor.accessibleDescription() == (
        "“often” is no number of visits from 0 to 999."
    )
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.keyClick(wizard, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert wizard.verdict.result.text() == words
    qtbot.keyClick(wizard, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert cell(typed, 0, "visits") == "90"


def test_the_programme_and_its_weeks_are_written_and_written_again(
    page: SheetsPage, services: Services, qtbot: QtBot
) -> None:
    wizard = opened(page)
    onto(wizard, Step.VISITS, qtbot, page)
    type_into(wizard.visits_page.table, 0, "visits", "22", qtbot)
    onto(wizard, Step.WEEKS, qtbot, page)
    planned = days_of(wizard)
    assert planned and all(date(2026, 7, 27) <= day < date(2026, 8, 24) for day in planned)
    assert wizard.weeks_page.summary.text().startswith(f"{len(planned)} visits on ")
    press(wizard.go_on, qtbot, page)
    assert wizard.messages.text == f"{len(planned)} visits of Li Na are planned."
    sheet = wizard.controller.sheet
    assert sheet is not None and sheet.saved is not None
    assert [one.visit.day for one in sheet.planned] == sorted(planned)
    press(wizard.go_on, qtbot, page)
    assert f"{len(planned)} planned before were replaced." in wizard.messages.text
    assert wizard.visits_page.origin.text() == "Kept by li on 20 Jul 2026."
    assert not wizard.controller.has_unsaved
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert page.programmes.wizard is None


def test_a_visit_is_moved_by_keys_taken_out_and_the_weeks_are_previewed(
    page: SheetsPage, window: MainWindow, qtbot: QtBot
) -> None:
    wizard = opened(page)
    onto(wizard, Step.WEEKS, qtbot, page)
    weeks = wizard.weeks_page
    grid, day = weeks.grid, days_of(wizard)[0]
    assert grid.stand_on(day)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    count = len(days_of(wizard))
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(weeks.list, Qt.Key.Key_Down, alt)
    later = date.fromordinal(day.toordinal() + 7)
    assert grid.current_day() == later and later in days_of(wizard)
    assert wizard.controller.has_unsaved
    qtbot.keyClick(weeks.list, Qt.Key.Key_Up, alt)
    qtbot.keyClick(weeks.list, Qt.Key.Key_Up, alt)
    assert "cannot go there" in wizard.messages.text
    assert len(days_of(wizard)) == count
    qtbot.keyClick(weeks.list, Qt.Key.Key_Delete)
    assert len(days_of(wizard)) == count - 1
    press(weeks.again, qtbot, page)
    assert len(days_of(wizard)) == count
    weeks.weeks.setValue(2)
    assert 0 < len(days_of(wizard)) < count
    press(weeks.print, qtbot, page)
    preview = window.findChild(PdfPreview)
    assert preview is not None and preview.windowTitle() == "Week plan of Li Na"
    preview.reject()


def test_response_is_judged_by_class_or_customer(page: SheetsPage, qtbot: QtBot) -> None:
    wizard = opened(page)
    onto(wizard, Step.VISITS, qtbot, page)
    press(wizard.visits_page.judge, qtbot, page)
    dialog = wizard.forms.dialog
    assert isinstance(dialog, JudgedDialog)
    table = dialog.table
    names = [row.name for row in table.rows_model.rows]
    assert names == ["All of class B", "All without a class", "East Stores", "<b>Old</b> Mill"]
    assert "by these judgements no other programme" in dialog.answer.text()
    assert dialog.changes.rows_model.rowCount() == 9
    type_into(table, 1, "saturation", "101", qtbot)
    assert page.context.runner.wait_idle(WAIT)
    assert cell(table, 2, "saturation") == "101" and not dialog.use.isEnabled()
    assert "With half as many visits again" in dialog.messages.text
    type_into(table, 1, "saturation", "180%", qtbot)
    type_into(table, 3, "least", "2", qtbot)
    assert page.context.runner.wait_idle(WAIT)
    best = {row.customer_id: row.best for row in dialog._rows if row.customer_id is not None}
    assert list(_nameless(dialog)) == []
    press(dialog.use, qtbot, page)
    assert {row.customer.customer_id: row.visits for row in wizard.controller.rows} == best


def test_templates_and_a_colleague_give_their_visits(
    page: SheetsPage, services: Services, qtbot: QtBot
) -> None:
    wizard = opened(page)
    onto(wizard, Step.VISITS, qtbot, page)
    assert not wizard.visits_page.colleagues.isEnabled()
    press(wizard.visits_page.templates, qtbot, page)
    dialog = wizard.forms.dialog
    assert isinstance(dialog, TemplateDialog)
    press(dialog.main_button, qtbot, page)
    assert dialog._fields["name"][1].text() == "Give the template a name."
    dialog.name.setText("Usual")
    press(dialog.main_button, qtbot, page)
    assert wizard.messages.text == "The template “Usual” is kept."
    kept = [row.visits for row in wizard.controller.rows]
    type_into(wizard.visits_page.table, 0, "visits", "1", qtbot)
    press(wizard.visits_page.templates, qtbot, page)
    dialog = wizard.forms.dialog
    assert isinstance(dialog, TemplateDialog)
    press(dialog.apply, qtbot, page)
    now = [row.visits for row in wizard.controller.rows]
    # A year's visits and back again may lose one by rounding.
    assert all(abs(a - b) <= 1 for a, b in zip(now, kept, strict=True))
    press(wizard.save, qtbot, page)
    assert wizard.messages.text == "The programme is kept."
    wizard.reject()
    other = opened(page, 1)
    onto(other, Step.VISITS, qtbot, page)
    press(other.visits_page.colleagues, qtbot, page)
    copying = other.forms.dialog
    assert isinstance(copying, ColleagueDialog)
    assert "R1 Li Na" in copying.list.item(0).text()
    press(copying.main_button, qtbot, page)
    # West Trade has no class, and so has East Stores of the colleague's.
    assert [row.visits for row in other.controller.rows] == [now[0]]
    press(other.visits_page.templates, qtbot, page)
    dialog = other.forms.dialog
    assert isinstance(dialog, TemplateDialog)
    press(dialog.remove, qtbot, page)
    assert dialog.isVisible() and "Usual" in dialog.remove.text()
    press(dialog.remove, qtbot, page)
    assert other.messages.text == "The template “Usual” was removed."


def test_what_was_typed_survives_esc_after_a_question(
    page: SheetsPage, services: Services, qtbot: QtBot
) -> None:
    wizard = opened(page)
    onto(wizard, Step.VISITS, qtbot, page)
    type_into(wizard.visits_page.table, 0, "visits", "33", qtbot)
    assert not page.can_close()
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible() and "not saved" in wizard.messages.text
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible() and wizard.messages.text == ""
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    press(bar_button(wizard, "Keep for next time"), qtbot, page)
    assert page.programmes.wizard is None and page.can_close()
    (draft,) = DraftFolder(page.context.settings.drafts_folder).waiting(services.address)
    assert draft.title == "Programme of Li Na"
    page.take_up(draft)
    assert page.context.runner.wait_idle(WAIT)
    again = page.programmes.wizard
    assert again is not None and again.controller.rows[0].visits == 33
    press(bar_button(again, "Start from what is kept"), qtbot, page)
    assert again.controller.rows[0].visits != 33 and not again.controller.has_unsaved
    assert DraftFolder(page.context.settings.drafts_folder).waiting(services.address) == ()


def test_another_desk_s_programme_is_met_and_nothing_typed_is_lost(
    page: SheetsPage, services: Services, qtbot: QtBot
) -> None:
    from desktop.views.plans.programmes.state import save_command

    wizard = opened(page)
    control = wizard.controller
    onto(wizard, Step.VISITS, qtbot, page)
    assert control.sheet is not None and control.state is not None and control.totals is not None
    theirs = save_command(control.sheet, control.state, control.totals, "")
    services.plan_programmes.save(services.require_writer(), theirs)
    type_into(wizard.visits_page.table, 0, "visits", "44", qtbot)
    press(wizard.save, qtbot, page)
    assert wizard.messages.text.startswith("Another desk kept a programme")
    assert control.rows[0].visits == 44
    press(wizard.save, qtbot, page)
    assert control.sheet.saved is not None and not control.has_unsaved
    assert control.sheet.saved.lines[0].visits == 44


def test_who_may_not_change_plans_looks_and_writes_nothing(
    window: MainWindow, context: TabContext, template: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    services = open_small(copy_of(template, tmp_path / "other.branchbook"), "stranger")
    with shown(window, context, services, qtbot) as page:
        wizard = opened(page)
        onto(wizard, Step.VISITS, qtbot, page)
        table = wizard.visits_page.table
        assert not table.rows_model.flags(table.rows_model.index(0, 4)) & Qt.ItemFlag.ItemIsEditable
        assert not wizard.save.isEnabled() and not wizard.visits_page.judge.isEnabled()
        onto(wizard, Step.WEEKS, qtbot, page)
        assert not wizard.go_on.isEnabled()
        wizard.reject()
    services.close()
