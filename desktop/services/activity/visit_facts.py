"""Valid visits as facts: one row a rep, customer and day, reports of the same visit merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from desktop.models import Rep, Visit
from desktop.periods import Period
from desktop.search_key import search_key
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows
from desktop.services.rules.visits import VisitTimes, merge_visits


class VisitDay(NamedTuple):
    """The valid visits of a rep at a customer on a day; `minutes` are those of the timed ones.

    A tuple, because there are hundreds of thousands of them.
    """

    rep_id: int
    territory_id: int | None
    customer_id: int
    day: date
    visits: int
    timed: int
    minutes: int

    @property
    def month(self) -> int:
        """The month's ordinal."""
        return self.day.year * 12 + self.day.month - 1


def in_period(column: Any, period: Period) -> ColumnElement[bool]:
    """Return the condition that a date lies in the period."""
    return and_(column >= period.start, column < period.end)


def valid_visit(branch_id: int) -> ColumnElement[bool]:
    """Return the condition that a reported visit is valid (METRICS.md, section 1).

    Done and posted, on site, neither an attempt nor rejected, not ending before it starts, and
    within the rep's employment; needs a join with the rep.
    """
    return and_(reported_visit(branch_id), Visit.rejected_on.is_(None))


def reported_visit(branch_id: int) -> ColumnElement[bool]:
    """Return the condition that a report would be a valid visit if no checker had rejected it."""
    return and_(
        Visit.branch_id == branch_id,
        Visit.state == "posted",
        Visit.channel == "on_site",
        Visit.is_attempt.is_(False),
        or_(Visit.starts_at.is_(None), Visit.ends_at.is_(None), Visit.ends_at >= Visit.starts_at),
        or_(Rep.hire_date.is_(None), Visit.visited_on >= Rep.hire_date),
        or_(Rep.leave_date.is_(None), Visit.visited_on <= Rep.leave_date),
    )


def rep_of_visit() -> ColumnElement[bool]:
    """Return the condition that joins a visit with its rep."""
    return and_(Rep.branch_id == Visit.branch_id, Rep.id == Visit.rep_id)


def visit_days(session: Session, frame: Frame, period: Period) -> Iterator[VisitDay]:
    """Yield the valid visits of the period, one row a rep, customer and day.

    They are read one by one and grouped here: that costs a third of grouping in the database,
    which would have to sort them all.
    """
    query = (
        select(
            Visit.rep_id, Visit.customer_id, Visit.visited_on, Visit.territory_id,
            Visit.starts_at, Visit.ends_at, Visit.minutes,
        )
        .join(Rep, rep_of_visit())
        .where(valid_visit(frame.branch.id), in_period(Visit.visited_on, period))
    )  # fmt: skip
    days: dict[tuple[int, int, date], list[Any]] = {}
    for row in plain_rows(session, query):
        days.setdefault((row[0], row[1], row[2]), []).append(row)
    for (rep_id, customer_id, day), rows in days.items():
        territory_id = rows[0][3]
        if len(rows) == 1:
            minutes = rows[0][6]
            timed = minutes is not None
            yield VisitDay(rep_id, territory_id, customer_id, day, 1, int(timed), minutes or 0)
            continue
        merged = merge_visits(VisitTimes(*row[4:]) for row in rows)
        lengths = [one.minutes for one in merged if one.minutes is not None]
        yield VisitDay(
            rep_id, territory_id, customer_id, day, len(merged), len(lengths), sum(lengths)
        )


@dataclass(frozen=True, slots=True)
class LinkedVisit:
    """A valid visit that names the order it led to; `order_key` is the number's search key."""

    rep_id: int
    customer_id: int
    day: date
    order_key: str


def linked_visits(session: Session, frame: Frame, period: Period) -> tuple[LinkedVisit, ...]:
    """Return the valid visits of the period that name an order."""
    query = (
        select(Visit.rep_id, Visit.customer_id, Visit.visited_on, Visit.order_number)
        .join(Rep, rep_of_visit())
        .where(
            valid_visit(frame.branch.id),
            in_period(Visit.visited_on, period),
            Visit.order_number != "",
        )
    )
    return tuple(
        LinkedVisit(rep_id, customer_id, day, search_key(number))
        for rep_id, customer_id, day, number in plain_rows(session, query)
    )
