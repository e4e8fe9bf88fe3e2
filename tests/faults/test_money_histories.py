"""F23: money adds up to the cent after any history, at any day, and survives export and import.

The histories are of customers' orders, invoices, credit notes, payments (on an invoice, oldest
first, or on nothing) and withdrawn batches, through the services; there are no write-offs yet.
What is owed is known from a book of plain additions (`money_history.Book`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import text

from desktop.enums import Dimension
from desktop.errors import RuleViolation
from desktop.models import Customer
from desktop.services.access import find_actor
from desktop.services.checking.service import CheckingService
from desktop.services.customers.service import CustomersService
from desktop.services.database import create_schema, open_database, parse_address
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.frame import load_branch
from desktop.services.imports.service import ImportService
from desktop.services.receivables.service import ReceivablesService
from desktop.services.uow import UnitOfWork
from tests.databases import PostgresServer
from tests.factories import BOSS, CLOCK, Desk, a_desk
from tests.faults.money_history import Book, Paper, cents, plain

CUSTOMERS = ("C1", "C2", "C3")
DAYS = st.dates(date(2025, 11, 1), date(2026, 3, 17))
AMOUNTS = st.integers(1, 30_000)
PLACES = st.integers(0, 50)
NewUrl = Callable[[], str]
_HEAD = "invoice_no,kind,invoice_date,due_date,customer_code,amount,tax,original_invoice_no\n"


def reopened(url: str, folder: Path) -> Desk:
    """Return the desk of a branch that is there."""
    uow = UnitOfWork(open_database(parse_address(url)), CLOCK)
    with uow.read() as session:
        actor = find_actor(session, load_branch(session).id, BOSS)
    return Desk(uow.database, uow, ImportService(uow, CLOCK), actor, folder)


def require_sums(desk: Desk, book: Book, day: date) -> None:
    """Compare open items, aging and statements with the book at the end of a day."""
    service = ReceivablesService(desk.uow, CLOCK)
    items = service.open_items(ReportRequest("open-items", as_of=day))
    assert {row[0]: cents(row[8]) for row in items.rows} == book.open_at(day)
    owed = book.owed_at(day)
    total = sum(owed.values())
    assert items.total is not None and cents(items.total[8]) == total
    aging = service.aging(ReportRequest("aging", as_of=day))
    assert cents(aging.rows[0][-1]) == sum(cents(one) for one in aging.rows[0][:-1]) == total
    by = service.aging(ReportRequest("aging", (Dimension.CUSTOMER,), as_of=day))
    assert {row[0]: cents(row[-1]) for row in by.rows if row[-1]} == owed
    cards = CustomersService(desk.uow, CLOCK)
    for key, code in desk.rows(Customer, "id", "code"):
        standing = cards.card(key, day).standing
        parts = sum(standing.buckets) + standing.unapplied
        assert cents(standing.receivable) == cents(parts) == owed.get(code, 0)


class History(RuleBasedStateMachine):
    """One branch's money, told to the program and to the book."""

    new_url: NewUrl
    folder: Path
    examples = count()

    def __init__(self) -> None:
        super().__init__()
        folder = self.folder / str(next(self.examples))
        folder.mkdir()
        self.desk = reopened(self.new_url(), folder)
        self.book = Book()
        self.batches: list[int] = []

    def teardown(self) -> None:
        try:
            assert CheckingService(self.desk.uow, CLOCK).run() == ()
            self._round_trip()
        finally:
            self.desk.database.close()

    def _round_trip(self) -> None:
        """Write the documents out, import them into another branch, and compare every sum."""
        files = self.book.files()
        if files is None or not self.book.papers:
            return
        other = reopened(self.new_url(), self.desk.folder)
        try:
            for kind, content in zip(("invoices", "collections"), files, strict=True):
                if content.count("\n") > 1:
                    other.bring(kind, content)
            for day in (date(2025, 12, 31), date(2026, 2, 10), CLOCK.today()):
                require_sums(other, self.book, day)
        finally:
            other.database.close()

    def _took(self, kind: str, content: str, **options: object) -> int:
        self.batches.append(self.desk.bring(kind, content, **options).batch_id)
        return self.batches[-1]

    def _pick(self, place: int, customer: str) -> str:
        """Return one of a customer's invoices, or "" where he has none."""
        mine = [
            one.number
            for one in self.book.papers.values()
            if one.customer == customer and one.cents > 0 and not one.is_money
        ]
        return mine[place % len(mine)] if mine else ""

    @initialize()
    def begin(self) -> None:
        """Begin with an invoice that is overdue."""
        self.invoice("C1", date(2025, 11, 3), 10_01, 9)

    @rule(customer=st.sampled_from(CUSTOMERS), day=DAYS, amount=AMOUNTS, terms=st.integers(0, 99))
    def invoice(self, customer: str, day: date, amount: int, terms: int) -> None:
        number, due = self.desk.next("I"), day + timedelta(days=terms)
        tax = amount // 7
        row = f"{number},,{day},{due},{customer},{plain(amount)},{plain(tax)},\n"
        second = f"{number},,{day},{due},{customer},0.03,,\n"
        batch = self._took("invoices", _HEAD + row + second)
        self.book.papers[number] = Paper(number, customer, day, due, amount + tax + 3, batch)

    @rule(customer=st.sampled_from(CUSTOMERS), day=DAYS, amount=AMOUNTS, place=PLACES)
    def credit_note(self, customer: str, day: date, amount: int, place: int) -> None:
        number = self.desk.next("N")
        original = self._pick(place, customer) if place % 3 else ""
        row = f"{number},credit_note,{day},{day},{customer},{plain(amount)},,{original}\n"
        batch = self._took("invoices", _HEAD + row)
        self.book.papers[number] = Paper(number, customer, day, day, -amount, batch)
        if original:
            self.book.pay(original, number, amount, batch)

    @rule(customer=st.sampled_from(CUSTOMERS), day=DAYS, amount=AMOUNTS, place=PLACES)
    def money(self, customer: str, day: date, amount: int, place: int) -> None:
        number, invoice = self.desk.next("K"), self._pick(place, customer) if place % 4 else ""
        head = "receipt_no,date,customer_code,amount,invoice_no\n"
        row = f"{number},{day},{customer},{plain(amount)},{invoice}\n"
        batch = self._took("collections", head + row)
        self.book.papers[number] = Paper(number, customer, day, day, amount, batch, True)
        if invoice:
            self.book.pay(invoice, number, amount, batch)

    @rule(customer=st.sampled_from(CUSTOMERS), day=DAYS, amount=AMOUNTS)
    def money_oldest_first(self, customer: str, day: date, amount: int) -> None:
        number = self.desk.next("K")
        row = f"receipt_no,date,customer_code,amount\n{number},{day},{customer},{plain(amount)}\n"
        batch = self._took("collections", row, apply_oldest_first=True)
        self.book.papers[number] = Paper(number, customer, day, day, amount, batch, True)
        self.book.pay_oldest_first(customer, batch)

    @rule(customer=st.sampled_from(CUSTOMERS), day=DAYS, amount=AMOUNTS)
    def order(self, customer: str, day: date, amount: int) -> None:
        head = "order_no,order_date,customer_code,amount\n"
        self._took("orders", head + f"{self.desk.next('O')},{day},{customer},{plain(amount)}\n")

    @rule(place=PLACES)
    def withdraw(self, place: int) -> None:
        if not self.batches:
            return
        batch = self.batches[place % len(self.batches)]
        try:
            self.desk.imports.withdraw(self.desk.actor, batch)
        except RuleViolation as error:
            # Something rests on it, and then nothing of it may have changed.
            assert error.code == "batch_in_use"
        else:
            self.batches.remove(batch)
            self.book.withdraw(batch)

    @rule(day=DAYS)
    def look(self, day: date) -> None:
        require_sums(self.desk, self.book, day)


def run_histories(new_url: NewUrl, folder: Path, examples: int, steps: int) -> None:
    machine = type("OurHistory", (History,), {
        "new_url": staticmethod(new_url), "folder": folder, "examples": count()
    })  # fmt: skip
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@contextmanager
def branch_made(url: str, folder: Path) -> Iterator[Desk]:
    """Make a branch with three customers in an empty database."""
    create_schema(url)
    with a_desk(url, folder) as desk:
        desk.customers(3, rep=desk.reps()[0])
        yield desk


@pytest.fixture
def file_url(tmp_path: Path) -> NewUrl:
    """Return what makes a fresh branch with three customers, each in a file of its own."""
    template = tmp_path / "template.branchbook"
    with branch_made(str(template), tmp_path):
        pass
    numbers = count()

    def make() -> str:
        path = tmp_path / f"{next(numbers)}.branchbook"
        path.write_bytes(template.read_bytes())
        return str(path)

    return make


@pytest.fixture
def server_url(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[NewUrl]:
    """Yield what makes a fresh branch with three customers, each in a database of its own."""
    template = postgres_server.create()
    with branch_made(postgres_server.url(template), tmp_path):
        pass
    names = [template]

    def make() -> str:
        names.append(postgres_server.create(template=template))
        return postgres_server.url(names[-1])

    yield make
    for name in reversed(names):
        postgres_server.drop(name)


def test_any_history_in_a_file_adds_up_to_the_cent(file_url: NewUrl, tmp_path: Path) -> None:
    run_histories(file_url, tmp_path, 8, 14)


def test_any_history_on_a_server_adds_up_to_the_cent(server_url: NewUrl, tmp_path: Path) -> None:
    run_histories(server_url, tmp_path, 3, 10)


@pytest.mark.parametrize("table", ["application", "invoice", "collection"])
def test_a_cent_that_is_off_is_found(file_url: NewUrl, tmp_path: Path, table: str) -> None:
    """The control: the same comparison, after one cent was moved by plain SQL."""
    desk = reopened(file_url(), tmp_path)
    book = Book()
    try:
        desk.bring("invoices", _HEAD + "I1,,2026-01-05,2026-02-04,C1,10.00,1.00,\n")
        batch = desk.bring(
            "collections", "receipt_no,date,customer_code,amount,invoice_no\n"
            "K1,2026-01-20,C1,4.00,I1\n",
        ).batch_id  # fmt: skip
        day = date(2026, 2, 1)
        book.papers["I1"] = Paper("I1", "C1", date(2026, 1, 5), date(2026, 2, 4), 1100, 0)
        book.papers["K1"] = Paper("K1", "C1", date(2026, 1, 20), day, 400, batch, True)
        book.pay("I1", "K1", 400, batch)
        require_sums(desk, book, day)
        changed = {
            "invoice": "net_minor = net_minor - 1, gross_minor = gross_minor - 1",
        }.get(table, "amount_minor = amount_minor - 1")
        with desk.database.writer.begin() as connection:
            if table != "application":
                connection.execute(text(f"DROP TRIGGER posted_{table}_update"))
            connection.execute(text(f"UPDATE {table} SET {changed}"))
        with pytest.raises(AssertionError):
            require_sums(desk, book, day)
            # Of money that is used up only the proofs look at the amount again.
            assert CheckingService(desk.uow, CLOCK).run() == ()
    finally:
        desk.database.close()


def test_what_is_in_the_files_comes_back_the_same(file_url: NewUrl, tmp_path: Path) -> None:
    """A history with a credit note on its invoice, overpaid and unapplied money, told twice."""
    machine = type("Told", (History,), {
        "new_url": staticmethod(file_url), "folder": tmp_path, "examples": count(100)
    })()  # fmt: skip
    machine.begin()
    machine.invoice("C2", date(2026, 1, 5), 20_000, 30)
    machine.credit_note("C1", date(2025, 12, 1), 5_00, 1)
    machine.money("C1", date(2025, 12, 24), 90_000, 1)
    machine.money("C2", date(2026, 2, 1), 1, 4)
    machine.money_oldest_first("C2", date(2026, 2, 2), 7_77)
    machine.withdraw(1)
    machine.look(date(2026, 1, 31))
    assert machine.book.files() is not None
    machine.teardown()
