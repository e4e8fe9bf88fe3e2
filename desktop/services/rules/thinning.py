"""Which backups are kept: many of the last hours, fewer of the days, weeks and months before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """How many backups are kept of each kind (RELIABILITY.md, section 1, "Files")."""

    recent: int = 12
    daily: int = 7
    weekly: int = 8
    monthly: int = 12


def kept_moments(
    moments: Iterable[datetime], promise: Promise | None = None
) -> frozenset[datetime]:
    """Return the moments whose backups are kept; the newest is always among them.

    The newest `recent` ones, and the newest one of each of the last so many days, ISO weeks and
    months that have any: days without a backup are not counted, so that a branch that rests
    for a month loses nothing by it. Thinning what is left again removes nothing.
    """
    wanted = promise or Promise()
    newest_first = sorted(set(moments), reverse=True)
    kept = set(newest_first[: max(wanted.recent, 1)])
    spans: tuple[tuple[int, Callable[[datetime], tuple[int, ...]]], ...] = (
        (wanted.daily, _day),
        (wanted.weekly, _week),
        (wanted.monthly, _month),
    )
    for count, span_of in spans:
        kept.update(_newest_of_each(newest_first, span_of)[:count])
    return frozenset(kept)


def _newest_of_each(
    newest_first: Sequence[datetime], span_of: Callable[[datetime], tuple[int, ...]]
) -> list[datetime]:
    found: dict[tuple[int, ...], datetime] = {}
    for moment in newest_first:
        found.setdefault(span_of(moment), moment)
    return list(found.values())


def _day(moment: datetime) -> tuple[int, ...]:
    return (moment.year, moment.month, moment.day)


def _week(moment: datetime) -> tuple[int, ...]:
    year, week, _day_of_week = moment.isocalendar()
    return (year, week)


def _month(moment: datetime) -> tuple[int, ...]:
    return (moment.year, moment.month)
