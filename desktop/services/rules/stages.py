"""A period at some stage of its way: what its cells are expected to bring, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from desktop.periods import Period
from desktop.services.rules.attainment import until
from desktop.services.rules.baseline import History, Shape, expected_months
from desktop.services.rules.outlook import Miss, blend, performance
from desktop.services.rules.targets import month_share
from desktop.services.rules.workdays import WorkCalendar

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Slice:
    """A month of a period: which cell it belongs to, how much of it counts, how much is over.

    Shares are of the month's working days; `over` is never more than `within`.
    """

    month: int
    place: int
    within: Decimal
    over: Decimal


@dataclass(frozen=True, slots=True)
class Expected:
    """What a cell is expected to bring by history alone, and together with what was done."""

    whole: Decimal
    blended: Decimal


def slices_of(
    calendar: WorkCalendar, period: Period, as_of: date, places: Mapping[int, int]
) -> tuple[Slice, ...]:
    """Return the months of a period, cut at the as-of day, that day included.

    `places` names the cell of each month (an ordinal); months that are not there are of the
    first cell.
    """
    over = until(period, as_of)
    return tuple(
        Slice(
            month.ordinal,
            places.get(month.ordinal, 0),
            _decimal(month_share(calendar, month, period)),
            _decimal(month_share(calendar, month, over)),
        )
        for month in period.months()
    )


def expect(
    history: History, shape: Shape, slices: Sequence[Slice], cells: int, done: Mapping[int, int]
) -> tuple[Expected, ...]:
    """Return what each cell of a period ends at; empty where history says nothing.

    The performance of the whole period so far holds for the rest of each of its cells, so that
    the months of a row add up to its quarters and years.

    Args:
        history: the months before the period.
        shape: of the branch at that time.
        slices: the period's months in time order, at least one.
        cells: how many cells there are.
        done: up to the as-of day, by month (an ordinal), as stored.
    """
    if history.has_ended:
        return ()
    first = slices[0].month
    months = expected_months(history, shape, first, len(slices))
    whole, rest, reached = [_ZERO] * cells, [_ZERO] * cells, [0] * cells
    to_date = _ZERO
    for one, amount in zip(slices, months, strict=True):
        whole[one.place] += amount * one.within
        rest[one.place] += amount * (one.within - one.over)
        reached[one.place] += done.get(one.month, 0)
        to_date += amount * one.over
    ratio = performance(sum(reached), to_date, sum(whole, _ZERO), len(history.values))
    return tuple(
        Expected(whole[place], blend(reached[place], rest[place], ratio)) for place in range(cells)
    )


def misses(
    expected: Sequence[Expected], slices: Sequence[Slice], ends: Mapping[int, int]
) -> tuple[Miss, ...]:
    """Return by how much each cell's forecast missed what its months ended at (by ordinal)."""
    reached = [0] * len(expected)
    for one in slices:
        reached[one.place] += ends.get(one.month, 0)
    return tuple(
        Miss(end - one.blended, one.whole) for end, one in zip(reached, expected, strict=True)
    )


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / share.denominator
