"""Windows that paint nothing while something changes all over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class Stillness:
    """Stops windows from painting, and lets those that it stopped paint again."""

    _still: ClassVar[set[int]] = set()

    def __init__(self) -> None:
        self._held: list[QWidget] = []

    @classmethod
    def is_anywhere(cls) -> bool:
        """Return whether a window waits to paint what is new."""
        return bool(cls._still)

    def hold(self, windows: Iterable[QWidget]) -> None:
        """Stop these windows; those that are stopped already stay so."""
        for window in windows:
            if window.updatesEnabled():
                window.setUpdatesEnabled(False)
                self._held.append(window)
                self._still.add(id(self))

    def release(self) -> None:
        """Let them paint what is new."""
        held, self._held = self._held, []
        self._still.discard(id(self))
        for window in held:
            if isValid(window):
                window.setUpdatesEnabled(True)


def seen(windows: Iterable[QWidget]) -> list[QWidget]:
    """Return the windows that are on the screen."""
    return [window for window in windows if window.isVisible()]
