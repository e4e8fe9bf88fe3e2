"""Visits: which reports of one day are the same visit, and which orders follow a visit.

Source of the definitions: METRICS.md, section 1 ("Valid visit") and K3b, K6c.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

#: Two reports of the same rep, customer and day are one visit if less than this lies between.
MERGE_BELOW_MINUTES = 30
#: An order within so many days of a visit is attributed to it (K3b).
ORDER_WINDOW_DAYS = 7

#: First and last minute of the day (None where nobody said), and whether it is verified.
_Stretch = tuple[int, int | None, bool]


@dataclass(frozen=True, slots=True)
class VisitTimes:
    """When a reported visit began and ended; `minutes` is its length where that alone is known.

    `is_verified` tells that something bears the report out beside the rep's word.
    """

    starts_at: time | None = None
    ends_at: time | None = None
    minutes: int | None = None
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class MergedVisit:
    """A valid visit: how many reports it was made of, and its length, or None if not timed.

    It is verified where one of its reports is.
    """

    reports: int
    minutes: int | None
    is_verified: bool = False


def merge_visits(reports: Iterable[VisitTimes]) -> tuple[MergedVisit, ...]:
    """Return the visits that reports of the same rep, customer and day amount to, by start.

    Reports with less than half an hour between the end of one and the start of the next are one
    visit, from the first start to the last end. Reports without a start are visits of their own,
    never merged, and come last. A report without an end counts as ended when it began.
    """
    started: list[_Stretch] = []
    alone: list[MergedVisit] = []
    for one in reports:
        if one.starts_at is None:
            alone.append(MergedVisit(1, one.minutes, one.is_verified))
        else:
            start = _minute(one.starts_at)
            started.append((start, _end(one, start), one.is_verified))
    started.sort(key=lambda span: (span[0], span[0] if span[1] is None else span[1]))
    merged: list[MergedVisit] = []
    group: list[_Stretch] = []
    last_end = 0
    for span in started:
        if group and span[0] - last_end >= MERGE_BELOW_MINUTES:
            merged.append(_joined(group, last_end))
            group = []
        end = span[0] if span[1] is None else span[1]
        last_end = max(last_end, end) if group else end
        group.append(span)
    if group:
        merged.append(_joined(group, last_end))
    return (*merged, *alone)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _end(times: VisitTimes, start: int) -> int | None:
    """Return the minute of the day at which a visit ended, or None where nobody said."""
    if times.ends_at is not None:
        return _minute(times.ends_at)
    return None if times.minutes is None else start + times.minutes


def _joined(group: Sequence[_Stretch], last_end: int) -> MergedVisit:
    """Return one visit of all the spans; it is timed, and verified, as soon as one of them is."""
    is_timed = any(end is not None for _, end, _is_verified in group)
    return MergedVisit(
        len(group),
        last_end - group[0][0] if is_timed else None,
        any(is_verified for _, _end, is_verified in group),
    )


def is_followed(visited_on: date, order_days: Sequence[date], within: int) -> bool:
    """Return whether one of the order days (ascending) is the visit's day or up to `within` later.

    Raises:
        ValueError: a window below zero days.
    """
    if within < 0:
        raise ValueError("a window of days is never negative")
    place = bisect_left(order_days, visited_on)
    return place < len(order_days) and order_days[place] <= visited_on + timedelta(days=within)


def is_after_visit(ordered_on: date, visit_days: Sequence[date], within: int) -> bool:
    """Return whether a visit (days ascending) was made on the order's day or up to `within` before.

    Raises:
        ValueError: a window below zero days.
    """
    return is_followed(ordered_on - timedelta(days=within), visit_days, within)
