"""The pages "Report calendar" and "Policies" as they are used, over a small branch in a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ReceiptHow, ReportCycle, ReportSource
from desktop.services.information.report_data import AddDuty, DutyEntry
from desktop.services.team.policy_data import AcknowledgePolicy, AnnouncePolicy
from desktop.views.activity.policies.page import PoliciesPage
from desktop.views.activity.tab import ActivityTab
from desktop.views.information.reports.columns import LABELS
from desktop.views.information.reports.page import ReportsPage
from desktop.views.information.tab import InformationTab
from desktop.views.main_window import MainWindow
from desktop.views.parts import TabPart
from desktop.views.tab import TabContext
from tests.gui.part_page import column_of, in_front
from tests.gui.small_branch import copy_of, make_small_branch, open_small
from tests.gui.test_accessibility import _nameless

#: The clock stands on Monday 20 July 2026.
DUTY = DutyEntry("Weekly report", ReportCycle.WEEKLY, ReportSource.HAND, date(2026, 7, 6))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the branch with a weekly report and a policy that one rep acknowledged."""
    path = make_small_branch(tmp_path_factory.mktemp("due"))
    found = open_small(path)
    actor = found.require_writer()
    found.report_calendars.add_duty(actor, AddDuty(DUTY))
    reps = tuple(one.id for one in found.policies.book().reps)
    found.policies.announce(actor, AnnouncePolicy("Terms", "30 days.", date(2026, 7, 31), reps))
    first = found.policies.book().people[0]
    told = AcknowledgePolicy(first.notice_id, ((first.rep_id, first.version),), ReceiptHow.SAID)
    found.policies.acknowledge(actor, told)
    found.close()
    return path


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    found = open_small(copy_of(template, tmp_path / "d.branchbook"))
    yield found
    found.close()


@pytest.fixture
def reports(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[ReportsPage]:
    page = in_front("reports", ReportsPage, window, context, services, qtbot, (InformationTab,))
    with page as found:
        settle(found)
        yield found


@pytest.fixture
def policies(
    window: MainWindow, context: TabContext, services: Services, qtbot: QtBot
) -> Iterator[PoliciesPage]:
    page = in_front("policies", PoliciesPage, window, context, services, qtbot, (ActivityTab,))
    with page as found:
        settle(found)
        yield found


def settle(page: TabPart) -> None:
    for _turn in range(3):
        assert page.context.runner.wait_idle(20_000)
        QApplication.processEvents()


def test_a_missing_report_is_ticked_off_by_space_and_taken_back(
    reports: ReportsPage, qtbot: QtBot
) -> None:
    matrix = reports.matrix
    missing = len(reports.reminders.rows_model.rows)
    assert missing > 1
    keys = [column.key for column in matrix.rows_model.columns]
    late = next(
        place for place in range(LABELS, len(keys))
        if column_of(matrix.rows_model, keys[place])[0] == "Missing"
    )  # fmt: skip
    matrix.setCurrentIndex(matrix.model().index(0, late))
    matrix.setFocus()
    qtbot.keyClick(matrix, Qt.Key.Key_Space)
    settle(reports)
    assert len(reports.reminders.rows_model.rows) == missing - 1
    reports.actions_set["untick"].trigger()
    settle(reports)
    assert len(reports.reminders.rows_model.rows) == missing


def test_who_has_not_acknowledged_is_one_click_away(policies: PoliciesPage, qtbot: QtBot) -> None:
    rows = policies.people.rows_model.rows
    assert len(rows) > 1
    qtbot.mouseClick(policies.buttons["missing"], Qt.MouseButton.LeftButton)
    settle(policies)
    owed = policies.people.rows_model.rows
    assert 0 < len(owed) < len(rows)
    assert all(one.is_owed for one in owed)


def test_every_part_of_the_calendar_has_a_name(reports: ReportsPage) -> None:
    assert list(_nameless(reports)) == []


def test_every_part_of_the_policies_has_a_name(policies: PoliciesPage) -> None:
    assert list(_nameless(policies)) == []
