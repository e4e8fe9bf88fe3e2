"""Fixtures of tests with widgets: our look, a runner, a window that is closed and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.bootstrap import Services
from desktop.clock import FixedClock
from desktop.services.settings import SettingsFile, ThemeChoice
from desktop.views.language import LanguageSwitch
from desktop.views.look import Look
from desktop.views.main_window import MainWindow, WindowParts
from desktop.views.tab import TabContext
from desktop.views.tasks import TaskRunner
from desktop.views.theme import Theme
from tests.gui.small_branch import copy_of, open_small


@pytest.fixture(scope="session", autouse=True)
def _plot_library() -> None:
    """Load pyqtgraph before any chart, so that charts draw at once."""
    import pyqtgraph  # noqa: F401


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[TaskRunner]:
    """Return a task runner that is shut down afterwards."""
    found = TaskRunner()
    yield found
    found.shut_down()
    found.deleteLater()


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    """Return an empty settings file."""
    return SettingsFile(tmp_path / "settings.json")


@pytest.fixture
def look(qapp: QApplication, settings: SettingsFile) -> Iterator[Look]:
    """Return the look in force, light and in English; the application is bare afterwards."""
    settings.change(language="en", theme=ThemeChoice.LIGHT)
    found = Look(settings, Theme(qapp), LanguageSwitch(qapp))
    found.apply()
    yield found
    qapp.setStyleSheet("")


@pytest.fixture
def context(runner: TaskRunner, settings: SettingsFile) -> TabContext:
    """Return what tabs get, on a Monday."""
    clock = FixedClock(datetime(2026, 11, 23, 9, 0))
    return TabContext(None, runner, settings, clock)


@pytest.fixture
def services(template: Path, tmp_path: Path) -> Iterator[Services]:
    """Return the services over a copy of `template`, the database that the test's module makes."""
    found = open_small(copy_of(template, tmp_path / "b.branchbook"))
    yield found
    found.close()


@pytest.fixture
def window(runner: TaskRunner, settings: SettingsFile, look: Look) -> Iterator[MainWindow]:
    """Return the main window without a database; closed and deleted afterwards."""
    found = MainWindow(
        WindowParts(
            runner=runner,
            settings=settings,
            look=look,
            describe=lambda error: f"described: {getattr(error, 'code', error)}",
            test_connection=lambda request: f"{request.host} answers",
        )
    )
    found.resize(1200, 800)
    found.show()
    yield found
    found.close()
    destroy(found)


def destroy(widget: object) -> None:
    """Delete a widget now, not when the garbage collector comes."""
    delete: Callable[[], None] = widget.deleteLater  # type: ignore[attr-defined]
    delete()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
