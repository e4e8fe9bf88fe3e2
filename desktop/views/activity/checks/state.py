"""What the page of second looks shows: which of them the filters let through; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.enums import CheckMethod, CheckResult
from desktop.errors import InputError, Issue
from desktop.periods import Month
from desktop.search_key import search_key
from desktop.services import formats
from desktop.services.entries.checks_data import CheckBook, CheckRow
from desktop.services.entries.data import EntryKind


class Standing(StrEnum):
    """Which second looks are listed."""

    OPEN = "open"
    DONE = "done"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ChecksState:
    """How the list is filtered, and which row is current; an empty kind means every one."""

    standing: Standing = Standing.OPEN
    kind: str = ""
    text: str = ""
    check_id: int | None = None


@dataclass(frozen=True, slots=True)
class DecideTexts:
    """What stands in the form of a finding."""

    method: CheckMethod
    result: CheckResult
    note: str


@dataclass(frozen=True, slots=True)
class SampleTexts:
    """What stands in the form of a sample; the share in percent, as typed."""

    month: Month
    share: str


def shown_rows(book: CheckBook, state: ChecksState) -> tuple[CheckRow, ...]:
    """Return the second looks that the filters let through, in the book's order."""
    words = search_key(state.text).split()
    return tuple(
        row
        for row in book.rows
        if _stands(row, state.standing)
        and state.kind in ("", row.kind)
        and all(word in _searched(row) for word in words)
    )


def _stands(row: CheckRow, standing: Standing) -> bool:
    return standing is Standing.ALL or row.is_open == (standing is Standing.OPEN)


def _searched(row: CheckRow) -> str:
    parts = (row.rep, row.customer, row.number, row.text, row.keyed_by, row.checked_by, row.note)
    return search_key(" ".join(parts))


def kinds_of(book: CheckBook | None) -> tuple[EntryKind, ...]:
    """Return the kinds that there are second looks of, in their own order."""
    there = set() if book is None else {row.kind for row in book.rows}
    return tuple(kind for kind in EntryKind if kind in there)


def sample_months(today: Month) -> tuple[Month, ...]:
    """Return the months that a sample can be drawn of, the last whole one first."""
    return tuple(today.plus(-back) for back in (*range(1, 13), 0))


def read_share(text: str) -> Decimal:
    """Return the share that was typed in percent, as a fraction.

    Raises:
        InputError: no number above 0 and up to 100, at `share`.
    """
    issue = Issue("sample_share", column="share", value=text.strip())
    try:
        share = formats.parse_amount(text.strip().rstrip("%％")) / 100
    except ValueError as error:
        raise InputError(issue) from error
    if not 0 < share <= 1:
        raise InputError(issue)
    return share
