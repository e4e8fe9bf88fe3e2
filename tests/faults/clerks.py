"""What clerks do: real saves through the program's services, and what must hold afterwards.

A clerk's save is the smallest real command that writes several rows: the import of a file of
three lines. By turns it is an order of three lines shared by two reps (1 order, 3 lines, 6 parts
of credit), an invoice of the same kind, a receipt that pays two invoices (1 collection,
2 applications), and the withdrawal of an order's batch. Each also writes its batch, its command
and the sums of its month.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text, update
from sqlalchemy.orm import Session

from desktop.bootstrap import Services, open_services
from desktop.enums import ImportKind
from desktop.models import AppUser
from desktop.search_key import search_key
from desktop.services.imports.service import ImportFile
from tests.factories import BOSS, CLOCK, a_desk

Say = Callable[[str], None]

#: What a save is, by its number.
KINDS = ("order", "invoice", "receipt", "withdrawal")
#: Lines of a document, each of them a row of a file.
LINES = 3
HEAD_OF_ORDERS = "order_no,order_date,customer_code,amount,rep_code\n"
_INVOICE = "invoice_no,invoice_date,customer_code,amount,rep_code\n"
_RECEIPT = "receipt_no,date,customer_code,amount,invoice_no\n"


def furnish(url: str, folder: Path) -> None:
    """Give a migrated database its branch, two reps, two customers and two large invoices."""
    with a_desk(url, folder) as desk:
        desk.reps(2)
        desk.customers(2, rep="R1")
        row = "{0},2026-01-05,C1,1000000,R1:50;R2:50\n"
        desk.bring("invoices", _INVOICE + row.format("B1") * LINES + row.format("B2") * LINES)
        if desk.database.url.username:
            # On a server the branch knows who acts by the login of the connection.
            with Session(desk.database.writer) as session:
                login = desk.database.url.username
                session.execute(update(AppUser).values(login=login, login_key=search_key(login)))
                session.commit()


def kind_of(number: int) -> str:
    """Return what the save of a number is."""
    return KINDS[number % len(KINDS)]


def save(services: Services, folder: Path, number: int) -> None:
    """Do the save of a number; what it writes is named by the number."""
    kind = kind_of(number)
    if kind == "withdrawal":
        with services.uow.read() as session:
            batch = session.scalar(
                text("SELECT batch_id FROM sales_order WHERE number = :number"),
                {"number": f"order-{number - 3}"},
            )
        if batch is not None:
            services.imports.withdraw(services.actor, batch)
        return
    services.imports.run(services.actor, save_file(folder, kind, number))


def save_file(folder: Path, kind: str, number: int) -> ImportFile:
    name = f"{kind}-{number}"
    day = f"2026-{number % 12 + 1:02}-03"
    if kind == "receipt":
        rows = f"{name},{day},C1,2,B1\n{name},{day},C1,3,B2\n"
        content, what = _RECEIPT + rows, ImportKind.COLLECTIONS
    else:
        rows = f"{name},{day},C{number % 2 + 1},9.99,R1:50;R2:50\n" * LINES
        is_order = kind == "order"
        content = (HEAD_OF_ORDERS if is_order else _INVOICE) + rows
        what = ImportKind.ORDERS if is_order else ImportKind.INVOICES
    path = folder / f"{name}.csv"
    path.write_text(content, encoding="utf-8")
    return ImportFile(what, path)


# --- jobs of the office -------------------------------------------------------------------------


@dataclass(slots=True)
class _Desk:
    services: Services | None = None


_DESK = _Desk()


def sit_down(url: str, folder: str, first: int) -> float:
    """Open the database in the office, do the saves of eight numbers, and let go of it.

    Returns how long a save takes, in seconds. The clerks' prepared statements come from here;
    they share no connection.
    """
    if _DESK.services is not None:
        _DESK.services.close()
    services = _DESK.services = open_services(url, CLOCK, BOSS)
    begun = 0.0
    for number in range(first, first + 8):
        if number == first + 4:
            begun = time.monotonic()
        save(services, Path(folder), number)
    took = (time.monotonic() - begun) / 4
    services.close()
    return took


def at_desk() -> Services:
    """Return the services of the database that the office sat down to."""
    assert _DESK.services is not None
    return _DESK.services


def at_work(say: Say, folder: str, first: int, count: int = 1_000, fault: str = "") -> None:
    """Save one number after the other, saying when each begins and when it is done."""
    services = at_desk()
    if fault:
        FAULTS[fault](services, say)
    for number in range(first, first + count):
        say(f"begin {number}")
        save(services, Path(folder), number)
        say(f"done {number}")
    services.close()


# --- controls: the same work with a protection taken away ---------------------------------------


def _commit_each_table(services: Services, _say: Say) -> None:
    """Commit after each table that a save fills, as a careless program would."""
    database: Any = services.uow.database
    insert = database.bulk_insert

    def careless(session: Any, *arguments: Any) -> None:
        insert(session, *arguments)
        raw = session.connection().connection.driver_connection
        raw.commit()
        if database.engine.dialect.name == "sqlite":
            raw.execute("BEGIN IMMEDIATE")

    database.bulk_insert = careless


def _say_done_too_early(services: Services, say: Say) -> None:
    """Say that a save is done when its last table is filled, before the commit."""
    database: Any = services.uow.database
    end = database.end_command

    def early(session: Any) -> None:
        end(session)
        number = session.scalar(text("SELECT file_name FROM import_batch ORDER BY id DESC LIMIT 1"))
        say(f"done {str(number).split('-')[-1].split('.')[0]}")
        time.sleep(0.02)

    database.end_command = early


FAULTS: dict[str, Callable[[Services, Say], None]] = {
    "two transactions": _commit_each_table,
    "early word": _say_done_too_early,
}


# --- what must hold -----------------------------------------------------------------------------


def documents(connection: Connection) -> dict[str, str]:
    """Return the state of every document by its number."""
    found: dict[str, str] = {}
    for table in ("sales_order", "invoice", "collection"):
        rows = connection.exec_driver_sql(f"SELECT number, state FROM {table}")
        found.update((str(number), str(state)) for number, state in rows)
    return found


def lost(done: Sequence[int], found: dict[str, str]) -> list[str]:
    """Return the saves that were said to be done and are not in the database."""
    missing = []
    for number in done:
        kind = kind_of(number)
        if kind == "withdrawal":
            if found.get(f"order-{number - 3}", "void") != "void":
                missing.append(f"{kind}-{number}")
        elif f"{kind}-{number}" not in found:
            missing.append(f"{kind}-{number}")
    return missing


_HALVES = {
    "order without its lines": (
        "SELECT number FROM sales_order o WHERE net_minor <> "
        "(SELECT coalesce(sum(l.net_minor), 0) FROM order_line l WHERE l.order_id = o.id) "
        "OR 3 <> (SELECT count(*) FROM order_line l WHERE l.order_id = o.id)"
    ),
    "order without its credit": (
        "SELECT number FROM sales_order o WHERE is_shared AND "
        "6 <> (SELECT count(*) FROM order_credit c WHERE c.order_id = o.id)"
    ),
    "invoice without its lines": (
        "SELECT number FROM invoice i WHERE net_minor <> "
        "(SELECT coalesce(sum(l.net_minor), 0) FROM invoice_line l WHERE l.invoice_id = i.id) "
        "OR 3 <> (SELECT count(*) FROM invoice_line l WHERE l.invoice_id = i.id)"
    ),
    "invoice without its credit": (
        "SELECT number FROM invoice i WHERE is_shared AND "
        "6 <> (SELECT count(*) FROM invoice_credit c WHERE c.invoice_id = i.id)"
    ),
    "receipt that does not pay": (
        "SELECT number FROM collection c WHERE amount_minor <> (SELECT "
        "coalesce(sum(a.amount_minor), 0) FROM application a WHERE a.collection_id = c.id)"
    ),
    "document without its batch": (
        "SELECT number FROM invoice WHERE batch_id IS NULL UNION ALL "
        "SELECT number FROM sales_order WHERE batch_id IS NULL"
    ),
    "batch without its rows": (
        "SELECT b.file_name FROM import_batch b WHERE b.kind = 'orders' AND b.row_count <> "
        "(SELECT count(*) FROM order_line l JOIN sales_order o ON o.id = l.order_id "
        "WHERE o.batch_id = b.id)"
    ),
    "batch half taken back": (
        "SELECT o.number FROM sales_order o JOIN import_batch b ON b.id = o.batch_id "
        "WHERE (o.state = 'void') <> (b.withdrawn_at IS NOT NULL)"
    ),
    "command without its batch": (
        "SELECT name FROM command_log c WHERE name LIKE 'Import %%' AND NOT EXISTS "
        "(SELECT 1 FROM import_batch b WHERE b.command_id = c.id)"
    ),
    "months that do not tie": (
        "SELECT 'sums' WHERE (SELECT coalesce(sum(net_minor), 0) FROM sales_month) <> "
        "(SELECT coalesce(sum(net_minor), 0) FROM invoice WHERE state = 'posted')"
    ),
    "somebody still acting": "SELECT login FROM acting",
}


def halves(connection: Connection) -> list[str]:
    """Return everything that a save left half done, in words."""
    found = []
    for words, query in _HALVES.items():
        rows = connection.exec_driver_sql(query).scalars().all()
        found += [f"{words}: {row}" for row in rows[:3]]
    return found


def proofs(url: str) -> list[str]:
    """Return what the program's own check finds wrong."""
    services = open_services(url, CLOCK, BOSS)
    try:
        return [repr(finding) for finding in services.checking.run()]
    finally:
        services.close()
