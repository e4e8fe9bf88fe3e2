"""A kind's sheet with what the checks said of it, and where the keyboard goes next; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.services.entries.data import EntryProblem, EntrySpec, InputKind
from desktop.services.messages import issue_problem
from desktop.views.activity.entry.completing import Completions
from desktop.views.activity.entry.drafts import SheetDraft
from desktop.views.activity.entry.lines import Cell, EntrySheet, Line, Splice
from desktop.views.activity.entry.typed import kept_text

#: What repeats the cell above.
REPEAT = ".."
#: Sheets of so many lines are checked whole after each pause; of longer ones what changed.
_CHECKED_WHOLE = 100


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with a cell, or only odd, in words."""

    words: str
    is_warning: bool


class EntryDesk:
    """What one kind's page works at: lines, problems at their cells, the draft that keeps both."""

    def __init__(self, sheet: EntrySheet, draft: SheetDraft) -> None:
        self.sheet, self.draft = sheet, draft
        self.known = Completions()
        self._problems: dict[int, dict[str, CellProblem]] = {}
        self._unchecked: set[int] = set()

    @property
    def spec(self) -> EntrySpec:
        """The columns."""
        return self.sheet.spec

    # What is typed

    def typed(self, cell: Cell, text: str, today: date) -> Splice | None:
        """Return what typing a text into a cell changes; two points repeat the cell above."""
        row, column = cell
        if text.strip() == REPEAT:
            text = self.sheet.text(row - 1, column) if row else self.sheet.carried[column]
        kept = kept_text(self.spec.columns[column], text, today, self.known)
        return self.sheet.set_cells({cell: kept})

    def pasted(
        self, cells: Sequence[Cell], rows: Sequence[Sequence[str]], order: Sequence[int],
        today: date,
    ) -> Splice | None:  # fmt: skip
        """Return what a pasted block changes.

        It begins at the first of the cells and goes right in the `order` of columns on the
        screen; what lies beyond the last column is left out. A single text fills all cells.
        """
        if not rows or not cells:
            return None
        if len(rows) == 1 and len(rows[0]) == 1:
            return self.sheet.set_cells(
                {cell: self._kept(cell[1], rows[0][0], today) for cell in cells}
            )
        top = min(row for row, _column in cells)
        left = min(order.index(column) for _row, column in cells)
        found: dict[Cell, str] = {}
        for down, texts in enumerate(rows):
            for place, text in zip(order[left:], texts, strict=False):
                found[top + down, place] = self._kept(place, text, today)
        return self.sheet.set_cells(found)

    def filled_down(self, cells: Iterable[Cell]) -> Splice | None:
        """Return what repeats the first selected cell of each column below itself.

        Of a single row each cell takes the text of the one above.
        """
        chosen = set(cells)
        first = {column: min(row for row, at in chosen if at == column) for _r, column in chosen}
        is_one = len({row for row, _column in chosen}) == 1
        sources = {column: row - 1 if is_one else row for column, row in first.items()}
        return self.sheet.set_cells({
            (row, column): self._above(sources[column], column)
            for row, column in chosen if row > sources[column]
        })  # fmt: skip

    def filled_right(self, cells: Iterable[Cell], order: Sequence[int]) -> Splice | None:
        """Return what repeats the first selected cell of each row to the right of itself.

        Only columns of the same kind of input take each other's texts.
        """
        chosen = sorted(set(cells), key=lambda cell: (cell[0], order.index(cell[1])))
        first: dict[int, int] = {}
        found: dict[Cell, str] = {}
        for row, column in chosen:
            source = first.setdefault(row, column)
            if column != source and self._is_alike(source, column):
                found[row, column] = self.sheet.text(row, source)
        if len({column for _row, column in chosen}) == 1 and chosen:
            place = order.index(chosen[0][1])
            if place and self._is_alike(order[place - 1], order[place]):
                found = {cell: self.sheet.text(cell[0], order[place - 1]) for cell in chosen}
        return self.sheet.set_cells(found)

    def _kept(self, column: int, text: str, today: date) -> str:
        return kept_text(self.spec.columns[column], text, today, self.known)

    def _above(self, row: int, column: int) -> str:
        return self.sheet.carried[column] if row < 0 else self.sheet.text(row, column)

    def _is_alike(self, one: int, other: int) -> bool:
        columns = self.spec.columns
        return columns[one].kind is columns[other].kind

    # Where the keyboard goes

    def first_open(self, row: int, order: Sequence[int]) -> int:
        """Return the column in which a row begins: the first that takes nothing over from above."""
        if row >= len(self.sheet.lines):
            for column in order:
                if not self.sheet.ghost(column):
                    return column
        return order[0]

    def owner_at(self, row: int) -> str:
        """Return the code of a row's rep, of the blank line the one it takes over."""
        return self._value_at(row, InputKind.REP)

    def customer_at(self, row: int) -> str:
        """Return the code of a row's customer."""
        return self._value_at(row, InputKind.CUSTOMER)

    def _value_at(self, row: int, kind: InputKind) -> str:
        for place, column in enumerate(self.spec.columns):
            if column.kind is kind:
                is_line = row < len(self.sheet.lines)
                return self.sheet.text(row, place) if is_line else self.sheet.ghost(place)
        return ""

    # What the checks say

    def applied(self, splice: Splice) -> None:
        """Forget what the checks said of cells that a change gave other texts."""
        before = {line.id: line for line in splice.cut}
        after = {line.id: line for line in splice.put}
        for gone in before.keys() - after.keys():
            self._problems.pop(gone, None)
            self._unchecked.discard(gone)
        for line in splice.put:
            old = before.get(line.id)
            if old == line:
                continue
            self._unchecked.add(line.id)
            told = self._problems.get(line.id)
            if told and old is not None:
                self._problems[line.id] = {
                    key: one for key, one in told.items() if self._is_same(key, old, line)
                }

    def _is_same(self, key: str, old: Line, new: Line) -> bool:
        """Whether a problem's cell holds the same as before."""
        if key not in self.spec.keys:
            return False
        place = self.spec.index_of(key)
        return old.texts[place] == new.texts[place]

    def check_again(self) -> None:
        """Let every line be checked anew: what they are checked against has changed."""
        self._unchecked = {line.id for line in self.sheet.lines}

    def to_check(self, current_row: int) -> tuple[Line, ...]:
        """Return the lines that wait for a check.

        The line with the keyboard waits until all that it needs is typed, or it is left: nobody
        is told that something is missing while he is typing it.
        """
        if not self._unchecked:
            return ()
        lines = self.sheet.begun
        if len(lines) > _CHECKED_WHOLE:
            lines = tuple(line for line in lines if line.id in self._unchecked)
        current = self.sheet.lines[current_row] if current_row < len(self.sheet.lines) else None
        return tuple(line for line in lines if line is not current or self._is_whole(line))

    def _is_whole(self, line: Line) -> bool:
        pairs = zip(self.spec.columns, line.texts, strict=True)
        return all(text for column, text in pairs if column.is_required)

    def take_problems(self, lines: Sequence[Line], found: Sequence[EntryProblem]) -> None:
        """Keep what the checks said of lines, where these still hold the same texts."""
        told: dict[int, dict[str, CellProblem]] = {line.id: {} for line in lines}
        for one in found:
            if one.row < 0:
                # Of the facts above the sheet, which are said when it is saved.
                continue
            at = told[lines[one.row].id]
            before = at.get(one.column)
            if before is None or (before.is_warning and not one.issue.is_warning):
                at[one.column] = CellProblem(issue_problem(one.issue), one.issue.is_warning)
        now = {line.id: line for line in self.sheet.lines}
        for line in lines:
            if now.get(line.id) == line:
                self._unchecked.discard(line.id)
                self._problems[line.id] = told[line.id]

    def problem(self, row: int, column: int) -> CellProblem | None:
        """Return what is wrong with a cell; what concerns a whole line stands at its first cell."""
        told = self.problems_of(row)
        if not told:
            return None
        found = told.get(self.spec.columns[column].key)
        if found is None and column == 0:
            found = next((told[key] for key in told if key not in self.spec.keys), None)
        return found

    def problems_of(self, row: int) -> Mapping[str, CellProblem]:
        """Return what is wrong with a line, by column."""
        if row >= len(self.sheet.lines):
            return {}
        return self._problems.get(self.sheet.lines[row].id, {})

    @property
    def bad_cells(self) -> tuple[Cell, ...]:
        """The cells that keep their lines from being saved, from the top."""
        width = range(self.sheet.width)
        return tuple(
            (row, column)
            for row, line in enumerate(self.sheet.lines) if self._problems.get(line.id)
            for column in width if self._is_bad(row, column)
        )  # fmt: skip

    def _is_bad(self, row: int, column: int) -> bool:
        found = self.problem(row, column)
        return found is not None and not found.is_warning

    @property
    def bad_rows(self) -> int:
        """How many lines have such a cell."""
        return len({row for row, _column in self.bad_cells})

    def next_bad(self, cell: Cell) -> Cell | None:
        """Return the next cell with a problem after a cell, from the last on to the first."""
        cells = self.bad_cells
        return next((one for one in cells if one > cell), cells[0] if cells else None)
