"""User text on screen is never markup: what Qt would take for HTML is shown as it was typed."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def tool_tip(text: str) -> str:
    """Return the text for a tool tip, escaped and wrapped by Qt; "" stays ""."""
    return f"<qt>{html.escape(text)}</qt>".replace("\n", "<br>") if text else ""


def label(text: str = "", parent: QWidget | None = None, *, role: str = "") -> QLabel:
    """Return a label that shows plain text; `role` is one of the style sheet's."""
    found = QLabel(parent)
    found.setTextFormat(Qt.TextFormat.PlainText)
    found.setText(text)
    if role:
        found.setProperty("role", role)
    return found


def heading(text: str = "", parent: QWidget | None = None, *, role: str = "heading") -> QLabel:
    """Return a bold label: a "heading" in the text's size, a "title" of a dialog, a "name".

    Weight and size come from the style sheet, so that they follow the text size.
    """
    return label(text, parent, role=role)


def digits_wide(widget: QWidget, count: int) -> int:
    """Return the width of this many digits in a widget's font.

    A Chinese font's "average character" is an ideograph, twice as wide as people mean.
    """
    return widget.fontMetrics().horizontalAdvance("0") * count
