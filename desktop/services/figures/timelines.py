"""Who looks after a customer on a day, and where the customer is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import CustomerRep, CustomerTerritory
from desktop.periods import Month
from desktop.services.figures.frame import Frame, RepFacts
from desktop.services.figures.sql import plain_rows

#: Spans of one customer in order: first day, last day, id.
Spans = tuple[tuple[date, date, int], ...]
#: So many customers are asked for by name; of more, all are read.
_FEW = 1_000


@dataclass(frozen=True, slots=True)
class Timelines:
    """Dated assignments of all customers, by customer id."""

    owners: Mapping[int, Spans]
    territories: Mapping[int, Spans]
    reps: Mapping[int, RepFacts]

    def owner_on(self, customer_id: int, day: date) -> int | None:
        """Return the rep assigned to the customer on the day, employed or not."""
        return _on(self.owners.get(customer_id, ()), day)

    def employed_owner_on(self, customer_id: int, day: date) -> int | None:
        """Return the rep assigned and employed on the day; None is the manager's custody."""
        rep_id = self.owner_on(customer_id, day)
        return rep_id if rep_id is not None and self.reps[rep_id].employed_on(day) else None

    def owner_in(self, customer_id: int, month: Month) -> int | None:
        """Return the rep on the month's first day, else the first one within the month."""
        found = self.owner_on(customer_id, month.start)
        if found is None:
            for first, _last, rep_id in self.owners.get(customer_id, ()):
                if month.start <= first < month.end:
                    return rep_id
        return found

    def territory_on(self, customer_id: int, day: date) -> int | None:
        """Return the customer's territory on the day."""
        return _on(self.territories.get(customer_id, ()), day)

    def territory_in(self, customer_id: int, month: Month) -> int | None:
        """Return the territory on the month's first day, else the first one within the month."""
        found = self.territory_on(customer_id, month.start)
        if found is None:
            for first, _last, territory_id in self.territories.get(customer_id, ()):
                if month.start <= first < month.end:
                    return territory_id
        return found

    def place_on(self, customer_id: int, rep_id: int | None, day: date) -> int | None:
        """Return the customer's territory on the day, else the rep's own."""
        found = self.territory_on(customer_id, day)
        if found is None and rep_id is not None:
            return self.reps[rep_id].territory_id
        return found


def _on(spans: Spans, day: date) -> int | None:
    if len(spans) == 1:
        first, last, found = spans[0]
        return found if first <= day <= last else None
    place = bisect_right(spans, day, key=lambda span: span[0]) - 1
    if place < 0:
        return None
    _first, last, found = spans[place]
    return found if day <= last else None


def _collect(rows: Iterable[Any]) -> dict[int, Spans]:
    """Return the spans by customer; nearly every customer has but one."""
    spans: dict[int, Spans] = {}
    for customer_id, first, last, target in rows:
        known = spans.get(customer_id)
        one = ((first, last, target),)
        spans[customer_id] = one if known is None else known + one
    return spans


def load_timelines(
    session: Session, frame: Frame, customers: Collection[int] | None = None
) -> Timelines:
    """Return who looked after whom and where everyone was, on any day.

    Of some customers only, where there are so few of them that asking for them is worth while.
    """
    owners, places = CustomerRep, CustomerTerritory
    return Timelines(
        _collect(_spans(session, frame, owners, owners.rep_id, customers)),
        _collect(_spans(session, frame, places, places.territory_id, customers)),
        frame.reps,
    )


def _spans(
    session: Session, frame: Frame, record: Any, target: Any, customers: Collection[int] | None
) -> Sequence[Any]:
    query = (
        select(record.customer_id, record.first_day, record.last_day, target)
        .where(record.branch_id == frame.branch.id)
        .order_by(record.customer_id, record.first_day)
    )
    if customers is not None and len(customers) <= _FEW:
        query = query.where(record.customer_id.in_(sorted(customers)))
    return plain_rows(session, query)
