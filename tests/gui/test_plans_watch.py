"""The page "Watch" as it is used: by keys and clicks, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import Dimension, ImportKind
from desktop.services.charts.heat import HeatStep
from desktop.services.plans.watching_data import WatchSheet
from desktop.services.rules.variance import Cause
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.palette import DARK, LIGHT, Colours
from desktop.views.plans.tab import PlansTab
from desktop.views.plans.watch.page import WatchPage
from desktop.views.plans.watch.painting import heat_colour
from desktop.views.tab import TabContext
from tests.gui.part_page import column_of, filled, in_front
from tests.gui.small_branch import make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

TARGETS = """
period,metric,amount,rep_code,customer_code
2026,sales,12000.00,,0001
2026,sales,2400.00,R2,
"""
#: 0001 buys ten lamps a month for 500.00, in 2026 for 600.00; 0002 bought once in 2025.
SOLD = "invoice_no,invoice_date,customer_code,product_code,quantity,amount,rep_code\n" + "\n".join(
    (
        *(
            f"I{year}{month:02d},{year}-{month:02d}-10,0001,P1,10,{net}.00,R1"
            for year, net in ((2024, 500), (2025, 500), (2026, 600))
            for month in range(1, 8 if year == 2026 else 13)
        ),
        "X1,2025-02-11,0002,P2,1,70.00,R2",
    )
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with a plan in force, made once."""
    path = make_small_branch(tmp_path_factory.mktemp("watch"))
    return filled(path, {ImportKind.INVOICES: SOLD, ImportKind.TARGETS: TARGETS})


shown = partial(in_front, "watch", WatchPage)


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[WatchPage]:
    with shown(window, context, services, qtbot) as found:
        yield found


def column(page: WatchPage, key: str) -> list[str]:
    return column_of(page.reps.table.rows_model, key)


def stand(page: WatchPage, line: int) -> None:
    table = page.reps.table
    table.setFocus()
    table.setCurrentIndex(table.rows_model.index(line, 0))
    assert page.context.runner.wait_idle(20_000)


def turned(page: WatchPage) -> None:
    """Show the waterfall, its figures read."""
    page.actions_set["turn"].trigger()
    assert page.context.runner.wait_idle(20_000)


def board_of(window: MainWindow, page: WatchPage) -> PlansTab:
    """Return the tab, whose board is in front with the lines behind a figure."""
    assert page.context.runner.wait_idle(20_000)
    tab = window.front
    assert isinstance(tab, PlansTab)
    assert tab.parts.key == "" and tab.pages.currentWidget() is tab.lines
    return tab


def test_the_branch_stands_above_its_reps(page: WatchPage) -> None:
    assert column(page, "name") == ["Whole branch", "Li Na", "Bao Jie"]
    assert column(page, "actual") == ["4,200", "4,200", "0"]
    assert column(page, "target")[1] == "12,000"
    assert column(page, "pace")[2].startswith("At risk 0.0%")
    assert page.reps.outlook.text().startswith("Whole branch: at the present rate ")
    assert "2026 plan" in page.reps._as_of.text()


def test_the_branch_stays_on_top_and_the_current_rep_has_his_pace(page: WatchPage) -> None:
    header = page.reps.table.horizontalHeader()
    place = [one.key for one in page.reps.table.rows_model.columns].index("attainment")
    header.setSortIndicator(place, Qt.SortOrder.AscendingOrder)
    assert column(page, "name") == ["Whole branch", "Bao Jie", "Li Na"]
    assert page.heat.table.rows_model.row(1).code == "R2"
    stand(page, 2)
    assert page.reps.outlook.text().startswith("Li Na: at the present rate ")
    assert page.pace.chart is not None
    assert page.pace.chart.title == "Li Na: Net sales to date"


def test_enter_opens_the_lines_and_back_returns_here(
    page: WatchPage, window: MainWindow, qtbot: QtBot
) -> None:
    stand(page, 1)
    qtbot.keyClick(page.reps.table, Qt.Key.Key_Return)
    tab = board_of(window, page)
    assert tab.lines.table.rows_model.rowCount() == 7
    window.tabs.go_back()
    assert page.context.runner.wait_idle(20_000)
    assert tab.parts.current is page


def test_a_month_of_the_heat_map_opens_its_lines_where_it_has_some(
    page: WatchPage, window: MainWindow, qtbot: QtBot
) -> None:
    heat = page.heat.table
    heat.setFocus()
    heat.setCurrentIndex(heat.rows_model.index(1, 3))
    # 600 of 1,000 in March, which is over.
    assert heat.rows_model.texts(1)[3] == "60"
    assert heat.rows_model.texts(1)[12] == "—"
    heat.setCurrentIndex(heat.rows_model.index(1, 12))
    page.actions_set["lines"].trigger()
    assert window.messages.text == "No documents lie behind this figure."
    heat.setCurrentIndex(heat.rows_model.index(1, 3))
    qtbot.keyClick(heat, Qt.Key.Key_Return)
    tab = board_of(window, page)
    assert tab.lines.table.rows_model.rowCount() == 1


def test_the_waterfall_opens_by_keyboard_down_to_the_documents(
    page: WatchPage, window: MainWindow, qtbot: QtBot
) -> None:
    turned(page)
    # 3,570.00 in the same days of 2025: 0002 is lost, ten lamps a month are 100.00 dearer.
    assert page.controller.causes is not None
    assert [(cause, int(amount)) for cause, amount in page.controller.causes.bars] == [
        (Cause.LOST, -70), (Cause.PRICE, 700),
    ]  # fmt: skip
    page.actions_set["bars"].trigger()
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    words = [one.text() for one in menu.actions()]
    assert words == ["Year before", "Lost customers", "Price", "This period"]
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    rows = page._causes
    assert rows is not None and page.pages.currentWidget() is rows
    assert rows.pane.table.rows_model.row(0).customer_name == "West Trade"
    exported = page.export_table()
    assert exported is not None and exported.title.startswith("Lost customers: ")
    qtbot.keyClick(rows.pane.table, Qt.Key.Key_Escape)
    assert page.pages.currentWidget() is page.rows
    page.controller.open_bar(Cause.LOST)
    qtbot.keyClick(rows.pane.table, Qt.Key.Key_Return)
    tab = board_of(window, page)
    assert tab.controller.state.rows is Dimension.CUSTOMER
    assert tab.lines.table.rows_model.rowCount() == 1


def test_another_metric_is_watched_and_has_no_waterfall(page: WatchPage) -> None:
    turned(page)
    box = page.filters._choices["metric"][0]
    box.setCurrentIndex(box.findText("Visits"))
    assert page.context.runner.wait_idle(20_000)
    assert page._why.text().startswith("What price, mix, volume and customers did")
    assert page.reps.table._empty_text == "No targets and no visits in this period."
    assert not page.actions_set["bars"].isEnabled()


def test_a_bar_is_told_to_whoever_cannot_see_it_and_left_out_of_files(page: WatchPage) -> None:
    model = page.reps.table.rows_model
    place = [one.key for one in model.columns].index("bullet")
    words = model.data(model.index(1, place), int(Qt.ItemDataRole.AccessibleTextRole))
    assert "Actual: ¥4,200.00" in words and "Target: ¥12,000.00" in words
    assert list(_nameless(page)) == []
    table = page.export_table()
    assert table is not None and table.title == "Net sales against the plan, 2026"
    assert "Against target" not in [one.header for one in table.columns]
    assert len(table.rows) == 3
    assert page.print_request() is None


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_step_of_the_heat_map_can_be_read_and_told_from_its_neighbours(
    colours: Colours,
) -> None:
    steps = [heat_colour(step, colours) for step in HeatStep]
    assert len(set(steps)) == len(HeatStep)
    assert all(_contrast(one, colours.text) >= 4.5 for one in steps)


def _contrast(one: str, other: str) -> float:
    """Return the ratio of WCAG 2.1 between two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_another_language_names_everything_again(page: WatchPage, look: Look) -> None:
    look.change_language("zh_CN")
    assert page.context.runner.wait_idle(20_000)
    assert page.heat.table.rows_model.columns[1].header == "1月"
    look.change_language("en")
    assert page.context.runner.wait_idle(20_000)
    assert column(page, "name")[0] == "Whole branch"


def test_a_branch_without_a_plan_says_what_to_do(
    window: MainWindow, context: TabContext, tmp_path: Path, qtbot: QtBot
) -> None:
    services = open_small(make_small_branch(tmp_path))
    with shown(window, context, services, qtbot) as page:
        assert page.reps.hint.text.startswith("No plan is in force in this period")
        assert page.reps.table._empty_text == "No targets and no sales in this period."
        assert not page.actions_set["lines"].isEnabled()
        page.actions_set["bars"].trigger()
        sheet = page.controller.sheet
        assert isinstance(sheet, WatchSheet) and sheet.rows == ()
    services.close()
