"""The page of the branch's own measures: typed and clicked in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.services.imports.service import ImportFile
from desktop.services.plans.measures_data import (
    AddMeasure,
    CellTexts,
    MeasureEntry,
    SaveCells,
    Side,
)
from desktop.services.plans.versions_data import PlanStep, TakeStep
from desktop.views.main_window import MainWindow
from desktop.views.plans.measures.page import MeasuresPage
from desktop.views.plans.tab import PlansTab
from desktop.views.tab import TabContext
from desktop.views.tasks import TaskRunner
from tests.gui.small_branch import CLOCK, copy_of, make_small_branch, open_small

LEFT = Qt.MouseButton.LeftButton
TARGETS = "period,metric,amount,rep_code\n2026-07,sales,10000,R1\n"
COMPLAINTS = MeasureEntry("Complaints", "", 1, more_is_better=False)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with a draft, made once."""
    folder = tmp_path_factory.mktemp("measures")
    path = make_small_branch(folder)
    services = open_small(path)
    source = folder / "targets.csv"
    source.write_text(TARGETS, encoding="utf-8")
    services.imports.run(
        services.require_writer(), ImportFile(ImportKind.TARGETS, source, plan="2026 plan")
    )
    services.close()
    return path


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    found = open_small(copy_of(template, tmp_path / "m.branchbook"))
    yield found
    found.close()


class Seat:
    """The page in its window, and what a person does at it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, runner: TaskRunner) -> None:
        self.qtbot, self.window, self.runner = qtbot, window, runner

    @property
    def page(self) -> MeasuresPage:
        tab = self.window.front
        assert isinstance(tab, PlansTab) and isinstance(tab.parts.current, MeasuresPage)
        return tab.parts.current

    def wait(self) -> None:
        assert self.runner.wait_idle(20_000)
        # What has just come into sight is laid out with the next events.
        QApplication.processEvents()

    def press(self, button: QPushButton) -> None:
        assert button.isEnabled()
        self.qtbot.mouseClick(button, LEFT)
        self.wait()

    def stand(self, line: int, month: int) -> None:
        """Put the keyboard into the cell of a month (from 1)."""
        table = self.page.grid.table
        keys = [column.key for column in table.rows_model.columns]
        table.setFocus()
        # The keys of a paste before are still held down for Qt.
        table.clearSelection()
        table.setCurrentIndex(table.rows_model.index(line, keys.index(f"month{month - 1}")))

    def field(self) -> QLineEdit:
        editor = self.page.grid.table.fields.editor
        assert editor is not None
        return editor

    def type(self, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
        """Type into the current cell and go on."""
        self.qtbot.keyClicks(self.page.grid.table, text[0])
        self.qtbot.keyClicks(self.field(), text[1:])
        self.qtbot.keyClick(self.field(), key)

    def texts(self, line: int) -> dict[str, str]:
        model = self.page.grid.table.rows_model
        keys = [column.key for column in model.columns]
        return dict(zip(keys, model.texts(line), strict=True))

    def words(self) -> str:
        return " ".join(one.text() for one in self.page.findChildren(QLabel) if one.isVisible())


def seated(
    window: MainWindow, context: TabContext, services: Services, runner: TaskRunner, qtbot: QtBot
) -> Seat:
    window.show_database("East", replace(context, services=services, clock=CLOCK), [PlansTab])
    assert runner.wait_idle(20_000)
    tab = window.front
    assert isinstance(tab, PlansTab)
    tab.parts.bring("measures")
    page = tab.parts.current
    assert page is not None
    qtbot.waitUntil(page.isVisible)
    assert runner.wait_idle(20_000)
    return Seat(qtbot, window, runner)


@pytest.fixture
def seat(
    window: MainWindow, context: TabContext, services: Services, runner: TaskRunner, qtbot: QtBot
) -> Iterator[Seat]:
    found = seated(window, context, services, runner, qtbot)
    yield found
    assert runner.wait_idle(20_000)
    if isinstance(window.front, PlansTab):
        found.page.controller.discard()
    window.hide_database()


def version_of(services: Services) -> int:
    return services.plan_versions.cards()[0].version_id


def made(services: Services, entry: MeasureEntry = COMPLAINTS) -> int:
    """Make a measure and return its id."""
    done = services.plan_measures.add(services.require_writer(), AddMeasure(entry))
    return done.created_id or 0


def shown_again(seat: Seat) -> None:
    seat.page.force_reload()
    seat.wait()


def test_a_branch_without_a_plan_is_told_what_to_do(
    window: MainWindow, context: TabContext, runner: TaskRunner, qtbot: QtBot, tmp_path: Path
) -> None:
    services = open_small(make_small_branch(tmp_path))
    seat = seated(window, context, services, runner, qtbot)
    assert "There is no plan yet" in seat.words()
    assert not any(action.isEnabled() for action in seat.page.menu_actions())
    assert seat.page.export_table() is None
    window.hide_database()
    services.close()


def test_a_measure_is_made_and_its_targets_are_typed_pasted_and_saved(
    seat: Seat, services: Services
) -> None:
    page = seat.page
    assert not page.grid.isVisible()
    seat.press(page.head.buttons["new"])
    form = page.dialog
    assert form is not None
    seat.press(form.main_button)
    assert form.name.accessibleDescription()
    seat.qtbot.keyClicks(form.name, "<b>Trainings</b>")
    seat.qtbot.keyClicks(form.unit, "days")
    form.decimals.setCurrentIndex(1)
    seat.press(form.main_button)
    assert page.dialog is None
    assert page.grid.title.text() == "<b>Trainings</b> (days)"
    assert list(page.measures.rows_model.texts(0)) == ["<b>Trainings</b>", "days", "↑ more", "—"]

    seat.stand(0, 1)
    seat.type("2.25")
    assert page.grid.refusal.text() == "“2.25” has more decimals than this measure: it has 1."
    assert seat.field().text() == "2.25"
    seat.field().clear()
    seat.qtbot.keyClicks(seat.field(), "2.5")
    seat.qtbot.keyClick(seat.field(), Qt.Key.Key_Return)
    assert page.grid.table.currentIndex().row() == 1
    QGuiApplication.clipboard().setText("1\t2\n3\tfour")
    seat.qtbot.keyClick(page.grid.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.grid.refusal.text() == (
        "The branch itself, Feb 2026: “four” is not a number. Write 12 or 12.5. Nothing was taken."
    )
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    seat.qtbot.keyClick(page.grid.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.grid.refusal.text() == ""
    assert page.grid.unsaved.text() == "5 entries are not saved"
    assert [seat.texts(line)["year"] for line in range(3)] == ["2.5", "3.0", "7.0"]
    seat.stand(2, 2)
    seat.qtbot.keyClick(page.grid.table, Qt.Key.Key_Delete)
    assert seat.texts(2)["year"] == "3.0"

    page.actions_set["save"].trigger()
    seat.wait()
    assert "The measures are saved" in seat.window.messages.text
    assert page.grid.unsaved.text() == "" and not page.grid.save.isEnabled()
    book = services.plan_measures.book(version_of(services))
    assert [str(one.target) for one in book.cells.values()] == ["2.500000", "1.000000", "2.000000",
                                                                "3.000000"]  # fmt: skip
    exported = page.export_table()
    assert exported is not None and exported.title == "<b>Trainings</b> (days)"


def test_what_is_reached_is_held_against_targets_where_less_is_better(
    seat: Seat, services: Services
) -> None:
    actor, version, measure = services.require_writer(), version_of(services), made(services)
    book = services.plan_measures.book(version)
    rep, july = book.people[0].rep_id, book.months[6].ordinal
    services.plan_measures.save(actor, SaveCells(version, (CellTexts((measure, rep, july), "5"),)))
    shown_again(seat)
    page = seat.page
    page.actions_set["turn"].trigger()
    assert "typed in the version in force" in seat.words()
    assert not page.grid.table.is_open
    for step in (PlanStep.SUBMIT, PlanStep.AGREE, PlanStep.PUT_IN_FORCE):
        now = services.plan_versions.card(version).version
        services.plan_versions.take_step(actor, TakeStep(version, now, step))
    shown_again(seat)
    assert page.controller.state.side is Side.ACTUAL
    seat.stand(0, 8)
    seat.type("1")
    assert "the month is still to come" in page.grid.refusal.text()
    seat.qtbot.keyClick(seat.field(), Qt.Key.Key_Escape)
    seat.stand(0, 7)
    seat.type("7")
    found = seat.texts(0)
    assert (found["due"], found["standing"], found["attainment"]) == ("5.0", "Missed, -2.0", "—")
    assert list(page.measures.rows_model.texts(0))[-2:] == ["↓ less", "Missed, -2.0"]
    table = page.grid.table
    keys = [column.key for column in table.rows_model.columns]
    table.setCurrentIndex(table.rows_model.index(0, keys.index("source")))
    seat.type("Letters")
    seat.press(page.grid.save)
    kept = services.plan_measures.book(version).cells[measure, rep, july]
    assert (str(kept.actual), kept.source) == ("7.000000", "Letters")

    seat.press(page.head.buttons["remove"])
    assert "has numbers of “Complaints”" in seat.window.messages.text
    page.side_box.setCurrentIndex(0)
    assert "Targets are typed in drafts" in seat.words()


def test_another_desk_first_keeps_what_is_typed_and_leaving_asks(
    seat: Seat, services: Services
) -> None:
    measure, version = made(services), version_of(services)
    shown_again(seat)
    page, book = seat.page, seat.page.controller.book
    assert book is not None
    seat.stand(0, 1)
    seat.type("4")
    key = (measure, book.people[0].rep_id, book.months[0].ordinal)
    services.plan_measures.save(
        services.require_writer(), SaveCells(version, (CellTexts(key, "9"),))
    )
    seat.press(page.grid.save)
    assert "Another desk changed these numbers meanwhile" in seat.window.messages.text
    assert seat.texts(0)["month0"] == "4.0"

    def answer(button: str) -> None:
        dialog = page.leaving
        assert dialog is not None
        seat.qtbot.mouseClick(getattr(dialog, button), LEFT)

    QTimer.singleShot(0, lambda: page.leaving.reject() if page.leaving else None)
    assert not page.can_close()
    QTimer.singleShot(0, lambda: answer("main_button"))
    assert page.can_close()
    seat.wait()
    assert str(services.plan_measures.book(version).cells[key].target) == "4.000000"
    seat.stand(1, 1)
    seat.type("8")
    QTimer.singleShot(0, lambda: answer("discard"))
    assert page.can_close()
    assert seat.texts(1)["month0"] == ""
    seat.window.messages.close_message()
    removed = made(services, MeasureEntry("Visits of the boss"))
    shown_again(seat)
    assert page.measures.select_row(removed)
    seat.press(page.head.buttons["remove"])
    assert "was taken out" in seat.window.messages.text
    back = seat.window.messages.findChildren(QPushButton)
    seat.press(next(one for one in back if one.text() == "Put it back"))
    assert len(services.plan_measures.measures()) == 2
