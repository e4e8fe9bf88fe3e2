"""What the difference to the year before comes from: the sales of both, divided by the rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric
from desktop.models import Product
from desktop.periods import Period
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import resolve
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.plans.cube import frame_for, unit_of
from desktop.services.plans.events import new_customer_events
from desktop.services.plans.sales_queries import sales_tables
from desktop.services.plans.watching_data import CauseRow, CauseSheet, WatchQuery
from desktop.services.rules.variance import Dealing, Effect, split_difference, sums_by_cause

#: Metrics that are made of quantities and prices (of profit: of margins).
PRICED = (Metric.SALES, Metric.PROFIT)


def load_causes(session: Session, query: WatchQuery, today: date) -> CauseSheet:
    """Return how the year before became this period, cause by cause.

    Compared are the period up to the as-of day and the same days a year earlier. Of profit
    only lines with a cost are read, as everywhere.

    Raises:
        InputError: a period backwards.
        ValueError: a metric without prices.
    """
    if query.metric not in PRICED:
        raise ValueError(f"{query.metric} has no prices")
    request = ReportRequest("attainment", (), query.as_of, query.first, query.last, query.metric)
    frame = frame_for(session, (Dimension.CUSTOMER, Dimension.PRODUCT))
    period = resolve(session, frame, request, today).elapsed
    base = period.last_year()
    before, now = (_dealings(session, frame, query.metric, one) for one in (base, period))
    known = {one.customer for one in before}
    newcomers: set[int] = set()
    if any(one.customer not in known for one in now):
        newcomers = {one.customer_id for one in new_customer_events(session, frame, period)}
    units = _units(session, frame)
    effects = split_difference(before, now, newcomers, units)
    writer = _Writer(frame, units, unit_of(query.metric, frame.branch.decimals))
    return CauseSheet(
        query.metric,
        period,
        base,
        frame.branch.currency,
        writer.amount(sum(one.amount + one.loose for one in before)),
        writer.amount(sum(one.amount + one.loose for one in now)),
        bool(before),
        tuple((cause, writer.amount(sum_)) for cause, sum_ in sums_by_cause(effects).items()),
        tuple(
            writer.row(one)
            for one in sorted(effects, key=lambda one: abs(one.amount), reverse=True)
        ),
    )


def _dealings(session: Session, frame: Frame, metric: Metric, period: Period) -> list[Dealing]:
    """Return what each customer bought of each product in a period."""
    if period.day_count == 0:
        return []
    tables = sales_tables(frame)
    document, line = tables.document, tables.line
    amount: Any = line.net_minor
    if metric is Metric.PROFIT:
        amount = line.net_minor - line.cost_minor
    is_whole = and_(line.product_id.is_not(None), line.quantity_millionths.is_not(None))
    keys = (document.customer_id, line.product_id)
    query = (
        select(
            *keys,
            whole_sum(case((is_whole, line.quantity_millionths), else_=0)),
            whole_sum(case((is_whole, amount), else_=0)),
            whole_sum(case((is_whole, 0), else_=amount)),
        )
        .join(line, and_(line.branch_id == document.branch_id, tables.line_document == document.id))
        .where(
            document.branch_id == frame.branch.id,
            document.document_date >= period.start,
            document.document_date < period.end,
            tables.posted,
        )
        .group_by(*keys)
    )
    if metric is Metric.PROFIT:
        query = query.where(line.cost_minor.is_not(None))
    return [Dealing(*row) for row in plain_rows(session, query)]


def _units(session: Session, frame: Frame) -> dict[int, str]:
    rows = plain_rows(
        session,
        select(Product.id, Product.unit).where(
            Product.branch_id == frame.branch.id, Product.unit != ""
        ),
    )
    return {product_id: unit for product_id, unit in rows}


@dataclass(frozen=True, slots=True)
class _Writer:
    """Turns what the rule gives, in ids and stored units, into rows."""

    frame: Frame
    units: dict[int, str]
    unit: Decimal

    def amount(self, stored: int) -> Decimal:
        """Return an amount of the metric in whole currency or pieces."""
        return stored * self.unit

    def row(self, effect: Effect) -> CauseRow:
        """Return an effect with the names of what it is of."""
        customer, product = ("", ""), ("", "")
        if effect.customer is not None:
            found = self.frame.customers[effect.customer]
            customer = found.code, found.name
        if effect.product is not None:
            article = self.frame.products[effect.product]
            product = article.code, article.name
        is_product = effect.product is not None
        return CauseRow(
            effect.cause,
            *customer,
            *product,
            self.units.get(effect.product or 0, ""),
            Decimal(effect.quantity_before).scaleb(-6) if is_product else None,
            Decimal(effect.quantity_now).scaleb(-6) if is_product else None,
            self.amount(effect.before),
            self.amount(effect.now),
            self.amount(effect.amount),
        )
