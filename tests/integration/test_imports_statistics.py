"""What the planner knows after an import, and numbers that are hard to write into a statement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.enums import ImportKind
from tests.factories import Desk, a_desk

_PLAIN, _ODD = "SO-1", "S'O\"1\\,{中,\N{GRINNING FACE}}%(a)s:b"


@pytest.fixture
def server(postgres_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Yield the desk of an empty branch on a server."""
    with a_desk(postgres_url, tmp_path) as made:
        yield made


def _counted(desk: Desk, table: str) -> int:
    """Return how many rows the server's planner believes a table to have."""
    query = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)")
    with desk.uow.read() as session:
        return max(0, int(session.scalar(query, {"name": table})))


def test_a_server_knows_of_customers_as_soon_as_they_are_in(server: Desk) -> None:
    server.customers(60)
    assert _counted(server, "customer") == 60


def test_a_server_does_not_look_for_a_few_rows(server: Desk) -> None:
    server.customers(40)
    assert _counted(server, "customer") == 0


def test_a_server_looks_only_at_what_the_file_changed(server: Desk) -> None:
    server.reps(3)
    server.customers(60)
    assert _counted(server, "rep") == 0


def test_a_file_is_looked_at_after_many_rows_only(local: Desk) -> None:
    query = text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
    known = []
    for rows in (1_000, 1_001):
        with local.uow.write(local.actor, "Look") as session:
            local.database.analyze_changed(session, rows)
            known.append(session.scalar(query))
    assert known == [0, 1]


def test_numbers_with_any_signs_are_found_again(desk: Desk) -> None:
    customer = desk.customers()[0]
    head = "order_no,order_date,customer_code,amount\n"
    odd = '"' + _ODD.replace('"', '""') + '"'
    rows = [f"{number},2025-03-01,{customer}," for number in (_PLAIN, odd)]
    desk.bring(ImportKind.ORDERS, head + "\n".join(row + "10" for row in rows))
    again = head + "\n".join(row + "20" for row in rows) + f"\nSO-2,2025-03-01,{customer},20"
    found = [(issue.code, issue.facts["number"]) for issue in desk.refused("orders", again)]
    assert found == [("number_exists", _PLAIN), ("number_exists", _ODD)]
