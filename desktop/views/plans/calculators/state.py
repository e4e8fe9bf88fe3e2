"""What is typed into a calculator's panel, how it changes, and what it is asked for; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from desktop.errors import InputError
from desktop.services.calculators.data import (
    CalcColumn,
    CalcInput,
    CalcOption,
    Calculator,
    OptionKind,
)
from desktop.services.calculators.examples import MAIN, Example
from desktop.services.calculators.reading import read_options
from desktop.services.calculators.typed import MOST_ROWS, TypedRow

#: A cell that is typed into: which table, its row from 0, its column.
At = tuple[str, int, str]
#: So many steps back are kept of each panel.
_MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything that stands in a panel.

    `options` are the words of each field (a flag: True), `tables` the rows of each grid by its
    key: `MAIN`, or the name of the FILE option. `is_example` until something is changed.
    """

    options: Mapping[str, str | bool] = field(default_factory=dict)
    tables: Mapping[str, tuple[TypedRow, ...]] = field(default_factory=dict)
    is_example: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into a grid."""
        return not any(any(row.values()) for rows in self.tables.values() for row in rows)

    def rows(self, key: str) -> tuple[TypedRow, ...]:
        """Return the rows of a grid."""
        return self.tables.get(key, ())

    def with_option(self, name: str, value: str | bool) -> Typed:
        """Return it with another value in a field."""
        return replace(self, options={**self.options, name: value}, is_example=False)

    def with_cells(self, key: str, cells: Iterable[tuple[int, str, str]]) -> Typed:
        """Return it with other texts in cells (row from 0, column, text) of a grid."""
        rows = [dict(row) for row in self.rows(key)]
        for place, column, text in cells:
            if place >= MOST_ROWS:
                continue
            while len(rows) <= place:
                rows.append({})
            rows[place][column] = text
        return self.with_rows(key, tuple(rows))

    def with_rows(self, key: str, rows: tuple[TypedRow, ...]) -> Typed:
        """Return it with other rows in a grid; blank ones at the end fall away."""
        kept = list(rows[:MOST_ROWS])
        while kept and not any(text.strip() for text in kept[-1].values()):
            kept.pop()
        return replace(self, tables={**self.tables, key: tuple(kept)}, is_example=False)


def typed_example(example: Example) -> Typed:
    """Return an example as it is typed."""
    tables = {}
    for key, (header, *rows) in example.tables.items():
        tables[key] = tuple(dict(zip(header, row, strict=True)) for row in rows)
    return Typed(dict(example.options), tables, is_example=True)


def blank(calculator: Calculator) -> Typed:
    """Return an empty panel; choices stand on their default, or on the first."""
    options: dict[str, str | bool] = {}
    for option in calculator.options:
        if option.kind is OptionKind.CHOICE:
            options[option.name] = str(option.default or option.choices[0])
    return Typed(options)


@dataclass(frozen=True, slots=True)
class History:
    """A panel with the steps back and forward from it."""

    now: Typed
    before: tuple[Typed, ...] = ()
    after: tuple[Typed, ...] = ()

    def then(self, typed: Typed) -> History:
        """Return the history after a change; what was undone is forgotten."""
        if typed == self.now:
            return self
        return History(typed, (*self.before, self.now)[-_MOST_STEPS:])

    def back(self) -> History:
        """Return the history one step back."""
        if not self.before:
            return self
        return History(self.before[-1], self.before[:-1], (self.now, *self.after))

    def forward(self) -> History:
        """Return the history one step forward again."""
        if not self.after:
            return self
        return History(self.after[0], (*self.before, self.now), self.after[1:])


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of the panel: its key and the columns that it has with the options of the moment."""

    key: str
    columns: tuple[CalcColumn, ...]


def grids_of(
    calculator: Calculator, typed: Typed, before: tuple[Grid, ...] = ()
) -> tuple[Grid, ...]:
    """Return a panel's grids, the main one first.

    Where the columns hang on options that cannot be read at the moment, `before` stays, so that
    a grid does not fall apart while its weights are being typed.
    """
    found: list[Grid] = []
    if calculator.needs_file:
        columns = _columns(calculator, typed)
        kept = next((grid for grid in before if grid.key == MAIN), None)
        if columns is None:
            columns = calculator.columns if kept is None else kept.columns
        found.append(Grid(MAIN, columns))
    found += [Grid(option.name, option.columns) for option in file_options(calculator)]
    return tuple(found)


def _columns(calculator: Calculator, typed: Typed) -> tuple[CalcColumn, ...] | None:
    if calculator.columns_of is None:
        return calculator.columns
    # Of the options only those that columns can hang on matter here.
    names = {option.name for option in calculator.options if option.kind in _OF_COLUMNS}
    only = replace(
        calculator,
        options=tuple(
            replace(option, is_required=False)
            for option in calculator.options
            if option.name in names
        ),
    )
    try:
        given = {name: typed.options.get(name) for name in names}
        return calculator.columns_of(CalcInput(options=read_options(only, given)))
    except InputError:
        return None


_OF_COLUMNS = (OptionKind.TEXT, OptionKind.CHOICE)


def file_options(calculator: Calculator) -> tuple[CalcOption, ...]:
    """Return the options that are grids of their own."""
    return tuple(option for option in calculator.options if option.kind is OptionKind.FILE)


def field_options(calculator: Calculator) -> tuple[CalcOption, ...]:
    """Return the options that are fields."""
    return tuple(option for option in calculator.options if option.kind is not OptionKind.FILE)
