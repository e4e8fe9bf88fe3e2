"""What collection targets are derived from: open items, planned sales, tax, terms and habits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension, InvoiceKind, Metric, PlanLevel
from desktop.models import Application, Invoice, PlanLine, PlanVersion
from desktop.periods import Month, Period
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.span import last_day_with_data
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.plans.collection_targets_data import CollectionBook, CollectionRow, PayBasis
from desktop.services.plans.grounds_records import as_of_day
from desktop.services.plans.taking import Owner
from desktop.services.plans.version_records import card_of, find_version
from desktop.services.receivables.items import open_items
from desktop.services.receivables.trade import invoiced
from desktop.services.rules.collection_plan import (
    HABIT_MONTHS,
    Cohort,
    Habit,
    OpenNow,
    collections_of,
    habit_of,
    mean_terms,
    with_tax,
)

#: Habits are read off what fell due in so many months up to the opening day.
_HABIT_BEHIND = 12 + HABIT_MONTHS
#: Fewer documents than this make no habit of one's own.
LEAST_DOCUMENTS = 6
_TAX_MONTHS = 12

_ByMonth = dict[int, int]


@dataclass(frozen=True, slots=True)
class _Look:
    """Everything read, by owner."""

    frame: Frame
    months: tuple[Month, ...]
    opening: date
    planned: Mapping[Owner, _ByMonth]
    present: Mapping[Owner, int]
    until: Mapping[int, _ByMonth]
    open: Mapping[int, OpenNow]
    tax: tuple[int, int]
    habits: Mapping[int, Habit]
    branch_habit: Habit | None

    @property
    def ratio(self) -> Fraction:
        """What net sales are multiplied by."""
        gross, net = self.tax
        return Fraction(gross, net) if net > 0 else Fraction(1)


def read_collections(
    session: Session, version_id: int, basis: PayBasis, today: date
) -> CollectionBook:
    """Return what a version's collections come to.

    Receivables are those of the last day with data, or of the day before the year where the year
    has begun. From that day to the year's begin each customer is taken to buy what he bought in
    the same months a year before. A pool has the mean terms of the customers, weighted by what is
    planned for them, and the branch's habit.

    Raises:
        InputError: `plan_version_gone`.
    """
    frame = load_frame(session, customers=True)
    record = find_version(session, frame.branch, version_id)
    look = _look(session, frame, record, today)
    mean = mean_terms([
        (sum(months.values()), frame.customers[owner.customer_id].terms_days or 0)
        for owner, months in look.planned.items() if owner.customer_id
    ])  # fmt: skip
    owners = {*look.planned, *(Owner(one) for one in (*look.until, *look.open))}
    rows = [_row(look, owner, basis, mean) for owner in owners if _has_something(look, owner)]
    rows.sort(key=lambda row: (not row.owner.customer_id, row.code, row.owner))
    shares = look.branch_habit.shares if look.branch_habit is not None else None
    return CollectionBook(
        card_of(session, frame.branch, record), frame.branch.currency, frame.branch.decimals,
        basis, look.opening, *look.tax,
        None if shares is None else tuple(
            Decimal(one.numerator) / one.denominator for one in shares
        ),
        look.months, tuple(rows),
    )  # fmt: skip


def _has_something(look: _Look, owner: Owner) -> bool:
    opening = look.open.get(owner.customer_id)
    return bool(
        any(look.planned.get(owner, {}).values())
        or (owner.customer_id and any(look.until.get(owner.customer_id, {}).values()))
        or (opening is not None and (opening.items or opening.credit))
        or look.present.get(owner)
    )


def _row(look: _Look, owner: Owner, basis: PayBasis, mean: int) -> CollectionRow:
    frame = look.frame
    facts = frame.customers.get(owner.customer_id)
    code, name, terms = "", "", mean
    if facts is not None:
        code, name, terms = facts.code, facts.name, facts.terms_days or 0
    elif owner.rep_id:
        name = frame.reps[owner.rep_id].name
    elif owner.territory_id:
        name = frame.territories[owner.territory_id].name
    planned = {
        month: with_tax(net, look.ratio) for month, net in look.planned.get(owner, {}).items()
    }
    until = look.until.get(owner.customer_id, {}) if owner.customer_id else {}
    opening = look.open.get(owner.customer_id) if owner.customer_id else None
    habit = look.habits.get(owner.customer_id) or look.branch_habit
    year = collections_of(
        opening or OpenNow(look.opening),
        {month: until.get(month, 0) + planned.get(month, 0) for month in {*until, *planned}},
        terms, look.months[0].ordinal, habit if basis is PayBasis.HABIT else None,
    )  # fmt: skip
    return CollectionRow(
        owner, code, name, terms, facts is None or facts.terms_days is not None,
        owner.customer_id in look.habits, sum(until.values()), sum(planned.values()), year,
        look.present.get(owner, 0),
    )  # fmt: skip


def _look(session: Session, frame: Frame, record: PlanVersion, today: date) -> _Look:
    months = frame.branch.fiscal.period(record.fiscal_year).months()
    last = as_of_day(last_day_with_data(session, frame.branch.id), today)
    opening = min(last, months[0].start - timedelta(days=1))
    planned: dict[Owner, _ByMonth] = defaultdict(dict)
    present: dict[Owner, int] = defaultdict(int)
    for metric, month, customer, rep, territory, amount in _lines(session, record):
        owner = Owner(customer or 0, rep or 0, territory or 0)
        if metric == Metric.SALES:
            planned[owner][month] = amount
        else:
            present[owner] += amount
    habits, branch = _habits(session, frame, opening)
    return _Look(
        frame, months, opening, planned, present,
        _until(session, frame, opening, months[0]), _open(session, frame, opening),
        _tax(session, frame, opening), habits, branch,
    )  # fmt: skip


def _lines(session: Session, record: PlanVersion) -> Any:
    keys = (
        PlanLine.metric, PlanLine.month, PlanLine.customer_id, PlanLine.pool_rep_id,
        PlanLine.pool_territory_id,
    )  # fmt: skip
    return plain_rows(
        session,
        select(*keys, whole_sum(PlanLine.amount))
        .where(
            PlanLine.branch_id == record.branch_id,
            PlanLine.version_id == record.id,
            PlanLine.metric.in_((str(Metric.SALES), str(Metric.COLLECTIONS))),
            PlanLine.level == str(PlanLevel.BASE),
        )
        .group_by(*keys),
    )


def _until(session: Session, frame: Frame, opening: date, first: Month) -> Mapping[int, _ByMonth]:
    """Return by customer what the months between opening and year are taken to sell, with tax."""
    if opening + timedelta(days=1) >= first.start:
        return {}
    ahead = Period(opening + timedelta(days=1), first.start)
    behind = ahead.last_year()
    found: dict[int, _ByMonth] = defaultdict(dict)
    rows = invoiced(session, frame, (Dimension.CUSTOMER,), behind.last, behind.start)
    for month, (customer,), amount in rows:
        if customer is not None and amount:
            found[customer][month + 12] = amount
    return found


def _open(session: Session, frame: Frame, day: date) -> Mapping[int, OpenNow]:
    scale = frame.branch.decimals
    items: dict[int, list[tuple[date, int]]] = defaultdict(list)
    credit: dict[int, int] = defaultdict(int)
    for one in open_items(session, frame, day):
        minor = int(one.open.scaleb(scale))
        if minor > 0:
            items[one.customer_id].append((one.due_date, minor))
        else:
            credit[one.customer_id] += minor
    return {
        customer: OpenNow(day, tuple(items.get(customer, ())), credit.get(customer, 0))
        for customer in {*items, *credit}
    }


def _tax(session: Session, frame: Frame, opening: date) -> tuple[int, int]:
    """Return what the branch invoiced in the year up to the opening day, with tax and without."""
    start = Month.of(opening + timedelta(days=1)).plus(-_TAX_MONTHS).start
    row = session.execute(
        select(whole_sum(Invoice.gross_minor), whole_sum(Invoice.net_minor)).where(
            Invoice.branch_id == frame.branch.id,
            Invoice.state == "posted",
            Invoice.document_date >= start,
            Invoice.document_date <= opening,
        )
    ).one()
    return int(row[0] or 0), int(row[1] or 0)


def _habits(
    session: Session, frame: Frame, opening: date
) -> tuple[Mapping[int, Habit], Habit | None]:
    """Return the habits of customers with documents enough, and the branch's."""
    last = Month.of(opening + timedelta(days=1)).plus(-1)
    start = last.plus(1 - _HABIT_BEHIND).start
    amounts, counts, paid = _due(session, frame, start, last.end)
    cohorts: dict[int, list[Cohort]] = defaultdict(list)
    for (customer, month), amount in amounts.items():
        cohorts[customer].append(Cohort(month, amount, paid.get((customer, month), {})))
    habits = {}
    for customer, own in cohorts.items():
        habit = habit_of(own, last.ordinal) if counts[customer] >= LEAST_DOCUMENTS else None
        if habit is not None:
            habits[customer] = habit
    everything = [cohort for own in cohorts.values() for cohort in own]
    return habits, habit_of(everything, last.ordinal)


_Due = dict[tuple[int, int], int]
_Paid = dict[tuple[int, int], dict[int, int]]


def _due(
    session: Session, frame: Frame, start: date, end: date
) -> tuple[_Due, dict[int, int], _Paid]:
    """Return by customer and due month what was due and what came in, and how many documents."""
    mine = and_(
        Invoice.branch_id == frame.branch.id,
        Invoice.state == "posted",
        Invoice.kind == str(InvoiceKind.INVOICE),
        Invoice.due_date >= start,
        Invoice.due_date < end,
    )
    amounts: _Due = defaultdict(int)
    counts: dict[int, int] = defaultdict(int)
    for customer, due, gross in plain_rows(
        session, select(Invoice.customer_id, Invoice.due_date, Invoice.gross_minor).where(mine)
    ):
        amounts[customer, Month.of(due).ordinal] += gross
        counts[customer] += 1
    paid: _Paid = defaultdict(lambda: defaultdict(int))
    keys = (
        Invoice.customer_id, Invoice.due_date, Application.applied_on,
        Application.collection_id.is_not(None),
    )  # fmt: skip
    query = (
        select(*keys, whole_sum(Application.amount_minor))
        .join_from(
            Invoice,
            Application,
            and_(Application.branch_id == Invoice.branch_id, Application.invoice_id == Invoice.id),
        )
        .where(mine, Application.applied_on < end)
        .group_by(*keys)
    )
    for customer, due, day, is_money, amount in plain_rows(session, query):
        month = Month.of(due).ordinal
        if is_money:
            lag = max(Month.of(day).ordinal - month, 0)
            paid[customer, month][lag] += amount
        else:
            # What a credit note took off was never to come in.
            amounts[customer, month] -= amount
    return amounts, counts, paid
