"""The documents' lines behind a figure, a page at a time, with a total that ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, case, func, null, select, union_all
from sqlalchemy.orm import Session

from desktop.enums import Metric
from desktop.models import Collection, Customer, Product
from desktop.periods import Period
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import resolve
from desktop.services.figures.sql import whole_sum
from desktop.services.plans.actuals import SALES_METRICS, collected_in, collection_columns
from desktop.services.plans.axes import Axis, Selection, axes_of, conditions
from desktop.services.plans.cube import (
    TIME,
    frame_for,
    period_of,
    require_choosable,
    unit_of,
)
from desktop.services.plans.data import CellQuery, DocumentLineRow, LinesPage
from desktop.services.plans.events import Event, new_customer_events, selected, visit_events
from desktop.services.plans.sales_queries import sales_tables


def load_lines(session: Session, query: CellQuery, today: date) -> LinesPage:
    """Return a page of the lines behind a cell.

    Raises:
        InputError: a chosen dimension without meaning for the metric, or a period backwards.
    """
    chosen = tuple(dict.fromkeys(dimension for dimension, _ in query.within))
    request = ReportRequest("attainment", (), query.as_of, query.first, query.last, query.metric)
    require_choosable(query.metric, query.within)
    frame = frame_for(session, chosen)
    span = resolve(session, frame, request, today)
    inside = period_of(frame, span.period, query.within).intersect(span.elapsed)
    if inside is None:
        return LinesPage((), 0, Decimal(0))
    selection = tuple(one for one in query.within if one[0] not in TIME)
    if query.metric in SALES_METRICS:
        lines = _sold_lines(frame, query.metric, selection, inside)
        return _page(session, frame, query, lines)
    if query.metric is Metric.COLLECTIONS:
        return _page(session, frame, query, _collected(frame, selection, inside))
    read = visit_events if query.metric is Metric.VISITS else new_customer_events
    events = tuple(selected(frame, read(session, frame, inside), selection))
    return _events_page(session, frame, query, events)


def _sold_lines(frame: Frame, metric: Metric, selection: Selection, period: Period) -> Any:
    """Return the query of all lines, or of parts of shared lines where a rep was chosen."""
    tables = sales_tables(frame)
    document, line, credit = tables.document, tables.line, tables.credit
    chosen = axes_of(dimension for dimension, _ in selection)

    def lines(source: Any, rep: Any) -> Select[Any]:
        query = _lines_in(frame, period, source, rep, metric).where(
            *conditions(frame, selection, tables.columns(rep))
        )
        if Axis.GROUP in chosen:
            query = query.outerjoin(Product, Product.id == line.product_id)
        return query

    if Axis.REP not in chosen:
        # The first sharer is not the rep of a shared document; the list leaves the place empty.
        return lines(line, case((document.is_shared.is_(False), document.credited_rep_id)))
    return union_all(
        lines(line, document.credited_rep_id).where(document.is_shared.is_(False)),
        lines(credit, credit.rep_id),
    )


def _lines_in(frame: Frame, period: Period, source: Any, rep: Any, metric: Metric) -> Select[Any]:
    """Return the query of lines of a period; `source` is the lines, or the parts of them."""
    tables = sales_tables(frame)
    document, line = tables.document, tables.line
    query: Select[Any] = (
        select(
            document.id.label("document_id"),
            document.document_date.label("day"),
            document.number.label("number"),
            line.line_no.label("line_no"),
            document.customer_id.label("customer_id"),
            line.product_id.label("product_id"),
            source.quantity_millionths.label("quantity"),
            source.net_minor.label("net"),
            source.cost_minor.label("cost"),
            _amount(source, metric).label("amount"),
            rep.label("rep_id"),
        )
        .join(line, and_(line.branch_id == document.branch_id, tables.line_document == document.id))
        .where(
            document.branch_id == frame.branch.id,
            document.document_date >= period.start,
            document.document_date < period.end,
            tables.posted,
        )
    )
    if source is tables.credit:
        query = query.join(
            source,
            and_(
                source.branch_id == document.branch_id,
                tables.credit_document == document.id,
                source.line_no == line.line_no,
            ),
        )
    if metric is Metric.PROFIT:
        query = query.where(source.cost_minor.is_not(None))
    return query


def _amount(source: Any, metric: Metric) -> Any:
    match metric:
        case Metric.QUANTITY:
            return func.coalesce(source.quantity_millionths, 0)
        case Metric.PROFIT:
            return source.net_minor - source.cost_minor
        case _:
            return source.net_minor


def _collected(frame: Frame, selection: Selection, period: Period) -> Any:
    return select(
        Collection.id.label("document_id"),
        Collection.document_date.label("day"),
        Collection.number.label("number"),
        null().label("line_no"),
        Collection.customer_id.label("customer_id"),
        null().label("product_id"),
        null().label("quantity"),
        Collection.amount_minor.label("net"),
        null().label("cost"),
        Collection.amount_minor.label("amount"),
        Collection.credited_rep_id.label("rep_id"),
    ).where(*collected_in(frame, period), *conditions(frame, selection, collection_columns()))


def _page(session: Session, frame: Frame, query: CellQuery, lines: Any) -> LinesPage:
    """Return the asked rows of a query of lines, and count and sum of all its rows."""
    found = lines.subquery()
    count, amount = session.execute(
        select(func.count(), whole_sum(found.c.amount)).select_from(found)
    ).one()
    rows = session.execute(
        select(
            found,
            Customer.code.label("customer_code"),
            Customer.name.label("customer_name"),
        )
        .join(Customer, Customer.id == found.c.customer_id)
        .order_by(found.c.day, found.c.number, found.c.document_id, found.c.line_no, found.c.rep_id)
        .offset(query.offset)
        .limit(query.limit)
    ).all()
    products = _products(session, [row.product_id for row in rows])
    writer = _RowWriter(frame, query.metric)
    return LinesPage(
        tuple(writer.row(row, products.get(row.product_id, ("", ""))) for row in rows),
        count,
        writer.amount(amount),
    )


def _products(session: Session, ids: Sequence[int | None]) -> dict[int | None, tuple[str, str]]:
    wanted = sorted({one for one in ids if one is not None})
    if not wanted:
        return {}
    rows = session.execute(
        select(Product.id, Product.code, Product.name).where(Product.id.in_(wanted))
    )
    return {row.id: (row.code, row.name) for row in rows}


def _events_page(
    session: Session, frame: Frame, query: CellQuery, events: Sequence[Event]
) -> LinesPage:
    shown = events[query.offset : query.offset + query.limit]
    rows = session.execute(
        select(Customer.id, Customer.code, Customer.name).where(
            Customer.id.in_({event.customer_id for event in shown})
        )
    )
    customers = {row.id: (row.code, row.name) for row in rows}
    return LinesPage(
        tuple(
            DocumentLineRow(
                event.document_id,
                event.day,
                event.number,
                *customers[event.customer_id],
                "",
                "",
                None,
                None,
                None,
                Decimal(1),
                *_person(frame, event.rep_id),
            )
            for event in shown
        ),
        len(events),
        Decimal(len(events)),
    )


def _person(frame: Frame, rep_id: int | None) -> tuple[str, str]:
    return ("", "") if rep_id is None else (frame.reps[rep_id].code, frame.reps[rep_id].name)


@dataclass(frozen=True, slots=True)
class _RowWriter:
    """Turns what the query gives, in stored units, into rows."""

    frame: Frame
    metric: Metric

    def amount(self, stored: int) -> Decimal:
        """Return an amount of the metric in whole currency or pieces."""
        return stored * unit_of(self.metric, self.frame.branch.decimals)

    def row(self, row: Any, product: tuple[str, str]) -> DocumentLineRow:
        """Return a line as the list shows it."""
        decimals = self.frame.branch.decimals
        return DocumentLineRow(
            row.document_id,
            row.day,
            row.number,
            row.customer_code,
            row.customer_name,
            *product,
            _scaled(row.quantity, 6),
            _scaled(row.net, decimals),
            _scaled(row.cost, decimals),
            self.amount(row.amount),
            *_person(self.frame, row.rep_id),
        )


def _scaled(stored: int | None, decimals: int) -> Decimal | None:
    return None if stored is None else Decimal(stored).scaleb(-decimals)
