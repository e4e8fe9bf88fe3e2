"""Rejected and verified visits as gathered numbers: what is few beside all the visits.

Monthly sums know valid visits alone. What is added to them here is read from the rows, those that
a checker rejected or that something bears out, and the other reports of the same rep at the same
customer on the same day, since with these they may be one visit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import Session

from desktop.enums import CheckResult
from desktop.models import EntryCheck, JointVisit, Rep, Visit
from desktop.periods import Month, Period
from desktop.search_key import search_key
from desktop.services.activity.gathered import Gathered
from desktop.services.activity.order_facts import order_source, valid_order_keys
from desktop.services.activity.visit_facts import in_period, rep_of_visit, reported_visit
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.figures.sql import plain_rows
from desktop.services.rules.visits import VisitTimes, merge_visits

_Key = tuple[int, int, date]


class _Report(NamedTuple):
    """A report that may have been rejected or verified, or that lies beside such a one."""

    rep_id: int
    customer_id: int
    day: date
    territory_id: int | None
    starts_at: time | None
    ends_at: time | None
    minutes: int | None
    rejected_on: date | None
    order_number: str
    is_borne_out: bool

    @property
    def key(self) -> _Key:
        """Who visited whom on which day."""
        return self.rep_id, self.customer_id, self.day


_COLUMNS = (
    Visit.rep_id, Visit.customer_id, Visit.visited_on, Visit.territory_id,
    Visit.starts_at, Visit.ends_at, Visit.minutes, Visit.rejected_on, Visit.order_number,
)  # fmt: skip


def add_evidence(session: Session, found: Gathered, span: Span) -> None:
    """Add the visits that there would be more if none was rejected, and the verified ones."""
    period, frame = span.elapsed, found.frame
    reports = _special(session, frame, period)
    if not reports:
        return
    named = _named(session, frame, reports, span.as_of)
    days: dict[_Key, list[_Report]] = defaultdict(list)
    for report in reports:
        days[report.key].append(report)
    if any(report.starts_at is not None for report in reports):
        for report in _beside(session, frame, period):
            days[report.key].append(report)
    for same_day in days.values():
        rejected, verified = _counted(same_day, named)
        if rejected or verified:
            one = same_day[0]
            month = Month.of(one.day).ordinal
            leaf = found.leaf(one.rep_id, one.territory_id, one.customer_id, month)
            found.add(leaf, rejected=rejected, verified=verified)


def _counted(reports: list[_Report], named: frozenset[tuple[int, str]]) -> tuple[int, int]:
    """Return of one rep, customer and day: visits more if none was rejected; verified visits."""
    valid = [one for one in reports if one.rejected_on is None]
    visits = merge_visits(_times(valid, named))
    verified = sum(one.is_verified for one in visits)
    if len(valid) == len(reports):
        return 0, verified
    return len(merge_visits(_times(reports, named))) - len(visits), verified


def _times(reports: Iterable[_Report], named: frozenset[tuple[int, str]]) -> Iterator[VisitTimes]:
    for one in reports:
        is_verified = one.is_borne_out or (
            bool(one.order_number) and (one.customer_id, search_key(one.order_number)) in named
        )
        yield VisitTimes(one.starts_at, one.ends_at, one.minutes, is_verified)


def _borne_out(branch_id: int) -> ColumnElement[bool]:
    """Return the condition that a check confirmed the visit, or that somebody went along."""
    confirmed = select(EntryCheck.visit_id).where(
        EntryCheck.branch_id == branch_id,
        EntryCheck.result == CheckResult.CONFIRMED,
        EntryCheck.visit_id.is_not(None),
    )
    joint = select(JointVisit.visit_id).where(JointVisit.branch_id == branch_id)
    return Visit.id.in_(confirmed.union(joint))


def _is_special(branch_id: int) -> ColumnElement[bool]:
    return or_(Visit.rejected_on.is_not(None), Visit.order_number != "", _borne_out(branch_id))


def _special(session: Session, frame: Frame, period: Period) -> list[_Report]:
    """Return the reports of the period that were rejected or that something may bear out."""
    branch_id = frame.branch.id
    query = (
        select(*_COLUMNS, _borne_out(branch_id))
        .join(Rep, rep_of_visit())
        .where(reported_visit(branch_id), in_period(Visit.visited_on, period))
        .where(_is_special(branch_id))
    )
    return [_Report._make((*row[:-1], bool(row[-1]))) for row in plain_rows(session, query)]


def _beside(session: Session, frame: Frame, period: Period) -> Iterator[_Report]:
    """Yield the other reports with a start that may be the same visit as one of the special ones.

    A report without a start is a visit of its own in any case.
    """
    branch_id = frame.branch.id
    special = (
        select(Visit.rep_id, Visit.customer_id, Visit.visited_on)
        .where(
            Visit.branch_id == branch_id,
            in_period(Visit.visited_on, period),
            Visit.starts_at.is_not(None),
            _is_special(branch_id),
        )
        .distinct()
        .subquery()
    )
    query = (
        select(*_COLUMNS)
        .join(Rep, rep_of_visit())
        .join(
            special,
            and_(
                Visit.customer_id == special.c.customer_id,
                Visit.visited_on == special.c.visited_on,
                Visit.rep_id == special.c.rep_id,
            ),
        )
        .where(
            reported_visit(branch_id),
            Visit.starts_at.is_not(None),
            not_(_is_special(branch_id)),
        )
    )
    for row in plain_rows(session, query):
        yield _Report._make((*row, False))


def _named(
    session: Session, frame: Frame, reports: Iterable[_Report], as_of: date
) -> frozenset[tuple[int, str]]:
    """Return customer and number of the orders that the reports name and that there are."""
    keys = {search_key(one.order_number) for one in reports if one.order_number}
    if not keys:
        return frozenset()
    return frozenset(valid_order_keys(session, frame, order_source(session, frame), keys, as_of))
