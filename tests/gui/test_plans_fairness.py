"""The page "Fair start" as it is used: by keys and clicks, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.services.charts.data import DotChart, table_of
from desktop.services.plans.potentials_data import (
    PotentialEntry,
    PotentialWish,
    SavePotentials,
    SubjectKind,
)
from desktop.services.settings import ThemeChoice
from desktop.views.look import Look
from desktop.views.main_window import MainWindow
from desktop.views.plans.fairness.page import FairnessPage
from desktop.views.plans.tab import PlansTab
from desktop.views.tab import TabContext
from tests.gui.part_page import column_of, filled, in_front
from tests.gui.small_branch import copy_of, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

#: Li Na is asked 4,000 on 3,000, Bao Jie 2,400 on 3,000.
TARGETS = """
period,metric,amount,rep_code,customer_code
2026,sales,4000.00,,0001
2026,sales,2400.00,,0002
"""
SOLD = "invoice_no,invoice_date,customer_code,amount,rep_code\n" + "\n".join(
    f"I{year}{month:02d},{year}-{month:02d}-10,000{1 + month % 2},500.00,"
    for year in (2024, 2025)
    for month in range(1, 13)
)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch without a plan, made once."""
    return make_small_branch(tmp_path_factory.mktemp("fairness"))


@pytest.fixture(scope="module")
def template(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with two years of sales and a plan in force, made once."""
    path = copy_of(bare, tmp_path_factory.mktemp("fairness_plan") / "b.branchbook")
    return filled(path, {ImportKind.INVOICES: SOLD, ImportKind.TARGETS: TARGETS})


shown = partial(in_front, "fairness", FairnessPage)


@pytest.fixture
def page(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[FairnessPage]:
    with shown(window, context, services, qtbot) as found:
        yield found


def column(page: FairnessPage, key: str) -> list[str]:
    return column_of(page.pane.table.rows_model, key)


def test_each_target_stands_beside_last_year_with_shape_and_word(page: FairnessPage) -> None:
    assert column(page, "name") == ["Li Na", "Bao Jie"]
    assert column(page, "target") == ["4,000", "2,400"]
    assert column(page, "last_year") == ["3,000", "3,000"]
    assert column(page, "to_last_year") == ["133.3%", "80.0%"]
    assert column(page, "load") == ["Asked more than others", "Asked less than others"]
    assert page.flags.text() == (
        "Of 2 targets 1 ask more of last year's sales than the others do, and 1 less. No "
        "potential is entered yet; enter it to judge by what could be sold."
    )


def test_the_dots_the_gini_and_the_levels_are_shown(page: FairnessPage) -> None:
    chart = page.dots.chart
    assert isinstance(chart, DotChart)
    assert chart.categories == ("Li Na", "Bao Jie")
    assert [len(page.dots.hits), page.dots.hits[0].words] == [2, "Li Na: 125.0%"]
    assert table_of(chart).rows == (("Li Na", Decimal("1.25")), ("Bao Jie", Decimal("0.75")))
    facts = {cell.name.accessibleName(): cell.value.text() for cell in page.figures.facts}
    # (4,000 − 2,400) ÷ (2 · 6,400); last year both brought alike.
    assert facts["Gini of targets"] == "0.125"
    assert facts["Gini of last year's sales"] == "0.000"
    assert facts["Off last year's sales"] == "12.5%"
    assert facts["Reps ÷ branch"] == "100.0%"
    assert [page.levels.rows_model.texts(line)[0] for line in range(2)] == [
        "The branch's target", "All reps together",
    ]  # fmt: skip
    assert "It is a reference and no law" in page.method.text()


def test_a_dot_leads_to_its_rep_and_enter_to_the_target_sheets(
    page: FairnessPage, window: MainWindow, qtbot: QtBot
) -> None:
    page.dots.bar_clicked.emit(page.dots.hits[1].key)
    row = page.pane.table.current_row()
    assert row is not None and row.name == "Bao Jie"
    page.pane.table.setFocus()
    qtbot.keyClick(page.pane.table, Qt.Key.Key_Return)
    assert page.context.runner.wait_idle(20_000)
    tab = window.front
    assert isinstance(tab, PlansTab) and tab.parts.key == "sheets"


def test_potential_that_is_entered_is_what_targets_are_judged_by(
    page: FairnessPage, services: Services
) -> None:
    book = page.controller.book
    assert book is not None and not book.by_potential
    rows = services.potentials.book().rows
    ids = {row.code: row.subject_id for row in rows if row.kind is SubjectKind.CUSTOMER}
    wishes = tuple(
        PotentialWish(SubjectKind.CUSTOMER, ids[code], PotentialEntry(amount, source="Count"))
        for code, amount in (("0001", rows[0].sales + 10_000), ("0002", rows[0].sales + 5_000))
    )
    services.potentials.save(services.require_writer(), SavePotentials(wishes, "p"))
    page.force_reload()
    assert page.context.runner.wait_idle(20_000)
    assert page.controller.book is not None and page.controller.book.by_potential
    assert column(page, "potential") != ["—", "—"]
    assert "Potential rests on 2 figures" in page.method.text()


def test_the_list_is_exported_with_how_it_is_reckoned(page: FairnessPage) -> None:
    table = page.export_table()
    assert table is not None and table.title == "Fair start of the plan 2026 plan"
    assert len(table.rows) == 2 and table.total is not None
    assert "Gini" in dict(table.notes)["How it is reckoned"]


def test_everything_has_a_name_in_both_themes_and_languages(page: FairnessPage, look: Look) -> None:
    assert list(_nameless(page)) == []
    look.change_theme(ThemeChoice.DARK)
    look.change_language("zh_CN")
    assert page.context.runner.wait_idle(20_000)
    assert list(_nameless(page)) == []
    assert len(column(page, "name")) == 2


def test_a_branch_without_a_plan_says_what_to_do(
    bare: Path, tmp_path: Path, window: MainWindow, context: TabContext, qtbot: QtBot
) -> None:
    services = open_small(copy_of(bare, tmp_path / "empty.branchbook"))
    with shown(window, context, services, qtbot) as page:
        assert page.pane.table._empty_text == "There is no plan yet. Make one on the page “Plan”."
        assert page.export_table() is None and not page.side.isVisible()
    services.close()
