"""The cells of a forecast: each row at each of its times, with what earlier years missed by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.enums import Dimension, Metric
from desktop.periods import Period
from desktop.services.plans.cube import TIME
from desktop.services.plans.forecast_history import Gathered, Months, Past
from desktop.services.rules.baseline import History, Shape, shape_of
from desktop.services.rules.outlook import (
    Gone,
    Miss,
    Outlook,
    half_width,
    look_ahead,
    pooled,
    working_share,
)
from desktop.services.rules.rollup import Codes
from desktop.services.rules.stages import Slice, expect, misses, slices_of

_NOTHING = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class ForecastCell:
    """A cell's forecasts, and how many lines without a cost were left out of it."""

    outlook: Outlook
    uncosted: int


def forecast_cells(
    gathered: Gathered, by: Sequence[Dimension]
) -> tuple[ForecastCell, dict[Codes, ForecastCell]]:
    """Return the whole, and the cells of the dimensions in the order of their codes.

    Cells with nothing done and nothing expected are left out. Without dimensions there are no
    cells but the whole.
    """
    (whole,) = _Stages(gathered, ()).cells(())
    total = whole.finished(pooled(whole.misses))
    if not by:
        return total, {}
    stages = _Stages(gathered, tuple(one for one in by if one in TIME))
    has_keys = bool(gathered.reader.keys)
    keys = {key for found in (gathered.now, gathered.history) for key in found}
    cells = [cell for key in keys if bool(key) == has_keys for cell in stages.cells(key)]
    # What the rows of one time missed by together: months are missed by more than years.
    together: dict[Codes, list[Miss]] = {}
    for cell in cells:
        together.setdefault(cell.when, []).extend(cell.misses)
    pools = {when: pooled(found) for when, found in together.items()}
    order = _order(by)
    rows: dict[Codes, ForecastCell] = {}
    for cell in cells:
        found = cell.finished(pools[cell.when])
        if not found.outlook.is_empty:
            codes = (*cell.key, *cell.when)
            rows[tuple(codes[place] for place in order)] = found
    return total, {codes: rows[codes] for codes in sorted(rows)}


def _order(by: Sequence[Dimension]) -> list[int]:
    """Return where the code of each dimension stands in a cell, whose times come last."""
    inner = [one for one in by if one not in TIME] + [one for one in by if one in TIME]
    return [inner.index(one) for one in by]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell before its interval is known."""

    key: Codes
    when: Codes
    done: int | None
    uncosted: int
    gone: Gone
    expected: Decimal
    blended: Decimal | None
    misses: tuple[Miss, ...]

    def finished(self, pool: Decimal | None) -> ForecastCell:
        """Return the cell with its interval, its own misses mixed with those of all rows."""
        width = None
        if self.blended is not None and not self.gone.is_over:
            width = half_width(self.misses, pool, self.expected)
        return ForecastCell(look_ahead(self.done, self.gone, self.blended, width), self.uncosted)


@dataclass(frozen=True, slots=True)
class _PastStage:
    """An earlier year with the branch's shape of that time and the months of its cells."""

    past: Past
    shape: Shape
    slices: tuple[Slice, ...]


class _Stages:
    """The times of a period's cells, at its stage and at the same stage of earlier years."""

    def __init__(self, gathered: Gathered, times: tuple[Dimension, ...]) -> None:
        self._gathered = gathered
        self._times = times
        frame, span = gathered.reader.frame, gathered.span
        self._parts: dict[Codes, Period] = {}
        places: dict[int, int] = {}
        whens: dict[Codes, int] = {}
        for month in span.period.months():
            when = tuple(frame.expand(dimension, month.ordinal)[0] for dimension in times)
            places[month.ordinal] = whens.setdefault(when, len(whens))
            start, end = max(span.period.start, month.start), min(span.period.end, month.end)
            known = self._parts.get(when)
            self._parts[when] = Period(known.start if known else start, end)
        self._gone = tuple(self._gone_of(part) for part in self._parts.values())
        self._shape = self._shape_at(gathered.cut)
        self._slices = slices_of(frame.calendar, span.period, span.as_of, places)
        self._pasts = tuple(
            _PastStage(
                past,
                self._shape_at(past.cut),
                slices_of(
                    frame.calendar,
                    past.period,
                    past.as_of,
                    {month - past.back: place for month, place in places.items()},
                ),
            )
            for past in gathered.pasts
        )

    def cells(self, key: Codes) -> Iterator[_Cell]:
        """Yield the cells of a row, one for each of its times, in time order."""
        gathered = self._gathered
        done = gathered.now.get(key, {})
        count = len(self._parts)
        history = History.of(gathered.history_of(key), gathered.cut)
        if key and not done and history.has_ended:
            return
        ahead = expect(history, self._shape, self._slices, count, _amounts(done))
        missed = self._missed(key) if ahead else ()
        sums = [[0, 0, 0] for _ in range(count)]
        for one in self._slices:
            for place, amount in enumerate(done.get(one.month, _NOTHING)):
                sums[one.place][place] += amount
        is_profit = gathered.reader.metric is Metric.PROFIT
        for place, when in enumerate(self._parts):
            amount, costed, uncosted = sums[place]
            yield _Cell(
                key,
                when,
                None if is_profit and uncosted and not costed else amount,
                uncosted if is_profit else 0,
                self._gone[place],
                ahead[place].whole if ahead else Decimal(0),
                ahead[place].blended if ahead else None,
                tuple(one[place] for one in missed),
            )

    def _missed(self, key: Codes) -> tuple[tuple[Miss, ...], ...]:
        """Return what the row's forecasts of earlier years missed by, a cell each."""
        found = []
        sums = self._gathered.history_of(key)
        for stage in self._pasts:
            past = stage.past
            ahead = expect(
                History.of(sums, past.cut),
                stage.shape,
                stage.slices,
                len(self._parts),
                _amounts(past.to_date.get(key, {})),
            )
            if ahead:
                found.append(misses(ahead, stage.slices, _amounts(past.whole.get(key, {}))))
        return tuple(found)

    def _shape_at(self, cut: int) -> Shape:
        history = History.of(self._gathered.history_of(()), cut)
        return shape_of(history, has_festival=self._gathered.has_festival)

    def _gone_of(self, part: Period) -> Gone:
        as_of = self._gathered.span.as_of
        return Gone(
            working_share(self._gathered.reader.frame.calendar, part, as_of),
            self._gathered.weights.elapsed(part, as_of),
            part.last <= as_of,
        )


def _amounts(months: Months) -> dict[int, int]:
    return {month: sums[0] for month, sums in months.items()}
