"""Where a period that is under way will end: run rate, season, and a blend with an interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from desktop.i18n import N_
from desktop.periods import Period
from desktop.services.rules.attainment import NO_COST, Figure, forecast_of, until
from desktop.services.rules.workdays import WorkCalendar

# Why a figure has no value; stable words of the public contract (FORMATS.md, section 3).
NO_HISTORY = N_("nothing in the year before")
NO_PAST_FORECAST = N_("no earlier period to learn from")

#: What performance is held against before much of the period has gone: this part of the period
#: done exactly as expected is added to what was seen (METRICS.md, A5: "shrink early in period").
#: A quarter of the period, so that after the first quarter of a year what was seen and what was
#: expected count alike.
PRIOR_PART = Decimal("0.25")
#: So many past errors of the whole report an error of one row is mixed with.
POOL_ERRORS = 2
#: Four times out of five the end lies within so many root mean squares: Student's quantile of
#: 90 %, by the number of errors that the mean rests on. Few errors are known, so that the normal
#: law's 1.28 would promise too much.
WITHIN_80 = (Decimal("1.886"), Decimal("1.638"), Decimal("1.533"), Decimal("1.476"))

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecasts of one cell, in stored units."""

    actual: Figure
    run_rate: Figure
    seasonal: Figure
    blended: Figure
    low: Figure
    high: Figure

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done and nothing is expected."""
        return self.actual.value == 0 and not round(self.blended.value or _ZERO)


@dataclass(frozen=True, slots=True)
class Gone:
    """How much of a cell's period has gone: by working days, and by season and working days.

    None where the period has no working day. `is_over` says that none of it is left.
    """

    by_days: Fraction | None
    by_season: Fraction | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Miss:
    """By how much a past forecast at the same stage missed, and what was expected in all."""

    error: Decimal
    expected: Decimal


def working_share(calendar: WorkCalendar, period: Period, as_of: date) -> Fraction | None:
    """Return the share of the period's working days up to the as-of day, that day included.

    The share of the run rate (METRICS.md, A3); None where there is no working day.
    """
    halves = calendar.halves(period)
    return Fraction(calendar.halves(until(period, as_of)), halves) if halves else None


def performance(
    done: int, expected_to_date: Decimal, expected_whole: Decimal, history_months: int
) -> Decimal:
    """Return done ÷ expected to date, drawn towards one while little has gone by; never below zero.

    (done + c·whole) ÷ (to date + c·whole), where c is a quarter; for a series of less than a
    year, whose promise rests on little, c is less in proportion. One where nothing is expected.
    Source: METRICS.md, A5.
    """
    prior = expected_whole * PRIOR_PART * min(history_months, 12) / 12
    below = expected_to_date + prior
    return max(_ZERO, (done + prior) / below) if below > 0 else Decimal(1)


def blend(done: int, expected_rest: Decimal, ratio: Decimal) -> Decimal:
    """Return done + remaining baseline × performance (METRICS.md, A5)."""
    return done + expected_rest * ratio


def half_width(own: Sequence[Miss], pool: Decimal | None, expected: Decimal) -> Decimal | None:
    """Return how far the end may lie from the blended forecast, either way, four times in five.

    Errors are parts of what was expected in all. The mean square of the row's own past errors
    is mixed with that of all rows (`pooled`), which counts as two errors; None where nothing
    is known. Source: METRICS.md, A5, "interval from past forecast errors at the same stage".
    """
    if pool is None:
        return None
    squares = [(miss.error / miss.expected) ** 2 for miss in own if miss.expected > 0]
    mean = (sum(squares, _ZERO) + pool * POOL_ERRORS) / (len(squares) + POOL_ERRORS)
    return WITHIN_80[min(len(squares), len(WITHIN_80) - 1)] * mean.sqrt() * expected


def pooled(misses: Iterable[Miss]) -> Decimal | None:
    """Return the sum of squared errors over the sum of squared expectations; None without any."""
    errors = whole = _ZERO
    for miss in misses:
        if miss.expected > 0:
            errors += miss.error * miss.error
            whole += miss.expected * miss.expected
    return errors / whole if whole else None


def look_ahead(
    done: int | None, gone: Gone, blended: Decimal | None, width: Decimal | None
) -> Outlook:
    """Return all forecasts of a cell.

    What is over ends where it stands. The interval never begins below what is reached already,
    unless the forecast itself does.

    Args:
        done: up to the as-of day, as stored; None where no line has a cost (profit).
        gone: of the cell's own period.
        blended: None where there is nothing to expect it from.
        width: how far the end may lie from it; None where no past forecast is known.
    """
    if done is None:
        none = Figure.none(NO_COST)
        return Outlook(none, none, none, none, none, none)
    actual = Figure(Decimal(done))
    run_rate = forecast_of(done, gone.by_days)
    seasonal = forecast_of(done, gone.by_season)
    if gone.is_over:
        return Outlook(actual, run_rate, seasonal, actual, actual, actual)
    if blended is None:
        none = Figure.none(NO_HISTORY)
        return Outlook(actual, run_rate, seasonal, none, none, none)
    if width is None:
        none = Figure.none(NO_PAST_FORECAST)
        return Outlook(actual, run_rate, seasonal, Figure(blended), none, none)
    low = max(blended - width, min(blended, Decimal(done)))
    return Outlook(
        actual, run_rate, seasonal, Figure(blended), Figure(low), Figure(blended + width)
    )
