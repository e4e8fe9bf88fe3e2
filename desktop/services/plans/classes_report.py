"""The report `classes`: customers by weight, A, B and C by cumulative share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.errors import InputError, Issue
from desktop.money import from_minor
from desktop.services.figures.data import (
    ColumnKind,
    ReportColumn,
    ReportRequest,
    ReportTable,
    Value,
    undefinable,
)
from desktop.services.figures.dimensions import definitions, dimension_columns, require_allowed
from desktop.services.figures.span import resolve
from desktop.services.plans.cube import frame_for
from desktop.services.plans.sales_report import SalesSums
from desktop.services.rules.classes import NO_SALES, ClassedCustomer, classify

CLASSES_COLUMNS = (
    ReportColumn("net_sales", ColumnKind.MONEY),
    *undefinable("share", ColumnKind.RATIO),
    *undefinable("cumulative_share", ColumnKind.RATIO),
    *undefinable("class", ColumnKind.TEXT),
)


def classes_table(session: Session, request: ReportRequest, today: date) -> ReportTable:
    """Return the report: a row for each customer with a sales document in the period.

    Raises:
        InputError: another dimension than customer, lines that do not rise from 0 to 1, or a
            period backwards.
    """
    require_allowed(request, Dimension.CUSTOMER)
    if not 0 <= request.share_a <= request.share_b <= 1:
        raise InputError(
            Issue("class_lines", {"share_a": request.share_a, "share_b": request.share_b})
        )
    by = (Dimension.CUSTOMER,)
    frame = frame_for(session, by)
    span = resolve(session, frame, request, today)
    decimals = frame.branch.decimals
    sums = SalesSums.read(session, frame, by, span.elapsed)
    customers = classify(
        ((codes[0], cell.net) for codes, cell in sums.cells(by).items()),
        request.share_a,
        request.share_b,
    )
    net = sum(one.net for one in customers)
    whole = (Decimal(1), "") if net > 0 else (None, NO_SALES)
    return ReportTable(
        request.name,
        span.period,
        span.as_of,
        frame.branch.currency,
        decimals,
        (*dimension_columns(by), *CLASSES_COLUMNS),
        tuple(_row(one, decimals) for one in customers),
        ("", from_minor(net, decimals), *whole, *whole, "", ""),
        definitions(
            frame, span, ("share_a", str(request.share_a)), ("share_b", str(request.share_b))
        ),
    )


def _row(one: ClassedCustomer, decimals: int) -> tuple[Value, ...]:
    return (
        one.code,
        from_minor(one.net, decimals),
        one.share.value,
        one.share.reason,
        one.cumulative.value,
        one.cumulative.reason,
        one.customer_class or None,
        "" if one.customer_class else NO_SALES,
    )
