"""What the months ahead would bring if things went on as they did: level, trend and season."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.services.rules.festival import NewYears
from desktop.services.rules.forecast import (
    Seasons,
    find_seasons,
    shrunk_index,
    trend_line,
    weighted_history,
    with_season,
    without_season,
)

#: How many months of history a baseline rests on, at most.
HISTORY_MONTHS = 36

_YEAR = 12
#: From so many full years a series has a season of its own (PLANNING.md, section 1, rules).
_OWN_YEARS = 2
_ZERO = Decimal(0)
_FLAT = (Decimal(1),) * _YEAR


@dataclass(frozen=True, slots=True)
class History:
    """A series of months without a gap, as stored; `first` is the first month's ordinal."""

    first: int
    values: tuple[int, ...]

    @classmethod
    def of(cls, sums: Mapping[int, int], end: int) -> History:
        """Return the last months before `end` (an ordinal), from the first with something."""
        first = min(
            (
                month
                for month, value in sums.items()
                if end - HISTORY_MONTHS <= month < end and value
            ),
            default=end,
        )
        return cls(first, tuple(sums.get(month, 0) for month in range(first, end)))

    @property
    def end(self) -> int:
        """The ordinal of the month after the last."""
        return self.first + len(self.values)

    @property
    def full_years(self) -> int:
        """How many whole years it covers."""
        return len(self.values) // _YEAR

    @property
    def last_year(self) -> int:
        """What the last twelve months came to."""
        return sum(self.values[-_YEAR:])

    @property
    def has_ended(self) -> bool:
        """Whether nothing came in the last year, or ever."""
        return self.last_year <= 0


@dataclass(frozen=True, slots=True)
class Shape:
    """What series of one branch have in common: the year's shape, and what the festival moves.

    `index` is by calendar month, January first, with a mean of one; `last_year` is what the
    branch did in the last year, as stored. `new_years` is None where the Spring Festival means
    nothing.
    """

    index: tuple[Decimal, ...] = _FLAT
    last_year: int = 0
    new_years: NewYears | None = None


def shape_of(history: History, *, has_festival: bool) -> Shape:
    """Return the shape that the branch's own history has.

    With two full years it is the ratio to the moving average, with one the months' shares of
    it, else all months weigh the same.
    """
    new_years = _new_years(history) if has_festival else None
    index = _FLAT
    values = _smoothed(history, new_years)
    if history.full_years >= _OWN_YEARS:
        series = [Decimal(value) for value in values]
        parts = find_seasons(series, _YEAR).parts
        if min(series) <= 0:
            mean = sum(series, _ZERO) / len(series)
            parts = tuple(1 + part / mean for part in parts) if mean > 0 else _FLAT
        index = _of_mean_one([parts[(month - history.first) % _YEAR] for month in range(_YEAR)])
    elif history.full_years:
        index = _shares(history, values)
    return Shape(index, history.last_year, new_years)


def expected_months(history: History, shape: Shape, first: int, count: int) -> tuple[Decimal, ...]:
    """Return what each of `count` months from `first` (an ordinal) would bring; never below zero.

    The branch speaks for itself, from two full years on: trend × index. A part of it borrows
    the branch's shape, mixed with the shares of its own full years (`shrunk_index`), at the
    level of its last years, the latest counted twice: in a small series a trend is noise more
    often than not. In between, the two are mixed by the part's share of the branch's last
    year. A series that ended, a year without anything, is expected to bring nothing. The
    Spring Festival divides what January and February bring together.
    Source: PLANNING.md, section 1; the mixing by share is ours.
    """
    if history.has_ended:
        return (_ZERO,) * count
    # Both months of a new year are needed to divide them.
    months = range(first - 1, first + count + 1) if shape.new_years else range(first, first + count)
    found = _carried_on(history, shape, months)
    if shape.new_years:
        _divide_new_years(found, shape.new_years)
    return tuple(found[month] for month in range(first, first + count))


def _carried_on(history: History, shape: Shape, months: Sequence[int]) -> dict[int, Decimal]:
    """Return trend × index and the borrowed shape, mixed by the share of the branch."""
    values = _smoothed(history, shape.new_years)
    share = Decimal(1)
    if shape.last_year > history.last_year:
        share = Decimal(history.last_year) / shape.last_year
    # A part with an empty month has no ratios, and differences say too little of it.
    own: list[Decimal] = []
    if history.full_years >= _OWN_YEARS and (share == 1 or min(values) > 0):
        own = _trend_times_index(history, values, months)
    if not own:
        return dict(zip(months, _borrowed(history, values, shape, months), strict=True))
    if share == 1:
        return dict(zip(months, own, strict=True))
    lent = _borrowed(history, values, shape, months)
    return {
        month: mine * share + theirs * (1 - share)
        for month, mine, theirs in zip(months, own, lent, strict=True)
    }


def _trend_times_index(
    history: History, values: Sequence[int | Decimal], months: Sequence[int]
) -> list[Decimal]:
    """Return trend × index; nothing where the line runs below zero, which is no way to go on."""
    series = [Decimal(value) for value in values]
    seasons: Seasons[Decimal] = find_seasons(series, _YEAR)
    line = trend_line(without_season(series, seasons))
    places = [month - history.first for month in months]
    if min(line.at(place) for place in places) <= 0:
        return []
    return [max(_ZERO, with_season(line.at(place), seasons, place)) for place in places]


def _borrowed(
    history: History,
    values: Sequence[int | Decimal],
    shape: Shape,
    months: Sequence[int],
) -> list[Decimal]:
    """Return the branch's shape, mixed with the series' own, at the level of its last years."""
    years = history.full_years
    if not years:
        whole = sum(shape.index[month % _YEAR] for month in range(history.first, history.end))
        level = Decimal(sum(values)) / whole if whole else _ZERO
        return [max(_ZERO, level * shape.index[month % _YEAR]) for month in months]
    ends = range(len(values) - (years - 1) * _YEAR, len(values) + 1, _YEAR)
    level = weighted_history([Decimal(sum(values[end - _YEAR : end])) for end in ends]) / _YEAR
    index = shrunk_index(_shares(history, values), shape.index, years)
    return [max(_ZERO, level * index[month % _YEAR]) for month in months]


def _shares(history: History, values: Sequence[int | Decimal]) -> tuple[Decimal, ...]:
    """Return the calendar months' shares of the full years, the last ones, with a mean of one."""
    start = len(values) - history.full_years * _YEAR
    turned = (history.first + start) % _YEAR
    sums = [sum(values[place::_YEAR]) for place in range(start, start + _YEAR)]
    return _of_mean_one(sums[_YEAR - turned :] + sums[: _YEAR - turned])


def _of_mean_one(parts: Sequence[int | Decimal]) -> tuple[Decimal, ...]:
    """Return the parts, those below zero as zero, so that their mean is one."""
    positive = [max(0, part) for part in parts]
    whole = Decimal(sum(positive))
    return tuple(part * _YEAR / whole for part in positive) if whole else _FLAT


def _new_years(history: History) -> NewYears:
    sold: dict[int, tuple[int, int]] = {}
    for place, january in enumerate(history.values[:-1]):
        month = history.first + place
        if month % _YEAR == 0:
            sold[month // _YEAR] = january, history.values[place + 1]
    return NewYears(sold)


def _smoothed(history: History, new_years: NewYears | None) -> Sequence[int | Decimal]:
    """Return the values, with January and February of a year as one season of two months."""
    if new_years is None:
        return history.values
    values: list[int | Decimal] = list(history.values)
    for place in range(len(values) - 1):
        if (history.first + place) % _YEAR == 0:
            values[place] = values[place + 1] = Decimal(values[place] + values[place + 1]) / 2
    return values


def _divide_new_years(found: dict[int, Decimal], new_years: NewYears) -> None:
    """Give January and February their parts of what they bring together."""
    for january in [month for month in found if month % _YEAR == 0 and month + 1 in found]:
        share = new_years.january_share(january // _YEAR)
        if share is not None:
            whole = found[january] + found[january + 1]
            found[january] = whole * share
            found[january + 1] = whole - found[january]
