"""What the window does not load before it is seen."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from threading import Event, Thread

import pytest
from pytestqt.qtbot import QtBot

from desktop.commands.parser import window_options
from desktop.services.charts.data import BarChart, Series
from desktop.views import charts
from desktop.views.look import Look
from desktop.views.tab import TabContext
from desktop.views.tabs import tab_factories
from tests.gui.conftest import destroy


def test_the_window_loads_without_the_heavy_libraries() -> None:
    heavy = (
        "pandas", "numpy", "reportlab", "alembic", "sqlalchemy", "pyqtgraph", "pypinyin",
        "xlsxwriter", "pypdfium2", "python_calamine", "chinese_calendar",
    )  # fmt: skip
    code = (
        "import sys, desktop.views.main_window, desktop.views.charts, desktop.views.table_pane;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_modules_are_loaded_without_their_source_being_read() -> None:
    # What Qt's hook has looked through stands in its own table. The module loaded before the
    # plain import is put back is the control.
    code = """
import sys
from PySide6.QtCore import QObject
from desktop.views.plain_import import import_plainly
looked = sys.modules["PySide6.support.feature"].pyside_feature_dict
import colorsys
import_plainly()
import graphlib
print("colorsys" in looked, "graphlib" in looked)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "True False"


def test_the_tabs_are_called_as_their_pages_call_themselves() -> None:
    for late in tab_factories():
        page = late.load()
        assert (late.key, late.name) == (page.key, page.name)


class _Services:
    """Notes which services were loaded."""

    def __init__(self) -> None:
        self.loaded: list[str] = []

    def __getattr__(self, name: str) -> object:
        self.loaded.append(name)
        return object()


def test_a_page_takes_no_service_that_was_not_loaded_before(context: TabContext) -> None:
    for late in tab_factories():
        before, building = _Services(), _Services()
        late.prepare(before)
        page = late(TabContext(building, context.runner, context.settings, context.clock))
        services = set(building.loaded) - {"actor", "branch", "can_write", "address", "clock"}
        assert services <= set(before.loaded), late.key
        page.close()
        page.deleteLater()


@pytest.mark.parametrize(
    ("line", "is_window"),
    [
        ([], True),
        (["--database", "north.db", "--lang=zh_CN", "--debug"], True),
        (["check"], False),
        (["--database", "north.db", "report", "sales"], False),
        (["--help"], False),
        (["--version"], False),
        (["--lang", "xx"], False),
        (["--database"], False),
    ],
)
def test_a_line_without_a_command_is_read_without_the_commands(
    line: list[str], is_window: bool
) -> None:
    assert (window_options(line) is not None) is is_window


def test_a_chart_is_drawn_when_its_library_is_loaded_and_holds_nothing_up_before(
    look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = Event()

    def load() -> Thread:
        thread = Thread(target=may_end.wait, args=(20,), daemon=True)
        thread.start()
        return thread

    monkeypatch.setattr(charts, "is_plot_library_loaded", lambda: False)
    monkeypatch.setattr(charts, "load_plot_library", load)
    view = charts.ChartView()
    view.resize(400, 300)
    view.show_chart(BarChart("Sales", ("A",), (Series("Actual", (Decimal(1),)),)))
    assert view.hits == ()
    may_end.set()
    qtbot.waitUntil(lambda: len(view.hits) == 1)
    destroy(view)
