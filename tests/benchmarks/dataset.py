"""The data of the benchmarks: branch-years of 20 reps, the same for the same size.

S is one branch-year: 2,000 customers, 30,000 visits, 20,000 invoices with 50,000 lines, 25,000
payments. M is ten branch-years, L a hundred (ten branches' ten years in one database).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from desktop.clock import FixedClock
from desktop.enums import CalendarKind
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
from desktop.services.access import Actor, find_actor
from desktop.services.branches.data import MakeBranch
from desktop.services.branches.service import make_branch
from desktop.services.database import open_database, parse_address
from desktop.services.figures.frame import load_branch
from desktop.services.imports.loading.summary import refresh_sales_months
from desktop.services.uow import UnitOfWork

LOGIN = "bench"
CLOCK = FixedClock(datetime(2026, 12, 31, 18, tzinfo=UTC))
_REPS, _PRODUCTS, _GROUPS, _TERRITORIES = 20, 400, 8, 25


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: years of trade and customers; the rest follows."""

    name: str
    years: int
    customers: int
    invoices_a_year: int

    @property
    def invoices(self) -> int:
        """Invoices in all."""
        return self.years * self.invoices_a_year

    @property
    def visits(self) -> int:
        """Visits in all."""
        return self.invoices * 3 // 2


SIZES = {
    "S": Size("S", 1, 2_000, 20_000),
    "M": Size("M", 10, 20_000, 20_000),
    "L": Size("L", 10, 200_000, 200_000),
}


@dataclass(frozen=True, slots=True)
class Bench:
    """An open benchmark database."""

    uow: UnitOfWork
    actor: Actor
    size: Size
    folder: Path


def build(folder: Path, size: Size) -> Bench:
    """Return the database of a size in the folder; one that is there is used again."""
    address = parse_address(str(folder / f"bench-{size.name}.db"))
    is_new = not Path(str(address.database)).exists()
    if is_new:
        command = MakeBranch(f"Bench {size.name}", calendar=CalendarKind.WEEKDAYS)
        make_branch(address, command, LOGIN, CLOCK)
    uow = UnitOfWork(open_database(address), CLOCK)
    with uow.read() as session:
        actor = find_actor(session, load_branch(session).id, LOGIN)
    if is_new:
        with uow.write(actor, "Fill", is_bulk=True) as session:
            _Filler(uow, session, actor.branch_id, size).fill()
            refresh_sales_months(session, load_branch(session), None)
            uow.database.analyze(session)
    return Bench(uow, actor, size, folder)


class _Filler:
    """Writes the rows, table by table, with ids counted from one."""

    def __init__(self, uow: UnitOfWork, session: Session, branch: int, size: Size) -> None:
        self._uow, self._session, self._branch, self._size = uow, session, branch, size
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
        self._uow.database.bulk_insert(
            self._session, table, names, ((*row, *extra) for row in rows)
        )

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
            (i, f"C{i}", f"c{i}", f"Customer {i}", f"customer {i}", "c", "ABCD"[i % 4], False, "",
             "", "", "", 5_000_000, 30, None)
            for i in customers
        ))  # fmt: skip
        self._insert(CustomerRep, "customer_id rep_id first_day last_day is_from_file", (
            (i, _rep(i), EVER, OPEN_END, True) for i in customers
        ))  # fmt: skip
        self._insert(CustomerTerritory, "customer_id territory_id first_day last_day", (
            (i, _territory(i), EVER, OPEN_END) for i in customers
        ))  # fmt: skip

    def _trade(self) -> None:
        """Write invoices with two or three lines; nineteen in twenty are paid, some in parts."""
        dice = self._dice
        count, customers = self._size.invoices, self._size.customers
        invoices, lines, money, paid = [], [], [], []
        for i in range(1, count + 1):
            day = (i - 1) * self._days // count
            customer = 1 + int(dice.random() ** 2 * customers)
            amounts = [1_000 + int(dice.random() * 500_000) for _ in range(2 + i % 2)]
            net = sum(amounts)
            tax = net * 13 // 100
            issued = self._first + timedelta(days=day)
            due = issued + timedelta(days=30)
            settled = OPEN_END
            if i % 20:
                payments = 2 if i % 4 == 0 else 1
                for part in range(payments):
                    received = due + timedelta(days=int(dice.random() * 60) + 30 * part - 20)
                    amount = (net + tax) // 2 if payments == 2 and part == 0 else net + tax
                    if part:
                        amount = net + tax - (net + tax) // 2
                    key = len(money) + 1
                    money.append((
                        key, f"RC{key}", f"rc{key}", "posted", received, Month.of(received).ordinal,
                        customer, None, _rep(customer), _territory(customer), amount, "", "",
                        received,
                    ))  # fmt: skip
                    paid.append((i, key, received, amount))
                    settled = received if part == 0 else max(settled, received)
            invoices.append((
                i, f"IN{i}", f"in{i}", "posted", issued, self._month[day], customer, None,
                _rep(customer), _territory(customer), "invoice", due, None, "", False, net, tax,
                net + tax, settled,
            ))  # fmt: skip
            for number, amount in enumerate(amounts, 1):
                product = 1 + int(dice.random() * _PRODUCTS)
                lines.append(
                    (
                        i,
                        number,
                        product,
                        1_000_000,
                        None,
                        amount,
                        amount * 4 // 5,
                        amount * 13 // 100,
                    )
                )
        head = (
            "id number number_key state document_date month customer_id rep_id credited_rep_id "
            "territory_id"
        )
        self._insert(Invoice, (
            f"{head} kind due_date order_id order_number is_shared net_minor tax_minor "
            "gross_minor settled_on"
        ), iter(invoices))  # fmt: skip
        self._insert(InvoiceLine, (
            "invoice_id line_no product_id quantity_millionths unit_price_millionths net_minor "
            "cost_minor tax_minor"
        ), iter(lines))  # fmt: skip
        self._insert(Collection, f"{head} amount_minor method payer used_up_on", iter(money))
        self._insert(Application, "invoice_id collection_id applied_on amount_minor", iter(paid))

    def _visits(self) -> None:
        count, customers = self._size.visits, self._size.customers
        keyed = CLOCK.now()
        self._insert(Visit, (
            "visit_no visit_no_key state visited_on month starts_at ends_at minutes rep_id "
            "customer_id territory_id channel purpose outcome is_attempt is_planned note note_key "
            "next_visit_on received_at order_number keyed_by_id keyed_at"
        ), (
            (None, None, "posted", self._first + timedelta(days=(i * self._days) // count),
             self._month[(i * self._days) // count], None, None, 30, _rep(customer), customer,
             _territory(customer), "on_site", "", "ordered" if i % 3 else "", False, True,
             f"note {i}", f"note {i}", None, None, "", None, keyed)
            for i in range(count)
            for customer in (1 + int(self._dice.random() * customers),)
        ))  # fmt: skip


def _rep(customer: int) -> int:
    return 3 + customer % (_REPS - 2)


def _territory(customer: int) -> int:
    return 2 + customer % (_TERRITORIES - 1)
