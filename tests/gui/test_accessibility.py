"""Every widget that takes the keyboard has a name for the reader."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from desktop.views.main_window import MainWindow


def _nameless(root: QWidget) -> Iterator[str]:
    buddies = {label.buddy() for label in root.findChildren(QLabel) if label.buddy()}
    for widget in root.findChildren(QWidget):
        takes_keys = isinstance(
            widget, QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox | QAbstractScrollArea
        )
        inside = isinstance(widget.parent(), QAbstractSpinBox | QComboBox | QLineEdit)
        if not takes_keys or inside or isinstance(widget, QScrollArea):
            continue
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(root):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text or widget in buddies):
            yield f"{type(widget).__name__} in {type(widget.parent()).__name__}"


def test_every_field_and_button_of_window_and_dialogs_has_a_name(window: MainWindow) -> None:
    window.tell("hello")
    assert list(_nameless(window)) == []
    for action in ("new", "connect"):
        window.menus.actions[action].trigger()
        dialog = window.desk.dialog
        assert dialog is not None
        assert list(_nameless(dialog)) == []
        dialog.reject()
