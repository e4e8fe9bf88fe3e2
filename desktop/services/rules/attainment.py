"""Attainment, pace and forecast of a target: what was done, against what and against when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desktop.i18n import N_
from desktop.periods import FiscalCalendar, Month, Period
from desktop.services.rules.workdays import WorkCalendar

# Why a figure has no value; stable words of the public contract (FORMATS.md, section 3).
NO_TARGET = N_("no target")
ZERO_TARGET = N_("target is zero")
NO_COST = N_("no cost")
NO_WORKDAYS = N_("no working days")
NOT_BEGUN = N_("no working days yet")
NO_DAYS_LEFT = N_("no working days left")

#: METRICS.md, A2: on track from 99 %, behind from 81 %, else at risk.
ON_TRACK_FROM = Decimal("0.99")
BEHIND_FROM = Decimal("0.81")


class PaceStatus(StrEnum):
    """How a figure stands against where it should stand today."""

    ON_TRACK = "on_track"
    BEHIND = "behind"
    AT_RISK = "at_risk"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, or None with the note that says why."""

    value: Decimal | None
    note: str = ""

    @classmethod
    def none(cls, note: str) -> Figure:
        """Return a figure without a value."""
        return cls(None, note)


@dataclass(frozen=True, slots=True)
class Attainment:
    """The figures of one target; amounts in the units of the inputs, ratios as fractions."""

    target: Figure
    actual: Figure
    variance: Figure
    attainment: Figure
    pace: Figure
    expected_by_now: Figure
    forecast: Figure
    required_per_day: Figure

    @property
    def status(self) -> PaceStatus:
        """The traffic light of the pace."""
        return pace_status(self.pace.value)


def pace_status(pace: Decimal | None) -> PaceStatus:
    """Return the published traffic light: 99 % on track, 81 % behind, less at risk."""
    if pace is None:
        return PaceStatus.UNKNOWN
    if pace >= ON_TRACK_FROM:
        return PaceStatus.ON_TRACK
    return PaceStatus.BEHIND if pace >= BEHIND_FROM else PaceStatus.AT_RISK


@dataclass(frozen=True, slots=True)
class DayWeights:
    """What each day weighs: its month's place in the season, shared out by working days.

    `seasons` are the curves' weights by month ordinal. They count as shares of their fiscal
    year, so that two years' curves can stand side by side; a year without a curve weighs its
    working days. A month without a working day is shared out by its calendar days.
    Source: METRICS.md, A2.
    """

    calendar: WorkCalendar
    fiscal: FiscalCalendar
    seasons: Mapping[int, int]
    _months: dict[int, Fraction] = field(default_factory=dict, repr=False, compare=False)

    def of(self, period: Period) -> Fraction:
        """Return the weight of the period's days; a fiscal year weighs one."""
        total = Fraction(0)
        for month in period.months():
            part = Period(max(period.start, month.start), min(period.end, month.end))
            total += self._month(month) * self._share(month, part)
        return total

    def elapsed(self, period: Period, as_of: date) -> Fraction | None:
        """Return W(t): the share of the period's weight up to the as-of day, that day included.

        Where the season gives the whole period no weight, working days do; without a working
        day there is no share.
        """
        past = until(period, as_of)
        whole = self.of(period)
        if whole:
            return Fraction(1) if past == period else self.of(past) / whole
        halves = self.calendar.halves(period)
        return Fraction(self.calendar.halves(past), halves) if halves else None

    def _share(self, month: Month, part: Period) -> Fraction:
        halves = self.calendar.halves(month.period)
        if halves == 0:
            return Fraction(part.day_count, month.period.day_count)
        return Fraction(self.calendar.halves(part), halves)

    def _month(self, month: Month) -> Fraction:
        found = self._months.get(month.ordinal)
        if found is None:
            self._weigh_year(self.fiscal.year_of(month.start))
            found = self._months[month.ordinal]
        return found

    def _weigh_year(self, year: int) -> None:
        months = self.fiscal.period(year).months()
        weights = [self.seasons.get(month.ordinal, 0) for month in months]
        if not any(weights):
            weights = [self.calendar.halves(month.period) for month in months]
        whole = sum(weights) or 1
        for month, weight in zip(months, weights, strict=True):
            self._months[month.ordinal] = Fraction(weight, whole)


def until(period: Period, as_of: date) -> Period:
    """Return the part of the period up to the as-of day, that day included; maybe empty."""
    end = max(period.start, min(period.end, as_of + timedelta(days=1)))
    return Period(period.start, end)


def remaining_days(calendar: WorkCalendar, period: Period, as_of: date) -> Decimal:
    """Return the working days of the period after the as-of day."""
    return calendar.count(Period(until(period, as_of).end, period.end))


def forecast_of(actual: int, elapsed: Fraction | None) -> Figure:
    """Return actual / W: what the period comes to at this pace, in the unit of the actual."""
    return _over(actual, 1, elapsed)


def attain(
    target: int | None, actual: int | None, elapsed: Fraction | None, remaining: Decimal
) -> Attainment:
    """Return all figures of a target.

    variance = actual - target; attainment = actual / target; expected = target * W;
    pace = attainment / W; forecast = actual / W; required = (target - actual) / working days
    left. Source: METRICS.md, A1, A2, A4, A6.

    Args:
        target: whole units as stored; None where there is no target.
        actual: up to the as-of day; None where no line has a cost (profit).
        elapsed: W(t) of the cell's own period; None where it has no working day.
        remaining: working days left in the cell's own period.
    """
    forecast = _UNCOSTED if actual is None else forecast_of(actual, elapsed)
    if target is None:
        done = _UNCOSTED if actual is None else Figure(Decimal(actual))
        return Attainment(
            _UNPLANNED, done, _UNPLANNED, _UNPLANNED, _UNPLANNED, _UNPLANNED, forecast, _UNPLANNED
        )
    expected = _IDLE
    if elapsed is not None:
        expected = Figure(Decimal(target * elapsed.numerator) / elapsed.denominator)
    aim = Figure(Decimal(target))
    if actual is None:
        none = _UNCOSTED
        return Attainment(aim, none, none, none, none, expected, forecast, none)
    attainment = pace = _NOTHING_AIMED
    if target:
        attainment = Figure(Decimal(actual) / target)
        pace = _over(actual, target, elapsed)
    missing = Decimal(target - actual)
    required = Figure(missing / remaining) if remaining else _OVER
    return Attainment(
        aim, Figure(Decimal(actual)), Figure(-missing), attainment, pace, expected, forecast,
        required,
    )  # fmt: skip


_UNPLANNED = Figure.none(NO_TARGET)
_UNCOSTED = Figure.none(NO_COST)
_IDLE = Figure.none(NO_WORKDAYS)
_EARLY = Figure.none(NOT_BEGUN)
_OVER = Figure.none(NO_DAYS_LEFT)
_NOTHING_AIMED = Figure.none(ZERO_TARGET)


def _over(amount: int, target: int, elapsed: Fraction | None) -> Figure:
    """Return amount / target / W, undefined before the first working day."""
    if elapsed is None:
        return _IDLE
    if elapsed == 0:
        return _EARLY
    return Figure(Decimal(amount * elapsed.denominator) / (target * elapsed.numerator))
