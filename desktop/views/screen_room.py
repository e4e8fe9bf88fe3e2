"""How large a dialog may be, so that it lies on the screen whole at any text size."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.views.plain_text import digits_wide

#: What a window's edges and its title take of the screen, in pixels.
_EDGES, _TITLE = 16, 48


def screen_room(widget: QWidget) -> QSize:
    """Return the largest size of the inside of a window on the widget's screen."""
    whole = widget.screen().availableSize()
    return QSize(whole.width() - _EDGES, whole.height() - _TITLE)


def digits_within(widget: QWidget, count: int) -> int:
    """Return the width of this many digits in a widget's font, at most the screen's."""
    return min(digits_wide(widget, count), screen_room(widget).width())


def resize_within(widget: QWidget, digits: int, lines: int) -> None:
    """Give a dialog the width of so many digits and the height of so many lines of its text.

    On a small screen, or in a large text, it becomes as large as there is room for.
    """
    wished = QSize(digits_wide(widget, digits), widget.fontMetrics().height() * lines)
    widget.resize(wished.boundedTo(screen_room(widget)))
