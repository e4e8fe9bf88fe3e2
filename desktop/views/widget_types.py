"""The types of Qt's widgets, made while the window waits for its database."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractScrollArea


def make_widget_types() -> None:
    """Let Qt for Python make the types of all its widgets and their enumerations now.

    It does so at the first question for a widget that Qt made by itself, such as a viewport: a
    twentieth of a second that would fall into the building of the first tab.
    """
    area = QAbstractScrollArea()
    area.viewport()
    area.deleteLater()
