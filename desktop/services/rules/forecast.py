"""Season, trend and forecast of a series: ratio to centred moving average, least squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from desktop.errors import RuleViolation
from desktop.i18n import N_
from desktop.ratio import Ratio

#: A year has quarters or months.
SEASON_LENGTHS = (4, 12)
#: How many years of its group's season a short series is mixed with (PLANNING.md, section 1).
GROUP_YEARS = 2
#: Why growth has no value.
NOTHING_BEFORE = N_("nothing in the period before")

#: Exact where a person asks for an index, decimal where thousands of rows are forecast.
Number = TypeVar("Number", Fraction, Decimal)
Amount = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Seasons(Generic[Number]):
    """What each season adds to, or multiplies, the level of a year.

    Multiplied shares have a mean of one, added ones a sum of zero.
    """

    parts: tuple[Number, ...]
    is_added: bool


@dataclass(frozen=True, slots=True)
class Line(Generic[Number]):
    """A straight line over the places of a series, the first place being 0."""

    level: Number
    slope: Number

    def at(self, place: int) -> Number:
        """Return the line's value at a place."""
        return self.level + self.slope * place


def seasonal_index(
    values: Sequence[Amount], length: int, *, modified: bool = False
) -> tuple[Fraction, ...]:
    """Return the index of each season, the first value's season first; their mean is exactly 100.

    Each value is divided by the centred moving average of its year; the ratios of a season are
    averaged and the averages adjusted to 400 for quarters and 1200 for months. A series with a
    value of zero or below has no such ratios: there the seasons are what lies above or below
    the moving average, and the index says so in percent of the series' mean.
    Source: Levin and Rubin, *Statistics for Management*, chapter on time series; PLANNING.md,
    section 1.

    Args:
        values: consecutive periods, two whole years at least.
        length: 4 or 12.
        modified: leave out the highest and the lowest ratio of a season that has three or more.

    Raises:
        RuleViolation: fewer than two years, another length, or nothing above zero.
    """
    series = [Fraction(value) for value in values]
    _require_series(series, length)
    seasons = find_seasons(series, length, modified=modified)
    if not seasons.is_added:
        return tuple(part * 100 for part in seasons.parts)
    mean = sum(series, Fraction(0)) / len(series)
    return tuple((1 + part / mean) * 100 for part in seasons.parts)


def forecast_periods(
    values: Sequence[Amount], length: int, count: int, *, modified: bool = False
) -> tuple[Fraction, ...]:
    """Return what the next periods come to: the trend without season, times the index.

    The trend is the least-squares line through the values without their season. Where seasons
    are added (see `seasonal_index`) they are taken off and put back by adding.
    Source: PLANNING.md, section 1.

    Raises:
        RuleViolation: as for the index, or fewer than one period asked for.
    """
    if count < 1:
        raise RuleViolation("forecast_count", count=count)
    series = [Fraction(value) for value in values]
    _require_series(series, length)
    seasons = find_seasons(series, length, modified=modified)
    line = trend_line(without_season(series, seasons))
    return tuple(
        with_season(line.at(place), seasons, place)
        for place in range(len(series), len(series) + count)
    )


def find_seasons(
    values: Sequence[Number], length: int, *, modified: bool = False
) -> Seasons[Number]:
    """Return the seasons of a series of two whole years at least.

    Ratios where all values are above zero, else differences.
    """
    averages = centred_averages(values, length)
    half = length // 2
    is_added = min(values) <= 0
    found: list[list[Number]] = [[] for _ in range(length)]
    for place, average in enumerate(averages, half):
        value = values[place]
        found[place % length].append(value - average if is_added else value / average)
    means = [_mean(_modified(one) if modified else one) for one in found]
    whole = _sum(means)
    if is_added:
        return Seasons(tuple(mean - whole / length for mean in means), is_added)
    return Seasons(tuple(mean * length / whole for mean in means), is_added)


def centred_averages(values: Sequence[Number], length: int) -> list[Number]:
    """Return the centred moving averages of a year, the first for the place `length // 2`.

    The mean of the two years that a period lies in the middle of, one ending half a period
    later than the other.
    """
    year = _sum(values[:length])
    averages: list[Number] = []
    for place in range(length, len(values)):
        later = year + values[place] - values[place - length]
        averages.append((year + later) / (2 * length))
        year = later
    return averages


def without_season(values: Sequence[Number], seasons: Seasons[Number]) -> list[Number]:
    """Return the values as they would be in a year without seasons."""
    length = len(seasons.parts)
    if seasons.is_added:
        return [value - seasons.parts[place % length] for place, value in enumerate(values)]
    return [value / seasons.parts[place % length] for place, value in enumerate(values)]


def with_season(value: Number, seasons: Seasons[Number], place: int) -> Number:
    """Return a value without season as it is at a place of the series."""
    part = seasons.parts[place % len(seasons.parts)]
    return value + part if seasons.is_added else value * part


def trend_line(values: Sequence[Number]) -> Line[Number]:
    """Return the least-squares line through the values; level where there is but one.

    Raises:
        ValueError: no values.
    """
    count = len(values)
    if not count:
        raise ValueError("a line needs at least one value")
    mean = _mean(values)
    if count == 1:
        return Line(mean, mean - mean)
    # Sums of places and of their squares are known; twice the distance from the middle is whole.
    first = value = values[0]
    rise = first - first
    for place, value in enumerate(values):
        rise += value * (2 * place - count + 1)
    slope = rise * 6 / (count * (count * count - 1))
    return Line(mean - slope * (count - 1) / 2, slope)


def shrunk_index(
    own: Sequence[Number], group: Sequence[Number], years: int, weight: int = GROUP_YEARS
) -> tuple[Number, ...]:
    """Return an index of `years` full years mixed with its group's: (n·own + k·group) / (n + k).

    Without a full year it is the group's. Source: PLANNING.md, section 1, rules.
    """
    whole = years + weight
    return tuple(
        (mine * years + theirs * weight) / whole for mine, theirs in zip(own, group, strict=True)
    )


def growth(values: Sequence[int | Decimal], lag: int) -> tuple[Ratio, ...]:
    """Return S(t) / S(t − lag) − 1 of each value that has one `lag` before it.

    With a lag of a year it is same-period growth; with a lag of one only a series without its
    season says something. Undefined where the value before is zero or below.
    Source: PLANNING.md, section 1.
    """
    return tuple(
        Ratio.of(now - before, before, NOTHING_BEFORE)
        if before > 0
        else Ratio.undefined(NOTHING_BEFORE)
        for before, now in zip(values, values[lag:], strict=False)
    )


def weighted_history(years: Sequence[Decimal]) -> Decimal:
    """Return the mean of the last three years at most, the latest counted twice.

    (Y−2 + Y−1 + 2·Y0) / 4. Source: PLANNING.md, section 1, weighted history.

    Raises:
        ValueError: no year.
    """
    if not years:
        raise ValueError("a mean needs at least one year")
    last = years[-3:]
    return (sum(last, Decimal(0)) + last[-1]) / (len(last) + 1)


def _require_series(values: Sequence[Fraction], length: int) -> None:
    if length not in SEASON_LENGTHS:
        raise RuleViolation("season_length", length=length)
    if len(values) < 2 * length:
        raise RuleViolation("season_too_short", needed=2 * length, given=len(values))
    if sum(values, Fraction(0)) <= 0:
        raise RuleViolation("season_nothing_sold")


def _modified(ratios: Sequence[Number]) -> Sequence[Number]:
    """Return the ratios without the highest and the lowest, where one remains."""
    return sorted(ratios)[1:-1] if len(ratios) > 2 else ratios


def _mean(values: Sequence[Number]) -> Number:
    return _sum(values) / len(values)


def _sum(values: Sequence[Number]) -> Number:
    """Return the sum of at least one value, of the values' own kind."""
    total = values[0]
    for value in values[1:]:
        total += value
    return total
