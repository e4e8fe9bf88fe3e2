"""Targets of the branch's own measures in the rows of the plan's table; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop.enums import Dimension, PlanLevel
from desktop.periods import Month
from desktop.services.plans.making_data import PlanBook
from desktop.services.plans.measures_data import Measure, MeasureRow, MeasuresBook, Side
from desktop.services.rules.own_measures import over_months
from desktop.services.rules.plan_cube.data import NONE
from desktop.views.plans.making.sheet import Label
from desktop.views.plans.making.side_columns import OwnColumn
from desktop.views.plans.making.state import MakingState

#: What targets of own measures are divided by.
_DIVIDING = (Dimension.REP, Dimension.MONTH, Dimension.QUARTER)


def own_columns(
    measures: MeasuresBook | None, book: PlanBook, state: MakingState, rows: Sequence[Label]
) -> tuple[OwnColumn, ...]:
    """Return a column for each measure with targets, its values by row and the total last.

    There are none where the table or its path is divided by anything but reps and time, and none
    at the stretch level, which own measures do not have.
    """
    asked = (state.rows, *(step.dimension for step in state.steps))
    if measures is None or state.level is not PlanLevel.BASE:
        return ()
    if any(one not in _DIVIDING for one in asked):
        return ()
    planned = {key[0] for key, cell in measures.cells.items() if cell.target is not None}
    return tuple(
        OwnColumn(one.entry, _values(measures, one, book, state, rows))
        for one in measures.measures
        if one.id in planned
    )


def _values(
    measures: MeasuresBook,
    measure: Measure,
    book: PlanBook,
    state: MakingState,
    rows: Sequence[Label],
) -> tuple[Decimal | None, ...]:
    table = measures.table(measure)
    whose: dict[int | None, MeasureRow] = {row.person.rep_id: row for row in table.rows}
    within = frozenset(measures.months)
    row: MeasureRow | None = table.total
    for step in state.steps:
        if step.dimension is Dimension.REP:
            row = whose.get(_rep_id(book, step.member))
        else:
            within &= _months(step.dimension, step.member)

    def value(found: MeasureRow | None, months: frozenset[Month]) -> Decimal | None:
        if found is None:
            return None
        known = zip(measures.months, found.values(Side.TARGET), strict=True)
        return over_months(
            [one for month, one in known if month in months], adds_up=measure.entry.adds_up
        )

    parts = (
        value(whose.get(_rep_id(book, label.member)), within)
        if state.rows is Dimension.REP
        else value(row, within & _months(state.rows, label.member))
        for label in rows
    )
    return (*parts, value(row, within))


def _rep_id(book: PlanBook, member: int) -> int | None:
    """Return a rep's id; what has no rep is the branch's own."""
    return None if member == NONE else book.member(Dimension.REP, member).id


def _months(dimension: Dimension, member: int) -> frozenset[Month]:
    if dimension is Dimension.MONTH:
        return frozenset((Month(member),))
    return frozenset(Month(member * 3 + place) for place in range(3))
