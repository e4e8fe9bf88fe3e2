"""The Activity tab by keys and clicks: visits, pages, filters, reps, the way there and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services, open_services
from desktop.clock import FixedClock
from desktop.services.exports.people import write_table
from desktop.services.settings import SettingsFile
from desktop.views.activity import state as activity_state
from desktop.views.activity.state import Shows
from desktop.views.activity.tab import ActivityTab
from desktop.views.main_window import MainWindow
from desktop.views.tab import Place, TabContext
from desktop.views.tasks import TaskRunner
from tests.databases import Copying
from tests.gui.test_accessibility import _nameless as nameless
from tests.integration.activity_branch import building

#: The Thursday after the branch's last visit.
CLOCK = FixedClock(datetime(2026, 4, 30, 9, 0, tzinfo=UTC))


def make_branch(url: str) -> None:
    """Make a branch with two reps and seven reports of April, one of March."""
    with building(url) as make:
        make.branch()
        make.territory("N")
        for code in ("A", "B"):
            make.rep(code, territory="N")
        for code in ("C1", "C2"):
            make.customer(code, "A", territory="N")
        make.visit("03-10", "A", "C1", "09:00", "09:30")
        make.visit("04-01", "A", "C1", "09:00", "09:30", note="malt <b>price</b>", note_key="malt")
        make.visit("04-02", "A", "C2", "10:00", "10:20", is_planned=True)
        make.visit("04-03", "A", "C2", "11:00", "12:30", outcome="ordered")
        make.visit("04-07", "B", "C1", is_attempt=True, outcome="closed")
        make.visit("04-08", "B", "C1", "09:00", "09:10")
        make.visit("04-09", "B", "C2", channel="phone")
        make.visit(
            "04-10", "B", "C2", "15:00", "15:45", received_at=datetime(2026, 4, 13, tzinfo=UTC)
        )


@pytest.fixture
def services(filled_file: Copying) -> Iterator[Services]:
    """Yield the services on a copy of the branch."""
    found = open_services(filled_file(make_branch, migrated=True), CLOCK)
    yield found
    found.close()


@pytest.fixture
def tab(
    window: MainWindow, services: Services, runner: TaskRunner, settings: SettingsFile
) -> ActivityTab:
    """Return the tab in the window, its first page there."""
    context = TabContext(services, runner, settings, CLOCK)
    window.show_database("East", context, [ActivityTab])
    assert runner.wait_idle()
    page = window.front
    assert isinstance(page, ActivityTab)
    return page


def _days(tab: ActivityTab) -> list[str]:
    return [f"{row.day:%m-%d}" for row in tab.visits.table.rows_model.rows]


def _choose(tab: ActivityTab, key: str, words: str, runner: TaskRunner) -> None:
    name = {"rep": "Rep", "channel": "Channel", "result": "Outcome", "planned": "Planned"}[key]
    box = next(b for b in tab.filters.findChildren(QComboBox) if b.accessibleName() == name)
    box.setCurrentIndex(box.findText(words))
    assert runner.wait_idle()


def _texts(tab: ActivityTab, key: str) -> list[str]:
    model = tab.visits.table.rows_model
    place = [column.key for column in model.columns].index(key)
    return [model.texts(line)[place] for line in range(model.rowCount())]


def test_the_visits_of_the_month_stand_newest_first_with_their_sums(tab: ActivityTab) -> None:
    assert _days(tab) == ["04-10", "04-09", "04-08", "04-07", "04-03", "04-02", "04-01"]
    assert tab.visits.summary.text().split("    ") == [
        "7 reports", "5 valid visits", "1 attempt", "195 minutes",
    ]  # fmt: skip
    assert tab.visits.pages.text() == "1–7 of 7"
    assert not any(tab.actions_set[key].isEnabled() for key in ("newer", "older"))


def test_each_report_says_what_it_counts_as(tab: ActivityTab) -> None:
    assert _texts(tab, "counts")[:4] == ["Valid", "Contact", "Valid", "Attempt"]
    assert _texts(tab, "outcome")[3] == "Closed"
    assert _texts(tab, "received")[0] == "+3 days"


def test_the_first_visit_is_current_and_known_in_full(tab: ActivityTab) -> None:
    panel = tab.visit_panel
    assert panel.customer.text() == "Shop C2"
    assert panel.when.text() == "Fri 10 Apr 2026 · 15:00–15:45 · 45 min"
    values = [value.text() for _name, value in panel.clocks._lines]
    assert values[0] == "Name B, for 10 Apr 2026"
    assert "(+3 days)" in values[1]


def test_a_note_is_shown_as_it_was_typed(
    tab: ActivityTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    qtbot.keyClick(tab.visits.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert runner.wait_idle()
    assert tab.visit_panel.note.text() == "malt <b>price</b>"
    assert tab.visit_panel.note.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize(
    ("key", "words", "days"),
    [
        ("rep", "Name A", ["04-03", "04-02", "04-01"]),
        ("channel", "Phone", ["04-09"]),
        ("result", "Attempts", ["04-07"]),
        ("result", "Valid visits", ["04-10", "04-08", "04-03", "04-02", "04-01"]),
        ("result", "Ordered", ["04-03"]),
        ("planned", "Planned", ["04-02"]),
    ],
)
def test_each_filter_narrows_the_list(
    tab: ActivityTab, runner: TaskRunner, key: str, words: str, days: list[str]
) -> None:
    _choose(tab, key, words, runner)
    assert _days(tab) == days
    assert tab.visits.pages.text().endswith(f"of {len(days)}")


def test_typing_finds_customers_and_notes_and_esc_shows_all(
    tab: ActivityTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    tab.focus_filter()
    qtbot.keyClicks(tab.filters.quick, "malt")
    qtbot.waitUntil(lambda: _days(tab) == ["04-01"])
    qtbot.keyClick(tab.filters.quick, Qt.Key.Key_Escape)
    assert runner.wait_idle()
    assert len(_days(tab)) == 7


def test_a_period_without_visits_says_so(tab: ActivityTab, runner: TaskRunner) -> None:
    tab.filters.picker._go_back()
    tab.filters.picker._go_back()
    assert runner.wait_idle()
    assert _days(tab) == []
    assert "No visits in this period" in tab.visits.table._empty_text
    assert tab.visit_panel._empty.isVisible()


def test_the_keyboard_goes_through_the_pages_both_ways(
    tab: ActivityTab, runner: TaskRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = activity_state.query_of
    monkeypatch.setattr(activity_state, "PAGE_ROWS", 3)
    monkeypatch.setattr("desktop.views.activity.controller.query_of", lambda state: query(state, 3))
    tab.force_reload()
    assert runner.wait_idle()
    table = tab.visits.table
    assert _days(tab) == ["04-10", "04-09", "04-08"]
    table.setFocus()
    for _step in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert runner.wait_idle()
    assert _days(tab) == ["04-07", "04-03", "04-02"]
    assert table.current_row().day.day == 7
    assert tab.visits.pages.text() == "4–6 of 7"
    qtbot.keyClick(tab, Qt.Key.Key_End, Qt.KeyboardModifier.AltModifier)
    assert runner.wait_idle()
    assert (_days(tab), tab.visits.pages.text()) == (
        ["04-03", "04-02", "04-01"], "5–7 of 7",
    )  # fmt: skip
    assert not tab.actions_set["older"].isEnabled()
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert runner.wait_idle()
    assert (_days(tab), table.current_row().day.day) == (["04-09", "04-08", "04-07"], 7)
    qtbot.keyClick(tab, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert runner.wait_idle()
    assert tab.visits.pages.text() == "1–3 of 7"


def test_a_click_on_a_header_sorts_in_the_database(
    tab: ActivityTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    header = tab.visits.table.horizontalHeader()
    keys = [column.key for column in tab.visits.table.rows_model.columns]

    def click(key: str) -> None:
        x = header.sectionViewportPosition(keys.index(key)) + 8
        qtbot.mouseClick(
            header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, header.height() // 2)
        )
        assert runner.wait_idle()

    click("minutes")
    assert _texts(tab, "minutes") == ["10", "20", "30", "45", "90", "—", "—"]
    click("minutes")
    assert _texts(tab, "minutes")[:2] == ["90", "45"]
    click("purpose")
    assert header.sortIndicatorSection() == keys.index("minutes")


def test_enter_on_a_visit_asks_for_the_customers_card(tab: ActivityTab, qtbot: QtBot) -> None:
    row = tab.visits.table.current_row()
    with qtbot.waitSignal(tab.place_requested) as asked:
        qtbot.keyClick(tab.visits.table, Qt.Key.Key_Return)
    assert asked.args == [Place("accounts", {"customer_id": row.customer_id})]


def test_the_figures_by_rep_stand_over_the_branchs_line(
    tab: ActivityTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    qtbot.keyClick(
        tab, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert runner.wait_idle()
    table = tab.reps.table
    keys = [column.key for column in table.rows_model.columns]
    texts = dict(zip(keys, table.rows_model.texts(0), strict=True))
    assert (texts["rep"], texts["visits"], texts["before_visits"]) == ("Name A", "3", "1")
    assert texts["minutes_per_call"] == "◇ 46.7"
    assert texts["coverage"] == "—"
    tip = str(table.rows_model.data(
        table.rows_model.index(0, keys.index("coverage")), int(Qt.ItemDataRole.ToolTipRole)
    ))  # fmt: skip
    assert "No visits were planned." in tip
    assert tab.reps._totals_model.values["visits"] == 5
    assert tab.rep_panel.name.text() == "Name A (A)"
    assert tab.rep_panel.visits.chart is not None
    assert tab.rep_panel.visits.chart.series[0].values[-2:] == (1, 3)


def test_a_reps_figure_opens_the_visits_behind_it_and_alt_left_comes_back(
    tab: ActivityTab, window: MainWindow, runner: TaskRunner, qtbot: QtBot
) -> None:
    tab.controller.show_list(Shows.REPS)
    assert runner.wait_idle()
    table = tab.reps.table
    keys = [column.key for column in table.rows_model.columns]
    table.setCurrentIndex(table.rows_model.index(1, keys.index("visits")))
    assert runner.wait_idle()
    shown = table.rows_model.texts(1)[keys.index("visits")]
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert runner.wait_idle()
    assert tab.lists.currentWidget() is tab.visits
    assert _days(tab) == ["04-10", "04-08"]
    assert len(_days(tab)) == int(shown)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert runner.wait_idle()
    assert tab.lists.currentWidget() is tab.reps
    assert table.current_row().rep_code == "B"


def test_another_tab_can_ask_for_a_customers_visits(
    tab: ActivityTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    customer = tab.visits.table.rows_model.rows[2].customer_id
    tab.show_place({"customer_id": customer})
    assert runner.wait_idle()
    assert _days(tab) == ["04-08", "04-07", "04-01", "03-10"]
    assert tab.visits.only_words.isVisible()
    assert tab.visits.only_words.text() == "Only visits to Shop C1"
    qtbot.mouseClick(tab.visits.every, Qt.MouseButton.LeftButton)
    assert runner.wait_idle()
    assert len(_days(tab)) == 8 and not tab.visits.only_words.isVisible()


def test_all_visits_are_exported_and_not_the_page_alone(
    tab: ActivityTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.views.activity.export.EXPORT_ROWS", 2)
    table = tab.export_table()
    assert table is not None
    path = tmp_path / "visits.csv"
    assert write_table(table, path) == 7
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Date,Time,Min,Rep,Customer,Counts as")
    assert lines[7].startswith("2026-04-01,")


def test_the_language_changes_without_losing_the_place(
    tab: ActivityTab, window: MainWindow, runner: TaskRunner
) -> None:
    tab.visits.table.setCurrentIndex(tab.visits.table.rows_model.index(4, 0))
    assert runner.wait_idle()
    window.menus.language_wanted.emit("zh_CN")
    assert tab.visit_panel.when.text().startswith("2026年4月3日")
    assert _texts(tab, "day")[4] == "2026年4月3日"
    assert tab.visits.table.current_row().day.day == 3


def test_every_field_and_button_of_both_lists_has_a_name(
    tab: ActivityTab, runner: TaskRunner
) -> None:
    assert list(nameless(tab)) == []
    tab.controller.show_list(Shows.REPS)
    assert runner.wait_idle()
    assert list(nameless(tab)) == []


def test_a_selection_is_summed_in_the_status_bar(
    tab: ActivityTab, window: MainWindow, qtbot: QtBot
) -> None:
    table = tab.visits.table
    place = [column.key for column in table.rows_model.columns].index("minutes")
    table.setCurrentIndex(table.rows_model.index(4, place))
    table.setFocus()
    for _step in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.status.sums_text.startswith("Sum 140"))
