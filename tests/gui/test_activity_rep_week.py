"""The page "Rep's week" as it is used: by keys, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.views.activity.rep_week.page import RepWeekPage
from desktop.views.activity.tab import ActivityTab
from desktop.views.main_window import MainWindow
from desktop.views.tab import Place, TabContext
from tests.gui.part_page import column_of, filled, in_front
from tests.gui.small_branch import copy_of, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

VISITS = """rep_code,customer_code,date,outcome,start,end
R1,0001,2026-06-15,talked,09:00,09:30
R1,0002,2026-06-15,ordered,14:00,14:20
R2,0001,2026-06-16,talked,,
R1,0001,2026-06-19,talked,10:00,10:30
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with visits of a week in June."""
    folder = tmp_path_factory.mktemp("rep_week")
    return filled(make_small_branch(folder), {ImportKind.VISITS: VISITS})


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    found = open_small(copy_of(template, tmp_path / "w.branchbook"))
    yield found
    found.close()


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[RepWeekPage]:
    with in_front(
        "rep_week", RepWeekPage, window, context, services, qtbot, tabs=(ActivityTab,)
    ) as found:
        found.visit({"day": date(2026, 6, 17)})
        assert context.runner.wait_idle(20_000)
        yield found


def test_the_week_stands_day_by_day_with_figures_and_gaps(page: RepWeekPage) -> None:
    model = page.timeline.rows_model
    days = column_of(model, "day")
    assert days[:3] == ["Mon 15 Jun", "09:00–09:30", "14:00–14:20"]
    assert len([one for one in days if " " in one]) == 7
    assert column_of(model, "mark")[1:3] == ["Valid", "Valid"]
    assert column_of(page.figures.rows_model, "week")[1] == "3"
    gaps = column_of(page.gaps.rows_model, "kind")
    assert gaps[:2] == ["Long gap", "No report"]
    assert page.week_box.currentText() == "Week 25 · 15 Jun – 21 Jun 2026"
    assert page.state.text() == "No week plan"
    assert page.export_table() is not None
    assert list(_nameless(page)) == []


def test_keys_turn_weeks_and_reps(page: RepWeekPage, context: TabContext, qtbot: QtBot) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    page.timeline.setFocus()
    qtbot.keyClick(page.timeline, Qt.Key.Key_PageDown, alt)
    assert context.runner.wait_idle(20_000)
    week = page.controller.week
    assert week is not None and week.monday == date(2026, 6, 22)
    qtbot.keyClick(page.timeline, Qt.Key.Key_PageUp, alt)
    assert context.runner.wait_idle(20_000)
    qtbot.keyClick(page.timeline, Qt.Key.Key_PageDown, alt | Qt.KeyboardModifier.ShiftModifier)
    assert context.runner.wait_idle(20_000)
    week = page.controller.week
    assert week is not None and week.rep is not None
    assert (week.rep.code, week.monday) == ("R2", date(2026, 6, 15))
    # A choice in the box does the same.
    page.rep_box.setCurrentIndex(page.rep_box.findText("R1", Qt.MatchFlag.MatchStartsWith))
    assert context.runner.wait_idle(20_000)
    week = page.controller.week
    assert week is not None and week.rep is not None and week.rep.code == "R1"


def test_rows_open_what_is_behind_them(page: RepWeekPage, qtbot: QtBot) -> None:
    asked: list[Place] = []
    page.place_requested.disconnect()
    page.place_requested.connect(asked.append)
    page.timeline.setFocus()
    for row in (0, 1):
        page.timeline.selectRow(row)
        qtbot.keyClick(page.timeline, Qt.Key.Key_Return)
    page.gaps.setFocus()
    page.gaps.selectRow(1)
    qtbot.keyClick(page.gaps, Qt.Key.Key_Return)
    page.actions_set["visits"].trigger()
    assert asked[0].facts["first"] == date(2026, 6, 15) == asked[0].facts["last"]
    assert (asked[1].tab, set(asked[1].facts)) == ("accounts", {"customer_id"})
    assert (asked[2].facts["rep"], asked[2].facts["first"]) == ("R1", date(2026, 6, 16))
    assert asked[3].facts["last"] == date(2026, 6, 15) + timedelta(days=6)


def test_it_prints_one_page(page: RepWeekPage) -> None:
    request = page.print_request()
    assert request is not None and request.make_pdf().startswith(b"%PDF")
