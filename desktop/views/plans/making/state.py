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
#: What the choice of columns holds where the metrics stand side by side.
SIDE_BY_SIDE = "metrics"
_PEOPLE = (Dimension.REP, Dimension.TERRITORY, Dimension.CUSTOMER)
_TIMES = (Dimension.MONTH, Dimension.QUARTER)
#: What stands in the columns of a cell's own table, the first that crosses its rows.
_ACROSS = (
    Dimension.QUARTER, Dimension.MONTH, Dimension.REP, Dimension.PRODUCT_GROUP, Dimension.PRODUCT,
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
    is_side: bool = False


@dataclass(frozen=True, slots=True)
class MakingState:
    """All that decides what the editor shows of a version's cube.

    With `is_side` the metrics stand side by side in place of `columns`; `metric` is that of the
    current cell then.
    """

    metric: Metric = Metric.SALES
    level: PlanLevel = PlanLevel.BASE
    rows: Dimension = Dimension.REP
    columns: Dimension = Dimension.MONTH
    method: Method = Method.PROPORTIONAL
    with_empty: bool = False
    path: tuple[MakingLevel, ...] = ()
    is_side: bool = False

    @property
    def steps(self) -> tuple[Chosen, ...]:
        """Every member chosen on the way."""
        return tuple(step for level in self.path for step in level.steps)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """What the table needs: the metric, or all that the rows and the path divide."""
        if not self.is_side:
            return (self.metric,)
        asked = {self.rows, *(step.dimension for step in self.steps)}
        return tuple(one for one in Metric if asked <= set(dimensions_of(one)))

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
    not divided by gives way, and so does the path. Side by side the metric gives way to the rows.
    """
    if new.is_side:
        if new.rows not in dimensions_of(new.metric) and new.rows is not old.rows:
            new = replace(new, metric=Metric.SALES)
        if new.metric not in new.metrics:
            return replace(new, rows=Dimension.REP, path=())
        return new
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

    The columns stay where they cross the rows; else time, reps or goods do where they are left.
    What lies along the rows (each customer has one territory) would leave all but one cell of a
    row empty: where nothing crosses, the metrics stand side by side.
    """
    level = MakingLevel(steps, state.rows, state.columns, state.is_side)
    found = replace(state, rows=by, path=(*state.path, level))
    left = [one for one in narrower(state, steps) if _crosses(one, by)]
    columns = next((one for one in (state.columns, *_ACROSS) if one in left), None)
    if state.is_side or columns is None:
        return replace(found, is_side=True)
    return replace(found, columns=columns)


def _crosses(one: Dimension, other: Dimension) -> bool:
    """Whether members of the two meet freely: neither lies along the other."""
    return not any(one in kin and other in kin for kin in (_PEOPLE, GOODS, _TIMES))


def gone_up(state: MakingState, level: int) -> MakingState:
    """Return the state of the table that a level of the path was entered from."""
    left = state.path[level]
    return replace(
        state, rows=left.rows, columns=left.columns, path=state.path[:level], is_side=left.is_side
    )
