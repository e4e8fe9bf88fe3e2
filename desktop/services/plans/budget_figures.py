"""What may be spent, what is promised and what was spent, by leaf: report and page rest on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension, PlanStatus
from desktop.models import BudgetCommitment, BudgetDriver, BudgetLine, PlanVersion
from desktop.periods import Month, Period
from desktop.services.activity.expenses import CATEGORIES, expense_facts
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.plans.target_queries import customer_owner, pool_owner

#: Versions whose computed lines are the branch's budget: nobody may spend by a draft.
SPEAKING = (str(PlanStatus.IN_FORCE), str(PlanStatus.CLOSED))

#: Minor units: budget, committed, actual.
Amounts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class BudgetLeaf:
    """Where an amount belongs; ids, the month's ordinal, and the category's place in the list."""

    rep: int | None
    territory: int | None
    customer: int | None
    product: int | None
    month: int
    category: int

    def of(self, dimension: Dimension, frame: Frame) -> int | None:
        """Return the leaf in a dimension."""
        match dimension:
            case Dimension.REP | Dimension.MANAGER:
                return self.rep
            case Dimension.TERRITORY:
                return self.territory
            case Dimension.CUSTOMER | Dimension.CLASS:
                return self.customer
            case Dimension.PRODUCT:
                return self.product
            case Dimension.PRODUCT_GROUP:
                return None if self.product is None else frame.products[self.product].group_id
            case Dimension.CATEGORY:
                return self.category
            case _:
                return self.month


@dataclass(frozen=True, slots=True)
class BudgetSpan:
    """Which months' budgets count, which days' expenses, and as of when commitments are open."""

    months: tuple[Month, ...]
    elapsed: Period
    as_of: date


def budget_facts(
    session: Session, frame: Frame, span: BudgetSpan, version_ids: Collection[int] | None = None
) -> Iterator[tuple[BudgetLeaf, Amounts]]:
    """Yield amounts by leaf; one leaf may come several times.

    Budgets that no driver computed always count; computed ones where their version speaks for
    its year, or is one of `version_ids`. A budget and a commitment belong to the rep that they
    name, else to the customer's owner in that month; their territory is the one they name, else
    the customer's, else the rep's. Expenses count as in the report `expenses`.
    """
    if span.months:
        timelines = load_timelines(session, frame)
        for row in _lines(session, frame, span, version_ids):
            yield _leaf(frame, timelines, row), (row.amount, 0, 0)
        for row in _commitments(session, frame, span):
            yield _leaf(frame, timelines, row), (0, row.amount, 0)
    for leaf, (amount, _claims) in expense_facts(session, frame, span.elapsed):
        rep, territory, customer, month, category = leaf
        assert month is not None and category is not None
        yield BudgetLeaf(rep, territory, customer, None, month, category), (0, 0, amount)


def _columns(record: Any) -> tuple[Any, ...]:
    return (
        record.month, record.category, record.rep_id, record.customer_id, record.product_id,
        record.territory_id,
    )  # fmt: skip


def _within(record: Any, frame: Frame, span: BudgetSpan) -> tuple[Any, ...]:
    return (
        record.branch_id == frame.branch.id,
        record.month.between(span.months[0].ordinal, span.months[-1].ordinal),
    )


def _lines(
    session: Session, frame: Frame, span: BudgetSpan, version_ids: Collection[int] | None
) -> Any:
    columns = _columns(BudgetLine)
    if version_ids is None:
        speaks = PlanVersion.status.in_(SPEAKING)
    else:
        speaks = PlanVersion.id.in_(sorted(version_ids))
    query = (
        select(*columns, whole_sum(BudgetLine.amount_minor).label("amount"))
        .outerjoin(BudgetDriver, BudgetDriver.id == BudgetLine.driver_id)
        .outerjoin(PlanVersion, PlanVersion.id == BudgetDriver.version_id)
        .where(*_within(BudgetLine, frame, span), or_(BudgetLine.driver_id.is_(None), speaks))
        .group_by(*columns)
    )
    return plain_rows(session, query)


def _commitments(session: Session, frame: Frame, span: BudgetSpan) -> Any:
    record, columns = BudgetCommitment, _columns(BudgetCommitment)
    query = (
        select(*columns, whole_sum(record.amount_minor).label("amount"))
        .where(
            *_within(record, frame, span),
            record.day <= span.as_of,
            or_(record.released_on.is_(None), record.released_on > span.as_of),
        )
        .group_by(*columns)
    )
    return plain_rows(session, query)


def _leaf(frame: Frame, timelines: Timelines, row: Any) -> BudgetLeaf:
    rep, territory = pool_owner(frame, row.rep_id, row.territory_id)
    if row.customer_id is not None:
        owner, place = customer_owner(frame, timelines, row.customer_id, row.month)
        rep = owner if rep is None else rep
        if row.territory_id is None:
            own = None if rep is None else frame.reps[rep].territory_id
            territory = place if place is not None else own
    return BudgetLeaf(
        rep, territory, row.customer_id, row.product_id, row.month,
        CATEGORIES.index(row.category),
    )  # fmt: skip
