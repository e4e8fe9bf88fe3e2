"""Where the plan's editor stands: metric, level, rows, columns, path, method; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.services.rules.plan_cube.data import EVERYTHING, Method, Selection
from desktop.views.plans.state import narrower as board_narrower

#: What a plan's table can have in its rows and columns, in the order of the menu.
PLAN_DIMENSIONS = (
    Dimension.REP,
    Dimension.TERRITORY,
    Dimension.CUSTOMER,
    Dimension.PRODUCT_GROUP,
    Dimension.PRODUCT,
    Dimension.MONTH,
    Dimension.QUARTER,
)
GOODS = (Dimension.PRODUCT_GROUP, Dimension.PRODUCT)
OF_GOODS = (Metric.SALES, Metric.PROFIT, Metric.QUANTITY)
#: So many that those without a line are shown only when asked for.
MANY = (Dimension.CUSTOMER, Dimension.PRODUCT)
#: Ways to spread a number that is typed, in the order of the menu.
METHODS = (
    Method.PROPORTIONAL, Method.EVEN, Method.PRIOR_YEAR, Method.WEIGHTS, Method.UNTAPPED,
)  # fmt: skip
#: Those that need figures of potential.
BY_POTENTIAL = (Method.WEIGHTS, Method.UNTAPPED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A member of a dimension that was broken down; NONE is what has none."""

    dimension: Dimension
    member: int


@dataclass(frozen=True, slots=True)
class MakingLevel:
    """A step of the path: the cell that was entered, and the table that it stood in."""

    steps: tuple[Chosen, ...]
    rows: Dimension
    columns: Dimension


@dataclass(frozen=True, slots=True)
class MakingState:
    """All that decides what the editor shows of a version's cube."""

    metric: Metric = Metric.SALES
    level: PlanLevel = PlanLevel.BASE
    rows: Dimension = Dimension.REP
    columns: Dimension = Dimension.MONTH
    method: Method = Method.PROPORTIONAL
    with_empty: bool = False
    path: tuple[MakingLevel, ...] = ()

    @property
    def steps(self) -> tuple[Chosen, ...]:
        """Every member chosen on the way."""
        return tuple(step for level in self.path for step in level.steps)

    @property
    def selection(self) -> Selection:
        """The part of the plan that the table shows."""
        return within(EVERYTHING, self.steps)


def within(selection: Selection, steps: tuple[Chosen, ...]) -> Selection:
    """Return what of a selection lies in these members as well."""
    for step in steps:
        selection = selection.within(step.dimension, step.member)
    return selection


def dimensions_of(metric: Metric) -> tuple[Dimension, ...]:
    """Return what a metric's plan is divided by, in the order of the menu."""
    return tuple(one for one in PLAN_DIMENSIONS if metric in OF_GOODS or one not in GOODS)


def narrower(state: MakingState, steps: tuple[Chosen, ...]) -> tuple[Dimension, ...]:
    """Return the dimensions that still divide what the path and these steps have chosen."""
    from desktop.views.plans.state import PathStep

    chosen = tuple(PathStep(one.dimension, "", "") for one in (*state.steps, *steps))
    ways = board_narrower(state.metric, chosen)
    return tuple(one for one in dimensions_of(state.metric) if one in ways)


def settled(old: MakingState, new: MakingState) -> MakingState:
    """Return the new state made consistent.

    Rows set to what the columns are (or the other way about) swap with them; what the metric is
    not divided by gives way, and so does the path.
    """
    known = dimensions_of(new.metric)
    rows = new.rows if new.rows in known else Dimension.REP
    columns = new.columns if new.columns in known else Dimension.MONTH
    if rows is columns:
        rows, columns = (rows, old.rows) if new.rows is not old.rows else (old.columns, columns)
    if rows is columns or columns not in known or rows not in known:
        rows, columns = Dimension.REP, Dimension.MONTH
    is_known = all(step.dimension in known for step in new.steps)
    return replace(new, rows=rows, columns=columns, path=new.path if is_known else ())


def broken_down(state: MakingState, steps: tuple[Chosen, ...], by: Dimension) -> MakingState:
    """Return the state one level down: the cell's own table, by this dimension.

    The columns stay where they still divide; else the next finer time, else what is left.
    """
    level = MakingLevel(steps, state.rows, state.columns)
    left = [one for one in narrower(state, steps) if one is not by]
    wanted = (state.columns, Dimension.QUARTER, Dimension.MONTH, *left)
    columns = next((one for one in wanted if one in left), by)
    if columns is by:
        return state
    return replace(state, rows=by, columns=columns, path=(*state.path, level))


def gone_up(state: MakingState, level: int) -> MakingState:
    """Return the state of the table that a level of the path was entered from."""
    left = state.path[level]
    return replace(state, rows=left.rows, columns=left.columns, path=state.path[:level])
