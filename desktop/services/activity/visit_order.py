"""The orders of the list of visits, and the conditions that find a page by its neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_

from desktop.models import Customer, Rep, Visit
from desktop.services.activity.data import VisitKey, VisitOrder, VisitQuery

#: Longer than any visit: reports without minutes stand last in both directions.
_ENDLESS = 1_000_000


class SortPart(NamedTuple):
    """A column that the list is sorted by, and whether its greatest value stands first."""

    column: Any
    is_descending: bool


def sorted_column(query: VisitQuery) -> ColumnElement[Any] | None:
    """Return what the list is sorted by before the day; None where the day comes first.

    Chinese names are sorted by their pinyin initials, Latin names by their letters.
    """
    match query.order:
        case VisitOrder.MINUTES:
            return func.coalesce(Visit.minutes, _ENDLESS if query.is_ascending else -1)
        case VisitOrder.REP:
            return _by_letters(Rep.pinyin, Rep.name_key)
        case VisitOrder.CUSTOMER:
            return _by_letters(Customer.pinyin, Customer.name_key)
        case _:
            return None


def _by_letters(pinyin: Any, name_key: Any) -> ColumnElement[str]:
    # Keys are compared by code point, so what is beyond ASCII begins with a Chinese character.
    return case((name_key >= "\u0080", pinyin + " " + name_key), else_=name_key)


def sort_parts(query: VisitQuery) -> tuple[SortPart, ...]:
    """Return all columns of the order; the id comes last, so no two visits are equal."""
    first = sorted_column(query)
    if first is None:
        is_descending = not query.is_ascending
        return (SortPart(Visit.visited_on, is_descending), SortPart(Visit.id, is_descending))
    return (
        SortPart(first, not query.is_ascending),
        SortPart(Visit.visited_on, True),
        SortPart(Visit.id, True),
    )


def order_by(parts: Sequence[SortPart], *, backwards: bool) -> tuple[ColumnElement[Any], ...]:
    """Return the ORDER BY of the parts, or of the list read from its end."""
    return tuple(
        part.column.asc() if part.is_descending is backwards else part.column.desc()
        for part in parts
    )


def beyond(parts: Sequence[SortPart], key: VisitKey, *, backwards: bool) -> ColumnElement[bool]:
    """Return the condition that a visit stands after the key's, or before it."""
    values: tuple[Any, ...] = (key.day, key.visit_id)
    if len(parts) > len(values):
        values = (key.sorted_by, *values)
    found = []
    for place, part in enumerate(parts):
        same = [parts[i].column == values[i] for i in range(place)]
        is_less = part.is_descending is not backwards
        further = part.column < values[place] if is_less else part.column > values[place]
        found.append(and_(*same, further))
    return or_(*found)
