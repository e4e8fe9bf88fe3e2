"""Rows and commands of keying: columns of the grid, problems at cells, what was saved.

Rows of a sheet are texts as typed, aligned with the columns of their kind's `EntrySpec`; row
indexes count from zero in the rows that were given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from desktop.changes import ChangeSet
from desktop.enums import CheckReason, ImportKind, ReportedVia
from desktop.errors import Issue
from desktop.services.access import Action

#: The rows of a sheet: texts as typed, aligned with the columns of the kind.
Rows = tuple[tuple[str, ...], ...]


class EntryKind(StrEnum):
    """What a sheet of the entry grid holds."""

    VISITS = "visits"
    ORDERS = "orders"
    COLLECTIONS = "collections"
    EXPENSES = "expenses"
    MARKET_NOTES = "market_notes"


class InputKind(StrEnum):
    """How a cell is typed and completed."""

    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    CHOICE = "choice"
    CUSTOMER = "customer"
    REP = "rep"
    PRODUCT = "product"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class EntryChoice:
    """A word of a closed list: what is kept, and what people read (an English message id)."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """A column of the grid, in the order of the paper slip.

    `key` is the column's name in FORMATS.md (or the grid's own, see `EntrySpec.own_columns`);
    `title` and `help` are English message ids; `is_sticky` columns begin with what stands in
    the line above; `width` is in digits. `free_choice` lets a cell of a CHOICE take other words.
    """

    key: str
    title: str
    kind: InputKind
    is_required: bool = False
    is_sticky: bool = False
    choices: tuple[EntryChoice, ...] = ()
    width: int = 12
    help: str = ""
    free_choice: bool = False


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """A kind of sheet: its columns, the import kind whose rules it keeps, the right it needs.

    `own_columns` are those that no import file has (the next visit's purpose).
    """

    kind: EntryKind
    title: str
    columns: tuple[EntryColumn, ...]
    right: Action
    import_kind: ImportKind
    own_columns: frozenset[str] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns, in order."""
        return tuple(column.key for column in self.columns)

    def index_of(self, key: str) -> int:
        """Return the place of a column.

        Raises:
            ValueError: the kind has no such column.
        """
        return self.keys.index(key)

    def column(self, key: str) -> EntryColumn | None:
        """Return the column of this key, or None."""
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """Something wrong or odd with a cell; `row` is the row's index in the rows given.

    `column` is the column's key, empty where the whole row is meant; a warning
    (`issue.is_warning`) refuses nothing.
    """

    row: int
    column: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class EntryBatchFacts:
    """What holds for all rows of a sheet: on what it came, when the office got it, from whom.

    `reported_by` is a rep's code; empty means the rep of each row. Who keys it and when is
    taken by the service: three facts, kept apart.
    """

    via: ReportedVia = ReportedVia.SLIP
    received_at: datetime | None = None
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class SaveEntries:
    """Save the rows of a sheet: all of them or, with `good_only`, those nothing is wrong with."""

    kind: EntryKind
    rows: Rows
    facts: EntryBatchFacts = field(default_factory=EntryBatchFacts)
    good_only: bool = False
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class CheckAsked:
    """A second look that the rule asked for: the row, its document, and why."""

    row: int
    document_id: int
    reason: CheckReason


@dataclass(frozen=True, slots=True)
class EntryOutcome:
    """What became of a sheet.

    `saved` are the indexes of the rows that went in, ascending; `ids` the documents made (rows
    of one order or receipt make one), ascending; `problems` are the warnings of saved rows and
    what is wrong with those left out.
    """

    saved: tuple[int, ...]
    ids: tuple[int, ...]
    problems: tuple[EntryProblem, ...]
    checks_asked: tuple[CheckAsked, ...]
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Undo a save: the documents that it made become void, what hung on them alone goes."""

    kind: EntryKind
    ids: tuple[int, ...]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class EntryLookup:
    """A code that can be completed: by the code, a part of the name, or pinyin.

    `initials` and `pinyin` are lower-case letters without spaces; `detail` says more beside the
    name: a customer's class, a product's unit; `owner` is the code of a customer's rep today.
    """

    id: int
    code: str
    name: str
    initials: str
    pinyin: str
    detail: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class EntryLookups:
    """What codes can be completed to: customers and reps of the branch, and its products.

    In the order of codes; reps who have left stand last.
    """

    customers: tuple[EntryLookup, ...]
    reps: tuple[EntryLookup, ...]
    products: tuple[EntryLookup, ...]


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """A document that was keyed: its day, whose it is, and when it was keyed."""

    id: int
    kind: EntryKind
    number: str
    day: date
    rep: str
    customer: str
    text: str
    keyed_at: datetime
