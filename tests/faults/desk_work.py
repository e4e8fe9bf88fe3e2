"""Desks as processes of their own: clerks who edit the same customers, and an office at work.

Each function runs in a child process, opens the database as the program does, and returns plain
values. `together` starts them at one moment.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from sqlalchemy import update

from desktop.enums import ImportKind
from desktop.errors import ConflictError, StorageError
from desktop.models import Customer
from desktop.services.access import Actor, find_actor
from desktop.services.customers.editing_data import ChangeCustomer, CustomerForEdit
from desktop.services.customers.service import CustomersService
from desktop.services.database import open_database, parse_address
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.frame import load_branch
from desktop.services.imports.service import ImportFile, ImportService
from desktop.services.receivables.service import ReceivablesService
from desktop.services.uow import UnitOfWork
from tests.factories import BOSS, CLOCK, Desk

CUSTOMERS = 12
_START: Barrier


@dataclass(frozen=True, slots=True)
class Tally:
    """What a clerk saw: saves that were acknowledged, conflicts shown, and times told to wait."""

    saved: int
    conflicts: int
    busy: int


@dataclass(frozen=True, slots=True)
class Shift:
    """What an office desk did: saves, errors in words, and how long each save took in seconds."""

    saved: int
    errors: tuple[str, ...]
    waits: tuple[float, ...]


def together(work: Sequence[tuple[Callable[..., Any], tuple[Any, ...]]]) -> list[Any]:
    """Run every function in a process of its own, all begun at one moment; return the answers."""
    # A server that has everything loaded forks the desks; Windows starts each from nothing.
    context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    if os.name == "posix":
        context.set_forkserver_preload(["tests.faults.desk_work", "psycopg", "sqlcipher3.dbapi2"])
    barrier = context.Barrier(len(work))
    with ProcessPoolExecutor(len(work), context, _ready, (barrier,)) as pool:
        return [one.result(timeout=300) for one in [pool.submit(f, *given) for f, given in work]]


def _ready(barrier: Barrier) -> None:
    global _START
    _START = barrier


@contextmanager
def at_a_desk(url: str, first_look: Path | None = None) -> Iterator[tuple[UnitOfWork, Actor]]:
    """Open the database, wait until all others have, and close it afterwards.

    With a file, it is looked at before: what a program loads at its first import and its first
    report is not what its neighbours let it wait for.
    """
    database = open_database(parse_address(url))
    try:
        uow = UnitOfWork(database, CLOCK)
        with uow.read() as session:
            actor = find_actor(session, load_branch(session).id, BOSS)
        if first_look is not None:
            ImportService(uow, CLOCK).preview(actor, ImportFile(ImportKind.ORDERS, first_look))
            ReceivablesService(uow, CLOCK).aging(ReportRequest("aging"))
        _START.wait(120)
        yield uow, actor
    finally:
        database.close()


def furnish(desk: Desk) -> list[int]:
    """Give the branch the customers whose addresses are counters; return their ids."""
    rows = "".join(f"C{n},Customer {n},0\n" for n in range(CUSTOMERS))
    desk.bring("customers", "code,name,address\n" + rows)
    return [row[0] for row in desk.rows(Customer, "id")]


def count_up(url: str, ids: Sequence[int], edits: int, seed: int) -> Tally:
    """Add one to the number in a customer's address, so many times, as a person edits a card.

    A conflict is answered as a person would: look again, and enter it anew.
    """
    draw = random.Random(seed)
    saved = conflicts = busy = 0
    with at_a_desk(url) as (uow, actor):
        service = CustomersService(uow, CLOCK)
        while saved < edits:
            card = service.card_for_edit(draw.choice(ids))
            try:
                service.change_customer(actor, _one_more(card))
            except ConflictError as error:
                theirs = error.facts["theirs"]
                assert isinstance(theirs, CustomerForEdit) and theirs.version > card.version
                conflicts += 1
            except StorageError:
                busy += 1
            else:
                saved += 1
    return Tally(saved, conflicts, busy)


def _one_more(card: CustomerForEdit) -> ChangeCustomer:
    entry = replace(card.entry, address=str(int(card.entry.address) + 1))
    return ChangeCustomer(card.id, card.version, entry)


def count_up_blindly(url: str, ids: Sequence[int], edits: int, seed: int) -> Tally:
    """Do the same without a version: what was read is written back, whatever came between."""
    draw = random.Random(seed)
    with at_a_desk(url) as (uow, actor):
        for _edit in range(edits):
            with uow.read() as session:
                record = session.get_one(Customer, draw.choice(ids))
            with uow.write(actor, "Blind edit") as session:
                session.execute(
                    update(Customer)
                    .where(Customer.id == record.id)
                    .values(address=str(int(record.address) + 1), version=record.version + 1)
                )
    return Tally(edits, 0, 0)


def office_desk(url: str, folder: str, name: str, ids: Sequence[int], seconds: float) -> Shift:
    """Work at an office's pace: a card is opened, looked at, and saved, about twice a second.

    Now and then an order of three lines goes in, or the aging report is looked at. The desk
    has customers of its own, so that only the waiting is measured.
    """
    draw = random.Random(name)
    saved = 0
    errors: list[str] = []
    waits: list[float] = []
    first = Path(folder) / f"{name}.csv"
    first.write_text(_order(name, "C0", 3), encoding="utf-8")
    with at_a_desk(url, first) as (uow, actor):
        service, imports = CustomersService(uow, CLOCK), ImportService(uow, CLOCK)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(draw.uniform(0.3, 0.8))
            card = service.card_for_edit(draw.choice(ids))
            order = Path(folder) / f"{name}-{len(waits)}.csv"
            if len(waits) % 5 == 4:
                order.write_text(_order(f"{name}-{len(waits)}", "C0", 3), encoding="utf-8")
            began = time.perf_counter()
            try:
                if order.exists():
                    imports.run(actor, ImportFile(ImportKind.ORDERS, order))
                else:
                    service.change_customer(actor, _one_more(card))
                    saved += 1
            except StorageError as error:
                errors.append(error.code)
            waits.append(time.perf_counter() - began)
            if len(waits) % 7 == 0:
                ReceivablesService(uow, CLOCK).aging(ReportRequest("aging"))
    return Shift(saved, tuple(errors), tuple(waits))


def office_import(url: str, folder: str, lines: int, seconds: float) -> Shift:
    """Bring one large file of orders after the other."""
    errors: list[str] = []
    waits: list[float] = []
    first = Path(folder) / "first.csv"
    first.write_text(_order("L", "C0", 3), encoding="utf-8")
    with at_a_desk(url, first) as (uow, actor):
        imports = ImportService(uow, CLOCK)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            path = Path(folder) / f"large-{len(waits)}.csv"
            path.write_text(_order(f"L{len(waits)}", "C0", lines), encoding="utf-8")
            began = time.perf_counter()
            try:
                imports.run(actor, ImportFile(ImportKind.ORDERS, path))
            except StorageError as error:
                errors.append(error.code)
            waits.append(time.perf_counter() - began)
            time.sleep(0.2)
    return Shift(len(waits) - len(errors), tuple(errors), tuple(waits))


def _order(number: str, customer: str, lines: int) -> str:
    first = CLOCK.today() - timedelta(days=300)
    rows = (
        f"{number}-{line // 3},{first + timedelta(days=line // 3 % 280)},{customer},{line}.01\n"
        for line in range(lines)
    )
    return "order_no,order_date,customer_code,amount\n" + "".join(rows)


def counted(desk: Desk) -> tuple[int, int]:
    """Return the sum of the customers' counters, and of their versions above the first."""
    rows = desk.rows(Customer, "address", "version")
    return sum(int(row[0]) for row in rows), sum(row[1] - 1 for row in rows)


def office(
    url: str, folder: Path, ids: Sequence[int], seconds: float, lines: int, desks: int = 10
) -> list[tuple[Callable[..., Shift], tuple[Any, ...]]]:
    """Return the work of an office: desks with a customer of their own each, and an importer."""
    work: list[tuple[Callable[..., Shift], tuple[Any, ...]]] = [
        (office_desk, (url, str(folder), f"D{n}", [ids[n]], seconds)) for n in range(desks)
    ]
    return [*work, (office_import, (url, str(folder), lines, seconds))]
