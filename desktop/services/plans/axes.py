"""Axes: the columns that dimensions rest on, and what a chosen row of a dimension selects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select

from desktop.enums import Dimension
from desktop.models import Customer
from desktop.services.figures.frame import Frame


class Axis(StrEnum):
    """A column of documents and plan lines; several dimensions may rest on the same one."""

    REP = "rep"
    TERRITORY = "territory"
    CUSTOMER = "customer"
    PRODUCT = "product"
    GROUP = "group"
    MONTH = "month"
    DAY = "day"


_AXIS = {
    Dimension.REP: Axis.REP,
    Dimension.MANAGER: Axis.REP,
    Dimension.TERRITORY: Axis.TERRITORY,
    Dimension.CUSTOMER: Axis.CUSTOMER,
    Dimension.CLASS: Axis.CUSTOMER,
    Dimension.PRODUCT: Axis.PRODUCT,
    Dimension.PRODUCT_GROUP: Axis.GROUP,
    Dimension.MONTH: Axis.MONTH,
    Dimension.QUARTER: Axis.MONTH,
    Dimension.YEAR: Axis.MONTH,
}

#: Axes that lie on a document's lines, not on the document.
LINE_AXES = frozenset((Axis.PRODUCT, Axis.GROUP))

#: A leaf on each axis: ids, a month's ordinal or a day's ordinal; None where there is none.
Leaf = tuple[int | None, ...]

#: Chosen rows: a dimension and a code each; all must hold. The empty code is what has none.
Selection = tuple[tuple[Dimension, str], ...]


def axes_of(dimensions: Iterable[Dimension]) -> tuple[Axis, ...]:
    """Return the axes that the dimensions rest on, each once, in their order."""
    return tuple(dict.fromkeys(_AXIS[dimension] for dimension in dimensions))


@dataclass(frozen=True, slots=True)
class View:
    """Dimensions over the axes that rows were read by."""

    by: tuple[Dimension, ...]
    places: tuple[int, ...]

    @classmethod
    def of(cls, by: Sequence[Dimension], axes: Sequence[Axis]) -> View:
        """Return the view of these dimensions over rows with these axes."""
        return cls(tuple(by), tuple(axes.index(_AXIS[dimension]) for dimension in by))

    def leaf(self, leaf: Leaf) -> Leaf:
        """Return the leaf in each dimension of a leaf on each axis."""
        return tuple(leaf[place] for place in self.places)


def leaves_of(frame: Frame, dimension: Dimension, code: str) -> frozenset[int | None]:
    """Return every leaf that counts in the row with this code; None where what has none does.

    The frame must hold products, or customers, where these are asked for.
    """
    nodes: Mapping[int, object]
    match dimension:
        case Dimension.REP | Dimension.MANAGER:
            nodes = frame.reps
        case Dimension.TERRITORY:
            nodes = frame.territories
        case Dimension.PRODUCT_GROUP:
            nodes = frame.groups
        case Dimension.PRODUCT:
            nodes = frame.products
        case Dimension.CUSTOMER | Dimension.CLASS:
            nodes = frame.customers
        case _:
            raise ValueError(f"{dimension} is not chosen by leaf")
    found: set[int | None] = {leaf for leaf in nodes if code in frame.expand(dimension, leaf)}
    if code == "":
        found.add(None)
    return frozenset(found)


def conditions(
    frame: Frame, selection: Selection, columns: Mapping[Axis, Any]
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that keep what the selection chooses.

    Dimensions of time are left out: they narrow the period, see `cube.period_of`.
    """
    found: list[ColumnElement[bool]] = []
    for dimension, code in selection:
        axis = _AXIS[dimension]
        if axis is Axis.MONTH:
            continue
        column = columns[axis]
        if dimension is Dimension.CLASS:
            classed = Customer.customer_class == code if code else Customer.customer_class.is_(None)
            found.append(
                column.in_(
                    select(Customer.id).where(Customer.branch_id == frame.branch.id, classed)
                )
            )
            continue
        leaves = leaves_of(frame, dimension, code)
        ids = sorted(leaf for leaf in leaves if leaf is not None)
        parts: list[ColumnElement[bool]] = [column.in_(ids)] if ids else [false()]
        if None in leaves:
            parts.append(column.is_(None))
        found.append(or_(*parts))
    return tuple(found)
