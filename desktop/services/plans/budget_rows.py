"""The expenses behind a figure of the budget, a row each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import ExpenseCategory
from desktop.models import Customer, Expense, Rep
from desktop.money import from_minor
from desktop.periods import Period
from desktop.search_key import search_key
from desktop.services.activity.visit_facts import in_period
from desktop.services.figures.frame import load_branch
from desktop.services.figures.sql import plain_rows

#: So many rows are shown at most; the latest ones.
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class BehindQuery:
    """Which expenses: those of a period, of one category, of the rep with this code."""

    period: Period
    category: ExpenseCategory | None = None
    rep_code: str = ""


@dataclass(frozen=True, slots=True)
class ExpenseRow:
    """An expense; without a visit nobody can say what it was for by the program."""

    day: date
    rep_name: str
    category: ExpenseCategory
    amount: Decimal
    customer_name: str
    has_visit: bool
    guests: str
    note: str


def load_expenses(session: Session, query: BehindQuery) -> tuple[ExpenseRow, ...]:
    """Return posted expenses, the latest first; at most `MOST_ROWS`."""
    branch = load_branch(session)
    wanted = (
        select(
            Expense.spent_on, Rep.name, Expense.category, Expense.amount_minor, Customer.name,
            Expense.visit_id, Expense.guests, Expense.note,
        )
        .join(Rep, Rep.id == Expense.rep_id)
        .outerjoin(Customer, Customer.id == Expense.customer_id)
        .where(
            Expense.branch_id == branch.id,
            Expense.state == "posted",
            in_period(Expense.spent_on, query.period),
        )
        .order_by(Expense.spent_on.desc(), Expense.id.desc())
        .limit(MOST_ROWS)
    )  # fmt: skip
    if query.category is not None:
        wanted = wanted.where(Expense.category == str(query.category))
    if query.rep_code:
        wanted = wanted.where(Rep.code_key == search_key(query.rep_code))
    return tuple(
        ExpenseRow(
            day, rep, ExpenseCategory(category), from_minor(amount, branch.decimals),
            customer or "", visit_id is not None, guests, note,
        )
        for day, rep, category, amount, customer, visit_id, guests, note in plain_rows(
            session, wanted
        )
    )  # fmt: skip
