"""Programmes of visits out of targets: what is missing by the forecast, and the days there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.money import from_minor, split_exact
from desktop.periods import Month, Period
from desktop.services.activity.gather import gather as gather_activity
from desktop.services.activity.gather import load_known
from desktop.services.activity.gather_days import add_days
from desktop.services.activity.gathered import Figures, Gathered
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span, last_day_with_data
from desktop.services.figures.timelines import Timelines
from desktop.services.plans.actuals import ActualsReader
from desktop.services.plans.axes import Axis
from desktop.services.plans.forecast_cells import ForecastCell, forecast_cells
from desktop.services.plans.forecast_history import gather
from desktop.services.plans.programme_data import USUAL_VISITS, RepProgramme, SuggestedCustomer
from desktop.services.plans.sheet_lines import REP, PlanLines, summed
from desktop.services.rules.fielddays import in_days
from desktop.services.rules.programme import (
    FieldRecord,
    Programme,
    programme_of,
    rates_of,
)

#: Rates are those of so many months up to the as-of day.
RATE_MONTHS = 12
#: More customers than this are no beginning.
MOST_SUGGESTED = 15

_HALVES = Mapping[tuple[str, ...], Figures]


@dataclass(frozen=True, slots=True)
class _Stage:
    """When the plan's year stands: its days, the last day known, and what is left of it."""

    year: Period
    as_of: date
    rest: Period
    behind: Period


def _stage(session: Session, frame: Frame, lines: PlanLines, today: date) -> _Stage:
    as_of = last_day_with_data(session, frame.branch.id) or today
    year = Period(lines.months[0].start, lines.months[-1].end)
    start = min(max(year.start, as_of + timedelta(days=1)), year.end)
    first = Month.of(as_of + timedelta(days=1)).plus(-RATE_MONTHS).start
    return _Stage(year, as_of, Period(start, year.end), Period(first, as_of + timedelta(days=1)))


def read_programmes(
    session: Session, frame: Frame, lines: PlanLines, today: date
) -> dict[int, RepProgramme]:
    """Return the programme of everyone who has a sales target in the version, by rep.

    What is expected is the blended forecast of the year (the report `forecast`), else the
    seasonal one, else the run rate; it rests on the visits that he makes now.
    """
    lead = lines.columns.get((Metric.SALES, PlanLevel.BASE))
    if not lead:
        return {}
    stage = _stage(session, frame, lines, today)
    ahead = _forecasts(session, frame, stage)
    branch, records = _records(session, frame, stage)
    days = _field_halves(session, frame, stage)
    unit = Decimal(1).scaleb(-frame.branch.decimals)
    found = {}
    for rep_id, amount in summed(lead, REP).items():
        if rep_id is None:
            continue
        code = frame.reps[rep_id].code
        own = records.get(code, FieldRecord())
        rates = rates_of(own, branch)
        cell = ahead.get((code,))
        expected = _expected(cell)
        halves = [
            _halves(days, code, month) if month.end > stage.rest.start else None
            for month in lines.months
        ]
        programme = programme_of(
            amount * unit,
            None if expected is None else expected * unit,
            rates,
            in_days(sum(one or 0 for one in halves)),
        )
        found[rep_id] = RepProgramme(
            rep_id, stage.as_of, stage.behind.start, programme,
            _bound(cell, unit, is_low=True), _bound(cell, unit, is_low=False), own, rates,
            _by_month(programme, halves),
        )  # fmt: skip
    return found


def _forecasts(
    session: Session, frame: Frame, stage: _Stage
) -> Mapping[tuple[str, ...], ForecastCell]:
    by = (Dimension.REP,)
    gathered = gather(session, frame, Span(stage.year, stage.as_of), Metric.SALES, by)
    return forecast_cells(gathered, by)[1]


def _expected(cell: ForecastCell | None) -> Decimal | None:
    """Return what the year is expected to end with, in stored units."""
    if cell is None:
        return None
    outlook = cell.outlook
    for figure in (outlook.blended, outlook.seasonal, outlook.run_rate):
        if figure.value is not None:
            return figure.value
    return None


def _bound(cell: ForecastCell | None, unit: Decimal, *, is_low: bool) -> Decimal | None:
    if cell is None or cell.outlook.blended.value is None:
        return None
    value = (cell.outlook.low if is_low else cell.outlook.high).value
    return None if value is None else value * unit


def _records(
    session: Session, frame: Frame, stage: _Stage
) -> tuple[FieldRecord, dict[str, FieldRecord]]:
    """Return what the branch and each rep did in the field in the months behind."""
    known = load_known(session, frame, stage.as_of, stage.behind.start)
    span = Span(stage.behind, stage.as_of)
    gathered = gather_activity(session, frame, span, (Axis.REP,), known)
    decimals = frame.branch.decimals
    reps = {
        codes[0]: _record(figures, decimals)
        for codes, figures in gathered.by((Dimension.REP,)).items()
    }
    return _record(gathered.total(), decimals), reps


def _record(figures: Figures, decimals: int) -> FieldRecord:
    parts = figures.parts
    return FieldRecord(
        parts.visits,
        parts.orders,
        from_minor(parts.order_value, decimals),
        in_days(parts.field_halves),
    )


def _field_halves(session: Session, frame: Frame, stage: _Stage) -> _HALVES:
    """Return the days in the field that are left, by rep and month."""
    found = Gathered(frame, (Axis.REP, Axis.MONTH))
    if stage.rest.day_count:
        add_days(session, found, stage.rest)
    return found.by((Dimension.REP, Dimension.MONTH))


def _halves(days: _HALVES, code: str, month: Month) -> int:
    found = days.get((code, str(month)))
    return 0 if found is None else found.parts.field_halves


def _by_month(programme: Programme, halves: list[int | None]) -> tuple[Decimal | None, ...]:
    """Return all visits that are needed, by month: those of now and those on top, by field days."""
    if programme.visits is None or programme.present_visits is None:
        return tuple(None for _ in halves)
    weights = [one or 0 for one in halves]
    parts = split_exact(programme.visits + programme.present_visits, weights)
    return tuple(
        None if half is None else Decimal(part) for half, part in zip(halves, parts, strict=True)
    )


def read_suggestions(
    session: Session,
    frame: Frame,
    lines: PlanLines,
    timelines: Timelines,
    programmes: Mapping[int, RepProgramme],
    today: date,
) -> dict[int, tuple[SuggestedCustomer, ...]]:
    """Return everyone's customers to begin with: those from whom most is to be won, most first.

    A customer is the rep's who looks after him now, and whoever has a target for him.
    """
    stage = _stage(session, frame, lines, today)
    first = Month.of(stage.as_of + timedelta(days=1))
    years = [Period(first.plus(-12 * n).start, first.plus(12 - 12 * n).start) for n in (1, 2)]
    last, before = (_sales(session, frame, year) for year in years)
    targets: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines.columns.get((Metric.SALES, PlanLevel.BASE), ()):
        if line.rep_id is not None and line.customer_id is not None:
            targets[line.rep_id][line.customer_id] += line.amount
    wins: dict[int, dict[int, int]] = defaultdict(dict)
    for customer_id in {*last, *before}:
        rep_id = timelines.owner_in(customer_id, first)
        if rep_id is not None and before[customer_id] > last[customer_id]:
            wins[rep_id][customer_id] = before[customer_id] - last[customer_id]
    for rep_id, wanted in targets.items():
        for customer_id, amount in wanted.items():
            lack = max(before[customer_id], amount) - last[customer_id]
            if lack > 0:
                wins[rep_id][customer_id] = lack
    return {
        rep_id: _chosen(frame, found, (before, last, targets[rep_id]), programmes.get(rep_id))
        for rep_id, found in wins.items()
    }


def _chosen(
    frame: Frame,
    wins: Mapping[int, int],
    amounts: tuple[Mapping[int, int], Mapping[int, int], Mapping[int, int]],
    programme: RepProgramme | None,
) -> tuple[SuggestedCustomer, ...]:
    """Return a rep's customers from whom most is to be won, with their share of the visits."""
    before, last, targets = amounts
    unit = Decimal(1).scaleb(-frame.branch.decimals)
    chosen = sorted(wins, key=lambda one: (-wins[one], frame.customers[one].code))
    chosen = chosen[:MOST_SUGGESTED]
    visits = programme.programme.visits if programme is not None else None
    shares = split_exact(visits, [wins[one] for one in chosen]) if visits else ()
    return tuple(
        SuggestedCustomer(
            one, frame.customers[one].code, frame.customers[one].name,
            frame.customers[one].customer_class or "", before[one] * unit, last[one] * unit,
            targets[one] * unit if one in targets else None, wins[one] * unit,
            shares[place] if shares else None,
            USUAL_VISITS.get(frame.customers[one].customer_class or ""),
        )
        for place, one in enumerate(chosen)
    )  # fmt: skip


def _sales(session: Session, frame: Frame, period: Period) -> defaultdict[int, int]:
    """Return the net sales of a period by customer, in stored units."""
    found: defaultdict[int, int] = defaultdict(int)
    rows = ActualsReader(session, frame, Metric.SALES).rows((Axis.CUSTOMER,), period)
    for (customer_id,), (amount, _, _) in rows:
        if customer_id is not None:
            found[customer_id] += amount
    return found
