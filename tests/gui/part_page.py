"""A page of a tab in front of a window, over a small branch with files read into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pytestqt.qtbot import QtBot

from desktop.bootstrap import Services
from desktop.enums import ImportKind
from desktop.services.imports.service import ImportFile
from desktop.views.deck_tab import DeckTab
from desktop.views.itemmodels.row_table import RowTableModel
from desktop.views.main_window import MainWindow
from desktop.views.parts import TabPart
from desktop.views.plans.tab import PlansTab
from desktop.views.tab import TabContext, TabPage
from tests.gui.small_branch import CLOCK, open_small

_Page = TypeVar("_Page", bound=TabPart)


def filled(path: Path, files: Mapping[ImportKind, str]) -> Path:
    """Read these files, in this order, into a database that nobody has open; return its path.

    Targets become the plan "2026 plan", which is put in force.
    """
    services = open_small(path)
    actor = services.require_writer()
    for kind, text in files.items():
        source = path.parent / f"{kind}.csv"
        source.write_text(text.lstrip(), encoding="utf-8")
        is_plan = kind is ImportKind.TARGETS
        plan = "2026 plan" if is_plan else ""
        services.imports.run(actor, ImportFile(kind, source, plan=plan, in_force=is_plan))
    services.close()
    return path


@contextmanager
def in_front(
    key: str,
    kind: type[_Page],
    window: MainWindow,
    context: TabContext,
    services: Services,
    qtbot: QtBot,
    tabs: tuple[type[TabPage], ...] = (PlansTab,),
) -> Iterator[_Page]:
    """Give a page of the first tab in front of the window, its first figures read.

    The database is taken away after.
    """
    window.show_database("East", replace(context, services=services, clock=CLOCK), list(tabs))
    window.tabs.bring(tabs[0].key)
    tab = window.front
    assert isinstance(tab, DeckTab)
    assert context.runner.wait_idle(20_000)
    tab.parts.bring(key)
    page = tab.parts.current
    assert isinstance(page, kind)
    # A page that is laid into a window that stands is shown with the next event.
    qtbot.waitUntil(page.isVisible)
    assert context.runner.wait_idle(20_000)
    yield page
    assert context.runner.wait_idle(20_000)
    window.hide_database()


def cell_of(model: RowTableModel, line: int, key: str) -> str:
    """Return what a line shows in a column."""
    return model.texts(line)[[one.key for one in model.columns].index(key)]


def column_of(model: RowTableModel, key: str) -> list[str]:
    """Return what a column shows, line by line."""
    return [cell_of(model, line, key) for line in range(model.rowCount())]
