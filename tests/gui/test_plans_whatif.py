"""The page "What if" as it is used: by keys and clicks, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.models import PlanLine
from desktop.services.charts.data import WaterfallChart
from desktop.services.plans.whatif_data import Basis
from desktop.services.settings import ThemeChoice
from desktop.views.filter_bar import FilterState
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.plans.whatif.event_dialog import EventDialog
from desktop.views.plans.whatif.page import WhatIfPage
from desktop.views.tab import TabContext
from tests.gui.part_page import cell_of, filled, in_front
from tests.gui.small_branch import copy_of, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

LEFT = Qt.MouseButton.LeftButton
TARGETS = """
period,metric,amount,rep_code,customer_code
2026,sales,12000.00,,0001
2026,sales,2400.00,R2,
"""
SOLD = "invoice_no,invoice_date,customer_code,amount,rep_code\n" + "\n".join(
    f"I{year}{month:02d},{year}-{month:02d}-{28 if (year, month) == (2026, 6) else 10},"
    f"000{1 + month % 2},{net}.00,"
    for year, net in ((2024, 300), (2025, 500), (2026, 300))
    for month in range(1, 7 if year == 2026 else 13)
)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch without a plan, made once."""
    return make_small_branch(tmp_path_factory.mktemp("whatif"))


@pytest.fixture(scope="module")
def template(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with sales and a plan in force, made once."""
    path = copy_of(bare, tmp_path_factory.mktemp("whatif_plan") / "b.branchbook")
    return filled(path, {ImportKind.INVOICES: SOLD, ImportKind.TARGETS: TARGETS})


shown = partial(in_front, "whatif", WhatIfPage)


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[WhatIfPage]:
    with shown(window, context, services, qtbot) as found:
        yield found


def cell(page: WhatIfPage, line: int, key: str) -> str:
    return cell_of(page.board.rows_model, line, key)


def asked(page: WhatIfPage, key: str) -> EventDialog:
    """Choose an entry of "Add an event" and return the open form."""
    page.actions_set[key].trigger()
    assert isinstance(page.dialog, EventDialog) and page.dialog.isVisible()
    return page.dialog


def add(page: WhatIfPage, qtbot: QtBot) -> None:
    assert page.dialog is not None
    qtbot.mouseClick(page.dialog.main_button, Qt.MouseButton.LeftButton)
    assert page.context.runner.wait_idle(20_000)


def lose_east(page: WhatIfPage, qtbot: QtBot) -> None:
    dialog = asked(page, "lose")
    dialog.who.setFocus()
    dialog.who.setEditText("east")
    add(page, qtbot)


def test_the_board_begins_with_the_year_as_it_goes(page: WhatIfPage) -> None:
    assert page.events.rows_model.rowCount() == 0
    assert [cell(page, line, "measure") for line in (0, 1, 2)] == [
        "Net sales of the year",
        "Cash: collections of the year",
        "Gross profit of the year",
    ]
    assert cell(page, 0, "now") == cell(page, 0, "then")
    assert cell(page, 0, "difference") == "0.00"
    # No cost is known: undefined is not zero.
    assert cell(page, 2, "now") == "—"
    assert not page.actions_set["change"].isEnabled()
    assert page.assumed.text().endswith("Nothing of this is written to the plan.")


def test_events_are_added_changed_and_taken_out_and_the_plan_stays(
    page: WhatIfPage, services: Services, qtbot: QtBot
) -> None:
    def lines() -> list[object]:
        from sqlalchemy import select

        with services.uow.read() as session:
            return list(session.execute(select(PlanLine.id, PlanLine.amount, PlanLine.version)))

    before = lines()
    lose_east(page, qtbot)
    dialog = asked(page, "price")
    dialog.change.setText("-3")
    dialog.elasticity.setText("-1.2")
    add(page, qtbot)
    assert page.dialog is None
    model = page.events.rows_model
    assert [model.texts(row)[1] for row in range(2)] == ["East Stores is lost", "Prices -3.0%"]
    line = page.controller
    assert len(line.events) == 2 and cell(page, 0, "together") != "—"
    assert "1. East Stores buys nothing from" in page.assumed.text()
    assert "volume changes by +3.6%" in page.assumed.text()
    chart = page.chart.chart
    assert isinstance(chart, WaterfallChart)
    assert chart.start + sum((one.amount for one in chart.steps), Decimal(0)) + chart.rest == (
        chart.end
    )

    page.events.setFocus()
    page.events.setCurrentIndex(model.index(1, 1))
    qtbot.keyClick(page.events, Qt.Key.Key_Return)
    assert page.dialog is not None and page.dialog.change.text() == "-3"
    page.dialog.change.setText("5")
    page.dialog.elasticity.clear()
    add(page, qtbot)
    assert model.texts(1)[1] == "Prices +5.0%"

    page.events.setCurrentIndex(model.index(0, 1))
    page.actions_set["remove"].trigger()
    assert page.context.runner.wait_idle(20_000)
    assert [model.texts(row)[1] for row in range(model.rowCount())] == ["Prices +5.0%"]
    page.actions_set["clear"].trigger()
    assert page.context.runner.wait_idle(20_000)
    assert model.rowCount() == 0
    assert lines() == before


def test_a_form_keeps_what_was_typed_and_says_at_the_field_what_is_wrong(
    page: WhatIfPage, qtbot: QtBot
) -> None:
    dialog = asked(page, "leave")
    dialog.day.setText("2025-01-01")
    dialog.share.setText("130")
    add(page, qtbot)
    assert dialog.isVisible() and page.controller.events == ()
    assert dialog._fields["who"][1].text() == "Choose a rep from the list."
    assert dialog._fields["day"][1].text() == (
        "“2025-01-01” is no day from 29 Jun 2026 to 31 Dec 2026."
    )
    assert dialog._fields["share"][1].text().startswith("“130” is no part.")
    assert dialog.share.text() == "130"
    assert not page.can_close()
    dialog.who.setCurrentIndex(0)
    dialog.day.setText("2026-10-01")
    dialog.share.setText("60%")
    add(page, qtbot)
    assert page.dialog is None and page.can_close()
    assert page.events.rows_model.texts(0)[1:] == ("Li Na leaves", "1 Oct 2026")

    asked(page, "leave").who.setCurrentIndex(0)
    add(page, qtbot)
    assert page.dialog is not None
    assert page.dialog._fields["who"][1].text() == (
        "This is in the list of events already. Change it there."
    )
    page.dialog.reject()
    dialog = asked(page, "delay")
    dialog.weeks.setText("many")
    add(page, qtbot)
    assert dialog._fields["weeks"][1].text().startswith("“many” is no number of weeks.")
    dialog.reject()
    dialog = asked(page, "price")
    dialog.change.setText("-95")
    dialog.elasticity.setText("3")
    add(page, qtbot)
    assert dialog._fields["change"][1].text().startswith("“-95” is no change of prices.")
    assert dialog._fields["elasticity"][1].text().startswith("“3” is no elasticity.")
    dialog.reject()


def test_targets_can_be_reckoned_with_instead_and_the_line_is_drawn(
    page: WhatIfPage, qtbot: QtBot
) -> None:
    lose_east(page, qtbot)
    boxes = page.filters._choices
    boxes["basis"][0].setCurrentIndex(1)
    assert page.context.runner.wait_idle(20_000)
    assert cell(page, 0, "now") == "14,400.00"
    assert cell(page, 5, "measure") == "Attainment of the branch (%)"
    assert cell(page, 5, "now") == "100.00"
    page.board.setFocus()
    page.board.setCurrentIndex(page.board.rows_model.index(5, 0))
    chart = page.chart.chart
    assert isinstance(chart, WaterfallChart) and chart.title == "Attainment of the branch (%)"
    assert chart.start == 1


def test_the_events_are_here_again_when_the_page_is_opened_anew(
    page: WhatIfPage, window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> None:
    lose_east(page, qtbot)
    page.filters.set_state(
        FilterState(None, {**page.filters.state().choices, "basis": Basis.TARGET}, "")
    )
    page.filters.changed.emit(page.filters.state())
    assert page.context.runner.wait_idle(20_000)
    kept = page.controller.events
    with shown(window, context, services, qtbot) as again:
        assert again is not page
        assert again.controller.events == kept
        assert again.controller.basis is Basis.TARGET
        assert cell(again, 0, "difference") == cell(page, 0, "difference")
        assert "are here again" in window.messages.text
        back = window.messages.findChildren(QPushButton)
        qtbot.mouseClick(next(one for one in back if one.text() == "Clear"), LEFT)
        assert context.runner.wait_idle(20_000)
        assert again.controller.events == ()
        with shown(window, context, services, qtbot) as third:
            assert third.controller.events == ()


def test_the_board_is_exported_with_its_events_and_assumptions(
    page: WhatIfPage, qtbot: QtBot
) -> None:
    lose_east(page, qtbot)
    table = page.export_table()
    assert table is not None and table.title == "What if: the plan 2026 plan"
    assert [one.header for one in table.columns][:4] == [
        "Figure", "Without events", "With the events", "Difference",
    ]  # fmt: skip
    notes = dict(table.notes)
    assert notes["Events"] == "1. East Stores is lost"
    assert notes["What is assumed"].startswith("1. East Stores buys nothing")
    now, then, difference = table.rows[0][1:4]
    assert isinstance(now, Decimal) and isinstance(then, Decimal)
    assert then - now == difference


def test_everything_has_a_name_in_both_themes_and_languages(
    page: WhatIfPage, look: Look, qtbot: QtBot
) -> None:
    lose_east(page, qtbot)
    assert list(_nameless(page)) == []
    look.change_theme(ThemeChoice.DARK)
    look.change_language("zh_CN")
    assert page.context.runner.wait_idle(20_000)
    assert list(_nameless(page)) == []
    assert page.events.rows_model.rowCount() == 1


def test_a_branch_without_a_plan_says_what_to_do(
    bare: Path, tmp_path: Path, window: MainWindow, context: TabContext, qtbot: QtBot
) -> None:
    services = open_small(copy_of(bare, tmp_path / "empty.branchbook"))
    with shown(window, context, services, qtbot) as page:
        assert page.board._empty_text == "There is no plan yet. Make one on the page “Plan”."
        assert not page.add_button.isEnabled() and page.export_table() is None
    services.close()
