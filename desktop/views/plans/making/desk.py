"""Edits of one metric of a plan as its user makes them: a number, a lock, a bound; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.services.plans.making_data import LastYear, PlanBook
from desktop.services.plans.potential_weights import PotentialWeights
from desktop.services.rules.plan_cube.data import EVERYTHING, NONE, Method, Selection, Spreading
from desktop.services.rules.plan_cube.patching import PatchedLine
from desktop.views.plans.making.state import BY_POTENTIAL


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of a cell's lines where all have the same ones; None where they differ."""

    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, slots=True)
class _Done:
    """A wish: how many edits of the cube it took, and the cells that got a number."""

    edits: int
    cells: tuple[Selection, ...]


class PlanDesk:
    """A book on which one user works; what is done by one wish is undone as one."""

    def __init__(self, book: PlanBook) -> None:
        self.book = book
        self.last_year: LastYear | None = None
        self.potential: PotentialWeights | None = None
        #: Whether last year and potential were asked for.
        self.is_compared = False
        self._done: list[_Done] = []
        self._undone: list[_Done] = []
        self._touched: dict[Selection, None] = {}
        self._weights: Spreading | None = None
        self._weighed = -1

    # What is done

    def give(self, selection: Selection, total: int, method: Method) -> bool:
        """Give a cell a new total; return whether even parts had to be made.

        Raises:
            InputError, RuleViolation: the total is not possible; nothing was changed.
        """
        edit = self.book.cube.edit(selection, total, self._how(method))
        self._note(int(not edit.is_empty), (selection,))
        return edit.was_even

    def lock(self, selections: Sequence[Selection], locked: bool) -> None:
        """Lock or unlock the lines of cells."""
        edits = [self.book.cube.lock(selection, locked) for selection in selections]
        self._note(sum(not edit.is_empty for edit in edits))

    def bound(self, selection: Selection, minimum: int, maximum: int) -> None:
        """Bound each line of a cell.

        Raises:
            InputError: the bounds cross or are out of range.
        """
        self._note(int(not self.book.cube.set_bounds(selection, minimum, maximum).is_empty))

    def put(self, patch: tuple[PatchedLine, ...]) -> bool:
        """Put lines as they were left on top; return whether they fit."""
        edit = self.book.cube.put(patch)
        if edit is None:
            return False
        self._note(int(not edit.is_empty), (EVERYTHING,))
        return True

    def saved(self, version: int, keys: Mapping[int, int]) -> None:
        """Take the book as saved under this version; what was done can still be undone."""
        self.book.cube.mark_saved(keys)
        self._touched.clear()
        self.expect(version)

    def expect(self, version: int) -> None:
        """Expect this version at the next save."""
        self.book = replace(self.book, version=version)

    def undo(self) -> bool:
        """Take the last wish back; return whether there was one."""
        return self._move(self._done, self._undone, self.book.cube.undo)

    def redo(self) -> bool:
        """Do again what was taken back; return whether there was something."""
        return self._move(self._undone, self._done, self.book.cube.redo)

    def drop_redo(self) -> None:
        """Forget what was taken back: something else was done since."""
        self._undone.clear()
        self.book.cube.history.undone.clear()

    def _move(self, origin: list[_Done], goal: list[_Done], step: Callable[[], object]) -> bool:
        if not origin:
            return False
        wish = origin.pop()
        # The cube forgets its oldest edits where they are very large.
        moved = sum(step() is not None for _step in range(wish.edits))
        if moved:
            goal.append(_Done(moved, wish.cells))
            self._touched.update(dict.fromkeys(wish.cells))
        return bool(moved)

    def _note(self, count: int, cells: tuple[Selection, ...] = ()) -> None:
        if count:
            self._done.append(_Done(count, cells))
            self._undone.clear()
            self._touched.update(dict.fromkeys(cells))

    def _how(self, method: Method) -> Spreading:
        if method in BY_POTENTIAL:
            if self.potential is None:
                return Spreading()
            # What is untapped changes with every number.
            return Spreading(method, self.potential.weights(self.book.cube))
        if not method.takes_weights or self.last_year is None:
            return Spreading(method if not method.takes_weights else Method.PROPORTIONAL)
        count = len(self.book.cube.lines)
        if self._weights is None or self._weighed != count:
            weights = self.last_year.weights(self.book.cube)
            self._weights, self._weighed = Spreading(method, weights), count
        return self._weights

    # What is asked

    @property
    def touched(self) -> tuple[Selection, ...]:
        """The cells that numbers were given to since the last save, the earliest first."""
        return tuple(self._touched)

    @property
    def depth(self) -> int:
        """How many wishes can be taken back."""
        return len(self._done)

    @property
    def unsaved(self) -> int:
        """How many lines differ from what was saved."""
        found = self.book.cube.unsaved()
        return len({*found.changed, *found.created}) + len(found.removed)

    def bounds(self, selection: Selection) -> Bounds:
        """Return the bounds of a cell's lines."""
        cube = self.book.cube
        places = cube.places(selection)
        if not len(places):
            return Bounds(0, NONE)
        low, high = cube.lines.minimum[places], cube.lines.maximum[places]
        return Bounds(
            int(low[0]) if (low == low[0]).all() else None,
            int(high[0]) if (high == high[0]).all() else None,
        )

    def has_lines(self, selections: Sequence[Selection]) -> bool:
        """Whether any of these cells has a line."""
        return any(len(self.book.cube.places(selection)) for selection in selections)

    def is_locked(self, selections: Sequence[Selection]) -> bool:
        """Whether every line of these cells is locked already."""
        lines = self.book.cube.lines
        places = [self.book.cube.places(selection) for selection in selections]
        return any(len(one) for one in places) and all(lines.locked[one].all() for one in places)
