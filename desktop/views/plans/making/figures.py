"""Plan amounts between what is stored, what is shown and what is typed; free of Qt."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from desktop.enums import Metric
from desktop.money import currency_decimals
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.making_data import PlanBook

#: Signs that make what is typed an amount of money.
_SIGNS = ("¥", "$", "€", "£")
_PERCENT = re.compile(r"([+-])\s*(\d+(?:\.\d+)?)\s*%", re.ASCII)


@dataclass(frozen=True, slots=True)
class Figures:
    """How one metric's amounts are written; `unit` is the value of one stored unit."""

    metric: Metric
    currency: str
    unit: Decimal
    decimals: int

    @property
    def is_count(self) -> bool:
        """Whether there are whole numbers only: customers, visits."""
        return self.unit == 1

    @property
    def export_kind(self) -> tuple[CellKind, int]:
        """What a column of such amounts is exported as, and its decimals."""
        return CellKind.MONEY if self.metric.is_money else CellKind.NUMBER, self.decimals

    def value(self, stored: int) -> Decimal:
        """Return an amount in whole currency, pieces or counts."""
        return stored * self.unit

    def cell(self, stored: int) -> str:
        """Return an amount as a cell shows it: without a sign of currency."""
        return formats.number(stored * self.unit, self.decimals)

    def full(self, stored: int) -> str:
        """Return an amount in full, with its sign where it is money."""
        return self.full_value(stored * self.unit)

    def full_value(self, value: Decimal | None) -> str:
        """Return an amount in whole currency, pieces or counts in full."""
        if self.metric.is_money:
            return formats.money(value, self.currency)
        return formats.quantity(value)

    def plain(self, stored: int) -> str:
        """Return an amount as it is copied and edited: digits and a point alone."""
        text = f"{stored * self.unit:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def parse(self, text: str, present: int) -> int:
        """Return the stored amount that a person typed over the present one.

        `1,234.50`, `¥1234`, `1.2万`; `+5%` and `-3%` change what is there. More decimals than
        are stored are rounded half-up; a count has none.

        Raises:
            ValueError: not an amount, money where there is none, a part of a count, or beyond
                what a field may hold.
        """
        plain = unicodedata.normalize("NFKC", text).strip()
        share = _PERCENT.fullmatch(plain)
        if share is not None:
            part = Decimal(share[2]) / 100
            factor = 1 + part if share[1] == "+" else 1 - part
            wanted = present * factor
        else:
            if not self.metric.is_money and plain.startswith(_SIGNS):
                raise ValueError("not money")
            wanted = formats.parse_amount(plain) / self.unit
            if self.is_count and wanted != wanted.to_integral_value():
                raise ValueError("not a whole number")
        return int(wanted.quantize(Decimal(1), ROUND_HALF_UP))


def figures_for(book: PlanBook, *, is_whole: bool) -> Figures:
    """Return how a book's amounts are written; without decimals where all shown are whole."""
    decimals = 0
    if not is_whole:
        decimals = currency_decimals(book.currency) if book.metric.is_money else 2
    if book.metric is not Metric.QUANTITY and not book.metric.is_money:
        decimals = 0
    return Figures(book.metric, book.currency, book.unit, decimals)
