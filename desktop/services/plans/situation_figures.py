"""The branch's own situation out of its data: sales, customers, receivables, people, expenses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import AgeFrom, Metric
from desktop.models import Expense
from desktop.money import from_minor
from desktop.periods import Period
from desktop.services.activity.flow import customer_flows
from desktop.services.activity.gather import load_known
from desktop.services.figures.frame import Frame, NodeFacts
from desktop.services.figures.span import last_day_with_data
from desktop.services.figures.sql import whole_sum
from desktop.services.plans.actuals import ActualsReader
from desktop.services.plans.axes import Axis
from desktop.services.plans.grounds_records import as_of_day
from desktop.services.plans.last_year import known_months
from desktop.services.plans.situation_data import YEARS
from desktop.services.receivables.grouping import make_grouping
from desktop.services.receivables.queries import open_sums
from desktop.services.rules.aging import bucket_spans
from desktop.services.rules.customerflow import Flow


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A figure of one year; `year` is the fiscal year's name and `as_of` its last day known."""

    area: str
    name: str
    value: Decimal
    unit: str
    year: str
    as_of: date


@dataclass(frozen=True, slots=True)
class _Year:
    """A fiscal year as far as it is known; whole years have their own last day."""

    name: str
    period: Period

    @property
    def as_of(self) -> date:
        """The last day that counts."""
        return self.period.last


def own_figures(
    session: Session, frame: Frame, plan_year: int, today: date
) -> tuple[OwnFigure, ...]:
    """Return the figures of the three fiscal years before the plan's, as far as they are known.

    A year that is under way counts up to the last day with data; nothing is said of a year
    before the first sale. Sales are net, of the branch's
    own basis; balances and people are those of the last day. Names of groups, territories and
    reps are as they are now; the other names are words of the program.
    """
    as_of = as_of_day(last_day_with_data(session, frame.branch.id), today)
    found: list[OwnFigure] = []
    known = known_months(session, frame, Metric.SALES)
    if known is None:
        return ()
    for year in _years(frame, plan_year, known[0].start, as_of):
        found.extend(_sales(session, frame, year))
        found.extend(_customers(session, frame, year))
        found.extend(_receivables(session, frame, year))
        employed = sum(rep.employed_on(year.as_of) for rep in frame.reps.values())
        found.append(_figure(year, "people", "reps_employed", Decimal(employed), "people"))
        spent = from_minor(_expenses(session, frame, year), frame.branch.decimals)
        found.append(_figure(year, "expenses", "expenses_claimed", spent, frame.branch.currency))
    return tuple(found)


def _years(frame: Frame, plan_year: int, first: date, as_of: date) -> Iterator[_Year]:
    """Yield the years that are known: nothing is said of one before the first document."""
    fiscal = frame.branch.fiscal
    for year in range(plan_year - YEARS, plan_year):
        whole = fiscal.period(year)
        part = whole.intersect(Period.inclusive(date.min, as_of))
        if part is not None and whole.end > first:
            yield _Year(fiscal.name(year), part)


def _figure(year: _Year, area: str, name: str, value: Decimal, unit: str) -> OwnFigure:
    return OwnFigure(area, name, value, unit, year.name, year.as_of)


def _sales(session: Session, frame: Frame, year: _Year) -> Iterator[OwnFigure]:
    branch = frame.branch
    reader = ActualsReader(session, frame, Metric.SALES)
    parts: dict[str, dict[str, int]] = {}
    names: tuple[tuple[str, Axis, Mapping[int, NodeFacts] | None], ...] = (
        ("sales_by_group", Axis.GROUP, frame.groups),
        ("sales_by_territory", Axis.TERRITORY, frame.territories),
        ("sales_by_rep", Axis.REP, None),
    )
    total = 0
    for area, axis, nodes in names:
        sums: dict[str, int] = defaultdict(int)
        for (leaf,), (amount, _with, _without) in reader.rows((axis,), year.period):
            if leaf is None:
                sums[""] += amount
            else:
                sums[frame.reps[leaf].name if nodes is None else nodes[leaf].name] += amount
        parts[area], total = sums, sum(sums.values())
    if not any(any(sums.values()) for sums in parts.values()):
        return
    net = from_minor(total, branch.decimals)
    yield _figure(year, "sales", "net_sales", net, branch.currency)
    for area, sums in parts.items():
        # Of one part there is nothing to divide.
        if set(sums) == {""}:
            continue
        for name, minor in sorted(sums.items(), key=lambda one: (-one[1], one[0])):
            part = from_minor(minor, branch.decimals)
            yield _figure(year, area, name, part, branch.currency)


def _customers(session: Session, frame: Frame, year: _Year) -> Iterator[OwnFigure]:
    known = load_known(session, frame, year.as_of)
    flow = customer_flows(frame, year.period, known, ()).get((), Flow())
    for name, count in (
        ("customers_active", flow.at_end),
        ("customers_new", flow.new),
        ("customers_lost", flow.lost),
    ):
        yield _figure(year, "customers", name, Decimal(count), "customers")


def _receivables(session: Session, frame: Frame, year: _Year) -> Iterator[OwnFigure]:
    branch = frame.branch
    spans = bucket_spans(year.as_of, branch.aging_bounds, AgeFrom.DUE)
    rows = open_sums(session, make_grouping(session, frame, (), year.as_of), year.as_of, spans)
    whole = sum(sum(amounts) for _leaves, amounts in rows)
    # All buckets but the first; the last amount of a row is money that pays nothing yet.
    overdue = sum(sum(amounts[1:-1]) for _leaves, amounts in rows)
    for name, minor in (("receivable", whole), ("overdue", overdue)):
        amount = from_minor(minor, branch.decimals)
        yield _figure(year, "receivables", name, amount, branch.currency)


def _expenses(session: Session, frame: Frame, year: _Year) -> int:
    query = select(whole_sum(Expense.amount_minor)).where(
        Expense.branch_id == frame.branch.id,
        Expense.state == "posted",
        Expense.spent_on >= year.period.start,
        Expense.spent_on < year.period.end,
    )
    return int(session.scalar(query) or 0)
