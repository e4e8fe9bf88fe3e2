"""Widgets that nobody sees, left out of a change of the look and dressed after it, part by part."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

#: So many widgets are dressed at a time: a fiftieth of a second.
_AT_ONCE = 200
_POLISHED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle


class SetAside:
    """Keeps the hidden pages of windows out of what Qt does with every widget there is.

    A new style sheet goes over all widgets several times, and the window stands still as long,
    most of it for pages that are behind others. A widget that counts as never polished and as
    having a style of its own is passed over; `dress_some` polishes it once, when the sheet is in
    force. A page that is brought to the front meanwhile is dressed at its turn.
    """

    def __init__(self) -> None:
        self._waiting: list[QWidget] = []

    def leave_out(self, windows: Iterable[QWidget]) -> None:
        """Leave out the pages that are behind others in these windows."""
        for window in windows:
            for stack in window.findChildren(QStackedWidget):
                if stack.testAttribute(_POLISHED):
                    self._leave_out_behind(stack)

    def _leave_out_behind(self, stack: QStackedWidget) -> None:
        for place in range(stack.count()):
            page = stack.widget(place)
            if page is not None and page is not stack.currentWidget():
                for widget in (page, *page.findChildren(QWidget)):
                    # One that the window itself dressed otherwise is none of ours.
                    if widget.testAttribute(_POLISHED) and not widget.testAttribute(_OWN_STYLE):
                        widget.setAttribute(_POLISHED, False)
                        widget.setAttribute(_OWN_STYLE, True)
                        self._waiting.append(widget)

    def dress_some(self) -> bool:
        """Dress some of those left out; return whether there are more."""
        part, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        for widget in part:
            if isValid(widget):
                widget.setAttribute(_OWN_STYLE, False)
                widget.setAttribute(_POLISHED, True)
                widget.style().polish(widget)
                QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
        return bool(self._waiting)
