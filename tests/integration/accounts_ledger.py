"""A small ledger for the tests of receivables: records in a database, and plain sums beside it."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from desktop.clock import FixedClock
from desktop.models import (
    EVER,
    OPEN_END,
    Application,
    Branch,
    Collection,
    Customer,
    CustomerRep,
    CustomerTerritory,
    Invoice,
    InvoiceCredit,
    InvoiceLine,
    ItemOwnership,
    Rep,
    Territory,
)
from desktop.services.database import make_engine, parse_address
from desktop.services.rules.applying import (
    OpenDocument,
    OpenMoney,
    apply_oldest_first,
    settled_on,
)
from desktop.services.uow import UnitOfWork

CLOCK = FixedClock(datetime(2026, 6, 30, 9, tzinfo=UTC))
BRANCH = 1


@dataclass(slots=True)
class Ledger:
    """Rows to be written, by record; `write` puts them into a database and opens it."""

    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    ids: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._add(
            Branch,
            name="North",
            currency="CNY",
            decimals=2,
            fiscal_year_start=1,
            sales_basis="invoiced",
            aging_bounds="30,60,90,180,365",
            calendar="weekdays",
            is_sample=False,
            created_at=CLOCK.now(),
            version=1,
        )

    def _add(self, record: Any, **values: Any) -> int:
        id_ = len(self.rows[record]) + 1
        if record is not Branch:
            values["branch_id"] = BRANCH
        self.rows[record].append({"id": id_, **values})
        return id_

    def _named(self, record: Any, code: str, **values: Any) -> int:
        id_ = self._add(record, code=code, code_key=code.casefold(), name=code,
                        name_key=code.casefold(), version=1, **values)  # fmt: skip
        self.ids[code] = id_
        return id_

    def territory(self, code: str, parent: str = "") -> None:
        self._named(Territory, code, parent_id=self.ids.get(parent))

    def rep(
        self, code: str, manager: str = "", territory: str = "", leave: date | None = None
    ) -> None:
        self._named(
            Rep, code, pinyin="", title="", manager_id=self.ids.get(manager),
            territory_id=self.ids.get(territory), hire_date=None, leave_date=leave,
        )  # fmt: skip

    def customer(
        self, code: str, rep: str = "", territory: str = "", weight: str | None = None, **more: Any
    ) -> None:
        values = {"is_key_account": False, "credit_limit_minor": None, "pinyin": "", **more}
        id_ = self._named(
            Customer, code, customer_class=weight, tax_id="", phone="", address="",
            legal_person="", terms_days=None, opened_on=None, **values,
        )  # fmt: skip
        if rep:
            self.looks_after(rep, code)
        if territory:
            self._add(
                CustomerTerritory, customer_id=id_, territory_id=self.ids[territory],
                first_day=EVER, last_day=OPEN_END, version=1,
            )  # fmt: skip

    def looks_after(
        self, rep: str, customer: str, first: date = EVER, last: date = OPEN_END
    ) -> None:
        self._add(
            CustomerRep, customer_id=self.ids[customer], rep_id=self.ids[rep], first_day=first,
            last_day=last, is_from_file=False, version=1,
        )  # fmt: skip

    def invoice(
        self, number: str, customer: str, day: date, due: date, net: int, *, tax: int = 0,
        rep: str = "", territory: str = "", shares: dict[str, int] | None = None, **more: Any,
    ) -> int:  # fmt: skip
        id_ = self._add(
            Invoice, number=number, number_key=number.casefold(),
            document_date=day, month=day.year * 12 + day.month - 1,
            customer_id=self.ids[customer], rep_id=self.ids.get(rep),
            credited_rep_id=self.ids.get(next(iter(shares)) if shares else rep),
            territory_id=self.ids.get(territory), version=1,
            kind="invoice" if net >= 0 else "credit_note", due_date=due, order_number="",
            is_shared=bool(shares), net_minor=net, tax_minor=tax, gross_minor=net + tax,
            settled_on=OPEN_END if net + tax else day,
            **{"state": "posted", "voided_on": None, **more},
        )  # fmt: skip
        self.ids[number] = id_
        self._add(InvoiceLine, invoice_id=id_, line_no=1, net_minor=net, tax_minor=tax)
        left = net
        for place, (code, percent) in enumerate((shares or {}).items(), start=1):
            part = left if place == len(shares or {}) else net * percent // 100
            left -= part
            self._add(
                InvoiceCredit, invoice_id=id_, line_no=1, rep_id=self.ids[code],
                share_millionths=percent * 10_000, net_minor=part,
            )  # fmt: skip
        return id_

    def money(
        self, number: str, customer: str, day: date, amount: int, rep: str = "",
        territory: str = "", **more: Any,
    ) -> int:  # fmt: skip
        id_ = self._add(
            Collection, number=number, number_key=number.casefold(), document_date=day,
            month=day.year * 12 + day.month - 1, customer_id=self.ids[customer],
            rep_id=self.ids.get(rep), credited_rep_id=self.ids.get(rep),
            territory_id=self.ids.get(territory), version=1, amount_minor=amount, method="",
            payer="", used_up_on=OPEN_END, **{"state": "posted", "voided_on": None, **more},
        )  # fmt: skip
        self.ids[number] = id_
        return id_

    def apply(self, source: str, invoice: str, amount: int, day: date) -> None:
        is_money = any(row["number"] == source for row in self.rows[Collection])
        self._add(
            Application, invoice_id=self.ids[invoice],
            collection_id=self.ids[source] if is_money else None,
            credit_note_id=None if is_money else self.ids[source],
            applied_on=day, amount_minor=amount,
        )  # fmt: skip

    def own(self, invoice: str, rep: str, first: date = EVER, last: date = OPEN_END) -> None:
        self._add(
            ItemOwnership, invoice_id=self.ids[invoice], rep_id=self.ids.get(rep),
            first_day=first, last_day=last, basis="handover", accepted_on=None, version=1,
        )  # fmt: skip

    def settle(self) -> None:
        """Derive when documents were settled and money was used up, as imports do."""
        paid: dict[int, list[tuple[date, int]]] = defaultdict(list)
        used: dict[int, list[tuple[date, int]]] = defaultdict(list)
        for row in self.rows[Application]:
            part = (row["applied_on"], row["amount_minor"])
            paid[row["invoice_id"]].append(part)
            if row["collection_id"] is None:
                paid[row["credit_note_id"]].append(part)
            else:
                used[row["collection_id"]].append(part)
        for row in self.rows[Invoice]:
            row["settled_on"] = settled_on(
                row["gross_minor"], row["document_date"], paid[row["id"]]
            )
        for row in self.rows[Collection]:
            row["used_up_on"] = settled_on(
                row["amount_minor"], row["document_date"], used[row["id"]]
            )

    def write(self, url: str) -> UnitOfWork:
        """Settle everything, write it, and return a unit of work on the database."""
        self.settle()
        return self.write_as_it_stands(url)

    def write_as_it_stands(self, url: str) -> UnitOfWork:
        """Write the rows with whatever is wrong in them."""
        database = make_engine(parse_address(url))
        with Session(database.writer) as session:
            # Documents come with their lines, as one command brings them.
            database.begin_command(session, 0, "builder", is_bulk=False)
            for record, rows in self.rows.items():
                if rows:
                    session.execute(insert(record), rows)
            database.end_command(session)
            session.commit()
        return UnitOfWork(database, CLOCK)


def random_ledger(seed: int) -> Ledger:
    """Return a history of a year with part payments, prepayments, credit notes and leavers."""
    dice = random.Random(seed)
    ledger = Ledger()
    ledger.territory("T0")
    for code in ("T1", "T2"):
        ledger.territory(code, "T0")
    ledger.rep("R0", territory="T0")
    ledger.rep("R1", "R0", "T1")
    ledger.rep("R2", "R0", "T2", leave=date(2025, 8, 31))
    ledger.rep("R3", "R1")
    codes = [f"C{number}" for number in range(9)]
    for place, code in enumerate(codes):
        ledger.customer(
            code, territory=("T1", "T2", "")[place % 3], weight=("A", "B", None)[place % 3]
        )
        first, second = dice.sample(["R0", "R1", "R2", "R3"], 2)
        turn = date(2025, 1, 1) + timedelta(days=dice.randrange(365))
        if place:
            ledger.looks_after(first, code, last=turn)
        if place % 4:
            ledger.looks_after(second, code, first=turn + timedelta(days=1))
    start = date(2025, 1, 1)
    for number in range(60):
        code, day = dice.choice(codes), start + timedelta(days=dice.randrange(365))
        sign = -1 if dice.random() < 0.2 else 1
        net = sign * dice.randrange(0, 100_000)
        ledger.invoice(
            f"I{number}", code, day, day + timedelta(days=dice.choice((0, 30, 90))), net,
            tax=net * 13 // 100, rep=dice.choice(["R0", "R1", "R2", "R3", ""]),
            territory=dice.choice(["T1", "T2", ""]),
            **({"state": "void", "voided_on": day} if number % 13 == 12 else {}),
        )  # fmt: skip
        ledger.money(
            f"P{number}", dice.choice(codes), start + timedelta(days=dice.randrange(365)),
            dice.randrange(1, 90_000), rep=dice.choice(["R1", "R2", ""]),
        )  # fmt: skip
    for number in (3, 7):
        ledger.own(f"I{number}", dice.choice(["R1", "R3", ""]), first=date(2025, 4, 1))
    _apply_some(ledger, dice, codes)
    return ledger


def _apply_some(ledger: Ledger, dice: random.Random, codes: list[str]) -> None:
    """Let credit notes pay a little, then money pay oldest first, but not all of it."""
    for code in codes:
        customer = ledger.ids[code]
        mine = [row for row in ledger.rows[Invoice]
                if row["customer_id"] == customer and row["state"] == "posted"]  # fmt: skip
        left = {row["id"]: row["gross_minor"] for row in mine}
        notes = [row for row in mine if row["gross_minor"] < 0]
        bills = [row for row in mine if row["gross_minor"] > 0]
        for note, bill in zip(notes, bills, strict=False):
            amount = min(-note["gross_minor"], bill["gross_minor"]) * dice.choice((1, 2)) // 2
            if amount:
                day = max(note["document_date"], bill["document_date"])
                ledger.apply(note["number"], bill["number"], amount, day)
                left[bill["id"]] -= amount
        purse = [row for row in ledger.rows[Collection] if row["customer_id"] == customer]
        applied = apply_oldest_first(
            [OpenDocument(row["id"], row["due_date"], row["number"], left[row["id"]],
                          row["document_date"]) for row in bills],
            [OpenMoney(row["id"], row["document_date"], row["number"], row["amount_minor"])
             for row in purse if dice.random() < 0.8],
        )  # fmt: skip
        for one in applied:
            ledger._add(
                Application, invoice_id=one.invoice_id, collection_id=one.collection_id,
                credit_note_id=None, applied_on=one.applied_on, amount_minor=one.amount_minor,
            )  # fmt: skip
