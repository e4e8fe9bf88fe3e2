"""The periods that a scorecard compares: before, last year, and the six of its trend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.periods import Month, Period
from desktop.services.activity.gather import Known, gather
from desktop.services.activity.gathered import Gathered
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.plans.axes import Axis

#: How many periods an activity ratio's trend shows, this one included.
TREND_PERIODS = 6
#: How many months the trend of attainment shows.
TREND_MONTHS = 12


@dataclass(frozen=True, slots=True)
class CardPeriods:
    """A scorecard's period and those beside it; `trend` oldest first, ending with this one."""

    now: Period
    previous: Period
    last_year: Period
    trend: tuple[Period, ...]

    @classmethod
    def of(cls, period: Period) -> CardPeriods:
        """Return the periods that belong to a scorecard's."""
        trend = [period]
        while len(trend) < TREND_PERIODS:
            trend.append(trend[-1].previous())
        return cls(period, period.previous(), period.last_year(), tuple(reversed(trend)))

    @property
    def all(self) -> frozenset[Period]:
        """Every period that is measured."""
        return frozenset((*self.trend, self.last_year))


def months_to(period: Period) -> Period:
    """Return the twelve months that end with the period's last one."""
    last = Month.of(period.last)
    return Period(last.plus(1 - TREND_MONTHS).start, last.end)


def measure(
    session: Session, frame: Frame, span: Span, periods: Iterable[Period], known: Known
) -> Mapping[Period, Gathered]:
    """Return what was gathered for each period, by rep.

    Whole months are gathered together by one set of statements; other periods one by one.
    """
    wanted = sorted(set(periods))
    if all(one.start.day == 1 and one.end.day == 1 for one in wanted):
        whole = Period(wanted[0].start, max(one.end for one in wanted))
        found = gather(session, frame, Span(whole, span.as_of), (Axis.REP, Axis.MONTH), known)
        return {one: found.within(one) for one in wanted}
    return {
        one: gather(session, frame, Span(one, span.as_of), (Axis.REP,), known) for one in wanted
    }
