"""The way through the window: where the user was before each drill-down; free of Qt."""

from __future__ import annotations

from typing import Generic, TypeVar

P = TypeVar("P")
_LONGEST = 30


class Trail(Generic[P]):
    """Places that were left by following a figure, the newest last."""

    def __init__(self) -> None:
        self._places: list[P] = []

    def __len__(self) -> int:
        return len(self._places)

    def leave(self, place: P) -> None:
        """Remember the place that is being left."""
        self._places = [*self._places[-(_LONGEST - 1) :], place]

    def back(self) -> P | None:
        """Return the place to go back to, or None at the beginning."""
        return self._places.pop() if self._places else None

    def clear(self) -> None:
        """Forget the way (another database was opened)."""
        self._places.clear()
