"""What is loaded, set and built when the first rows stand and the user looks at them."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.views.databases.requests import Opened
from desktop.views.plot_library import load_plot_library
from desktop.views.tab_deck import TabDeck
from desktop.views.tasks import TaskRunner
from desktop.views.undisturbed import undisturbed

#: So that nothing delays the first rows.
_AFTER_MS = 1_500
#: Between two pages that are built before anybody looks at them.
_BUILD_MS = 250

#: How long a thread computes before another one that waits has its turn, in seconds.
_TURN_S = 0.0005


def load_dialogs() -> None:
    """Load the larger dialogs, the tabs' small pages and, to its end, the charts; in a worker."""
    with undisturbed():
        import desktop.views.accounts.editor
        import desktop.views.imports.wizard  # noqa: F401
        from desktop.views.activity import part_list as of_activity
        from desktop.views.information import part_list as of_information
        from desktop.views.plans import part_list as of_plans

        for pages in (of_plans, of_activity, of_information):
            for factory in pages.part_factories():
                factory.load()
    load_plot_library().join()


def settle() -> None:
    """Keep the window's thread from waiting while a worker computes.

    Each cell that is painted and each slot that is called waits for its turn: at Python's own
    five milliseconds a list of forty cells stood still for a fifth of a second. And the collector
    of cycles, which stops every thread, need not look again and again at modules that stay for
    ever. Called when all modules with widgets are loaded, since Qt for Python makes their types
    in several steps that nobody should come between.
    """
    gc.freeze()
    sys.setswitchinterval(_TURN_S)


class RestLoader(Protocol):
    """What loads the modules of the tabs."""

    def load_rest(self, found: Opened) -> None:
        """Load what all tabs need; called in a worker thread."""
        ...


class Settling(QObject):
    """Loads the rest of the program and builds the other tabs, so that no first click waits.

    One page is built at a time, and only where nothing else is to be done.
    """

    def __init__(self, runner: TaskRunner, tabs: TabDeck, doors: RestLoader) -> None:
        # It goes with the pages that it builds.
        super().__init__(tabs)
        self._runner, self._tabs, self._doors = runner, tabs, doors
        self._build = QTimer(self)
        self._build.setInterval(_BUILD_MS)
        self._build.timeout.connect(self._build_one)

    def begin(self, found: Opened, is_open: Callable[[], bool]) -> None:
        """Begin when the first rows are on the screen, where the database is still open then."""
        QTimer.singleShot(_AFTER_MS, self, lambda: self._load(found, is_open))

    def _load(self, found: Opened, is_open: Callable[[], bool]) -> None:
        def load() -> None:
            self._doors.load_rest(found)
            load_dialogs()

        if is_open():
            self._runner.query(load, lambda _none: self._settle(), owner=self, key="rest")

    def _settle(self) -> None:
        settle()
        self._build.start()

    @Slot()
    def _build_one(self) -> None:
        if not self._runner.is_idle:
            return
        is_built = self._tabs.build_next()
        gc.freeze()
        if not is_built:
            self._build.stop()
