"""Where the page "Watch" stands, and the places that its figures lead to; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from desktop.enums import Dimension, Metric
from desktop.periods import Period
from desktop.services.plans.data import BoardCell, BoardLabel
from desktop.services.plans.watching_data import CauseRow, CauseSheet, WatchRow, WatchSheet
from desktop.services.rules.variance import Cause
from desktop.views.plans.state import BoardState, PathStep

#: Metrics whose difference to the year before has prices to be divided by.
PRICED = (Metric.SALES, Metric.PROFIT)
#: Keys of the two totals of the waterfall; its steps have their causes.
BEFORE, NOW = "before", "now"


class Picture(StrEnum):
    """What is shown at the right, below the reps."""

    MONTHS = "months"
    CAUSES = "causes"


@dataclass(frozen=True, slots=True)
class WatchState:
    """What is watched, whose figures the pictures show (None: the branch), and which picture.

    `cause` names the bar whose rows are open; None shows the reps.
    """

    period: Period
    metric: Metric = Metric.SALES
    code: str | None = None
    picture: Picture = Picture.MONTHS
    cause: Cause | None = None


def changed(state: WatchState, choices: Mapping[str, object], period: Period | None) -> WatchState:
    """Return the state that the filters ask for: Qt hands words back as plain text."""
    metric = Metric(str(choices.get("metric") or state.metric))
    found = replace(state, metric=metric, period=period or state.period)
    if (found.metric, found.period) != (state.metric, state.period):
        found = replace(found, cause=None)
    return found


def row_place(
    state: WatchState, row: WatchRow, month: BoardLabel | None, until: date | None = None
) -> BoardState:
    """Return where the board shows the lines behind a row's figure.

    A month narrows it to one cell of the heat map, `until` to what was reached by that day.
    """
    steps: tuple[PathStep, ...] = ()
    if row.code is not None:
        steps = (PathStep(Dimension.REP, row.code, row.name),)
    if month is not None:
        steps = (*steps, PathStep(Dimension.MONTH, month.code, month.name))
    period = state.period
    if until is not None:
        period = Period(period.start, until + timedelta(days=1))
    return BoardState(
        period, state.metric, Dimension.REP, None if month is None else Dimension.MONTH,
        lines=steps, at=(row.code, None if month is None else month.code),
    )  # fmt: skip


def total_place(metric: Metric, period: Period) -> BoardState:
    """Return where the board shows all lines of a period."""
    return BoardState(period, metric, Dimension.REP, None, lines=())


def cause_place(sheet: CauseSheet, row: CauseRow) -> BoardState:
    """Return where the board shows the documents of a customer or product behind a bar.

    Of a lost customer those of the year before, of all others those of this period.
    """
    period = sheet.base if row.cause is Cause.LOST else sheet.period
    step = PathStep(Dimension.CUSTOMER, row.customer_code, row.customer_name)
    if row.product_code:
        step = PathStep(Dimension.PRODUCT, row.product_code, row.product_name)
        if not row.now:
            period = sheet.base
    return BoardState(
        period, sheet.metric, step.dimension, None, lines=(step,), at=(step.code, None)
    )


def rows_in_order(sheet: WatchSheet | None) -> tuple[WatchRow, ...]:
    """Return the branch, then the reps by code, then what has no rep."""
    if sheet is None or not sheet.rows:
        return ()
    return (sheet.total, *sorted(sheet.rows, key=lambda row: row.code == ""))


def month_at(sheet: WatchSheet, row: WatchRow, place: int) -> tuple[BoardLabel, BoardCell | None]:
    """Return a month's label and the row's cell in it."""
    return sheet.months[place], row.months[place]
