"""Where the page of measures stands, and what is typed and not saved; free of Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.errors import Issue
from desktop.services.plans.measure_texts import plain_number, read_number
from desktop.services.plans.measures_data import (
    CellKey,
    CellTexts,
    Measure,
    MeasureCell,
    MeasureEntry,
    MeasureRow,
    MeasuresBook,
    MeasureTable,
    Side,
)

#: What stands before a month's place in the key of its column; and the column of sources.
MONTH, SOURCE = "month", "source"


@dataclass(frozen=True, slots=True)
class MeasuresState:
    """Which version, measure and numbers are shown; None is not chosen yet."""

    version_id: int | None = None
    measure_id: int | None = None
    side: Side = Side.TARGET


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure in the list, with how all stand together, and whether something is unsaved."""

    measure: Measure
    total: MeasureRow
    is_unsaved: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the grid; `unsaved` are the columns of cells that are typed and not saved."""

    row: MeasureRow
    unsaved: frozenset[str]


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """What the form of a measure begins with: one that is there, or nothing."""

    measure: Measure | None = None


class TypedCells:
    """What was typed and not saved, by cell; every text in it was read already."""

    def __init__(self) -> None:
        self._cells: dict[CellKey, CellTexts] = {}

    def __len__(self) -> int:
        return sum(
            text is not None
            for one in self._cells.values()
            for text in (one.target, one.actual, one.source)
        )

    @property
    def cells(self) -> tuple[CellTexts, ...]:
        """What a command sends."""
        return tuple(self._cells.values())

    def of_measure(self, measure_id: int) -> bool:
        """Whether something of a measure is unsaved."""
        return any(key[0] == measure_id for key in self._cells)

    def put(self, kept: MeasureCell, key: CellKey, column: str, text: str) -> None:
        """Note a text of a cell's `target`, `actual` or `source`."""
        cell = self._cells.get(key, CellTexts(key, expected_version=kept.version))
        before = kept.source if column == SOURCE else plain_number(kept.value(Side(column)))
        # What is typed as it is kept already is no change.
        wanted = None if text.strip() == before else text
        cell = CellTexts(
            key,
            wanted if column == Side.TARGET else cell.target,
            wanted if column == Side.ACTUAL else cell.actual,
            wanted if column == SOURCE else cell.source,
            cell.expected_version,
        )
        if cell.target is cell.actual is cell.source is None:
            self._cells.pop(key, None)
        else:
            self._cells[key] = cell

    def clear(self) -> None:
        """Forget everything: it was saved, or is not wanted."""
        self._cells.clear()

    def rebase(self, book: MeasuresBook) -> None:
        """Stand on a book that was read again; what it has no place for is forgotten."""
        measures = {one.id for one in book.measures}
        self._cells = {
            key: replace(cell, expected_version=book.cells.get(key, MeasureCell()).version)
            for key, cell in self._cells.items()
            if key[0] in measures
        }

    def texts(self, key: CellKey) -> CellTexts | None:
        """Return what is typed for a cell."""
        return self._cells.get(key)

    def over(self, book: MeasuresBook, measure: Measure) -> MeasureTable:
        """Return a measure's rows with what is typed in place of what is kept."""
        found = {
            key: shown_cell(book.cells.get(key, MeasureCell()), cell, measure.entry)
            for key, cell in self._cells.items()
            if key[0] == measure.id
        }
        return book.table(measure, found)


def shown_cell(kept: MeasureCell, texts: CellTexts, entry: MeasureEntry) -> MeasureCell:
    """Return a cell as it will be when it is saved."""
    return MeasureCell(
        _number(texts.target, kept.target, entry),
        _number(texts.actual, kept.actual, entry),
        kept.source if texts.source is None else texts.source.strip(),
        kept.version,
    )


def _number(text: str | None, kept: Decimal | None, entry: MeasureEntry) -> Decimal | None:
    if text is None:
        return kept
    found = read_number(text, entry)
    # A measure may have lost decimals meanwhile; then saving says so at the cell.
    return kept if isinstance(found, Issue) else found


def grid_rows(
    book: MeasuresBook, table: MeasureTable, typed: TypedCells, side: Side
) -> tuple[GridRow, ...]:
    """Return the rows of the grid."""
    return tuple(
        GridRow(row, frozenset(_unsaved(book, table.measure.id, row, typed, side)))
        for row in table.rows
    )


def _unsaved(
    book: MeasuresBook, measure_id: int, row: MeasureRow, typed: TypedCells, side: Side
) -> Iterable[str]:
    for place, month in enumerate(book.months):
        texts = typed.texts((measure_id, row.person.rep_id, month.ordinal))
        if texts is None:
            continue
        if (texts.target if side is Side.TARGET else texts.actual) is not None:
            yield f"{MONTH}{place}"
        if texts.source is not None:
            yield SOURCE


def place_of(column: str) -> int | None:
    """Return the place of the month that a column is of, or None of another column."""
    rest = column.removeprefix(MONTH)
    return int(rest) if rest != column and rest.isdecimal() else None


def parsed_column(column: str) -> tuple[CellKey, str] | None:
    """Return the cell that an issue names (see `column_of` of the service), and its side."""
    parts = column.split("/")
    if len(parts) != 4 or not all(part.isdecimal() for part in parts[:3]):
        return None
    return (int(parts[0]), int(parts[1]) or None, int(parts[2])), parts[3]
