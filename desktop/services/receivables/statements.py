"""The reports `open-items` and `aging`, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from desktop.enums import AgeFrom, Dimension
from desktop.money import from_minor
from desktop.services.figures.data import (
    ColumnKind,
    ReportColumn,
    ReportRequest,
    ReportTable,
    Value,
)
from desktop.services.figures.dimensions import definitions, dimension_columns, require_allowed
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.receivables.grouping import DIMENSIONS, expanders, make_grouping
from desktop.services.receivables.items import open_items
from desktop.services.receivables.queries import open_by_customer, open_sums
from desktop.services.rules.aging import bucket_names, bucket_spans
from desktop.services.rules.rollup import roll_up

_ITEM_COLUMNS = (
    ReportColumn("document_no", ColumnKind.TEXT),
    ReportColumn("kind", ColumnKind.TEXT),
    ReportColumn("customer", ColumnKind.TEXT),
    ReportColumn("owner", ColumnKind.TEXT),
    ReportColumn("date", ColumnKind.DATE),
    ReportColumn("due_date", ColumnKind.DATE),
    ReportColumn("amount", ColumnKind.MONEY),
    ReportColumn("applied", ColumnKind.MONEY),
    ReportColumn("open", ColumnKind.MONEY),
    ReportColumn("days_overdue", ColumnKind.COUNT),
)


def owner_definition(at_origin: bool) -> tuple[str, str]:
    """Return the words for whom open items belong to."""
    return ("owner", "rep of the document" if at_origin else "current owner")


def aging_definitions(bounds: tuple[int, ...], age_from: AgeFrom) -> tuple[tuple[str, str], ...]:
    """Return the words for how open items are aged."""
    basis = "due date" if age_from is AgeFrom.DUE else "document date"
    return (("aging_basis", basis), ("aging_bounds", ", ".join(str(bound) for bound in bounds)))


def open_items_table(
    session: Session, frame: Frame, span: Span, request: ReportRequest
) -> ReportTable:
    """Return `open-items`: a row a document, by customer, due date and number.

    Amounts are signed as they count in the receivable, so that open = amount − applied in every
    row; the total sums the three.
    """
    require_allowed(request)
    items = open_items(session, frame, span.as_of, at_origin=request.owner_at_origin)
    nothing = from_minor(0, frame.branch.decimals)
    rows = tuple(
        (
            item.document_no,
            str(item.kind),
            item.customer_code,
            item.owner_code,
            item.document_date,
            item.due_date,
            item.amount,
            item.applied,
            item.open,
            item.days_overdue,
        )
        for item in items
    )
    return ReportTable(
        request.name,
        span.period,
        span.as_of,
        frame.branch.currency,
        frame.branch.decimals,
        _ITEM_COLUMNS,
        rows,
        (
            "",
            "",
            "",
            "",
            None,
            None,
            sum((item.amount for item in items), nothing),
            sum((item.applied for item in items), nothing),
            sum((item.open for item in items), nothing),
            None,
        ),
        definitions(frame, span, owner_definition(request.owner_at_origin)),
    )


def aging_table(session: Session, frame: Frame, span: Span, request: ReportRequest) -> ReportTable:
    """Return `aging`: open amounts by age, unapplied money, and their sum, the receivable."""
    require_allowed(request, *DIMENSIONS)
    bounds = frame.branch.aging_bounds
    spans = bucket_spans(span.as_of, bounds, request.age_from)
    writer = AgingWriter(len(request.by), frame.branch.decimals)
    if request.by == (Dimension.CUSTOMER,):
        found = open_by_customer(session, frame, span.as_of, spans, request.age_from)
        columns = list(zip(*found, strict=True))[1:] or [()] * (len(spans) + 1)
        total = writer.row((), [sum(column) for column in columns])
        rows = writer.customers(found)
    else:
        grouping = make_grouping(session, frame, request.by, span.as_of, request.owner_at_origin)
        leaves = open_sums(session, grouping, span.as_of, spans, request.age_from)
        nothing = [0] * (len(spans) + 1)
        columns = list(zip(nothing, *(values for _, values in leaves), strict=True))
        total = writer.row((), [sum(column) for column in columns])
        rows = (total,)
        if request.by:
            sums = roll_up(leaves, expanders(session, frame, request.by, grouping.codes))
            rows = tuple(writer.row(codes, values) for codes, values in sums.items() if any(values))
    names = (*bucket_names(bounds), "unapplied", "total")
    return ReportTable(
        request.name,
        span.period,
        span.as_of,
        frame.branch.currency,
        frame.branch.decimals,
        (
            *dimension_columns(request.by),
            *(ReportColumn(name, ColumnKind.MONEY) for name in names),
        ),
        rows,
        total,
        definitions(
            frame,
            span,
            *aging_definitions(bounds, request.age_from),
            owner_definition(request.owner_at_origin),
        ),
    )


class AgingWriter:
    """Writes the rows of the aging table; a row often says one amount twice, and mostly nothing."""

    def __init__(self, dimensions: int, decimals: int) -> None:
        self._empty = ("",) * dimensions
        self._decimals = decimals
        self._nothing = from_minor(0, decimals)

    def row(self, codes: tuple[str, ...], values: list[int]) -> tuple[Value, ...]:
        """Return codes, buckets, unapplied money and their sum; without codes, the total."""
        amounts = [self._nothing] * len(values)
        filled = [place for place, value in enumerate(values) if value]
        for place in filled:
            amounts[place] = from_minor(values[place], self._decimals)
        whole = amounts[filled[0]] if filled else self._nothing
        if len(filled) > 1:
            whole = from_minor(sum(values), self._decimals)
        return (*(codes or self._empty), *amounts, whole)

    def customers(self, found: Sequence[Any]) -> tuple[tuple[Value, ...], ...]:
        """Return the rows of customers, each read as a code and amounts; nothing gives no row.

        Thousands of rows: most customers owe one amount, which is written twice, and a call of
        `from_minor` for each costs as much as the amount.
        """
        shift, nothing = -self._decimals, self._nothing
        rows: list[tuple[Value, ...]] = []
        for code, *values in found:
            whole = sum(values)
            if values.count(0) + 1 == len(values):
                place = values.index(whole)
                amount = Decimal(whole).scaleb(shift)
                gaps = (nothing,) * (len(values) - 1)
                rows.append((code, *gaps[:place], amount, *gaps[place:], amount))
            elif any(values):
                amounts = [Decimal(value).scaleb(shift) if value else nothing for value in values]
                rows.append((code, *amounts, Decimal(whole).scaleb(shift)))
        return tuple(rows)
