"""How customers pay, what is owed, what their sales cost: what the what-if board assumes of each.

Everything is of the twelve months up to the as-of day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import Metric
from desktop.models import Application, Invoice
from desktop.money import round_half_up, to_minor
from desktop.periods import Month, Period
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.plans.actuals import ActualsReader
from desktop.services.plans.axes import Axis
from desktop.services.plans.whatif_data import LATE_DAYS
from desktop.services.receivables.items import open_items
from desktop.services.rules.whatif_data import Receipt

#: So many payments are needed before somebody has a habit of his own.
OWN_PAYMENTS = 3
#: Where no payment was ever seen and no terms are agreed.
USUAL_DAYS = 30
#: What is overdue for longer is not expected any more.
HOPELESS_DAYS = 365


@dataclass(frozen=True, slots=True)
class Habits:
    """Days from document to payment: of the branch, and of those who have a habit."""

    branch: int
    own: Mapping[int, int]
    terms: Mapping[int, int]

    def days(self, customer_id: int | None) -> int:
        """Return a customer's days: his habit, else his terms, else the branch's days."""
        if customer_id is None:
            return self.branch
        return self.own.get(customer_id, self.terms.get(customer_id, self.branch))


def year_behind(as_of: date) -> Period:
    """Return the twelve months up to a day, that day included."""
    end = as_of + timedelta(days=1)
    return Period(Month.of(end).plus(-12).start, end)


def read_habits(session: Session, frame: Frame, as_of: date) -> Habits:
    """Return how long after a document its payer pays, weighted by amount."""
    behind = year_behind(as_of)
    query = (
        select(
            Invoice.customer_id, Invoice.document_date, Application.applied_on,
            whole_sum(Application.amount_minor),
        )
        .join(Invoice, (Invoice.branch_id == Application.branch_id)
              & (Invoice.id == Application.invoice_id))
        .where(
            Application.branch_id == frame.branch.id,
            Application.collection_id.is_not(None),
            Application.applied_on >= behind.start,
            Application.applied_on < behind.end,
        )
        .group_by(Invoice.customer_id, Invoice.document_date, Application.applied_on)
    )  # fmt: skip
    weighed: dict[int, int] = defaultdict(int)
    amounts: dict[int, int] = defaultdict(int)
    counts: dict[int, int] = defaultdict(int)
    for customer_id, dated, paid_on, amount in plain_rows(session, query):
        weighed[customer_id] += amount * max((paid_on - dated).days, 0)
        amounts[customer_id] += amount
        counts[customer_id] += 1
    whole = sum(amounts.values())
    branch = _days(sum(weighed.values()), whole) if whole > 0 else USUAL_DAYS
    own = {
        one: _days(weighed[one], amounts[one])
        for one, count in counts.items()
        if count >= OWN_PAYMENTS and amounts[one] > 0
    }
    terms = {
        one.id: one.terms_days for one in frame.customers.values() if one.terms_days is not None
    }
    return Habits(branch, own, terms)


def _days(weighed: int, amount: int) -> int:
    return int(round_half_up(Decimal(weighed) / amount, 0))


def read_debts(
    session: Session, frame: Frame, habits: Habits, as_of: date, start: date
) -> tuple[tuple[Receipt, ...], int]:
    """Return the money expected of what is owed on a day, and what is not expected any more.

    An item is expected when its payer usually pays, what is later than that evenly within
    the next days (`LATE_DAYS`); unapplied money and credit notes make that less. Where the plan's
    year begins later than the day after, what is owed at its beginning is taken to be the same.
    """
    first = as_of + timedelta(days=1)
    ahead = max((start - first).days, 0)
    soon = Receipt(first.toordinal() + ahead, first.toordinal() + ahead + LATE_DAYS, 0)
    found: list[Receipt] = []
    hopeless = 0
    for item in open_items(session, frame, as_of):
        amount = to_minor(item.open, frame.branch.decimals)
        if item.days_overdue > HOPELESS_DAYS:
            hopeless += amount
            continue
        day = item.document_date + timedelta(days=habits.days(item.customer_id))
        if amount < 0 or day < first:
            found.append(soon._replace(amount=amount))
        else:
            at = day.toordinal() + ahead
            found.append(Receipt(at, at + 1, amount))
    return tuple(found), hopeless


def read_gross(session: Session, frame: Frame, as_of: date) -> Decimal:
    """Return what is owed for one of net sales: gross ÷ net of the invoices; one without any."""
    behind = year_behind(as_of)
    net, gross = session.execute(
        select(whole_sum(Invoice.net_minor), whole_sum(Invoice.gross_minor)).where(
            Invoice.branch_id == frame.branch.id,
            Invoice.state == "posted",
            Invoice.document_date >= behind.start,
            Invoice.document_date < behind.end,
        )
    ).one()
    return Decimal(gross) / net if net and net > 0 and gross else Decimal(1)


@dataclass(frozen=True, slots=True)
class Costs:
    """What one of net sales costs: of the branch (None: no cost is known), and by customer."""

    branch: Decimal | None
    own: Mapping[int, Decimal]

    def of(self, customer_id: int | None) -> Decimal | None:
        """Return a customer's cost of one of net sales, else the branch's."""
        if self.branch is None or customer_id is None:
            return self.branch
        return self.own.get(customer_id, self.branch)


def read_costs(session: Session, frame: Frame, as_of: date) -> Costs:
    """Return costs ÷ net sales of everybody all of whose lines have a cost."""
    behind = year_behind(as_of)
    sales: dict[int | None, int] = defaultdict(int)
    profits: dict[int | None, tuple[int, int]] = {}
    axes = (Axis.CUSTOMER,)
    for (customer_id,), (amount, _, _) in ActualsReader(session, frame, Metric.SALES).rows(
        axes, behind
    ):
        sales[customer_id] += amount
    for (customer_id,), (amount, _, bare) in ActualsReader(session, frame, Metric.PROFIT).rows(
        axes, behind
    ):
        profit, uncosted = profits.get(customer_id, (0, 0))
        profits[customer_id] = profit + amount, uncosted + bare
    known = {
        one: (sales[one], profit)
        for one, (profit, uncosted) in profits.items()
        if not uncosted and sales[one] > 0
    }
    whole = sum(sold for sold, _ in known.values())
    if not whole:
        return Costs(None, {})
    earned = sum(profit for _, profit in known.values())
    return Costs(
        1 - Decimal(earned) / whole,
        {one: 1 - Decimal(profit) / sold for one, (sold, profit) in known.items()
         if one is not None},
    )  # fmt: skip
