"""The works of PERFORMANCE.md that exist, each beside its floor."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from desktop.enums import CalendarKind, Dimension, ImportKind
from desktop.services.access import find_actor
from desktop.services.branches.data import MakeBranch
from desktop.services.branches.service import make_branch
from desktop.services.database import open_database, parse_address
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.frame import load_branch
from desktop.services.imports.service import ImportFile, ImportService
from desktop.services.plans.service import PlansService
from desktop.services.receivables.service import ReceivablesService
from desktop.services.uow import UnitOfWork
from tests.benchmarks.dataset import CLOCK, LOGIN, Bench
from tests.benchmarks.floors import statement
from tests.benchmarks.measure import RUNS, Result, in_turns, seconds

_ORDER_LINES = 60_855

_ATTAINMENT_FLOOR = """
SELECT invoice.credited_rep_id, invoice.month, product.group_id, sum(line.net_minor)
FROM invoice_line AS line
JOIN invoice ON invoice.branch_id = line.branch_id AND invoice.id = line.invoice_id
LEFT JOIN product ON product.id = line.product_id
WHERE invoice.branch_id = ? AND invoice.state = 'posted'
GROUP BY invoice.credited_rep_id, invoice.month, product.group_id
"""

_AGING_FLOOR = """
SELECT customer_id, sum(gross_minor - coalesce((
    SELECT sum(amount_minor) FROM application
    WHERE application.branch_id = invoice.branch_id AND invoice_id = invoice.id
      AND applied_on <= ?), 0))
FROM invoice WHERE branch_id = ? AND state = 'posted' AND document_date <= ?
GROUP BY customer_id
"""


def attainment(bench: Bench) -> Result:
    """Measure attainment by rep, month and product group over all years of the database."""
    service = PlansService(bench.uow, CLOCK)
    request = ReportRequest(
        "attainment",
        (Dimension.REP, Dimension.MONTH, Dimension.PRODUCT_GROUP),
        first=date(2027 - bench.size.years, 1, 1),
        last=date(2026, 12, 31),
        as_of=date(2026, 12, 31),
    )
    cells = len(service.attainment(request).rows)
    floor, ours = in_turns(
        statement(bench, _ATTAINMENT_FLOOR, bench.actor.branch_id),
        lambda: service.attainment(request),
    )
    return Result(
        "attainment, rep × month × product group", bench.size.name, "one statement over the lines",
        floor, ours, 0.10, f"{bench.size.invoices:,} invoices, {cells:,} cells",
    )  # fmt: skip


def aging(bench: Bench, as_of: date) -> Result:
    """Measure aging by customer at a date."""
    service = ReceivablesService(bench.uow, CLOCK)
    request = ReportRequest("aging", (Dimension.CUSTOMER,), as_of=as_of)
    rows = len(service.aging(request).rows)
    floor, ours = in_turns(
        statement(bench, _AGING_FLOOR, as_of.isoformat(), bench.actor.branch_id, as_of.isoformat()),
        lambda: service.aging(request),
    )
    return Result(
        f"aging by customer at {as_of}", bench.size.name, "one statement over invoices",
        floor, ours, 0.10, f"{bench.size.invoices:,} invoices, {rows:,} customers open",
    )  # fmt: skip


def _order_file(folder: Path) -> Path:
    """Write a workbook of order lines as a branch's system would export them."""
    import xlsxwriter

    dice = random.Random(60_855)
    path = folder / "orders.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    header = ("order_no", "order_date", "customer_code", "rep_code", "product_code", "quantity",
              "amount", "cost")  # fmt: skip
    for column, name in enumerate(header):
        sheet.write(0, column, name)
    for row in range(_ORDER_LINES):
        order = row // 4
        sheet.write(row + 1, 0, f"SO{order:06d}")
        sheet.write_datetime(
            row + 1, 1, _at(date(2024, 1, 1) + timedelta(days=order % 1_000)), day_format
        )
        sheet.write(row + 1, 2, f"C{order % 700}")
        sheet.write(row + 1, 3, f"R{order % 18}")
        sheet.write(row + 1, 4, f"P{dice.randrange(400)}")
        sheet.write(row + 1, 5, 1 + dice.randrange(20))
        sheet.write(row + 1, 6, dice.randrange(100, 900_000) / 100)
        sheet.write(row + 1, 7, dice.randrange(100, 600_000) / 100)
    book.close()
    return path


def _at(day: date) -> object:
    from datetime import datetime

    return datetime(day.year, day.month, day.day)


def _master_file(folder: Path, kind: str, letter: str, count: int) -> Path:
    path = folder / f"{kind}.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("code", "name"))
        writer.writerows((f"{letter}{i}", f"{kind} {i}") for i in range(count))
    return path


def order_import(folder: Path) -> Result:
    """Measure the import of 60,855 order lines of a workbook, checked, committed, audited.

    The floor reads the same workbook with calamine, looks at each row once in Python and writes
    the lines with `executemany` in one transaction of a bare table.
    """
    path = _order_file(folder)
    masters = (
        (ImportKind.CUSTOMERS, _master_file(folder, "customers", "C", 700)),
        (ImportKind.REPS, _master_file(folder, "reps", "R", 18)),
        (ImportKind.PRODUCTS, _master_file(folder, "products", "P", 400)),
    )
    floors, ours = [], []
    for run in range(RUNS):
        floors.append(seconds(lambda run=run: _plain_import(path, folder / f"floor{run}.db")))
        service, actor = _empty_branch(folder / f"import{run}.db")
        for kind, master in masters:
            service.run(actor, ImportFile(kind, master))
        ours.append(
            seconds(
                lambda service=service, actor=actor: service.run(
                    actor, ImportFile(ImportKind.ORDERS, path)
                )
            )
        )
    return Result(
        "import of order lines (xlsx)", "-", "calamine, one pass, executemany", median(floors),
        median(ours), 0.5, f"{_ORDER_LINES:,} lines", at_most=False,
    )  # fmt: skip


def _empty_branch(path: Path) -> tuple[ImportService, object]:
    address = parse_address(str(path))
    make_branch(address, MakeBranch("Import", calendar=CalendarKind.WEEKDAYS), LOGIN, CLOCK)
    uow = UnitOfWork(open_database(address), CLOCK)
    with uow.read() as session:
        actor = find_actor(session, load_branch(session).id, LOGIN)
    return ImportService(uow, CLOCK), actor


def _plain_import(path: Path, target: Path) -> None:
    import sqlcipher3.dbapi2 as driver
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    checked = []
    for order, day, customer, rep, product, quantity, amount, cost in rows[1:]:
        if not order or not customer or not isinstance(amount, float):
            raise ValueError("a bad row")
        checked.append((
            order, str(day), customer, rep, product, int(quantity * 1_000_000),
            round(amount * 100), round(cost * 100),
        ))  # fmt: skip
    connection = driver.connect(str(target))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE line (id INTEGER PRIMARY KEY, number TEXT, day TEXT, customer TEXT, rep TEXT,"
        " product TEXT, quantity INTEGER, net INTEGER, cost INTEGER)"
    )
    connection.executemany(
        "INSERT INTO line (number, day, customer, rep, product, quantity, net, cost) "
        "VALUES (?,?,?,?,?,?,?,?)",
        checked,
    )
    connection.commit()
    connection.close()


def start(bench: Bench) -> tuple[Result, ...]:
    """Measure the start of the program to its first painted window, and to its first rows."""
    address = str(bench.folder / f"bench-{bench.size.name}.db")
    bare, window, first = [], [], []
    for _run in range(RUNS):
        bare.append(_started("bare")["painted"])
        found = _started("program", address)
        window.append(found["painted"])
        first.append(found["rows"])
    return (
        Result(
            "start to first painted window", bench.size.name, "bare PySide6 table window",
            median(bare), median(window), 1.2, "new process each",
        ),
        Result(
            "start to first rows", bench.size.name, "bare PySide6 table window",
            median(bare), median(first), 2.5, "new process each",
        ),
    )  # fmt: skip


def _started(*arguments: str) -> dict[str, float]:
    import json

    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BRANCHBOOK_SETTINGS": folder}
        run = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.starting", *arguments],
            capture_output=True, text=True, env=env, check=True,
        )  # fmt: skip
    found: dict[str, float] = json.loads(run.stdout.strip().splitlines()[-1])
    return found
