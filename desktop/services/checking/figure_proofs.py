"""Proofs over figures: monthly sums, what every division adds up to, and the receivable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric
from desktop.models import Collection, Invoice, PlanLine, PlanVersion, SalesMonth, SalesOrder
from desktop.money import from_minor
from desktop.periods import Month
from desktop.services.checking.tally import Tally
from desktop.services.figures.data import ReportRequest, ReportTable
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import resolve
from desktop.services.figures.sql import whole_sum
from desktop.services.imports.loading.summary import COLUMNS, sales_by_month
from desktop.services.plans.attainment_report import attainment_table
from desktop.services.plans.cube import dimensions_for
from desktop.services.plans.sales_report import sales_table
from desktop.services.receivables.statements import aging_table

#: At how many dates, spread over the data, the receivable is added up.
DATES = 10
_TIED = (Dimension.REP, Dimension.TERRITORY, Dimension.CUSTOMER, Dimension.PRODUCT)
_KEYS = 5


def prove_sales_months(session: Session, frame: Frame, tally: Tally) -> None:
    """Prove that the monthly sums are what the lines add up to."""
    table = SalesMonth.__table__
    kept = {
        tuple(row[1:_KEYS]): tuple(row[_KEYS:])
        for row in session.execute(
            select(*(table.c[name] for name in COLUMNS)).where(table.c.branch_id == frame.branch.id)
        )
    }
    made = {
        tuple(row[1:_KEYS]): tuple(row[_KEYS:])
        for row in session.execute(sales_by_month(frame.branch))
    }
    nothing = (0,) * (len(table.columns) - _KEYS)
    for key in sorted(kept.keys() | made.keys()):
        expected, found = made.get(key, nothing), kept.get(key, nothing)
        tally.holds()
        if expected != found:
            month, rep, group, place = key
            tally.found(
                "sales_month",
                month=str(Month(month)),
                rep=frame.reps[rep].code if rep in frame.reps else "—",
                territory=frame.territories[place].code if place in frame.territories else "—",
                group=frame.groups[group].code if group in frame.groups else "—",
                expected=_net(expected, frame),
                found=_net(found, frame),
            )


def _net(sums: Sequence[int], frame: Frame) -> Decimal:
    return from_minor(sums[1], frame.branch.decimals)


def document_days(session: Session, frame: Frame) -> tuple[date, date] | None:
    """Return the first and the last day of any posted document, or None without documents."""
    days: list[date] = []
    for record in (SalesOrder, Invoice, Collection):
        for how in (func.min, func.max):
            day = session.scalar(
                select(how(record.document_date)).where(
                    record.branch_id == frame.branch.id, record.state == "posted"
                )
            )
            if day is not None:
                days.append(day)
    return (min(days), max(days)) if days else None


def prove_sales_ties(session: Session, frame: Frame, tally: Tally, today: date) -> None:
    """Prove that sales by rep, territory, customer and product all add up to the total."""
    days = document_days(session, frame)
    if days is None:
        return
    undivided = sales_table(session, ReportRequest("sales", (), days[1], days[0], days[1]), today)
    for by in _TIED:
        request = ReportRequest("sales", (by,), days[1], days[0], days[1])
        table = sales_table(session, request, today)
        for name in ("quantity", "net_sales", "cost"):
            _tie(tally, frame, undivided, table, by, name)


def prove_target_ties(session: Session, frame: Frame, tally: Tally, today: date) -> None:
    """Prove that the targets in force add up to their total, whichever way they are divided."""
    in_force = session.execute(
        select(PlanVersion.fiscal_year, PlanLine.metric)
        .join(PlanLine, PlanLine.version_id == PlanVersion.id)
        .where(PlanVersion.branch_id == frame.branch.id, PlanVersion.status == "in_force")
        .distinct()
        .order_by(PlanVersion.fiscal_year, PlanLine.metric)
    ).all()
    for year, word in in_force:
        metric = Metric(word)
        dimensions = [by for by in _TIED if by in dimensions_for(metric)]
        period = frame.branch.fiscal.period(year)
        days = (period.last, period.start, period.last)
        undivided = attainment_table(session, ReportRequest("attainment", (), *days, metric), today)
        for by in dimensions:
            request = ReportRequest("attainment", (by,), *days, metric)
            table = attainment_table(session, request, today)
            _tie(tally, frame, undivided, table, by, "target")


def _tie(
    tally: Tally, frame: Frame, undivided: ReportTable, table: ReportTable, by: Dimension, name: str
) -> None:
    """Compare a column's sum with the undivided figure; in a tree only the root rows are added.

    The undivided figure is asked for by itself: a divided report's own total rests on the same
    rows and would agree with them whatever they say.
    """
    place = [column.name for column in table.columns].index(name)
    roots = {"", *(node.code for node in frame.territories.values() if node.parent_id is None)}
    rows = [row for row in table.rows if by is not Dimension.TERRITORY or row[0] in roots]
    summed = sum((_number(row[place]) for row in rows), Decimal(0))
    assert undivided.total is not None
    total = _number(undivided.total[place - 1])
    tally.compare(total, summed, "tie", report=table.name, column=name, dimension=str(by))


def _number(value: Any) -> Decimal:
    return Decimal(0) if value is None else Decimal(value)


def prove_receivable(session: Session, frame: Frame, tally: Tally, today: date) -> None:
    """Prove at ten dates that all ages and unapplied money are documents minus money."""
    days = document_days(session, frame)
    if days is None:
        return
    length = (days[1] - days[0]).days
    for day in sorted({days[0] + timedelta(length * step // (DATES - 1)) for step in range(DATES)}):
        request = ReportRequest("aging", (), as_of=day)
        span = resolve(session, frame, request, today)
        table = aging_table(session, frame, span, request)
        assert table.total is not None
        summed = sum((_number(value) for value in table.total[:-1]), Decimal(0))
        owed = _sum_until(session, frame, Invoice, Invoice.gross_minor, day)
        received = _sum_until(session, frame, Collection, Collection.amount_minor, day)
        expected = from_minor(owed - received, frame.branch.decimals)
        tally.compare(expected, summed, "receivable", day=day)
        tally.compare(expected, _number(table.total[-1]), "receivable", day=day)


def _sum_until(session: Session, frame: Frame, record: Any, amount: Any, day: date) -> int:
    found = session.scalar(
        select(whole_sum(amount)).where(
            record.branch_id == frame.branch.id,
            record.state == "posted",
            record.document_date <= day,
        )
    )
    return found or 0
