"""What the printed week plan of a rep is made of: his weeks, their days, whom he visits on each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """A customer to be visited; `customer_class` "" is none, and so is `territory`."""

    name: str
    customer_class: str = ""
    territory: str = ""


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day with its visits in their order; on one that is not `is_field` he is elsewhere."""

    day: date
    is_field: bool
    stops: tuple[PlannedStop, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekPlanData:
    """A rep's week plan; `weeks` hold as many days each, from Monday on.

    `summary` are sentences for below the table: the programme's arithmetic as it was shown.
    """

    branch_name: str
    plan_name: str
    rep_code: str
    rep_name: str
    manager_name: str
    territory_name: str
    weeks: tuple[tuple[PlannedDay, ...], ...]
    summary: tuple[str, ...] = ()

    @property
    def first(self) -> date:
        """The first day of the first week."""
        return self.weeks[0][0].day

    @property
    def last(self) -> date:
        """The last day of the last week."""
        return self.weeks[-1][-1].day

    @property
    def visits(self) -> int:
        """How many visits there are."""
        return sum(len(day.stops) for week in self.weeks for day in week)
