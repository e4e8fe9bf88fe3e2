"""Who looks after a customer on a day, and where the customer is."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import CustomerRep, CustomerTerritory
from desktop.periods import Month
from desktop.services.figures.frame import Frame, RepFacts

#: Spans of one customer in order: first day, last day, id.
Spans = tuple[tuple[date, date, int], ...]


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
    spans: dict[int, list[tuple[date, date, int]]] = defaultdict(list)
    for customer_id, first, last, target in rows:
        spans[customer_id].append((first, last, target))
    return {customer_id: tuple(found) for customer_id, found in spans.items()}


def load_timelines(session: Session, frame: Frame) -> Timelines:
    """Return who looked after whom and where everyone was, on any day."""
    branch_id = frame.branch.id
    owners = session.execute(
        select(
            CustomerRep.customer_id,
            CustomerRep.first_day,
            CustomerRep.last_day,
            CustomerRep.rep_id,
        )
        .where(CustomerRep.branch_id == branch_id)
        .order_by(CustomerRep.customer_id, CustomerRep.first_day)
    )
    places = session.execute(
        select(
            CustomerTerritory.customer_id,
            CustomerTerritory.first_day,
            CustomerTerritory.last_day,
            CustomerTerritory.territory_id,
        )
        .where(CustomerTerritory.branch_id == branch_id)
        .order_by(CustomerTerritory.customer_id, CustomerTerritory.first_day)
    )
    return Timelines(_collect(owners), _collect(places), frame.reps)
