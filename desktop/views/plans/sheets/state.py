"""What the page of target sheets shows, and which rows its filters let through; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from desktop.enums import AnswerKind
from desktop.search_key import search_key
from desktop.services.plans.sheets_data import (
    AnswerRow,
    Judgement,
    SheetBook,
    SheetFigure,
    SheetRow,
)


class AnswerState(StrEnum):
    """How a rep stands to his target."""

    NONE = "none"
    ACCEPTED = "accepted"
    OPEN = "open"
    REPLIED = "replied"


@dataclass(frozen=True, slots=True)
class SheetsState:
    """All that decides what the page shows.

    `version_id` None is the version to begin with, `answer` "" every answer, `rep_id` None the
    row of what no rep has.
    """

    version_id: int | None = None
    answer: str = ""
    text: str = ""
    rep_id: int | None = None


@dataclass(frozen=True, slots=True)
class ListShown:
    """The list: its rows, the last line, how many rows there are without filters.

    `empty` is a sentence for a list without rows. `has_all` says that no filter holds a row
    back, so that the last line is the whole plan.
    """

    rows: tuple[SheetRow, ...]
    total: SheetRow | None
    count: int
    has_all: bool
    empty: str


class Ask(StrEnum):
    """What the answer form is opened for."""

    NEW = "new"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """An answer form: whose, for what, and the answer that it begins with (None: an empty one)."""

    row: SheetRow
    ask: Ask
    answer: AnswerRow | None
    last: AnswerRow | None

    def against(self, theirs: AnswerRow | None) -> AnswerForm:
        """Return the form as it stands after somebody else's answer; what is typed stays."""
        if self.ask is Ask.NEW or theirs is None:
            return replace(self, ask=Ask.NEW, answer=None, last=theirs)
        return replace(self, answer=theirs, last=theirs)


def answer_state(row: SheetRow) -> AnswerState:
    """Return how a rep stands to his target."""
    answer = row.answer
    if answer is None:
        return AnswerState.NONE
    if answer.kind is AnswerKind.ACCEPTED:
        return AnswerState.ACCEPTED
    return AnswerState.OPEN if answer.is_open else AnswerState.REPLIED


def form_for(row: SheetRow) -> AnswerForm:
    """Return the form that "record his answer" opens: a reply where one is owed, else a new one."""
    last = row.answer
    if last is not None and last.is_open:
        return AnswerForm(row, Ask.CORRECT, last, last)
    return AnswerForm(row, Ask.NEW, None, last)


def judged_book(book: SheetBook, judgement: Judgement) -> SheetBook:
    """Return the book with the verdicts."""
    return replace(book, rows=tuple(judgement.judged(row) for row in book.rows))


def filtered(book: SheetBook, state: SheetsState) -> tuple[SheetRow, ...]:
    """Return the rows that the filters let through; what no rep has comes last, unfiltered."""
    words = search_key(state.text).split()
    rows = tuple(
        row
        for row in book.rows
        if state.answer in ("", str(answer_state(row))) and all(word in _key(row) for word in words)
    )
    is_whole = not state.text and not state.answer
    return (*rows, book.unassigned) if is_whole and book.unassigned is not None else rows


def _key(row: SheetRow) -> str:
    parts = (row.code, row.name, row.letters, row.title, row.manager_name, row.territory_name)
    return search_key(" ".join(parts))


def total_of(book: SheetBook, rows: tuple[SheetRow, ...]) -> tuple[SheetRow | None, bool]:
    """Return the list's last line, and whether it is the whole plan."""
    if not rows:
        return None, False
    everything = (*book.rows, *((book.unassigned,) if book.unassigned is not None else ()))
    if len(rows) == len(everything):
        return book.total, True
    figures = tuple(
        SheetFigure(
            metric,
            _sum([row.figures[place].target for row in rows]),
            _sum([row.figures[place].last_year for row in rows]),
        )
        for place, metric in enumerate(book.metrics)
    )
    customers = sum(row.customers for row in rows)
    return replace(book.total, figures=figures, customers=customers), False


def _sum(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
