"""What import files are made of and become: column specs, raw tables, checked typed rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from desktop.enums import ImportKind
from desktop.errors import Issue
from desktop.periods import Period


class FieldType(StrEnum):
    """How a column's cells are read and what they become (see `CheckedTable`)."""

    CODE = "code"
    REFERENCE = "reference"
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    INSTANT = "instant"
    MONEY = "money"
    TARGET = "target"
    QUANTITY = "quantity"
    PRICE = "price"
    INTEGER = "integer"
    CHOICE = "choice"
    FLAG = "flag"
    PERIOD = "period"
    CREDIT = "credit"


class Sign(StrEnum):
    """Which numbers a column takes."""

    ANY = "any"
    NOT_NEGATIVE = "not_negative"
    POSITIVE = "positive"


class Grain(StrEnum):
    """How coarse a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """A period as a file names it (`text` in canonical form: `2026`, `2026-Q3`, `2026-07`)."""

    text: str
    period: Period
    grain: Grain


@dataclass(frozen=True, slots=True)
class BadCell:
    """A spreadsheet cell whose value is not there: an Excel error or a formula never computed.

    `code` is the issue's code; `text` what the cell shows (`#DIV/0!`) or nothing.
    """

    code: str
    text: str
    cell: str


#: What a reader finds in a cell; an empty text is an empty cell.
Cell = str | int | float | date | datetime | time | timedelta | BadCell

#: What a checked cell is; None where it is empty or its column is not in the file.
Typed = (
    str | int | bool | date | datetime | time | PeriodValue | tuple[tuple[str, Decimal], ...] | None
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A word of a closed list, with the other words that mean it."""

    value: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column of a kind of import file.

    `aliases` are other headers, the first the Chinese one of the template; `longest` limits
    texts (characters), `largest` whole numbers; `help` explains the column (English message
    id); `example` stands in the template's example row.
    """

    name: str
    type: FieldType
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    sign: Sign = Sign.ANY
    longest: int = 64
    largest: int = 1_000_000_000
    multiline: bool = False
    help: str = ""
    example: str = ""

    @property
    def template_header(self) -> str:
        """The header in both languages, as the template has it: `code (区域编码)`."""
        return f"{self.name} ({self.aliases[0]})" if self.aliases else self.name

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header that names the column."""
        return (self.name, *self.aliases, self.template_header)


@dataclass(frozen=True, slots=True)
class KindSpec:
    """A kind of import file: its columns and what its rows must keep among themselves.

    `document` names the column whose equal values make one document, whose rows agree in
    `agree`; `unique` are the columns that together occur once in a file; where
    `refuse_equal_rows`, a row equal to another in all columns is refused (only rows with an
    empty `document` number where there is one).
    """

    kind: ImportKind
    title: str
    columns: tuple[ColumnSpec, ...]
    document: str = ""
    agree: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    refuse_equal_rows: bool = False

    def column(self, name: str) -> ColumnSpec | None:
        """Return the column of this name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it stands in a file, before anything is known of its meaning.

    `rows` are as wide as `headers`, blank rows left out; `row_numbers` and `header_row` count
    from one as a spreadsheet shows them. `issues` are what the container had to say: warnings
    (hidden rows, a guessed encoding), and errors of single rows or of the header. `separator`
    and `encoding` are empty for spreadsheets, `sheet` for text files. `has_header` is False
    where the file has none and `headers` are `1`, `2`, ….
    """

    file_name: str
    sheet: str
    encoding: str
    separator: str
    content_hash: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_numbers: tuple[int, ...]
    header_row: int = 1
    has_header: bool = True
    encoding_guessed: bool = False
    sheets: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A file's rows, typed, and everything that is wrong with it.

    Cells of `rows` are aligned with `columns` (all columns of the kind, in the order of its
    spec): CODE, REFERENCE, TEXT → str; DATE → date; TIME → time; INSTANT → an aware datetime in
    UTC where a time of day was given, else a plain date; MONEY → minor units; TARGET → minor
    units for money metrics, millionths for quantity, else whole units; QUANTITY and PRICE →
    millionths; INTEGER → int; FLAG → bool; CHOICE → the canonical word; PERIOD →
    `PeriodValue`; CREDIT → (rep code, percent) pairs, together 100. Empty cells are None.

    A row with an error is in `refused` (its number and its first error) and not in `rows`; an
    error of the whole table leaves `rows` empty and `table_error` True. `issues` holds the
    first thousand in order, and one `more_issues` for the rest. `raw` is the file as read.
    """

    kind: ImportKind
    file_name: str
    sheet: str
    encoding: str
    separator: str
    content_hash: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Typed, ...], ...]
    row_numbers: tuple[int, ...]
    issues: tuple[Issue, ...]
    refused: tuple[tuple[int, Issue], ...]
    table_error: bool
    headers: tuple[str, ...]
    unknown_headers: tuple[str, ...]
    present: frozenset[str]
    column_headers: tuple[tuple[str, str], ...]
    rounded_amounts: int
    raw: RawTable

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The issues that refuse rows or the file."""
        return tuple(issue for issue in self.issues if not issue.is_warning)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """The issues that only ask for a look."""
        return tuple(issue for issue in self.issues if issue.is_warning)

    def header_of(self, column: str) -> str:
        """Return the file's own header of a column, or the column's name where it has none."""
        return dict(self.column_headers).get(column, column)
