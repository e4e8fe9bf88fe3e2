"""The season curve of a plan's year, and how a year or quarter is spread over months by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.enums import Metric
from desktop.money import split_exact
from desktop.periods import FiscalCalendar, Month

#: How many full fiscal years before the plan the curve may rest on (FORMATS.md, `targets`).
MOST_YEARS = 3
#: What a curve rests on where no full year was sold in.
WORKING_DAYS = "working days"

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class SeasonCurve:
    """Weights of the twelve months of a fiscal year; only their proportions count.

    `weights` are pairs of a month's ordinal and its weight, in time order, never negative.
    `basis` names the fiscal years whose sales the curve rests on ("2024, 2025"), or is
    "working days".
    """

    weights: tuple[tuple[int, int], ...]
    basis: str

    def weight(self, month: int) -> int:
        """Return the weight of the month with this ordinal; 0 outside the curve's year."""
        return dict(self.weights).get(month, 0)


def curve(
    monthly_net: Mapping[int, int],
    first_data: Month | None,
    last_data: Month | None,
    fiscal: FiscalCalendar,
    year: int,
    workdays: Mapping[int, Decimal],
) -> SeasonCurve:
    """Return the season curve of a plan for the fiscal year `year`.

    A month's weight is its net sales in the last full fiscal years before the plan (three at
    most), added up; a sum below zero counts as zero. A year is full when all its months lie
    between the first and the last month with data. Where there is no such year, or nothing was
    sold in it, the weights are the working days of the plan's own months, doubled so that half
    days are whole numbers. Source: FORMATS.md, section 2, `targets`.

    Args:
        monthly_net: net sales in minor units by month ordinal; months without sales may lack.
        first_data: first month with a sales document; None where there is none.
        last_data: last month with one.
        fiscal: the branch's fiscal years.
        year: the plan's fiscal year, named by its end.
        workdays: working days by month ordinal, of the plan's own months.
    """
    months = fiscal.period(year).months()
    full = _full_years(first_data, last_data, fiscal, year)
    sums = [
        max(0, sum(monthly_net.get(month.ordinal - 12 * (year - one), 0) for one in full))
        for month in months
    ]
    if any(sums):
        basis = ", ".join(fiscal.name(one) for one in full)
        return SeasonCurve(_paired(months, sums), basis)
    days = [int(2 * workdays.get(month.ordinal, Decimal(0))) for month in months]
    return SeasonCurve(_paired(months, days), WORKING_DAYS)


def _full_years(
    first: Month | None, last: Month | None, fiscal: FiscalCalendar, year: int
) -> tuple[int, ...]:
    """Return the last full fiscal years before `year`, in time order."""
    if first is None or last is None:
        return ()
    full: list[int] = []
    for one in range(year - 1, fiscal.year_of(first.start) - 1, -1):
        months = fiscal.period(one).months()
        if first <= months[0] and months[-1] <= last:
            full.append(one)
        if len(full) == MOST_YEARS:
            break
    return tuple(reversed(full))


def _paired(months: Sequence[Month], weights: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple((month.ordinal, weight) for month, weight in zip(months, weights, strict=True))


def spread(
    amount: int, months: Sequence[int], season: SeasonCurve, step: int = 1
) -> tuple[int, ...]:
    """Divide an amount over months (ordinals) by the curve; the parts add up exactly.

    Parts are in the order of `months` and whole multiples of `step` (see `step_of`) but for
    what the step cannot express. Months that all weigh nothing get even parts.

    Raises:
        ValueError: no months.
    """
    known = dict(season.weights)
    return split_exact(amount, [known.get(month, 0) for month in months], step)


def step_of(metric: Metric, amount: int) -> int:
    """Return the smallest part that a stored amount of this metric is divided into.

    Money is divided to the minor unit and counts to the whole unit, which are both 1 as
    stored. A quantity is stored in millionths: a whole number of pieces stays in whole pieces,
    any other quantity is divided to the millionth.
    """
    if metric is Metric.QUANTITY and amount % _MILLION == 0:
        return _MILLION
    return 1
