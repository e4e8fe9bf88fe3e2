"""A clerk who imports a file of five thousand rows, and is killed while they are written (F3)."""

from __future__ import annotations

import random
import time
from pathlib import Path

from sqlalchemy import Connection

from desktop.enums import ImportKind
from desktop.services.database import DatabaseEngine
from desktop.services.imports.service import ImportFile
from tests.faults.clerks import FAULTS, HEAD_OF_ORDERS, LINES, Say, at_desk, halves
from tests.faults.kills import Clerk, Office

DOCUMENTS = 1_667


def file_of(folder: Path, number: int) -> ImportFile:
    """Write a file of 5,001 rows: orders of three lines, each shared by two reps."""
    path = folder / f"large-{number}.csv"
    row = "L{0}-{1},2026-02-{2:02},C{3},9.99,R1:50;R2:50\n"
    rows = (
        row.format(number, order, order % 28 + 1, order % 2 + 1) * LINES
        for order in range(DOCUMENTS)
    )
    path.write_text(HEAD_OF_ORDERS + "".join(rows), encoding="utf-8")
    return ImportFile(ImportKind.ORDERS, path)


def import_one(say: Say, folder: str, number: int, fault: str = "") -> None:
    """Import the file of a number, saying when its rows begin to be written; a clerk's job."""
    services = at_desk()
    if fault:
        FAULTS[fault](services, say)
    database = services.uow.database
    begin = database.begin_command
    began = [0.0]

    def heard(*arguments: object, **more: object) -> None:
        say("writing")
        began[0] = time.monotonic()
        begin(*arguments, **more)  # type: ignore[arg-type]

    database.begin_command = heard  # type: ignore[method-assign]
    services.imports.run(services.actor, file_of(Path(folder), number))
    say(f"done {time.monotonic() - began[0]:.3f}")
    services.close()


class ImportRound:
    """Imports killed one after the other; each but the first is also the next one."""

    def __init__(
        self, office: Office, books: DatabaseEngine, folder: Path, seed: int, fault: str = ""
    ) -> None:
        self._office = office
        self._books = books
        self._folder = str(folder)
        self._dice = random.Random(seed)
        self._number = 0
        self._fault = fault
        self.killed_at_work = 0
        self.whole = 0
        address = books.url.render_as_string(hide_password=False)
        office.prepare("clerks.sit_down", url=address, folder=self._folder, first=0)
        self._orders = self._look()[0]
        self._took = self.import_whole()

    def import_whole(self) -> float:
        """Let an import come to its end; return how long its rows took to write."""
        said = self._clerk("").finish()
        assert said[-1].startswith("done"), said
        self._orders += DOCUMENTS
        self.whole += 1
        assert self._look() == (self._orders, [])
        return float(said[-1].split()[1])

    def kill_one(self) -> list[str]:
        """Kill an import while its rows are written; return what is half there."""
        clerk = self._clerk(self._fault)
        assert clerk.wait_for("writing"), clerk.said
        said = clerk.kill_after(self._dice.uniform(0, self._took))
        orders, half = self._look()
        is_done = said[-1].startswith("done")
        self.killed_at_work += not is_done
        if is_done:
            # A machine that was busy during the first import would let all others come too late.
            self._took = min(self._took, float(said[-1].split()[1]))
        # Between its commit and its last word an import is whole, and has not said so.
        if orders - self._orders not in ({DOCUMENTS} if is_done else {0, DOCUMENTS}):
            half.append(f"{orders - self._orders} of {DOCUMENTS} orders")
        self.whole += orders == self._orders + DOCUMENTS
        self._orders = orders
        return half

    def _clerk(self, fault: str) -> Clerk:
        self._number += 1
        return self._office.clerk(
            "large_imports.import_one", folder=self._folder, number=self._number, fault=fault
        )

    def _look(self) -> tuple[int, list[str]]:
        with self._books.engine.connect() as connection:
            found = _orders(connection), halves(connection)
        self._books.close()
        return found


def _orders(connection: Connection) -> int:
    query = "SELECT count(*) FROM sales_order"
    return int(connection.exec_driver_sql(query).scalar() or 0)
