"""Period and as-of date of a report, with the defaults that FORMATS.md gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from desktop.errors import InputError, Issue
from desktop.models import Collection, Expense, Invoice, SalesOrder, Visit
from desktop.periods import Period
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.frame import Frame


@dataclass(frozen=True, slots=True)
class Span:
    """The period of a report and the last complete day that it knows."""

    period: Period
    as_of: date

    @property
    def elapsed(self) -> Period:
        """The part of the period up to the as-of date."""
        return Period(
            self.period.start,
            max(
                self.period.start,
                min(self.period.end, Period.inclusive(self.as_of, self.as_of).end),
            ),
        )


def last_day_with_data(session: Session, branch_id: int) -> date | None:
    """Return the latest date of any posted document, visit or expense."""
    parts = [
        select(func.max(record.document_date).label("day")).where(
            record.branch_id == branch_id, record.state == "posted"
        )
        for record in (SalesOrder, Invoice, Collection)
    ]
    parts.append(
        select(func.max(Visit.visited_on)).where(
            Visit.branch_id == branch_id, Visit.state == "posted"
        )
    )
    parts.append(
        select(func.max(Expense.spent_on)).where(
            Expense.branch_id == branch_id, Expense.state == "posted"
        )
    )
    days = union_all(*parts).subquery()
    latest: date | None = session.scalar(select(func.max(days.c.day)))
    return latest


def resolve(session: Session, frame: Frame, request: ReportRequest, today: date) -> Span:
    """Return the report's period and as-of date.

    As-of defaults to the last day with data (today in an empty branch), the first day to the
    start of the as-of day's fiscal year, the last day to the as-of day. Where only the last
    day is given, the first is the start of its fiscal year.

    Raises:
        InputError: the period ends before it starts.
    """
    as_of = request.as_of or last_day_with_data(session, frame.branch.id) or today
    fiscal = frame.branch.fiscal
    last = request.last or max(as_of, request.first or as_of)
    first = request.first or fiscal.period(fiscal.year_of(min(as_of, last))).start
    if last < first:
        raise InputError(Issue("period_backwards", {"first": first, "last": last}))
    return Span(Period.inclusive(first, last), as_of)
