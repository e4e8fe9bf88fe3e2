"""Where the page of reasons stands: its tabs, and what its filter lets through; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar

from desktop.search_key import search_key
from desktop.services.plans.collection_targets_data import CollectionBook, CollectionRow
from desktop.services.plans.outlooks_data import OutlookBook, OutlookRow, ProspectRow
from desktop.services.plans.potentials_data import PotentialBook, PotentialRow
from desktop.services.plans.situation_data import MarketRow, SelfRow, SituationBook

R = TypeVar("R")
#: What one of the tabs shows.
Book = SituationBook | PotentialBook | OutlookBook | CollectionBook
#: A row of one of the lists.
Row = MarketRow | SelfRow | PotentialRow | OutlookRow | ProspectRow | CollectionRow
#: What was typed into cells of a row, by column.
Typed = tuple[Row, dict[str, str]]


class GroundTab(StrEnum):
    """The small tabs of the page, from left to right."""

    MARKET = "market"
    OWN = "own"
    POTENTIAL = "potential"
    BELOW = "below"
    PROSPECTS = "prospects"
    COLLECTIONS = "collections"


def row_id(row: Row) -> object:
    """Return what names a row for good."""
    if isinstance(row, MarketRow | ProspectRow):
        return row.id
    if isinstance(row, SelfRow):
        return row.area, row.name
    if isinstance(row, PotentialRow):
        return row.kind, row.subject_id
    return row.customer_id if isinstance(row, OutlookRow) else row.owner


def rows_of(tab: GroundTab, book: Book, text: str) -> tuple[Row, ...]:
    """Return the rows of a tab that the quick filter lets through."""
    words = search_key(text).split()
    if isinstance(book, SituationBook):
        if tab is GroundTab.MARKET:
            return _filtered(book.market, words, lambda row: (
                row.entry.area, row.entry.name, row.entry.source, row.entry.note,
            ))  # fmt: skip
        return _filtered(book.own, words, lambda row: (row.area, row.name))
    if isinstance(book, PotentialBook):
        return _filtered(book.rows, words, lambda row: (row.code, row.name, row.place))
    if isinstance(book, CollectionBook):
        return _filtered(book.rows, words, lambda row: (row.code, row.name))
    if tab is GroundTab.PROSPECTS:
        return _filtered(book.prospects, words, lambda row: (
            row.entry.name, row.rep_name, row.territory_name, row.entry.next_step,
        ))  # fmt: skip
    return _filtered(book.rows, words, lambda row: (row.code, row.name, row.rep_name))


def _filtered(
    rows: Sequence[R], words: list[str], key: Callable[[R], tuple[str, ...]]
) -> tuple[R, ...]:
    if not words:
        return tuple(rows)
    return tuple(
        row for row in rows if all(word in search_key(" ".join(key(row))) for word in words)
    )
