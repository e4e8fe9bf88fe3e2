"""The report `budget`: what may be spent, what is promised, what was spent and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.money import from_minor
from desktop.services.activity.expenses import category_expanders
from desktop.services.figures.data import (
    ColumnKind,
    ReportColumn,
    ReportRequest,
    ReportTable,
    Value,
    undefinable,
)
from desktop.services.figures.dimensions import (
    definitions,
    dimension_columns,
    require_allowed,
)
from desktop.services.figures.span import resolve
from desktop.services.plans.budget_figures import BudgetSpan, budget_facts
from desktop.services.plans.cube import frame_for
from desktop.services.rules.budgeting import used_of
from desktop.services.rules.rollup import roll_up

COLUMNS = (
    ReportColumn("budget", ColumnKind.MONEY),
    ReportColumn("committed", ColumnKind.MONEY),
    ReportColumn("actual", ColumnKind.MONEY),
    ReportColumn("remaining", ColumnKind.MONEY),
    *undefinable("used", ColumnKind.RATIO),
)


def budget_table(session: Session, request: ReportRequest, today: date) -> ReportTable:
    """Return the report `budget` (FORMATS.md, section 3).

    Budgets and commitments have months alone, so that those of every month that the period
    touches count whole. What was spent has no product and stands in the row without one.

    Raises:
        InputError: a dimension twice or a fourth, or a period backwards.
    """
    require_allowed(request, *Dimension)
    wanted = set(request.by)
    if Dimension.PRODUCT_GROUP in wanted:
        wanted.add(Dimension.PRODUCT)
    frame = frame_for(session, wanted)
    span = resolve(session, frame, request, today)
    places = BudgetSpan(span.period.months(), span.elapsed, span.as_of)
    facts = tuple(budget_facts(session, frame, places))
    decimals = frame.branch.decimals

    def cells(sums: Sequence[int]) -> tuple[Value, ...]:
        budget, committed, actual = sums
        used = used_of(budget, committed, actual)
        amounts = (budget, committed, actual, budget - committed - actual)
        return (*(from_minor(one, decimals) for one in amounts), used.value, used.reason)

    sums = roll_up(
        ((tuple(leaf.of(one, frame) for one in request.by), amounts) for leaf, amounts in facts),
        category_expanders(frame, request.by),
    )
    total = (
        *("" for _ in request.by),
        *cells([sum(amounts[place] for _leaf, amounts in facts) for place in range(3)]),
    )
    return ReportTable(
        name=request.name,
        period=span.period,
        as_of=span.as_of,
        currency=frame.branch.currency,
        decimals=decimals,
        columns=(*dimension_columns(request.by), *COLUMNS),
        rows=tuple((*codes, *cells(numbers)) for codes, numbers in sums.items() if any(numbers))
        if request.by
        else (total,),
        total=total,
        definitions=definitions(
            frame,
            span,
            ("budget", "whole months that the period touches"),
            ("committed", "promised and neither claimed nor released at the as-of date"),
            ("cost_basis", "field expenses claimed"),
        ),
    )
