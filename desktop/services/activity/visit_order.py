"""The orders of the list of visits, and the conditions that find a page by its neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Date,
    and_,
    bindparam,
    func,
    or_,
    tuple_,
)

from desktop.models import Customer, Rep, Visit
from desktop.services.activity.data import VisitOrder
from desktop.services.figures.frame import letters_of

#: Longer than any visit: reports without minutes stand last in both directions.
ENDLESS: Final = 1_000_000


class SortPart(NamedTuple):
    """A column that the list is sorted by, and whether its greatest value stands first."""

    column: Any
    is_descending: bool


def sorted_column(order: VisitOrder, *, is_ascending: bool) -> ColumnElement[Any] | None:
    """Return what the list is sorted by before the day; None where the day comes first.

    Chinese names are sorted by their pinyin initials, Latin names by their letters.
    """
    match order:
        case VisitOrder.MINUTES:
            return func.coalesce(Visit.minutes, minutes_unknown(is_ascending=is_ascending))
        case VisitOrder.REP:
            return letters_of(Rep.pinyin, Rep.name_key)
        case VisitOrder.CUSTOMER:
            return letters_of(Customer.pinyin, Customer.name_key)
        case _:
            return None


def minutes_unknown(*, is_ascending: bool) -> int:
    """Return what a report without minutes is sorted by, which stands last."""
    return ENDLESS if is_ascending else -1


def sort_parts(order: VisitOrder, *, is_ascending: bool) -> tuple[SortPart, ...]:
    """Return all columns of the order; the id comes last, so no two visits are equal."""
    first = sorted_column(order, is_ascending=is_ascending)
    if first is None:
        is_descending = not is_ascending
        return (SortPart(Visit.visited_on, is_descending), SortPart(Visit.id, is_descending))
    return (
        SortPart(first, not is_ascending),
        SortPart(Visit.visited_on, True),
        SortPart(Visit.id, True),
    )


def order_by(parts: Sequence[SortPart], *, backwards: bool) -> tuple[ColumnElement[Any], ...]:
    """Return the ORDER BY of the parts, or of the list read from its end."""
    return tuple(
        part.column.asc() if part.is_descending is backwards else part.column.desc()
        for part in parts
    )


def beyond(parts: Sequence[SortPart], *, backwards: bool) -> ColumnElement[bool]:
    """Return the condition that a visit stands after a key, or before it.

    The key is given by the parameters `key_day`, `key_id` and, where the day does not come first,
    `key_value`. It says what an index can begin with, so that a far page is found like the first.
    """
    day, key = bindparam("key_day", type_=Date()), bindparam("key_id", type_=BigInteger())
    place = tuple_(parts[-2].column, parts[-1].column)
    is_less = parts[-1].is_descending is not backwards
    further: ColumnElement[bool] = place < tuple_(day, key) if is_less else place > tuple_(day, key)
    if len(parts) == 2:
        return further
    value: BindParameter[Any] = bindparam("key_value")
    first = parts[0]
    if first.is_descending is not backwards:
        return and_(first.column <= value, or_(first.column < value, further))
    return and_(first.column >= value, or_(first.column > value, further))
