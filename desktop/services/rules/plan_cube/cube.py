"""One metric of a plan in memory: views, edits that add up exactly, undo, and what is unsaved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.enums import Dimension
from desktop.services.rules.plan_cube import editing
from desktop.services.rules.plan_cube.data import (
    EVERYTHING,
    NONE,
    PROPORTIONALLY,
    CubeAxes,
    Edit,
    LineColumns,
    OwnerChange,
    Selection,
    Spreading,
    Unsaved,
)
from desktop.services.rules.plan_cube.exact import Rounding, exact_sum, largest_remainders
from desktop.services.rules.plan_cube.history import History
from desktop.services.rules.plan_cube.lines import Lines, lines_of, places_in
from desktop.services.rules.plan_cube.members import Shape, shape_of
from desktop.services.rules.plan_cube.patching import PatchedLine, patch_edit, patch_of
from desktop.services.rules.plan_cube.pivot import (
    Decompositions,
    PivotView,
    decompositions,
    pivot,
)
from desktop.services.rules.plan_cube.two_margins import fit_edit

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Places

#: The columns that are saved with a line.
_SAVED = ("amount", "locked", "minimum", "maximum")


class PlanCube:
    """The lines of one metric and level of a plan's version, editable in any cell.

    `lines` holds the columns; read them, and change them by the methods alone, each of which is
    one edit that `undo` takes back whole. Nothing is saved here: `unsaved` tells what a service
    has to write, and `mark_saved` that it did.
    """

    def __init__(
        self, axes: CubeAxes, columns: LineColumns, *, rounding: Rounding = largest_remainders
    ) -> None:
        """Make a cube of lines that are as they are saved.

        Raises:
            ValueError: the columns do not fit each other or the axes (`lines_of`).
        """
        self.shape: Shape = shape_of(axes)
        self.lines: Lines = lines_of(self.shape, columns)
        self.history = History()
        self._rounding = rounding
        self._saved: Lines = self.lines.copy()
        self._removed: tuple[int, ...] = ()
        self._next_key = -1

    @property
    def axes(self) -> CubeAxes:
        """The members of the axes; who looks after whom may have been edited since."""
        return self.shape.axes

    def copy(self) -> PlanCube:
        """Return a cube of its own with the same lines and history: a what-if, or a test."""
        twin = object.__new__(PlanCube)
        twin.shape, twin._rounding = self.shape, self._rounding
        twin.lines, twin._saved = self.lines.copy(), self._saved
        twin.history, twin._removed = self.history.copy(), self._removed
        twin._next_key = self._next_key
        return twin

    def view(
        self,
        rows: Dimension | None,
        columns: Dimension | None,
        selection: Selection = EVERYTHING,
        *,
        keep_empty: bool = False,
    ) -> PivotView:
        """Return the sums of a selection over two dimensions."""
        return pivot(self.shape, self.lines, rows, columns, selection, keep_empty=keep_empty)

    def totals(self) -> Decompositions:
        """Return the plan's total, added up in every way."""
        return decompositions(self.shape, self.lines)

    def total(self, selection: Selection = EVERYTHING) -> int:
        """Return the total of a selection."""
        return exact_sum(self.lines.amount[self.places(selection)])

    def places(self, selection: Selection) -> Places:
        """Return the places of the lines behind a cell, ascending."""
        return places_in(self.shape, self.lines, selection)

    def edit(self, selection: Selection, new_total: int, how: Spreading = PROPORTIONALLY) -> Edit:
        """Give a cell a new total and spread it over the lines below.

        Raises:
            InputError, RuleViolation: the total is not possible (`editing.total_edit`); nothing
                was changed.
        """
        return self._do(
            editing.total_edit(
                self.shape, self.lines, selection, new_total, how,
                first_key=self._next_key, rounding=self._rounding,
            )
        )  # fmt: skip

    def fit(
        self,
        rows: Dimension,
        columns: Dimension,
        row_totals: Mapping[int, int],
        column_totals: Mapping[int, int],
        selection: Selection = EVERYTHING,
    ) -> Edit:
        """Give all rows and columns of a view new totals at once (`two_margins.fit_edit`)."""
        return self._do(
            fit_edit(
                self.shape, self.lines, (rows, columns), (row_totals, column_totals), selection
            )
        )

    def lock(self, selection: Selection, locked: bool = True) -> Edit:
        """Lock or unlock the lines of a cell."""
        return self._do(editing.lock_edit(self.shape, self.lines, selection, locked))

    def set_bounds(self, selection: Selection, minimum: int = 0, maximum: int = NONE) -> Edit:
        """Bound each line of a cell; amounts stay until something is spread over them."""
        return self._do(editing.bounds_edit(self.shape, self.lines, selection, minimum, maximum))

    def reassign(self, customer: int, months: Sequence[int], rep: int) -> Edit:
        """Give a customer's months to another rep; no amount changes."""
        return self._do(editing.reassign_edit(self.shape, self.lines, customer, months, rep))

    def ensure(self, selection: Selection) -> Edit:
        """Make the lines of a cell that has none."""
        return self._do(editing.create_edit(self.shape, self.lines, selection, self._next_key))

    def patch(self) -> tuple[PatchedLine, ...]:
        """Return the unsaved lines as they stand, to be put onto another cube of the plan."""
        return patch_of(self.lines, self.unsaved())

    def put(self, patch: tuple[PatchedLine, ...]) -> Edit | None:
        """Leave the patch's lines as it has them, in one edit; None where it does not fit."""
        edit = patch_edit(self.shape, self.lines, patch, self._next_key)
        return None if edit is None else self._do(edit)

    def undo(self) -> Edit | None:
        """Take the last edit back whole and return it; None where nothing is left."""
        edit = self.history.back()
        if edit is not None:
            self._take_back(edit)
        return edit

    def redo(self) -> Edit | None:
        """Do again what was taken back last and return it; None where nothing is left."""
        edit = self.history.forward()
        if edit is not None:
            self._carry_out(edit)
        return edit

    def _do(self, edit: Edit) -> Edit:
        if not edit.is_empty:
            self._carry_out(edit)
            self.history.add(edit)
        return edit

    def _carry_out(self, edit: Edit) -> None:
        if edit.created is not None:
            self.lines.append(self.shape, edit.created)
            self._next_key = min(self._next_key, int(edit.created.key[-1]) - 1)
        for change in edit.changes:
            getattr(self.lines, change.field.value)[change.places] = change.after
        for owner in edit.owners:
            self._give(owner, owner.after)

    def _take_back(self, edit: Edit) -> None:
        for owner in edit.owners:
            self._give(owner, owner.before)
        for change in edit.changes:
            getattr(self.lines, change.field.value)[change.places] = change.before
        if edit.created is not None:
            count = len(edit.created.key)
            keys = self.lines.key[-count:].tolist()
            self._removed += tuple(key for key in keys if key > 0)
            self.lines.shorten(count)

    def _give(self, owner: OwnerChange, reps: tuple[int, ...]) -> None:
        import numpy as np

        self.lines.rep_of[owner.customer, list(owner.months)] = reps
        inside = np.isin(self.lines.month, owner.months)
        self.lines.derive(
            self.shape, np.flatnonzero((self.lines.customer == owner.customer) & inside)
        )

    def unsaved(self) -> Unsaved:
        """Return how the lines differ from what was saved, whatever was done and undone since.

        Owners are not lines: they are saved as assignments, from the edits' `owners`.
        """
        import numpy as np

        kept = min(len(self._saved), len(self.lines))
        differs = np.zeros(kept, dtype=bool)
        for name in _SAVED:
            differs |= getattr(self.lines, name)[:kept] != getattr(self._saved, name)[:kept]
        differs &= self.lines.key[:kept] > 0
        return Unsaved(
            tuple(np.flatnonzero(differs).tolist()),
            tuple(np.flatnonzero(self.lines.key < 0).tolist()),
            self._removed,
        )

    def mark_saved(self, keys: Mapping[int, int] | None = None) -> None:
        """Take the lines as saved; `keys` gives the new lines' keys by their negative ones.

        Raises:
            KeyError: a new line has no key.
        """
        import numpy as np

        fresh = np.flatnonzero(self.lines.key < 0)
        for place in fresh.tolist():
            self.lines.key[place] = (keys or {})[int(self.lines.key[place])]
        self._saved, self._removed = self.lines.copy(), ()
