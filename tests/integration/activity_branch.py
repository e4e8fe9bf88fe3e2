"""A small branch put into a database by hand, for the tests of activity and scorecards.

Every figure of these tests can be counted on paper. Business days are those of 2026, Monday to
Friday; amounts are in whole yuan and stored in fen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from desktop.clock import FixedClock
from desktop.models import (
    OPEN_END,
    Base,
    Branch,
    Collection,
    Customer,
    CustomerRep,
    CustomerTerritory,
    Expense,
    Invoice,
    InvoiceCredit,
    InvoiceLine,
    Leave,
    OrderCredit,
    OrderLine,
    PlanLine,
    PlanVersion,
    Product,
    ProductGroup,
    Rep,
    SalesMonth,
    SalesOrder,
    SalesPlan,
    Territory,
    Visit,
    VisitPlan,
)
from desktop.models.base import EVER
from desktop.periods import Month
from desktop.search_key import search_key
from desktop.services.database import make_engine, parse_address
from desktop.services.uow import UnitOfWork

INSTANT = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
CLOCK = FixedClock(INSTANT)


def at(text: str) -> date:
    """Return the date of an ISO text, or of `03-17` in 2026."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


@contextmanager
def opened(url: str) -> Iterator[UnitOfWork]:
    """Yield a unit of work on the database, which is closed afterwards."""
    database = make_engine(parse_address(url))
    try:
        yield UnitOfWork(database, CLOCK)
    finally:
        database.close()


@dataclass
class BranchBuilder:
    """Inserts records by the codes that a test gives them."""

    session: Session
    branch_id: int = 0
    ids: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: int = 0

    def insert(self, record: type[Base], **values: Any) -> int:
        """Insert one row and return its id."""
        if record is not Branch:
            values["branch_id"] = self.branch_id
        result = self.session.execute(insert(record).values(**values).returning(record.id))  # type: ignore[attr-defined]
        return int(result.scalar_one())

    def id(self, kind: str, code: str | None) -> int | None:
        """Return the id of what a code names."""
        return None if code is None else self.ids[kind, code]

    def _number(self, prefix: str) -> str:
        self.numbers += 1
        return f"{prefix}{self.numbers}"

    def branch(self, basis: str = "invoiced", fiscal_year_start: int = 1) -> None:
        self.branch_id = self.insert(
            Branch, name="East", currency="CNY", decimals=2, fiscal_year_start=fiscal_year_start,
            sales_basis=basis, aging_bounds="30,60,90,180,365", calendar="weekdays",
            is_sample=False, created_at=INSTANT,
        )  # fmt: skip

    def territory(self, code: str, parent: str | None = None) -> None:
        self.ids["territory", code] = self.insert(
            Territory, code=code, code_key=search_key(code), name=code, name_key=search_key(code),
            parent_id=self.id("territory", parent),
        )  # fmt: skip

    def rep(
        self, code: str, manager: str | None = None, territory: str | None = None,
        hired: str | None = None, left: str | None = None,
    ) -> None:  # fmt: skip
        self.ids["rep", code] = self.insert(
            Rep, code=code, code_key=search_key(code), name=f"Name {code}",
            name_key=search_key(f"Name {code}"), pinyin="", title="",
            manager_id=self.id("rep", manager), territory_id=self.id("territory", territory),
            hire_date=at(hired) if hired else None, leave_date=at(left) if left else None,
        )  # fmt: skip

    def customer(
        self, code: str, rep: str | None = None, territory: str | None = None,
        weight: str | None = None, tax_id: str = "",
    ) -> None:  # fmt: skip
        self.ids["customer", code] = self.insert(
            Customer, code=code, code_key=search_key(code), name=f"Shop {code}",
            name_key=search_key(f"Shop {code}"), pinyin="", customer_class=weight,
            is_key_account=False, tax_id=tax_id, phone="", address="", legal_person="",
        )  # fmt: skip
        if rep:
            self.looked_after(code, rep)
        if territory:
            self.insert(
                CustomerTerritory, customer_id=self.id("customer", code),
                territory_id=self.id("territory", territory), first_day=EVER, last_day=OPEN_END,
            )  # fmt: skip

    def looked_after(
        self, customer: str, rep: str, first: str = "0001-01-01", last: str = "9999-12-31"
    ) -> None:
        self.insert(
            CustomerRep, customer_id=self.id("customer", customer), rep_id=self.id("rep", rep),
            first_day=at(first), last_day=at(last), is_from_file=False,
        )  # fmt: skip

    def product(self, code: str, group: str) -> None:
        if ("group", group) not in self.ids:
            self.ids["group", group] = self.insert(
                ProductGroup, code=group, code_key=search_key(group), name=f"Group {group}",
                name_key=search_key(group),
            )  # fmt: skip
        self.ids["product", code] = self.insert(
            Product, code=code, code_key=search_key(code), name=code, name_key=search_key(code),
            group_id=self.id("group", group), unit="",
        )  # fmt: skip

    def leave(self, rep: str, first: str, last: str) -> None:
        self.insert(
            Leave, rep_id=self.id("rep", rep), first_day=at(first), last_day=at(last), kind="leave"
        )

    def visit(
        self, day: str, rep: str, customer: str, start: str | None = None, end: str | None = None,
        **other: Any,
    ) -> int:  # fmt: skip
        begins = time.fromisoformat(start) if start else None
        ends = time.fromisoformat(end) if end else None
        minutes = None
        if begins and ends:
            minutes = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
        values: dict[str, Any] = {
            "state": "posted", "visited_on": at(day), "month": Month.of(at(day)).ordinal,
            "starts_at": begins, "ends_at": ends, "minutes": minutes,
            "rep_id": self.id("rep", rep), "customer_id": self.id("customer", customer),
            "territory_id": self._place(customer, rep), "channel": "on_site", "purpose": "",
            "outcome": "", "is_attempt": False, "is_planned": None, "note": "", "note_key": "",
            "order_number": "", "keyed_at": datetime(2026, at(day).month, at(day).day, tzinfo=UTC),
        }  # fmt: skip
        return self.insert(Visit, **{**values, **other})

    def visit_plan(self, day: str, rep: str, customer: str) -> None:
        self.insert(
            VisitPlan, rep_id=self.id("rep", rep), customer_id=self.id("customer", customer),
            planned_on=at(day), purpose="",
        )  # fmt: skip

    def expense(
        self, day: str, rep: str, category: str, amount: int, customer: str | None = None
    ) -> None:
        self.insert(
            Expense, state="posted", spent_on=at(day), month=Month.of(at(day)).ordinal,
            rep_id=self.id("rep", rep), category=category, amount_minor=amount * 100,
            customer_id=self.id("customer", customer), guests="", invoice_number="", note="",
        )  # fmt: skip

    def _place(self, customer: str, rep: str | None) -> int | None:
        found: int | None = self.session.scalar(
            select(CustomerTerritory.territory_id).where(
                CustomerTerritory.customer_id == self.id("customer", customer)
            )
        )
        if found is None and rep is not None:
            return self.session.scalar(
                select(Rep.territory_id).where(Rep.id == self.id("rep", rep))
            )
        return found

    def _document(self, day: str, customer: str, rep: str | None, number: str) -> dict[str, Any]:
        return {
            "number": number, "number_key": search_key(number), "state": "posted",
            "document_date": at(day), "month": Month.of(at(day)).ordinal,
            "customer_id": self.id("customer", customer), "rep_id": self.id("rep", rep),
            "credited_rep_id": self.id("rep", rep), "territory_id": self._place(customer, rep),
        }  # fmt: skip

    def order(
        self, day: str, customer: str, rep: str | None, amount: int, *, number: str = "",
        status: str = "confirmed", cost: int | None = None, product: str | None = None,
        share: tuple[tuple[str, int], ...] = (),
    ) -> None:  # fmt: skip
        number = number or self._number("SO")
        order_id = self.insert(
            SalesOrder, **self._document(day, customer, rep, number), status=status,
            is_shared=bool(share), net_minor=amount * 100,
        )  # fmt: skip
        self.insert(
            OrderLine, order_id=order_id, line_no=1, net_minor=amount * 100,
            cost_minor=None if cost is None else cost * 100,
            product_id=self.id("product", product),
        )  # fmt: skip
        for code, percent in share:
            self.insert(
                OrderCredit, order_id=order_id, line_no=1, rep_id=self.id("rep", code),
                share_millionths=percent * 10_000, net_minor=amount * percent,
                cost_minor=None if cost is None else cost * percent,
            )  # fmt: skip

    def invoice(
        self, day: str, customer: str, rep: str | None, amount: int, *, cost: int | None = None,
        due: str = "", product: str | None = None, share: tuple[tuple[str, int], ...] = (),
    ) -> int:  # fmt: skip
        net = amount * 100
        invoice_id = self.insert(
            Invoice, **self._document(day, customer, rep, self._number("INV")),
            kind="credit_note" if amount < 0 else "invoice", due_date=at(due or day),
            order_number="", is_shared=bool(share), net_minor=net, tax_minor=0, gross_minor=net,
            settled_on=OPEN_END,
        )  # fmt: skip
        self.insert(
            InvoiceLine, invoice_id=invoice_id, line_no=1, net_minor=net, tax_minor=0,
            cost_minor=None if cost is None else cost * 100,
            product_id=self.id("product", product),
        )  # fmt: skip
        for code, percent in share:
            self.insert(
                InvoiceCredit, invoice_id=invoice_id, line_no=1, rep_id=self.id("rep", code),
                share_millionths=percent * 10_000, net_minor=amount * percent,
                cost_minor=None if cost is None else cost * percent,
            )  # fmt: skip
        return invoice_id

    def collection(self, day: str, customer: str, rep: str | None, amount: int) -> None:
        self.insert(
            Collection, **self._document(day, customer, rep, self._number("R")),
            amount_minor=amount * 100, method="", payer="", used_up_on=OPEN_END,
        )  # fmt: skip

    def targets(self, metric: str, rep: str, amounts: dict[str, int], unit: int = 100) -> None:
        """Put a rep's monthly targets into the plan in force of 2026."""
        if ("version", "2026") not in self.ids:
            plan_id = self.insert(SalesPlan, name="P", name_key="p", fiscal_year=2026)
            self.ids["version", "2026"] = self.insert(
                PlanVersion, plan_id=plan_id, number=1, fiscal_year=2026, status="in_force",
                made_at=INSTANT, in_force_from=at("01-01"), season_basis="working days",
            )  # fmt: skip
        for month, amount in amounts.items():
            self.insert(
                PlanLine, version_id=self.ids["version", "2026"], metric=metric,
                month=Month.of(at(f"{month}-01")).ordinal, pool_rep_id=self.id("rep", rep),
                amount=amount * unit, is_locked=False, reason="",
            )  # fmt: skip

    def summarise(self, basis: str = "invoiced") -> None:
        """Write the monthly summary, as the loader keeps it."""
        if basis == "invoiced":
            document, line, credit = Invoice, InvoiceLine, InvoiceCredit
            of_line, of_credit = InvoiceLine.invoice_id, InvoiceCredit.invoice_id
        else:
            document, line, credit = SalesOrder, OrderLine, OrderCredit  # type: ignore[assignment]
            of_line, of_credit = OrderLine.order_id, OrderCredit.order_id
        counted = [document.state == "posted"]
        if basis != "invoiced":
            counted.append(SalesOrder.status != "cancelled")
        sums: dict[tuple[int, int, int, int], list[int]] = {}
        group = func.coalesce(Product.group_id, 0)
        whole = (
            select(document.month, document.credited_rep_id, document.territory_id, group,
                   line.net_minor, line.cost_minor)
            .join(line, of_line == document.id)
            .outerjoin(Product, Product.id == line.product_id)
            .where(*counted, document.is_shared.is_(False))
        )  # fmt: skip
        parts = (
            select(document.month, credit.rep_id, document.territory_id, group,
                   credit.net_minor, credit.cost_minor)
            .join(line, of_line == document.id)
            .join(credit, (of_credit == document.id) & (credit.line_no == line.line_no))
            .outerjoin(Product, Product.id == line.product_id)
            .where(*counted, document.is_shared)
        )  # fmt: skip
        for query in (whole, parts):
            for month, rep, territory, code, net, cost in self.session.execute(query):
                row = sums.setdefault((month, rep or 0, territory or 0, code), [0] * 5)
                for place, value in enumerate(
                    (net, 0 if cost is None else net, cost or 0, 1, int(cost is None))
                ):
                    row[place] += value
        for (month, rep, territory, code), values in sums.items():
            self.session.execute(
                insert(SalesMonth).values(
                    branch_id=self.branch_id, month=month, rep_id=rep, territory_id=territory,
                    product_group_id=code, quantity_millionths=0, net_minor=values[0],
                    costed_net_minor=values[1], cost_minor=values[2], lines=values[3],
                    uncosted_lines=values[4],
                )
            )  # fmt: skip


@contextmanager
def building(url: str) -> Iterator[BranchBuilder]:
    """Yield a builder whose rows are committed at the end of the block."""
    database = make_engine(parse_address(url))
    try:
        with Session(database.writer) as session:
            # Documents come with their lines, as one command brings them.
            database.begin_command(session, 0, "builder", is_bulk=False)
            yield BranchBuilder(session)
            database.end_command(session)
            session.commit()
    finally:
        database.close()
