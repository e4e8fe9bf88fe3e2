"""Sums over the documents that are the branch's sales: by line, by document, by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, literal_column, select
from sqlalchemy.orm import Session

from desktop.enums import Metric, SalesBasis
from desktop.models import (
    Invoice,
    InvoiceCredit,
    InvoiceLine,
    OrderCredit,
    OrderLine,
    Product,
    SalesMonth,
    SalesOrder,
)
from desktop.periods import Month, Period
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.plans.axes import LINE_AXES, Axis, Leaf, Selection, axes_of, conditions

#: quantity, net, net of lines with a cost, cost, lines with a cost, lines without.
Measures = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class SalesTables:
    """The tables of the branch's sales basis: documents, lines, and parts of shared lines."""

    document: Any
    line: Any
    credit: Any
    line_document: Any
    credit_document: Any

    @property
    def posted(self) -> Any:
        """The condition that a document counts."""
        if self.document is SalesOrder:
            return and_(SalesOrder.state == "posted", SalesOrder.status != "cancelled")
        return self.document.state == "posted"

    def columns(self, rep: Any) -> dict[Axis, Any]:
        """Return the column of each axis; `rep` is the document's or the shared part's."""
        return {
            Axis.REP: rep,
            Axis.TERRITORY: self.document.territory_id,
            Axis.CUSTOMER: self.document.customer_id,
            Axis.PRODUCT: self.line.product_id,
            Axis.GROUP: Product.group_id,
            Axis.MONTH: self.document.month,
            Axis.DAY: self.document.document_date,
        }


_ORDERED = SalesTables(SalesOrder, OrderLine, OrderCredit, OrderLine.order_id, OrderCredit.order_id)
_INVOICED = SalesTables(
    Invoice, InvoiceLine, InvoiceCredit, InvoiceLine.invoice_id, InvoiceCredit.invoice_id
)


def sales_tables(frame: Frame) -> SalesTables:
    """Return the tables of the branch's sales basis."""
    return _ORDERED if frame.branch.sales_basis is SalesBasis.ORDERED else _INVOICED


@dataclass(frozen=True, slots=True)
class SalesReader:
    """Reads a branch's sales of a period, narrowed to a selection.

    Where a rep matters, by axis or by selection, shared documents are read by their parts and
    the others by their own rep, so that shares are never counted twice.
    """

    session: Session
    frame: Frame
    selection: Selection = ()

    @property
    def tables(self) -> SalesTables:
        """The tables of the sales basis."""
        return sales_tables(self.frame)

    def by_rep(self, axes: Sequence[Axis]) -> bool:
        """Whether credit decides what is read."""
        return Axis.REP in axes or Axis.REP in axes_of(one for one, _ in self.selection)

    def lines(self, axes: Sequence[Axis], period: Period) -> Iterator[tuple[Leaf, Measures]]:
        """Yield the sums of the lines by leaf.

        Shared lines give parts; lines without a cost are counted among them only where credit
        does not matter (see `shared_without_cost`).
        """
        tables = self.tables
        columns = tables.columns(tables.document.credited_rep_id)
        query = self._from_lines(axes, columns, period, _sums(tables.line))
        if not self.by_rep(axes):
            yield from self._rows(query, axes)
            return
        yield from self._rows(query.where(tables.document.is_shared.is_(False)), axes)
        columns = tables.columns(tables.credit.rep_id)
        query = self._from_lines(axes, columns, period, _sums(tables.credit), shared=True)
        for leaf, sums in self._rows(query, axes):
            yield leaf, (*sums[:5], 0)

    def shared_without_cost(
        self, axes: Sequence[Axis], period: Period
    ) -> Iterator[tuple[Leaf, int]]:
        """Yield the shared lines without a cost by leaf, a line for each rep who shares it."""
        if not self.by_rep(axes):
            return
        tables = self.tables
        columns = tables.columns(tables.credit.rep_id)
        query = self._from_lines(axes, columns, period, [tables.line.id], shared=True)
        query = query.where(tables.line.cost_minor.is_(None)).group_by(tables.line.id)
        for row in self.session.execute(query):
            yield _leaf(row, axes), row[-1]

    def document_counts(
        self, axes: Sequence[Axis], period: Period
    ) -> Iterator[tuple[Leaf, int, int]]:
        """Yield leaf, customer and number of documents, where no document has two leaves.

        Only for axes of documents; where credit matters, only documents that are not shared.
        """
        tables = self.tables
        columns = tables.columns(tables.document.credited_rep_id)
        query = self._from_documents(axes, columns, period)
        query = query.add_columns(tables.document.customer_id, func.count())
        query = query.group_by(*(columns[axis] for axis in axes), tables.document.customer_id)
        if self.by_rep(axes):
            query = query.where(tables.document.is_shared.is_(False))
        for row in self.session.execute(query):
            yield _leaf(row, axes), row[-2], row[-1]

    def document_members(
        self, axes: Sequence[Axis], period: Period, *, only_shared: bool
    ) -> Iterator[tuple[Leaf, int, int]]:
        """Yield leaf, customer and document, once each, where a document may have two leaves."""
        tables = self.tables
        ids = [tables.document.customer_id, tables.document.id]
        if not only_shared:
            columns = tables.columns(tables.document.credited_rep_id)
            query = self._from_lines(axes, columns, period, ids)
            if self.by_rep(axes):
                query = query.where(tables.document.is_shared.is_(False))
            yield from self._members(query.group_by(*ids), axes)
        if self.by_rep(axes):
            columns = tables.columns(tables.credit.rep_id)
            query = self._from_lines(axes, columns, period, ids, shared=True)
            yield from self._members(query.group_by(*ids), axes)

    def has_document_between(self, period: Period) -> bool:
        """Whether any counted document lies in the period, whatever was selected."""
        return self._has_document(period)

    def has_shared_between(self, period: Period) -> bool:
        """Whether the credit of any counted document of the period is shared."""
        return self._has_document(period, self.tables.document.is_shared.is_(True))

    def _has_document(self, period: Period, *conditions: Any) -> bool:
        if period.day_count == 0:
            return False
        tables = self.tables
        query = select(tables.document.id).where(
            tables.document.branch_id == self.frame.branch.id,
            tables.document.document_date >= period.start,
            tables.document.document_date < period.end,
            tables.posted,
            *conditions,
        )
        return self.session.scalar(query.limit(1)) is not None

    def months(
        self, axes: Sequence[Axis], first: Month, last: Month
    ) -> Iterator[tuple[Leaf, Measures]]:
        """Yield the sums of whole months, both included, from the monthly summary.

        Only for axes of the summary: rep, territory, group and month.
        """
        measures = (
            SalesMonth.quantity_millionths,
            SalesMonth.net_minor,
            SalesMonth.costed_net_minor,
            SalesMonth.cost_minor,
            SalesMonth.lines - SalesMonth.uncosted_lines,
            SalesMonth.uncosted_lines,
        )
        yield from self._rows(self._from_months(axes, first, last, measures), axes)

    def month_amounts(
        self, axes: Sequence[Axis], first: Month, last: Month, metric: Metric
    ) -> Iterator[tuple[Leaf, tuple[int, int, int]]]:
        """Yield the same months for one metric: its amount, lines with a cost, lines without.

        Only profit asks for lines without; for others all lines are counted as with a cost.
        """
        lines: tuple[Any, Any] = (SalesMonth.lines, literal_column("0"))
        amount: Any = SalesMonth.net_minor
        if metric is Metric.QUANTITY:
            amount = SalesMonth.quantity_millionths
        elif metric is Metric.PROFIT:
            amount = SalesMonth.costed_net_minor - SalesMonth.cost_minor
            lines = (SalesMonth.lines - SalesMonth.uncosted_lines, SalesMonth.uncosted_lines)
        query = self._from_months(axes, first, last, (amount, *lines))
        count = len(axes)
        for row in plain_rows(self.session, query):
            yield row[:count], row[count:]

    def _from_months(
        self, axes: Sequence[Axis], first: Month, last: Month, measures: Sequence[Any]
    ) -> Select[Any]:
        columns = _summary_columns()
        keys = [_SUMMARY_KEYS[axis] for axis in axes]
        return (
            select(*(columns[axis] for axis in axes), *(whole_sum(measure) for measure in measures))
            .where(
                SalesMonth.branch_id == self.frame.branch.id,
                SalesMonth.month >= first.ordinal,
                SalesMonth.month <= last.ordinal,
                *conditions(self.frame, self.selection, columns),
            )
            # By the key itself, so that the database can follow its order.
            .group_by(*keys)
        )

    def _from_documents(
        self, axes: Sequence[Axis], columns: dict[Axis, Any], period: Period
    ) -> Select[Any]:
        tables = self.tables
        return select(*(columns[axis] for axis in axes)).where(
            tables.document.branch_id == self.frame.branch.id,
            tables.document.document_date >= period.start,
            tables.document.document_date < period.end,
            tables.posted,
            *conditions(self.frame, self.selection, columns),
        )

    def _from_lines(
        self,
        axes: Sequence[Axis],
        columns: dict[Axis, Any],
        period: Period,
        values: Sequence[Any],
        *,
        shared: bool = False,
    ) -> Select[Any]:
        """Return a query of values over lines, or over parts of shared lines, by leaf."""
        tables = self.tables
        query = self._from_documents(axes, columns, period).add_columns(*values)
        query = query.select_from(tables.document).join(
            tables.line,
            and_(
                tables.line.branch_id == tables.document.branch_id,
                tables.line_document == tables.document.id,
            ),
        )
        if shared:
            query = query.join(
                tables.credit,
                and_(
                    tables.credit.branch_id == tables.document.branch_id,
                    tables.credit_document == tables.document.id,
                    tables.credit.line_no == tables.line.line_no,
                ),
            )
        selected = axes_of(dimension for dimension, _ in self.selection)
        if Axis.GROUP in axes or Axis.GROUP in selected:
            query = query.outerjoin(Product, Product.id == tables.line.product_id)
        return query.group_by(*(columns[axis] for axis in axes))

    def _rows(self, query: Select[Any], axes: Sequence[Axis]) -> Iterator[tuple[Leaf, Measures]]:
        count = len(axes)
        for row in plain_rows(self.session, query):
            quantity, net, costed_net, cost, costed, uncosted = row[count:]
            # Sums over no line at all are a row too where nothing is grouped.
            yield _leaf(row, axes), (quantity, net, costed_net, cost, costed, uncosted)

    def _members(self, query: Select[Any], axes: Sequence[Axis]) -> Iterator[tuple[Leaf, int, int]]:
        for row in self.session.execute(query):
            yield _leaf(row, axes), row[-2], row[-1]


def crosses_lines(axes: Sequence[Axis]) -> bool:
    """Whether a document may have several leaves because its lines differ."""
    return any(axis in LINE_AXES for axis in axes)


def _sums(lines: Any) -> list[Any]:
    """Return the six measures over lines, or over parts of shared lines."""
    has_cost = lines.cost_minor.is_not(None)
    return [
        whole_sum(lines.quantity_millionths),
        whole_sum(lines.net_minor),
        whole_sum(case((has_cost, lines.net_minor), else_=0)),
        whole_sum(lines.cost_minor),
        whole_sum(case((has_cost, 1), else_=0)),
        whole_sum(case((has_cost, 0), else_=1)),
    ]


_SUMMARY_KEYS: dict[Axis, Any] = {
    Axis.REP: SalesMonth.rep_id,
    Axis.TERRITORY: SalesMonth.territory_id,
    Axis.GROUP: SalesMonth.product_group_id,
    Axis.MONTH: SalesMonth.month,
}


def _summary_columns() -> dict[Axis, Any]:
    # The summary's key cannot hold nothing, so 0 stands for it there.
    return {
        axis: key if axis is Axis.MONTH else func.nullif(key, 0)
        for axis, key in _SUMMARY_KEYS.items()
    }


def _leaf(row: Any, axes: Sequence[Axis]) -> Leaf:
    """Return the leaf at the row's start; days become ordinals."""
    leaf = tuple(row[: len(axes)])
    if Axis.DAY in axes:
        return tuple(one.toordinal() if isinstance(one, date) else one for one in leaf)
    return leaf
