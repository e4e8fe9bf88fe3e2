"""A branch whose clerks key reports: made once a run on each engine, and copied for each test."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.services.entries.data import EntryKind, EntryProblem, Rows
from desktop.services.entries.kinds import ENTRY_SPECS
from tests.factories import a_desk

#: The counters of what `fill_branch` makes.
MADE = {"T": 1, "R": 2, "C": 2, "P": 1}


def fill_branch(url: str) -> None:
    """Make two reps, two customers of the first one, and a product, in a migrated database."""
    with TemporaryDirectory() as folder, a_desk(url, Path(folder)) as desk:
        desk.territories(1)
        desk.reps(2, territory="T1")
        desk.customers(2, rep="R1", territory="T1")
        desk.products(1)


V, O, C, X, N = EntryKind  # noqa: E741
#: 17 March 2026 is a Tuesday; the clock stands on the Wednesday after it.
DAY = "2026-03-17"


def rows_of(kind: EntryKind, *rows: dict[str, str]) -> Rows:
    """Return rows of a sheet from the cells that are filled."""
    keys = ENTRY_SPECS[kind].keys
    assert all(set(row) <= set(keys) for row in rows)
    return tuple(tuple(row.get(key, "") for key in keys) for row in rows)


def a_visit(**cells: str) -> dict[str, str]:
    return {"rep_code": "R1", "date": DAY, "customer_code": "C1", "outcome": "talked",
            "minutes": "30", **cells}  # fmt: skip


def told(problems: tuple[EntryProblem, ...]) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.issue.code) for one in problems]


FILES = {
    V: ("visits", "visit_no,rep_code,date,customer_code,outcome,minutes,start,end,channel,planned,"
        "note,order_no\n"
        "V1,R1,2026-03-16,C1,ordered,45,09:30,10:15,on_site,yes,A shelf,O1\n"
        "V2,R1,2026-03-16,C2,closed,,,,,no,,\n"
        "V3,R2,2026-03-17,C2,talked,20,,,phone,,,\n"),
    O: ("orders", "order_no,order_date,customer_code,rep_code,product_code,quantity,amount,cost\n"
        "O1,2026-03-16,C1,,P1,10,1000.00,600\nO1,2026-03-16,C1,,,,55.55,\n"
        "O2,2026-03-17,C2,R1:60;R2:40,P1,2,200.00,120\n"),
    C: ("collections", "receipt_no,date,customer_code,amount,invoice_no,method\n"
        "A1,2026-03-16,C1,400.00,I1,transfer\nA1,2026-03-16,C1,100.00,,transfer\n"
        "A2,2026-03-17,C2,70.00,,cash\n"),
    X: ("expenses", "date,rep_code,category,amount,customer_code,guests,note\n"
        "2026-03-16,R1,travel,86.50,,,\n2026-03-17,R2,entertainment,300.00,C2,Ms Li,Dinner\n"),
    N: ("market-notes", "date,type,text,rep_code,customer_code,competitor,price,product_code\n"
        "2026-03-16,competitor,Cheaper now,R1,C1,Northwind,19.50,P1\n"
        "2026-03-17,trend,More online orders,R2,,,,\n"),
}  # fmt: skip


def typed(kind: EntryKind) -> Rows:
    """Return a file's rows as they are typed."""
    head, *lines = FILES[kind][1].splitlines()
    names = head.split(",")
    cells = [dict(zip(names, line.split(","), strict=True)) for line in lines]
    return rows_of(kind, *cells)
