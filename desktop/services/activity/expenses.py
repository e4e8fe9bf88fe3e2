"""The report `expenses`: what reps claim, and how many claims that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension, ExpenseCategory
from desktop.models import Expense
from desktop.money import from_minor
from desktop.periods import Month, Period
from desktop.services.activity.gather import expense_place
from desktop.services.activity.kpi import DIMENSIONS
from desktop.services.activity.visit_facts import in_period
from desktop.services.figures.data import (
    ColumnKind,
    ReportColumn,
    ReportRequest,
    ReportTable,
    Value,
)
from desktop.services.figures.dimensions import (
    definitions,
    dimension_columns,
    expanders,
    require_allowed,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.figures.sql import whole_sum
from desktop.services.figures.timelines import load_timelines
from desktop.services.rules.rollup import Expand, roll_up

COLUMNS = (ReportColumn("amount", ColumnKind.MONEY), ReportColumn("claims", ColumnKind.COUNT))

#: Categories are words; a leaf is a number: their place in this list.
CATEGORIES = tuple(str(category) for category in ExpenseCategory)

_PLACES = {
    Dimension.REP: 0, Dimension.MANAGER: 0, Dimension.TERRITORY: 1, Dimension.CUSTOMER: 2,
    Dimension.CLASS: 2, Dimension.MONTH: 3, Dimension.QUARTER: 3, Dimension.YEAR: 3,
    Dimension.CATEGORY: 4,
}  # fmt: skip


def expenses_table(
    session: Session, frame: Frame, span: Span, request: ReportRequest
) -> ReportTable:
    """Return the report `expenses` (FORMATS.md, section 3).

    Raises:
        InputError: a dimension of products.
    """
    require_allowed(request, *DIMENSIONS, Dimension.CATEGORY)
    facts = tuple(expense_facts(session, frame, span.elapsed))
    decimals = frame.branch.decimals

    def cells(numbers: Sequence[int]) -> tuple[Value, ...]:
        return from_minor(numbers[0], decimals), numbers[1]

    places = [_PLACES[dimension] for dimension in request.by]
    expand = category_expanders(frame, request.by)
    sums = roll_up(
        ((tuple(leaf[place] for place in places), numbers) for leaf, numbers in facts), expand
    )
    total = (
        *("" for _ in request.by),
        *cells([sum(numbers[place] for _, numbers in facts) for place in (0, 1)]),
    )
    return ReportTable(
        name=request.name,
        period=span.period,
        as_of=span.as_of,
        currency=frame.branch.currency,
        decimals=decimals,
        columns=(*dimension_columns(request.by), *COLUMNS),
        rows=tuple((*codes, *cells(numbers)) for codes, numbers in sums.items())
        if request.by
        else (total,),
        total=total,
        definitions=definitions(frame, span, ("cost_basis", "field expenses claimed")),
    )


def category_expanders(frame: Frame, by: Sequence[Dimension]) -> list[Expand]:
    """Return the expanders of these dimensions, of which one may be the expenses' category."""
    return [
        (lambda leaf: (CATEGORIES[leaf or 0],))
        if dimension is Dimension.CATEGORY
        else expanders(frame, (dimension,))[0]
        for dimension in by
    ]


def expense_facts(
    session: Session, frame: Frame, period: Period
) -> Iterator[tuple[tuple[int | None, ...], tuple[int, int]]]:
    """Yield rep, territory, customer, month and category with amount and number of claims."""
    timelines = load_timelines(session, frame)
    key = (Expense.rep_id, Expense.customer_id, Expense.spent_on, Expense.category)
    query = (
        select(*key, whole_sum(Expense.amount_minor), func.count())
        .where(
            Expense.branch_id == frame.branch.id,
            Expense.state == "posted",
            in_period(Expense.spent_on, period),
        )
        .group_by(*key)
    )
    day: date
    for rep_id, customer_id, day, category, amount, claims in session.execute(query):
        place = expense_place(frame, timelines, rep_id, customer_id, day)
        leaf = (rep_id, place, customer_id, Month.of(day).ordinal, CATEGORIES.index(category))
        yield leaf, (amount, claims)
