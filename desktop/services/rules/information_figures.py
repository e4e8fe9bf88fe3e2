"""Figures of information: what a rep's notes are worth, and how fast managers read and answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from desktop.ratio import Ratio
from desktop.services.rules.information import hours_of

#: The most points that the notes of one day can bring: one of full quality that was used.
DAY_CAP = 6
#: Why the share of answers in time may be undefined.
NOTHING_DUE = "nothing due"


@dataclass(frozen=True, slots=True)
class RatedNote:
    """A note as it was rated; without a quality it brings nothing, used or not it counts once."""

    noted_on: date
    quality: int | None
    use_factor: int | None

    @property
    def points(self) -> int:
        """Quality 0 to 3, twice where it was used."""
        return (self.quality or 0) * (self.use_factor or 1)


def information_value(notes: Iterable[RatedNote], day_cap: int = DAY_CAP) -> int:
    """Return a rep's points: quality × use of each note, a day's sum capped.

    The cap keeps ten thin notes of one afternoon from outweighing a year of good ones. Source:
    METRICS P3, "information value"; R74.
    """
    by_day: dict[date, int] = {}
    for note in notes:
        by_day[note.noted_on] = by_day.get(note.noted_on, 0) + note.points
    return sum(min(points, day_cap) for points in by_day.values())


@dataclass(frozen=True, slots=True)
class Handling:
    """How one note was handled: running time to reading and to the answer, and if in time.

    `answered` is from receipt on; None is not yet. `in_time` is None while there is time left.
    """

    read: timedelta | None
    answered: timedelta | None
    in_time: bool | None


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """A manager's own times: medians in hours of the running clock, None without any.

    `on_time` is answers in time over all that were due.
    """

    notes: int
    unread: int
    unanswered: int
    median_read: Decimal | None
    median_answered: Decimal | None
    on_time: Ratio


def answer_times(handled: Sequence[Handling]) -> AnswerTimes:
    """Return a manager's times over the notes that are, or were, his to answer."""
    judged = [one.in_time for one in handled if one.in_time is not None]
    return AnswerTimes(
        len(handled),
        sum(one.read is None for one in handled),
        sum(one.answered is None for one in handled),
        _median([one.read for one in handled if one.read is not None]),
        _median([one.answered for one in handled if one.answered is not None]),
        Ratio.of(sum(judged), len(judged), NOTHING_DUE),
    )


def _median(lengths: Sequence[timedelta]) -> Decimal | None:
    return median([hours_of(one) for one in lengths]) if lengths else None
