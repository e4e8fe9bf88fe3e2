"""Python's search for unused cycles, in the window's thread alone and while nothing is awaited."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from desktop.views.tasks import TaskRunner

_EVERY_MS = 1_000
#: So many new objects are the rows of a list, not what a handful of clicks leaves behind.
_MANY = 20_000
#: Looks after which everything is gone through although the user is there: ten minutes.
_AT_LAST = 600


class WindowCollector(QObject):
    """Looks for unused cycles from a timer, instead of wherever Python happens to be.

    A cycle may hold a timer or a widget, and Qt's objects may be taken down by the thread that
    made them and by no other: found by a worker thread, one of them took the whole program with
    it now and then. `start` switches Python's own collector off and `stop` gives it back.

    Rows by the ten thousand hold no cycles, and to look at them takes a tenth of a second: they
    are put aside unseen, and gone through when the user has turned to another program.
    """

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._was_on = False
        self._owed = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Take the collector over."""
        self._was_on = self._was_on or gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give the collector back as it was."""
        self._timer.stop()
        if self._was_on:
            self._was_on = False
            gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect the generations whose count has passed Python's threshold, the youngest first.

        While work goes on its rows are young, all of them would be looked at, and the window
        would stand still: it waits for the end.
        """
        if not self._runner.is_idle:
            return
        if self._owed:
            self._owed += 1
            if _is_away() or self._owed > _AT_LAST:
                self.collect_all()
                return
        if gc.get_count()[0] > _MANY:
            gc.freeze()
            self._owed = max(self._owed, 1)
            return
        for generation, most in enumerate(gc.get_threshold()):
            # Older ones count the collections of the one before.
            if not 0 < most < gc.get_count()[generation]:
                return
            gc.collect(generation)

    def collect_all(self) -> None:
        """Go through everything, what was put aside too; it takes a fifth of a second."""
        self._owed = 0
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def _is_away() -> bool:
    """Whether the user works in another program; a window that is on no screen cannot tell."""
    if QGuiApplication.platformName() == "offscreen":
        return False
    return QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive
