"""Columns of tables, free of Qt: what a cell says, its value behind, and how it stands.

A controller's `columns.py` lists them; `RowTableModel` shows them and exports use them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from desktop.money import currency_decimals
from desktop.ratio import Ratio
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.tone import Tone

R = TypeVar("R")


class Align(StrEnum):
    """Where a cell's text stands; figures stand at the end."""

    START = "start"
    CENTER = "center"
    END = "end"


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column over rows of type R.

    `header` is an English text marked with N_ and translated when shown; `text` gives the words
    of a cell and `value` the raw value behind them (for sorting, sums, export; None is
    undefined and sorts last). `tone` adds the status shape and colour. `tip` explains a cell
    (the reason of a "—"), `header_tip` the column (a figure's formula; marked with N_).
    `sort_value` replaces `value` for sorting in memory. `characters` is a wish for the width;
    0 measures the first rows. A `strong` column is set in bold.
    """

    key: str
    header: str
    text: Callable[[R], str]
    value: Callable[[R], object]
    align: Align = Align.START
    kind: CellKind = CellKind.TEXT
    decimals: int = 2
    tone: Callable[[R], Tone] | None = None
    tip: Callable[[R], str] | None = None
    header_tip: str = ""
    sort_value: Callable[[R], object] | None = None
    characters: int = 0
    is_hidden: bool = False
    is_sortable: bool = True
    strong: bool = False


def text_column(
    key: str,
    header: str,
    get: Callable[[R], str],
    *,
    characters: int = 0,
    strong: bool = False,
    is_hidden: bool = False,
    tip: Callable[[R], str] | None = None,
    sort_value: Callable[[R], object] | None = None,
) -> Column[R]:
    """Return a column of words."""
    return Column(
        key, header, get, get,
        characters=characters, strong=strong, is_hidden=is_hidden, tip=tip, sort_value=sort_value,
    )  # fmt: skip


def money_column(
    key: str,
    header: str,
    get: Callable[[R], Decimal | None],
    currency: str = "CNY",
    *,
    header_tip: str = "",
    tip: Callable[[R], str] | None = None,
    tone: Callable[[R], Tone] | None = None,
    strong: bool = False,
    is_hidden: bool = False,
) -> Column[R]:
    """Return a column of amounts, without the currency's sign (the header or page names it)."""
    return Column(
        key, header,
        lambda row: formats.money(get(row), currency, symbol=False), get,
        align=Align.END, kind=CellKind.MONEY, decimals=currency_decimals(currency),
        header_tip=header_tip, tip=tip, tone=tone, strong=strong, is_hidden=is_hidden,
    )  # fmt: skip


def count_column(
    key: str,
    header: str,
    get: Callable[[R], int | None],
    *,
    header_tip: str = "",
    tone: Callable[[R], Tone] | None = None,
    is_hidden: bool = False,
) -> Column[R]:
    """Return a column of whole numbers."""
    return Column(
        key, header, lambda row: formats.number(get(row)), get,
        align=Align.END, kind=CellKind.COUNT, decimals=0,
        header_tip=header_tip, tone=tone, is_hidden=is_hidden,
    )  # fmt: skip


def number_column(
    key: str,
    header: str,
    get: Callable[[R], Decimal | None],
    decimals: int = 2,
    *,
    header_tip: str = "",
    is_hidden: bool = False,
) -> Column[R]:
    """Return a column of numbers with this many decimals."""
    return Column(
        key, header, lambda row: formats.number(get(row), decimals), get,
        align=Align.END, kind=CellKind.NUMBER, decimals=decimals,
        header_tip=header_tip, is_hidden=is_hidden,
    )  # fmt: skip


def ratio_column(
    key: str,
    header: str,
    get: Callable[[R], Ratio],
    *,
    reason: Callable[[str], str] | None = None,
    header_tip: str = "",
    tone: Callable[[R], Tone] | None = None,
    is_hidden: bool = False,
) -> Column[R]:
    """Return a column of percentages; `reason` turns an undefined ratio's code into its tip."""

    def tip(row: R) -> str:
        found = get(row)
        return reason(found.reason) if reason is not None and found.reason else ""

    return Column(
        key, header, lambda row: formats.ratio(get(row)), lambda row: get(row).value,
        align=Align.END, kind=CellKind.PERCENT, tip=tip if reason else None,
        header_tip=header_tip, tone=tone, is_hidden=is_hidden,
    )  # fmt: skip


def percent_column(
    key: str,
    header: str,
    get: Callable[[R], Decimal | None],
    *,
    header_tip: str = "",
    tip: Callable[[R], str] | None = None,
    tone: Callable[[R], Tone] | None = None,
    is_hidden: bool = False,
) -> Column[R]:
    """Return a column of fractions of one, shown in percent."""
    return Column(
        key, header, lambda row: formats.percent(get(row)), get,
        align=Align.END, kind=CellKind.PERCENT, header_tip=header_tip, tip=tip, tone=tone,
        is_hidden=is_hidden,
    )  # fmt: skip


def date_column(
    key: str,
    header: str,
    get: Callable[[R], date | None],
    *,
    tone: Callable[[R], Tone] | None = None,
    is_hidden: bool = False,
) -> Column[R]:
    """Return a column of days."""
    return Column(
        key, header, lambda row: formats.day(get(row)), get,
        kind=CellKind.DATE, tone=tone, is_hidden=is_hidden,
    )  # fmt: skip


def status_column(
    key: str,
    header: str,
    get: Callable[[R], str],
    tone: Callable[[R], Tone],
    *,
    tip: Callable[[R], str] | None = None,
    sort_value: Callable[[R], object] | None = None,
) -> Column[R]:
    """Return a column of status words, each with its shape and colour."""
    return Column(key, header, get, get, tone=tone, tip=tip, sort_value=sort_value)
