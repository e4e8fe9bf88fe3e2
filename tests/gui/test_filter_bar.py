"""The row of filters: typed text waits, Esc clears, periods move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.periods import FiscalCalendar, Period
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.look import Look
from desktop.views.period_choice import Preset
from tests.gui.conftest import destroy

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))


@pytest.fixture
def bar(qtbot: QtBot, look: Look) -> Iterator[FilterBar]:
    """Return a shown bar with a period, one choice and the quick filter."""
    found = FilterBar()
    found.add_period(date(2026, 11, 23), FiscalCalendar(), Preset.THIS_MONTH)
    found.add_choice("rep", lambda: "Rep", (("", lambda: "All"), ("R1", lambda: "Li")))
    found.add_quick()
    found.show()
    yield found
    destroy(found)


def test_typing_is_told_once_after_the_last_key(bar: FilterBar, qtbot: QtBot) -> None:
    told: list[FilterState] = []
    bar.changed.connect(told.append)
    bar.focus_quick()
    with qtbot.waitSignal(bar.changed):
        qtbot.keyClicks(bar._quick, "bao")
    assert told == [FilterState(NOVEMBER, {"rep": ""}, "bao")]


def test_esc_clears_at_once(bar: FilterBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.changed):
        qtbot.keyClicks(bar._quick, "x")
    with qtbot.waitSignal(bar.changed) as told:
        qtbot.keyClick(bar._quick, Qt.Key.Key_Escape)
    assert told.args[0].text == ""


def test_enter_tells_at_once_and_goes_to_the_list(bar: FilterBar, qtbot: QtBot) -> None:
    qtbot.keyClicks(bar._quick, "x")
    with qtbot.waitSignals([bar.changed, bar.left_down]):
        qtbot.keyClick(bar._quick, Qt.Key.Key_Return)


def test_the_arrows_go_from_month_to_month(bar: FilterBar, qtbot: QtBot) -> None:
    picker = bar._periods[0]
    with qtbot.waitSignal(bar.changed) as told:
        qtbot.mouseClick(picker._before, Qt.MouseButton.LeftButton)
    assert told.args[0].period == Period(date(2026, 10, 1), date(2026, 11, 1))
    assert picker._field.text() == "Oct 2026"
    qtbot.mouseClick(picker._after, Qt.MouseButton.LeftButton)
    assert bar.state().period == NOVEMBER


def test_a_choice_is_told_with_its_value(bar: FilterBar, qtbot: QtBot) -> None:
    box = bar._choices["rep"][0]
    box.setFocus()
    with qtbot.waitSignal(bar.changed) as told:
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert told.args[0].choices == {"rep": "R1"}


def test_a_state_set_from_outside_is_told_once(bar: FilterBar) -> None:
    told: list[FilterState] = []
    bar.changed.connect(told.append)
    state = FilterState(Period(date(2026, 1, 1), date(2027, 1, 1)), {"rep": "R1"}, "bao")
    bar.set_state(state)
    bar.set_state(state)
    assert told == [state]
    assert bar.state() == state


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [(None, None, ""), (1, None, "1 row"), (1200, None, "1,200 rows"), (3, 9, "3 of 9 rows")],
)
def test_the_number_of_hits_is_said(
    bar: FilterBar, count: int | None, total: int | None, words: str
) -> None:
    bar.set_hits(count, total)
    assert bar._hit_words.text() == words


def test_a_narrow_row_shortens_a_choice_and_its_tip_has_the_words(bar: FilterBar) -> None:
    long = "Zhangjiakou Household Appliances and Heating"
    box = bar.add_choice("customer", lambda: "Customer", (("C1", lambda: long),))
    bar.resize(bar.minimumSizeHint())
    box.grab()
    assert box.width() < box.sizeHint().width()
    assert long in box.toolTip()
    bar.resize(2000, bar.height())
    box.setMaximumWidth(2000)
    box.resize(box.sizeHint())
    box.grab()
    assert box.toolTip() == ""
