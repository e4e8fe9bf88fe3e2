"""A small branch in a real database, filled through the import service as a user would fill it.

`a_desk` opens a migrated database (the fixture `database_url`), gives it a branch whose manager
is `boss`, and yields a `Desk`. Its `bring` takes the text of a CSV file; the builders below it
make codes by counters, so that a test names only what it is about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import dedent
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from desktop.clock import FixedClock
from desktop.enums import ImportKind, Role
from desktop.errors import ImportRefused, Issue
from desktop.models import AppUser, Base, Branch, UserRole
from desktop.search_key import search_key
from desktop.services.access import Actor, find_actor
from desktop.services.database import DatabaseEngine, open_database, parse_address
from desktop.services.figures.frame import BranchFacts, load_branch
from desktop.services.imports.service import ImportFile, ImportOutcome, ImportService
from desktop.services.uow import UnitOfWork

CLOCK = FixedClock(datetime(2026, 3, 18, 9, 30, tzinfo=UTC))
BOSS = "boss"
#: Tables that only say what happened; they are no business data.
LOGS = frozenset(
    {"acting", "alembic_version", "audit_log", "audit_seal", "batch_change", "command_log",
     "import_batch",
     # What is derived, and behind until it is asked for.
     "activity_days", "activity_known", "activity_month", "customer_turn", "summary_due"}
)  # fmt: skip
#: Tables of parts and the column that names their document.
_PARTS = {
    "order_line": "order_id", "order_credit": "order_id", "invoice_line": "invoice_id",
    "invoice_credit": "invoice_id",
}  # fmt: skip


@dataclass(slots=True)
class Desk:
    """A branch at work: its database, who acts, and counters of what was made."""

    database: DatabaseEngine
    uow: UnitOfWork
    imports: ImportService
    actor: Actor
    folder: Path
    made: dict[str, int] = field(default_factory=dict)

    def next(self, prefix: str) -> str:
        """Return the next code of a kind: R1, R2, …"""
        self.made[prefix] = self.made.get(prefix, 0) + 1
        return f"{prefix}{self.made[prefix]}"

    def file(self, kind: str | ImportKind, text: str, **options: Any) -> ImportFile:
        """Write the text as a CSV file of its own name and return the order to import it."""
        path = self.folder / f"{self.next('file')}.csv"
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return ImportFile(ImportKind(kind), path, **options)

    def bring(self, kind: str | ImportKind, text: str, **options: Any) -> ImportOutcome:
        """Import a text."""
        return self.imports.run(self.actor, self.file(kind, text, **options))

    def refused(self, kind: str | ImportKind, text: str, **options: Any) -> tuple[Issue, ...]:
        """Return the issues that the text is refused for."""
        try:
            self.bring(kind, text, **options)
        except ImportRefused as error:
            return error.issues
        raise AssertionError("the file was taken")

    def withdraw(self, outcome: ImportOutcome) -> None:
        """Take a batch back."""
        self.imports.withdraw(self.actor, outcome.batch_id)

    # --- builders ---------------------------------------------------------------------------

    def territories(self, count: int = 1) -> list[str]:
        """Make territories T1, T2, …, each below the one before."""
        codes = [self.next("T") for _ in range(count)]
        above = ["", *codes]
        rows = [f"{code},Area {code},{parent}" for code, parent in zip(codes, above, strict=False)]
        self.bring("territories", "\n".join(["code,name,parent_code", *rows]))
        return codes

    def reps(self, count: int = 1, *, territory: str = "", manager: str = "") -> list[str]:
        """Make reps R1, R2, …"""
        codes = [self.next("R") for _ in range(count)]
        rows = [f"{code},Rep {code},{manager},{territory}" for code in codes]
        self.bring("reps", "\n".join(["code,name,manager_code,territory_code", *rows]))
        return codes

    def customers(
        self, count: int = 1, *, rep: str = "", territory: str = "", terms: int = 0
    ) -> list[str]:
        """Make customers C1, C2, …, who are the rep's from ever."""
        codes = [self.next("C") for _ in range(count)]
        rows = [f"{code},Customer {code},{rep},{territory},{terms}" for code in codes]
        head = "code,name,rep_code,territory_code,terms_days"
        self.bring("customers", "\n".join([head, *rows]))
        return codes

    def products(self, count: int = 1, *, group: str = "") -> list[str]:
        """Make products P1, P2, …"""
        codes = [self.next("P") for _ in range(count)]
        rows = [f"{code},Product {code},{group}" for code in codes]
        self.bring("products", "\n".join(["code,name,group_code", *rows]))
        return codes

    def groups(self, count: int = 1) -> list[str]:
        """Make product groups G1, G2, …"""
        codes = [self.next("G") for _ in range(count)]
        rows = [f"{code},Group {code}" for code in codes]
        self.bring("product-groups", "\n".join(["code,name", *rows]))
        return codes

    def invoices(
        self, lines: Sequence[tuple[str, date | str, str]], *, rep: str = "", product: str = ""
    ) -> list[str]:
        """Make an invoice I1, I2, … for each customer, day and amount."""
        numbers = [self.next("I") for _ in lines]
        rows = [
            f"{number},{day},{customer},{amount},{rep},{product}"
            for number, (customer, day, amount) in zip(numbers, lines, strict=True)
        ]
        head = "invoice_no,invoice_date,customer_code,amount,rep_code,product_code"
        self.bring("invoices", "\n".join([head, *rows]))
        return numbers

    def orders(
        self, lines: Sequence[tuple[str, date | str, str]], *, rep: str = "", product: str = ""
    ) -> list[str]:
        """Make an order O1, O2, … for each customer, day and amount."""
        numbers = [self.next("O") for _ in lines]
        rows = [
            f"{number},{day},{customer},{amount},{rep},{product}"
            for number, (customer, day, amount) in zip(numbers, lines, strict=True)
        ]
        head = "order_no,order_date,customer_code,amount,rep_code,product_code"
        self.bring("orders", "\n".join([head, *rows]))
        return numbers

    # --- looking ----------------------------------------------------------------------------

    def branch(self) -> BranchFacts:
        """Return the branch's settings."""
        with self.uow.read() as session:
            return load_branch(session)

    def rows(self, record: type[Base], *columns: str, **where: Any) -> list[tuple[Any, ...]]:
        """Return the columns of a record's rows, by id."""
        table = record.__table__
        assert isinstance(table, Table)
        query = select(*(table.c[name] for name in columns)).order_by(*table.primary_key.columns)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        with self.uow.read() as session:
            return [tuple(row) for row in session.execute(query)]

    def contents(self, *, versions: bool = False) -> dict[str, tuple[Any, ...]]:
        """Return all business rows that are not void, by table, in a fixed order."""
        with self.uow.read() as session:
            return contents(session, versions=versions)


def contents(session: Session, *, versions: bool = False) -> dict[str, tuple[Any, ...]]:
    """Return all business rows that are not void, by table, in a fixed order."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in LOGS:
            continue
        names = [c for c in table.columns if versions or c.name != "version"]
        query = select(*names)
        if "state" in table.c:
            query = query.where(table.c.state != "void")
        if table.name in _PARTS:
            header = Base.metadata.tables[
                "sales_order" if _PARTS[table.name] == "order_id" else "invoice"
            ]
            query = query.where(
                table.c[_PARTS[table.name]].in_(select(header.c.id).where(header.c.state != "void"))
            )
        found[table.name] = tuple(sorted((tuple(row) for row in session.execute(query)), key=repr))
    return found


def digest(rows: dict[str, tuple[Any, ...]]) -> str:
    """Return a hash of what `contents` found."""
    return hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest()


@contextmanager
def a_desk(url: str, folder: Path, **settings: Any) -> Iterator[Desk]:
    """Yield the desk of a new branch in a migrated database; `settings` are the branch's."""
    database = open_database(parse_address(url))
    try:
        uow = UnitOfWork(database, CLOCK)
        make_people(database, **settings)
        with uow.read() as session:
            actor = find_actor(session, load_branch(session).id, BOSS)
        yield Desk(database, uow, ImportService(uow, CLOCK), actor, folder)
    finally:
        database.close()


@contextmanager
def a_filled_desk(url: str, folder: Path, made: dict[str, int]) -> Iterator[Desk]:
    """Yield the desk of a branch that is there, with the counters of what was made for it."""
    database = open_database(parse_address(url))
    try:
        uow = UnitOfWork(database, CLOCK)
        with uow.read() as session:
            actor = find_actor(session, load_branch(session).id, BOSS)
        yield Desk(database, uow, ImportService(uow, CLOCK), actor, folder, dict(made))
    finally:
        database.close()


def make_people(database: DatabaseEngine, **settings: Any) -> None:
    """Write a branch and its manager into a migrated database without one."""
    values: dict[str, Any] = {
        "name": "North", "currency": "CNY", "decimals": 2, "fiscal_year_start": 1,
        "sales_basis": "invoiced", "aging_bounds": "30,60,90,180,365", "calendar": "weekdays",
        "is_sample": False, "created_at": CLOCK.now(),
    }  # fmt: skip
    with Session(database.writer) as session:
        branch = Branch(**{**values, **settings})
        session.add(branch)
        session.flush()
        user = AppUser(
            branch_id=branch.id, login=BOSS, login_key=search_key(BOSS), name="The boss",
            is_active=True,
        )  # fmt: skip
        session.add(user)
        session.flush()
        session.add(UserRole(branch_id=branch.id, user_id=user.id, role=str(Role.BRANCH_MANAGER)))
        session.commit()
