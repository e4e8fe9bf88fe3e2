"""Where the Activity tab stands: which list, its filters, its order, its page; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from desktop.enums import Metric, VisitChannel
from desktop.periods import Month, Period
from desktop.services.activity.data import VisitKey, VisitOrder, VisitQuery, VisitRow

#: Results that are not an outcome's own words: a colon stands in none of the program's.
ALL, VALID, ATTEMPTS = "", ":valid", ":attempts"
YES, NO = "yes", "no"
PAGE_ROWS = 200


class Shows(StrEnum):
    """Which of the tab's two lists is shown."""

    VISITS = "visits"
    REPS = "reps"


@dataclass(frozen=True, slots=True)
class PagePlace:
    """Which page of the list: how many visits stand before it, and the neighbour it is found by.

    `starts` None is a page counted from the end, whose first number is known with the total.
    """

    start: int | None = 0
    after: VisitKey | None = None
    before: VisitKey | None = None


FIRST_PAGE = PagePlace()
LAST_PAGE = PagePlace(None)


@dataclass(frozen=True, slots=True)
class ActivityState:
    """All that decides what the tab shows; equal states show the same.

    `rep` is a code, `channel` a channel's value, `result` one of `ALL`, `VALID`, `ATTEMPTS` or an
    outcome's words, `planned` "", `YES` or `NO`. `at` is the current visit's id, `at_rep` the
    current rep's code.
    """

    period: Period
    shows: Shows = Shows.VISITS
    rep: str = ""
    channel: str = ""
    result: str = ALL
    planned: str = ""
    text: str = ""
    customer_id: int | None = None
    order: VisitOrder = VisitOrder.DAY
    is_ascending: bool = False
    page: PagePlace = FIRST_PAGE
    at: int | None = None
    at_rep: str = ""

    @property
    def chosen(self) -> ActivityState:
        """The state without what does not change which visits are chosen."""
        return replace(
            self, shows=Shows.VISITS, order=VisitOrder.DAY, is_ascending=False, page=FIRST_PAGE,
            at=None, at_rep="",
        )  # fmt: skip

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the period chooses the visits."""
        return self.chosen != ActivityState(self.period)


def query_of(state: ActivityState, size: int = PAGE_ROWS) -> VisitQuery:
    """Return the question of the state's page, without totals."""
    return VisitQuery(
        first=state.period.start,
        last=state.period.last,
        rep_code=state.rep,
        text=state.text,
        channel=VisitChannel(state.channel) if state.channel else None,
        is_attempt=True if state.result == ATTEMPTS else None,
        is_planned={YES: True, NO: False}.get(state.planned),
        after=state.page.after,
        before=state.page.before,
        size=size,
        outcome_is="" if state.result in (ALL, VALID, ATTEMPTS) else state.result,
        is_valid=True if state.result == VALID else None,
        customer_id=state.customer_id,
        order=state.order,
        is_ascending=state.is_ascending,
        from_end=state.page == LAST_PAGE,
        with_totals=False,
    )


def page_after(start: int | None, rows: Sequence[VisitRow]) -> PagePlace:
    """Return the page after that of these rows, of which `start` stand before."""
    return PagePlace(None if start is None else start + len(rows), after=rows[-1].key)


def page_before(start: int | None, rows: Sequence[VisitRow]) -> PagePlace:
    """Return the page before that of these rows; one that would not be full is the first."""
    if start is not None and start <= PAGE_ROWS:
        return FIRST_PAGE
    return PagePlace(None if start is None else start - PAGE_ROWS, before=rows[0].key)


def sales_facts(rep: str, period: Period) -> dict[str, object]:
    """Return what the Plans tab shows for a rep's net sales in a period."""
    return {
        "metric": Metric.SALES.value, "rows": "rep", "columns": "month", "plan": "",
        "first": period.start, "last": period.last, "code": rep,
    }  # fmt: skip


def of_rep(rep: str, period: Period) -> ActivityState:
    """Return the list of a rep's valid visits in a period: those behind his figures."""
    return ActivityState(period, rep=rep, result=VALID)


def state_from(facts: Mapping[str, object], now: ActivityState, today: date) -> ActivityState:
    """Return the state that another tab, or the way back, asks for.

    `state` is a whole `ActivityState`. Else `rep` (a code), `customer_id`, `first`, `last` (days)
    and `shows` choose from the top; without days a customer's visits are those of the last twelve
    months and a rep's those of the period shown now.
    """
    whole = facts.get("state")
    if isinstance(whole, ActivityState):
        return whole
    first, last = facts.get("first"), facts.get("last")
    period = now.period
    customer_id = facts.get("customer_id")
    if isinstance(first, date) and isinstance(last, date) and first <= last:
        period = Period.inclusive(first, last)
    elif isinstance(customer_id, int):
        month = Month.of(today)
        period = Period(month.plus(-11).start, month.end)
    found = ActivityState(period, rep=str(facts.get("rep") or ""))
    if isinstance(customer_id, int):
        found = replace(found, customer_id=customer_id)
    if facts.get("shows") == Shows.REPS:
        found = replace(found, shows=Shows.REPS, at_rep=found.rep, rep="")
    return found
