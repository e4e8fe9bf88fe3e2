"""Customers won and lost by name, and the mix of product groups, for all reps at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.money import from_minor
from desktop.periods import Period
from desktop.ratio import Ratio
from desktop.services.activity.gather import Known, sales_rows
from desktop.services.activity.order_facts import CHUNK
from desktop.services.appraisals.data import MixLine, NamedCustomer, NamedCustomers
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.plans.axes import Axis
from desktop.services.plans.sales_queries import SalesReader, sales_tables
from desktop.services.rules.attainment import NO_COST
from desktop.services.rules.customerflow import Turn
from desktop.services.rules.efficiency import NO_SALES

#: How many customers are named; the others are counted.
MOST_NAMED = 12
_YEAR = timedelta(days=365)

#: Customer and day by rep.
_Turns = dict[int | None, list[tuple[date, int]]]


def customer_turns(period: Period, known: Known) -> tuple[_Turns, _Turns]:
    """Return the customers won and those lost in the period, by the rep they count for."""
    won: _Turns = defaultdict(list)
    lost: _Turns = defaultdict(list)
    for customer_id, events in known.lives.events.items():
        for event in events:
            if event.day in period and event.turn is Turn.NEW:
                won[known.lives.first_sales[customer_id].rep_id].append((event.day, customer_id))
            elif event.day in period and event.turn is Turn.LOST:
                owner = known.timelines.employed_owner_on(customer_id, event.day)
                lost[owner].append((event.day, customer_id))
    return won, lost


class CustomerSales:
    """Net sales of some customers by day, read once."""

    def __init__(self, session: Session, frame: Frame, ids: Iterable[int], period: Period) -> None:
        self._frame = frame
        self._sums: dict[int, list[tuple[date, int]]] = defaultdict(list)
        tables = sales_tables(frame)
        document = tables.document
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), CHUNK):
            query = select(document.customer_id, document.document_date, document.net_minor).where(
                document.branch_id == frame.branch.id,
                document.customer_id.in_(wanted[start : start + CHUNK]),
                document.document_date >= period.start,
                document.document_date < period.end,
                tables.posted,
            )
            for customer_id, day, net in session.execute(query):
                self._sums[customer_id].append((day, net))

    def named(self, customer_id: int, on: date, period: Period) -> NamedCustomer:
        """Return the customer with the net sales of the period."""
        customer = self._frame.customers[customer_id]
        net = sum(amount for day, amount in self._sums[customer_id] if day in period)
        return NamedCustomer(
            customer.code, customer.name, on, from_minor(net, self._frame.branch.decimals)
        )


def named_new(
    turns: Iterable[tuple[date, int]], sales: CustomerSales, period: Period
) -> NamedCustomers:
    """Return new customers with their net sales of the period, the largest first."""
    return _named([sales.named(customer_id, day, period) for day, customer_id in turns])


def named_lost(turns: Iterable[tuple[date, int]], sales: CustomerSales) -> NamedCustomers:
    """Return lost customers with the net sales of the year before, the largest first."""
    return _named(
        [sales.named(customer_id, day, Period(day - _YEAR, day)) for day, customer_id in turns]
    )


def _named(customers: list[NamedCustomer]) -> NamedCustomers:
    customers.sort(key=lambda one: (-(one.net_sales or 0), one.code))
    return NamedCustomers(len(customers), tuple(customers[:MOST_NAMED]))


def sales_window(period: Period) -> Period:
    """Return the days whose sales the lists of customers need."""
    return Period(period.start - _YEAR, period.end)


# --- the mix --------------------------------------------------------------------------------

#: Net, net of the lines with a cost, cost.
_Sums = tuple[int, int, int]
_Mix = Mapping[int | None, Mapping[int | None, _Sums]]


class ProductMix:
    """Sales by rep and product group, of the period and of last year."""

    def __init__(self, session: Session, frame: Frame, span: Span, last_year: Period) -> None:
        self._frame = frame
        self._level = _level(frame)
        self._now = self._read(session, span.elapsed)
        self._last_year = self._read(session, last_year)
        self._branch: dict[int | None, int] = defaultdict(int)
        for groups in self._now.values():
            for group, (net, _, _) in groups.items():
                self._branch[group] += net

    def _read(self, session: Session, period: Period) -> _Mix:
        found: dict[int | None, dict[int | None, _Sums]] = defaultdict(dict)
        reader = SalesReader(session, self._frame)
        rows = sales_rows(reader, (Axis.REP, Axis.GROUP), period) if period.day_count else ()
        for (rep_id, leaf), (_, net, costed_net, cost, _, _) in rows:
            group = self._level.get(leaf, leaf)
            old = found[rep_id].get(group, (0, 0, 0))
            found[rep_id][group] = (old[0] + net, old[1] + costed_net, old[2] + cost)
        return found

    def of_rep(self, rep_id: int) -> tuple[MixLine, ...]:
        """Return a rep's groups, the largest first; sales without a group stand under none."""
        decimals = self._frame.branch.decimals
        groups = self._now.get(rep_id, {})
        total = sum(net for net, _, _ in groups.values())
        everything = sum(self._branch.values())
        before = self._last_year.get(rep_id, {})
        lines = []
        for group, (net, costed_net, cost) in groups.items():
            node = None if group is None else self._frame.groups[group]
            year = before.get(group)
            lines.append(
                MixLine(
                    "" if node is None else node.code,
                    "" if node is None else node.name,
                    from_minor(net, decimals),
                    _share(net, total),
                    _share(self._branch[group], everything),
                    Ratio.of(costed_net - cost, costed_net, NO_COST),
                    None if year is None else from_minor(year[0], decimals),
                )
            )
        return tuple(sorted(lines, key=lambda line: (-line.net_sales, line.code)))


def _share(part: int, whole: int) -> Ratio:
    return Ratio.undefined(NO_SALES) if whole <= 0 else Ratio.of(part, whole, NO_SALES)


def _level(frame: Frame) -> dict[int | None, int | None]:
    """Return each group's ancestor on the highest level of the tree that has several groups."""
    paths: dict[int, list[int]] = {}
    for group in frame.groups:
        path = [group]
        parent = frame.groups[group].parent_id
        while parent is not None:
            path.append(parent)
            parent = frame.groups[parent].parent_id
        paths[group] = path[::-1]
    depth = 0
    deepest = max((len(path) for path in paths.values()), default=1) - 1
    while (
        depth < deepest and len({path[depth] for path in paths.values() if len(path) > depth}) < 2
    ):
        depth += 1
    return {group: path[min(depth, len(path) - 1)] for group, path in paths.items()}
