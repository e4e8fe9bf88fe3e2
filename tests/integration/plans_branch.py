"""A small branch written straight into a database, and an oracle that sums it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.models import (
    EVER,
    OPEN_END,
    Branch,
    CalendarDay,
    Collection,
    Customer,
    CustomerRep,
    CustomerTerritory,
    Invoice,
    InvoiceCredit,
    InvoiceLine,
    OrderCredit,
    OrderLine,
    PlanLine,
    PlanSeason,
    PlanVersion,
    Product,
    ProductGroup,
    Rep,
    SalesMonth,
    SalesOrder,
    SalesPlan,
    Territory,
    Visit,
)
from desktop.money import split_exact
from desktop.periods import Month
from desktop.services.database import open_database
from desktop.services.plans.service import PlansService
from desktop.services.uow import UnitOfWork

MADE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sold:
    """A line sold: product code, quantity in pieces, net and cost in minor units."""

    product: str | None
    quantity: int | None
    net: int
    cost: int | None


@dataclass(frozen=True)
class Part:
    """A line's part for one rep, with everything that a dimension can ask for."""

    document: int
    day: date
    rep: int | None
    territory: int | None
    customer: int
    product: int | None
    line: int
    quantity: int
    net: int
    cost: int | None
    is_shared: bool


@dataclass
class SmallBranch:
    """Writes records of one branch; codes are what tests speak of, ids what the records hold."""

    uow: UnitOfWork
    clock: Clock
    is_ordered: bool = False
    fiscal_start: int = 1
    ids: dict[tuple[str, str], int] = field(default_factory=dict)
    rep_territory: dict[int, int | None] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    pending: list[tuple[type[Any], dict[str, Any]]] = field(default_factory=list)
    product_group: dict[int, int | None] = field(default_factory=dict)
    count: int = 0
    last_id: int = 0

    def __post_init__(self) -> None:
        self.branch_id = self._add(
            Branch, name="Test", currency="CNY", decimals=2, fiscal_year_start=self.fiscal_start,
            sales_basis="ordered" if self.is_ordered else "invoiced",
            aging_bounds="30,60,90,180,365", calendar="weekdays", is_sample=False,
            created_at=MADE, version=1,
        )  # fmt: skip

    @property
    def service(self) -> PlansService:
        """The service under test, over all that was added so far."""
        self.save()
        return PlansService(self.uow, self.clock)

    def save(self) -> None:
        """Write what was added, in one transaction."""
        with Session(self.uow.database.writer) as session:
            # Documents come with their lines, as one command brings them.
            self.uow.database.begin_command(session, 0, "builder", is_bulk=False)
            for record, values in self.pending:
                session.execute(insert(record).values(**values))
            self.uow.database.end_command(session)
            session.commit()
        self.pending.clear()

    def _add(self, record: type[Any], **values: Any) -> int:
        self.last_id += 1
        if record is SalesMonth:
            self.pending.append((record, {"branch_id": self.branch_id, **values}))
            return 0
        owner = {} if record is Branch else {"branch_id": self.branch_id}
        self.pending.append((record, {"id": self.last_id, **owner, **values}))
        return self.last_id

    def _node(self, record: type[Any], kind: str, code: str, **values: Any) -> int:
        made = self._add(record, code=code, code_key=code.lower(), name=f"Name {code}",
                         name_key=f"name {code}".lower(), version=1, **values)  # fmt: skip
        self.ids[kind, code] = made
        return made

    def id(self, kind: str, code: str | None) -> int | None:
        """Return the id of a code."""
        return None if code is None else self.ids[kind, code]

    def territory(self, code: str, parent: str | None = None) -> None:
        """Add a territory."""
        self._node(Territory, "territory", code, parent_id=self.id("territory", parent))

    def group(self, code: str, parent: str | None = None) -> None:
        """Add a product group."""
        self._node(ProductGroup, "group", code, parent_id=self.id("group", parent))

    def product(self, code: str, group: str | None = None) -> None:
        """Add a product."""
        made = self._node(Product, "product", code, group_id=self.id("group", group), unit="")
        self.product_group[made] = self.id("group", group)

    def rep(
        self, code: str, manager: str | None = None, territory: str | None = None,
        leave: date | None = None,
    ) -> None:  # fmt: skip
        """Add a person."""
        made = self._node(
            Rep, "rep", code, pinyin="", title="", manager_id=self.id("rep", manager),
            territory_id=self.id("territory", territory), leave_date=leave,
        )  # fmt: skip
        self.rep_territory[made] = self.id("territory", territory)

    def customer(
        self, code: str, rep: str | None = None, territory: str | None = None,
        customer_class: str | None = None, phone: str = "",
    ) -> None:  # fmt: skip
        """Add a customer, looked after by the rep from ever."""
        self._node(
            Customer, "customer", code, pinyin="", is_key_account=False, tax_id="", phone=phone,
            address="", legal_person="", customer_class=customer_class,
        )  # fmt: skip
        if rep is not None:
            self.assign(code, rep)
        if territory is not None:
            self._add(
                CustomerTerritory, customer_id=self.ids["customer", code],
                territory_id=self.ids["territory", territory], first_day=EVER,
                last_day=OPEN_END, version=1,
            )  # fmt: skip

    def assign(self, customer: str, rep: str, first: date = EVER, last: date = OPEN_END) -> None:
        """Let a rep look after a customer."""
        self._add(
            CustomerRep, customer_id=self.ids["customer", customer],
            rep_id=self.ids["rep", rep], first_day=first, last_day=last, is_from_file=False,
            version=1,
        )  # fmt: skip

    def day_kind(self, day: date, kind: str) -> None:
        """Set a day of the calendar."""
        self._add(CalendarDay, day=day, kind=kind, note="", is_seeded=False)

    def sell(
        self, day: date, customer: str, lines: Sequence[Sold], rep: str | None = None,
        territory: str | None = None, shares: Sequence[tuple[str, int]] = (),
        state: str = "posted", status: str = "confirmed",
    ) -> str:  # fmt: skip
        """Add a document of the sales basis; `shares` are reps and percents. Return its number."""
        self.count += 1
        number = f"D{self.count:04d}"
        reps = [self.ids["rep", code] for code, _ in shares]
        rep_id = reps[0] if reps else self.id("rep", rep)
        net = sum(line.net for line in lines)
        values: dict[str, Any] = {
            "number": number,
            "number_key": number.lower(),
            "state": state,
            "voided_on": day if state == "void" else None,
            "document_date": day,
            "month": Month.of(day).ordinal,
            "customer_id": self.ids["customer", customer],
            "rep_id": rep_id,
            "credited_rep_id": rep_id,
            "territory_id": self.id("territory", territory),
            "is_shared": bool(shares),
            "net_minor": net,
            "version": 1,
        }
        if self.is_ordered:
            document = self._add(SalesOrder, status=status, **values)
        else:
            document = self._add(
                Invoice, kind="invoice" if net >= 0 else "credit_note", due_date=day,
                order_number="", tax_minor=0, gross_minor=net, settled_on=OPEN_END, **values,
            )  # fmt: skip
        for line_no, line in enumerate(lines, 1):
            self._line(document, line_no, line)
            self._parts(document, line_no, line, values, shares)
        if state != "posted" or status == "cancelled":
            self.parts = [part for part in self.parts if part.document != document]
        return number

    def _line(self, document: int, line_no: int, line: Sold) -> None:
        values: dict[str, Any] = {
            "line_no": line_no, "product_id": self.id("product", line.product),
            "quantity_millionths": _millionths(line.quantity), "net_minor": line.net,
            "cost_minor": line.cost,
        }  # fmt: skip
        if self.is_ordered:
            self._add(OrderLine, order_id=document, **values)
        else:
            self._add(InvoiceLine, invoice_id=document, tax_minor=0, **values)

    def _parts(
        self, document: int, line_no: int, line: Sold, values: dict[str, Any],
        shares: Sequence[tuple[str, int]],
    ) -> None:  # fmt: skip
        weights = [percent for _, percent in shares] or [1]
        reps = [self.ids["rep", code] for code, _ in shares] or [values["credited_rep_id"]]
        nets = split_exact(line.net, weights)
        costs = [None] * len(weights) if line.cost is None else split_exact(line.cost, weights)
        pieces = split_exact(_millionths(line.quantity) or 0, weights)
        for rep_id, weight, net, cost, quantity in zip(
            reps, weights, nets, costs, pieces, strict=True
        ):
            if shares:
                credit: dict[str, Any] = {
                    "line_no": line_no, "rep_id": rep_id, "share_millionths": weight * 10_000,
                    "quantity_millionths": quantity, "net_minor": net, "cost_minor": cost,
                }  # fmt: skip
                if self.is_ordered:
                    self._add(OrderCredit, order_id=document, **credit)
                else:
                    self._add(InvoiceCredit, invoice_id=document, **credit)
            self.parts.append(
                Part(
                    document, values["document_date"], rep_id, values["territory_id"],
                    values["customer_id"], self.id("product", line.product), line_no,
                    quantity, net, cost, bool(shares),
                )
            )  # fmt: skip

    def collect(
        self, day: date, customer: str, amount: int, rep: str | None = None,
        territory: str | None = None,
    ) -> None:  # fmt: skip
        """Add money received."""
        self.count += 1
        number = f"C{self.count:04d}"
        self._add(
            Collection, number=number, number_key=number.lower(), state="posted",
            document_date=day, month=Month.of(day).ordinal,
            customer_id=self.ids["customer", customer], rep_id=self.id("rep", rep),
            credited_rep_id=self.id("rep", rep), territory_id=self.id("territory", territory),
            amount_minor=amount, method="", payer="", used_up_on=OPEN_END, version=1,
        )  # fmt: skip

    def visit(
        self, day: date, rep: str, customer: str, channel: str = "on_site", *,
        is_attempt: bool = False, state: str = "posted", starts_at: Any = None,
    ) -> None:  # fmt: skip
        """Add a visit."""
        self._add(
            Visit, state=state, visited_on=day, month=Month.of(day).ordinal,
            rep_id=self.ids["rep", rep], customer_id=self.ids["customer", customer],
            channel=channel, purpose="", outcome="", is_attempt=is_attempt, note="",
            note_key="", order_number="", keyed_at=MADE, version=1, starts_at=starts_at,
        )  # fmt: skip

    def plan(
        self, year: int, name: str = "Plan", status: str = "in_force", number: int = 1,
        seasons: dict[int, int] | None = None,
    ) -> int:  # fmt: skip
        """Add a plan's version and return its id."""
        plan = self.ids.get(("plan", f"{name} {year}"))
        if plan is None:
            plan = self._add(
                SalesPlan, name=name, name_key=name.lower(), fiscal_year=year, version=1
            )
            self.ids["plan", f"{name} {year}"] = plan
        version = self._add(
            PlanVersion, plan_id=plan, number=number, fiscal_year=year, status=status,
            made_at=MADE, season_basis="working days", version=1,
        )  # fmt: skip
        for month, weight in (seasons or {}).items():
            self._add(PlanSeason, version_id=version, month=month, weight=weight)
        return version

    def target(
        self, version: int, month: Month, amount: int, metric: str = "sales", **of: str
    ) -> None:
        """Add a plan line; `of` names customer, rep, territory, product or group."""
        self._add(
            PlanLine, version_id=version, metric=metric, month=month.ordinal, amount=amount,
            customer_id=self.id("customer", of.get("customer")),
            pool_rep_id=self.id("rep", of.get("rep")),
            pool_territory_id=self.id("territory", of.get("territory")),
            product_id=self.id("product", of.get("product")),
            product_group_id=self.id("group", of.get("group")),
            is_locked=False, reason="", version=1,
        )  # fmt: skip

    def summarise(self) -> None:
        """Write the monthly summary of what was sold, from the oracle's own parts."""
        with Session(self.uow.database.writer) as session:
            session.execute(delete(SalesMonth))
            session.commit()
        sums: dict[tuple[int, ...], list[int]] = {}
        for part in self.parts:
            group = self.product_group[part.product] if part.product else None
            key = (
                Month.of(part.day).ordinal, part.rep or 0, part.territory or 0, group or 0
            )  # fmt: skip
            costed = part.cost is not None
            values = (
                part.quantity, part.net, part.net if costed else 0, part.cost or 0, 1,
                0 if costed else 1,
            )  # fmt: skip
            cell = sums.setdefault(key, [0] * 6)
            for place, value in enumerate(values):
                cell[place] += value
        for (month, rep, territory, group), values in sums.items():
            self._add(
                SalesMonth, month=month, rep_id=rep, territory_id=territory,
                product_group_id=group, quantity_millionths=values[0], net_minor=values[1],
                costed_net_minor=values[2], cost_minor=values[3], lines=values[4],
                uncosted_lines=values[5],
            )  # fmt: skip


def small_branch(url: str, clock: Clock, **settings: Any) -> SmallBranch:
    """Return an empty branch in a migrated database; close `uow.database` at the end."""
    from desktop.services.database import parse_address

    return SmallBranch(UnitOfWork(open_database(parse_address(url)), clock), clock, **settings)


def _millionths(pieces: int | None) -> int | None:
    return None if pieces is None else pieces * 1_000_000
