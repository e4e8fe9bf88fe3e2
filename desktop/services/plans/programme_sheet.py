"""What a rep's programme of visits is made of: his customers, their rates, his days, his gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Metric, PlanLevel, PlanStatus
from desktop.errors import InputError, Issue
from desktop.models import Leave, PlanVersion, Rep, Visit
from desktop.money import from_minor, round_half_up, to_minor
from desktop.periods import Month, Period
from desktop.services.activity.order_facts import load_orders, order_source
from desktop.services.activity.visit_facts import rep_of_visit, valid_visit, visit_days
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.span import last_day_with_data
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.plans.actuals import ActualsReader
from desktop.services.plans.axes import Axis
from desktop.services.plans.programme import RATE_MONTHS, read_programmes
from desktop.services.plans.programme_data import USUAL_VISITS, RepProgramme
from desktop.services.plans.programme_records import (
    find_programme,
    other_programmes,
    own_visits,
    planned_visits,
    saved_programme,
    templates_of,
)
from desktop.services.plans.programmes_data import ProgrammeCustomer, ProgrammeSheet
from desktop.services.plans.sheet_lines import PlanLines, read_lines
from desktop.services.plans.version_records import card_of
from desktop.services.rules.fielddays import Employment, field_halves
from desktop.services.rules.programme import FieldRecord
from desktop.services.rules.visiting import (
    Candidate,
    customer_rates,
    gap_shares,
    present_visits,
    suggest,
)
from desktop.services.rules.week_plan import WorkDay

#: States of a version whose programmes nobody changes any more.
OVER = frozenset({PlanStatus.CLOSED, PlanStatus.SUPERSEDED})
_TENTH = Decimal("0.1")


@dataclass(slots=True)
class _Known:
    """What is known of the rep's customers, by customer; amounts in stored units."""

    first: Month
    before: Mapping[int, int]
    last: Mapping[int, int]
    targets: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    visits: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    orders: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    values: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    seen_on: dict[int, date] = field(default_factory=dict)
    ahead: set[int] = field(default_factory=set)

    def to_win(self, customer_id: int) -> int:
        """Return what the last year lacks to the one before or to the target."""
        wanted = max(self.before.get(customer_id, 0), self.targets.get(customer_id, 0))
        return max(wanted - self.last.get(customer_id, 0), 0)


def read_sheet(session: Session, record: PlanVersion, rep_id: int, today: date) -> ProgrammeSheet:
    """Return all that a rep's programme of a version is made of.

    His customers are those that he looks after in the first month that is left, those that he
    has a target for in it or later, and those in what was kept of his programme.

    Raises:
        InputError: `rep_gone`.
    """
    frame = load_frame(session, record.branch_id, customers=True)
    if rep_id not in frame.reps:
        raise InputError(Issue("rep_gone"))
    timelines = load_timelines(session, frame)
    lines = read_lines(session, frame, timelines, record)
    found = read_programmes(session, frame, lines, today).get(rep_id)
    as_of = last_day_with_data(session, frame.branch.id) or today
    year = Period(lines.months[0].start, lines.months[-1].end)
    start = min(max(year.start, as_of + timedelta(days=1)), year.end)
    rest = Period(start, year.end)
    kept = find_programme(session, record.branch_id, record.id, rep_id)
    saved = saved_programme(session, kept, frame.branch.decimals)
    own = own_visits(session, record, rep_id)
    known = _known(session, frame, lines, (rep_id, as_of, rest))
    ids = _customers(timelines, known, rep_id, Month.of(rest.start))
    ids |= {line.customer_id for line in saved.lines} if saved is not None else set()
    months = _months(rest)
    customers, floor, is_cut = _rows(frame, timelines, known, found, (sorted(ids), months, rest))
    rep, card = frame.reps[rep_id], card_of(session, frame.branch, record)
    return ProgrammeSheet(
        version_id=record.id,
        rep_id=rep_id,
        rep_code=rep.code,
        rep_name=rep.name,
        territory="" if rep.territory_id is None else frame.territories[rep.territory_id].name,
        manager="" if rep.manager_id is None else frame.reps[rep.manager_id].name,
        plan=card.name,
        number=card.number,
        year=card.year,
        is_over=card.status in OVER,
        currency=frame.branch.currency,
        decimals=frame.branch.decimals,
        today=today,
        first_day=rest.start,
        months=months,
        last_month=lines.months[-1],
        programme=found,
        customers=customers,
        floor=floor,
        is_cut=is_cut,
        days=_work_days(session, frame, rep_id, rest),
        saved=saved,
        templates=templates_of(session, record.branch_id),
        others=other_programmes(session, frame, record.id, rep_id),
        planned=tuple(
            one.row for one in planned_visits(session, record.branch_id, rep_id, own, today)
        ),
        branch=frame.branch.name,
    )


def _months(rest: Period) -> Decimal:
    """Return how many months are left, a part of one as its share, to a tenth."""
    parts = (
        Decimal((min(month.end, rest.end) - max(month.start, rest.start)).days)
        / month.period.day_count
        for month in rest.months()
    )
    return sum(parts, Decimal(0)).quantize(_TENTH, ROUND_HALF_UP)


def _customers(timelines: Timelines, known: _Known, rep_id: int, first: Month) -> set[int]:
    owned = {
        customer_id
        for customer_id in timelines.owners
        if timelines.owner_in(customer_id, first) == rep_id
    }
    return owned | known.ahead


def _known(
    session: Session, frame: Frame, lines: PlanLines, whose: tuple[int, date, Period]
) -> _Known:
    """Return what is known of the rep's customers up to the as-of day."""
    rep_id, as_of, rest = whose
    first = Month.of(as_of + timedelta(days=1))
    years = [Period(first.plus(-12 * n).start, first.plus(12 - 12 * n).start) for n in (1, 2)]
    last, before = (_sales(session, frame, year) for year in years)
    known = _Known(first, before, last)
    for line in lines.columns.get((Metric.SALES, PlanLevel.BASE), ()):
        if line.rep_id == rep_id and line.customer_id is not None:
            known.targets[line.customer_id] += line.amount
            if Month(line.month).end > rest.start:
                known.ahead.add(line.customer_id)
    behind = Period(first.plus(-RATE_MONTHS).start, as_of + timedelta(days=1))
    for one in visit_days(session, frame, behind):
        if one.rep_id == rep_id:
            known.visits[one.customer_id] += one.visits
    for order in load_orders(session, frame, order_source(session, frame), behind):
        parts = [net for whose_part, net in order.parts if whose_part == rep_id]
        if parts:
            known.orders[order.customer_id] += 1
            known.values[order.customer_id] += sum(parts)
    query = (
        select(Visit.customer_id, func.max(Visit.visited_on))
        .join(Rep, rep_of_visit())
        .where(valid_visit(frame.branch.id), Visit.rep_id == rep_id)
        .group_by(Visit.customer_id)
    )
    known.seen_on.update({customer_id: day for customer_id, day in session.execute(query)})
    return known


def _sales(session: Session, frame: Frame, period: Period) -> dict[int, int]:
    """Return the net sales of a period by customer, in stored units."""
    found: dict[int, int] = defaultdict(int)
    rows = ActualsReader(session, frame, Metric.SALES).rows((Axis.CUSTOMER,), period)
    for (customer_id,), (amount, _, _) in rows:
        if customer_id is not None:
            found[customer_id] += amount
    return dict(found)


def _rows(
    frame: Frame,
    timelines: Timelines,
    known: _Known,
    programme: RepProgramme | None,
    asked: tuple[list[int], Decimal, Period],
) -> tuple[tuple[ProgrammeCustomer, ...], int, bool]:
    """Return the customers by what is to be won, and how the visits were suggested."""
    ids, months, rest = asked
    decimals = frame.branch.decimals
    ids.sort(key=lambda one: (-known.to_win(one), frame.customers[one].code))
    candidates = [
        Candidate(
            USUAL_VISITS.get(frame.customers[one].customer_class or ""),
            known.visits.get(one, 0),
            Decimal(known.to_win(one)),
            Decimal(known.last.get(one, 0)),
        )
        for one in ids
    ]
    reckoned = None if programme is None else programme.programme
    gap = None if reckoned is None else reckoned.gap
    # A gap with parts of a cent, as a forecast leaves it, is shared out in whole ones.
    shares = gap_shares(to_minor(gap or Decimal(0), decimals), candidates)
    present = None if reckoned is None else reckoned.present_visits
    anyway = present_visits(present or 0, candidates)
    total = None
    if reckoned is not None and present is not None:
        total = present + (reckoned.visits or 0)
    wanted = suggest(candidates, months, total)
    rows = []
    for place, one in enumerate(ids):
        customer = frame.customers[one]
        record = FieldRecord(
            known.visits.get(one, 0),
            known.orders.get(one, 0),
            from_minor(known.values.get(one, 0), decimals),
        )
        rates = None if programme is None else programme.rates
        place_id = timelines.territory_on(one, rest.start)
        target = known.targets.get(one)
        rows.append(
            ProgrammeCustomer(
                one, customer.code, customer.name, customer.customer_class or "", place_id,
                "" if place_id is None else frame.territories[place_id].name,
                known.seen_on.get(one), record.visits, record.orders, record.order_value,
                None if rates is None else customer_rates(record, rates),
                from_minor(known.before.get(one, 0), decimals),
                from_minor(known.last.get(one, 0), decimals),
                None if target is None else from_minor(target, decimals),
                round_half_up(from_minor(known.to_win(one), decimals), decimals),
                from_minor(shares[place], decimals),
                candidates[place].usual,
                anyway[place],
                wanted.visits[place],
            )
        )  # fmt: skip
    return tuple(rows), wanted.floor, wanted.is_cut


def _work_days(session: Session, frame: Frame, rep_id: int, rest: Period) -> tuple[WorkDay, ...]:
    """Return the days that the rep is in the field, ascending."""
    rep = frame.reps[rep_id]
    work = Employment(rep.hire_date, rep.leave_date)
    away = session.execute(
        select(Leave.first_day, Leave.last_day).where(
            Leave.branch_id == frame.branch.id,
            Leave.rep_id == rep_id,
            Leave.first_day < rest.end,
            Leave.last_day >= rest.start,
        )
    ).all()
    leaves = [(first, last) for first, last in away]
    found = []
    for day in rest.days():
        halves = field_halves(
            Period(day, day + timedelta(days=1)), work, leaves, frame.calendar.halves
        )
        if halves:
            found.append(WorkDay(day, halves))
    return tuple(found)
