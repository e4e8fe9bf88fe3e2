"""The rows of the benchmarks' data, drawn from a seed: the same for the same size."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table

from desktop.models import (
    EVER,
    OPEN_END,
    Application,
    Base,
    Collection,
    Customer,
    CustomerRep,
    CustomerTerritory,
    Invoice,
    InvoiceLine,
    Product,
    ProductGroup,
    Rep,
    Territory,
    Visit,
)
from desktop.periods import Month
from desktop.services.pinyin import initials
from tests.benchmarks.bulk import BulkLoad
from tests.benchmarks.sizes import CLOCK, Size

_REPS, _PRODUCTS, _GROUPS, _TERRITORIES = 20, 400, 8, 25
_INVOICES_AT_ONCE = 50_000
_HEAD = (
    "id number number_key state document_date month customer_id rep_id credited_rep_id territory_id"
)


class Filler:
    """Writes the rows, table by table, with ids counted from one."""

    def __init__(self, load: BulkLoad, branch: int, size: Size) -> None:
        self._load, self._branch, self._size = load, branch, size
        self._dice = random.Random(20_26)
        self._first = date(2027 - size.years, 1, 1)
        self._days = (date(2027, 1, 1) - self._first).days
        self._month = [
            Month.of(self._first + timedelta(days=day)).ordinal for day in range(self._days)
        ]

    def _insert(self, record: type[Base], columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
        table = record.__table__
        assert isinstance(table, Table)
        names = [*columns.split(), "branch_id", *(["version"] if "version" in table.c else [])]
        extra = (self._branch, *((1,) if "version" in table.c else ()))
        self._load.insert(table, names, ((*row, *extra) for row in rows))

    def fill(self) -> None:
        """Write everything."""
        self._masters()
        self._trade()
        self._visits()

    def _masters(self) -> None:
        named = "id code code_key name name_key"
        self._insert(Territory, f"{named} parent_id", (
            (i, f"T{i}", f"t{i}", f"Territory {i}", f"territory {i}", None if i == 1 else 1)
            for i in range(1, _TERRITORIES + 1)
        ))  # fmt: skip
        self._insert(Rep, f"{named} pinyin title manager_id territory_id hire_date leave_date", (
            (i, f"R{i}", f"r{i}", f"Rep {i}", f"rep {i}", "r", "", None if i <= 2 else 1 + i % 2,
             i, None, None)
            for i in range(1, _REPS + 1)
        ))  # fmt: skip
        self._insert(ProductGroup, f"{named} parent_id", (
            (i, f"G{i}", f"g{i}", f"Group {i}", f"group {i}", None)
            for i in range(1, _GROUPS + 1)
        ))  # fmt: skip
        self._insert(
            Product, f"{named} group_id unit list_price_millionths standard_cost_millionths", (
            (i, f"P{i}", f"p{i}", f"Product {i}", f"product {i}", 1 + i % _GROUPS, "", None, None)
            for i in range(1, _PRODUCTS + 1)
        ))  # fmt: skip
        customers = range(1, self._size.customers + 1)
        self._insert(Customer, (
            f"{named} pinyin customer_class is_key_account tax_id phone address legal_person "
            "credit_limit_minor terms_days opened_on"
        ), (
            (i, f"C{i}", f"c{i}", f"Customer {i}", f"customer {i}", initials(f"Customer {i}"),
             "ABCD"[i % 4], False, "", "", "", "", 5_000_000, 30, None)
            for i in customers
        ))  # fmt: skip
        self._insert(CustomerRep, "customer_id rep_id first_day last_day is_from_file", (
            (i, rep_of(i), EVER, OPEN_END, True) for i in customers
        ))  # fmt: skip
        self._insert(CustomerTerritory, "customer_id territory_id first_day last_day", (
            (i, territory_of(i), EVER, OPEN_END) for i in customers
        ))  # fmt: skip

    def _trade(self) -> None:
        """Write invoices with two or three lines; nineteen in twenty are paid, some in parts."""
        trade = _Trade(self._dice, self._size, self._first, self._days, self._month)
        for first in range(1, self._size.invoices + 1, _INVOICES_AT_ONCE):
            last = min(first + _INVOICES_AT_ONCE, self._size.invoices + 1)
            trade.draw(first, last)
            self._insert(Invoice, (
                f"{_HEAD} kind due_date order_id order_number is_shared net_minor tax_minor "
                "gross_minor settled_on"
            ), iter(trade.invoices))  # fmt: skip
            self._insert(InvoiceLine, (
                "invoice_id line_no product_id quantity_millionths unit_price_millionths "
                "net_minor cost_minor tax_minor"
            ), iter(trade.lines))  # fmt: skip
            self._insert(
                Collection, f"{_HEAD} amount_minor method payer used_up_on", iter(trade.money)
            )
            self._insert(
                Application, "invoice_id collection_id applied_on amount_minor", iter(trade.paid)
            )

    def _visits(self) -> None:
        count, customers = self._size.visits, self._size.customers
        keyed = CLOCK.now()
        self._insert(Visit, (
            "visit_no visit_no_key state visited_on month starts_at ends_at minutes rep_id "
            "customer_id territory_id channel purpose outcome is_attempt is_planned note note_key "
            "next_visit_on received_at order_number keyed_by_id keyed_at"
        ), (
            (None, None, "posted", self._first + timedelta(days=(i * self._days) // count),
             self._month[(i * self._days) // count], None, None, 30, rep_of(customer), customer,
             territory_of(customer), "on_site", "", "ordered" if i % 3 else "", False, True,
             (note := note_of(i)), note, None, None, "", None, keyed)
            for i in range(count)
            for customer in (1 + int(self._dice.random() * customers),)
        ))  # fmt: skip


class _Trade:
    """Draws invoices, their lines, and the money that pays them, part by part."""

    def __init__(
        self, dice: random.Random, size: Size, first: date, days: int, month: list[int]
    ) -> None:
        self._dice, self._size, self._first, self._days, self._month = (
            dice,
            size,
            first,
            days,
            month,
        )
        self._receipts = 0
        self.invoices: list[tuple[Any, ...]] = []
        self.lines: list[tuple[Any, ...]] = []
        self.money: list[tuple[Any, ...]] = []
        self.paid: list[tuple[Any, ...]] = []

    def draw(self, first: int, last: int) -> None:
        """Replace what was drawn by the invoices from the first up to the last."""
        self.invoices, self.lines, self.money, self.paid = [], [], [], []
        for i in range(first, last):
            day = (i - 1) * self._days // self._size.invoices
            customer = 1 + int(self._dice.random() ** 2 * self._size.customers)
            amounts = [1_000 + int(self._dice.random() * 500_000) for _ in range(2 + i % 2)]
            net = sum(amounts)
            tax = net * 13 // 100
            issued = self._first + timedelta(days=day)
            due = issued + timedelta(days=30)
            settled = self._pay(i, customer, due, net + tax) if i % 20 else OPEN_END
            self.invoices.append((
                i, f"IN{i}", f"in{i}", "posted", issued, self._month[day], customer, None,
                rep_of(customer), territory_of(customer), "invoice", due, None, "", False, net,
                tax, net + tax, settled,
            ))  # fmt: skip
            for number, amount in enumerate(amounts, 1):
                product = 1 + int(self._dice.random() * _PRODUCTS)
                self.lines.append((
                    i, number, product, 1_000_000, None, amount, amount * 4 // 5,
                    amount * 13 // 100,
                ))  # fmt: skip

    def _pay(self, invoice: int, customer: int, due: date, gross: int) -> date:
        """Draw the payments of an invoice and return the day of the last of them."""
        payments = 2 if invoice % 4 == 0 else 1
        settled = date.min
        for part in range(payments):
            received = due + timedelta(days=int(self._dice.random() * 60) + 30 * part - 20)
            amount = gross // 2 if payments == 2 and part == 0 else gross
            if part:
                amount = gross - gross // 2
            self._receipts += 1
            key = self._receipts
            self.money.append((
                key, f"RC{key}", f"rc{key}", "posted", received, Month.of(received).ordinal,
                customer, None, rep_of(customer), territory_of(customer), amount, "", "", received,
            ))  # fmt: skip
            self.paid.append((invoice, key, received, amount))
            settled = max(settled, received)
        return settled


_WORDS = (
    "客户", "要求", "下周", "送货", "价格", "样品", "库存", "竞品", "促销",
    "陈列", "付款", "月底", "新品",
    "price", "stock", "sample", "display", "order", "invoice", "delivery", "competitor",
    "promotion", "asks", "wants", "until", "next week",
)  # fmt: skip


def note_of(place: int) -> str:
    """Return a note of five words and a number, in Chinese and Latin letters."""
    words = (_WORDS[(place * step + place // step) % len(_WORDS)] for step in (7, 11, 13, 17, 19))
    return f"{' '.join(words)} no. {place}"


def rep_of(customer: int) -> int:
    """Return the rep who looks after the customer."""
    return 3 + customer % (_REPS - 2)


def territory_of(customer: int) -> int:
    """Return the territory that the customer lies in."""
    return 2 + customer % (_TERRITORIES - 1)
