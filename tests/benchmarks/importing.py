"""Works that write: an import of fifty thousand rows, and one customer saved."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import URL

from desktop.enums import CalendarKind, ImportKind
from desktop.services.access import Actor, find_actor
from desktop.services.branches.data import MakeBranch
from desktop.services.branches.service import make_branch
from desktop.services.customers.editing_data import ChangeCustomer
from desktop.services.customers.service import CustomersService
from desktop.services.database import open_database
from desktop.services.figures.frame import load_branch
from desktop.services.imports.service import ImportFile, ImportService
from desktop.services.uow import UnitOfWork
from tests.benchmarks.dataset import CLOCK, LOGIN, Bench
from tests.benchmarks.engines import Engine
from tests.benchmarks.measure import RUNS, Result, in_turns, seconds

_ORDER_LINES = 60_855
_HEADER = (
    "order_no", "order_date", "customer_code", "rep_code", "product_code", "quantity", "amount",
    "cost",
)  # fmt: skip
_BARE = (
    "CREATE TABLE line (id {key} PRIMARY KEY, number TEXT, day TEXT, customer TEXT, rep TEXT,"
    " product TEXT, quantity BIGINT, net BIGINT, cost BIGINT)"
)
_SAVES = 20
_COLUMNS = "number, day, customer, rep, product, quantity, net, cost"


def order_import(engine: Engine, folder: Path) -> Result:
    """Measure the import of 60,855 order lines of a workbook, checked, committed, audited.

    The floor reads the same workbook with calamine, looks at each row once in Python and writes
    the lines in one transaction of a bare table: with `executemany`, on Postgres with COPY.
    """
    path = _order_file(folder)
    masters = (
        (ImportKind.CUSTOMERS, _master_file(folder, "customers", "C", 700)),
        (ImportKind.REPS, _master_file(folder, "reps", "R", 18)),
        (ImportKind.PRODUCTS, _master_file(folder, "products", "P", 400)),
    )
    floors, ours = [], []
    for run in range(RUNS):
        with engine.empty(f"floor{run}", folder) as address:
            floors.append(seconds(partial(_plain_import, path, address)))
        with engine.empty(f"import{run}", folder) as address, _branch(address) as (service, actor):
            for kind, master in masters:
                service.run(actor, ImportFile(kind, master))
            orders = ImportFile(ImportKind.ORDERS, path)
            ours.append(seconds(partial(service.run, actor, orders)))
    return Result(
        "import of order lines (xlsx)", "-", "calamine, one pass, executemany or COPY",
        median(floors), median(ours), 0.5, f"{_ORDER_LINES:,} lines", at_most=False,
        engine=engine.name,
    )  # fmt: skip


def _order_file(folder: Path) -> Path:
    """Write a workbook of order lines as a branch's system would export them."""
    import xlsxwriter

    path = folder / "orders.xlsx"
    if path.exists():
        return path
    dice = random.Random(_ORDER_LINES)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, name in enumerate(_HEADER):
        sheet.write(0, column, name)
    for row in range(_ORDER_LINES):
        order = row // 4
        day = date(2024, 1, 1) + timedelta(days=order % 1_000)
        sheet.write(row + 1, 0, f"SO{order:06d}")
        sheet.write_datetime(row + 1, 1, datetime.combine(day, time()), day_format)
        sheet.write(row + 1, 2, f"C{order % 700}")
        sheet.write(row + 1, 3, f"R{order % 18}")
        sheet.write(row + 1, 4, f"P{dice.randrange(400)}")
        sheet.write(row + 1, 5, 1 + dice.randrange(20))
        sheet.write(row + 1, 6, dice.randrange(100, 900_000) / 100)
        sheet.write(row + 1, 7, dice.randrange(100, 600_000) / 100)
    book.close()
    return path


def _master_file(folder: Path, kind: str, letter: str, number: int) -> Path:
    path = folder / f"{kind}.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("code", "name"))
        writer.writerows((f"{letter}{i}", f"{kind} {i}") for i in range(number))
    return path


@contextmanager
def _branch(address: URL) -> Iterator[tuple[ImportService, Actor]]:
    make_branch(address, MakeBranch("Import", calendar=CalendarKind.WEEKDAYS), LOGIN, CLOCK)
    uow = UnitOfWork(open_database(address), CLOCK)
    try:
        with uow.read() as session:
            actor = find_actor(session, load_branch(session).id, LOGIN)
        yield ImportService(uow, CLOCK), actor
    finally:
        uow.database.close()


def _plain_import(path: Path, address: URL) -> None:
    from python_calamine import CalamineWorkbook

    rows: list[Any] = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    checked = []
    for order, day, customer, rep, product, quantity, amount, cost in rows[1:]:
        if not order or not customer or not isinstance(amount, float):
            raise ValueError("a bad row")
        checked.append((
            order, str(day), customer, rep, product, int(quantity * 1_000_000),
            round(amount * 100), round(cost * 100),
        ))  # fmt: skip
    if address.get_backend_name() == "sqlite":
        _write_file(str(address.database), checked)
    else:
        _copy(address, checked)


def _write_file(path: str, rows: Sequence[Sequence[Any]]) -> None:
    with closing(_bare_file(path)) as connection:
        connection.execute(_BARE.format(key="INTEGER"))
        connection.executemany(f"INSERT INTO line ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)", rows)
        connection.commit()


def _bare_file(path: str) -> Any:
    import sqlcipher3.dbapi2 as driver

    connection = driver.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _copy(address: URL, rows: Sequence[Sequence[Any]]) -> None:
    with _bare_connection(address) as connection:
        connection.execute(_BARE.format(key="BIGSERIAL"))
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY line ({_COLUMNS}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)


def _bare_connection(address: URL) -> Any:
    import psycopg

    plain = address.set(drivername="postgresql")
    return psycopg.connect(plain.render_as_string(hide_password=False))


def customer_saved(bench: Bench, folder: Path) -> Result:
    """Measure saving one customer's card, with version, request, audit and search index.

    The floor is one `INSERT` in its own transaction of a bare table beside it.
    """
    service = CustomersService(bench.uow, CLOCK)
    commands = []
    for customer in range(1, _SAVES * (RUNS + 1) + 1):
        shown = service.card_for_edit(customer)
        entry = replace(shown.entry, phone=f"010-{customer + shown.version:07d}")
        commands.append(ChangeCustomer(shown.id, shown.version, entry))
    waiting = iter(commands)

    def ours() -> None:
        for _one in range(_SAVES):
            service.change_customer(bench.actor, next(waiting))

    with _bare_inserts(bench, folder) as insert:
        floor_s, ours_s = in_turns(lambda: [insert() for _one in range(_SAVES)], ours)
    return Result(
        "saving one customer", bench.size.name, "one INSERT in its own transaction",
        floor_s / _SAVES, ours_s / _SAVES, 5.0, f"{_SAVES} saves a run",
        engine="SQLite" if bench.is_sqlite else "Postgres",
    )  # fmt: skip


@contextmanager
def _bare_inserts(bench: Bench, folder: Path) -> Iterator[Callable[[], None]]:
    """Yield what inserts one row and commits, on the same engine and the same disk."""
    row = ("SO1", "2026-01-01", "C1", "R1", "P1", 1, 2, 3)
    if bench.is_sqlite:
        with closing(_bare_file(str(folder / f"bare-{bench.size.name}.db"))) as connection:
            connection.execute("DROP TABLE IF EXISTS line")
            connection.execute(_BARE.format(key="INTEGER"))
            connection.commit()

            def insert() -> None:
                connection.execute(f"INSERT INTO line ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)", row)
                connection.commit()

            yield insert
        return
    with _bare_connection(bench.uow.database.url) as connection:
        connection.execute("DROP TABLE IF EXISTS line")
        connection.execute(_BARE.format(key="BIGSERIAL"))
        connection.commit()

        def insert_there() -> None:
            connection.execute(
                f"INSERT INTO line ({_COLUMNS}) VALUES (%s,%s,%s,%s,%s,%s,%s,%s)", row
            )
            connection.commit()

        yield insert_there
        connection.execute("DROP TABLE line")
