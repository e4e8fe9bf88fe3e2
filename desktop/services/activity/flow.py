"""The report `customer-flow`: how many customers there were, came, went and moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from itertools import product

from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.periods import Period
from desktop.services.activity.gather import Known, load_known
from desktop.services.activity.kpi import DIMENSIONS
from desktop.services.figures.data import ColumnKind, ReportColumn, ReportRequest, ReportTable
from desktop.services.figures.dimensions import (
    TIME,
    definitions,
    dimension_columns,
    require_allowed,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.rules.customerflow import Cell, Flow, add_customer

COLUMNS = tuple(ReportColumn(one.name, ColumnKind.COUNT) for one in fields(Flow))


def customer_flow_table(
    session: Session, frame: Frame, span: Span, request: ReportRequest
) -> ReportTable:
    """Return the report `customer-flow` (FORMATS.md, section 3).

    In every row at_start + new + reactivated − lost + moved_in − moved_out = at_end. A customer
    counts where it is looked after on the day, a new one where it was won.

    Raises:
        InputError: a dimension of products.
    """
    require_allowed(request, *DIMENSIONS)
    known = load_known(session, frame, span.elapsed.last)
    flows = customer_flows(frame, span.elapsed, known, request.by)
    everyone = customer_flows(frame, span.elapsed, known, ()).get((), Flow())
    total = (*("" for _ in request.by), *astuple(everyone))
    return ReportTable(
        name=request.name,
        period=span.period,
        as_of=span.as_of,
        currency=frame.branch.currency,
        decimals=frame.branch.decimals,
        columns=(*dimension_columns(request.by), *COLUMNS),
        rows=tuple((*codes, *astuple(flows[codes])) for codes in sorted(flows))
        if request.by
        else (total,),
        total=total,
        definitions=definitions(
            frame, span, ("lost_after", "90 days, or 3 times the customer's usual interval")
        ),
    )


def customer_flows(
    frame: Frame, period: Period, known: Known, by: Sequence[Dimension]
) -> dict[Cell, Flow]:
    """Return the flow of each combination of codes; with dimensions of time, of each interval."""
    if period.day_count == 0:
        return {}
    flows: dict[Cell, Flow] = {}
    for interval, times in _intervals(frame, period, by):
        cells = _CellsOf(frame, tuple(by), times)
        for customer_id, events in known.lives.events.items():
            first = known.lives.first_sales.get(customer_id)
            won_in: frozenset[Cell] = frozenset()
            if first is not None and first.day in interval:
                won_in = cells(first.rep_id, first.territory_id, customer_id)
            add_customer(
                flows,
                events,
                interval,
                _home(known, cells, customer_id),
                won_in,
                _moves(known, customer_id),
            )
    return flows


def _intervals(
    frame: Frame, period: Period, by: Sequence[Dimension]
) -> list[tuple[Period, dict[Dimension, str]]]:
    """Return the stretches of the period that share their codes of time, in order."""
    times = [dimension for dimension in by if dimension in TIME]
    found: dict[tuple[str, ...], Period] = {}
    for month in period.months():
        codes = tuple(frame.expand(dimension, month.ordinal)[0] for dimension in times)
        inside = Period(max(month.start, period.start), min(month.end, period.end))
        before = found.get(codes)
        found[codes] = inside if before is None else Period(before.start, inside.end)
    return [(stretch, dict(zip(times, codes, strict=True))) for codes, stretch in found.items()]


@dataclass(frozen=True, slots=True)
class _CellsOf:
    """Names the cells that a customer counts in while a rep looks after it in a territory."""

    frame: Frame
    by: tuple[Dimension, ...]
    times: dict[Dimension, str]

    def __call__(self, rep: int | None, territory: int | None, customer: int) -> frozenset[Cell]:
        parts: list[tuple[str, ...]] = []
        for dimension in self.by:
            if dimension in self.times:
                parts.append((self.times[dimension],))
            elif dimension in (Dimension.REP, Dimension.MANAGER):
                parts.append(self.frame.expand(dimension, rep))
            elif dimension is Dimension.TERRITORY:
                parts.append(self.frame.expand(dimension, territory))
            else:
                parts.append(self.frame.expand(dimension, customer))
        return frozenset(product(*parts))


def _home(known: Known, cells: _CellsOf, customer_id: int) -> Callable[[date], frozenset[Cell]]:
    answers: dict[tuple[int | None, int | None], frozenset[Cell]] = {}

    def home(day: date) -> frozenset[Cell]:
        owner = known.timelines.employed_owner_on(customer_id, day)
        place = known.timelines.place_on(customer_id, owner, day)
        if (owner, place) not in answers:
            answers[owner, place] = cells(owner, place, customer_id)
        return answers[owner, place]

    return home


def _moves(known: Known, customer_id: int) -> set[date]:
    """Return the days on which a customer may come into other hands or another territory."""
    lines = known.timelines
    owners = lines.owners.get(customer_id, ())
    days: set[date] = set()
    for first, last, _ in (*owners, *lines.territories.get(customer_id, ())):
        days |= {first, _after(last)}
    for _, _, rep_id in owners:
        rep = lines.reps[rep_id]
        if rep.hire_date is not None:
            days.add(rep.hire_date)
        if rep.leave_date is not None:
            days.add(_after(rep.leave_date))
    return days


def _after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
