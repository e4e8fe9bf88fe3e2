"""A user's hand in the real window: keys and clicks, resting until the window is calm."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from desktop.app import Program

_CTRL = Qt.KeyboardModifier.ControlModifier
_LOOK_MS, _CALM_LOOKS, _MOST_LOOKS = 10, 4, 6_000
#: A form asks what it would make so long after the last key, and a picture is taken after it.
_LATE_MS = 400


def _wait(milliseconds: int) -> None:
    """Let the window live so long; unlike `qWait` this leaves the interpreter to the workers."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Hand:
    """A user's keyboard and mouse: keys go where the keyboard is, clicks to what can be seen."""

    def __init__(self, program: Program, name: str, pictures: str = "") -> None:
        """`pictures` is the folder that `picture` writes into; without one it only counts."""
        self._program, self._name, self._pictures = program, name, pictures
        self.keys = self.clicks = self.steps = 0

    @property
    def _target(self) -> QWidget:
        found = (
            QApplication.activePopupWidget()
            or QApplication.focusWidget()
            or QApplication.activeWindow()
        )
        assert found is not None
        return found

    @property
    def dialog(self) -> QWidget:
        """The dialog in front."""
        found = QApplication.activeModalWidget() or QApplication.activeWindow()
        assert found is not None and found is not self._program.window
        return found

    def rest(self) -> None:
        """Let the window live until no question is under way, several looks in a row."""
        calm = 0
        for _look in range(_MOST_LOOKS):
            _wait(_LOOK_MS)
            calm = calm + 1 if self._program.runner.is_idle else 0
            if calm == _CALM_LOOKS:
                break
        assert calm == _CALM_LOOKS
        if QApplication.activeWindow() is None:
            # A desktop gives the keyboard back where a dialog closed; without a screen nobody does.
            self._program.window.activateWindow()

    def press(self, key: Qt.Key, *keys: Qt.Key, mod: Qt.KeyboardModifier | None = None) -> None:
        """Press keys one after the other, with Ctrl or Alt where one is named."""
        for one in (key, *keys):
            self.keys += 1
            QTest.keyClick(self._target, one, mod or Qt.KeyboardModifier.NoModifier)
        self.rest()

    def write(self, text: str) -> None:
        """Type; what no key has comes from the input method, as a whole."""
        self.keys += len(text)
        if text.isascii():
            for letter in text:
                # The first key in a cell opens its field, which takes the others.
                QTest.keyClicks(self._target, letter)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QCoreApplication.sendEvent(self._target, event)
        self.rest()

    def write_over(self, text: str) -> None:
        """Replace what stands in the field that has the keyboard."""
        self.press(Qt.Key.Key_A, mod=_CTRL)
        self.write(text)

    def tab_to(self, field: QWidget) -> None:
        """Press Tab until a field has the keyboard."""
        for _stop in range(40):
            if field.hasFocus():
                return
            self.keys += 1
            QTest.keyClick(self._target, Qt.Key.Key_Tab)
        pytest.fail(f"Tab does not reach {field.accessibleName() or field}")

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click what can be seen and is not behind a dialog."""
        assert widget.isVisible() and widget.isEnabled(), widget
        modal = QApplication.activeModalWidget()
        assert modal is None or modal is widget.window()
        self.clicks += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
        self.rest()

    def click_cell(self, table: QAbstractItemView, index: QModelIndex) -> None:
        """Click a cell that can be seen."""
        place = table.visualRect(index).center()
        assert index.isValid() and table.viewport().rect().contains(place)
        self.click(table.viewport(), place)

    def picture(self, what: str, widget: QWidget | None = None) -> None:
        """Keep a picture of the window, or of a dialog, where pictures are wanted."""
        self.steps += 1
        if self._pictures:
            _wait(_LATE_MS)
            self.rest()
            shown = widget or self._program.window
            path = Path(self._pictures) / f"{self._name}-{self.steps:02d}-{what}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            assert shown.grab().save(str(path))
