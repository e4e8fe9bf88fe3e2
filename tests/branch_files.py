"""The import files of a small invented branch: every kind, and every oddity that figures meet."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

#: A file: its kind, and the options it goes in with.
File = tuple[str, Path, tuple[str, ...]]

_FIRST = date(2025, 1, 1)
_DAYS = 440


def write_branch(folder: Path, seed: int = 7, documents: int = 120) -> tuple[File, ...]:
    """Write the files into the folder; equal seeds give equal bytes."""
    draw = random.Random(seed)
    files: list[File] = []

    def add(kind: str, header: str, rows: Sequence[Sequence[object]], *options: str) -> None:
        path = folder / f"{len(files) + 1:02d}-{kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(header.split())
            writer.writerows(rows)
        files.append((kind, path, options))

    _masters(add)
    orders, invoices, money = _documents(draw, documents)
    add("orders", "order_no order_date customer_code rep_code product_code quantity amount cost "
        "status", orders)  # fmt: skip
    add("invoices", "invoice_no kind invoice_date due_date customer_code rep_code product_code "
        "quantity amount tax cost", invoices)  # fmt: skip
    add("collections", "receipt_no date customer_code amount invoice_no", money)
    add("visits", "date start end rep_code customer_code planned", _visits(draw, documents))
    add("expenses", "date rep_code category amount customer_code", _expenses(draw, documents // 2))
    add("targets", "period metric amount rep_code customer_code", _targets(), "--plan", "Plan",
        "--in-force")  # fmt: skip
    return tuple(files)


def _masters(add: object) -> None:
    write = add
    assert callable(write)
    write("territories", "code name parent_code",
          [("ALL", "Everything", ""), ("N", "North", "ALL"), ("S", "South", "ALL")])  # fmt: skip
    write("reps", "code name manager_code territory_code hire_date leave_date", [
        ("M1", "Manager", "", "ALL", "2020-01-01", ""),
        ("R1", "李明", "M1", "N", "2020-01-01", ""),
        ("R2", "Rep Two", "M1", "S", "2020-01-01", ""),
        ("R3", "Rep Three", "M1", "", "2020-01-01", "2025-09-30"),
    ])  # fmt: skip
    write("product-groups", "code name parent_code",
          [("G", "Goods", ""), ("G1", "Group one", "G"), ("G2", "Group two", "G")])  # fmt: skip
    write("products", "code name group_code",
          [("P1", "One", "G1"), ("P2", "Two", "G2"), ("P3", "Three", "")])  # fmt: skip
    customers = [
        (f"C{number}", f"Customer {number}", "N" if number % 2 else "S",
         ("R1", "R2", "R3", "")[number % 4], "ABC"[number % 3], 30)
        for number in range(1, 13)
    ]  # fmt: skip
    write("customers", "code name territory_code rep_code class terms_days", customers)
    write("assignments", "customer_code rep_code from to", [
        ("C1", "R1", "2025-06-01", ""), ("C2", "R1", "2025-10-01", "2025-12-31"),
    ])  # fmt: skip


def _day(draw: random.Random) -> date:
    return _FIRST + timedelta(days=draw.randrange(_DAYS))


def _documents(
    draw: random.Random, count: int
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[tuple[object, ...]]]:
    orders: list[tuple[object, ...]] = []
    invoices: list[tuple[object, ...]] = []
    money: list[tuple[object, ...]] = []
    for number in range(1, count + 1):
        day, customer = _day(draw), f"C{draw.randint(1, 12)}"
        rep = draw.choice(["", "", "R1", "R2", "R1:60;R2:40", "R1:33.3;R2:33.3;R3:33.4"])
        status = draw.choice(["confirmed", "closed", "cancelled"])
        kind = "credit_note" if number % 9 == 0 else "invoice"
        gross = 0
        for _line in range(draw.randint(1, 3)):
            cents = draw.randint(100, 99_999)
            tax = cents * 13 // 100
            gross += cents + tax
            product = draw.choice(["P1", "P2", "P3", ""])
            cost = f"{cents * 7 // 1000}.10" if draw.random() < 0.7 else ""
            amount, quantity = f"{cents // 100}.{cents % 100:02d}", draw.randint(1, 9)
            orders.append(
                (f"O{number}", day, customer, rep, product, quantity, amount, cost, status)
            )
            invoices.append((f"I{number}", kind, day, "", customer, rep, product, quantity, amount,
                             f"{tax // 100}.{tax % 100:02d}", cost))  # fmt: skip
        paid = day + timedelta(days=draw.randint(1, 90))
        if kind == "invoice" and draw.random() < 0.7:
            part = gross if draw.random() < 0.6 else gross // 2
            applied = f"I{number}" if draw.random() < 0.8 else ""
            if part:
                amount = f"{part // 100}.{part % 100:02d}"
                money.append((f"M{number}", paid, customer, amount, applied))
    return orders, invoices, money


def _visits(draw: random.Random, count: int) -> list[tuple[object, ...]]:
    return [
        (_day(draw), f"{9 + place % 8:02d}:{place % 60:02d}", f"{18 + place % 4}:30",
         draw.choice(["R1", "R2"]), f"C{draw.randint(1, 12)}", draw.choice(["yes", "no", ""]))
        for place in range(count)
    ]  # fmt: skip


def _expenses(draw: random.Random, count: int) -> list[tuple[object, ...]]:
    return [
        (_day(draw), draw.choice(["R1", "R2"]), draw.choice(["travel", "meals", "gift"]),
         f"{place + 1}.50", draw.choice(["", "C1", "C2"]))
        for place in range(count)
    ]  # fmt: skip


def _targets() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        ("2025", "sales", "60000", "", f"C{number}") for number in range(1, 9)
    ]
    rows += [("2025-Q1", "collections", "30000", "R1", ""), ("2025", "visits", "90", "R2", "")]
    return rows
