"""Events that are counted one by one: new customers and valid visits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.models import Customer, Rep, Visit
from desktop.periods import Month, Period
from desktop.search_key import search_key
from desktop.services.activity.visit_facts import (
    in_period,
    rep_of_visit,
    valid_visit,
    visit_days,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows
from desktop.services.plans.axes import Axis, Leaf, Selection, axes_of, leaves_of
from desktop.services.rules.customerflow import Identity
from desktop.services.rules.visits import VisitTimes, merge_visits


@dataclass(frozen=True, slots=True)
class Event:
    """Something that counts: when, for whom, where, with whom, on which paper, how often.

    The count is one, but for the visits of a day that were only counted (`visit_counts`).
    """

    day: date
    rep_id: int | None
    territory_id: int | None
    customer_id: int
    document_id: int
    number: str
    count: int = 1

    def leaf(self, axes: Sequence[Axis]) -> Leaf:
        """Return where it counts on each axis; events know no products."""
        return tuple(self._on(axis) for axis in axes)

    def _on(self, axis: Axis) -> int | None:
        match axis:
            case Axis.REP:
                return self.rep_id
            case Axis.TERRITORY:
                return self.territory_id
            case Axis.CUSTOMER:
                return self.customer_id
            case Axis.MONTH:
                return Month.of(self.day).ordinal
            case Axis.DAY:
                return self.day.toordinal()
            case _:
                raise ValueError(f"events have no {axis}")


def selected(frame: Frame, events: Sequence[Event], selection: Selection) -> Iterator[Event]:
    """Yield the events that the selection keeps; dimensions of time are left to the period."""
    wanted = []
    for dimension, code in selection:
        (axis,) = axes_of((dimension,))
        if axis is not Axis.MONTH:
            wanted.append((axis, leaves_of(frame, dimension, code)))
    for event in events:
        if all(event.leaf((axis,))[0] in leaves for axis, leaves in wanted):
            yield event


def new_customer_events(session: Session, frame: Frame, period: Period) -> tuple[Event, ...]:
    """Return the first purchases of the period that make new customers, by day, then customer.

    The first document of the sales basis ever with a net amount of zero or more, credit notes
    left out; it counts for the document's rep and territory, as all actuals do. Customers that
    are known again by tax number, telephone, address or legal person are old ones.
    Source: METRICS.md, K7.
    """
    # What is known of customers rests on the events of this module, which come first.
    from desktop.services.activity.customer_facts import load_lives

    if period.day_count == 0:
        return ()
    found = load_lives(session, frame, period.last, period.start).first_sales.values()
    return tuple(sorted(found, key=lambda event: (event.day, event.customer_id)))


def identities_of(session: Session, frame: Frame) -> dict[int, Identity]:
    """Return by what customers are known again, of those of which anything is known."""
    marks = Customer.tax_id, Customer.phone, Customer.address, Customer.legal_person
    query = select(Customer.id, *marks).where(
        Customer.branch_id == frame.branch.id, or_(*(mark != "" for mark in marks))
    )
    return {
        row[0]: Identity(*(search_key(text) for text in row[1:]))
        for row in plain_rows(session, query)
    }


def visit_counts(session: Session, frame: Frame, period: Period) -> tuple[Event, ...]:
    """Return the valid visits of the period, those of a rep, customer and day in one."""
    return tuple(
        Event(one.day, one.rep_id, one.territory_id, one.customer_id, 0, "", one.visits)
        for one in visit_days(session, frame, period)
    )


def visit_events(session: Session, frame: Frame, period: Period) -> tuple[Event, ...]:
    """Return the valid visits of the period one by one; of merged reports the first stands.

    Source: METRICS.md, section 1, "Valid visit".
    """
    rows = session.execute(
        select(
            Visit.visited_on, Visit.rep_id, Visit.territory_id, Visit.customer_id, Visit.id,
            Visit.visit_no, Visit.starts_at, Visit.ends_at, Visit.minutes,
        )
        .join(Rep, rep_of_visit())
        .where(valid_visit(frame.branch.id), in_period(Visit.visited_on, period))
        .order_by(Visit.visited_on, Visit.rep_id, Visit.customer_id, Visit.id)
    )  # fmt: skip
    reports: dict[tuple[date, int, int], list[Any]] = defaultdict(list)
    for row in rows:
        reports[row.visited_on, row.rep_id, row.customer_id].append(row)
    found: list[Event] = []
    for same in reports.values():
        merged = merge_visits(VisitTimes(row.starts_at, row.ends_at, row.minutes) for row in same)
        # Which reports were joined does not matter to a list of visits, only how many remain.
        found.extend(
            Event(row.visited_on, row.rep_id, row.territory_id, row.customer_id, row.id,
                  row.visit_no or "")
            for row in same[: len(merged)]
        )  # fmt: skip
    return tuple(found)
