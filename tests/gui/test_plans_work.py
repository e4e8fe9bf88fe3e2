"""The page "Tasks" as it is used: by keys and clicks, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QTableWidgetItem
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.services.plans.work_data import (
    AddObjective,
    AddTask,
    ChangeTask,
    MilestoneEntry,
    ObjectiveEntry,
    TaskEntry,
)
from desktop.services.settings import ThemeChoice
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.pdf_preview import PdfPreview
from desktop.views.plans.work.dialogs import (
    ClosedDialog,
    CloseDialog,
    ObjectiveDialog,
    TaskDialog,
)
from desktop.views.plans.work.page import WorkPage
from desktop.views.plans.work.review_dialog import ReviewDialog
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import TabContext
from desktop.views.tasks import TaskRunner
from tests.gui.part_page import column_of, filled, in_front
from tests.gui.small_branch import CLOCK, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

TODAY = CLOCK.today()
TARGETS = "period,metric,amount,customer_code\n2026,sales,12000.00,0001\n"
SOLD = "invoice_no,invoice_date,customer_code,amount,product_code,cost\n" + "\n".join(
    f"I{place},{TODAY - timedelta(days=7 * place)},0001,{300 if place == 2 else 100}.00,P1,60.00"
    for place in range(1, 80)
)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with a plan, an objective and three tasks, made once."""
    path = make_small_branch(tmp_path_factory.mktemp("work"))
    services = open_small(filled(path, {ImportKind.INVOICES: SOLD, ImportKind.TARGETS: TARGETS}))
    actor, work = services.require_writer(), services.plan_work
    book = work.book()
    assert book is not None
    plan, choices = book.plan.plan_id, work.choices()
    goal = ObjectiveEntry("Open two dealers", "Two contracts", day(30))
    goal_id = work.add_objective(actor, AddObjective(plan, goal)).created_id
    east, rep = choices.customers[0].id, choices.reps[0].id
    for entry in (
        TaskEntry("Promotion", day(-16), day(-12), "Sell-out", goal_id, rep, None, east, None,
                  Decimal(150), (MilestoneEntry("Displays", day(-14)),)),
        TaskEntry("Posters", day(-2), day(5)),
        TaskEntry("Conference", day(20), day(21), "", goal_id, choices.reps[1].id, None, east,
                  None, Decimal(500), (MilestoneEntry("Invitations", day(20)),)),
    ):  # fmt: skip
        work.add_task(actor, AddTask(plan, entry))
    services.close()
    return path


shown = partial(in_front, "work", WorkPage)


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[WorkPage]:
    with shown(window, context, services, qtbot) as found:
        yield found


def column(page: WorkPage, key: str) -> list[str]:
    return column_of(page.shapes.pane.table.rows_model, key)


def idle(page: WorkPage) -> None:
    assert page.context.runner.wait_idle(20_000)


def act(page: WorkPage, key: str) -> RequestDialog:
    """Trigger a command of the page and return the form that it opens."""
    page.actions_set[key].trigger()
    idle(page)
    assert page.forms.dialog is not None and page.forms.dialog.isVisible()
    return page.forms.dialog


def save(page: WorkPage, qtbot: QtBot) -> None:
    assert page.forms.dialog is not None
    qtbot.mouseClick(page.forms.dialog.main_button, Qt.MouseButton.LeftButton)
    idle(page)


def words_at(dialog: RequestDialog, field: str) -> str:
    return dialog._fields[field][1].text()


def test_tasks_objectives_and_what_is_unlinked_stand_side_by_side(page: WorkPage) -> None:
    assert column(page, "name") == ["Promotion", "Posters", "Conference"]
    assert column(page, "state") == ["Overdue", "Running", "Not begun"]
    assert column(page, "person") == ["Li Na", "Nobody", "Bao Jie"]
    assert column(page, "place") == ["East Stores", "No place", "East Stores"]
    assert column(page, "milestones") == ["0 of 1", "", "0 of 1"]
    assert page.note.text() == (
        "The tasks are to bring ¥650 of the target of ¥12,000: ¥11,350 are missing. "
        "1 task is not estimated."
    )
    left = page.left
    assert left.loose_title.text() == "Unlinked (6)"
    assert [left.lacks.itemText(at) for at in range(left.lacks.count())] == [
        "All of them", "Task without objective (1)", "Task without person (1)",
        "Task without place (1)", "Task without budget (3)",
    ]  # fmt: skip
    left.lacks.setCurrentIndex(2)
    assert left.loose.rows_model.texts(0)[:2] == ("Task without person", "Posters")


def test_a_new_task_is_typed_and_refused_at_its_fields(page: WorkPage, qtbot: QtBot) -> None:
    dialog = act(page, "task")
    assert isinstance(dialog, TaskDialog)
    assert list(_nameless(dialog)) == []
    dialog.person.setText("Somebody")
    dialog.start.setText("someday")
    dialog.contribution.setText("much")
    save(page, qtbot)
    assert words_at(dialog, "rep") == "“Somebody” is not in the list."
    assert words_at(dialog, "start").startswith("“someday” is not a day.")
    assert words_at(dialog, "finish").startswith("Enter a day")
    assert words_at(dialog, "contribution").startswith("“much” is not an amount.")
    dialog.person.setText("r2")
    dialog.place.setText("west trade")
    dialog.start.setText("2026-08-10")
    dialog.finish.setText("2026-08-01")
    dialog.contribution.setText("1,000")
    save(page, qtbot)
    assert words_at(dialog, "name") == "Say what is to be done."
    assert "is before the first" in words_at(dialog, "finish")
    qtbot.keyClicks(dialog.name, "Repair days")
    dialog.finish.setText("2026-08-12")
    dialog.milestones.setItem(0, 0, QTableWidgetItem("Tent"))
    dialog.milestones.setItem(0, 1, QTableWidgetItem("2026-08-09"))
    assert dialog.milestones.rowCount() == 2
    save(page, qtbot)
    assert "lies outside the task's days" in words_at(dialog, "milestones")
    dialog.milestones.item(0, 1).setText("2026-08-11")
    save(page, qtbot)
    assert page.forms.dialog is None
    assert column(page, "name")[-1] == "Repair days"
    assert (column(page, "person")[-1], column(page, "place")[-1]) == ("Bao Jie", "West Trade")


def test_two_desks_meet_and_nothing_typed_is_lost(
    page: WorkPage, services: Services, qtbot: QtBot
) -> None:
    page.controller.choose(page.controller.tasks[1].id)
    dialog = act(page, "correct")
    assert isinstance(dialog, TaskDialog) and dialog.name.text() == "Posters"
    dialog.name.setText("Mine")
    row = page.controller.tasks[1]
    theirs = replace(row.entry, name="Theirs")
    change = ChangeTask(row.id, row.version, theirs)
    services.plan_work.change_task(services.require_writer(), change)
    save(page, qtbot)
    assert dialog.isVisible() and dialog.name.text() == "Mine"
    assert "Someone else changed this meanwhile" in dialog.messages.text
    assert column(page, "name")[1] == "Theirs"
    save(page, qtbot)
    assert column(page, "name")[1] == "Mine"


def test_an_objective_is_entered_closed_by_evidence_and_opened_again(
    page: WorkPage, qtbot: QtBot
) -> None:
    dialog = act(page, "objective")
    assert isinstance(dialog, ObjectiveDialog)
    dialog.words.setPlainText("Be known")
    dialog.due.setText("2026-07-25")
    save(page, qtbot)
    assert words_at(dialog, "criterion") == "Say by what one sees that it is reached."
    dialog.criterion.setPlainText("A survey")
    save(page, qtbot)
    goals = page.left.objectives
    assert [goals.rows_model.texts(at)[0] for at in range(2)] == ["Be known", "Open two dealers"]
    goals.setCurrentIndex(goals.rows_model.index(0, 0))
    closing = act(page, "close")
    assert isinstance(closing, CloseDialog)
    save(page, qtbot)
    assert words_at(closing, "evidence").startswith("An objective is closed by evidence alone.")
    closing.evidence.setPlainText("The survey of July")
    save(page, qtbot)
    assert goals.rows_model.texts(0)[1] == "Reached"
    assert isinstance(act(page, "close"), ClosedDialog)
    save(page, qtbot)
    assert goals.rows_model.texts(0)[1] == "Not yet reached"


def test_a_task_is_done_with_a_key_and_taken_out_and_put_back(
    page: WorkPage, window: MainWindow, qtbot: QtBot
) -> None:
    table = page.shapes.pane.table
    table.setFocus()
    page.controller.choose(page.controller.tasks[0].id)
    qtbot.keyClick(table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    idle(page)
    assert column(page, "state")[0] == "Done"
    page.actions_set["remove"].trigger()
    idle(page)
    assert column(page, "name") == ["Posters", "Conference"]
    assert window.messages.text == "“Promotion” was taken out."
    back = window.messages.findChildren(QPushButton)
    wanted = next(one for one in back if one.text() == "Put it back")
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)
    idle(page)
    assert column(page, "milestones") == ["0 of 1", "", "0 of 1"]


def test_an_objective_that_is_served_stays(page: WorkPage, window: MainWindow) -> None:
    page.left.objectives.setFocus()
    page.actions_set["remove"].trigger()
    idle(page)
    assert window.messages.text == (
        "Tasks serve this objective (2). Give them another objective first."
    )


def test_filters_narrow_the_list(page: WorkPage, qtbot: QtBot) -> None:
    box = page.filters._choices["person"][0]
    box.setCurrentIndex(box.findText("Nobody"))
    assert column(page, "name") == ["Posters"]
    box.setCurrentIndex(0)
    standing = page.filters._choices["standing"][0]
    standing.setCurrentIndex(standing.findText("Everything late"))
    assert column(page, "name") == ["Promotion"]
    standing.setCurrentIndex(0)
    place = page.filters._choices["place"][0]
    place.setCurrentIndex(place.findText("East Stores"))
    qtbot.keyClicks(page.filters._quick, "bao")
    qtbot.keyClick(page.filters._quick, Qt.Key.Key_Return)
    assert column(page, "name") == ["Conference"]
    page.filters._quick.setText("nothing like it")
    qtbot.keyClick(page.filters._quick, Qt.Key.Key_Return)
    assert page.shapes.pane.table._empty_text == "No task fits the filters."


def test_bars_are_gone_through_by_keys(page: WorkPage, qtbot: QtBot) -> None:
    page.shapes.pane.table.setFocus()
    page.actions_set["bars"].trigger()
    bars = page.shapes.bars
    assert bars.isVisible() and bars.hasFocus()
    qtbot.keyClick(bars, Qt.Key.Key_End)
    assert bars.current is not None and bars.current.name == "Conference"
    assert "Invitations: by 9 Aug 2026" in bars.accessibleDescription()
    qtbot.keyClick(bars, Qt.Key.Key_Up)
    assert page.controller.task is not None and page.controller.task.name == "Posters"
    assert page.shapes.pane.table.current_row().name == "Posters"
    qtbot.keyClick(bars, Qt.Key.Key_Plus)
    assert bars.horizontalScrollBar().maximum() > 0
    bars.viewport().repaint()
    area, task = bars.places[0]
    qtbot.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert task.name == "Promotion" and bars.current == task
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    idle(page)
    assert isinstance(page.forms.dialog, TaskDialog)
    page.forms.dialog.reject()


def test_the_calendar_is_walked_by_keys_and_offers_a_task_on_an_empty_day(
    page: WorkPage, qtbot: QtBot
) -> None:
    page.actions_set["calendar"].trigger()
    month = page.shapes.month
    month.setFocus()
    assert page.shapes.month_name.text() == "Jul 2026" and month.day == TODAY
    qtbot.keyClick(month, Qt.Key.Key_Left)
    assert month.current is not None and month.current.name == "Posters"
    assert month.accessibleDescription().startswith("Sun 19 Jul 2026: 1 task.")
    qtbot.keyClick(month, Qt.Key.Key_PageDown)
    assert page.shapes.month_name.text() == "Aug 2026"
    qtbot.keyClick(month, Qt.Key.Key_Home)
    month.viewport().repaint()
    (area, task) = next(one for one in month.places if one[1].name == "Promotion")
    qtbot.mouseClick(month.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert page.controller.task == task
    month.go_to(day(10))
    qtbot.keyClick(month, Qt.Key.Key_Return)
    idle(page)
    dialog = page.forms.dialog
    assert isinstance(dialog, TaskDialog)
    assert (dialog.start.text(), dialog.finish.text()) == ("2026-07-30", "2026-07-30")
    dialog.reject()
    assert month.day_at(QPoint(2, month.height() - 8).toPointF()) is not None


def test_a_promotion_is_reviewed(page: WorkPage, qtbot: QtBot) -> None:
    page.controller.choose(page.controller.tasks[0].id)
    dialog = act(page, "review")
    assert isinstance(dialog, ReviewDialog)
    assert list(_nameless(dialog)) == []
    # 300 on 6 July, the Monday of the promotion; other weeks 100.
    assert dialog.actual.text() == "Net sales from 4 Jul 2026 to 8 Jul 2026: ¥300"
    assert dialog.bases[dialog.basis][1].text().startswith("¥100 from 4 Jul 2025")
    assert dialog.gain.text() == "Enter what it cost to see what is left of it."
    assert not dialog.remove.isVisible()
    qtbot.keyClicks(dialog.cost, "20")
    assert dialog.gain.text().startswith("Return: ¥") and "¥20 cost" in dialog.gain.text()
    save(page, qtbot)
    assert words_at(dialog, "lesson") == "Write down what is done otherwise next time."
    dialog.lesson.setPlainText("Begin earlier")
    save(page, qtbot)
    assert page.forms.dialog is None
    again = act(page, "review")
    assert isinstance(again, ReviewDialog)
    assert again.lesson.toPlainText() == "Begin earlier" and again.remove.isVisible()
    again.last.setText("2026-12-31")
    again.measure_wanted.emit(again.request())
    idle(page)
    assert again.actual.text().startswith("These days cannot be measured")
    qtbot.mouseClick(again.remove, Qt.MouseButton.LeftButton)
    idle(page)
    assert page.forms.dialog is None
    assert not page.controller.tasks[0].is_reviewed


def test_print_previews_the_tasks_by_person_and_export_has_the_list(
    page: WorkPage, window: MainWindow
) -> None:
    window.menus.actions["print"].trigger()
    idle(page)
    preview = window.findChild(PdfPreview)
    assert preview is not None and preview.windowTitle() == "Tasks of the plan 2026 · 2026 plan"
    preview.reject()
    table = page.export_table()
    assert table is not None and table.title == "Tasks" and len(table.rows) == 3


def test_an_open_form_keeps_the_page_from_closing(page: WorkPage) -> None:
    assert page.can_close()
    dialog = act(page, "task")
    assert not page.can_close()
    dialog.reject()
    assert page.can_close()


def test_both_languages_and_themes_have_their_words(page: WorkPage, look: Look) -> None:
    look.change_theme(ThemeChoice.DARK)
    look.change_language("zh_CN")
    idle(page)
    assert column(page, "name")[0] == "Promotion"
    assert list(_nameless(page)) == []


def test_a_branch_without_a_plan_says_what_to_do(
    window: MainWindow, context: TabContext, runner: TaskRunner, qtbot: QtBot, tmp_path: Path
) -> None:
    services = open_small(make_small_branch(tmp_path))
    with shown(window, context, services, qtbot) as page:
        assert page.shapes.pane.table._empty_text.startswith("There is no plan yet.")
        assert not page.actions_set["task"].isEnabled() and page.print_request() is None
        assert page.export_table() is None
    services.close()
