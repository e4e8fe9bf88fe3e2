"""Open items by age: which bucket a day falls in, and sheets that add up to the receivable.

METRICS.md, section 5: days overdue are as-of minus due date, counted exclusively, so a document
due today is not overdue. Unapplied money is a column of its own, negative, and is never netted
into the buckets: the buckets and the unapplied money together are the receivable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from desktop.enums import AgeFrom


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days from `first` to `last`, both included; None is without end on that side."""

    first: date | None
    last: date | None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class AgingSheet:
    """Amounts in minor units by bucket, and unapplied money as a negative amount."""

    buckets: tuple[int, ...]
    unapplied: int

    @property
    def total(self) -> int:
        """The receivable."""
        return sum(self.buckets) + self.unapplied

    @property
    def overdue(self) -> int:
        """What is past its day: all buckets but the first."""
        return sum(self.buckets[1:])


def require_bounds(bounds: Sequence[int]) -> None:
    """Refuse bounds that make no buckets.

    Raises:
        ValueError: no bounds, one below one day, or not ascending.
    """
    if not bounds or bounds[0] < 1 or any(left >= right for left, right in pairwise(bounds)):
        raise ValueError("the bounds of aging buckets are days, at least one, ascending")


def bucket_names(bounds: Sequence[int]) -> tuple[str, ...]:
    """Return the columns' names: `not_due`, `d1_30`, … , `over_365`."""
    require_bounds(bounds)
    starts = (1, *(bound + 1 for bound in bounds))
    middle = (f"d{first}_{last}" for first, last in zip(starts, bounds, strict=False))
    return ("not_due", *middle, f"over_{bounds[-1]}")


def days_overdue(due: date, as_of: date) -> int:
    """Return how many days ago it was due; 0 today and before."""
    return max(0, (as_of - due).days)


def bucket_of(day: date, as_of: date, bounds: Sequence[int], age_from: AgeFrom) -> int:
    """Return the place of the bucket: 0 is not due, then one a bound, then the rest.

    `day` is the due date or the document's date, as `age_from` says. From the document's date
    nothing is "not due": age 0 to the first bound is the first overdue bucket's column.
    """
    age = (as_of - day).days
    if age <= 0 and age_from is AgeFrom.DUE:
        return 0
    for place, bound in enumerate(bounds, start=1):
        if age <= bound:
            return place
    return len(bounds) + 1


def bucket_spans(
    as_of: date, bounds: Sequence[int], age_from: AgeFrom
) -> tuple[DaySpan | None, ...]:
    """Return for each bucket the days that fall in it; None for a bucket that nothing falls in.

    The days say the same as `bucket_of`, as ranges that a database can compare with.
    """
    require_bounds(bounds)
    starts = (1, *(bound + 1 for bound in bounds))
    spans: list[DaySpan | None] = [DaySpan(as_of, None)]
    spans.extend(
        DaySpan(_before(as_of, last), _before(as_of, first))
        for first, last in zip(starts, bounds, strict=False)
    )
    spans.append(DaySpan(None, _before(as_of, bounds[-1] + 1)))
    if age_from is AgeFrom.DOCUMENT:
        spans[0] = None
        spans[1] = DaySpan(_before(as_of, bounds[0]), None)
    return tuple(spans)


def age(
    items: Iterable[tuple[date, int]],
    unapplied: int,
    as_of: date,
    bounds: Sequence[int],
    age_from: AgeFrom = AgeFrom.DUE,
) -> AgingSheet:
    """Distribute open items, pairs of a day and an open amount, over the buckets.

    Part payments age by what remains; credit notes come with negative amounts; `unapplied` is
    the money that pays nothing yet, given positive and kept negative. Amounts in minor units.
    """
    require_bounds(bounds)
    buckets = [0] * (len(bounds) + 2)
    for day, amount in items:
        buckets[bucket_of(day, as_of, bounds, age_from)] += amount
    return AgingSheet(tuple(buckets), -unapplied)


def _before(day: date, days: int) -> date:
    """Return the day so many before; bounds beyond the calendar's beginning stop there."""
    return day - timedelta(days=days) if days < day.toordinal() else date.min
