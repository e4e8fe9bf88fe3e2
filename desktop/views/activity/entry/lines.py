"""The lines of a sheet that is typed into, and the one kind of change that they know; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.services.entries.data import EntrySpec, Rows

Texts = tuple[str, ...]
#: A cell: its row in the sheet and its column in the spec.
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line with a number of its own, which it keeps while its texts change."""

    id: int
    texts: Texts


@dataclass(frozen=True, slots=True)
class Splice:
    """A change: from the row `at` on, the lines `cut` make way for `put`."""

    at: int
    cut: tuple[Line, ...]
    put: tuple[Line, ...]

    @property
    def inverse(self) -> Splice:
        """The change that takes this one back."""
        return Splice(self.at, self.put, self.cut)

    @property
    def trimmed(self) -> Splice:
        """The same change without the lines at both ends that stay as they are."""
        cut, put, at = self.cut, self.put, self.at
        while cut and put and cut[0] == put[0]:
            cut, put, at = cut[1:], put[1:], at + 1
        while cut and put and cut[-1] == put[-1]:
            cut, put = cut[:-1], put[:-1]
        return Splice(at, cut, put)


class EntrySheet:
    """The lines of a kind that are not saved; one more, blank, always follows them.

    Methods that are named by a wish return the change that would fulfil it, or None where there
    is nothing to change; only `apply` changes anything.
    """

    def __init__(self, spec: EntrySpec) -> None:
        self.spec = spec
        self.lines: list[Line] = []
        #: What sticky columns begin with where no line stands above: the line saved last.
        self.carried: Texts = ("",) * len(spec.columns)
        self._next_id = 1
        self._sticky = tuple(column.is_sticky for column in spec.columns)

    # Reading

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self._sticky)

    @property
    def begun(self) -> tuple[Line, ...]:
        """The lines that hold more than what they took over from the line above."""
        return tuple(line for line in self.lines if self.is_begun(line))

    def is_begun(self, line: Line) -> bool:
        """Whether a line holds more than what its sticky columns took over."""
        return any(
            text for text, is_sticky in zip(line.texts, self._sticky, strict=True) if not is_sticky
        )

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell; the blank line is empty."""
        return self.lines[row].texts[column] if row < len(self.lines) else ""

    def begins_with(self, row: int) -> Texts:
        """Return what a new line at a row takes over from the line above in its sticky columns."""
        above = self.lines[row - 1].texts if 0 < row <= len(self.lines) else self.carried
        return tuple(
            text if is_sticky else "" for text, is_sticky in zip(above, self._sticky, strict=True)
        )

    def ghost(self, column: int) -> str:
        """Return what the blank line will begin with in a column."""
        return self.begins_with(len(self.lines))[column]

    # Wishes

    def set_cells(self, cells: Mapping[Cell, str]) -> Splice | None:
        """Put texts into cells; rows below the last line are added, sticky columns filled."""
        if not cells:
            return None
        first = min(min(row for row, _column in cells), len(self.lines))
        last = max(row for row, _column in cells)
        by_row: dict[int, dict[int, str]] = {}
        for (row, column), text in cells.items():
            by_row.setdefault(row, {})[column] = text
        put: list[Line] = []
        above = self.begins_with(len(self.lines))
        for row in range(first, last + 1):
            new = by_row.get(row, {})
            if row < len(self.lines):
                put.append(_with(self.lines[row], new))
            else:
                line = _with(self._new(above), new)
                put.append(line)
                above = tuple(
                    text if is_sticky else ""
                    for text, is_sticky in zip(line.texts, self._sticky, strict=True)
                )
        cut = tuple(self.lines[first : last + 1])
        if len(cut) < len(put) and not any(
            text for row, one in by_row.items() if row >= len(self.lines) for text in one.values()
        ):
            # Nothing typed makes no line.
            put = put[: len(cut)]
        return _change(first, cut, tuple(put))

    def insert(self, row: int) -> Splice:
        """Add a line above a row, its sticky columns as in the line above it."""
        row = min(row, len(self.lines))
        return Splice(row, (), (self._new(self.begins_with(row)),))

    def duplicate(self, rows: Iterable[int]) -> Splice | None:
        """Repeat lines below the last of them."""
        chosen = [row for row in sorted(set(rows)) if row < len(self.lines)]
        if not chosen:
            return None
        put = tuple(self._new(self.lines[row].texts) for row in chosen)
        return Splice(chosen[-1] + 1, (), put)

    def remove(self, rows: Iterable[int]) -> Splice | None:
        """Take lines out."""
        chosen = {row for row in rows if row < len(self.lines)}
        if not chosen:
            return None
        first, last = min(chosen), max(chosen)
        put = tuple(self.lines[row] for row in range(first, last + 1) if row not in chosen)
        return Splice(first, tuple(self.lines[first : last + 1]), put)

    def remove_lines(self, ids: frozenset[int]) -> Splice | None:
        """Take out the lines of these numbers."""
        return self.remove(row for row, line in enumerate(self.lines) if line.id in ids)

    def add(self, rows: Sequence[Texts]) -> Splice | None:
        """Add lines at the end."""
        put = tuple(self._new(texts) for texts in rows if any(texts))
        return Splice(len(self.lines), (), put) if put else None

    # Changing

    def apply(self, splice: Splice) -> None:
        """Carry a change out."""
        self.lines[splice.at : splice.at + len(splice.cut)] = splice.put

    def _new(self, texts: Texts) -> Line:
        self._next_id += 1
        return Line(self._next_id, texts)


def rows_of(lines: Sequence[Line]) -> Rows:
    """Return the texts of lines as the services take them."""
    return tuple(line.texts for line in lines)


def _with(line: Line, new: Mapping[int, str]) -> Line:
    if all(line.texts[column] == text for column, text in new.items()):
        return line
    return Line(line.id, tuple(new.get(at, text) for at, text in enumerate(line.texts)))


def _change(at: int, cut: tuple[Line, ...], put: tuple[Line, ...]) -> Splice | None:
    return None if cut == put else Splice(at, cut, put)
