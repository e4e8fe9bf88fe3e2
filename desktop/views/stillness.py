"""Windows that paint nothing while something changes all over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar
from weakref import WeakSet

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class Stillness:
    """Stops windows from painting, and lets those that it stopped paint again."""

    _all: ClassVar[WeakSet[Stillness]] = WeakSet()

    def __init__(self) -> None:
        self._held: list[QWidget] = []
        self._all.add(self)

    @classmethod
    def is_anywhere(cls) -> bool:
        """Return whether a window waits to paint what is new."""
        # A window that went while it was held waits for nothing any more.
        return any(isValid(window) for still in cls._all for window in still._held)

    def hold(self, windows: Iterable[QWidget]) -> None:
        """Stop these windows; those that are stopped already stay so."""
        for window in windows:
            if window.updatesEnabled():
                window.setUpdatesEnabled(False)
                self._held.append(window)

    def release(self) -> None:
        """Let them paint what is new."""
        held, self._held = self._held, []
        for window in held:
            if isValid(window):
                window.setUpdatesEnabled(True)


def seen(windows: Iterable[QWidget]) -> list[QWidget]:
    """Return the windows that are on the screen."""
    return [window for window in windows if window.isVisible()]
