"""The sales behind a review: of its days, of the same days last year, and of the weeks before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.models import PlanTask
from desktop.money import from_minor
from desktop.periods import Period
from desktop.services.figures.frame import Frame
from desktop.services.plans.axes import Axis, Selection
from desktop.services.plans.reviews_data import BaselineShown, ReviewFacts, ReviewScope
from desktop.services.plans.sales_queries import SalesReader
from desktop.services.plans.seasons import season_of_year
from desktop.services.rules import uplift
from desktop.services.rules.attainment import DayWeights
from desktop.services.rules.uplift import Baseline, Basis

#: How many days before the first the weeks before are, and the branch's trend is taken over.
WEEKS_BEFORE = 8 * 7
TREND_DAYS = 12 * 7
#: Stretches of as many days as the review has show how far sales scatter.
_MOST_STRETCHES = 12
_MOST_DAYS_BACK = 366


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found, with the rules' own values for whoever keeps it."""

    facts: ReviewFacts
    baselines: tuple[Baseline, ...]
    actual: int


def measure(session: Session, frame: Frame, task: PlanTask, scope: ReviewScope) -> Measured:
    """Return the sales of a task's place in these days with both baselines and their noise.

    The frame must hold customers and products.
    """
    period = Period.inclusive(scope.first, scope.last)
    selection = _selection(frame, task, scope)
    known = _Sales(SalesReader(session, frame, selection), period)
    weights = _weights(session, frame, Period(known.earliest, period.end))
    before = Period(period.start - timedelta(days=WEEKS_BEFORE), period.start)
    last_year = period.last_year()
    trend = Period(period.start - timedelta(days=TREND_DAYS), period.start)
    branch = SalesReader(session, frame)
    now, then = _net(branch, trend), _net(branch, trend.last_year())
    baselines = (
        uplift.from_last_year(known.net(last_year), now, then),
        uplift.from_weeks_before(known.net(before), weights.of(period), weights.of(before)),
    )
    stretches = [(known.net(one), weights.of(one)) for one in known.stretches]
    noise = uplift.scatter(stretches, weights.of(period))
    decimals = frame.branch.decimals
    spans = {Basis.LAST_YEAR: last_year, Basis.WEEKS_BEFORE: before}
    shown = tuple(_shown(one, spans[one.basis], decimals, (now, then)) for one in baselines)
    actual, costed_net, cost = known.measures(period)
    rate = uplift.margin_rate(costed_net, cost)
    facts = ReviewFacts(
        scope,
        from_minor(actual, decimals),
        shown,
        None if noise is None else from_minor(noise, decimals),
        len(stretches),
        None if rate is None else uplift.as_decimal(rate),
        uplift.as_decimal(Fraction(costed_net, actual)) if actual > 0 else None,
    )
    return Measured(facts, baselines, actual)


def _shown(found: Baseline, span: Period, decimals: int, branch: tuple[int, int]) -> BaselineShown:
    amount, is_trend = found.amount, found.basis is Basis.LAST_YEAR
    return BaselineShown(
        found.basis,
        from_minor(found.sold, decimals),
        None if found.factor is None else uplift.as_decimal(found.factor),
        None if amount is None else from_minor(amount, decimals),
        span.start,
        span.last,
        from_minor(branch[0], decimals) if is_trend else None,
        from_minor(branch[1], decimals) if is_trend else None,
    )


def _selection(frame: Frame, task: PlanTask, scope: ReviewScope) -> Selection:
    """Return what a review is of: the task's place and the scope's product."""
    found: list[tuple[Dimension, str]] = []
    if task.customer_id is not None:
        found.append((Dimension.CUSTOMER, frame.customers[task.customer_id].code))
    elif task.territory_id is not None:
        found.append((Dimension.TERRITORY, frame.territories[task.territory_id].code))
    if scope.product_id is not None:
        found.append((Dimension.PRODUCT, frame.products[scope.product_id].code))
    elif scope.group_id is not None:
        found.append((Dimension.PRODUCT_GROUP, frame.groups[scope.group_id].code))
    return tuple(found)


class _Sales:
    """Net sales by day of what is measured, read once for all that is asked of them."""

    def __init__(self, reader: SalesReader, period: Period) -> None:
        length = period.day_count
        count = min(_MOST_STRETCHES, _MOST_DAYS_BACK // length)
        self.stretches = tuple(
            Period(
                period.start - timedelta(days=length * (place + 1)),
                period.start - timedelta(days=length * place),
            )
            for place in range(count)
        )
        back = max(WEEKS_BEFORE, length * count)
        self.earliest = period.start - timedelta(days=back)
        start = min(self.earliest, period.last_year().start)
        self._days: dict[date, tuple[int, int, int]] = {}
        for (day,), sums in reader.lines((Axis.DAY,), Period(start, period.end)):
            assert day is not None
            _quantity, net, costed_net, cost, *_lines = sums
            self._days[date.fromordinal(day)] = net, costed_net, cost
        # Stretches before the first sale ever are no record of how sales scatter.
        first = min(self._days, default=period.start)
        self.stretches = tuple(one for one in self.stretches if one.start >= first)

    def measures(self, period: Period) -> tuple[int, int, int]:
        """Return net sales, those with a known cost, and that cost."""
        rows = [self._days[day] for day in period.days() if day in self._days]
        return sum(row[0] for row in rows), sum(row[1] for row in rows), sum(row[2] for row in rows)

    def net(self, period: Period) -> int:
        """Return the net sales of days that were read."""
        return self.measures(period)[0]


def _net(reader: SalesReader, period: Period) -> int:
    return sum(sums[1] for _leaf, sums in reader.lines((), period))


def _weights(session: Session, frame: Frame, period: Period) -> DayWeights:
    """Return what days weigh by the seasons that plans of their years would have."""
    fiscal = frame.branch.fiscal
    seasons: dict[int, int] = {}
    for year in range(fiscal.year_of(period.start), fiscal.year_of(period.last) + 1):
        seasons.update(season_of_year(session, frame.branch, year).weights)
    return DayWeights(frame.calendar, fiscal, seasons)
