"""Everything that the report `kpi` and the scorecards count, gathered once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import ExpenseCategory
from desktop.models import EVER, Collection, Expense
from desktop.periods import Month, Period
from desktop.services.activity.customer_facts import CustomerLives, load_lives
from desktop.services.activity.gather_days import add_days
from desktop.services.activity.gather_evidence import add_evidence
from desktop.services.activity.gather_visits import add_visits_and_orders
from desktop.services.activity.gathered import Gathered
from desktop.services.activity.visit_facts import in_period
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.plans.actuals import whole_months
from desktop.services.plans.axes import Axis, Leaf
from desktop.services.plans.sales_queries import Measures, SalesReader
from desktop.services.rules.customerflow import Turn


@dataclass(frozen=True, slots=True)
class Known:
    """What several periods of one snapshot share, so that it is read once."""

    timelines: Timelines
    lives: CustomerLives


def load_known(session: Session, frame: Frame, as_of: date, since: date = EVER) -> Known:
    """Return what became of every customer from a day on, and who looked after those concerned.

    From the very beginning it is everyone who is concerned; else those that were lost or that
    money was spent on.
    """
    lives = load_lives(session, frame, as_of, since)
    if since == EVER:
        return Known(load_timelines(session, frame), lives)
    lost = {
        customer_id
        for customer_id, events in lives.events.items()
        if any(event.turn is Turn.LOST for event in events)
    }
    guests = plain_rows(
        session,
        select(Expense.customer_id)
        .distinct()
        .where(
            Expense.branch_id == frame.branch.id,
            Expense.spent_on.between(since, as_of),
            Expense.customer_id.is_not(None),
        ),
    )
    return Known(load_timelines(session, frame, lost | {row[0] for row in guests}), lives)


def gather(
    session: Session,
    frame: Frame,
    span: Span,
    axes: Iterable[Axis],
    known: Known,
    *,
    with_evidence: bool = False,
) -> Gathered:
    """Return everything counted in the elapsed part of the span, by the leaf on these axes.

    Sales come from the monthly summary where it can answer, as they do for attainment, and from
    the lines for parts of months and for customers. Which visits were rejected or are verified
    is gathered only where it is asked for.
    """
    wanted = tuple(axes)
    found = Gathered(frame, wanted)
    period = span.elapsed
    if period.day_count == 0:
        return found
    _add_sales(session, found, period)
    _add_collections(session, found, period)
    _add_expenses(session, found, period, known.timelines)
    add_visits_and_orders(session, found, span)
    if with_evidence:
        add_evidence(session, found, span)
    _add_turns(found, period, known)
    add_days(session, found, period)
    return found


def _add_sales(session: Session, found: Gathered, period: Period) -> None:
    reader = SalesReader(session, found.frame)
    for leaf, sums in sales_rows(reader, found.axes, period):
        _quantity, net, costed_net, cost, costed, uncosted = sums
        profit = costed_net - cost
        found.add(leaf, net_sales=net, gross_profit=profit, costed=costed, uncosted=uncosted)
    if reader.has_shared_between(period):
        for leaf, _line in reader.shared_without_cost(found.axes, period):
            found.add(leaf, uncosted=1)
        members = reader.document_members(found.axes, period, only_shared=True)
        for leaf, customer_id, _document in members:
            found.buyers.add((leaf, customer_id))
    for leaf, customer_id, _documents in reader.document_counts(found.axes, period):
        found.buyers.add((leaf, customer_id))


def sales_rows(
    reader: SalesReader, axes: tuple[Axis, ...], period: Period
) -> Iterator[tuple[Leaf, Measures]]:
    """Yield sums of sales by leaf, from the monthly summary as far as it can answer."""
    if Axis.CUSTOMER in axes:
        yield from reader.lines(axes, period)
        return
    whole, edges = whole_months(reader, period)
    for part in edges:
        yield from reader.lines(axes, part)
    if whole:
        yield from reader.months(axes, whole[0], whole[-1])


def _add_collections(session: Session, found: Gathered, period: Period) -> None:
    columns = {
        Axis.REP: Collection.credited_rep_id,
        Axis.TERRITORY: Collection.territory_id,
        Axis.CUSTOMER: Collection.customer_id,
        Axis.MONTH: Collection.month,
    }
    key = [columns[axis] for axis in found.axes]
    query = (
        select(*key, whole_sum(Collection.amount_minor))
        .where(
            Collection.branch_id == found.frame.branch.id,
            Collection.state == "posted",
            in_period(Collection.document_date, period),
        )
        .group_by(*key)
    )
    for *leaf, amount in plain_rows(session, query):
        found.add(tuple(leaf), collections=amount)


ENTERTAINING = (ExpenseCategory.ENTERTAINMENT, ExpenseCategory.GIFT)


def _add_expenses(session: Session, found: Gathered, period: Period, timelines: Timelines) -> None:
    query = (
        select(
            Expense.rep_id, Expense.customer_id, Expense.spent_on, Expense.category,
            whole_sum(Expense.amount_minor),
        )
        .where(
            Expense.branch_id == found.frame.branch.id,
            Expense.state == "posted",
            in_period(Expense.spent_on, period),
        )
        .group_by(Expense.rep_id, Expense.customer_id, Expense.spent_on, Expense.category)
    )  # fmt: skip
    for rep_id, customer_id, day, category, amount in plain_rows(session, query):
        place = expense_place(found.frame, timelines, rep_id, customer_id, day)
        leaf = found.leaf(rep_id, place, customer_id, Month.of(day).ordinal)
        found.add(leaf, expenses=amount, entertainment=amount if category in ENTERTAINING else 0)


def expense_place(
    frame: Frame, timelines: Timelines, rep_id: int, customer_id: int | None, day: date
) -> int | None:
    """Return where an expense counts: the customer's territory on the day, else the rep's."""
    if customer_id is None:
        return frame.reps[rep_id].territory_id
    return timelines.place_on(customer_id, rep_id, day)


def _add_turns(found: Gathered, period: Period, known: Known) -> None:
    """Add new customers to who won them, lost ones to who looked after them on the day."""
    for customer_id, events in known.lives.events.items():
        for event in events:
            if event.day not in period or event.turn is Turn.REACTIVATED:
                continue
            month = Month.of(event.day).ordinal
            if event.turn is Turn.NEW:
                first = known.lives.first_sales[customer_id]
                leaf = found.leaf(first.rep_id, first.territory_id, customer_id, month)
                found.add(leaf, new_customers=1)
            else:
                owner = known.timelines.employed_owner_on(customer_id, event.day)
                place = known.timelines.place_on(customer_id, owner, event.day)
                found.add(found.leaf(owner, place, customer_id, month), lost_customers=1)
