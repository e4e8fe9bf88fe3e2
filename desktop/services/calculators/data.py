"""What a calculator is: the columns and options that it takes, and the table that it answers.

A calculator is data with one pure function (`Calculator.compute`), so that the command line and
the panels of the window describe, fill and run every one of them in the same way. Its names,
columns and options are a public contract (FORMATS.md, section 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import cast

from desktop.errors import InputError, Issue
from desktop.services.figures.data import ReportColumn, Value

#: What a cell or an option is read as; None where an optional one is empty or was not given.
CalcValue = str | int | Decimal | bool | None


class CellKind(StrEnum):
    """How the cells of an input column are read: to str, Decimal, int and bool."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    YES_NO = "yes_no"


class OptionKind(StrEnum):
    """How an option is read: to str, Decimal, int, str (one of the choices), bool, rows."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    CHOICE = "choice"
    FLAG = "flag"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which numbers a value lies; None is no limit.

    With `is_above` the value is more than `least`, not equal to it.
    """

    least: Decimal | int | None = None
    most: Decimal | int | None = None
    is_above: bool = False


NO_LIMITS = Limits()
NOT_NEGATIVE = Limits(least=0)
POSITIVE = Limits(least=0, is_above=True)
#: A share or a rate, as a fraction of one.
SHARE = Limits(least=0, most=1)


@dataclass(frozen=True, slots=True)
class CalcColumn:
    """A column of an input file.

    A required one must be there and filled in every row, unless `may_be_empty`; in one that is
    not required empty cells are None. Rows that agree in all columns with `is_key` are refused.
    """

    name: str
    kind: CellKind = CellKind.NUMBER
    is_required: bool = True
    is_key: bool = False
    may_be_empty: bool = False
    limits: Limits = NO_LIMITS
    help: str = ""


@dataclass(frozen=True, slots=True)
class CalcOption:
    """An option: `name` as it is written, without the dashes ("order-value").

    `help` is marked with N_. A FILE option names a second input file with these `columns`; its
    rows are in `CalcInput.files`.
    """

    name: str
    kind: OptionKind = OptionKind.NUMBER
    help: str = ""
    is_required: bool = False
    default: CalcValue = None
    choices: tuple[str, ...] = ()
    limits: Limits = NO_LIMITS
    columns: tuple[CalcColumn, ...] = ()
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class CalcRow:
    """A row of an input file: its values by column, and where it stands.

    `line` counts as a person sees it (the header is row 1). A column that the file does not have
    reads as None. `texts` are the cells as they stand in the file, for messages.
    """

    line: int
    values: Mapping[str, CalcValue]
    file: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the text of a column; empty where there is none."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> Decimal:
        """Return the number of a required NUMBER or WHOLE column."""
        return Decimal(cast("Decimal | int", self.values[name]))

    def optional(self, name: str) -> Decimal | None:
        """Return the number of a column, or None where the cell is empty or lacking."""
        value = self.values.get(name)
        return None if value is None else Decimal(cast("Decimal | int", value))

    def whole(self, name: str) -> int:
        """Return the number of a required WHOLE column."""
        return cast("int", self.values[name])

    def flag(self, name: str) -> bool:
        """Return whether a YES_NO column says yes; empty and lacking are no."""
        return bool(self.values.get(name))

    def issue(self, code: str, column: str = "", **facts: object) -> Issue:
        """Return an issue at this row, and at one of its columns where that is named."""
        value = self.texts.get(column, self.text(column)) if column else ""
        return Issue(code, facts, file=self.file, row=self.line, column=column, value=value)


@dataclass(frozen=True, slots=True)
class CalcInput:
    """What a calculator works on: checked rows, options and the rows of FILE options.

    `options` holds every option of the calculator under its name, with its default where it was
    not given. `decimals` are those of the currency.
    """

    rows: tuple[CalcRow, ...] = ()
    options: Mapping[str, CalcValue] = field(default_factory=dict)
    files: Mapping[str, tuple[CalcRow, ...]] = field(default_factory=dict)
    decimals: int = 2

    def has(self, option: str) -> bool:
        """Return whether an option was given, or has a default; a flag whether it is set."""
        value = self.options.get(option)
        return value is not None and value is not False

    def has_column(self, name: str) -> bool:
        """Return whether the input file has this column."""
        return bool(self.rows) and name in self.rows[0].values

    def text(self, option: str) -> str:
        """Return the text of a TEXT or CHOICE option; empty where it was not given."""
        value = self.options.get(option)
        return "" if value is None else str(value)

    def number(self, option: str) -> Decimal:
        """Return the number of an option that was given or has a default."""
        return Decimal(cast("Decimal | int", self.options[option]))

    def whole(self, option: str) -> int:
        """Return the number of a WHOLE option that was given or has a default."""
        return cast("int", self.options[option])

    def issue(self, code: str, option: str = "", **facts: object) -> Issue:
        """Return an issue of an option (its column is "--option"), or of the input as a whole."""
        column = f"--{option}" if option else ""
        return Issue(code, facts, column=column, value=self.text(option) if option else "")


@dataclass(frozen=True, slots=True)
class CalcTable:
    """What a calculator answers.

    Columns are typed, so that amounts, ratios and counts are written as in every report
    (FORMATS.md, section 1); one that can be undefined is made by `figures.data.undefinable`.
    `remarks` are whole sentences on what the reader must know beside the figures; the command
    says them on standard error. `definitions` are pairs of a term and its words, for JSON and
    XLSX.
    """

    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    remarks: tuple[str, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator: its name, what it takes, and the function that does it.

    `title` says in a few words what it answers, marked with N_. One without an input file has no
    columns. `columns_of` gives the columns where they depend on the options (it is called with
    options only); `columns` are then those that it has in any case, or without options.
    `compute` raises InputError (see `refused`) for input that makes no sense, and nothing else.
    """

    name: str
    title: str
    columns: tuple[CalcColumn, ...]
    options: tuple[CalcOption, ...]
    compute: Callable[[CalcInput], CalcTable]
    columns_of: Callable[[CalcInput], tuple[CalcColumn, ...]] | None = None

    @property
    def needs_file(self) -> bool:
        """Whether it reads an input file."""
        return bool(self.columns)


def refused(*issues: Issue) -> InputError:
    """Return the error that refuses the input for these issues, to be raised."""
    return InputError(*issues)
