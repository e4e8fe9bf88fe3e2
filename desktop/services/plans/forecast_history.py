"""What a forecast rests on, read once: this period so far, and the months of the years before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import CalendarKind, Dimension, Metric
from desktop.models import Branch, SalesMonth
from desktop.periods import Month, Period
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.figures.sql import whole_sum
from desktop.services.plans.actuals import Actual, ActualsReader
from desktop.services.plans.axes import Axis, Leaf, View, axes_of
from desktop.services.plans.target_queries import chosen_versions, season_weights
from desktop.services.rules.attainment import DayWeights, until
from desktop.services.rules.baseline import HISTORY_MONTHS
from desktop.services.rules.rollup import Codes, roll_up
from desktop.services.rules.season import curve

#: How many earlier years show how forecasts of the same stage missed.
PAST_YEARS = 2

#: What was done by row and by month (an ordinal): amount, lines with a cost, lines without.
Months = dict[int, Actual]
ByKey = dict[Codes, Months]


@dataclass(frozen=True, slots=True)
class ForecastReader:
    """Reads what was done by month in the rows of some dimensions, none of them of time."""

    session: Session
    frame: Frame
    metric: Metric
    keys: tuple[Dimension, ...]

    def by_key(self, period: Period) -> ByKey:
        """Return what was done in a period, in the rows of the dimensions, by month.

        The row without codes, the branch, is always there.
        """
        return self.rolled(self._rows(period))

    def rolled(self, rows: Iterable[tuple[Leaf, Actual]]) -> ByKey:
        """Return rows by leaf and month in the rows that they count in, the branch's with them."""
        axes = axes_of(self.keys)
        view = View.of(self.keys, (*axes, Axis.MONTH))
        kept = list(rows)
        found: ByKey = {(): _by_month((leaf[-1], sums) for leaf, sums in kept)}
        if not self.keys:
            return found
        leaves = (((*view.leaf(leaf), leaf[-1]), sums) for leaf, sums in kept)
        expand = [partial(self.frame.expand, dimension) for dimension in self.keys]
        for codes, sums in roll_up(leaves, [*expand, _ordinal]).items():
            amount, costed, uncosted = sums
            found.setdefault(codes[:-1], {})[int(codes[-1])] = amount, costed, uncosted
        return found

    def _rows(self, period: Period) -> Iterator[tuple[Leaf, Actual]]:
        reader = ActualsReader(self.session, self.frame, self.metric)
        return reader.rows((*axes_of(self.keys), Axis.MONTH), period)


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier year at the same stage: its period, its as-of day, and what was done by each.

    `back` says how many months earlier it is; `cut` is the first month that was no history then.
    """

    back: int
    period: Period
    as_of: date
    cut: int
    to_date: ByKey
    whole: ByKey


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything read for one metric and period.

    `cut` is the first month (an ordinal) that is no history: the period's first, or that of
    the day after the as-of day where it is earlier.
    """

    reader: ForecastReader
    span: Span
    cut: int
    now: ByKey
    history: ByKey
    pasts: tuple[Past, ...]
    weights: DayWeights
    bases: tuple[tuple[str, str], ...]
    has_festival: bool
    sums: dict[Codes, dict[int, int]] = field(default_factory=dict, repr=False)

    def history_of(self, codes: Codes) -> Mapping[int, int]:
        """Return the amounts of a row by month of history."""
        found = self.sums.get(codes)
        if found is None:
            months = self.history.get(codes, {})
            found = self.sums[codes] = {month: sums[0] for month, sums in months.items()}
        return found


def gather(
    session: Session, frame: Frame, span: Span, metric: Metric, keys: Sequence[Dimension]
) -> Gathered:
    """Return what the forecast of these rows rests on."""
    reader = ForecastReader(session, frame, metric, tuple(keys))
    cut = min(Month.of(span.period.start), Month.of(span.as_of + timedelta(days=1)))
    start = cut.plus(-HISTORY_MONTHS)
    history = reader.by_key(Period(start.start, cut.start))
    weights, bases = _weights(session, frame, span)
    return Gathered(
        reader,
        span,
        cut.ordinal,
        reader.by_key(span.elapsed),
        history,
        tuple(_pasts(reader, span, cut, history)),
        weights,
        bases,
        has_festival(session, frame),
    )


def _pasts(reader: ForecastReader, span: Span, cut: Month, history: ByKey) -> Iterator[Past]:
    """Yield the earlier years that are known whole and have a year of history before them."""
    known = history[()]
    period, as_of = span.period, span.as_of
    for back in range(1, PAST_YEARS + 1):
        period = period.last_year()
        as_of = Period.inclusive(as_of, as_of).last_year().start
        before = cut.plus(-12 * back)
        first = min(known, default=before.ordinal)
        if not period.months() or period.end > cut.start or first > before.ordinal - 12:
            continue
        yield Past(
            12 * back,
            period,
            as_of,
            before.ordinal,
            _known(reader, history, until(period, as_of)),
            _known(reader, history, period),
        )


def _known(reader: ForecastReader, history: ByKey, period: Period) -> ByKey:
    """Return what was done in a period of the past: whole months are known, parts are read."""
    parts = {month: month.period.intersect(period) for month in period.months()}
    whole = {month.ordinal for month, part in parts.items() if part == month.period}
    found: ByKey = {
        codes: {month: sums for month, sums in months.items() if month in whole}
        for codes, months in history.items()
    }
    for month, part in parts.items():
        if part is not None and month.ordinal not in whole:
            for codes, months in reader.by_key(part).items():
                found.setdefault(codes, {}).update(months)
    return found


def _weights(
    session: Session, frame: Frame, span: Span
) -> tuple[DayWeights, tuple[tuple[str, str], ...]]:
    """Return what days weigh, and what the season of each fiscal year rests on.

    A year with a plan in force has that plan's season; any other has the season that a plan
    made on the as-of day would have.
    """
    fiscal = frame.branch.fiscal
    choices = {one.year: one for one in chosen_versions(session, frame)}
    first, last = fiscal.year_of(span.period.start), fiscal.year_of(span.period.last)
    planned = [choices[year] for year in range(first, last + 1) if year in choices]
    weights = season_weights(session, planned)
    bases = [(f"season {fiscal.name(one.year)}", one.season_basis) for one in planned]
    unplanned = [year for year in range(first, last + 1) if year not in choices]
    net = _net_sales(session, frame, span.as_of) if unplanned else {}
    for year in unplanned:
        months = fiscal.period(year).months()
        season = curve(
            net,
            Month(min(net)) if net else None,
            Month(max(net)) if net else None,
            fiscal,
            year,
            {month.ordinal: frame.calendar.count(month.period) for month in months},
        )
        weights.update(season.weights)
        bases.append((f"season {fiscal.name(year)}", season.basis))
    return DayWeights(frame.calendar, fiscal, weights), tuple(sorted(bases))


def _net_sales(session: Session, frame: Frame, as_of: date) -> dict[int, int]:
    """Return the branch's net sales of the months that are over on the as-of day."""
    rows = session.execute(
        select(SalesMonth.month, whole_sum(SalesMonth.net_minor))
        .where(
            SalesMonth.branch_id == frame.branch.id,
            SalesMonth.month < Month.of(as_of + timedelta(days=1)).ordinal,
        )
        .group_by(SalesMonth.month)
        .order_by(SalesMonth.month)
    )
    return {month: amount for month, amount in rows}


def has_festival(session: Session, frame: Frame) -> bool:
    """Whether the branch keeps the Chinese calendar."""
    kind = session.scalar(select(Branch.calendar).where(Branch.id == frame.branch.id))
    return kind == CalendarKind.CN.value


def _by_month(rows: Iterable[tuple[int | None, Actual]]) -> Months:
    months: Months = {}
    for month, (amount, costed, uncosted) in rows:
        if month is not None:
            known = months.get(month, (0, 0, 0))
            months[month] = known[0] + amount, known[1] + costed, known[2] + uncosted
    return months


def _ordinal(month: int | None) -> Codes:
    return (str(month),)
