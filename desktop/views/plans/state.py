"""Where the Plans tab stands: what the board shows, the path of the drill-down; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from desktop.enums import Dimension, Metric
from desktop.periods import Period
from desktop.services.plans.data import BOARD_DIMENSIONS, Selection
from desktop.views.plans.words import Show, label_words

_TIME = (Dimension.YEAR, Dimension.QUARTER, Dimension.MONTH)
_PRODUCTS = (Dimension.PRODUCT_GROUP, Dimension.PRODUCT)
_OF_PRODUCTS = (Metric.SALES, Metric.PROFIT, Metric.QUANTITY)
#: A moment's place among the steps of a path.
TIME = frozenset(_TIME)
#: Trees: a chosen node can be broken down into what is below it.
_TREES = (Dimension.TERRITORY, Dimension.PRODUCT_GROUP)
#: Too many to stand side by side.
_ONLY_ROWS = (Dimension.CUSTOMER, Dimension.PRODUCT)


@dataclass(frozen=True, slots=True)
class PathStep:
    """A chosen row or column: all of the board is narrowed to it."""

    dimension: Dimension
    code: str
    name: str

    @property
    def words(self) -> str:
        """What it is called in the language of the moment."""
        return label_words(self.dimension, self.code, self.name)


@dataclass(frozen=True, slots=True)
class Level:
    """A step of the drill-down: the cell that was entered, and the board that it stood in."""

    steps: tuple[PathStep, ...]
    rows: Dimension
    columns: Dimension | None


@dataclass(frozen=True, slots=True)
class BoardState:
    """All that decides what the tab shows; equal states show the same.

    `path` is the drill-down from the whole branch. `lines` names the cell whose lines are
    shown, beyond the path; None shows the board. `at` is the current cell: row and column code,
    None for a total.
    """

    period: Period
    metric: Metric = Metric.SALES
    rows: Dimension = Dimension.REP
    columns: Dimension | None = Dimension.QUARTER
    show: Show = Show.ATTAINMENT
    plan: str = ""
    path: tuple[Level, ...] = ()
    lines: tuple[PathStep, ...] | None = None
    at: tuple[str | None, str | None] = (None, None)

    @property
    def steps(self) -> tuple[PathStep, ...]:
        """Every row and column chosen on the way."""
        return tuple(step for level in self.path for step in level.steps)

    @property
    def within(self) -> Selection:
        """The same as a query takes it."""
        return selection(self.steps)


def selection(steps: tuple[PathStep, ...]) -> Selection:
    """Return chosen rows as a query takes them."""
    return tuple((step.dimension, step.code) for step in steps)


def dimensions_of(metric: Metric) -> tuple[Dimension, ...]:
    """Return what a metric's board can have in its rows, in the order of the menu."""
    with_products = metric in _OF_PRODUCTS
    return tuple(one for one in BOARD_DIMENSIONS if with_products or one not in _PRODUCTS)


def columns_of(metric: Metric) -> tuple[Dimension | None, ...]:
    """Return what a metric's board can have in its columns; None is the totals alone."""
    return (*(one for one in dimensions_of(metric) if one not in _ONLY_ROWS), None)


def narrower(metric: Metric, steps: tuple[PathStep, ...]) -> tuple[Dimension, ...]:
    """Return the dimensions that still divide what the steps have chosen."""
    chosen = {step.dimension for step in steps}
    finest = max((_TIME.index(one) for one in chosen if one in _TIME), default=-1)
    return tuple(
        one
        for one in dimensions_of(metric)
        if (one not in chosen or one in _TREES) and (one not in _TIME or _TIME.index(one) > finest)
    )


def settled(old: BoardState, new: BoardState) -> BoardState:
    """Return the new state made consistent: what the metric lacks and a doubled axis give way.

    Rows set to what the columns are (or the other way about) swap with them. Other rows or
    another metric, period or plan leave the lines and go back to the board.
    """
    known, across = dimensions_of(new.metric), columns_of(new.metric)
    rows = new.rows if new.rows in known else Dimension.REP
    columns = new.columns if new.columns in across else None
    if rows is columns:
        if new.rows is not old.rows:
            columns = old.rows if old.rows in across and old.rows is not rows else None
        elif new.columns is not old.columns and old.columns in known:
            rows = old.columns
        else:
            columns = None
    path = tuple(
        level for level in new.path if all(step.dimension in known for step in level.steps)
    )
    at = new.at if (rows, columns) == (old.rows, old.columns) else (None, None)
    return replace(new, rows=rows, columns=columns, path=path, at=at)


def typed(choices: Mapping[str, object]) -> dict[str, object]:
    """Return the choices of the filters as what they are: Qt hands words back as plain text."""
    columns = choices["columns"]
    return {
        "metric": Metric(str(choices["metric"])),
        "show": Show(str(choices["show"])),
        "rows": Dimension(str(choices["rows"])),
        "columns": Dimension(str(columns)) if columns else None,
    }


def broken_down(state: BoardState, steps: tuple[PathStep, ...], dimension: Dimension) -> BoardState:
    """Return the state one level down: the cell's own board, by this dimension."""
    level = Level(steps, state.rows, state.columns)
    path = (*state.path, level)
    every = (*state.steps, *steps)
    return replace(
        state, rows=dimension, columns=_columns_below(state, every, dimension), path=path,
        lines=None, at=(None, None),
    )  # fmt: skip


def _columns_below(
    state: BoardState, steps: tuple[PathStep, ...], rows: Dimension
) -> Dimension | None:
    """Keep the columns where they still divide; else the next finer time; else totals alone."""
    left = tuple(one for one in narrower(state.metric, steps) if one is not rows)
    if state.columns in left and state.columns not in _TREES:
        return state.columns
    if rows in _TIME:
        return None
    return next((one for one in (Dimension.QUARTER, Dimension.MONTH) if one in left), None)


def gone_up(state: BoardState, level: int) -> BoardState:
    """Return the state of the board that the level was entered from, its cell current."""
    left = state.path[level]
    codes = {step.dimension: step.code for step in left.steps}
    column = codes.get(left.columns) if left.columns is not None else None
    return replace(
        state, rows=left.rows, columns=left.columns, path=state.path[:level], lines=None,
        at=(codes.get(left.rows), column),
    )  # fmt: skip


def state_from(facts: Mapping[str, object], now: BoardState) -> BoardState:
    """Return the state that another tab (or the way back) asks for.

    `state` is a whole `BoardState`. Else `metric`, `rows`, `columns`, `plan`, `first` and
    `last` (dates) and `code` (the row to stand on) change what is shown now, from the top.
    """
    whole = facts.get("state")
    if isinstance(whole, BoardState):
        return whole
    found = replace(now, path=(), lines=None, at=(None, None))
    if "metric" in facts:
        found = replace(found, metric=Metric(str(facts["metric"])))
    if "rows" in facts:
        found = replace(found, rows=Dimension(str(facts["rows"])))
    if "columns" in facts:
        name = facts["columns"]
        found = replace(found, columns=Dimension(str(name)) if name else None)
    if "plan" in facts:
        found = replace(found, plan=str(facts["plan"]))
    first, last = facts.get("first"), facts.get("last")
    if isinstance(first, date) and isinstance(last, date):
        found = replace(found, period=Period.inclusive(first, last))
    found = settled(now, found)
    code = facts.get("code")
    return replace(found, at=(code, None)) if isinstance(code, str) else found
