"""A version's year before any event: what is done, what is still to come, and what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.models import PlanVersion
from desktop.money import from_minor, to_minor
from desktop.periods import Month, Period
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.span import Span, last_day_with_data
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.plans.actuals import ActualsReader
from desktop.services.plans.forecast_cells import forecast_cells
from desktop.services.plans.forecast_history import gather
from desktop.services.plans.programme import read_programmes
from desktop.services.plans.sheet_lines import REP, PlanLines, read_lines, summed
from desktop.services.plans.target_queries import customer_owner
from desktop.services.plans.version_records import card_of
from desktop.services.plans.whatif_data import Named, WhatIfFacts, WhatIfGround
from desktop.services.plans.whatif_habits import (
    Costs,
    Habits,
    read_costs,
    read_debts,
    read_gross,
    read_habits,
)
from desktop.services.rules.attainment import until
from desktop.services.rules.targets import month_share
from desktop.services.rules.whatif_data import FieldMeans, Ground, Parcel

#: A customer's month: whose, when, what is done of it and what is still to come.
_Cell = tuple[int | None, int | None, Month, int, int]


@dataclass(frozen=True, slots=True)
class _Look:
    """What both grounds are read with."""

    frame: Frame
    timelines: Timelines
    year: Period
    as_of: date
    habits: Habits
    costs: Costs

    @property
    def from_day(self) -> date:
        return self.as_of + timedelta(days=1)


def read_ground(session: Session, record: PlanVersion, today: date) -> WhatIfGround:
    """Return a version's year by its forecast and by its own targets."""
    frame = load_frame(session, record.branch_id, customers=True)
    timelines = load_timelines(session, frame)
    lines = read_lines(session, frame, timelines, record)
    year = Period(lines.months[0].start, lines.months[-1].end)
    as_of = last_day_with_data(session, frame.branch.id) or today
    habits = read_habits(session, frame, as_of)
    look = _Look(frame, timelines, year, as_of, habits, read_costs(session, frame, as_of))
    debts, hopeless = read_debts(session, frame, habits, as_of, year.start)
    lead = lines.columns.get((Metric.SALES, PlanLevel.BASE), ())
    targets = _in_order(frame, summed(lead, REP))
    done = until(year, as_of)
    bare = Ground(
        year, look.from_day, frame.calendar, (), {}, targets,
        _sum(session, frame, Metric.PROFIT, done), _sum(session, frame, Metric.COLLECTIONS, done),
        debts, read_gross(session, frame, as_of), _fields(session, frame, lines, today),
        look.costs.branch is not None,
    )  # fmt: skip
    forecast = _ground(look, bare, _expected(session, look))
    target = _ground(look, bare, _planned(look, lines))
    has_forecast = bool(forecast.parcels or any(forecast.done.values()))
    unit = Decimal(1).scaleb(-frame.branch.decimals)
    shown = forecast if has_forecast else target
    everybody = _reps(frame, shown, target, unit)
    return WhatIfGround(
        card_of(session, frame.branch, record),
        frame.branch.currency,
        frame.branch.decimals,
        as_of,
        tuple(month for month in lines.months if month.end > look.from_day),
        forecast if has_forecast else None,
        target,
        _customers(frame, shown, target, unit),
        tuple(one for one in everybody if _is_here(frame, one.id, look.from_day)),
        everybody,
        WhatIfFacts(
            habits.branch, len(habits.own), from_minor(hopeless, frame.branch.decimals),
            bare.gross, targets.get(None, 0) * unit, year.start > look.from_day,
        ),
    )  # fmt: skip


def _in_order(frame: Frame, sums: Mapping[int | None, int]) -> dict[int | None, int]:
    """Return targets in the order of the reps' codes, what nobody has at the end."""
    reps = sorted((one for one in sums if one is not None), key=lambda one: frame.reps[one].code)
    found: dict[int | None, int] = {one: sums[one] for one in reps}
    if None in sums:
        found[None] = sums[None]
    return found


def _sum(session: Session, frame: Frame, metric: Metric, period: Period) -> int:
    return sum(row[0] for _, row in ActualsReader(session, frame, metric).rows((), period))


def _fields(
    session: Session, frame: Frame, lines: PlanLines, today: date
) -> dict[int, FieldMeans] | None:
    """Return what each rep with a target can do in the field; None where nothing tells."""
    found = {}
    for rep_id, one in read_programmes(session, frame, lines, today).items():
        if one.rates is not None:
            present = one.rates.calls_per_day * one.programme.field_days
            per_visit = to_minor(one.rates.order_value * one.rates.hit_rate, frame.branch.decimals)
            if per_visit > 0:
                found[rep_id] = FieldMeans(
                    int(present.quantize(Decimal(1), ROUND_HALF_UP)), Decimal(per_visit)
                )
    return found or None


def _expected(session: Session, look: _Look) -> Iterator[_Cell]:
    """Yield every customer's months: what was sold, and what his own forecast lets expect."""
    frame, by = look.frame, (Dimension.CUSTOMER, Dimension.MONTH)
    as_of = min(look.as_of, look.year.last)
    gathered = gather(session, frame, Span(look.year, as_of), Metric.SALES, by[:1])
    ids = {one.code: one.id for one in frame.customers.values()}
    months = {str(month): month for month in look.year.months()}
    for (code, when), cell in forecast_cells(gathered, by)[1].items():
        found = cell.outlook
        done = int(found.actual.value or 0)
        blended = found.blended.value
        ahead = 0 if blended is None else _whole(blended) - done
        customer_id = ids.get(code)
        rep_id = None
        if customer_id is not None:
            rep_id = _owner(look, customer_id, months[when])
        yield customer_id, rep_id, months[when], done, ahead


def _planned(look: _Look, lines: PlanLines) -> Iterator[_Cell]:
    """Yield the plan's own lines; of the month that is going on, by its working days."""
    over = until(look.year, look.as_of)
    shares = {
        month.ordinal: month_share(look.frame.calendar, month, over) if over.day_count else 0
        for month in lines.months
    }
    for line in lines.columns.get((Metric.SALES, PlanLevel.BASE), ()):
        share = shares[line.month]
        done = _whole(Decimal(line.amount) * share.numerator / share.denominator)
        yield line.customer_id, line.rep_id, Month(line.month), done, line.amount - done


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _owner(look: _Look, customer_id: int, month: Month) -> int | None:
    return customer_owner(look.frame, look.timelines, customer_id, month.ordinal)[0]


def _ground(look: _Look, bare: Ground, cells: Iterator[_Cell]) -> Ground:
    """Return the ground of these months: what is done by rep, the rest in parcels."""
    done: defaultdict[int | None, int] = defaultdict(int)
    parcels = []
    for customer_id, rep_id, month, reached, ahead in cells:
        done[rep_id] += reached
        start = max(month.start, look.from_day)
        if ahead and start < month.end:
            cost = look.costs.of(customer_id)
            parcels.append(
                Parcel(
                    customer_id, rep_id, start.toordinal(), month.end.toordinal(), ahead,
                    None if cost is None else _whole(ahead * cost), look.habits.days(customer_id),
                )
            )  # fmt: skip
        else:
            done[rep_id] += ahead
    return replace(bare, parcels=tuple(parcels), done=dict(done))


def _customers(frame: Frame, shown: Ground, target: Ground, unit: Decimal) -> tuple[Named, ...]:
    """Return the customers of whom something is expected or planned, the largest first."""
    ahead: defaultdict[int, int] = defaultdict(int)
    for one in target.parcels:
        if one.customer_id is not None:
            ahead[one.customer_id] += 0
    for one in shown.parcels:
        if one.customer_id is not None:
            ahead[one.customer_id] += one.sales
    ordered = sorted(ahead, key=lambda one: (-ahead[one], frame.customers[one].code))
    return tuple(
        Named(one, frame.customers[one].code, frame.customers[one].name, "", ahead[one] * unit)
        for one in ordered
    )


def _reps(frame: Frame, shown: Ground, target: Ground, unit: Decimal) -> tuple[Named, ...]:
    """Return the reps of whom something is expected or planned, by their codes."""
    ahead: defaultdict[int, int] = defaultdict(int)
    for rep_id in target.targets:
        if rep_id is not None:
            ahead[rep_id] += 0
    for one in shown.parcels:
        if one.rep_id is not None:
            ahead[one.rep_id] += one.sales
    ordered = sorted(ahead, key=lambda one: frame.reps[one].code)
    return tuple(
        Named(one, frame.reps[one].code, frame.reps[one].name, frame.reps[one].letters,
              ahead[one] * unit)
        for one in ordered
    )  # fmt: skip


def _is_here(frame: Frame, rep_id: int, day: date) -> bool:
    """Whether a rep can leave yet: who is gone before the day cannot leave again."""
    left = frame.reps[rep_id].leave_date
    return left is None or left >= day
