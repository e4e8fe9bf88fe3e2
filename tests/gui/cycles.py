"""Opening and closing every tab and dialog, and counting what is left behind."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog

from desktop.views.pictures import wait_until_calm
from desktop.views.tabs import tab_factories

if TYPE_CHECKING:
    from desktop.app import Program

#: The menu's actions that open a dialog in any tab.
_DIALOGS = ("new", "connect", "help", "keys", "about")
Cycle = Callable[[], None]


def cycles(program: Program) -> dict[str, Cycle]:
    """Return, by name, what opens and closes each tab and each dialog once.

    A tab is built, shown with its rows and taken down with its database's pages, as closing and
    opening a database does. A dialog is opened by its own action and closed by Esc.
    """
    found: dict[str, Cycle] = {
        f"tab {key}": partial(_tab, program, key) for key in program.window.tabs.keys
    }
    actions = program.window.menus.actions
    for name in _DIALOGS:
        found[f"dialog {name}"] = partial(_dialog, program, actions[name].trigger)
    found["dialog import"] = partial(_dialog, program, program.show_import)
    found["dialog batches"] = partial(_dialog, program, program.show_batches)
    found["dialog bug"] = partial(_dialog, program, partial(_report, program))
    return found


def together(program: Program, parts: dict[str, Cycle]) -> Cycle:
    """Return one cycle of all parts: each tab in one window that is built anew, each dialog."""
    tabs = [name.removeprefix("tab ") for name in parts if name.startswith("tab ")]
    dialogs = [part for name, part in parts.items() if not name.startswith("tab ")]

    def cycle() -> None:
        _tab(program, *tabs)
        for dialog in dialogs:
            dialog()

    return cycle


def left_over(cycle: Cycle, times: int) -> Counter[str]:
    """Return by type the widgets and other Qt objects that `times` cycles left alive.

    The first cycles build what is kept for ever (caches, menus); they run before the count.
    """
    for _warm in range(2):
        cycle()
    before = _alive()
    for _time in range(times):
        cycle()
    return _alive() - before


def _alive() -> Counter[str]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # What the program has put aside for ever is counted too.
    gc.unfreeze()
    gc.collect()
    widgets = Counter(type(one).__name__ for one in QApplication.allWidgets())
    wrapped = Counter(
        type(one).__name__
        for one in gc.get_objects()
        if isinstance(one, QObject) and shiboken6.isValid(one)
    )
    return widgets | wrapped


def _tab(program: Program, *keys: str) -> None:
    window, services = program.window, program.opener.services
    page = window.front
    assert page is not None and services is not None
    # As when a database is opened: the pages that are there go, and these are built anew.
    window.show_database(services.branch.name, page.context, tab_factories())
    for key in keys:
        window.tabs.bring(key)
        _build_all(program)
        wait_until_calm(window, program.runner)


def _build_all(program: Program) -> None:
    """Build now what is built sooner or later when nobody waits."""
    while program.window.tabs.build_next():
        pass


def _dialog(program: Program, open_it: Callable[[], object]) -> None:
    _build_all(program)
    open_it()
    wait_until_calm(program.window, program.runner)
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]
    assert any(one.isVisible() for one in shown), "nothing was opened"
    for one in shown:
        one.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _report(program: Program) -> None:
    program.window.show_error(ValueError("a bug"))
