"""The bar beside the list of visits: where the page stands in all of it, and the way elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QScrollBar, QToolTip, QWidget

from desktop.i18n import _
from desktop.services import formats
from desktop.services.activity.data import VisitAnchor

_LET_GO_MS = 150
#: A list of fewer pages is turned page by page: a second bar beside the table's only confuses.
_FEW_PAGES = 5


class PositionBar(QScrollBar):
    """A scroll bar of the whole list, of which the page is a part.

    While it is dragged a tip names the day; the page is asked for where it is let go, or when
    it has rested for a moment. Its values are visits before the page.

    Signals:
        moved(int): the user moved it there.
    """

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.day_at: Callable[[int], VisitAnchor | None] = lambda _position: None
        self._start = 0
        self._is_setting = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_LET_GO_MS)
        self._rest.timeout.connect(self._tell)
        self.valueChanged.connect(self._changed)
        self.sliderReleased.connect(self._tell)
        self.retranslate()
        self.hide()

    def show_place(self, start: int, count: int, total: int) -> None:
        """Show that the page holds `count` visits of `total`, of which `start` stand before."""
        self._start = start
        self._is_setting = True
        self.setRange(0, max(0, total - count))
        self.setPageStep(max(1, count))
        self.setSingleStep(max(1, count))
        if not self.isSliderDown():
            self.setValue(start)
        self._is_setting = False
        self.setVisible(total > count * _FEW_PAGES)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.setAccessibleName(_("Place in the whole list"))
        self.setToolTip(_("Drag to go to other days of the list"))

    @Slot(int)
    def _changed(self, value: int) -> None:
        if self._is_setting:
            return
        anchor = self.day_at(value)
        if self.isSliderDown() and anchor is not None:
            QToolTip.showText(QCursor.pos(), formats.day(anchor.day), self)
        self._rest.start()

    @Slot()
    def _tell(self) -> None:
        if self._rest.isActive():
            self._rest.stop()
        if self.value() != self._start:
            self.moved.emit(self.value())
