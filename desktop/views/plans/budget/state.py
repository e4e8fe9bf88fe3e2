"""What the page of the budget shows, and what is typed into its forms; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.enums import BudgetDriverKind, ExpenseCategory
from desktop.errors import InputError, Issue
from desktop.periods import Month
from desktop.services import formats
from desktop.services.plans.budget_data import (
    BudgetBook,
    BudgetRow,
    BudgetSum,
    CommitmentEntry,
    DivideBy,
    DriverEntry,
    DriverRow,
)

_PERCENT = Decimal(100)


class RowsBy(StrEnum):
    """What the rows of the budget are."""

    CATEGORY = "category"
    REP = "rep"


class Show(StrEnum):
    """Which figure the months show."""

    REMAINING = "remaining"
    BUDGET = "budget"
    COMMITTED = "committed"
    ACTUAL = "actual"

    def of(self, one: BudgetSum) -> Decimal:
        """Return the figure."""
        value: Decimal = getattr(one, self.value)
        return value


@dataclass(frozen=True, slots=True)
class BudgetState:
    """All that decides what the page shows; `key` is the current row, "" the total."""

    version_id: int | None = None
    rows: RowsBy = RowsBy.CATEGORY
    show: Show = Show.REMAINING
    key: str | None = None


@dataclass(frozen=True, slots=True)
class DriverForm:
    """A form of a driver: the one that is changed, or None for a new one."""

    row: DriverRow | None
    book: BudgetBook


@dataclass(frozen=True, slots=True)
class DriverTexts:
    """What stands in the fields of a driver; a share and the ceiling are percent."""

    category: ExpenseCategory
    kind: BudgetDriverKind
    rate: str
    ceiling: str = ""
    rep_id: int | None = None
    territory_id: int | None = None
    product_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AmountForm:
    """A form of a typed amount: the category and the task that it begins with."""

    book: BudgetBook
    category: ExpenseCategory
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class AmountTexts:
    """What stands in the fields of a typed amount."""

    category: ExpenseCategory
    amount: str
    by: DivideBy
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class CommitmentForm:
    """A form of a new promise: what it begins with."""

    book: BudgetBook
    month: Month
    category: ExpenseCategory


@dataclass(frozen=True, slots=True)
class CommitmentTexts:
    """What stands in the fields of a promise."""

    month: Month
    category: ExpenseCategory
    amount: str
    text: str
    rep_id: int | None = None
    day: str = ""
    reason: str = ""
    task_id: int | None = None


def rows_of(book: BudgetBook, state: BudgetState) -> tuple[BudgetRow, ...]:
    """Return the rows that the state asks for."""
    return book.by_category if state.rows is RowsBy.CATEGORY else book.by_rep


def row_of(book: BudgetBook, state: BudgetState) -> BudgetRow:
    """Return the current row; the total where there is none."""
    return next((one for one in rows_of(book, state) if one.key == state.key), book.total)


def typed(value: Decimal | None) -> str:
    """Return a number as a field begins with it."""
    return "" if value is None else formats.quantity(value)


def typed_rate(entry: DriverEntry) -> str:
    """Return a rate as a field begins with it: a share in percent."""
    is_share = entry.kind is BudgetDriverKind.SHARE_OF_SALES
    return typed(entry.rate * _PERCENT if is_share else entry.rate)


def typed_ceiling(entry: DriverEntry) -> str:
    """Return a ceiling as a field begins with it, in percent."""
    return typed(None if entry.ceiling is None else entry.ceiling * _PERCENT)


def read_driver(texts: DriverTexts) -> DriverEntry:
    """Return what the fields of a driver say.

    Raises:
        InputError: a rate or a ceiling that cannot be read, at its field.
    """
    issues: list[Issue] = []
    rate = _number(texts.rate, "rate", issues)
    if texts.kind is BudgetDriverKind.SHARE_OF_SALES:
        rate /= _PERCENT
    ceiling = (
        _number(texts.ceiling, "ceiling", issues) / _PERCENT if texts.ceiling.strip() else None
    )
    if issues:
        raise InputError(*issues)
    return DriverEntry(
        texts.category, texts.kind, rate, ceiling, texts.rep_id, texts.territory_id,
        texts.product_id, " ".join(texts.note.split()),
    )  # fmt: skip


def read_amount(texts: AmountTexts) -> Decimal:
    """Return the amount that is typed.

    Raises:
        InputError: it cannot be read, at its field.
    """
    try:
        return formats.parse_amount(texts.amount)
    except ValueError as error:
        issue = Issue("budget_amount_form", column="amount", value=texts.amount.strip())
        raise InputError(issue) from error


def read_commitment(texts: CommitmentTexts, today: date) -> CommitmentEntry:
    """Return what the fields of a promise say; without a day it is made today.

    Raises:
        InputError: an amount or a day that cannot be read, at its field.
    """
    issues: list[Issue] = []
    amount, day = Decimal(0), today
    try:
        amount = formats.parse_amount(texts.amount)
    except ValueError:
        issues.append(Issue("budget_amount_form", column="amount", value=texts.amount.strip()))
    if texts.day.strip():
        try:
            day = formats.parse_day(texts.day, today)
        except ValueError:
            issues.append(Issue("talks_day_form", column="day", value=texts.day.strip()))
    text = " ".join(texts.text.split())
    if not text:
        issues.append(Issue("budget_text_missing", column="text"))
    if issues:
        raise InputError(*issues)
    return CommitmentEntry(
        texts.month, texts.category, amount, text, texts.rep_id, day, texts.task_id
    )


def _number(text: str, column: str, issues: list[Issue]) -> Decimal:
    try:
        value = formats.parse_amount(text.strip().removesuffix("%").removesuffix("％"))
    except ValueError:
        value = Decimal(-1)
    if value < 0:
        issues.append(Issue("budget_rate_form", column=column, value=text.strip()))
        return Decimal(0)
    return value
